"""Every language says everything, in its room."""

import importlib.util
import re
import shutil
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QTranslator
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QLabel, QPushButton

from playground.engine import edits
from playground.engine.experiment import Experiment
from playground.paths import resource
from playground.ui.look import theme
from playground.ui.network.canvas import NetworkCanvas
from playground.ui.widgets.text import ValueText
from playground.ui.words.translation import LANGUAGES, Translator

ROOT = Path(__file__).resolve().parents[3]
TRANSLATED = [code for code in LANGUAGES if code != "en"]
PLACEHOLDER = re.compile(r"\{[^}]*\}")


def load_script():
    spec = importlib.util.spec_from_file_location(
        "translations", ROOT / "resources" / "setup" / "translations.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_language_has_a_file():
    assert load_script().languages() == sorted(TRANSLATED)


def messages(path):
    for message in ET.parse(path).getroot().iter("message"):
        yield message.findtext("source"), message.find("translation")


def test_every_text_of_the_sources_is_translated(tmp_path):
    script = load_script()
    for language in TRANSLATED:
        shutil.copy(resource(f"translations/playground_{language}.ts"), tmp_path)
        updated = script.update(language, tmp_path)
        missing = [text for text, translation in messages(updated) if translation.get("type") == "unfinished"]
        assert not missing, f"{language}: run resources/setup/translations.py and translate {missing}"


def test_the_compiled_files_are_those_of_the_sources(tmp_path):
    script = load_script()
    for language in TRANSLATED:
        copied = Path(shutil.copy(resource(f"translations/playground_{language}.ts"), tmp_path))
        shipped = resource(f"translations/playground_{language}.qm")
        assert script.compile_file(copied).read_bytes() == shipped.read_bytes()


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_keep_their_placeholders(language):
    for text, translation in messages(resource(f"translations/playground_{language}.ts")):
        told = "".join(translation.itertext())
        assert sorted(PLACEHOLDER.findall(text)) == sorted(PLACEHOLDER.findall(told)), text


def clipped(window):
    """What is visible and has less room than its text needs."""
    for widget in window.findChildren(ValueText):
        if widget.isVisible() and widget.is_clipped() and widget.window() is window:
            yield widget.text()
    for widget in window.findChildren(QAbstractButton):
        is_text = isinstance(widget, QPushButton | QCheckBox) and widget.text()
        if is_text and widget.isVisible() and widget.width() < widget.minimumSizeHint().width():
            yield widget.text()
    for widget in window.findChildren(QLabel):
        if widget.isVisible() and widget.text() and widget.height() < widget.heightForWidth(widget.width()):
            yield widget.text()


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_the_window_speaks_the_language_with_room_for_its_words(start, language):
    program = start(width=1280, height=720)
    program.window.set_language(language)
    program.until(lambda: program.find("boundaryView").isVisible())
    said = program.window.actions_by_name["reset"].text()
    assert (said == "Reset") == (language == "en")

    def all_fits():
        assert not list(clipped(program.window))

    program.until(all_fits)


def test_another_language_keeps_the_run_and_the_drawer(program):
    program.session.step_epoch()
    program.until(lambda: program.session.snapshot.epoch == 1)
    program.window.workspace.drawer.set_open(False)
    program.window.set_language("ko")
    assert program.find("epochLabel").text() == "1"
    assert not program.window.workspace.drawer.is_open
    assert program.session.settings.preferences.language == "ko"


def test_after_another_language_nothing_of_the_old_window_listens(program):
    for language in ("ko", "en", "ko"):
        program.window.set_language(language)
    program.until(lambda: len(program.window.findChildren(NetworkCanvas)) == 1)
    program.session.display.set(
        node_mode="both", probe=(1.0, 1.0, 1.0), boundary_mode="errors", show_test=True
    )
    program.session.edit(
        edits.with_data(program.session.experiment, classes=3, dataset="spiral"), "more classes"
    )
    program.session.edit(edits.toggle_feature(program.session.experiment, "x1x2"), "feature")
    program.session.play()
    program.until(lambda: program.session.snapshot.epoch >= 3)
    program.window.set_theme("dark")
    program.window.set_theme("light")


@pytest.mark.parametrize("scale", [1.0, 1.4])
@pytest.mark.parametrize("language", list(LANGUAGES))
def test_no_number_is_cut_however_small_or_large(start, language, scale):
    theme.set_scale(scale)
    program = start(
        edits.with_training(Experiment(), learning_rate=1e-9),
        width=round(1024 * scale),
        height=round(700 * scale),
    )
    program.window.set_language(language)
    program.until(lambda: program.find("boundaryView").isVisible())
    program.session.display.set(probe=(-0.001, -0.002, 1.0))
    program.until(lambda: program.session.snapshot.probe is not None)
    snapshot, probe = program.session.snapshot, program.session.snapshot.probe
    output = replace(probe.layers[-1], gradients=np.array([-8.64e-38]))
    for size in (1.34e-7, 8.64e-38, 5.1e-300, 123456.7, 2.5e30):
        shown = replace(probe, outputs=np.array([-size]), loss=size, layers=(*probe.layers[:-1], output))
        train = replace(snapshot.train, loss=size, penalty=size)
        program.session.snapshot_ready.emit(replace(snapshot, probe=shown, train=train, test=train))
        program.until(lambda: not list(clipped(program.window)))


def test_the_application_has_one_language_whoever_chose_the_one_before(qapp):
    Translator(qapp).use("ko")
    assert QCoreApplication.translate("Session", "Pasted table") != "Pasted table"
    Translator(qapp).use("en")
    assert QCoreApplication.translate("Session", "Pasted table") == "Pasted table"
    assert not qapp.findChildren(QTranslator)
