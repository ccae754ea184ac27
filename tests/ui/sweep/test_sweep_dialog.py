"""The sweep's window: asked by mouse and keys, rows with boundaries, three kinds of plot, a row opened."""

from __future__ import annotations

import csv
import io

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from playground.engine import fields
from playground.ui.look import theme
from playground.ui.sweep.sweep_plot import Scale
from playground.ui.words import numbers
from tests.app.sweep.in_this_process import InThisProcess

UNITS, RATE, NAME = "network.layers[0].units", "training.learning_rate", "training.optimizer.name"
LEFT = Qt.MouseButton.LeftButton


ACTIVATION = "network.layers[0].activation"


@pytest.fixture
def workers():
    return InThisProcess()


@pytest.fixture
def dialog(program, workers):
    program.session.sweep.make_workers = lambda count: workers
    program.window.actions_by_name["sweep"].trigger()
    dialog = program.find("sweepDialog")
    dialog.form.epochs.set_value(3)
    assert dialog.isVisible()
    assert not dialog.isModal()
    return dialog


def sweep(program, dialog, *over, seeds=1):
    for place, (path, values) in enumerate(over):
        if place < len(dialog.form.rows):
            dialog.form.rows[place].field.set_value(path)
            dialog.form.rows[place].set_values(values)
        else:
            dialog.form.add_row(path, values)
    dialog.form.seeds.set_value(seeds)
    dialog.form.changed.emit()
    QTest.mouseClick(dialog.begin_button, LEFT)
    program.until(lambda: not program.session.sweep.is_running)


def shown(dialog, column):
    model = dialog.table.model()
    return [model.index(row, column).data() for row in range(model.rowCount())]


def titles(dialog):
    model = dialog.table.model()
    return [
        model.headerData(k, Qt.Orientation.Horizontal)
        for k in range(model.columnCount())
        if not dialog.table.isColumnHidden(k)
    ]


def test_the_lectures_sizes_are_suggested_and_one_click_gives_a_sorted_table(program, dialog):
    assert (dialog.form.rows[0].path, dialog.form.rows[0].values) == (UNITS, "3, 6, 20")
    QTest.mouseClick(dialog.begin_button, LEFT)
    program.until(lambda: not program.session.sweep.is_running)
    assert titles(dialog) == ["", "Layer 1: Units", "n", "Test loss ↑", "Test accuracy", "Train loss"]
    assert sorted(shown(dialog, 1)) == ["20", "3", "6"]
    losses = [float(text) for text in shown(dialog, 3)]
    assert losses == sorted(losses)
    assert dialog.count.text() == "3 of 3 trials"
    picture = dialog.table.model().index(0, 0).data(Qt.ItemDataRole.DecorationRole)
    image = picture.pixmap(40, 40).toImage()
    assert len({image.pixel(x, y) for x in range(40) for y in range(40)}) > 20


def test_a_table_over_three_fields_is_seen_whole(program, dialog):
    sweep(program, dialog, (RATE, "0.1, 0.2"), (NAME, "sgd, adam"), (UNITS, "2, 3"), seeds=2)
    assert dialog.table.horizontalScrollBar().maximum() == 0


@pytest.mark.parametrize("language", ["en", "ko"])
def test_in_a_small_window_all_columns_are_seen_over_two_lines(start, workers, language):
    program = start(width=911, height=512)
    program.window.set_language(language)
    program.session.sweep.make_workers = lambda count: workers
    dialog = program.window.workspace.show_sweep()
    dialog.resize(911, 512)
    dialog.form.epochs.set_value(3)
    sweep(program, dialog, (RATE, "0.1, 0.2"), (NAME, "sgd, adam"), (ACTIVATION, "leaky_relu"), seeds=2)
    table = dialog.table
    model, header = table.model(), table.horizontalHeader()
    program.until(lambda: header.height() >= 2 * table.fontMetrics().height())
    assert table.horizontalScrollBar().maximum() == 0
    for column in range(1, model.columnCount()):
        title = model.headerData(column, Qt.Orientation.Horizontal)
        for text in [title, *shown(dialog, column)]:
            assert table.fontMetrics().size(0, text).width() < table.columnWidth(column)
    assert all("\n± " in text for text in shown(dialog, model.columnCount() - 1))
    dialog.resize(1400, 700)
    assert all(" ± " in text for text in shown(dialog, model.columnCount() - 1))


