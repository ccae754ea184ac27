"""Full screen, black screen, spotlight, the list of keys, commands by name, and the first hint."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QEvent, QPoint, QSize, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QToolTip, QWidget

from playground.app.notices import Notice
from playground.ui.look import theme
from playground.ui.widgets.tooltips import wrapped
from playground.ui.window.command_search import commands, matching
from playground.ui.window.examples import example_files, example_title
from playground.ui.window.main_window import FRAME, SMALLEST
from tests.ui.network.painted import written_on

CONTROL = Qt.KeyboardModifier.ControlModifier


def test_full_screen_is_for_the_picture(program):
    boundary = program.find("boundaryView")
    before = boundary.frame.rect.width()
    program.key(Qt.Key.Key_F11)
    for name in ("toolbar", "layerPalette", "dataPanel", "drawer", "statusLine", "boundaryModes", "lossPlot"):
        assert not program.find(name).isVisible(), name
    for name in ("networkCanvas", "boundaryView", "timeline", "trainLoss"):
        assert program.find(name).isVisible(), name
    program.until(lambda: boundary.frame.rect.width() > before)
    program.key(Qt.Key.Key_Right)
    program.until(lambda: program.session.snapshot.epoch == 1)
    program.key(Qt.Key.Key_Escape)
    for name in ("toolbar", "layerPalette", "dataPanel", "drawer", "boundaryModes", "lossPlot"):
        assert program.find(name).isVisible(), name


def test_where_no_layers_are_offered_none_are_asked_for(program):
    session, canvas = program.session, program.find("networkCanvas")

    def hints() -> list[str]:
        return [one.text for one in written_on(canvas) if one.text.startswith("Drag")]

    session.edit(replace(session.experiment, network=replace(session.experiment.network, layers=())), "None")
    program.until(lambda: hints() == ["Drag a layer in here."])
    program.key(Qt.Key.Key_F11)
    program.until(lambda: not hints())
    program.key(Qt.Key.Key_Escape)
    program.until(lambda: hints() == ["Drag a layer in here."])


def test_b_is_black_in_full_screen_and_a_mode_elsewhere(program):
    spotlight = program.window.spotlight
    program.key(Qt.Key.Key_B)
    assert program.session.display.node_mode == "both"
    assert not spotlight.isVisible()
    program.session.display.set(node_mode="activation")
    program.key(Qt.Key.Key_F11)
    program.key(Qt.Key.Key_B)
    assert spotlight.is_black
    middle = program.window.rect().center()
    assert program.window.grab().toImage().pixelColor(middle) == theme.blackout()
    program.key(Qt.Key.Key_Space)
    assert not spotlight.isVisible()
    assert not program.session.is_playing, "the key that ends the black does nothing else"
    assert program.session.display.node_mode == "activation"
    program.key(Qt.Key.Key_Escape)


def test_a_spotlight_is_there_while_its_key_is_held(program):
    handle = program.window.windowHandle()
    spotlight = program.window.spotlight
    far = program.window.rect().bottomRight() - QPoint(5, 5)
    before = program.window.grab().toImage().pixelColor(far)
    QTest.keyPress(handle, Qt.Key.Key_L)
    assert spotlight.is_lit
    assert program.window.grab().toImage().pixelColor(far) != before
    QTest.keyRelease(handle, Qt.Key.Key_L)
    assert not spotlight.isVisible()
    edit = program.find("noiseValue")
    edit.setFocus()
    QTest.keyPress(handle, Qt.Key.Key_L)
    assert not spotlight.is_lit, "typed into a field it is a letter"
    QTest.keyRelease(handle, Qt.Key.Key_L)
    QTest.keyClick(edit, Qt.Key.Key_Escape)


@pytest.mark.parametrize("language", ["en", "ko"])
def test_all_keys_stand_on_one_sheet(start, language):
    program = start(width=1280, height=720)
    program.window.set_language(language)
    QTest.keyClick(program.window.windowHandle(), Qt.Key.Key_Question, Qt.KeyboardModifier.ShiftModifier)
    sheet = program.window.findChild(QDialog, "keyList")
    assert sheet.isVisible()
    said = " ".join(label.text() for label in sheet.findChildren(QLabel))
    for action in program.window.actions_by_name.values():
        if action.shortcut().toString():
            assert action.text().removesuffix(" …") in said
    for keys in ("Space", "Ctrl+K", "F11", "Shift+R", "Shift+↑ ↓"):
        assert keys in said
    assert sheet.width() <= program.window.width()
    assert sheet.height() <= program.window.height()
    sheet.close()


def search(program, typed):
    program.key(Qt.Key.Key_K, CONTROL)
    found = QApplication.activePopupWidget()
    assert found.objectName() == "commandSearch"
    QTest.keyClicks(found.edit, typed)
    return found


def test_any_command_is_found_by_typing(program):
    session = program.session
    found = search(program, "spir")
    assert "Spiral" in found.shown[0].text
    QTest.keyClick(found.edit, Qt.Key.Key_Return)
    program.until(lambda: session.experiment.data.dataset == "spiral")
    search(program, "one epoch")
    QTest.keyClick(QApplication.activePopupWidget().edit, Qt.Key.Key_Return)
    program.until(lambda: session.snapshot.epoch == 1)
    found = search(program, "lsurf")
    assert found.shown[0].text == "Loss surface"
    QTest.keyClick(found.edit, Qt.Key.Key_Return)
    program.until(lambda: program.window.workspace.drawer.shown == "lossSurface")
    found = search(program, "zzzz")
    assert found.shown == []
    QTest.keyClick(found.edit, Qt.Key.Key_Return)
    assert QApplication.activePopupWidget() is None


def test_the_list_of_commands_holds_every_action_dataset_tab_and_example(program):
    found = commands(program.window)
    names = {one.text for one in found}
    for name, action in program.window.actions_by_name.items():
        if action.isEnabled() and name != "find_command":
            assert action.text().removesuffix(" …") in names
    assert {example_title(path) for path in example_files()} <= names
    assert {"XOR", "Inspector"} <= names
    assert [one.text for one in matching(found, "undo")][:1] == [] or "Undo" in matching(found, "undo")[
        0
    ].text
    assert matching(found, "new s")[0].text == "New seed"


def test_the_first_hint_stays_until_training_and_comes_once(program):
    bar = program.window.notice_bar
    program.window.greet()
    assert "Space" in bar.text
    assert bar.isVisible()
    program.session.edit(program.session.experiment, "nothing")
    assert bar.isVisible()
    program.key(Qt.Key.Key_Space)
    assert not bar.isVisible()
    program.key(Qt.Key.Key_Space)
    program.window.greet()
    assert not bar.isVisible()


def test_a_notice_covers_nothing_and_goes_when_it_is_stale(start):
    program = start(width=1280, height=720)
    window, bar = program.window, program.window.notice_bar
    places = {
        name: program.find(name).mapTo(window, QPoint(0, 0)).toTuple()
        for name in ("networkCanvas", "timeline", "boundaryView", "drawerTabs")
    }
    program.session.notice.emit(Notice("warning", "One sentence of a usual length, said once."))
    program.until(bar.isVisible)
    QApplication.sendPostedEvents()
    now = {name: program.find(name).mapTo(window, QPoint(0, 0)).toTuple() for name in places}
    assert now == places, "nothing moves under the pointer"
    rect = bar.rect().translated(bar.mapTo(window, QPoint(0, 0)))
    for name in places:
        widget = program.find(name)
        assert not rect.intersects(widget.rect().translated(widget.mapTo(window, QPoint(0, 0)))), name
    program.until(lambda: not bar.is_fresh)
    program.key(Qt.Key.Key_Space)
    assert bar.text == ""
    program.key(Qt.Key.Key_Space)
    program.session.notice.emit(Notice("error", "It went wrong.", "details"))
    program.until(lambda: not bar.is_fresh)
    program.key(Qt.Key.Key_Space)
    assert bar.text == "It went wrong.", "an error stays until it is closed"
    program.key(Qt.Key.Key_Space)


def test_a_long_notice_is_whole_at_the_smallest_size(start):
    program = start(width=900, height=470)
    bar = program.window.notice_bar
    sentence = "A sentence that goes on for longer than one line of a small window has room for. " * 3
    program.session.notice.emit(Notice("warning", sentence.strip()))
    program.until(bar.isVisible)
    text = program.find("noticeText", QLabel)
    program.until(lambda: text.height() >= text.heightForWidth(text.width()))
    program.until(lambda: bar.geometry().bottom() <= program.window.workspace.height())


def test_the_smallest_window_fits_a_small_laptop():
    assert SMALLEST.width() + FRAME.width() <= 911 + 8
    assert SMALLEST.height() + FRAME.height() <= 512


def test_text_and_boundary_grow_with_a_large_window(start):
    program = start(width=1920, height=1080)
    side, height = program.find("boundaryView").frame.rect.width(), program.find("playButton").height()
    program.window.resize(3840, 2160)
    program.until(lambda: theme.scale() == 1.75)
    program.until(lambda: program.find("boundaryView").frame.rect.width() > 1.6 * side)
    assert program.find("playButton").height() > 1.6 * height
    program.window.resize(1280, 720)
    program.until(lambda: theme.scale() == 1.0)


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080)])
def test_larger_text_keeps_red_numbers_and_drops_controls(start, size):
    program = start(width=size[0], height=size[1])
    program.session.display.set(probe=(1.0, 2.0, 1.0))
    program.until(lambda: program.session.snapshot.probe is not None)
    before = program.find("playButton").height()
    program.key(Qt.Key.Key_P, CONTROL)
    assert program.find("playButton").height() >= 1.25 * before
    for name in ("probePanel", "trainLoss", "networkCanvas", "boundaryView", "datasetGallery"):
        assert program.find(name).isVisible(), name
    is_small = size[1] == 720
    assert program.find("layerPalette").isVisible() is not is_small
    assert program.find("noiseSlider").isVisible() is not is_small
    program.key(Qt.Key.Key_P, CONTROL)
    assert program.find("noiseSlider").isVisible()


def tip_over(widget):
    """Rest the pointer on a widget: how wide the tooltip is that comes, and what it says."""
    place = QPoint(5, 5)
    window = widget.window()
    QTest.mouseMove(window.windowHandle(), widget.mapTo(window, place))
    QApplication.sendEvent(widget, QHelpEvent(QEvent.Type.ToolTip, place, widget.mapToGlobal(place)))
    tip = next(one for one in QApplication.topLevelWidgets() if one.inherits("QTipLabel"))
    told = tip.width(), QToolTip.text()
    QToolTip.hideText()
    return told


def test_long_tooltips_wrap(program):
    widget = program.find("speedSlider")
    width, text = tip_over(widget)
    assert width <= 420
    assert widget.toolTip() in text
    assert wrapped("short") == "short"
    assert "&lt;b" in wrapped("a <b, and b > c, " * 30)


def test_long_tooltips_wrap_in_a_popup(program):
    program.click("moreButton")
    popup = QApplication.activePopupWidget()
    widget = next(one for one in popup.findChildren(QWidget) if one.isVisible() and len(one.toolTip()) > 80)
    width, text = tip_over(widget)
    assert width <= 420
    assert widget.toolTip() in text
    popup.close()


@pytest.mark.parametrize(
    "name", ["showTrain", "resetButton", "menuButton", "probeClear", "drawerArrow", "backButton"]
)
def test_targets_are_large_enough(program, name):
    program.session.display.set(probe=(1.0, 2.0, 1.0))
    widget: QWidget = program.find(name)
    assert min(QSize(widget.size()).width(), widget.height()) >= 24
