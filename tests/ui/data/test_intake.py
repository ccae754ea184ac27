"""Points and links from outside: clipboard, drop, files; previewed, undoable, told in sentences."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog

from playground.app import files
from playground.app.background import Background
from playground.engine import edits
from playground.engine.experiment import Experiment, encode
from playground.interop.loading import load
from playground.interop.tfplayground import open_link
from playground.ui.data import import_dialog

RUNS = json.loads(
    (Path(__file__).parents[2] / "interop" / "tfplayground_runs.json").read_text(encoding="utf-8")
)["runs"]
LINK = RUNS[0]["url"]
TABLE = "width\theight\tkind\n" + "\n".join(
    f"{i}\t{i * i % 7}\t{'pear' if i % 2 else 'apple'}" for i in range(20)
)


def dialog(desk, name):
    found = [made for made in desk.findChildren(QDialog, name) if made.isVisible()]
    assert len(found) == 1
    return found[0]


def accept(desk, name, button):
    shown = dialog(desk, name)
    QTest.mouseClick(getattr(shown, button), Qt.MouseButton.LeftButton)


def drop(desk, data: QMimeData) -> bool:
    """What a window system sends when something is dropped on the window."""
    where, left = QPointF(5, 5), Qt.MouseButton.LeftButton
    none, copy = Qt.KeyboardModifier.NoModifier, Qt.DropAction.CopyAction
    enter = QDragEnterEvent(where.toPoint(), copy, data, left, none)
    QApplication.sendEvent(desk, enter)
    if not enter.isAccepted():
        return False
    QApplication.sendEvent(desk, QDropEvent(where, copy, data, left, none))
    return True


def test_a_pasted_link_is_the_same_run_and_can_be_undone(desk):
    desk.session.edit(edits.with_data(desk.session.experiment, dataset="xor"), "before")
    QGuiApplication.clipboard().setText(LINK)
    desk.panel.intake.paste()
    assert desk.session.experiment == open_link(LINK).experiment
    stated = RUNS[0]["losses"]
    desk.wait(lambda: desk.session.snapshot.train.loss == pytest.approx(stated[0]["train"], rel=1e-9))
    for _ in range(10):
        desk.session.step_epoch()
    desk.wait(lambda: desk.session.snapshot.epoch == 10)
    assert desk.session.snapshot.train.loss == pytest.approx(stated[2]["train"], rel=1e-9)
    desk.undo()
    assert desk.data.dataset == "xor"


def test_a_link_hides_controls_and_says_what_may_differ(desk):
    url = RUNS[2]["url"] + "&noise_hide=true&showTestData=true"
    assert desk.session.paste(url)
    assert desk.session.display.hidden_controls == {"noise"}
    assert desk.session.display.show_test
    assert "may differ from TensorFlow Playground's" in desk.told


def test_a_broken_link_is_one_sentence_and_leaves_the_work(desk):
    before = desk.session.experiment
    assert not desk.session.paste("https://playground.tensorflow.org/#batchSize=0")
    assert "batchSize=0 is no number of points" in desk.told
    assert desk.session.experiment is before


def test_the_link_dialog_says_while_typing_what_is_wrong(desk):
    QGuiApplication.clipboard().setText("nothing of use")
    desk.panel.intake.ask_for_link()
    shown = dialog(desk, "linkDialog")
    assert not shown.open_button.isEnabled()
    QTest.keyClicks(shown.edit, "https://example.org")
    assert "no TensorFlow Playground link" in shown.message.text()
    assert not shown.open_button.isEnabled()
    shown.edit.clear()
    QTest.keyClicks(shown.edit, "#seed=0.5")
    assert shown.message.text() == ""
    accept(desk, "linkDialog", "open_button")
    assert desk.session.experiment == open_link("#seed=0.5").experiment


def test_the_link_dialog_begins_with_a_link_from_the_clipboard(desk):
    QGuiApplication.clipboard().setText(f" {LINK}\n")
    desk.panel.intake.ask_for_link()
    shown = dialog(desk, "linkDialog")
    assert shown.edit.text() == LINK
    shown.reject()


def test_copy_as_link_says_what_is_lost(desk):
    desk.session.paste(LINK)
    desk.panel.intake.copy_link()
    assert "it says all of this experiment" in desk.told
    assert open_link(QGuiApplication.clipboard().text()).experiment == open_link(LINK).experiment
    desk.session.edit(edits.with_data(desk.session.experiment, dataset="spiral", classes=3), "test")
    desk.panel.intake.copy_link()
    assert "It does not say: these very points" in desk.told
    assert "more than two classes" in desk.told


def test_a_pasted_table_shows_its_preview_and_becomes_the_data(desk):
    QGuiApplication.clipboard().setText(TABLE)
    desk.panel.intake.paste()
    shown = dialog(desk, "importDialog")
    assert shown.cells.horizontalHeaderItem(0).text() == "width → x₁"
    assert shown.cells.item(1, 2).text() == "pear"
    assert shown.accept_button.text() == "Import 20 points"
    assert not shown.picture.pixmap().isNull()
    accept(desk, "importDialog", "accept_button")
    assert len(desk.data.points) == 20
    assert desk.data.class_names == ("apple", "pear")
    assert "width from 0 to 19 is scaled to -5 to 5." in desk.told
    desk.undo()
    assert desk.data.dataset == "circle"


def test_other_columns_can_be_chosen_in_the_preview(desk):
    table = "a,b,c,kind\n" + "\n".join(f"{i},{-i},{i % 5},k{i % 3}" for i in range(12))
    assert desk.session.paste(table)
    shown = dialog(desk, "importDialog")
    shown.axis2.set_value("0")
    shown.axis2.chosen.emit("0")
    assert "Both axes show the same column" in shown.notes.text()
    assert not shown.accept_button.isEnabled()
    shown.axis2.set_value("2")
    shown.axis2.chosen.emit("2")
    assert shown.accept_button.isEnabled()
    shown.label.set_value("1")
    shown.label.chosen.emit("1")
    assert shown.problem.value == "regression"
    accept(desk, "importDialog", "accept_button")
    assert desk.session.experiment.problem == "regression"
    assert [axis.name for axis in desk.data.axes] == ["a", "c"]


def test_the_preview_goes_on_from_a_table_that_gives_no_points_at_first(desk, tmp_path):
    path = tmp_path / "points.csv"
    path.write_text("1;2;a\n3;4;b\n", encoding="utf-8")
    desk.session.open(path)
    shown = dialog(desk, "importDialog")
    shown.delimiter.set_value(",")
    shown.delimiter.chosen.emit(",")
    assert not shown.accept_button.isEnabled()
    QTest.keyClick(shown, Qt.Key.Key_Return)
    assert shown.isVisible()
    shown.delimiter.set_value(";")
    shown.delimiter.chosen.emit(";")
    accept(desk, "importDialog", "accept_button")
    assert desk.data.class_names == ("a", "b")


def test_the_preview_can_be_told_of_header_and_delimiter(desk):
    desk.session.paste("1;2;0\n3;4;1\n")
    shown = dialog(desk, "importDialog")
    assert shown.accept_button.text() == "Import 2 points"
    shown.header_box.setChecked(True)
    assert shown.accept_button.text() == "Import 1 point"
    shown.delimiter.set_value("|")
    shown.delimiter.chosen.emit("|")
    assert not shown.accept_button.isEnabled()
    assert "olumns of numbers" in shown.notes.text()
    shown.reject()


@pytest.mark.parametrize("text", ["", "hello", "1\n2\n3", "a b\nc d", "\0\0"])
def test_pasting_something_else_is_one_sentence(desk, text):
    assert not desk.session.paste(text)
    assert "neither a link nor a table" in desk.told


@pytest.mark.parametrize("text", [(",".join("1" * 100) + "\n") * 40_001, ",".join("1" * 50_000)])
def test_pasting_too_large_a_table_says_what_is_too_much(desk, text):
    desk.session.paste(text)
    desk.wait(lambda: "more than the" in desk.told)
    assert desk.findChild(QDialog, "importDialog") is None


def test_a_dropped_table_shows_its_preview(desk, tmp_path):
    path = tmp_path / "points.tsv"
    path.write_text(TABLE)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    assert drop(desk, data)
    accept(desk, "importDialog", "accept_button")
    assert len(desk.data.points) == 20


def test_a_dropped_experiment_opens(desk, tmp_path):
    path = tmp_path / "xor.json"
    path.write_bytes(encode(edits.with_data(Experiment(), dataset="xor")))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    assert drop(desk, data)
    assert desk.data.dataset == "xor"


def test_of_several_dropped_files_the_first_one_opens_and_the_user_is_told(desk, tmp_path):
    names = ("xor", "spiral", "moons")
    for name in names:
        (tmp_path / f"{name}.json").write_bytes(encode(edits.with_data(Experiment(), dataset=name)))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / f"{name}.json")) for name in names])
    assert drop(desk, data)
    assert desk.data.dataset == "xor"
    assert "Of 3 files the first one was opened." in desk.told


def test_a_dropped_link_opens(desk):
    data = QMimeData()
    data.setText(LINK)
    assert drop(desk, data)
    assert desk.session.experiment == open_link(LINK).experiment


def test_a_drop_without_file_or_text_is_not_taken(desk):
    data = QMimeData()
    data.setData("application/x-other", b"1")
    assert not drop(desk, data)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.csv", b"", "a.csv was not opened. There is nothing in this table"),
        ("a.xlsx", b"PK\x03\x04", "save the sheet as CSV"),
        ("a.json", b"{", "a.json was not opened."),
    ],
)
def test_a_file_that_cannot_be_read_is_one_sentence(desk, tmp_path, name, content, sentence):
    before = desk.session.experiment
    (tmp_path / name).write_bytes(content)
    desk.session.open(str(tmp_path / name))
    assert sentence in desk.told
    assert desk.session.experiment is before
    desk.session.open(str(tmp_path / "nowhere.csv"))
    assert "there is no such file".lower() in desk.told.lower()


def test_a_large_table_is_read_beside_the_window(desk, tmp_path, monkeypatch):
    monkeypatch.setattr(files, "LARGE_FILE", 100)
    path = tmp_path / "large.csv"
    path.write_text(TABLE)
    desk.session.open(str(path))
    desk.wait(lambda: desk.findChild(QDialog, "importDialog") is not None)
    accept(desk, "importDialog", "accept_button")
    assert len(desk.data.points) == 20


def test_a_large_table_is_read_anew_beside_the_window(desk, monkeypatch):
    monkeypatch.setattr(import_dialog, "LARGE_TABLE", 5)
    assert desk.session.paste(TABLE)
    shown = dialog(desk, "importDialog")
    shown.header_box.click()
    assert not shown.accept_button.isEnabled()
    assert shown.notes.text() == "Reading the table …"
    desk.wait(lambda: shown.accept_button.isEnabled())
    assert shown.title.text() == "Pasted table: 21 rows, 3 columns"
    shown.axis2.set_value("0")
    shown.axis2.chosen.emit("0")
    desk.wait(lambda: "same column" in shown.notes.text())
    shown.header_box.click()
    shown.cancel_button.click()
    assert desk.findChild(QDialog, "importDialog") is None or not shown.isVisible()
    assert desk.data.dataset == "circle"


def test_another_file_takes_the_place_of_a_large_table_that_is_still_read(desk, tmp_path, monkeypatch):
    monkeypatch.setattr(files, "LARGE_FILE", 1000)
    (tmp_path / "large.csv").write_text(TABLE * 40)
    (tmp_path / "small.json").write_bytes(b'{"format": "playground", "version": 1}')
    reading = desk.session.findChild(Background)
    heard = []
    reading.finished.connect(heard.append)
    reading.cancelled.connect(lambda: heard.append("cancelled"))
    desk.session.open(str(tmp_path / "large.csv"))
    desk.session.open(str(tmp_path / "small.json"))
    desk.wait(lambda: bool(heard))
    assert heard == ["cancelled"]
    assert desk.findChild(QDialog, "importDialog") is None
    assert desk.session.document.path.name == "small.json"


def test_the_file_dialog_leads_to_the_preview(desk, tmp_path):
    path = tmp_path / "points.csv"
    path.write_text(TABLE)
    desk.click("importButton")
    shown = desk.findChild(QFileDialog, "pointsFileDialog")
    shown.fileSelected.emit(str(path))
    shown.reject()
    accept(desk, "importDialog", "accept_button")
    assert len(desk.data.points) == 20
    assert desk.session.settings.preferences.last_folder == str(tmp_path)


def test_exported_points_are_an_experiment(desk, tmp_path):
    desk.click("exportPointsButton")
    shown = desk.findChild(QFileDialog, "pointsFileDialog")
    shown.fileSelected.emit(str(tmp_path / "points.csv"))
    shown.reject()
    desk.wait(lambda: "The points are in points.csv." in desk.told)
    assert len(load(tmp_path / "points.csv").data.points) == 500
    desk.panel.intake.export_to(str(tmp_path / "nowhere" / "points.csv"))
    desk.wait(lambda: "points.csv was not saved." in desk.told)


def test_a_value_over_one_axis_is_offered_and_can_be_chosen(desk):
    assert desk.session.paste("x,y\n" + "\n".join(f"{i},{i * i}" for i in range(30)))
    shown = dialog(desk, "importDialog")
    assert "Read as points: x across, y up." in shown.notes.text()
    assert "y over x can be learned" in shown.notes.text()
    shown.axis2.set_value("")
    shown.axis2.chosen.emit("")
    shown.label.set_value("1")
    shown.label.chosen.emit("1")
    assert shown.problem.value == "regression"
    accept(desk, "importDialog", "accept_button")
    assert desk.session.experiment.problem == "regression"
    assert {point[1] for point in desk.data.points} == {0}


def test_a_link_broken_over_lines_is_pasted_whole(desk):
    broken = "\n".join(LINK[place : place + 60] for place in range(0, len(LINK), 60))
    QGuiApplication.clipboard().setText(f"See:\n{broken}\nBye!")
    assert desk.session.paste(QGuiApplication.clipboard().text())
    assert desk.data == open_link(LINK).experiment.data
