"""Compare in the real window: one click begins it, real mouse and keys drive it."""

from __future__ import annotations

import itertools
import math
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QContextMenuEvent, QFontMetricsF, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QMenu

from playground.app import comparison as compared
from playground.engine import edits
from playground.engine.training import TrainingRun
from playground.ui.compare.compare_texts import part_name, titles
from playground.ui.compare.loss_curves import LossCurves, Trace
from playground.ui.compare.tile_layout import cells
from playground.ui.look import theme
from playground.ui.plots.marks import spread
from playground.ui.plots.pane import Line

from ..window.seen_texts import problems

PATHS = {preset.name: preset.path for preset in compared.PRESETS}


def written_on(board, monkeypatch):
    """All texts of one picture of the tiles."""
    written, draw = [], QPainter.drawText

    def draw_text(painter, *arguments):
        written.append(arguments[-1])
        return draw(painter, *arguments)

    with monkeypatch.context() as patch:
        patch.setattr(QPainter, "drawText", draw_text)
        board.grab()
    return written


@pytest.fixture
def panel(program):
    """The panel, opened by a click on its tab."""
    return open_panel(program)


def open_panel(program):
    tabs = program.window.workspace.drawer.tabs
    place = program.window.workspace.drawer.names.index("compare")
    QTest.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=tabs.tabRect(place).center())
    shown = program.find("compare")
    program.until(lambda: shown.isVisible())
    return shown


def begin(program, panel, preset: str = "units") -> None:
    program.click(f"compare_{preset}")
    program.until(lambda: bool(panel.board.tiles) and all(tile.run is not None for tile in panel.board.tiles))


def train(program, panel, epochs: int) -> None:
    for _ in range(epochs):
        program.session.step_epoch()
    program.until(lambda: all(tile.run.epoch == epochs for tile in panel.board.tiles))


def choose(program, name: str, text: str) -> None:
    """Choose an entry of a list by keys."""
    box = program.find(name, QComboBox)
    box.setFocus(Qt.FocusReason.TabFocusReason)
    program.key(Qt.Key.Key_Home)
    while box.currentText() != text:
        program.key(Qt.Key.Key_Down)


def picture_of(panel, number: int) -> QPoint:
    return panel.board.cell_of(number).picture.center().toPoint()


def open_menu() -> QMenu:
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def right_click(program, widget, at: QPoint) -> None:
    """Press the right button where the widget is in the window, as the window system would."""
    window = program.window
    QTest.mouseClick(window.windowHandle(), Qt.MouseButton.RightButton, pos=widget.mapTo(window, at))


def send_context_menu(widget, at: QPoint) -> None:
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, widget.mapToGlobal(at))
    QApplication.sendEvent(widget, event)


def test_it_wants_the_room_and_says_what_to_do_while_nothing_is_compared(program, panel):
    assert program.window.workspace.drawer.is_spread
    assert panel.empty.isVisible()
    assert not panel.board.isVisible()
    assert not panel.curves.isVisible()


def test_one_click_shows_three_boundaries_that_live(program, panel):
    begin(program, panel)
    assert [tile.title for tile in panel.board.tiles] == ["3 units", "6 units", "20 units"]
    assert part_name("network.layers[0].units", 1) == "1 unit"
    assert not panel.empty.isVisible()
    first = [tile.run.grid.copy() for tile in panel.board.tiles]
    program.click("playButton")
    program.until(lambda: min(tile.run.epoch for tile in panel.board.tiles) > 5)
    program.click("playButton")
    program.until(lambda: len({tile.run.epoch for tile in panel.board.tiles}) == 1)
    for before, tile in zip(first, panel.board.tiles, strict=True):
        side = min(before.shape[-1], tile.run.grid.shape[-1])
        assert (before.shape != tile.run.grid.shape) or (before != tile.run.grid)[:, :side].any()


def play_a_while(program, panel) -> None:
    """Play and pause by a click each, until all have come as far."""
    program.click("playButton")
    program.until(lambda: min(tile.run.epoch for tile in panel.board.tiles if not tile.run.diverged) > 5)
    program.click("playButton")
    program.until(lambda: not program.session.is_playing and is_on_one_clock(program, panel))
    going = [tile.id for tile in panel.board.tiles if not tile.run.diverged]
    program.until(
        lambda: all(t.run.curve.epochs[-1] == t.run.epoch for t in panel.board.tiles if t.id in going)
    )


