"""What a session says is true of the run it speaks of."""

import errno
from pathlib import Path

import numpy as np
import pytest

from playground.app import sentences
from playground.engine import edits
from playground.engine.experiment import Data, Experiment, Network, Stop, Training
from playground.engine.training import TrainingRun
from playground.observe.observer import snapshot_of


@pytest.mark.parametrize(("train_fraction", "measured"), [(0.5, "the test loss"), (1.0, "the training loss")])
@pytest.mark.parametrize("stop", [Stop(loss_below=1e3), Stop(patience=1)])
def test_the_end_names_the_loss_that_was_watched(train_fraction, measured, stop):
    run = TrainingRun(
        Experiment(data=Data(train_fraction=train_fraction), training=Training(learning_rate=0.0, stop=stop))
    )
    run.train(3)
    assert run.finished
    assert measured in sentences.finish(snapshot_of(run), run.experiment)


def trained(epochs: int = 0, data: Data | None = None, **training) -> TrainingRun:
    run = TrainingRun(Experiment(data=data or Data(), training=Training(**training)))
    run.train(epochs)
    return run


def measured(epochs: int, **training) -> tuple[float, float]:
    """Test loss and accuracy after so many epochs, of a run that nothing stops."""
    test = trained(epochs, **training).evaluate()[1]
    return test.loss, test.accuracy


@pytest.mark.parametrize(
    ("stop", "said", "is_met"),
    [
        (Stop(epochs=4), "4 epochs are done.", lambda loss, accuracy, epoch: epoch == 4),
        (Stop(loss_below=0.4), "the test loss fell below 0.4.", lambda loss, accuracy, epoch: loss < 0.4),
        (
            Stop(accuracy_above=0.9),
            "the accuracy reached 90 %.",
            lambda loss, accuracy, epoch: accuracy > 0.9,
        ),
    ],
    ids=["epochs", "loss", "accuracy"],
)
def test_the_end_is_said_in_the_first_epoch_in_which_its_condition_is_met(stop, said, is_met):
    run = trained(200, stop=stop, learning_rate=0.1)
    assert 0 < run.epoch < 200
    text = sentences.finish(snapshot_of(run), run.experiment)
    assert f"Training stopped in epoch {run.epoch}: {said}" in text
    met = [is_met(*measured(epoch, learning_rate=0.1), epoch) for epoch in range(1, run.epoch + 1)]
    assert met == [False] * (run.epoch - 1) + [True]


def test_patience_is_said_after_so_many_epochs_without_a_better_loss():
    run = trained(300, stop=Stop(patience=3), learning_rate=1.0, batch_size=1)
    assert run.epoch < 300
    assert "the test loss has not improved for 3 epochs." in sentences.finish(
        snapshot_of(run), run.experiment
    )
    losses = [measured(epoch, learning_rate=1.0, batch_size=1)[0] for epoch in range(run.epoch + 1)]
    assert min(losses[-3:]) >= min(losses[:-3]), "three epochs without a better one"
    assert all(min(losses[k - 2 : k + 1]) < min(losses[: k - 2]) for k in range(3, run.epoch)), (
        "and none before"
    )


@pytest.mark.parametrize(
    ("rate", "advice"), [(1e6, "a learning rate far below 1e+06"), (1.0, "a smaller learning rate")]
)
def test_divergence_is_said_where_the_next_step_leaves_the_finite_numbers(rate, advice):
    points = tuple((float(k), 5.0 - k, 1e150 if rate == 1.0 else 1.0 * k) for k in range(8))
    data = Data(dataset="custom", problem="regression", points=points, train_fraction=1.0)
    run = trained(50, data=data, learning_rate=rate)
    snapshot = snapshot_of(run)
    assert snapshot.diverged is not None
    assert np.isfinite(run.network.parameters).all(), "it paused before that"
    text = sentences.divergence(snapshot, run.experiment)
    assert advice in text
    assert f"Training diverged in epoch {snapshot.diverged.epoch}:" in text
    with np.errstate(all="ignore"):
        again = TrainingRun(run.experiment)
        again.train(50)
    assert again.network.parameters.tobytes() == run.network.parameters.tobytes()


def test_only_what_hinders_the_training_is_said_to():
    assert sentences.obstacle(Experiment()) is None
    assert "No feature is switched on" in sentences.obstacle(Experiment(network=Network(features=())))
    assert "There are no points" in sentences.obstacle(Experiment(data=Data(dataset="custom", points=())))


def test_a_batch_is_said_to_be_too_large_only_where_it_is(driver):
    count = len(TrainingRun(driver.session.experiment).points.train)
    for size, is_said in ((count, False), (count + 1, True)):
        driver.session.edit(edits.with_training(driver.session.experiment, batch_size=size), "batch")
        driver.settle()
        said = [notice.text for notice in driver.notices if "every step uses all of them" in notice.text]
        assert bool(said) == is_said
        if is_said:
            assert f"A batch of {count + 1:,} is more than the {count:,} training points" in said[0]


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (errno.ENOENT, "The folder is not there."),
        (errno.EACCES, "This place may not be written to."),
        (errno.EPERM, "This place may not be written to."),
        (errno.EROFS, "This place can only be read."),
        (errno.ENOSPC, "There is no room left."),
        (errno.EISDIR, "This is a folder."),
        (errno.ENAMETOOLONG, "The name is too long."),
        (errno.EIO, "Input/output error."),
    ],
)
def test_what_the_system_refuses_is_said_in_whole_sentences(number, reason):
    error = OSError(number, "Input/output error" if number == errno.EIO else "as the system has it")
    assert sentences.not_saved(Path("/a/b.json"), error) == f"b.json was not saved. {reason}"
    assert reason in sentences.not_kept(error)
    assert reason in sentences.settings_not_written(error)
    assert sentences.not_recorded(error) == f"The recording was stopped. {reason}"
