"""Layers are dragged by hand: into gaps, from place to place, out of the canvas."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from playground.engine.layers.dropout import Dropout
from playground.ui.network.kinds import KINDS


@pytest.mark.parametrize("gap", [0, 1, 2])
@pytest.mark.parametrize(("kind", "activation"), [("dense", "relu"), ("dropout", ""), ("layer_norm", "")])
def test_a_card_dropped_into_a_gap_becomes_a_layer_there(stage, gap, kind, activation):
    one = stage()
    card = one.palette_.card(kind)
    if activation:
        card.choose(activation)
    one.press(card)
    one.drop(card, one.gap(gap))
    assert one.kinds[gap] == kind
    assert len(one.kinds) == 3
    assert one.ids[:gap] + one.ids[gap + 1 :] == [1, 2]


def test_undo_takes_a_dropped_layer_out_again(stage):
    one = stage()
    before = one.session.experiment
    card = one.palette_.card("dense")
    card.choose("elu")
    one.press(card)
    one.drop(card, one.gap(1))
    assert one.session.experiment.network.layers[1].activation == "elu"
    one.session.document.undo_stack.undo()
    assert one.session.experiment == before


def test_while_a_card_is_dragged_the_nearest_gap_opens(stage, qtbot):
    one = stage()
    card = one.palette_.card("dropout")
    closed = one.canvas.layout_.gap_rect(2).width()
    one.press(card)
    one.move(card, one.gap(2))
    assert one.canvas.drag.gap == 2
    qtbot.waitUntil(lambda: one.canvas.drag.opening == 1.0)
    assert one.canvas.layout_.gap_rect(2).width() > closed
    one.move(card, one.gap(0))
    assert one.canvas.drag.gap == 0


def test_a_ghost_follows_the_pointer_and_goes_with_the_drop(stage):
    one = stage()
    card = one.palette_.card("dropout")
    one.press(card)
    one.move(card, one.gap(1))
    ghost = one.findChild(QWidget, "dragGhost")
    assert ghost.isVisible()
    assert ghost.geometry().contains(one.canvas.mapTo(one, one.gap(1)))
    one.drop(card, one.gap(1))
    assert ghost.isHidden()


def test_escape_puts_everything_back(stage):
    one = stage()
    before = one.session.experiment
    card = one.palette_.card("dense")
    one.press(card)
    one.move(card, one.gap(1))
    QTest.keyClick(one, Qt.Key.Key_Escape)
    assert not one.canvas.drag.is_active
    one.drop(card, one.gap(1))
    assert one.session.experiment == before


def test_a_drop_outside_the_canvas_does_nothing(stage):
    one = stage()
    before = one.session.experiment
    card = one.palette_.card("dense")
    one.press(card)
    one.drop(card, QPoint(300, -50))
    assert one.session.experiment == before


def test_a_click_on_a_card_adds_nothing(stage):
    one = stage()
    QTest.mouseClick(one.palette_.card("dense"), Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    assert len(one.kinds) == 2


def test_there_is_one_card_for_each_kind_of_layer(stage):
    assert [card.layer.kind for card in stage().palette_.cards] == list(KINDS)


@pytest.mark.parametrize("way", ["mouse", "key"])
def test_the_activation_of_a_dense_layer_is_chosen_on_its_card(stage, way):
    one = stage()
    card = one.palette_.card("dense")
    if way == "mouse":
        QTest.mouseClick(card, Qt.MouseButton.LeftButton, pos=card.choice_rect.center())
    else:
        card.setFocus(Qt.FocusReason.TabFocusReason)
        QTest.keyClick(card, Qt.Key.Key_Down)
    menu = QApplication.activePopupWidget()
    assert [action.text() for action in menu.actions()][:2] == ["ReLU", "Leaky ReLU"]
    next(action for action in menu.actions() if action.text() == "Sigmoid").trigger()
    menu.close()
    assert card.choice == "Sigmoid"
    assert card.accessibleName() == "Dense Sigmoid"
    one.press(card)
    one.drop(card, one.gap(1))
    assert one.session.experiment.network.layers[1].activation == "sigmoid"


@pytest.mark.parametrize("width", [380, 480, 620, 900, 1600])
def test_the_cards_stand_beside_each_other_at_any_width(stage, width):
    one = stage(width=width)
    rects = [card.geometry() for card in one.palette_.cards]
    for left, right in pairwise(rects):
        assert left.right() < right.left()
    assert rects[0].left() >= 0
    assert rects[-1].right() < one.palette_.width()
    assert all(card.choice_rect.left() >= 0 for card in one.palette_.cards)


def test_enter_on_a_card_adds_before_the_output(stage):
    one = stage()
    QTest.keyClick(one.palette_.card("dropout"), Qt.Key.Key_Return)
    assert one.kinds == ["dense", "dense", "dropout"]


def test_enter_on_a_card_adds_after_the_chosen_layer(stage):
    one = stage()
    one.canvas.input.choose_layer(1)
    QTest.keyClick(one.palette_.card("dropout"), Qt.Key.Key_Return)
    assert one.kinds == ["dense", "dropout", "dense"]


def test_a_column_dragged_by_its_title_moves(stage, network):
    one = stage(network(4, Dropout(id=2), 3))
    title = one.canvas.headers[1].title
    one.press(title)
    one.drop(title, one.gap(3))
    assert one.ids == [2, 3, 1]
    one.session.document.undo_stack.undo()
    assert one.ids == [1, 2, 3]


def test_a_column_dropped_beside_its_old_place_stays(stage):
    one = stage()
    title = one.canvas.headers[1].title
    for gap in (0, 1):
        one.press(title)
        one.drop(title, one.gap(gap))
        assert one.ids == [1, 2]
    assert not one.session.document.undo_stack.canUndo()


def test_a_column_dragged_out_of_the_canvas_is_removed(stage):
    one = stage()
    title = one.canvas.headers[2].title
    one.press(title)
    one.move(title, QPoint(400, -60))
    ghost = one.findChild(QWidget, "dragGhost")
    assert ghost.text == "Remove"
    one.drop(title, QPoint(400, -60))
    assert one.ids == [1]
    one.session.document.undo_stack.undo()
    assert one.ids == [1, 2]


def test_features_and_output_cannot_be_dragged(stage):
    one = stage()
    for layer_id in (0, -1):
        one.press(one.canvas.headers[layer_id].title)
        assert not one.canvas.drag.is_active
        QTest.mouseRelease(
            one.canvas.headers[layer_id].title, Qt.MouseButton.LeftButton, pos=QPoint(-50, -50)
        )


def test_hiding_the_canvas_ends_the_drag(stage):
    one = stage()
    card = one.palette_.card("dense")
    one.press(card)
    assert one.canvas.drag.is_active
    one.canvas.hide()
    assert not one.canvas.drag.is_active


def test_a_column_that_goes_while_it_is_dragged_ends_the_drag(stage):
    one = stage()
    title = one.canvas.headers[2].title
    one.press(title)
    one.canvas.commands.remove(2)
    assert not one.canvas.drag.is_active
    assert one.findChild(QWidget, "dragGhost") is None or one.findChild(QWidget, "dragGhost").isHidden()
    one.drop(title, one.gap(0))
    assert one.ids == [1]


def test_another_network_that_comes_while_a_column_is_dragged_is_shown(stage, network):
    one = stage(network(Dropout(id=7), 3))
    one.press(one.canvas.headers[7].title)
    one.session.document.open(network(2, 2, 2), None)
    assert not one.canvas.drag.is_active
    assert [box.spec.layer_id for box in one.canvas.layout_.columns] == [0, 1, 2, 3, -1]


def test_a_card_in_the_air_outlives_an_undo(stage):
    one = stage()
    one.canvas.commands.remove(2)
    card = one.palette_.card("dropout")
    one.press(card)
    one.move(card, one.gap(1))
    one.session.document.undo_stack.undo()
    assert one.canvas.drag.is_active
    one.drop(card, one.gap(2))
    assert one.kinds == ["dense", "dense", "dropout"]


def test_the_gap_under_a_card_may_go_while_it_is_dragged(stage, qtbot):
    one = stage()
    card = one.palette_.card("dropout")
    one.press(card)
    one.move(card, one.gap(2))
    qtbot.waitUntil(lambda: one.canvas.drag.opening == 1.0)
    one.canvas.commands.remove(2)
    assert one.canvas.drag.is_active
    one.drop(card, one.gap(1))
    assert one.kinds == ["dense", "dropout"]
