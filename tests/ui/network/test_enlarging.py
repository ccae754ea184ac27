"""One layer large while the others step back, and units in sub-columns under mouse and keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from playground.ui.network.places import GLIDE_MS


def settle(one):
    QTest.qWait(2 * GLIDE_MS)
    return one.canvas.layout_


def test_a_click_on_a_title_enlarges_the_layer_and_another_click_brings_all_back(stage, network):
    one = stage(network(8, 8))
    before = one.canvas.layout_.columns[1].tile
    QTest.mouseClick(one.canvas.headers[1].title, Qt.MouseButton.LeftButton)
    columns = settle(one).columns
    assert columns[1].tile > 1.3 * before
    assert columns[2].tile < before
    assert columns[1].tile == max(box.tile for box in columns)
    QTest.mouseClick(one.canvas.headers[1].title, Qt.MouseButton.LeftButton)
    assert settle(one).columns[1].tile == before


def test_escape_shows_all_layers_alike_before_it_does_anything_else(stage, network):
    one = stage(network(8, 8))
    before = one.canvas.layout_.columns[2].tile
    one.click(one.tile(1, 0))
    QTest.mouseClick(one.canvas.headers[2].title, Qt.MouseButton.LeftButton)
    one.click(one.canvas.layout_.columns[2].rects[1].center())
    assert one.session.display.selected == (2, 1)
    one.key(Qt.Key.Key_Escape)
    assert settle(one).columns[2].tile == before
    assert one.session.display.selected == (2, 1)
    one.key(Qt.Key.Key_Escape)
    assert one.session.display.selected is None


def test_keys_and_the_menu_enlarge_too(stage, network):
    one = stage(network(6))
    title = one.canvas.headers[1].title
    title.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(title, Qt.Key.Key_Return)
    assert one.canvas.input.enlarged == 1
    QTest.keyClick(title, Qt.Key.Key_Return)
    assert one.canvas.input.enlarged is None
    QTest.mouseClick(one.canvas.headers[1].menu_button, Qt.MouseButton.LeftButton)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    action = next(action for action in menu.actions() if action.objectName() == "enlargeLayer")
    assert not action.isChecked()
    action.trigger()
    menu.close()
    assert one.canvas.input.enlarged == 1


def test_a_removed_layer_is_no_longer_enlarged(stage, network):
    one = stage(network(6, 4))
    QTest.mouseClick(one.canvas.headers[2].title, Qt.MouseButton.LeftButton)
    one.canvas.commands.remove(2)
    assert one.canvas.input.enlarged is None


@pytest.mark.parametrize("mode", ["activation", "both", "histogram"])
def test_every_unit_in_sub_columns_is_hovered_and_clicked_where_it_is_drawn(stage, network, mode):
    one = stage(network(12, 20), 1100, 720)
    one.session.display.set(node_mode=mode)
    for column in (1, 2):
        box = one.canvas.layout_.columns[column]
        assert box.lanes > 1 or mode != "activation"
        for unit in box.seen:
            one.click(box.rects[unit].center())
            assert one.session.display.selected == (column, unit)


def test_edges_into_sub_columns_are_found_under_the_pointer(stage, network):
    one = stage(network(12, 12), 1100, 720)
    for row, unit in ((0, 0), (5, 7), (11, 4)):
        QTest.mouseMove(one.canvas, one.edge_point(1, row, unit))
        hovered = one.canvas.input.hovered
        gap = one.canvas.edges.gaps[hovered.gap]
        assert (hovered.kind, gap.sources[hovered.edge], gap.targets[hovered.edge]) == ("edge", row, unit)


def test_arrows_walk_through_sub_columns_as_they_are_seen(stage, network):
    one = stage(network(12, 3), 1100, 720)
    assert one.canvas.layout_.columns[1].lanes == 2
    one.click(one.tile(1, 4))
    seen = []
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Right, Qt.Key.Key_Left):
        before = one.session.display.selected
        rect = one.canvas.layout_.columns[before[0]].rect(before[1])
        one.key(key, Qt.KeyboardModifier.ControlModifier)
        after = one.session.display.selected
        way = one.canvas.layout_.columns[after[0]].rect(after[1]).center() - rect.center()
        seen.append(after)
        ahead = {
            Qt.Key.Key_Down: way.y(), Qt.Key.Key_Up: -way.y(), Qt.Key.Key_Right: way.x(), Qt.Key.Key_Left: -way.x()
        }[key]  # fmt: skip
        assert ahead > 0
    assert seen[0] == (1, 6), "down stays in the sub-column"
    assert seen[1][0] == 1, "right goes to the other sub-column"
    assert seen[1][1] % 2 == 1
    assert seen[3][0] == 2
    assert seen[4][0] == 1
    assert seen[4][1] % 2 == 1, "from the right one comes to the nearer sub-column"


def test_a_card_drops_beside_a_column_of_sub_columns(stage, network):
    one = stage(network(12), 1100, 720)
    card = one.palette_.card("dropout")
    one.press(card)
    one.drop(card, one.gap(1))
    assert one.kinds == ["dense", "dropout"]
    layout = settle(one)
    assert (layout.columns[2].centers == layout.columns[1].centers).all()
