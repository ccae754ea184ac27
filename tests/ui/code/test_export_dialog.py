"""The export dialog: the program's formats, a preview, copy and save."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QMenu

from playground.app.scripts import EXPORTERS
from playground.engine.errors import ExperimentError
from playground.engine.training import TrainingRun
from playground.interop.loading import load
from playground.ui.plots.plot import Plot


@pytest.fixture
def dialog(program):
    program.key(Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    program.until(lambda: program.window.findChild(object, "exportDialog") is not None)
    dialog = program.find("exportDialog")
    yield dialog
    if not program.has_ended and dialog in program.window.children():
        dialog.close()


def choose(dialog, name):
    dialog.formats.setCurrentRow(list(EXPORTERS).index(name))


def test_it_lists_every_format_with_a_preview_or_the_reason(program, dialog):
    assert dialog.formats.count() == len(EXPORTERS)
    run = TrainingRun(program.session.experiment)
    for name, exporter in EXPORTERS.items():
        choose(dialog, name)
        try:
            wanted = exporter.write(run)
        except ExperimentError as error:
            reason = str(error)
            program.until(lambda: dialog.message.text()[1:] == f"{reason}."[1:])  # noqa: B023
            assert not dialog.save_button.isEnabled()
            continue
        start = wanted[:200].decode() if exporter.is_text else "A binary file of"
        program.until(lambda: dialog.preview.toPlainText().startswith(start[:60]))  # noqa: B023
        assert dialog.copy_button.isEnabled() == exporter.is_text
        assert dialog.save_button.isEnabled()


def test_copy_puts_the_chosen_text_on_the_clipboard(program, dialog):
    choose(dialog, "latex")
    QTest.mouseClick(
        dialog.weights,
        Qt.MouseButton.LeftButton,
        pos=dialog.weights.option_rect("without").center().toPoint(),
    )
    program.until(lambda: "before training" in dialog.preview.toPlainText())
    QTest.mouseClick(dialog.copy_button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text().encode() == EXPORTERS["latex"].content(
        TrainingRun(program.session.experiment), with_weights=False
    )
    assert dialog.message.text().startswith("Copied:")


def test_save_writes_the_file_and_opening_it_brings_the_run_back(program, dialog, tmp_path):
    program.session.step_epoch()
    program.until(lambda: program.session.snapshot.epoch == 1)
    choose(dialog, "numpy")
    program.until(dialog.save_button.isEnabled)
    dialog.save(str(tmp_path / "network.py"))
    program.until((tmp_path / "network.py").exists)
    assert load(tmp_path / "network.py").run.epoch == 1
    program.until(lambda: program.window.notice_bar.text == "Exported as network.py.")


def test_it_asks_where_with_the_formats_own_ending(program, dialog):
    choose(dialog, "notebook")
    program.until(lambda: "nbformat" in dialog.preview.toPlainText() or dialog.save_button.isEnabled())
    asking = dialog.ask_where()
    assert isinstance(asking, QFileDialog)
    assert asking.defaultSuffix() == "ipynb"
    asking.close()


def test_the_menu_copies_every_text(program):
    program.window.findChild(QMenu, "mainMenu").aboutToShow.emit()
    menu = program.window.findChild(QMenu, "copyMenu")
    assert len(menu.actions()) == sum(exporter.is_text for exporter in EXPORTERS.values())
    next(action for action in menu.actions() if action.text() == "TikZ picture").trigger()
    program.until(lambda: "tikzpicture" in QGuiApplication.clipboard().text())
    program.until(lambda: program.window.notice_bar.text.startswith("TikZ picture is on the clipboard"))


@pytest.mark.parametrize("ending", ["png", "svg"])
def test_a_saved_picture_brings_its_experiment_back(program, tmp_path, ending):
    program.session.step_epoch()
    program.until(lambda: program.session.snapshot.epoch == 1)
    path = tmp_path / f"boundary.{ending}"
    plot = next(one for one in program.window.findChildren(Plot) if one.isVisible())
    plot.save_picture(str(path))
    program.until(path.exists)
    opened = load(path)
    assert opened.run.epoch == 1
    assert opened.network == program.session.experiment.network


def test_the_networks_picture_is_offered_too(program, dialog):
    program.click("exportPicture")
    asking = next(one for one in program.window.findChildren(QFileDialog) if one.isVisible())
    assert any("*.svg" in kind for kind in asking.nameFilters())
    asking.reject()