def is_on_one_clock(program, panel) -> bool:
    """Whether every run that can go on is at the epoch that the toolbar says."""
    epoch = int(program.find("epochLabel").text().replace(",", ""))
    runs = [tile.run for tile in panel.board.tiles]
    return all(run is not None and (run.epoch == epoch or run.diverged) for run in runs)


@pytest.mark.parametrize("preset", compared.PRESETS, ids=lambda preset: preset.name)
def test_every_preset_trains_each_run_as_if_it_were_alone(program, panel, preset):
    begin(program, panel, preset.name)
    assert program.session.experiment.comparison.over == (preset.path,)
    play_a_while(program, panel)
    for tile in panel.board.tiles:
        alone = TrainingRun(tile.experiment)
        while alone.step < tile.run.step and alone.diverged is None:
            alone.take_step()
        train, test = alone.evaluate()
        assert (tile.run.epoch, tile.run.step) == (alone.epoch, alone.step)
        assert repr((tile.run.train.loss, tile.run.test.loss)) == repr((train.loss, test.loss))
        curve = alone.curve()
        np.testing.assert_array_equal(tile.run.curve.epochs, curve.epochs)
        np.testing.assert_array_equal(tile.run.curve.train_loss, curve.train_loss)
        np.testing.assert_array_equal(tile.run.curve.test_loss, curve.test_loss)
        assert not tile.note or tile.run.diverged


def test_another_comparison_begins_on_the_same_clock_as_the_run_in_the_window(program, panel):
    begin(program, panel, "units")
    play_a_while(program, panel)
    program.click("compare_penalty")
    program.until(lambda: [tile.title for tile in panel.board.tiles] == ["λ 0.001", "λ 0.01", "λ 0.1"])
    program.until(lambda: is_on_one_clock(program, panel))
    assert program.find("epochLabel").text() == "0"
    play_a_while(program, panel)
    assert program.session.snapshot.epoch > 5


def test_each_tile_shows_the_losses_of_the_same_experiment_trained_alone(program, panel):
    begin(program, panel, "penalty")
    train(program, panel, 3)
    for tile in panel.board.tiles:
        alone = TrainingRun(tile.experiment)
        alone.train(3)
        train_loss, test_loss = alone.evaluate()
        assert (tile.run.train.loss, tile.run.test.loss) == (train_loss.loss, test_loss.loss)
        assert tile.run.parameters == alone.network.plan.size
    titles = [tile.title for tile in panel.board.tiles]
    assert titles == ["λ 0.001", "λ 0.01", "λ 0.1"]
    assert "λ" not in panel.common.text()


def test_a_click_opens_a_run_as_the_experiment_and_undo_takes_it_back(program, panel):
    begin(program, panel)
    train(program, panel, 2)
    tile = panel.board.tiles[2]
    QTest.mouseClick(panel.board, Qt.MouseButton.LeftButton, pos=picture_of(panel, tile.id))
    assert program.session.experiment.network.layers[0].units == 20
    assert len(panel.board.tiles) == 3
    assert panel.stale.text == ""
    program.until(lambda: program.session.snapshot.epoch == 2)
    program.click("undoButton")
    assert program.session.experiment.network.layers[0].units == 4


def test_the_right_button_removes_a_run_and_undo_brings_it_back_trained(program, panel):
    begin(program, panel)
    train(program, panel, 2)
    send_context_menu(panel.board, picture_of(panel, panel.board.tiles[1].id))
    menu = open_menu()
    remove = menu.actions()[1]
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(remove).center())
    assert [tile.title for tile in panel.board.tiles] == ["3 units", "20 units"]
    program.click("undoButton")
    program.until(lambda: len(panel.board.tiles) == 3 and panel.board.tiles[1].run is not None)
    assert panel.board.tiles[1].run.epoch == 2


