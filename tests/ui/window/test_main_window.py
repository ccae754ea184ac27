"""The whole window by what the user does: keys, clicks, switching looks."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from playground.app.notices import WORK_IS_DONE, Notice
from playground.engine import edits
from playground.engine.experiment import Data, Experiment, Network, Stop, Training
from playground.engine.layers.dense import Dense
from playground.engine.regularizers import Regularizer
from playground.ui.look import theme

SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
STABLE_NAMES = (
    "playButton", "stepButton", "resetButton", "networkCanvas", "layerPalette", "boundaryView",
    "lossPlot", "epochLabel", "datasetGallery", "timeline", "gradientFlow",
)  # fmt: skip


def epoch(program):
    return program.session.snapshot.epoch


def test_what_is_said_of_work_goes_when_it_is_done(program):
    bar, session = program.window.notice_bar, program.session
    session.notice.emit(Notice("info", "It is being read.", is_of_work=True, action="cancel_opening"))
    assert bar.text == "It is being read."
    session.notice.emit(WORK_IS_DONE)
    assert bar.text == ""
    session.notice.emit(Notice("info", "Saved."))
    session.notice.emit(WORK_IS_DONE)
    assert bar.text == "Saved."


def test_the_stable_names_are_there(program):
    for name in STABLE_NAMES:
        program.find(name)


def test_space_plays_and_pauses(program):
    program.key(Qt.Key.Key_Space)
    assert program.session.is_playing
    program.until(lambda: epoch(program) >= 3)
    program.key(Qt.Key.Key_Space)
    assert not program.session.is_playing


def test_the_play_button_plays_and_says_what_it_does_next(program):
    button = program.find("playButton")
    assert button.accessibleName() == "Play"
    program.click("playButton")
    assert program.session.is_playing
    assert button.accessibleName() == "Pause"
    program.click("playButton")


def test_full_stop_takes_one_minibatch_and_right_one_epoch(program):
    program.key(Qt.Key.Key_Period)
    program.until(lambda: program.session.snapshot.step == 1)
    program.key(Qt.Key.Key_Right)
    program.until(lambda: epoch(program) == 1)
    assert program.find("epochLabel").text() == "1"


def test_left_goes_back(program):
    for wanted in (1, 2):
        program.key(Qt.Key.Key_Right)
        program.until(lambda wanted=wanted: epoch(program) == wanted)
    program.key(Qt.Key.Key_Left)
    program.until(lambda: epoch(program) == 1)


def test_r_begins_again_and_shift_r_takes_another_seed(program):
    program.key(Qt.Key.Key_Right)
    program.until(lambda: epoch(program) == 1)
    program.key(Qt.Key.Key_R)
    program.until(lambda: epoch(program) == 0)
    seed = program.session.experiment.network.seed
    program.key(Qt.Key.Key_R, SHIFT)
    assert program.session.experiment.network.seed != seed


def test_undo_and_redo_by_keys(program):
    program.session.edit(edits.with_training(program.session.experiment, learning_rate=0.1), "rate")
    program.key(Qt.Key.Key_Z, CONTROL)
    assert program.session.experiment.training.learning_rate == 0.03
    program.key(Qt.Key.Key_Y, CONTROL)
    assert program.session.experiment.training.learning_rate == 0.1


def test_a_text_field_keeps_its_keys(program):
    edit = program.find("learningRate").lineEdit()
    edit.setFocus()
    for key in (Qt.Key.Key_Space, Qt.Key.Key_R, Qt.Key.Key_Period, Qt.Key.Key_Right):
        program.key(key)
    assert not program.session.is_playing
    assert program.session.snapshot.step == 0
    edit.selectAll()
    QTest.keyClicks(edit, "0.5")
    program.key(Qt.Key.Key_Return)
    assert program.session.experiment.training.learning_rate == 0.5
    program.key(Qt.Key.Key_Space)
    assert program.session.is_playing


def test_a_slider_keeps_its_arrows(program):
    slider = program.find("speedSlider")
    slider.setFocus()
    before = slider.value()
    program.key(Qt.Key.Key_Left)
    assert slider.value() == before - 1
    assert program.session.speed == 10_000
    program.key(Qt.Key.Key_Space)
    assert program.session.is_playing


def test_a_click_on_the_window_takes_the_focus_from_a_field(program):
    edit: QLineEdit = program.find("learningRate").lineEdit()
    edit.setFocus()
    QTest.mouseClick(program.find("statusLine"), Qt.MouseButton.LeftButton)
    assert not edit.hasFocus()


def test_the_speed_reaches_the_session_and_is_said(program):
    slider = program.find("speedSlider")
    QTest.mouseClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(9, slider.height() // 2))
    assert program.session.speed == 1
    assert slider.accessibleDescription() == "Speed: 1 step/s"


def plane(program):
    """The boundary, and a function from the plane to its surface."""
    view = program.find("boundaryView")
    view.make_plot()

    def place(x1, x2):
        return view.surface.mapFrom(view, view.frame(x1, x2).toPoint())

    return view, place


def test_a_click_on_the_plane_sets_the_probe_and_near_a_point_takes_it(program):
    view, place = plane(program)
    points = program.session.snapshot.points
    x1, x2 = points.train[0]
    QTest.mouseClick(view.surface, Qt.MouseButton.LeftButton, pos=place(float(x1), float(x2)) + QPoint(2, 2))
    assert program.session.display.probe == (x1, x2, points.train_labels[0])
    program.until(lambda: program.session.snapshot.probe is not None)


def test_the_probe_is_dragged_and_cleared(program):
    view, place = plane(program)
    start, end = place(0.0, 0.0), place(3.0, 1.0)
    QTest.mouseClick(view.surface, Qt.MouseButton.LeftButton, pos=start)
    x1, x2, label = program.session.display.probe
    QTest.mousePress(view.surface, Qt.MouseButton.LeftButton, pos=place(x1, x2))
    QTest.mouseMove(view.surface, end)
    QTest.mouseRelease(view.surface, Qt.MouseButton.LeftButton, pos=end)
    x1, x2, _ = program.session.display.probe
    assert (x1, x2) == pytest.approx((3.0, 1.0), abs=0.1)
    assert label in (0.0, 1.0)
    assert not view.plot.pane.is_held
    program.click("probeClear")
    assert program.session.display.probe is None


def test_a_tool_takes_the_pointer_from_the_probe(program):
    heard = []

    class Brush:
        def press(self, x, y, modifiers):
            heard.append(("press", round(x), round(y)))

        def move(self, x, y, modifiers):
            heard.append(("move", round(x), round(y)))

        def release(self, x, y, modifiers):
            heard.append(("release", round(x), round(y)))

        def paint_overlay(self, painter, to_pixel):
            painter.drawEllipse(to_pixel(0.0, 0.0), 3, 3)

    view, place = plane(program)
    view.set_tool(Brush())
    QTest.mousePress(view.surface, Qt.MouseButton.LeftButton, pos=place(2.0, -3.0))
    QTest.mouseMove(view.surface, place(4.0, 4.0))
    QTest.mouseRelease(view.surface, Qt.MouseButton.LeftButton, pos=place(4.0, 4.0))
    view.grab()
    assert heard == [("press", 2, -3), ("move", 4, 4), ("release", 4, 4)]
    assert program.session.display.probe is None


def test_a_hovered_unit_is_enlarged_into_the_boundary(program):
    layer = program.session.experiment.network.layers[0].id
    program.session.display.set(hovered=(layer, 1))
    program.until(lambda: program.session.snapshot.focus_grid is not None)
    view, _ = plane(program)
    view.grab()
    grid = program.session.snapshot.focus_grid
    x1, x2 = 1.0, -2.0
    row, column = view.frame.cell(x1, x2, len(grid))
    assert view.value_at(x1, x2) == grid[row, column]


def test_boundary_modes_are_chosen_by_mouse(program):
    modes = program.find("boundaryModes")
    place = modes.option_rect("errors").center().toPoint()
    QTest.mouseClick(modes, Qt.MouseButton.LeftButton, pos=place)
    assert program.session.display.boundary_mode == "errors"
    program.until(lambda: program.session.snapshot.predictions is not None)
    program.find("boundaryView").grab()


def test_switches_reach_the_display(program):
    for name, choice in (("showTest", "show_test"), ("discretize", "discretize")):
        box = program.find(name)
        QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(8, box.height() // 2))
        assert getattr(program.session.display, choice)


def test_the_timeline_seeks_and_playing_on_branches(program):
    program.session.set_speed(None)
    program.key(Qt.Key.Key_Space)
    program.until(lambda: epoch(program) >= 20)
    program.key(Qt.Key.Key_Space)
    last = epoch(program)
    slider = program.find("timelineSlider")
    QTest.mouseClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(slider.width() // 2, slider.height() // 2))
    program.until(lambda: epoch(program) < last)
    assert program.find("branchButton").isEnabled()
    middle = epoch(program)
    program.click("branchButton")
    program.until(lambda: epoch(program) > middle)
    program.key(Qt.Key.Key_Space)


def test_a_notice_shows_its_sentence_and_closes(program):
    program.session.notice.emit(Notice("warning", "One sentence."))
    bar = program.window.notice_bar
    assert bar.isVisible()
    assert bar.text == "One sentence."
    program.click("noticeClose")
    assert not bar.isVisible()


def test_an_errors_details_can_be_copied(program):
    program.session.notice.emit(Notice("error", "It went wrong.", "Traceback: here"))
    program.session.notice.emit(Notice("info", "Something small."))
    assert program.window.notice_bar.text == "It went wrong."
    program.click("noticeCopy")
    assert QGuiApplication.clipboard().text() == "Traceback: here"


def test_divergence_is_said_and_the_picture_stays_finite(start):
    program = start(
        Experiment(
            data=Data(dataset="plane"),
            network=Network(layers=(Dense(units=4, activation="relu"),)),
            training=Training(learning_rate=1e9),
        )
    )
    program.key(Qt.Key.Key_Space)
    program.until(lambda: "learning rate" in program.window.notice_bar.text)
    assert not program.session.is_playing
    assert np.isfinite(program.session.snapshot.boundary).all()
    assert program.find("stateText").text().startswith("Diverged")


def test_work_that_takes_longer_is_said_and_shown(program):
    program.session.busy_changed.emit("Opening points.csv …")
    assert program.find("busyLine").accessibleName() == "Opening points.csv …"
    program.window.grab()
    program.session.busy_changed.emit("")
    assert program.find("busyLine").accessibleName() == ""


def test_hidden_controls_hide_and_come_back(program):
    program.session.display.set(hidden_controls=frozenset({"learningRate", "stepButton", "discretize"}))
    for name in ("learningRate", "stepButton", "discretize"):
        assert not program.find(name).isVisible(), name
    program.window.actions_by_name["show_controls"].trigger()
    for name in ("learningRate", "stepButton", "discretize"):
        assert program.find(name).isVisible(), name


def test_the_dark_theme_comes_at_once(program):
    before = program.window.grab().toImage().pixelColor(5, 5)
    program.window.set_theme("dark")
    assert theme.current() is theme.DARK
    assert program.window.grab().toImage().pixelColor(5, 5) != before
    program.window.set_theme("light")


def test_presenting_puts_panels_away_and_escape_brings_them_back(program):
    program.key(Qt.Key.Key_F11)
    assert program.window.isFullScreen()
    assert not program.find("dataPanel").isVisible()
    program.key(Qt.Key.Key_Escape)
    assert not program.window.isFullScreen()
    assert program.find("dataPanel").isVisible()


def test_projector_text_is_larger_and_the_run_goes_on(program):
    program.key(Qt.Key.Key_Right)
    program.until(lambda: epoch(program) == 1)
    height = program.find("playButton").height()
    program.key(Qt.Key.Key_P, CONTROL)
    assert program.find("playButton").height() > height
    assert program.find("epochLabel").text() == "1"
    program.key(Qt.Key.Key_P, CONTROL)


def test_larger_text_another_language_and_theme_keep_what_one_has_before_one(start):
    program = start(width=1600, height=1000)
    shown = []

    class Eyes(QObject):
        def eventFilter(self, watched, event):
            if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
                shown.append(watched)
            return False

    view, _ = plane(program)
    QTest.keyClick(view.surface, Qt.Key.Key_Plus)
    seen = view.plot.held_views()
    assert seen
    program.window.workspace.drawer.choose_tab("runPlot")
    program.find("dataMore").setChecked(True)
    program.find("samplesSlider").setFocus()
    program.session.display.set(selected=(program.session.experiment.network.layers[0].id, 1))
    eyes = Eyes()
    QApplication.instance().installEventFilter(eyes)
    for change in (
        program.window.toggle_large_text,
        lambda: program.window.set_language("ko"),
        lambda: program.window.set_theme("dark"),
        lambda: program.window.set_language("en"),
        program.window.toggle_large_text,
        lambda: program.window.set_theme("light"),
    ):
        change()
        view = program.find("boundaryView")
        assert view.plot is not None, "the boundary would be blank for a moment"
        assert np.allclose(view.plot.held_views(), seen)
        assert program.window.workspace.drawer.shown == "runPlot"
        assert program.find("runPlot").isVisible()
        assert program.find("dataMore").isChecked()
        assert QApplication.focusWidget() is program.find("samplesSlider")
        assert program.session.display.selected is not None
    QApplication.instance().removeEventFilter(eyes)
    assert not shown, "a second window would flash"


def test_what_larger_text_has_replaced_hears_of_nothing_any_more(program):
    session = program.session
    drawer = program.window.workspace.drawer
    for name in drawer.names:
        drawer.choose_tab(name)
    program.key(Qt.Key.Key_P, CONTROL)
    session.step_epoch()
    program.next_snapshot()
    session.edit(edits.with_data(session.experiment, dataset="plane"), "Dataset")
    session.edit(edits.insert_layer(session.experiment, 0, Dense()), "Add")
    session.display.set(probe=(1.0, 2.0, None), node_mode="both", edge_mode="update", hovered=(1, 0))
    session.display.set(selected=(1, 0), boundary_mode="errors", hidden_controls={"discretize"})
    session.new()
    program.next_snapshot()


def test_the_drawer_closes_to_its_tabs(program):
    program.window.workspace.drawer.set_open(True)
    flow = program.find("gradientFlow")
    assert flow.isVisible()
    program.click("drawerArrow")
    assert not flow.isVisible()
    assert not program.window.actions_by_name["drawer"].isChecked()


def test_a_setting_that_cannot_be_stays_at_its_field_to_be_mended(start):
    program = start(width=1600, height=900)
    control = program.find("batchSize")
    edit = control.lineEdit()
    edit.setFocus()
    edit.selectAll()
    QTest.keyClicks(edit, "0")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert program.session.experiment.training.batch_size == 10
    assert edit.text() == "0"
    said = program.find("fieldError")
    assert said.isVisible()
    assert said.geometry().top() >= control.mapTo(program.window, control.rect().bottomLeft()).y()
    assert control.error.sentence == edit.accessibleDescription() == "0 is not between 1 and 200000."
    assert not program.window.notice_bar.text
    QTest.keyClicks(edit, "20")
    assert not control.error.sentence
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert program.session.experiment.training.batch_size == 20


def test_escape_takes_a_wrong_value_back(program):
    field = program.find("dataSeed")
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "seven")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert (field.text(), field.error.sentence) == ("seven", "A seed is a whole number, such as 7.")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert (field.text(), field.error.sentence) == ("#7", "")


def test_the_end_of_a_training_opens_its_stop_conditions(start):
    program = start(Experiment(training=Training(stop=Stop(epochs=2))), width=1024, height=640)
    program.key(Qt.Key.Key_Space)
    program.until(lambda: "stopped" in program.window.notice_bar.text)
    program.click("noticeAction")
    field = program.find("stopEpochs")
    assert field.isVisible()
    assert field.value == 2
    field.window().close()


def test_what_is_set_is_read_on_the_training_fields(program):
    def texts():
        return [program.find(name).text() for name in ("schedule", "steps", "stop")]

    assert texts() == ["Constant", "shuffled", "by hand"]
    wanted = {"clip_norm": 1.0, "shuffle": False, "stop": Stop(epochs=1000)}
    program.session.edit(edits.with_training(program.session.experiment, **wanted), "more")
    assert texts() == ["Constant", "in order, clipped", "epoch 1,000"]
    stop = Stop(epochs=1000, loss_below=0.01)
    program.session.edit(edits.with_training(program.session.experiment, stop=stop), "more")
    assert texts()[2] == "2 conditions"


def test_a_penalty_of_the_output_layer_alone_is_shown(program):
    session = program.session
    assert not program.find("penalty").isVisible()
    own = Regularizer("l2", 0.1)
    session.try_edit(lambda: edits.with_output(session.experiment, regularizer=own), "Regularization")
    assert program.find("penalty").isVisible()


def test_choosing_a_penalty_gives_it_a_strength(program):
    choice = program.find("regularization")
    choice.setFocus()
    QTest.keyClick(choice, Qt.Key.Key_Down)
    assert program.session.experiment.training.regularizer.rate == 0.001
    assert program.find("regularizationRate").isEnabled()
    program.until(lambda: program.find("penalty").isVisible())


def test_nothing_of_the_toolbar_is_clipped_at_the_smallest_size(start):
    program = start(width=1024, height=640)
    row = program.find("moreButton").parentWidget()
    assert row.folded
    visible = [w for w in row.children() if w.isWidgetType() and w.isVisible()]
    assert all(w.geometry().right() <= row.width() for w in visible)
    program.click("moreButton")
    assert row.popup.isVisible()
    assert program.find("schedule").isVisible()
    row.popup.close()
