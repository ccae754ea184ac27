"""What the window cannot show smoothly is a sentence; the command line trains it."""

from __future__ import annotations

import pytest

from playground.app.limits import MOST_WEIGHTS, check_window, weights
from playground.engine import edits
from playground.engine.errors import ExperimentError
from playground.engine.experiment import Experiment
from playground.engine.training import TrainingRun
from playground.interop.loading import save


@pytest.fixture
def huge(build):
    layers = [{"kind": "dense", "units": 1024, "activation": "relu"} for _ in range(10)]
    return build(network={"layers": layers})


@pytest.mark.parametrize("activation", ["tanh", "maxout"])
@pytest.mark.parametrize("dataset", ["circle", "blobs", "plane"])
def test_the_weights_are_those_of_the_network(activation, dataset):
    experiment = edits.with_data(Experiment(), dataset=dataset)
    experiment = edits.with_layer(experiment, 1, activation=activation)
    run = TrainingRun(experiment)
    _, slopes = run.network.gradient(run.points.train, run.points.train_labels)
    assert weights(experiment) == sum(one.size for one in slopes.weights)


def test_a_huge_network_is_not_opened_and_the_sentence_says_what_trains_it(driver, huge, tmp_path):
    before = driver.session.experiment
    save(huge, tmp_path / "huge.json")
    driver.session.open(tmp_path / "huge.json")
    told = driver.hear("huge.json was not opened").text
    assert "playground train" in told
    assert f"{MOST_WEIGHTS:,}" in told
    assert driver.session.experiment == before


def test_an_edit_to_a_huge_network_changes_nothing(driver):
    session = driver.session
    session.edit(edits.with_units(session.experiment, 1, 1024), "Units")
    before = session.experiment
    session.edit(edits.with_units(before, before.network.layers[1].id, 1024), "Units")
    assert "Nothing was changed" in driver.hear("too large to be shown").text
    assert session.experiment == before


def test_a_huge_network_may_become_smaller(huge):
    first = huge.network.layers[0].id
    check_window(edits.with_units(huge, first, 1000), huge)
    with pytest.raises(ExperimentError):
        check_window(huge, edits.with_units(huge, first, 1000))


def test_the_command_line_trains_what_the_window_does_not_show(command, tmp_path, build):
    layers = [{"kind": "dense", "units": 400, "activation": "relu"} for _ in range(2)]
    save(build(network={"layers": layers}, data={"samples": 20}), tmp_path / "large.json")
    code, out, _ = command("train", tmp_path / "large.json", "--epochs", "1")
    assert code == 0
    assert "train loss" in out


def test_twenty_thousand_features_are_refused_before_one_is_read(driver, tmp_path):
    path = tmp_path / "many.json"
    names = ", ".join(f'"=x1+{number}"' for number in range(20_000))
    path.write_text(f'{{"format": "playground", "version": 1, "network": {{"features": [{names}]}}}}')
    driver.session.open(path)
    assert "256" in driver.hear("many.json was not opened").text
