"""A seeded tester of the whole window: it clicks, types, drags and opens at random, and watches what must hold.

    python -m tests.monkey --minutes 60             the real window, offscreen; prints its seed
    python -m tests.monkey --minutes 1 --seed 7     the same acts again

After each act: no exception, no message of Qt, the document's experiment is one that its file reads back
equal, undo and redo come back to it, the number of widgets and the memory stay within bounds, and what the
window shows belongs to the document. The exit code is 1 where something did not hold.
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

WIDGETS = 60
"""So many top-level widgets at most: menus, tooltips and dialogs come and go."""
GROWTH_MB = 200.0
"""Memory may grow by so much after the first acts: histories fill up to their bounds."""
SETTLED_ACTS = 100
_TEXTS = (
    "0", "1", "-1", "0.5", "1e9", "1e400", "nan", "inf", "-inf", "", "x1*x2", "sin(x1", "1/0", "한국어", "x" * 300,
    "3,5", "+", "f = (x + y) * z", "https://playground.tensorflow.org/#activation=relu&networkShape=4,2",
    "x1,x2,label\n1,2,0\n3,4,1\n", '{"format": "playground", "version": 1}', '{"format": "playground"',
)  # fmt: skip
_FORBIDDEN = ("quit", "close", "exit", "install")


def resident_mb() -> float:
    """Resident memory of this process in megabytes."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGESIZE") / 2**20


