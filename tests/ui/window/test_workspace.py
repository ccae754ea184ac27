"""How the window shares its room, by what the user drags and presses."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea

from playground.app.notices import Notice
from playground.engine import edits
from playground.engine.experiment import Experiment, Network
from playground.engine.layers.dense import Dense
from playground.ui.panel import Panel
from playground.ui.window.main_window import SMALLEST

CONTROL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton


def drag(widget, by, at=None):
    """Press in the widget's middle or at a place of it, move by so many pixels, let go there."""
    start = widget.mapToGlobal(at or widget.rect().center())
    end = start + by
    for kind, place, buttons in (
        (QEvent.Type.MouseButtonPress, start, LEFT),
        (QEvent.Type.MouseMove, end, LEFT),
        (QEvent.Type.MouseButtonRelease, end, Qt.MouseButton.NoButton),
    ):
        local = QPointF(widget.mapFromGlobal(place))
        button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else LEFT
        modifiers = Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(widget, QMouseEvent(kind, local, QPointF(place), button, buttons, modifiers))


def side(program):
    return program.find("boundaryView").frame.rect.width()


@pytest.mark.parametrize(("width", "height", "least"), [(1280, 720, 290), (1920, 1080, 420)])
def test_the_boundary_is_as_wide_as_its_panel_and_the_loss_is_readable(start, width, height, least):
    program = start(width=width, height=height)
    assert side(program) >= least
    assert side(program) == program.find("boundaryView").width()
    assert program.find("lossPlot").height() >= 96


def test_a_low_window_starts_with_the_drawer_closed_and_a_high_one_open(start):
    assert not start(height=720).window.workspace.drawer.is_open
    assert start(height=900).window.workspace.drawer.is_open


def test_an_opened_drawer_stays_open_in_a_low_window(start):
    program = start(height=720)
    program.click("drawerArrow")
    program.window.resize(1280, 700)
    assert program.window.workspace.drawer.is_open
    program.session.settings.flush()
    assert start(height=720).window.workspace.drawer.is_open


def test_the_data_need_no_scrolling_in_the_usual_low_window(start):
    program = start(width=1280, height=720)
    bar = program.find("dataPanel").findChild(QScrollArea).verticalScrollBar()
    assert bar.maximum() == 0


def test_an_open_drawer_leaves_the_loss_its_plot_and_the_data_their_buttons(start):
    program = start(width=1280, height=720)
    program.click("drawerArrow")
    program.until(lambda: program.find("lossPlot").isVisible())
    assert not program.find("statusLine").isVisible()
    for name in ("paintButton", "importButton"):
        button = program.find(name)
        assert button.visibleRegion().boundingRect().height() == button.height(), name
    program.click("drawerArrow")
    assert program.find("statusLine").isVisible()


def test_a_small_window_with_its_drawer_open_and_a_long_notice_keeps_its_pictures_whole(start):
    program = start(width=911, height=512)
    program.click("drawerArrow")
    program.window.show_notice(Notice("warning", "What was read and what was left out. " * 7))
    program.until(lambda: program.window.notice_bar.height() > 40)
    body, foot = program.window.workspace.body, program.find("timeline")
    for name in ("trainLoss", "networkCanvas", "boundaryView"):
        widget = program.find(name)
        bottom = widget.mapTo(program.window, widget.rect().bottomLeft()).y()
        assert bottom <= body.mapTo(program.window, body.rect().bottomLeft()).y(), name
        assert bottom < foot.mapTo(program.window, QPoint(0, 0)).y(), name
    assert side(program) >= 100
    program.click("drawerArrow")
    assert program.find("layerPalette").isVisible()


