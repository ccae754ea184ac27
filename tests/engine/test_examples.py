"""The examples that ship show what their names promise."""

from __future__ import annotations

from pathlib import Path

import pytest

from playground.engine.experiment import decode
from playground.engine.training import TrainingRun
from playground.observe.observer import snapshot_of
from playground.observe.snapshot import SnapshotRequest

EXAMPLES = Path(__file__).parents[2] / "resources" / "examples"


def trained(name: str, epochs: int = 300) -> TrainingRun:
    run = TrainingRun(decode((EXAMPLES / f"{name}.json").read_bytes()))
    run.train(epochs)
    return run


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.json")), ids=lambda path: path.stem)
def test_every_example_opens_untrained(path):
    experiment = decode(path.read_bytes())
    assert experiment.run is None
    TrainingRun(experiment).take_step()


@pytest.mark.parametrize("name", ["spiral", "five-classes"])
def test_the_classes_are_learned(name):
    _, test = trained(name, 200).evaluate()
    assert test is not None
    assert test.accuracy is not None
    assert test.accuracy > 0.95


def test_the_ripple_is_learned():
    _, test = trained("regression-ripple").evaluate()
    assert test is not None
    assert test.r2 is not None
    assert test.r2 > 0.85


def test_a_stack_of_linear_layers_does_not_learn_xor():
    train, _ = trained("linear-layers-stay-linear").evaluate()
    assert train.loss > 0.6


def test_overfitting_shows_as_a_test_loss_far_above_the_training_loss():
    train, test = trained("overfitting").evaluate()
    assert test is not None
    assert test.loss > 5 * train.loss


def test_the_gradient_vanishes_through_seven_sigmoid_layers():
    run = trained("vanishing-gradient", 20)
    layers = snapshot_of(run, SnapshotRequest(statistics=True, gradients="training_set")).layers
    norms = [layer.statistics.gradient_norm for layer in layers if layer.statistics is not None]
    assert norms[-1] > 100 * norms[0]
