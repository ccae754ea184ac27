"""Nudge: move one weight by h and compare what the gradient predicts with what the loss does."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from playground.observe.snapshot import Nudge
from playground.ui.look import theme
from playground.ui.widgets.slider import Slider
from playground.ui.widgets.text import Caption, ValueText
from playground.ui.words.numbers import change, plain

_REACH = 100
_STEP = 0.01
_LEAST_BAR = 20
"""Where bars have less room, in logical pixels, the numbers alone are there."""


class NudgeBars(QWidget):
    """Predicted and actual change of the loss as two bars from a common zero."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._nudge: Nudge | None = None
        self._hint = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.signals().changed.connect(self.updateGeometry)

    def show_nudge(self, nudge: Nudge | None, hint: str = "") -> None:
        """Show this comparison, or why there is none."""
        if (nudge, hint) != (self._nudge, self._hint):
            self._nudge, self._hint = nudge, hint
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.pixels(220), theme.pixels(40))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.pixels(160), theme.pixels(40))

    def paintEvent(self, event: QPaintEvent) -> None:
        colors = theme.current()
        with QPainter(self) as painter:
            painter.setFont(theme.font("small"))
            nudge = self._nudge
            if nudge is None:
                painter.setPen(colors.quiet)
                flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
                painter.drawText(self.rect(), flags, self._hint)
                return
            metrics = QFontMetricsF(theme.font("small"))
            labels = (self.tr("predicted h × ∂L/∂w"), self.tr("actual L(w + h) − L(w)"))
            left = max(metrics.horizontalAdvance(label) for label in labels) + theme.pixels(8)
            right = metrics.horizontalAdvance("−0.00e−00") + theme.pixels(8)
            largest = max(abs(nudge.predicted), abs(nudge.actual), 1e-300)
            rows = ((labels[0], nudge.predicted, colors.gradient), (labels[1], nudge.actual, colors.text))
            height = self.height() / 2
            for index, (label, value, color) in enumerate(rows):
                row = QRectF(0, index * height, self.width(), height)
                painter.setPen(colors.quiet)
                painter.drawText(row, Qt.AlignmentFlag.AlignVCenter, label)
                room = QRectF(left, row.top() + 4, self.width() - left - right, height - 8)
                if room.width() >= theme.pixels(_LEAST_BAR):
                    middle = room.center().x()
                    painter.fillRect(QRectF(middle - 0.5, row.top(), 1, height), colors.hairline)
                    length = value / largest * room.width() / 2
                    bar = QRectF(min(middle, middle + length), room.top(), abs(length), room.height())
                    painter.fillRect(bar, color)
                painter.setPen(color)
                flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
                painter.drawText(row, flags, change(value))


class NudgePanel(QWidget):
    """A slider for h, the two bars, and a button that really moves the weight."""

    changed = Signal(float)
    """The new h."""
    applied = Signal(float)
    """The weight is to be moved by this h."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("nudgePanel")
        self.title = Caption("", role="text")
        self.slider = Slider()
        self.slider.setObjectName("nudgeSlider")
        self.slider.setAccessibleName(self.tr("h"))
        self.slider.setRange(-_REACH, _REACH)
        self.slider.setValue(10)
        self.slider.setToolTip(
            self.tr(
                "The derivative is the sensitivity of the loss: move the weight by h and the loss moves by "
                "about h times the gradient, the better the smaller h is. Only Move changes the weight."
            )
        )
        self.value = ValueText("", sample="−0.00")
        self.apply = QPushButton(self.tr("Move"))
        self.apply.setObjectName("nudgeApply")
        self.apply.setToolTip(self.tr("Really move the weight by h. Undo takes it back."))
        self.bars = NudgeBars()
        row = QHBoxLayout()
        row.setSpacing(theme.pixels(8))
        row.addWidget(Caption("h", role="text"))
        row.addWidget(self.slider, 1)
        row.addWidget(self.value)
        row.addWidget(self.apply)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.pixels(4))
        layout.addWidget(self.title)
        layout.addLayout(row)
        layout.addWidget(self.bars)
        layout.addStretch(1)
        self.slider.valueChanged.connect(self._on_slider)
        self.apply.clicked.connect(lambda: self.applied.emit(self.step))
        self._on_slider()

    @property
    def step(self) -> float:
        """h."""
        return self.slider.value() * _STEP

    def _on_slider(self) -> None:
        self.value.set_text(plain(self.step))
        self.apply.setEnabled(self.step != 0.0)
        self.changed.emit(self.step)
