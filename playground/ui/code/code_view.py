"""The code of the present network: forward, backward and update, live, and proved by running it."""

from __future__ import annotations

import math
from concurrent.futures import Future
from functools import partial
from time import monotonic
from typing import Any

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from playground.app.background import Background, with_answer
from playground.app.scripts import Code, Proof, Spelling, Wanted, claim_of, code_of, prove
from playground.app.session import Session
from playground.engine.errors import ExperimentError
from playground.engine.experiment import Experiment
from playground.engine.layers.base import FEATURES_ID
from playground.observe.snapshot import Snapshot
from playground.ui.code.code_text import CodeSection
from playground.ui.code.export_dialog import ExportDialog
from playground.ui.code.sketch import NetworkSketch
from playground.ui.look import theme
from playground.ui.panel import Panel
from playground.ui.widgets.message import Message
from playground.ui.widgets.segmented import Option, SegmentedControl
from playground.ui.widgets.verdict import Severity, Verdict
from playground.ui.words import numbers

LEAST_SECONDS = 0.2
"""The text is made anew five times a second at most."""
_POLL_MS = 20
_LOW = 330
"""A lower view, in logical pixels, shows as many lines as it can; a higher one shows them large."""
_SMALLEST_ZOOM, _LARGEST_ZOOM = 0.75, 1.9
_SKETCH = (300, 460)
"""The least and the most width of the sketch."""
_VERDICT_WIDTH = 440
TARGET_TITLES = {
    "numpy": "NumPy",
    "pytorch": "PyTorch",
    "keras": "Keras",
    "scikit-learn": "scikit-learn",
    "latex": "LaTeX",
}
_SECTIONS = ("weights", "forward", "backward", "update")