def test_with_projector_text_it_is_no_larger_than_the_window_it_belongs_to(start):
    program = start(height=720)
    program.key(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    dialog = program.window.workspace.show_sweep()
    program.until(dialog.isVisible)
    room = dialog.screen().availableSize().expandedTo(program.window.size())
    assert dialog.width() <= room.width()
    assert dialog.height() <= room.height()
    program.key(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)


def test_a_click_on_a_title_sorts_by_it(program, dialog):
    sweep(program, dialog, (UNITS, "6, 3, 20"))
    header = dialog.table.horizontalHeader()
    at = QPoint(header.sectionViewportPosition(1) + 10, 8)
    QTest.mouseClick(header.viewport(), LEFT, pos=at)
    first = shown(dialog, 1)
    assert first in (["3", "6", "20"], ["20", "6", "3"])
    QTest.mouseClick(header.viewport(), LEFT, pos=at)
    assert shown(dialog, 1) == first[::-1]


def test_what_is_wrong_is_said_while_it_is_typed(dialog):
    row = dialog.form.rows[0]
    row.edit.clear()
    QTest.keyClicks(row.edit, "3, 0")
    assert (
        dialog.message.text() == "Network.layers[0].units: 0 is below 1."
        or "0 is below 1" in dialog.message.text()
    )
    assert not dialog.begin_button.isEnabled()
    QTest.keyClick(row.edit, Qt.Key.Key_Backspace)
    QTest.keyClicks(row.edit, "4, 5")
    assert dialog.message.text() == "3 sets of values, one seed each"
    assert dialog.begin_button.isEnabled()


def test_a_penalty_that_is_off_is_remarked(dialog):
    dialog.form.rows[0].field.set_value("training.regularizer.rate")
    dialog.form.rows[0].set_values("0.001, 0.01, 0.1")
    assert "λ does nothing while Regularization is off" in dialog.message.text()
    dialog.form.add_row("training.regularizer.name", "l1, l2")
    assert dialog.message.text() == "6 sets of values, one seed each"


def test_every_field_that_is_chosen_brings_values_that_go(program, dialog):
    row = dialog.form.rows[0]
    for field in fields.all_fields(program.session.experiment):
        text = dialog.form.usual_values(field.path)
        row.field.set_value(field.path)
        row.set_values(text)
        if field.path != "network.layers[0].kind":
            assert dialog.begin_button.isEnabled(), (field.path, text, dialog.message.text())


def test_cancel_keeps_the_rows_and_resume_completes_them(program, dialog, workers):
    workers.passes = 2
    dialog.form.rows[0].set_values("2..6")
    QTest.mouseClick(dialog.begin_button, LEFT)
    assert dialog.begin_button.text() == "Cancel"
    program.until(lambda: len(dialog.table.source.rows) == 2)
    QTest.mouseClick(dialog.begin_button, LEFT)
    assert dialog.begin_button.text() == "Start"
    assert dialog.table.model().rowCount() == 2
    assert dialog.progress.value() == 2
    workers.passes = 10
    QTest.mouseClick(dialog.resume_button, LEFT)
    program.until(lambda: not program.session.sweep.is_running)
    assert sorted(shown(dialog, 1)) == ["2", "3", "4", "5", "6"]
    assert not dialog.resume_button.isVisible()


def test_a_row_opens_as_the_experiment_from_its_start_and_undo_brings_the_old_one_back(program, dialog):
    before = program.session.experiment
    program.session.step_epoch()
    program.until(lambda: program.session.snapshot.epoch == 1)
    sweep(program, dialog, (UNITS, "3, 6"), (RATE, "0.1, 0.2"), seeds=2)
    dialog.table.select(2)
    index = dialog.table.selectionModel().selectedRows()[0]
    at = dialog.table.visualRect(index).center()
    QTest.mouseClick(dialog.table.viewport(), LEFT, pos=at)
    QTest.mouseDClick(dialog.table.viewport(), LEFT, pos=at)
    opened = program.session.experiment
    assert (opened.network.layers[0].units, opened.training.learning_rate) == (6, 0.1)
    assert opened.network.seed == before.network.seed
    program.until(lambda: program.session.snapshot.epoch == 0)
    for _ in range(3):
        program.session.step_epoch()
    program.until(lambda: program.session.snapshot.epoch == 3)
    trial = program.session.sweep.results.rows[4]
    assert program.session.snapshot.test.loss == pytest.approx(trial["test"]["loss"], rel=1e-12)
    program.session.document.undo_stack.undo()
    assert program.session.experiment == before


def test_enter_opens_the_selected_row(program, dialog):
    sweep(program, dialog, (UNITS, "3, 6"))
    dialog.table.select(1)
    QTest.keyClick(dialog.table, Qt.Key.Key_Return)
    assert program.session.experiment.network.layers[0].units == 6
    assert dialog.isVisible()


def test_one_field_is_a_curve_two_are_a_map_three_are_parallel_axes(program, dialog):
    assert dialog.plot.sentence
    sweep(program, dialog, (RATE, "1e-3..1:log:4"), seeds=2)
    assert dialog.plot.kind == "curve"
    assert not dialog.plot.sentence
    assert dialog.plot.pane.bottom.texts() == ["0.001", "0.01", "0.1", "1"]
    sweep(program, dialog, (RATE, "0.1, 0.2"), (NAME, "sgd, adam"))
    assert dialog.plot.kind == "map"
    assert dialog.plot.pane.bottom.texts() == ["SGD", "Adam"]
    assert dialog.plot.pane.left.texts() == ["0.1", "0.2"]
    sweep(program, dialog, (RATE, "0.1, 0.2"), (NAME, "sgd, adam"), (UNITS, "2, 3"))
    assert dialog.plot.kind == "axes"
    assert len(dialog.plot.parallel.kept()) == 8


@pytest.mark.parametrize(
    ("measure", "name", "write"),
    [
        ("test_loss", "Test loss", lambda value: numbers.plain(value, 3)),
        ("test_accuracy", "Test accuracy", numbers.percent_exact),
    ],
    ids=["loss", "accuracy"],
)
@pytest.mark.parametrize("look", ["light", "dark"])
def test_the_maps_legend_goes_from_the_lowest_cells_colour_to_the_highest_ones(
    program, dialog, look, measure, name, write
):
    sweep(program, dialog, (RATE, "0.001, 0.3"), (NAME, "sgd, adam"))
    dialog.measure.set_value(measure)
    dialog.measure.chosen.emit(measure)
    program.window.set_theme(look)
    rows = sorted(dialog.table.source.rows, key=lambda row: row[measure]["mean"])
    ends = [write(row[measure]["mean"]) for row in (rows[0], rows[-1])]
    assert dialog.scale.toolTip() == f"{name} {ends[0]} – {ends[1]}"

    def cell_color(row):
        across, up = ["sgd", "adam"].index(row["set"][NAME]), [0.001, 0.3].index(row["set"][RATE])
        item = dialog.plot.map
        at = dialog.plot.mapFromScene(item.mapToScene(item.at(across - 0.4, up)))
        return dialog.plot.grab().toImage().pixelColor(at)

    image = dialog.scale.grab().toImage()
    along = [image.pixelColor(x, image.height() // 2) for x in range(image.width())]
    lowest, highest = cell_color(rows[0]), cell_color(rows[-1])
    assert along.index(lowest) < along.index(highest)
    program.window.set_theme("light")


def test_only_a_map_has_a_legend(program, dialog):
    asked = [(RATE, "0.1, 0.2"), (NAME, "sgd, adam"), (UNITS, "2, 3")]
    shown = []
    for count in (1, 2, 3):
        sweep(program, dialog, *asked[:count])
        shown.append((dialog.plot.kind, dialog.scale.isVisible()))
    assert shown == [("curve", False), ("map", True), ("axes", False)]


def test_a_click_on_a_cell_of_the_map_selects_its_row(program, dialog):
    sweep(program, dialog, (RATE, "0.1, 0.2"), (NAME, "sgd, adam"))
    plot = dialog.plot
    item = plot.map
    place = plot.mapFromScene(item.mapToScene(item.at(1.0, 0.0)))
    QTest.mouseClick(plot.viewport(), LEFT, pos=place)
    assert dialog.table.selected["set"] == {RATE: 0.1, NAME: "adam"}
    assert dialog.open_button.isEnabled()


def test_a_range_dragged_on_an_axis_keeps_only_its_rows_and_a_click_lets_go(program, dialog):
    sweep(program, dialog, (RATE, "0.1, 0.2"), (NAME, "sgd, adam"), (UNITS, "2, 3"))
    plot, axes = dialog.plot, dialog.plot.parallel

    def pixel(share):
        return plot.mapFromScene(axes.mapToScene(axes.axis_point(0, share)))

    QTest.mousePress(plot.viewport(), LEFT, pos=pixel(1.0))
    for share in (0.9, 0.8, 0.7, 0.6):
        QTest.mouseMove(plot.viewport(), pixel(share))
        QTest.qWait(10)
    QTest.mouseRelease(plot.viewport(), LEFT, pos=pixel(0.6))
    program.until(lambda: dialog.table.model().rowCount() == 4)
    assert {*shown(dialog, 1)} == {"0.2"}
    QTest.mouseClick(plot.viewport(), LEFT, pos=pixel(0.3))
    program.until(lambda: dialog.table.model().rowCount() == 8)


@pytest.mark.parametrize(("measure", "best"), [("test_loss", 0.0), ("test_accuracy", 1.0)])
def test_the_best_line_of_parallel_axes_has_the_strongest_colour(program, dialog, measure, best):
    sweep(program, dialog, (RATE, "0.001, 0.3"), (NAME, "sgd, adam"), (UNITS, "1, 4"))
    dialog.measure.set_value(measure)
    dialog.measure.chosen.emit(measure)
    plot, axes, accent = dialog.plot, dialog.plot.parallel, theme.current().accent
    image = plot.grab().toImage()

    def far_from_accent(share):
        """How far the colour nearest to the accent is from it, just before the measure's axis."""
        end = plot.mapFromScene(axes.mapToScene(axes.axis_point(3, share))) - QPoint(4, 0)
        near = [image.pixelColor(end + QPoint(dx, dy)) for dx in (-1, 0, 1) for dy in range(-8, 9)]
        return min(
            abs(one.red() - accent.red())
            + abs(one.green() - accent.green())
            + abs(one.blue() - accent.blue())
            for one in near
        )

    assert far_from_accent(best) + 60 < far_from_accent(1.0 - best)


def test_the_table_is_written_as_csv(program, dialog, tmp_path):
    sweep(program, dialog, (UNITS, "3, 6"), seeds=2)
    question = dialog.ask_for_file()
    path = tmp_path / "table.csv"
    question.fileSelected.emit(str(path))
    question.reject()
    rows = list(csv.DictReader(io.StringIO(path.read_text())))
    assert [(row[UNITS], row["seed"]) for row in rows] == [("3", "7"), ("3", "8"), ("6", "7"), ("6", "8")]


def test_rows_and_what_was_asked_are_there_again_in_a_window_made_anew(program, dialog):
    sweep(program, dialog, (UNITS, "3, 6"), seeds=2)
    program.window.toggle_large_text()
    again = program.find("sweepDialog")
    assert again is not dialog
    assert again.isVisible()
    assert again.table.model().rowCount() == 2
    assert again.form.request == program.session.sweep.request
    program.window.toggle_large_text()


@pytest.mark.parametrize(
    ("values", "is_log", "places"),
    [
        ([1, 2, 4], False, [1.0, 2.0, 4.0]),
        ([0.001, 0.1], True, [-3.0, -1.0]),
        (["relu", "tanh"], False, [0.0, 1.0]),
        ([True, False], False, [0.0, 1.0]),
        ([None, 0.5], False, [0.0, 1.0]),
        ([0, 100], False, [0.0, 100.0]),
    ],
)
def test_numbers_stand_by_their_size_and_all_else_evenly(values, is_log, places):
    scale = Scale(RATE, values)
    assert scale.is_log == is_log
    assert [scale.place(value) for value in values] == pytest.approx(places)
