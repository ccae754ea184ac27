"""An experiment as a TensorFlow Playground link: exact where it can be, and saying what it loses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from playground.engine import edits
from playground.engine.edits import add_points, clear_points
from playground.engine.experiment import Experiment, Stop
from playground.engine.layers.dense import Dense
from playground.engine.layers.dropout import Dropout
from playground.engine.layers.norms import BatchNorm
from playground.interop.tfplayground import open_link
from playground.interop.tfplayground_export import write_link

RUNS = json.loads((Path(__file__).parent / "tfplayground_runs.json").read_text(encoding="utf-8"))["runs"]


def sayable() -> Experiment:
    """An experiment that came from a link, so that a link can say all of it."""
    return open_link("https://playground.tensorflow.org/#seed=0.01234&networkShape=3,2").experiment


def losses_of(experiment: Experiment) -> str:
    return " | ".join(write_link(experiment).losses)


@pytest.mark.parametrize("run", RUNS, ids=range(len(RUNS)))
def test_an_opened_link_is_written_so_that_it_opens_as_the_same_experiment(run):
    opened = open_link(run["url"])
    written = write_link(opened.experiment)
    assert written.losses == ()
    assert open_link(written.text).experiment == opened.experiment


def test_hidden_controls_and_display_choices_go_along():
    written = write_link(
        sayable(), hidden_controls=frozenset({"playButton"}), show_test=True, discretize=True
    )
    opened = open_link(written.text)
    assert opened.hidden_controls == {"playButton"}
    assert (opened.show_test, opened.discretize) == (True, True)


def test_zero_first_weights_go_along():
    zero = open_link("https://playground.tensorflow.org/#seed=0.5&initZero=true").experiment
    written = write_link(zero)
    assert written.losses == ()
    assert "initZero=true" in written.text


@pytest.mark.parametrize(
    ("change", "loss"),
    [
        (lambda e: edits.with_network(e, features=("x1", "cos_x1")), "the feature cos_x1"),
        (lambda e: edits.with_network(e, features=("x1", "=x1*2")), "the feature =x1"),
        (lambda e: edits.with_network(e, features=("x2", "x1")), "the first weights"),
        (lambda e: edits.with_network(e, seed=99), "the first weights"),
        (lambda e: edits.insert_layer(e, 0, Dropout()), "the dropout layers"),
        (lambda e: edits.insert_layer(e, 0, BatchNorm()), "the batch_norm layers"),
        (lambda e: edits.insert_layer(e, 0, Dense(activation="maxout")), "the activation maxout"),
        (lambda e: edits.with_layer(e, 1, activation="relu"), "the activation tanh"),
        (lambda e: edits.with_layer(e, 1, bias=False), "biases that are switched off"),
        (lambda e: edits.with_output(e, frozen=True), "frozen layers"),
        (lambda e: edits.with_units(e, 1, 100), "the size of the network"),
        (lambda e: edits.with_training(e, loss="cross_entropy"), "the loss cross_entropy"),
        (lambda e: edits.with_training(e, optimizer={"name": "adam"}), "the optimizer adam"),
        (lambda e: edits.with_training(e, schedule={"name": "cosine"}), "schedule"),
        (lambda e: edits.with_training(e, clip_norm=1.0), "the limits on gradients"),
        (lambda e: edits.with_training(e, stop=Stop(epochs=9)), "the stop conditions"),
        (lambda e: edits.with_training(e, shuffle=True), "shuffling"),
        (
            lambda e: edits.with_training(e, regularizer={"name": "elastic_net", "rate": 0.1}),
            "elastic_net regularization",
        ),
        (lambda e: edits.with_data(e, dataset="spiral"), "these very points"),
        (lambda e: edits.with_data(e, dataset="spiral", classes=3), "more than two classes"),
        (lambda e: edits.with_data(e, dataset="circle", samples=100), "a link always has 500"),
        (lambda e: edits.with_data(e, dataset="circle", label_noise=0.1), "label noise"),
        (lambda e: edits.with_data(e, dataset="circle", imbalance=0.1), "class balance"),
        (lambda e: edits.with_data(e, dataset="moons"), "the dataset moons: circle stands in"),
        (lambda e: edits.with_data(e, dataset="ripple"), "the dataset ripple: reg-plane stands in"),
        (lambda e: add_points(e, [(1, 1, 0)]), "your own points"),
        (clear_points, "your own points"),
    ],
)
def test_what_a_link_cannot_say_is_said(change, loss):
    experiment = change(sayable())
    assert loss in losses_of(experiment)
    open_link(write_link(experiment).text)


def test_a_trained_network_loses_what_it_has_learned():
    assert "has learned so far" in write_link(sayable(), is_trained=True).losses[0]


@pytest.mark.parametrize(
    ("noise", "written", "is_lost"), [(0.6, 60, False), (0.8, 80, False), (0.9, 80, True)]
)
def test_noise_is_written_up_to_the_most_that_a_link_takes(noise, written, is_lost):
    experiment = edits.with_data(Experiment(), noise=noise)
    assert f"noise={written}&" in write_link(experiment).text
    assert ("noise above 80 %" in losses_of(experiment)) is is_lost


@pytest.mark.parametrize("dataset", ["circle", "xor", "gauss", "spiral", "plane", "multi_gauss"])
def test_datasets_of_the_same_kind_keep_their_kind(dataset):
    written = write_link(edits.with_data(Experiment(), dataset=dataset, noise=0.25))
    experiment = open_link(written.text).experiment
    assert experiment.problem == ("regression" if dataset in ("plane", "multi_gauss") else "classification")
    assert "noise=25&" in written.text
    assert {"plane": "reg-plane", "multi_gauss": "reg-gauss"}.get(dataset, dataset) in written.text