class CodeView(Panel):
    """The network in the chosen language, section by section; hovering links it with the canvas."""

    NAME = "codeView"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.setAccessibleName(self.tr("Code"))
        self._shown: object = None
        self._asked: object = None
        self._asked_at = 0.0
        self._answer: Future[Code] | None = None
        self._copying: Future[str] | None = None
        self._proving = Background(self)
        self._proving.finished.connect(self._on_proof)
        self._proving.failed.connect(self._on_failure)
        self._timer = QTimer(self, interval=_POLL_MS)
        self._timer.timeout.connect(self._poll)
        self._make()
        self._lay_out()
        self.sketch.show_network(self.experiment)

    # ------------------------------------------------------------------------------ what is shown

    @property
    def wanted(self) -> Wanted:
        """Which code is chosen."""
        spelling: Spelling = "column" if self.spelling.value == "column" else "rows"
        return Wanted(self.target.value, spelling, self.weights.value == "with")

    @property
    def text(self) -> str:
        """All lines that are shown, section by section."""
        shown = [one for one in self.sections.values() if not one.isHidden()]
        return "\n\n".join(f"{one.title.text()}\n{one.code.toPlainText()}" for one in shown)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """The code of this instant, where it may have changed."""
        wanted = self.wanted
        moving = (snapshot.run_id, snapshot.step, snapshot.progress) if wanted.with_weights else None
        self._want((wanted, self.experiment, snapshot.learning_rate, moving))

    def experiment_changed(self, old: Experiment, new: Experiment) -> None:
        self._say("")
        self.sketch.show_network(new)

    def display_changed(self, name: str, value: Any) -> None:
        if name == "hovered":
            self._light(value[0] if value is not None and value[0] != FEATURES_ID else None)
        elif name == "lit_layer":
            self._light(value)

    def restyle(self) -> None:
        super().restyle()
        self._arrange()

    # ------------------------------------------------------------------------------ what one does

    def run_it(self) -> None:
        """Run the script that holds these lines in a process of its own, and compare with the engine."""
        self._say("")
        self.run_button.setText(self.tr("Running …"))
        self.run_button.setEnabled(False)
        claim = self.session.compute(partial(claim_of, wanted=self.wanted))
        self._proving.start(with_answer(claim, prove))

    def copy(self) -> None:
        """Put the whole script on the clipboard."""
        wanted = self.wanted
        self._copying = self.session.compute(lambda run: wanted.script(run).text)
        self._timer.start()

    # ------------------------------------------------------------------------------------- private

    def _make(self) -> None:
        self.target = SegmentedControl([Option(key, title) for key, title in TARGET_TITLES.items()])
        self.target.setObjectName("codeTarget")
        self.target.setAccessibleName(self.tr("Language"))
        self.spelling = SegmentedControl(
            [
                Option("rows", self.tr("Minibatch rows"), self.tr("Rows of X are points: X @ W.")),
                Option("column", self.tr("Lecture column"), self.tr("One point is a column x: W · x.")),
            ]
        )
        self.spelling.setObjectName("codeSpelling")
        self.spelling.setAccessibleName(self.tr("Spelling"))
        self.weights = SegmentedControl(
            [
                Option("with", self.tr("With weights"), self.tr("With all numbers as they stand.")),
                Option("without", self.tr("Without"), self.tr("The script draws its first weights itself.")),
            ]
        )
        self.weights.setObjectName("codeWeights")
        self.weights.setAccessibleName(self.tr("Weights"))
        self.weights.set_value("without")
        self.verdict = Verdict()
        self.verdict.setObjectName("codeVerdict")
        self.run_button = _button("codeRun", self.tr("Run it"), self.run_it)
        self.run_button.setToolTip(
            self.tr("Run the script in a process of its own and compare loss and gradient with the engine.")
        )
        self.copy_button = _button("codeCopy", self.tr("Copy"), self.copy)
        self.copy_button.setToolTip(self.tr("Put the whole script, with its data, on the clipboard."))
        self.export_button = _button("codeExport", self.tr("Export …"), self._export)
        self.export_button.setProperty("role", "accent")
        self.export_button.setToolTip(self.tr("Write this, or another format, into a file."))
        self.sections = {name: CodeSection(name) for name in _SECTIONS}
        for section in self.sections.values():
            section.hide()
            section.pointed.connect(self._on_pointed)
            section.title.toggled.connect(lambda _: self._fit_text())
        self.refusal = Message()
        self.refusal.setObjectName("codeRefusal")
        self.refusal.hide()
        self.sketch = NetworkSketch()
        self.sketch.pointed.connect(self._on_pointed)
        for control in (self.target, self.spelling, self.weights):
            control.chosen.connect(self._on_chosen)

    def _lay_out(self) -> None:
        unit = theme.pixels(theme.GRID)
        left, right = QWidget(), QWidget()
        choices = QHBoxLayout(left)
        choices.setContentsMargins(0, 0, 0, 0)
        choices.setSpacing(unit)
        for control in (self.target, self.spelling, self.weights):
            choices.addWidget(control)
        choices.addStretch(1)
        deeds = QHBoxLayout(right)
        deeds.setContentsMargins(0, 0, 0, 0)
        deeds.setSpacing(unit)
        deeds.addStretch(1)
        for button in (self.run_button, self.copy_button, self.export_button):
            deeds.addWidget(button)
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._head.setSpacing(unit)
        self._head.addWidget(left)
        self._head.addWidget(right)
        self._choices, self._deeds = left, right
        self._inside = QWidget()
        self._lines = lines = QVBoxLayout(self._inside)
        lines.setContentsMargins(0, 0, unit, 0)
        lines.setSpacing(0)
        lines.addWidget(self.refusal)
        for section in self.sections.values():
            lines.addWidget(section)
        lines.addStretch(1)
        self.area = QScrollArea()
        self.area.setObjectName("codeScroll")
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(self._inside)
        body = QHBoxLayout()
        body.setSpacing(2 * unit)
        body.addWidget(self.area, 1)
        body.addWidget(self.sketch)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * unit, unit, 2 * unit, 0)
        column.setSpacing(unit)
        column.addLayout(self._head)
        column.addWidget(self.verdict)
        column.addLayout(body, 1)
        self._rows = column
        self._arrange()

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.pixels(320), theme.pixels(80))  # the controls find a second row where they need it

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def showEvent(self, event: QShowEvent) -> None:
        self._shown = None
        super().showEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """One row of controls where it has room, else two."""
        room = self.width() - theme.pixels(32)
        buttons = (self.run_button, self.copy_button, self.export_button)
        for button in buttons:
            button.ensurePolished()  # or its size is not yet the style's
        gap = theme.pixels(theme.GRID)
        export = self.export_button.sizeHint().width() + gap
        needed = self._choices.sizeHint().width() + sum(one.sizeHint().width() + gap for one in buttons) + gap
        has_export = not needed - export <= room < needed
        self.export_button.setVisible(has_export)  # what is left out is in the menu too
        needed -= 0 if has_export else export
        direction = QBoxLayout.Direction
        self._head.setDirection(direction.LeftToRight if room >= needed else direction.TopToBottom)
        has_own_row = room < needed + theme.pixels(_VERDICT_WIDTH)
        if has_own_row == (self._head.indexOf(self.verdict) >= 0):
            (self._head if has_own_row else self._rows).removeWidget(self.verdict)
            if has_own_row:
                self._rows.insertWidget(1, self.verdict)
            else:
                self._head.insertWidget(1, self.verdict, 1)
        self.verdict.setVisible(not has_own_row or bool(self.verdict.text()))
        self._fit_text()

    def _fit_text(self) -> None:
        """The sketch where it leaves the lines their room; the lines as large as they then may be."""
        is_large = self.height() >= theme.pixels(_LOW)
        unit = theme.pixels(theme.GRID)
        air = unit if is_large else unit // 2
        self._rows.setSpacing(air)
        left, right = 2 * unit, 2 * unit
        self._rows.setContentsMargins(left, air, right, 0)
        natural = [one.natural_size for one in self.sections.values() if not one.isHidden()]
        wide = max((size.width() for size in natural), default=1.0)
        high = max(sum(size.height() for size in natural), 1.0)
        bar = self.area.verticalScrollBar().sizeHint().width() + unit
        across = self.width() - left - right - bar
        sketch = round(min(max(0.26 * across, theme.pixels(_SKETCH[0])), theme.pixels(_SKETCH[1])))
        has_sketch = is_large and across - sketch - 2 * unit >= wide
        self.sketch.setVisible(has_sketch)
        self.sketch.setFixedWidth(sketch)
        zoom = least = max(1.0 / theme.scale(), _SMALLEST_ZOOM)
        if is_large:
            down = self.height() - self._head.sizeHint().height() - 4 * unit
            fitting = min((across - (sketch + 2 * unit) * has_sketch) / wide, down / high)
            zoom = min(max(math.floor(20 * fitting) / 20, 0.9 * least), _LARGEST_ZOOM)
        for section in self.sections.values():
            section.set_zoom(zoom)
            section.updateGeometry()
        self._inside.setMinimumHeight(self._lines.totalMinimumSize().height())  # at once, not one event later

    def _on_chosen(self) -> None:
        self.spelling.setVisible(self.target.value == "numpy")
        self._arrange()
        self.run_button.setEnabled(self.target.value != "latex" and not self._proving.is_running)
        self._say("")
        if self.session.snapshot is not None:
            self.show_snapshot(self.session.snapshot)

    def _want(self, key: object) -> None:
        """Have the code of this key made, if it is not what is shown or on its way."""
        self._asked = key
        if key != self._shown and not self._timer.isActive():  # started anew at each frame it would never end
            self._timer.start()

    def _poll(self) -> None:
        """Show what was answered, and ask again if something else is wanted by now."""
        if self._answer is not None and self._answer.done():
            answer, self._answer = self._answer, None
            if not answer.cancelled() and answer.exception() is None:
                self._show(answer.result())
        if self._copying is not None and self._copying.done():
            self._on_copied()
        is_due = monotonic() - self._asked_at >= LEAST_SECONDS
        if self._answer is None and self._asked != self._shown and is_due and self.isVisible():
            self._asked_at = monotonic()
            self._shown = self._asked
            self._answer = self.session.compute(partial(code_of, wanted=self.wanted))
        if (
            self._answer is None
            and self._copying is None
            and (self._asked == self._shown or not self.isVisible())
        ):
            self._timer.stop()

    def _show(self, code: Code) -> None:
        if code.wanted != self.wanted:
            return
        self.refusal.setVisible(bool(code.refusal))
        if code.refusal:
            self.refusal.say(code.refusal[:1].upper() + code.refusal[1:] + ".")
        found = {section.name: section for section in code.sections}
        sign = "%" if code.wanted.target == "latex" else "#"
        for name, shown in self.sections.items():
            shown.setVisible(name in found)
            if name in found:
                shown.show_section(found[name], sign)
        self._fit_text()
        for button in (self.copy_button, self.run_button):
            button.setEnabled(not code.refusal and not (button is self.run_button and sign == "%"))

    # -------------------------------------------------------------------------------- what came of it

    def _stand_ready(self) -> None:
        self.run_button.setText(self.tr("Run it"))
        self.run_button.setEnabled(True)

    def _on_proof(self, proof: Proof) -> None:
        self._stand_ready()
        if proof.failure:
            self._say(proof.failure, "hint")
            return
        loss, off = numbers.plain(proof.loss, 4), numbers.scientific(proof.difference, 0)
        if proof.compared == "gradient":
            text = self.tr("Runs as shown: loss {loss}, largest difference {difference}")
        else:
            text = self.tr("Runs as shown: predictions differ by {difference} at most")
        is_same = proof.difference <= 1e-5
        if not is_same:
            text = self.tr("It runs, but differs: loss {loss}, largest difference {difference}")
        self._say(text.format(loss=loss, difference=off), "calm" if is_same else "warning")

    def _on_failure(self, error: Exception) -> None:
        self._stand_ready()
        self._say(str(error) if isinstance(error, ExperimentError) else repr(error), "warning")

    def _on_copied(self) -> None:
        answer, self._copying = self._copying, None
        if answer is None or answer.cancelled() or answer.exception() is not None:
            return
        text = answer.result()
        QGuiApplication.clipboard().setText(text)
        count = f"{text.count(chr(10)):,}"
        self._say(self.tr("Copied: the whole script, {count} lines.").format(count=count))

    def _say(self, text: str, severity: Severity = "calm") -> None:
        self.verdict.show_finding(severity, text)
        self._arrange()

    def _export(self) -> None:
        ExportDialog(self.session, self.target.value, self.window()).open()

    # ------------------------------------------------------------------------------------- the link

    def _on_pointed(self, layer: int | None) -> None:
        self.session.display.set(lit_layer=layer)

    def _light(self, layer: int | None) -> None:
        for section in self.sections.values():
            section.light(layer)
        self.sketch.light(layer)


def _button(name: str, text: str, do: Any) -> QPushButton:
    made = QPushButton(text)
    made.setObjectName(name)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    made.clicked.connect(do)
    return made