class Monkey:
    """Does one act after the other in a window; ``findings`` are what did not hold."""

    def __init__(self, app: Any, window: Any, session: Any, seed: int) -> None:
        from PySide6.QtCore import QTimer, qInstallMessageHandler

        self.app, self.window, self.session = app, window, session
        self.random = random.Random(seed)
        self.findings: list[str] = []
        self.acts: Counter[str] = Counter()
        self.last: list[str] = []
        self._first_mb, self._most = 0.0, WIDGETS
        self._hook, sys.excepthook = sys.excepthook, self._on_exception
        self._handler = qInstallMessageHandler(self._on_message)
        self._closer = QTimer(interval=30)
        self._closer.timeout.connect(self._answer_what_waits)
        self._closer.start()

    def stop(self) -> None:
        """Give back what was taken."""
        from PySide6.QtCore import qInstallMessageHandler

        self._closer.stop()
        sys.excepthook = self._hook
        qInstallMessageHandler(self._handler)

    # ------------------------------------------------------------------------------------- acts

    def act(self) -> None:
        """One act, and a look at what must hold after it."""
        name, do = self.random.choice(self._acts())
        self.acts[name] += 1
        self._say(name)
        try:
            do()
            self._settle()
            self._look()
        except Exception:
            self._find(traceback.format_exc())

    def _acts(self) -> list[tuple[str, Callable[[], object]]]:
        return [
            *[("click", self._click)] * 8,
            *[("key", self._key)] * 6,
            *[("drag", self._drag)] * 4,
            *[("wheel", self._wheel)] * 2,
            *[("type", self._type)] * 2,
            *[("menu", self._menu)] * 2,
            ("command", self._command),
            ("field", self._field),
            ("open", self._open),
            ("paste", lambda: self.session.paste(self.random.choice(_TEXTS))),
            ("undo", self.session.document.undo_stack.undo),
            ("redo", self.session.document.undo_stack.redo),
            ("play", self.session.toggle_play),
            ("wait", lambda: self.wait(0.2)),
            ("save", self._save),
            ("size", self._size),
            ("look", self._looks),
            ("there and back", self._there_and_back),
        ]

    def _widgets(self, *kinds: type) -> list[Any]:
        from PySide6.QtWidgets import QWidget

        roots = [self.app.activePopupWidget() or self.app.activeModalWidget() or self.window]
        found = [
            one for root in roots for one in root.findChildren(QWidget) if one.isVisible() and one.isEnabled()
        ]
        # Python lets go of those left out, and with them of what stands in them, where Qt alone made both.
        return [one for one in found if self._is_valid(one) and (not kinds or isinstance(one, kinds))]

    def _click(self) -> None:
        from PySide6.QtCore import QPoint, Qt
        from PySide6.QtTest import QTest

        widget = self._choice(self._widgets())
        if not self._is_valid(widget) or widget.objectName().lower().startswith(_FORBIDDEN):
            return
        place = QPoint(
            self.random.randrange(max(widget.width(), 1)), self.random.randrange(max(widget.height(), 1))
        )
        button = self.random.choice([Qt.MouseButton.LeftButton] * 5 + [Qt.MouseButton.RightButton])
        self._say(f"  {button.name} {type(widget).__name__} {widget.objectName()} at {place.toTuple()}")
        if self.random.random() >= 0.15:
            QTest.mouseClick(widget, button, pos=place)
            return
        QTest.mouseDClick(widget, button, pos=place)
        if self._is_valid(widget):
            QTest.mouseRelease(widget, button, pos=place)

    def _key(self) -> None:
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        key = self.random.choice(
            [Qt.Key.Key_Space, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Tab,
             Qt.Key.Key_Backtab, Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Delete, Qt.Key.Key_Backspace,
             Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Period,
             Qt.Key.Key_Plus, Qt.Key.Key_Minus, Qt.Key.Key_F11, Qt.Key.Key_Question,
             *(getattr(Qt.Key, f"Key_{letter}") for letter in "ABCDEFGHIJKLMNOPRSTUVXYZ0123456789")]
        )  # fmt: skip
        none, control, shift = (
            getattr(Qt.KeyboardModifier, f"{n}Modifier") for n in ("No", "Control", "Shift")
        )
        held = self.random.choice([none] * 5 + [control, shift])
        if held == control and key in (Qt.Key.Key_Q, Qt.Key.Key_W):
            return
        self._say(f"  {held.name} {key.name}")
        target = self.app.focusWidget() or self.window
        if target is not None:
            QTest.keyClick(target, key, held)

    def _drag(self) -> None:
        from PySide6.QtCore import QPoint, Qt
        from PySide6.QtTest import QTest

        widget = self._choice([one for one in self._widgets() if one.width() > 30 and one.height() > 12])
        if not self._is_valid(widget):
            return
        points = [
            QPoint(
                self.random.randrange(-20, widget.width() + 20),
                self.random.randrange(-20, widget.height() + 20),
            )
            for _ in range(self.random.randrange(2, 6))
        ]
        self._say(f"  {type(widget).__name__} {widget.objectName()} {[p.toTuple() for p in points]}")
        QTest.mousePress(widget, Qt.MouseButton.LeftButton, pos=points[0])
        for point in points[1:]:
            if not self._is_valid(widget):
                return
            QTest.mouseMove(widget, point)
            self.app.processEvents()
        if not self._is_valid(widget):
            return
        if self.random.random() < 0.15:
            QTest.keyClick(widget, Qt.Key.Key_Escape)
        if self._is_valid(widget):
            QTest.mouseRelease(widget, Qt.MouseButton.LeftButton, pos=points[-1])

    def _wheel(self) -> None:
        from PySide6.QtCore import QPoint, QPointF, Qt
        from PySide6.QtGui import QWheelEvent

        widget = self._choice(self._widgets())
        if not self._is_valid(widget):
            return
        place = QPointF(widget.rect().center())
        turn = QPoint(0, self.random.choice((-480, -120, 120, 480)))
        held = self.random.choice((Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier))
        self._say(f"  {type(widget).__name__} {widget.objectName()} {turn.y()} {held.name}")
        event = QWheelEvent(
            place, widget.mapToGlobal(place), QPoint(), turn, Qt.MouseButton.NoButton, held,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        self.app.sendEvent(widget, event)

    def _type(self) -> None:
        from PySide6.QtCore import QEvent, Qt
        from PySide6.QtGui import QKeyEvent
        from PySide6.QtTest import QTest
        from PySide6.QtWidgets import QAbstractSpinBox, QLineEdit, QPlainTextEdit

        widget = self._choice(self._widgets(QLineEdit, QAbstractSpinBox, QPlainTextEdit))
        if not self._is_valid(widget):
            return
        text = self.random.choice(_TEXTS)
        self._say(f"  {type(widget).__name__} {widget.objectName()} {text[:40]!r}")
        widget.setFocus()
        if hasattr(widget, "selectAll"):
            widget.selectAll()
        for letter in text[:60]:
            if self._is_valid(widget):
                self.app.sendEvent(
                    widget, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter)
                )
        if self._is_valid(widget):
            QTest.keyClick(widget, self.random.choice((Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Escape)))

    def _menu(self) -> None:
        from PySide6.QtGui import QAction

        actions = [
            one for one in self.window.findChildren(QAction)
            if one.isEnabled() and one.text() and not one.menu() and type(one.parent()).__name__ != "GraphicsScene"
            and not any(word in (one.objectName() + one.text()).lower() for word in (*_FORBIDDEN, "종료"))
        ]  # fmt: skip
        action = self._choice(actions)
        if self._is_valid(action):
            self._say(f"  {action.objectName()} {action.text()}")
            action.trigger()

    def _command(self) -> None:
        session = self.session
        do = self.random.choice(
            (session.play, session.pause, session.step_minibatch, session.step_epoch, session.step_back,
             session.reset, session.new_seed, lambda: session.seek(self.random.randrange(2000)),
             lambda: session.set_speed(self.random.choice((None, 0.1, 5.0, 1e9))))
        )  # fmt: skip
        do()

    def _field(self) -> None:
        from playground.engine import fields
        from playground.engine.errors import ExperimentError

        experiment = self.session.experiment
        field = self.random.choice(fields.all_fields(experiment))
        value: Any = self.random.choice((0, 1, 2, 3, 7, 20, 0.0, 0.1, 0.9, True, False, None))
        if field.choices and self.random.random() < 0.8:
            value = self.random.choice(field.choices)
        self._say(f"  {field.path} {value!r}")
        try:
            new = fields.set(experiment, field.path, value)
        except ExperimentError:
            return
        self.session.edit(new, "an edit")

    def _open(self) -> None:
        from playground.paths import resource

        path = self.random.choice(sorted(resource("examples").glob("*.json")))
        self._say(f"  {path.name}")
        self.session.open(path)

    def _save(self) -> None:
        path = Path(self.random.choice(("a", "b"))).with_suffix(".playground").absolute()
        self.session.save(path)
        self.wait(0.1)
        if self.random.random() < 0.5:
            self.session.open(path)

    def _size(self) -> None:
        width, height = self.random.choice(((911, 512), (1280, 720), (1920, 1080), (1024, 600), (1500, 950)))
        self.window.resize(width, height)

    def _looks(self) -> None:
        self.random.choice(
            (lambda: self.window.set_theme("dark"), lambda: self.window.set_theme("light"),
             lambda: self.window.set_language("ko"), lambda: self.window.set_language("en"))
        )()  # fmt: skip

    def _there_and_back(self) -> None:
        """Undo and redo come back to where one was."""
        document = self.session.document
        if not document.undo_stack.canUndo():
            return
        before = document.experiment
        document.undo_stack.undo()
        document.undo_stack.redo()
        if document.experiment != before:
            self._find("undo and redo lead elsewhere")

    # ------------------------------------------------------------------------------- what holds

    def _settle(self) -> None:
        for _ in range(3):
            self.app.processEvents()
        self._throw_away()
        time.sleep(0.002)

    @staticmethod
    def _throw_away() -> None:
        """What is to be deleted later is deleted now: no event loop runs between two acts."""
        from PySide6.QtCore import QCoreApplication, QEvent

        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def wait(self, seconds: float) -> None:
        until = time.perf_counter() + seconds
        while time.perf_counter() < until:
            self.app.processEvents()
            time.sleep(0.005)

    def _look(self) -> None:
        from playground.engine.experiment import decode, encode

        experiment = self.session.experiment
        if self.random.random() < 0.05 and decode(encode(experiment)) != experiment:
            self._find("the document's file reads back as something else")
        if not self.window.isVisible():
            self._find("the window is gone")
            self.window.show()
        shown = self.session.snapshot
        if shown is not None and shown.run_id == self.session.run_id and not self.session.busy:
            layers = [layer.id for layer in experiment.network.layers]
            seen = [layer.id for layer in shown.layers][: len(layers)]
            if seen != layers:
                self._find(f"the snapshot shows layers {seen}, the document has {layers}")
        count = len(self.app.topLevelWidgets())
        if count > self._most:
            kinds = Counter(
                (
                    type(w).__name__,
                    w.objectName(),
                    type(w.parent()).__name__,
                    str([a.text() for a in w.actions()[:2]]),
                )
                for w in self.app.topLevelWidgets()
            )
            self._find(f"{count} top-level widgets: {kinds.most_common(5)}")
            self._most = 2 * count
        if sum(self.acts.values()) == SETTLED_ACTS:
            self._first_mb = resident_mb()
        if self._first_mb and resident_mb() > self._first_mb + GROWTH_MB:
            from playground.app.heap import give_back_memory

            gc.collect()
            give_back_memory()  # what is free but kept is no growth
        if self._first_mb and resident_mb() > self._first_mb + GROWTH_MB:
            self._find(f"memory grew from {self._first_mb:.0f} to {resident_mb():.0f} MB")
            self._first_mb = resident_mb()

    def _answer_what_waits(self) -> None:
        """Popups and dialogs wait for an answer: they get one, or are sent away."""
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest
        from PySide6.QtWidgets import QDialog, QMenu

        popup = self.app.activePopupWidget()
        if popup is not None:
            actions = popup.actions() if isinstance(popup, QMenu) else []
            chosen = self._choice([one for one in actions if one.isEnabled() and not one.menu()])
            if chosen is not None and self.random.random() < 0.5:
                words = (chosen.objectName() + chosen.text()).lower()
                if not any(word in words for word in (*_FORBIDDEN, "종료")):
                    self._say(f"  chooses {chosen.text()}")
                    popup.close()
                    chosen.trigger()
                    return
            QTest.keyClick(popup, Qt.Key.Key_Escape)
            if self._is_valid(popup):
                popup.close()
            return
        modal = self.app.activeModalWidget()
        if isinstance(modal, QDialog) and self.random.random() < 0.3:
            self._say(f"  sends away {type(modal).__name__} {modal.objectName()}")
            modal.reject()

    def _choice(self, things: list[Any]) -> Any:
        return self.random.choice(things) if things else None

    @staticmethod
    def _is_valid(widget: Any) -> bool:
        """Whether there is a widget that can be spoken to.

        One within a dialog that Qt made itself cannot be, once Python has let go of those around it.
        """
        from shiboken6 import isValid

        return widget is not None and bool(isValid(widget))

    def _say(self, text: str) -> None:
        self.last = [*self.last[-24:], text]

    def _find(self, text: str) -> None:
        self.findings.append(text + "\n    after " + "\n    after ".join(self.last[-8:]))

    def _on_exception(self, kind: type[BaseException], error: BaseException, trace: Any) -> None:
        self._find("".join(traceback.format_exception(kind, error, trace)))

    def _on_message(self, kind: Any, context: Any, message: str) -> None:
        if not message.startswith(("This plugin does not support", "Populating font family aliases")):
            self._find(f"Qt: {message}")