@pytest.mark.parametrize("is_large", [False, True])
def test_every_tab_fits_the_smallest_window(start, is_large):
    program = start(width=SMALLEST.width(), height=SMALLEST.height())
    if is_large:
        program.key(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    tabs = program.window.workspace.drawer.tabs
    assert tabs.tabRect(tabs.count() - 1).right() <= tabs.width()


def test_the_grip_can_be_taken_hold_of_beside_what_is_seen_of_it(start):
    program = start(height=900)
    drawer, grip = program.window.workspace.drawer, program.find("drawerGrip")
    assert grip.height() >= 24
    assert grip.contentsRect().height() == 8
    for place in (QPoint(200, 2), QPoint(200, grip.height() - 2)):
        before = drawer.content_height
        drag(grip, QPoint(0, -20), place)
        assert drawer.content_height == before + 20
    program.click("drawerArrow")
    assert grip.height() == 1, "nothing to drag, nothing in the way"


def test_dragging_the_grip_makes_the_drawer_taller_and_is_remembered(start):
    program = start(height=900)
    drawer = program.window.workspace.drawer
    before = drawer.content_height
    drag(program.find("drawerGrip"), QPoint(0, -60))
    assert drawer.content_height == before + 60
    program.session.settings.flush()
    again = start(height=900)
    assert again.window.workspace.drawer.content_height == before + 60


def test_the_grip_moves_by_keys_and_goes_back_by_a_double_click(start):
    program = start(height=900)
    drawer, grip = program.window.workspace.drawer, program.find("drawerGrip")
    before = drawer.content_height
    grip.setFocus()
    program.key(Qt.Key.Key_Up)
    assert drawer.content_height > before
    program.key(Qt.Key.Key_Up, CONTROL_SHIFT)
    QTest.mouseDClick(grip, LEFT)
    assert drawer.content_height == before


def places(program):
    """Where the tab bar, the timeline and the network stand in the window."""
    place = program.window.workspace
    return [
        one.rect().translated(one.mapTo(place, QPoint(0, 0)))
        for one in (place.drawer.tabs, place.timeline, place.canvas, place.output_panel)
    ]


def test_all_tabs_have_one_height_the_users_own(start):
    program = start(height=1000)
    drawer = program.window.workspace.drawer
    program.key(Qt.Key.Key_Up, CONTROL_SHIFT)
    before = places(program)
    for tab in range(drawer.tabs.count()):
        program.click("drawerTabs", drawer.tabs.tabRect(tab).center())
        QTest.qWait(1)
        if drawer.panel(drawer.shown).WANTS_SPREAD:  # which takes the whole middle until it is sent back
            drawer.set_spread(False)
            QTest.qWait(1)
        assert places(program) == before, drawer.shown
    program.session.settings.flush()
    assert places(start(height=1000)) == before


def test_a_click_on_a_tab_never_moves_the_tabs_and_never_closes(start):
    program = start(height=720)
    tabs = program.window.workspace.drawer.tabs
    closed = tabs.mapToGlobal(QPoint(0, 0))
    for tab in (1, 1, 2):
        program.click("drawerTabs", tabs.tabRect(tab).center())
        assert program.window.workspace.drawer.is_open
        program.window.grab()
        assert tabs.mapToGlobal(QPoint(0, 0)) == closed


def double_click(program, tab):
    tabs = program.window.workspace.drawer.tabs
    at = tabs.tabRect(tab).center()
    QTest.mouseClick(tabs, LEFT, pos=at)
    QTest.mouseDClick(tabs, LEFT, pos=at)


def test_a_double_click_spreads_a_tab_over_the_middle_and_back(start):
    program = start(height=720)
    drawer = program.window.workspace.drawer
    epoch = program.session.snapshot.epoch
    bar = drawer.tabs.mapToGlobal(QPoint(0, 0))
    run = drawer.names.index("runPlot")
    double_click(program, run)
    program.until(lambda: drawer.content_height > 500)
    assert program.find("runPlot").isVisible()
    assert drawer.tabs.mapToGlobal(QPoint(0, 0)) == bar
    assert not program.find("networkCanvas").isVisible()
    double_click(program, run)
    program.until(lambda: program.find("networkCanvas").isVisible())
    assert drawer.is_open
    assert drawer.content_height < 200
    assert program.session.snapshot.epoch == epoch


@pytest.mark.parametrize("back", ["m", "escape", "button", "closed"])
def test_m_spreads_the_shown_tab_and_there_are_ways_back(start, back):
    program = start(height=900)
    drawer = program.window.workspace.drawer
    before = places(program)
    program.key(Qt.Key.Key_M)
    assert drawer.is_spread
    assert program.window.actions_by_name["drawer_spread"].isChecked()
    assert not program.find("timeline").isVisible()
    if back == "closed":
        program.click("drawerArrow")
        assert program.find("networkCanvas").isVisible()
        program.click("drawerArrow")
        assert drawer.is_spread
        program.key(Qt.Key.Key_M)
    elif back == "button":
        program.click("drawerSpread")
    else:
        program.key(Qt.Key.Key_M if back == "m" else Qt.Key.Key_Escape)
    assert not drawer.is_spread
    program.until(lambda: places(program) == before)


def test_m_opens_a_closed_drawer_for_it(start):
    program = start(height=720)
    assert not program.window.workspace.drawer.is_open
    program.key(Qt.Key.Key_M)
    assert program.window.workspace.drawer.is_spread
    assert program.find("gradientFlow").isVisible()


def test_each_tab_remembers_whether_it_was_spread(start):
    program = start(height=900)
    drawer = program.window.workspace.drawer
    program.key(Qt.Key.Key_M)
    program.click("drawerTabs", drawer.tabs.tabRect(1).center())
    assert not drawer.is_spread
    program.click("drawerTabs", drawer.tabs.tabRect(0).center())
    assert drawer.is_spread


def test_a_spread_panel_stays_so_with_other_text(start):
    program = start(height=900)
    program.key(Qt.Key.Key_M)
    program.key(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert program.window.workspace.drawer.is_spread
    program.key(Qt.Key.Key_Escape)
    assert program.find("networkCanvas").isVisible()


def test_escape_leaves_a_spread_panel_before_full_screen(start):
    program = start(height=900)
    program.key(Qt.Key.Key_F11)
    program.key(Qt.Key.Key_M)
    program.key(Qt.Key.Key_Escape)
    assert not program.window.workspace.drawer.is_spread
    assert program.window.actions_by_name["present"].isChecked()
    program.key(Qt.Key.Key_Escape)
    assert not program.window.actions_by_name["present"].isChecked()


def test_a_panel_says_that_it_wants_the_middle(start):
    class Room(Panel):
        NAME = "room"
        WANTS_SPREAD = True

    program = start(height=900)
    drawer = program.window.workspace.drawer
    drawer.add_tab("room", "Room", "A panel that wants room.", lambda: Room(program.session))
    program.click("drawerTabs", drawer.tabs.tabRect(drawer.tabs.count() - 1).center())
    assert drawer.is_spread
    drawer.panel("room").spread_wanted.emit(False)
    assert not drawer.is_spread
    drawer.panel("room").spread_wanted.emit(True)
    assert drawer.is_spread


def test_a_tab_is_made_when_it_is_first_seen(start):
    program = start(height=720)
    drawer = program.window.workspace.drawer
    assert drawer.made == []
    program.click("drawerArrow")
    assert drawer.made == ["gradientFlow"]
    program.click("drawerTabs", drawer.tabs.tabRect(drawer.names.index("runPlot")).center())
    assert drawer.made == ["gradientFlow", "runPlot"]
    assert drawer.panel("runPlot").isVisible()
    assert drawer.shown == "runPlot"


def test_a_tab_that_is_open_from_the_start_comes_by_itself(start):
    program = start(height=900)
    program.until(lambda: program.window.workspace.drawer.made == ["gradientFlow"])
    assert program.find("gradientFlow").isVisible()


def test_a_tab_can_be_opened_by_its_name(start):
    program = start(height=720)
    drawer = program.window.workspace.drawer
    drawer.choose_tab("inspector")
    assert (drawer.is_open, drawer.shown) == (True, "inspector")
    with pytest.raises(KeyError):
        drawer.choose_tab("nothing of that name")


def test_a_moved_divider_stays_where_it_was_put(start):
    program = start(width=1600, height=900)
    body = program.window.workspace.body
    before = body.sizes()[2]
    drag(body.handle(2), QPoint(-50, 0))
    moved = body.sizes()[2]
    assert moved >= before + 48
    program.window.resize(1500, 900)
    assert body.sizes()[2] == moved
    program.session.settings.flush()
    assert start(width=1600, height=900).window.workspace.body.sizes()[2] == moved


@pytest.mark.parametrize("edge_mode", ["weight", "gradient"])
@pytest.mark.parametrize("width", [1024, 1100, 1280])
def test_the_canvas_switches_never_overlap(start, width, edge_mode):
    program = start(Experiment(network=Network(layers=(Dense(units=12),) * 4)), width=width, height=680)
    program.session.display.set(edge_mode=edge_mode, node_mode="both")
    controls = program.find("canvasControls")
    seen = [child for child in controls.children() if child.isWidgetType() and child.isVisible()]
    for place, one in enumerate(seen):
        assert controls.rect().contains(one.geometry()), one.objectName()
        for other in seen[place + 1 :]:
            assert not one.geometry().intersects(other.geometry()), (one.objectName(), other.objectName())


def test_no_features_are_said_in_the_picture_without_a_notice(program):
    program.session.edit(edits.with_network(program.session.experiment, features=()), "none")
    program.next_snapshot()
    program.window.grab()
    assert not program.window.notice_bar.isVisible()


def test_a_tall_drawer_in_a_low_window_takes_the_curves_room_not_the_boundarys(start):
    program = start(width=1280, height=720)
    drawer = program.window.workspace.drawer
    program.click("drawerTabs", drawer.tabs.tabRect(4).center())
    program.key(Qt.Key.Key_Up, CONTROL_SHIFT)
    program.until(lambda: side(program) >= 200)
    assert not program.find("lossPlot").isVisible()
    program.click("drawerArrow")
    program.until(lambda: side(program) >= 290)
    assert program.find("lossPlot").isVisible()


def test_nothing_wears_a_focus_ring_at_the_start(program):
    assert QApplication.focusWidget() in (None, program.window)


def test_the_state_says_what_training_waits_for(program):
    program.session.edit(edits.with_network(program.session.experiment, features=()), "none")
    assert program.find("stateText").text() == "Waiting for a feature"
    program.session.document.undo_stack.undo()
    program.session.edit(
        edits.with_data(program.session.experiment, dataset="custom", points=()), "no points"
    )
    assert program.find("stateText").text() == "Waiting for training points"
