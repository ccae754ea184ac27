"""The gradient check in the window: analytic against numeric gradient, layer by layer."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from playground.app.background import Background, copy_run, with_answer
from playground.app.session import Session
from playground.engine.training import TrainingRun
from playground.observe.gradcheck import GradientCheck, check
from playground.ui.analysis.scrolled import scrolled
from playground.ui.network import names
from playground.ui.panel import Panel
from playground.ui.widgets.verdict import Severity, Verdict
from playground.ui.words import numbers

if TYPE_CHECKING:
    from playground.ui.analysis.check_bars import CheckBars

translate = QCoreApplication.translate


class GradientCheckPanel(Panel):
    """The layers' bars. The check runs beside training, on a copy of the run.

    ``verdict`` and ``button`` are for whoever holds the panel to place.
    """

    NAME = "gradientCheck"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.setAccessibleName(self.tr("Gradient check"))
        self._background = Background(self)
        self.result: GradientCheck | None = None
        self.verdict = Verdict()
        self.button = QPushButton(self.tr("Check again"))
        self.button.setObjectName("gradientCheckButton")
        self.button.setToolTip(
            self.tr(
                "Compares each layer's gradient from backpropagation with (L(w + h) − L(w − h)) / 2h, "
                "at the present weights. A correct derivative agrees to about 1e−7 or better."
            )
        )
        self._bars: CheckBars | None = None
        self._scroll = scrolled()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._scroll)
        self.button.clicked.connect(self.start)
        self._background.finished.connect(self._show)
        self._background.failed.connect(self._fail)

    @property
    def bars(self) -> CheckBars:
        """The layers' bars, made when they are first needed."""
        if self._bars is None:
            from playground.ui.analysis.check_bars import CheckBars

            self._bars = CheckBars(self.session.write_file)
            self._scroll.setWidget(self._bars)
        return self._bars

    def start(self) -> None:
        """Check the gradients at the present weights."""
        self.button.setEnabled(False)
        self.verdict.show_finding("calm", self.tr("Checking …"))
        future = self.session.compute(copy_run)
        self._background.start(with_answer(future, _checked))

    def hideEvent(self, event: QHideEvent) -> None:
        self._background.cancel()
        self.button.setEnabled(True)
        super().hideEvent(event)

    def _show(self, found: GradientCheck) -> None:
        self.result = found
        self.button.setEnabled(True)
        experiment = self.experiment
        titles = {layer.layer_id: names.layer_name(experiment, layer.layer_id) for layer in found.layers}
        self.bars.show_check(found, titles)
        self.verdict.show_finding(*_summary(found, titles))

    def _fail(self, error: Exception) -> None:
        self.button.setEnabled(True)
        self.verdict.show_finding("warning", self.tr("The check could not be done."), str(error))


def _checked(run: TrainingRun) -> Generator[float, None, GradientCheck]:
    yield 0.1
    return check(run)


def _summary(found: GradientCheck, titles: dict[int, str]) -> tuple[Severity, str, str]:
    """Severity, sentence and advice."""
    if not found.layers:
        text = translate("GradientCheck", "There are no training points to check the gradient on.")
        return "hint", text, ""
    worst = numbers.scientific(found.relative_error)
    kinks = ""
    if found.kinks:
        text = translate(
            "GradientCheck",
            "Not judged: {count} of {checked} parameters at a kink, where the numeric difference is the mean "
            "of two slopes.",
        )
        kinks = text.format(count=found.kinks, checked=sum(layer.checked for layer in found.layers))
    if found.passed:
        text = translate(
            "GradientCheck", "Analytic and numeric gradient agree: largest relative error {error}."
        )
        about = translate("GradientCheck", "Centred differences on {points} points, loss plus penalty.")
        return "calm", text.format(error=worst), kinks or about.format(points=found.points)
    culprit = [layer for layer in found.layers if not layer.passed][-1]
    text = translate("GradientCheck", "The gradients differ: relative error {error}.")
    advice = translate(
        "GradientCheck",
        "Look for the wrong derivative in {layer}: of the wrong layers it is nearest to the output, "
        "those before it inherit the error.",
    )
    name = titles.get(culprit.layer_id, "")
    return "warning", text.format(error=worst), " ".join(filter(None, (advice.format(layer=name), kinks)))