def test_keys_go_from_tile_to_tile_open_and_remove(program, panel):
    begin(program, panel)
    panel.board.setFocus(Qt.FocusReason.TabFocusReason)
    epoch = program.session.snapshot.epoch
    program.key(Qt.Key.Key_Right)
    program.key(Qt.Key.Key_Return)
    assert program.session.experiment.network.layers[0].units == 6
    program.key(Qt.Key.Key_Delete)
    assert [tile.title for tile in panel.board.tiles] == ["3 units", "20 units"]
    assert program.session.snapshot.epoch == epoch, "the arrow was no step"


def test_pointing_at_a_tile_lights_its_curve_and_marks_the_place_on_all(program, panel):
    begin(program, panel)
    train(program, panel, 2)
    tile = panel.board.tiles[1]
    rect = panel.board.cell_of(tile.id).picture
    QTest.mouseMove(panel.board, rect.center().toPoint())
    left, right, bottom, top = tile.run.points.bounds
    x1, x2 = panel.board.marked_place
    assert math.isclose(x1, (left + right) / 2.0, abs_tol=0.1)
    assert math.isclose(x2, (bottom + top) / 2.0, abs_tol=0.1)
    assert panel.curves.lit == tile.id
    QTest.mouseMove(panel.board, QPoint(panel.board.width() - 1, panel.board.height() - 1))


def test_pointing_at_a_curve_lights_its_tile(program, panel):
    begin(program, panel)
    train(program, panel, 4)
    program.until(lambda: all(trace.epochs[-1] == 4 for trace in panel.curves.traces))
    program.until(lambda: panel.curves.is_drawn)
    trace = panel.curves.traces[0]
    view = panel.curves.loss_pane.view
    height = float(panel.curves.loss_pane.to_axis(trace.test[-1:])[0])
    place = view.mapViewToScene(QPointF(4.0, height)).toPoint()
    QTest.mouseMove(panel.curves.viewport(), place)
    program.until(lambda: panel.board.lit in {trace.id for trace in panel.curves.traces})


def test_sorting_puts_the_best_first(program, panel):
    begin(program, panel)
    train(program, panel, 5)
    box = program.find("compareSort", QComboBox)
    box.setFocus(Qt.FocusReason.TabFocusReason)
    while box.currentText() != "Parameters":
        program.key(Qt.Key.Key_Down)
    assert [tile.run.parameters for tile in panel.board.tiles] == sorted(
        tile.run.parameters for tile in panel.board.tiles
    )
    while box.currentText() != "Test loss":
        program.key(Qt.Key.Key_Up)
    losses = [tile.run.test.loss for tile in panel.board.tiles]
    assert losses == sorted(losses)
    assert panel.board.tiles[0].is_best


def test_seeds_are_one_band_and_none_is_called_the_best(program, panel):
    begin(program, panel, "seeds")
    train(program, panel, 3)
    program.until(lambda: len(panel.curves.bands) == 1 and panel.curves.bands[0].traces[0].epochs[-1] == 3)
    band = panel.curves.bands[0]
    assert band.name == "test, n = 5"
    epochs, low, high = band.limits()
    finals = [tile.run.test.loss for tile in panel.board.tiles]
    assert epochs[-1] == 3
    assert (low[-1], high[-1]) == (min(finals), max(finals))
    assert not any(tile.is_best for tile in panel.board.tiles)


BAND = "band: lowest to highest of the seeds"


@pytest.mark.parametrize("preset", ["units", "seeds"])
def test_no_curve_is_named_before_there_is_one(program, panel, preset):
    begin(program, panel, preset)
    program.until(lambda: panel.curves.is_drawn and bool(panel.curves.traces))
    QTest.mouseMove(panel.board, picture_of(panel, panel.board.tiles[1].id))
    assert panel.curves.lit == panel.board.tiles[1].id
    assert panel.curves.ends.places() == []
    assert panel.curves.loss_pane.title.parts == ()
    QTest.mouseMove(panel.board, QPoint(panel.board.width() - 1, panel.board.height() - 1))
    train(program, panel, 1)
    named = {"units": ["20 units", "3 units", "6 units"], "seeds": ["test, n = 5"]}[preset]
    program.until(lambda: sorted(name.text for name, _ in panel.curves.ends.places()) == named)


