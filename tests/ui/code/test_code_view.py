"""The code tab: true lines of the present network, linked with the canvas, run and copied."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace as copy_with
from itertools import count
from time import monotonic

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from playground.app import scripts
from playground.engine.experiment import Experiment, Network
from playground.engine.layers.base import OUTPUT_ID
from playground.engine.layers.dense import Dense
from playground.engine.layers.norms import BatchNorm
from playground.engine.training import TrainingRun
from playground.interop.numpy_export import numpy_script
from playground.ui.look import theme


@pytest.fixture
def view(program):
    program.window.workspace.drawer.choose_tab("codeView")
    view = program.find("codeView")
    program.until(lambda: "dW1" in view.text)
    return view


def choose(control, key):
    place = control.option_rect(key).center().toPoint()
    QTest.mouseClick(control, Qt.MouseButton.LeftButton, pos=place)
    assert control.value == key


def point_at(section, line):
    """Move the mouse over a line of a section."""
    height = section.code.height() / section.code.blockCount()
    QTest.mouseMove(section.code.viewport(), QPoint(40, 2))
    QTest.mouseMove(section.code.viewport(), QPoint(40, round((line + 0.5) * height)))


def line_of(section, start):
    lines = section.code.toPlainText().split("\n")
    return next(place for place, line in enumerate(lines) if line.startswith(start))


def test_the_lines_are_those_of_the_script(view):
    script = numpy_script(TrainingRun(Experiment()), with_weights=False)
    for section in script.sections:
        for line in view.sections[section.name].code.toPlainText().split("\n"):
            assert line in [
                one.strip(" ") if not line.startswith(" ") else one[4:] for one in script.text.split("\n")
            ]
    assert re.search(r"^dz3 = \(p - y\) / m +# \(10, 1\)   the one place of 1/m$", view.text, re.MULTILINE)


def test_an_edit_of_the_network_shows_in_the_code_at_once(program, view):
    network = Network(layers=(Dense(units=6, activation="relu"),))
    program.session.edit(replace(program.session.experiment, network=network), "edit")
    program.until(lambda: "h1 = np.maximum(0, z1)" in view.text)
    assert "(10, 2) @ (2, 6) + (6,)  -> (10, 6)" in view.text
    assert "dW3" not in view.text


def test_lines_are_as_large_as_their_room_and_none_is_squeezed(program, view):
    drawer = program.window.workspace.drawer

    def shown():
        return [section for section in view.sections.values() if not section.isHidden()]

    def pixels(is_spread):
        drawer.set_spread(is_spread)
        program.until(lambda: view.sketch.isVisible() == is_spread)
        program.until(lambda: all(one.height() >= one.minimumSizeHint().height() for one in shown()))
        program.until(lambda: all(one.code.height() >= one.code.minimumHeight() for one in shown()))
        return shown()[0].code.font().pixelSize()

    low, high = pixels(False), pixels(True)
    assert low == theme.font("code").pixelSize()
    assert high > low
    room = view.area.viewport()
    assert all(one.code.minimumWidth() <= room.width() for one in shown())
    assert sum(one.minimumSizeHint().height() for one in shown()) <= room.height()


def test_a_section_folds(view):
    backward = view.sections["backward"]
    assert backward.code.isVisible()
    QTest.mouseClick(backward.title, Qt.MouseButton.LeftButton)
    assert not backward.code.isVisible()
    assert view.sections["forward"].code.isVisible()
    QTest.keyClick(backward.title, Qt.Key.Key_Return)
    assert backward.code.isVisible()


def test_a_hovered_line_lights_its_layer_and_a_hovered_unit_its_lines(program, view):
    program.window.workspace.drawer.set_spread(True)
    forward = view.sections["forward"]
    program.until(lambda: forward.code.isVisible() and view.sketch.isVisible())
    point_at(forward, line_of(forward, "h1"))
    display, first = program.session.display, program.session.experiment.network.layers[0].id
    program.until(lambda: display.lit_layer == first)
    backward = view.sections["backward"]
    assert line_of(backward, "dW1") in backward.code.lit
    assert line_of(backward, "dW2") not in backward.code.lit
    point_at(forward, line_of(forward, "loss"))
    program.until(lambda: display.lit_layer == OUTPUT_ID)
    QTest.mouseMove(view.sketch, QPoint(view.sketch.width() // 2 - 30, 60))
    program.until(lambda: display.lit_layer not in (None, OUTPUT_ID))
    display.set(lit_layer=None)
    assert not forward.code.lit
    display.set(hovered=(first, 1))
    assert line_of(forward, "z1") in forward.code.lit
    display.set(hovered=None)
    assert not forward.code.lit


def test_the_lit_layer_is_drawn_on_the_canvas(program):
    canvas = program.find("networkCanvas")
    before = canvas.grab().toImage()
    program.session.display.set(lit_layer=program.session.experiment.network.layers[0].id)
    assert canvas.grab().toImage() != before
    program.session.display.set(lit_layer=None)
    assert canvas.grab().toImage() == before


@pytest.mark.parametrize("spelling", ["rows", "column"])
def test_the_code_runs_as_shown(program, view, spelling):
    choose(view.spelling, spelling)
    choose(view.weights, "with")
    program.session.step_epoch()
    program.until(
        lambda: "# weights" in view.text and ("np.dot(W1, x)" in view.text) == (spelling == "column")
    )
    QTest.mouseClick(view.run_button, Qt.MouseButton.LeftButton)
    assert not view.run_button.isEnabled()
    program.until(lambda: view.verdict.text().startswith("Runs as shown: loss"))
    difference = float(view.verdict.text().rpartition(" ")[2].replace("\u2212", "-"))
    assert difference < 1e-12
    assert view.run_button.isEnabled()


def test_what_differs_is_said(program, view, monkeypatch):
    true = scripts.claim_of

    def wrong(run, wanted):
        claim = true(run, wanted)
        return scripts.Claim(**{**vars(claim), "loss": claim.loss + 1.0})

    monkeypatch.setattr("playground.ui.code.code_view.claim_of", wrong)
    view.run_it()
    program.until(lambda: view.verdict.text().startswith("It runs, but differs"))
    assert view.verdict.severity == "warning"


def test_a_missing_library_is_said(program, view, monkeypatch):
    def elsewhere(run, wanted):
        claim = scripts.claim_of(run, wanted)
        return scripts.Claim(**{**vars(claim), "text": "import no_such_library\n"})

    monkeypatch.setattr("playground.ui.code.code_view.claim_of", elsewhere)
    view.run_it()
    program.until(lambda: view.verdict.text().startswith("no_such_library is not installed here"))


def test_copying_puts_a_script_that_runs_on_the_clipboard(program, view, tmp_path):
    choose(view.weights, "with")
    QTest.mouseClick(view.copy_button, Qt.MouseButton.LeftButton)
    program.until(lambda: view.verdict.text().startswith("Copied"))
    path = tmp_path / "copied.py"
    path.write_text(QGuiApplication.clipboard().text(), encoding="utf-8")
    done = subprocess.run([sys.executable, str(path)], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr


def test_what_a_language_cannot_say_is_a_sentence(program, view):
    network = Network(layers=(Dense(), BatchNorm()))
    program.session.edit(replace(program.session.experiment, network=network), "edit")
    choose(view.target, "scikit-learn")
    program.until(lambda: view.refusal.isVisible())
    assert view.refusal.text() == "Scikit-learn's networks have no batch_norm layer; take PyTorch."
    assert not view.copy_button.isEnabled()
    choose(view.target, "pytorch")
    program.until(lambda: "nn.BatchNorm1d(4" in view.text and not view.refusal.isVisible())
    assert view.copy_button.isEnabled()


@pytest.mark.parametrize(
    ("target", "line"),
    [("pytorch", "nn.Linear(2, 4)"), ("keras", "keras.layers.Dense(4"), ("scikit-learn", "MLPClassifier"),
     ("latex", r"\tanh z_{1}")],
)  # fmt: skip
def test_each_language_shows_its_own_lines(program, view, target, line):
    choose(view.target, target)
    program.until(lambda: line in view.text)
    assert view.run_button.isEnabled() == (target != "latex")
    assert not view.spelling.isVisible()


def test_nothing_is_asked_for_while_the_code_cannot_change_or_be_seen(program, view, monkeypatch):
    asked = []
    monkeypatch.setattr(
        "playground.ui.code.code_view.code_of",
        lambda run, wanted: asked.append(run.step) or scripts.code_of(run, wanted),
    )
    for _ in range(3):
        program.session.step_epoch()
        program.next_snapshot()
    assert not asked
    choose(view.weights, "with")
    program.until(lambda: len(asked) == 1)
    program.window.workspace.drawer.choose_tab("gradientFlow")
    count = len(asked)
    for _ in range(3):
        program.session.step_epoch()
        program.next_snapshot()
    assert len(asked) == count


def test_the_text_follows_full_speed_at_its_own_pace(program, view, monkeypatch):
    now = [monotonic() + 10.0]
    asked = []
    monkeypatch.setattr("playground.ui.code.code_view.monotonic", lambda: now[0])
    monkeypatch.setattr(
        "playground.ui.code.code_view.code_of",
        lambda run, wanted: asked.append(run.step) or scripts.code_of(run, wanted),
    )
    choose(view.weights, "with")
    program.until(lambda: len(asked) == 1)
    program.session.play()
    for _ in range(8):
        program.next_snapshot()
    assert len(asked) == 1
    now[0] += 0.25
    program.until(lambda: len(asked) == 2)
    program.session.pause()


def test_the_text_follows_frames_that_come_faster_than_it_looks(program, view):
    choose(view.weights, "with")
    program.until(lambda: "W1 = np.array" in view.text)
    before, snapshot = view.text, program.session.snapshot
    program.session.step_epoch()
    steps = count(1)
    frames = QTimer(interval=4, timerType=Qt.TimerType.PreciseTimer)
    frames.timeout.connect(lambda: view.show_snapshot(copy_with(snapshot, step=next(steps))))
    frames.start()
    program.until(lambda: view.text != before)
    frames.stop()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1024, 1280, 1920])
def test_no_control_is_cut_at_any_width(program, view, theme, width):
    program.window.set_theme(theme)
    program.window.resize(width, 720)

    def is_whole(control) -> bool:
        place = control.geometry().translated(control.parentWidget().pos())
        return control.width() >= control.sizeHint().width() and view.rect().contains(place)

    controls = [
        view.target,
        view.spelling,
        view.weights,
        view.run_button,
        view.copy_button,
        view.export_button,
    ]
    program.until(lambda: view.width() <= width and all(is_whole(one) for one in controls if one.isVisible()))
    hidden = [control for control in controls if not control.isVisible()]
    assert hidden == ([view.export_button] if hidden else [])  # which the menu has too
