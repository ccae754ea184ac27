"""What the canvas paints is there for assistive programs: each unit and weight with its name, value and place."""

from __future__ import annotations

import gc

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QAccessible, QAccessibleInterface

from playground.engine.layers.base import OUTPUT_ID
from playground.ui.words import numbers

NAME, VALUE = QAccessible.Text.Name, QAccessible.Text.Value
ROLE = QAccessible.Role


def children(one: QAccessibleInterface) -> list[QAccessibleInterface]:
    return [one.child(place) for place in range(one.childCount())]


def group(canvas) -> QAccessibleInterface:
    found = [
        one for one in children(QAccessible.queryAccessibleInterface(canvas)) if one.object() is canvas.parts
    ]
    assert len(found) == 1
    return found[0]


@pytest.fixture
def one(stage, network, qtbot):
    made = stage(network(3, 2))
    made.session.display.set(probe=(1.0, 2.0, 1.0), edge_mode="gradient")
    qtbot.waitUntil(
        lambda: (
            made.canvas.snapshot.probe is not None
            and made.canvas.snapshot.layer(1).weight_gradients is not None
        ),
        timeout=30_000,
    )
    return made


def test_columns_hold_units_and_units_their_bias_and_weights(one):
    columns = children(group(one.canvas))
    assert [column.text(NAME) for column in columns] == [
        "Features", "Dense · Tanh", "Dense · Tanh", "Output",
    ]  # fmt: skip
    assert [column.childCount() for column in columns] == [2, 3, 2, 1]
    assert [one.childCount() for column in columns for one in children(column)] == [0, 0, 3, 3, 3, 4, 4, 3]
    assert columns[1].child(2).text(NAME) == "Layer 1, unit 3"
    names = [parameter.text(NAME) for parameter in children(columns[2].child(0))]
    assert names == ["Bias of Layer 2, unit 1", *(f"Layer 1, unit {k} → Layer 2, unit 1" for k in (1, 2, 3))]


def test_no_part_is_without_a_name_and_no_unit_or_parameter_without_its_numbers(one):
    snapshot = one.canvas.snapshot
    for column in children(group(one.canvas))[1:]:
        assert column.role() == ROLE.List
        assert column.text(NAME)
        layer_id = OUTPUT_ID if column.text(NAME) == "Output" else int(column.child(0).text(NAME)[6])
        layer = snapshot.layer(layer_id)
        probe = next(each for each in snapshot.probe.layers if each.id == layer_id)
        for number, unit in enumerate(children(column)):
            assert unit.role() == ROLE.ListItem
            assert unit.text(NAME)
            assert numbers.plain(float(probe.activations[number]), 3) in unit.text(VALUE)
            assert numbers.compact(float(probe.gradients[number])) in unit.text(VALUE)
            bias, *weights = children(unit)
            assert numbers.plain(float(layer.biases[number]), 3) in bias.text(VALUE)
            for row, weight in enumerate(weights):
                assert numbers.plain(float(layer.weights[row, number]), 3) in weight.text(VALUE)
                assert numbers.compact(float(layer.weight_gradients[row, number])) in weight.text(VALUE)


def test_a_part_lies_where_it_is_painted_and_is_found_there(one):
    box = one.canvas.layout_.columns[1]
    unit = group(one.canvas).child(1).child(1)
    place = one.canvas.mapToGlobal(box.rects[1].center())
    assert unit.rect().contains(place)
    under = group(one.canvas).childAt(place.x(), place.y())
    assert under.text(NAME) == "Dense · Tanh"
    assert under.childAt(place.x(), place.y()).text(NAME) == unit.text(NAME)
    assert under.indexOfChild(unit) == 1


def test_what_is_selected_says_so(one):
    layer = group(one.canvas).child(1)
    one.session.display.set(selected=(1, 1), selected_edge=(1, 0, 1))
    assert [unit.state().selected for unit in children(layer)] == [0, 1, 0]
    assert [parameter.state().selected for parameter in children(layer.child(1))] == [0, 1, 0]


def test_parts_live_and_go_with_what_they_stand_for(one):
    layer = group(one.canvas).child(1)
    last = layer.child(2)
    assert last.isValid()
    one.canvas.commands.remove_unit(1, 2)
    assert layer.isValid()
    assert layer.childCount() == 2
    assert not last.isValid()
    one.canvas.commands.remove(1)
    assert not layer.isValid()
    assert [column.childCount() for column in children(group(one.canvas))] == [2, 2, 1]


def test_a_program_that_listens_may_outlive_the_canvas(stage, network):
    one = stage(network(2))
    canvas = one.canvas
    unit = group(canvas).child(1).child(0)
    known = QAccessible.uniqueId(unit)
    parts = canvas.parts
    parts.setParent(None)
    parts.deleteLater()
    QCoreApplication.sendPostedEvents(parts, QEvent.Type.DeferredDelete)
    del parts
    gc.collect()
    found = QAccessible.accessibleInterface(known)
    assert found is None or not found.isValid()


def test_the_palettes_cards_are_buttons_that_can_be_pressed(stage, network, qtbot):
    one = stage(network(2))
    wanted = []
    one.palette_.layer_wanted.connect(wanted.append)
    for card in one.palette_.cards:
        interface = QAccessible.queryAccessibleInterface(card)
        assert interface.role() == ROLE.Button
        assert interface.text(NAME) == card.accessibleName()
        interface.actionInterface().doAction("Press")
    qtbot.waitUntil(lambda: len(wanted) == len(one.palette_.cards), timeout=30_000)
    assert [layer.kind for layer in wanted] == [card.layer.kind for card in one.palette_.cards]