def test_seeds_alone_have_no_legend_of_lines_that_are_not_there(program, panel):
    begin(program, panel, "seeds")
    train(program, panel, 2)
    title = panel.curves.loss_pane.title
    program.until(lambda: [text for text, _ in title.parts] == [BAND])
    QTest.mouseMove(panel.board, picture_of(panel, panel.board.tiles[1].id))
    assert [text for text, _ in title.parts] == ["— train", "- - test", BAND]
    QTest.mouseMove(panel.board, QPoint(panel.board.width() - 1, panel.board.height() - 1))


def test_with_projector_text_every_run_is_named_and_what_is_typed_is_whole(start, qtbot):
    program = start(height=720)
    program.key(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    panel = open_panel(program)
    program.session.comparing.over_usual("training.optimizer.name")
    program.until(lambda: bool(panel.board.tiles) and all(tile.run is not None for tile in panel.board.tiles))
    train(program, panel, 2)
    program.until(lambda: len(panel.curves.ends.places()) == 7)
    typed = program.find("compareFirstValues", QLineEdit)
    assert typed.fontMetrics().horizontalAdvance(typed.text()) < typed.width()
    program.key(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)


@pytest.mark.parametrize(("width", "height"), [(911, 560), (1280, 720), (1920, 1080)])
@pytest.mark.parametrize("is_large", [False, True])
def test_all_of_twelve_runs_are_named_at_their_curves_and_no_name_crosses_another(
    start, width, height, is_large
):
    program = start(width=width, height=height)
    if is_large:
        program.key(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    panel = open_panel(program)
    program.session.comparing.over({"network.layers[0].units": [*range(1, 12), 20]})
    program.until(lambda: bool(panel.board.tiles) and all(tile.run is not None for tile in panel.board.tiles))
    train(program, panel, 2)
    ends = panel.curves.ends
    program.until(lambda: len(ends.places()) == 12)
    metrics = QFontMetricsF(theme.font("small"))
    rects = [
        QRectF(place.x(), place.y() - 0.5, metrics.horizontalAdvance(name.text), ends.line_height - 1.0)
        for name, place in ends.places()
    ]
    assert not any(one.intersects(other) for one, other in itertools.combinations(rects, 2))
    view = panel.curves.loss_pane.view
    assert all(rect.right() <= view.width() and rect.left() >= 0.5 * view.width() for rect in rects)


@pytest.mark.parametrize(("width", "height"), [(911, 560), (1280, 720), (1920, 1080)])
def test_the_best_run_is_marked_in_every_size(start, monkeypatch, width, height):
    program = start(width=width, height=height)
    panel = open_panel(program)
    begin(program, panel)
    train(program, panel, 3)
    program.until(lambda: any(tile.is_best for tile in panel.board.tiles))
    written = written_on(panel.board, monkeypatch)
    assert {"best", "lowest test loss"} & set(written)


def test_an_edit_marks_it_stale_and_one_click_compares_again(program, panel):
    begin(program, panel)
    train(program, panel, 2)
    session = program.session
    session.edit(edits.with_data(session.experiment, noise=0.4), "Noise")
    assert "Noise" in panel.stale.text
    program.click("compareAgain")
    assert panel.stale.text == ""
    program.until(lambda: all(t.run is not None and t.run.epoch == 0 for t in panel.board.tiles))
    assert all(tile.experiment.data.noise == 0.4 for tile in panel.board.tiles)


def test_typed_values_of_two_fields_are_rows_by_columns(program, panel):
    choose(program, "compareFirstField", "Layer 1: Units")
    choose(program, "compareSecondField", "Seed")
    for name, text in (("compareFirstValues", "2, 5"), ("compareSecondValues", "7, 8, 9")):
        edit = program.find(name, QLineEdit)
        edit.setFocus()
        edit.selectAll()
        QTest.keyClicks(edit, text)
    program.key(Qt.Key.Key_Return)
    program.until(lambda: len(panel.board.tiles) == 6)
    tops = [panel.board.cell_of(tile.id).whole.top() for tile in panel.board.tiles]
    assert tops[0] == tops[1] == tops[2] < tops[3] == tops[4] == tops[5]


def test_what_cannot_be_read_is_said_at_the_field_and_changes_nothing(program, panel):
    choose(program, "compareFirstField", "Layer 1: Units")
    edit = program.find("compareFirstValues", QLineEdit)
    edit.setFocus()
    edit.selectAll()
    QTest.keyClicks(edit, "3,,6")
    program.key(Qt.Key.Key_Return)
    assert "empty value" in edit.accessibleDescription()
    assert program.session.experiment.comparison is None


def test_keeping_a_run_beside_and_ending_it(program, panel):
    program.click("compareKeep")
    program.session.edit(edits.with_units(program.session.experiment, 1, 9), "Units")
    program.click("compareKeep")
    program.until(lambda: len(panel.board.tiles) == 2)
    assert panel.board.tiles[1].title == "9 units"
    program.click("compareEnd")
    assert program.session.experiment.comparison is None
    assert panel.empty.isVisible()


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("learningRate", "training.learning_rate"),
        ("optimizer", "training.optimizer.name"),
        ("loss", "training.loss"),
        ("regularization", "training.regularizer.name"),
        ("regularizationRate", "training.regularizer.rate"),
        ("newSeedButton", "network.seed"),
        ("datasetGallery", "data.dataset"),
        ("noiseSlider", "data.noise"),
        ("samplesSlider", "data.samples"),
        ("trainShareSlider", "data.train_fraction"),
        ("newDataButton", "data.seed"),
    ],
)
def test_the_right_button_anywhere_on_a_control_compares_over_it(program, name, path):
    control = program.find(name)
    for left in (12, control.width() - 8):
        if QApplication.activePopupWidget() is not None:
            open_menu().close()
        right_click(program, control, QPoint(left, control.height() // 2))
        menu = open_menu()
        assert f"compareOver:{path}" in [one.objectName() for one in menu.actions()]
    action = next(one for one in menu.actions() if one.objectName() == f"compareOver:{path}")
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())
    assert program.session.experiment.comparison.over == (path,)
    assert program.window.workspace.drawer.shown == "compare"


def test_another_comparison_is_begun_while_one_plays(program):
    panel = open_panel(program)
    for name in ("units", "activations", "seeds", "units"):
        program.click(f"compare_{name}")
        program.until(lambda: all(tile.run is not None for tile in panel.board.tiles))
        program.session.play()
        program.until(lambda: program.session.snapshot.epoch > 0)
    program.click("compareEnd")
    program.session.pause()
    assert program.session.experiment.comparison is None


def test_the_right_button_on_stop_keeps_the_run_beside(start):
    program = start(width=1920)
    right_click(program, program.find("stop"), QPoint(12, 8))
    menu = open_menu()
    action = next(one for one in menu.actions() if one.objectName() == "keepBeside")
    assert [one.objectName() for one in menu.actions()] == ["keepBeside"]
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())
    assert len(program.session.experiment.comparison.variants) == 1


