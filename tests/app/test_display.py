"""Display choices: typed, told by signals, kept where they should be."""

from __future__ import annotations

import pytest

from playground.app.display import PERSISTENT, Display
from playground.app.settings import Settings
from playground.engine import edits
from playground.engine.experiment import Data, Experiment
from playground.engine.layers.base import OUTPUT_ID


@pytest.fixture
def display(qapp):
    return Display()


def test_a_choice_is_told_once_when_it_changes(display):
    told = []
    display.changed.connect(lambda name, value: told.append((name, value)))
    display.set(node_mode="both")
    display.set(node_mode="both")
    assert display.node_mode == "both"
    assert told == [("node_mode", "both")]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("edge_mode", "ratio"),
        ("gradient_source", "probe"),
        ("boundary_mode", "errors"),
        ("discretize", True),
        ("show_train", False),
        ("show_test", True),
        ("loss_scale", "log"),
        ("show_unit_lines", True),
        ("hovered", (1, 2)),
        ("selected", (1, 0)),
        ("selected_edge", (1, -1, 2)),
        ("probe", (1.0, 2.0, None)),
        ("sensitivity_output", 2),
        ("hidden_controls", frozenset({"noise"})),
    ],
)
def test_every_choice_can_be_set(display, qtbot, name, value):
    with qtbot.waitSignal(display.changed) as told:
        display.set(**{name: value})
    assert told.args == [name, value]
    assert getattr(display, name) == value


def test_unknown_names_and_modes_are_refused(display):
    with pytest.raises(TypeError, match="palette"):
        display.set(palette="red")
    with pytest.raises(ValueError, match="sideways"):
        display.set(node_mode="sideways")
    assert display.node_mode == "activation"


def test_persistent_choices_are_there_at_the_next_start(qapp, tmp_path):
    settings = Settings(tmp_path / "settings.json")
    Display(settings).set(node_mode="gradient", show_test=True, probe=(0.0, 0.0, 1.0))
    settings.flush()
    display = Display(Settings(tmp_path / "settings.json"))
    assert display.node_mode == "gradient"
    assert display.show_test
    assert display.probe is None
    assert "probe" not in PERSISTENT


def test_choices_of_what_is_gone_end_with_it(display):
    experiment = edits.with_data(Experiment(), dataset="spiral", classes=3)
    display.set(selected=(2, 1), hovered=(1, 3), selected_edge=(OUTPUT_ID, 0, 2), probe=(1, 1, 2.0))
    display.set(sensitivity_output=2)
    display.forget_gone(experiment)
    assert display.selected == (2, 1)
    assert display.selected_edge == (OUTPUT_ID, 0, 2)
    smaller = edits.with_units(edits.remove_layer(Experiment(), 2), 1, 3)
    display.forget_gone(smaller)
    assert display.selected is None
    assert display.hovered is None
    assert display.selected_edge is None
    assert display.sensitivity_output == 0
    assert display.probe == (1, 1, None)


@pytest.mark.parametrize("output", [1, 2])
def test_the_output_whose_gradients_are_shown_is_one_that_is_there(display, output):
    display.set(sensitivity_output=output)
    display.forget_gone(Experiment(data=Data(dataset="rings", classes=3)))
    assert display.sensitivity_output == output
    display.forget_gone(Experiment(data=Data(dataset="rings", classes=2)))
    assert display.sensitivity_output == 0


def test_a_probe_whose_class_is_gone_stays_where_it_is_without_a_label(display):
    display.set(probe=(1.0, -2.0, 2.0))
    display.forget_gone(Experiment(data=Data(dataset="rings", classes=3)))
    assert display.probe == (1.0, -2.0, 2.0)
    display.forget_gone(Experiment(data=Data(dataset="rings", classes=2)))
    assert display.probe == (1.0, -2.0, None)