def play(seconds: float, seed: int, tell: Callable[[str], object] = print) -> list[str]:
    """Let it play for so long; returns what it found."""
    from playground.engine.experiment import Experiment
    from playground.tools.offscreen import offscreen_window

    begun = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder, offscreen_window(Experiment()) as (app, window, session):
        here = Path.cwd()
        os.chdir(folder)
        monkey = Monkey(app, window, session, seed)
        try:
            told = 0
            while time.perf_counter() - begun < seconds:
                monkey.act()
                while told < len(monkey.findings):
                    tell(f"[{sum(monkey.acts.values())} acts] {monkey.findings[told]}")
                    told += 1
            session.pause()
            monkey.wait(0.3)
        finally:
            monkey.stop()
            os.chdir(here)
    failures = [notice for notice in [session.errors.take_notice()] if notice is not None]
    findings = [*monkey.findings, *(f"{notice.text} {notice.details}" for notice in failures)]
    tell(f"{sum(monkey.acts.values())} acts in {time.perf_counter() - begun:.0f} s, {len(findings)} findings")
    return findings


def main() -> int:
    """Play as the command line says."""
    parser = argparse.ArgumentParser(description="A seeded tester of the whole window.")
    parser.add_argument("--minutes", type=float, default=2.0)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    asked = parser.parse_args()
    print(f"seed {asked.seed}", flush=True)
    return 1 if play(60 * asked.minutes, asked.seed, lambda text: print(text, flush=True)) else 0


if __name__ == "__main__":
    sys.exit(main())