def test_a_columns_menu_compares_over_its_layer(program):
    program.window.workspace.canvas.headers.open_menu(1, QPoint(50, 50))
    menu = open_menu()
    inner = menu.findChild(QMenu, "compareOverMenu")
    names = [action.objectName() for action in inner.actions()]
    assert "compareOver:network.layers[0].units" in names
    assert "compareOver:network.layers[0].activation" in names
    menu.close()


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("is_large", [False, True])
def test_titles_and_measures_of_each_preset_are_whole_below_the_network(start, language, is_large):
    program = start(height=720)
    program.window.set_language(language)
    if is_large:
        program.key(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    panel = open_panel(program)
    program.click("drawerSpread")
    program.until(lambda: program.find("networkCanvas").isVisible())
    for name in ("units", "penalty", "learning_rates"):
        program.session.comparing.over_usual(PATHS[name])
        program.until(
            lambda: bool(panel.board.tiles) and all(tile.run is not None for tile in panel.board.tiles)
        )
        assert not [text for text in problems(program.window) if "TileBoard" in text]


def test_what_is_the_same_in_all_layers_is_said_once(build):
    deep = build(network={"layers": [{"kind": "dense", "units": 3}] * 3})
    made = compared.compared_over(deep, {"network.layers[*].activation": ["tanh", "relu"]})
    other = build(network={"layers": [{"kind": "dense", "units": 3, "activation": "elu"}] * 3})
    assert titles(compared.kept_beside(made, other)) == ["Tanh", "ReLU", "ELU"]
    mixed = edits.with_layer(other, 1, activation="tanh")
    assert titles(compared.kept_beside(made, mixed))[0] == "Tanh · Tanh · Tanh"


def test_titles_of_several_parts_stay_in_their_cells_however_low_these_are(start, monkeypatch):
    program = start(height=720)
    panel = open_panel(program)
    over = {"training.optimizer.name": ["sgd", "momentum", "adam"], "training.learning_rate": [0.01, 0.1]}
    program.session.comparing.over(over)
    session = program.session
    for rate in (0.2, 0.3):
        session.edit(edits.with_training(session.experiment, learning_rate=rate, batch_size=20), "Rate")
        session.comparing.keep_present()
    for height in (72, 90, 120, 200):
        panel.board.setFixedHeight(height)
        program.until(lambda: panel.board.height() == height)  # noqa: B023
        found = [panel.board.cell_of(tile.id) for tile in panel.board.tiles]
        assert all(cell.title.height() <= cell.whole.height() + 1.0 for cell in found)
        pairs = itertools.combinations(found, 2)
        assert not any(one.title.intersects(other.title) for one, other in pairs)


def test_cells_of_any_number_stand_in_their_room_and_never_overlap():
    for count in range(1, 13):
        for width, height in ((1248, 80), (600, 400), (1248, 450), (1888, 800)):
            room = QRectF(0, 0, width, height)
            made = cells(room, count, scale=1.0, measures=5, title=90.0, lines=1 + count % 3)
            for place, cell in enumerate(made):
                assert room.adjusted(-1, -1, 1, 1).contains(cell.picture)
                assert not any(cell.whole.intersects(other.whole) for other in made[:place])


def test_six_runs_stand_in_one_row_where_two_rows_would_hardly_be_larger():
    made = cells(QRectF(0, 0, 1888, 640), 6, scale=1.0, measures=5, title=120.0)
    assert len({cell.whole.top() for cell in made}) == 1
    assert made[0].picture.width() > 290


def test_a_title_of_two_values_is_written_whole(program, panel, monkeypatch):
    program.session.comparing.over(
        {"training.learning_rate": (0.01, 0.1), "training.batch_size": (1, 10, 50)}
    )
    program.until(lambda: len(panel.board.tiles) == 6)
    written = written_on(panel.board, monkeypatch)
    assert [one for one in written if one.startswith("Batch size")] == [
        f"Batch size {size}" for size in (1, 10, 50, 1, 10, 50)
    ]


def test_names_at_the_ends_are_moved_apart_and_stay_inside():
    found = spread([10.0, 11.0, 12.0, 95.0, 99.0], 12.0, 100.0)
    assert all(later - earlier >= 12.0 - 1e-9 for earlier, later in pairwise(found))
    assert found[0] >= 0.0
    assert found[-1] <= 94.0 + 1e-9
    assert spread([20.0, 60.0], 12.0, 100.0) == [20.0, 60.0]


def test_of_many_long_curves_each_still_goes_from_the_first_epoch_to_the_last(qtbot):
    curves = LossCurves("Losses")
    qtbot.addWidget(curves)
    curves.resize(500, 260)
    with qtbot.waitExposed(curves):
        curves.show()
    epochs = np.arange(1000.0)
    color = theme.current().accent
    curves.show_traces(
        [Trace(k, f"run {k}", color, epochs, 1 / (1 + epochs), 2 / (1 + epochs)) for k in range(1, 7)]
    )
    drawn = [line.getData()[0] for line in curves.loss_pane.view.allChildren() if isinstance(line, Line)]
    assert len(drawn) == 12
    for places in drawn:
        assert (places[0], places[-1]) == (0.0, 999.0)
        assert len(places) < 400
