"""Units, weights, features and layers are edited where they stand, by mouse and by key."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu

from playground.engine.experiment import Data
from playground.engine.layers.base import OUTPUT_ID
from playground.engine.layers.dense import Dense
from playground.engine.layers.dropout import Dropout
from playground.engine.layers.norms import BatchNorm


def type_units(one, layer_id, text, key=Qt.Key.Key_Return):
    field = one.canvas.headers[layer_id].stepper.field
    QTest.mouseClick(field, Qt.MouseButton.LeftButton)
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, key)


def value_field(one):
    return one.canvas.input.editor.findChild(QLineEdit, "valueEdit")


def type_value(one, text, key=Qt.Key.Key_Return):
    edit = value_field(one)
    edit.selectAll()
    QTest.keyClicks(edit, text)
    QTest.keyClick(edit, key)


def open_menu():
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def pick(menu, *path):
    """Choose an action by its words; submenus first."""
    for words in path[:-1]:
        menu = next(a for a in menu.actions() if a.text() == words).menu()
    action = next(a for a in menu.actions() if a.text().split("\t")[0] == path[-1])
    action.trigger()
    top = QApplication.activePopupWidget()
    if top is not None:
        top.close()


def test_plus_and_minus_change_the_units_as_one_undo_step(stage):
    one = stage()
    header = one.canvas.headers[1]
    for _ in range(3):
        QTest.mouseClick(header.stepper.plus, Qt.MouseButton.LeftButton)
    QTest.mouseClick(header.stepper.minus, Qt.MouseButton.LeftButton)
    assert one.units == [6, 2]
    one.session.document.undo_stack.undo()
    assert one.units == [4, 2]


def test_minus_leaves_the_last_unit(stage, network):
    one = stage(network(1))
    QTest.mouseClick(one.canvas.headers[1].stepper.minus, Qt.MouseButton.LeftButton)
    assert one.units == [1]


def test_the_wheel_over_the_number_changes_the_units(stage):
    one = stage()
    stepper = one.canvas.headers[2].stepper
    at = QPointF(stepper.rect().center())
    wheel = QWheelEvent(
        at, QPointF(stepper.mapToGlobal(at.toPoint())), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(stepper, wheel)
    assert one.units == [4, 3]


def test_a_typed_number_of_units_is_taken(stage):
    one = stage()
    type_units(one, 1, "12")
    assert one.units == [12, 2]
    assert one.canvas.headers[1].stepper.field.text() == "12 units"
    assert one.canvas.hasFocus()


@pytest.mark.parametrize("text", ["0", "x", "-3", "2.5", "", "2000"])
def test_an_impossible_number_of_units_gets_a_sentence_and_changes_nothing(stage, text):
    one = stage()
    type_units(one, 1, text or " ")
    assert one.units == [4, 2]
    assert one.session.refusals
    assert one.canvas.headers[1].stepper.field.text() == "4 units"


def test_escape_leaves_the_number_of_units(stage):
    one = stage()
    type_units(one, 1, "9", Qt.Key.Key_Escape)
    assert one.units == [4, 2]
    assert not one.session.refusals


def test_the_dropout_rate_is_stepped_and_typed(stage, network):
    one = stage(network(4, Dropout(id=2, rate=0.2)))
    QTest.mouseClick(one.canvas.headers[2].stepper.plus, Qt.MouseButton.LeftButton)
    assert one.session.experiment.network.layers[1].rate == pytest.approx(0.25)
    type_units(one, 2, "0.5")
    assert one.session.experiment.network.layers[1].rate == 0.5
    type_units(one, 2, "1")
    assert one.session.experiment.network.layers[1].rate == 0.5
    assert one.session.refusals


def test_a_click_on_an_edge_asks_for_its_weight(stage):
    one = stage()
    one.click(one.edge_point(1, 2, 1))
    editor = one.canvas.input.editor
    assert editor.isVisible()
    weight = one.session.snapshot.layer(2).weights[2, 1]
    assert float(value_field(one).text()) == pytest.approx(weight, abs=1e-4)
    assert one.session.display.selected_edge == (2, 2, 1)
    type_value(one, "-1.25")
    assert one.session.parameters == [(2, 2, 1, -1.25)]
    assert not editor.isVisible()


def test_a_layer_without_biases_has_its_weights_typed_and_no_bias_to_click(stage, network):
    one = stage(network(Dense(id=1, units=3, bias=False)))
    one.click(one.edge_point(0, 1, 2))
    type_value(one, "0.5")
    assert one.session.parameters == [(1, 1, 2, 0.5)]
    one.click(one.canvas.layout_.bias_rect(1, 2).center())
    assert not one.canvas.input.editor.isVisible()


@pytest.mark.parametrize("text", ["abc", "nan", "inf", "", "1,2,3"])
def test_what_is_no_number_gets_a_sentence_and_keeps_the_weight(stage, text):
    one = stage()
    one.click(one.edge_point(0, 0, 0))
    type_value(one, text or " ")
    assert one.canvas.input.editor.sentence
    assert one.session.parameters == []
    assert one.canvas.input.editor.isVisible()
    QTest.keyClick(value_field(one), Qt.Key.Key_Escape)
    assert not one.canvas.input.editor.isVisible()
    assert one.session.parameters == []


def test_clicking_elsewhere_sets_a_typed_number(stage):
    one = stage()
    one.click(one.edge_point(0, 0, 0))
    edit = value_field(one)
    edit.selectAll()
    QTest.keyClicks(edit, "0.5")
    one.canvas.setFocus(Qt.FocusReason.MouseFocusReason)
    assert one.session.parameters == [(1, 0, 0, 0.5)]


def test_biases_are_typed_also_the_outputs(stage):
    one = stage()
    for column, layer_id, unit in ((1, 1, 3), (3, OUTPUT_ID, 0)):
        one.click(one.canvas.layout_.bias_rect(column, unit).center())
        type_value(one, "0.75")
        assert one.session.parameters[-1] == (layer_id, -1, unit, 0.75)


def test_weights_into_the_output_are_typed(stage):
    one = stage()
    one.click(one.edge_point(2, 1, 0))
    type_value(one, "2")
    assert one.session.parameters == [(OUTPUT_ID, 1, 0, 2.0)]


def test_a_maxout_edge_edits_the_piece_that_it_shows(stage, network):
    one = stage(network(Dense(id=1, units=3, activation="maxout")))
    weights = one.session.snapshot.layer(1).weights
    one.click(one.edge_point(0, 1, 2))
    type_value(one, "9")
    layer_id, row, column, value = one.session.parameters[0]
    assert (layer_id, row, value) == (1, 1, 9.0)
    assert column % 3 == 2
    assert abs(weights[1, column]) == max(abs(weights[1, 2]), abs(weights[1, 5]))


def test_a_norms_scale_and_shift_are_typed(stage, network):
    one = stage(network(3, BatchNorm(id=2)))
    rect = one.canvas.layout_.columns[2].rect(1)
    one.click(QPoint(round(rect.center().x()), round(rect.top() + 2)))
    type_value(one, "1.5")
    one.click(QPoint(round(rect.center().x()), round(rect.bottom() - 2)))
    type_value(one, "-0.5")
    assert one.session.parameters == [(2, 0, 1, 1.5), (2, -1, 1, -0.5)]


def test_a_click_switches_features_on_and_off(stage):
    one = stage()
    box = one.canvas.layout_.columns[0]
    one.click(box.extra_rect(0, 20).center().toPoint())
    assert one.session.experiment.network.features == ("x1", "x2", "x1^2")
    one.click(one.tile(0, 0))
    assert one.session.experiment.network.features == ("x2", "x1^2")


def test_all_features_can_be_switched_off_and_a_sentence_says_so(stage):
    one = stage()
    for _ in range(2):
        one.click(one.tile(0, 0))
    assert one.session.experiment.network.features == ()
    assert not one.grab().isNull()


def test_a_click_selects_a_unit_and_delete_removes_it(stage):
    one = stage()
    one.click(one.tile(1, 2))
    assert one.session.display.selected == (1, 2)
    one.key(Qt.Key.Key_Delete)
    layer = one.session.experiment.network.layers[0]
    assert layer.ids == (0, 1, 3)


def test_delete_removes_the_chosen_column(stage):
    one = stage()
    one.canvas.input.choose_layer(2)
    one.key(Qt.Key.Key_Delete)
    assert one.ids == [1]


def test_alt_and_arrows_move_the_layer_of_the_selected_unit(stage):
    one = stage()
    one.click(one.tile(1, 0))
    one.key(Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert one.ids == [2, 1]
    one.key(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert one.ids == [1, 2]


def test_control_and_arrows_walk_through_the_units(stage):
    one = stage()
    control = Qt.KeyboardModifier.ControlModifier
    one.click(one.tile(1, 0))
    one.key(Qt.Key.Key_Down, control)
    assert one.session.display.selected == (1, 1)
    one.key(Qt.Key.Key_Right, control)
    assert one.session.display.selected == (2, 0)
    one.key(Qt.Key.Key_Right, control)
    assert one.session.display.selected == (OUTPUT_ID, 0)
    one.key(Qt.Key.Key_Escape)
    assert one.session.display.selected is None


def test_plain_keys_are_left_to_the_window(stage):
    one = stage()
    one.click(one.tile(1, 0))
    one.canvas.setFocus()
    passed = []
    one.keyPressEvent = lambda event: passed.append(event.key())
    keys = (Qt.Key.Key_Space, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Period)
    for key in keys:
        one.key(key)
    assert passed == list(keys)


def test_the_titles_list_chooses_the_activation(stage):
    one = stage()
    QTest.mouseClick(one.canvas.headers[1].activation, Qt.MouseButton.LeftButton)
    pick(open_menu(), "ReLU")
    assert one.session.experiment.network.layers[0].activation == "relu"


@pytest.mark.parametrize(
    ("path", "field", "value"),
    [
        (("Bias",), "bias", False),
        (("Freeze weights",), "frozen", True),
        (("Initial weights", "Zeros"), "initializer", "zeros"),
    ],
)
def test_the_columns_menu_sets_the_layers_options(stage, path, field, value):
    one = stage()
    QTest.mouseClick(one.canvas.headers[1].menu_button, Qt.MouseButton.LeftButton)
    pick(open_menu(), *path)
    assert getattr(one.session.experiment.network.layers[0], field) == value


def test_the_columns_menu_gives_a_layer_its_own_regularizer(stage):
    one = stage()
    QTest.mouseClick(one.canvas.headers[1].menu_button, Qt.MouseButton.LeftButton)
    pick(open_menu(), "Regularization", "L2", "0.010")
    regularizer = one.session.experiment.network.layers[0].regularizer
    assert (regularizer.name, regularizer.rate) == ("l2", 0.01)


def test_the_columns_menu_moves_copies_and_removes(stage):
    one = stage()
    for words, ids in (("Move right", [2, 1]), ("Duplicate", [2, 1, 3]), ("Remove", [2, 3])):
        QTest.mouseClick(one.canvas.headers[1].menu_button, Qt.MouseButton.LeftButton)
        pick(open_menu(), words)
        assert one.ids == ids


def test_the_outputs_menu_turns_its_bias_off(stage):
    one = stage()
    QTest.mouseClick(one.canvas.headers[OUTPUT_ID].menu_button, Qt.MouseButton.LeftButton)
    pick(open_menu(), "Bias")
    assert one.session.experiment.network.output.bias is False


def test_a_gaps_menu_inserts_a_layer_there(stage):
    one = stage()
    QTest.mouseClick(one.canvas, Qt.MouseButton.RightButton, pos=one.gap(1))
    from PySide6.QtGui import QContextMenuEvent

    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Mouse, one.gap(1) + QPoint(0, 150), one.canvas.mapToGlobal(one.gap(1))
    )
    QApplication.sendEvent(one.canvas, event)
    pick(open_menu(), "Batch norm")
    assert one.kinds == ["dense", "batch_norm", "dense"]


def test_removing_units_while_a_weight_is_typed_closes_the_field(stage):
    one = stage()
    one.click(one.edge_point(1, 3, 0))
    QTest.mouseClick(one.canvas.headers[1].stepper.minus, Qt.MouseButton.LeftButton)
    assert not one.canvas.input.editor.isVisible()
    assert one.units == [3, 2]


def test_a_click_on_a_class_shows_the_sensitivity_of_that_class(stage, network):
    one = stage(network(4, data=Data(dataset="blobs", classes=4)))
    one.click(one.tile(2, 3))
    assert one.session.display.sensitivity_output == 3


@pytest.mark.parametrize(("bias", "rows"), [(True, [-1, -1, 0, 1, 1, 0, -1]), (False, [0, 0, 1, 1, 1, 0, 0])])
def test_shift_and_arrows_walk_from_the_bias_through_the_weights_and_back(stage, network, bias, rows):
    one = stage(network(Dense(id=1, units=3, bias=bias)))
    one.session.display.set(selected=(1, 2))
    seen = []
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Up, *[Qt.Key.Key_Down] * 3, Qt.Key.Key_Up, Qt.Key.Key_Up):
        one.key(key, Qt.KeyboardModifier.ShiftModifier)
        seen.append(one.session.display.selected_edge)
    assert seen == [(1, row, 2) for row in rows]
