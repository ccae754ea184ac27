"""What a session says is true of the run it speaks of."""

import pytest

from playground.app import sentences
from playground.engine.experiment import Data, Experiment, Stop, Training
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
