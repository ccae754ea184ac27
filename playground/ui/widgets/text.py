"""Short texts that may change at every frame without moving anything around them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.ui.look import theme


def fitting(forms: Sequence[str], room: float, metrics: QFontMetrics | QFontMetricsF) -> str:
    """The longest of these texts, which say the same ever shorter, that has room; at worst the last."""
    return next((text for text in forms[:-1] if metrics.horizontalAdvance(text) <= room), forms[-1])


def whole_words(text: str, room: float, metrics: QFontMetrics | QFontMetricsF) -> str:
    """As many words as there is room for, then an ellipsis: never a part of a word or of a number."""
    if metrics.horizontalAdvance(text) <= room:
        return text
    words = text.split(" ")
    for count in range(len(words) - 1, 0, -1):
        shorter = " ".join(words[:count]).rstrip(" ·,;:") + " …"
        if metrics.horizontalAdvance(shorter) <= room:
            return shorter
    return "…"


class ValueText(QWidget):
    """One line of text with room for its sample: another text repaints it and lays nothing out.

    What can be said in shorter forms is never cut: the longest that has room is shown, and where it is
    not the first one, that one stands in the tooltip.
    """

    def __init__(
        self,
        text: str = "",
        *,
        sample: str = "0000",
        role: theme.FontRole = "body",
        color: str = "text",
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._forms: Sequence[str] = (text,)
        self._text = text
        self._sentence = ""
        self._sample = sample
        self._role: theme.FontRole = role
        self._color = color
        self._align = align
        self._is_named = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, False)
        theme.signals().changed.connect(self._restyle)
        self._speak()

    def text(self) -> str:
        """The text that is shown."""
        return self._text

    def set_text(self, text: str) -> None:
        """Show this text."""
        self.set_forms((text,))

    def set_forms(self, forms: Sequence[str]) -> None:
        """Show the first of these texts, which say the same ever shorter, that has room."""
        if forms != self._forms:
            self._forms = forms
            self._speak()
            self._choose()

    def setAccessibleName(self, name: str) -> None:
        """Say what the text is of; without that the text itself is its name."""
        self._is_named = True
        super().setAccessibleName(name)
        self._speak()

    def setToolTip(self, text: str) -> None:
        self._sentence = text
        is_whole = self._text == self._forms[0]
        super().setToolTip(text if is_whole else "\n".join(filter(None, (text, self._forms[0]))))

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self._font())
        longest = max(metrics.horizontalAdvance(t) for t in (self._sample, self._kept()))
        return QSize(longest + 2, metrics.height() + 1)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def is_clipped(self) -> bool:
        """Whether the text is longer than its room."""
        return not self._has_room(self._text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._choose()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setFont(self._font())
            colors = theme.current()
            painter.setPen(getattr(colors, self._color) if self.isEnabled() else colors.quiet)
            flags = self._align | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
            painter.drawText(QRect(0, 0, self.width(), self.height()), flags, self._text)

    def _kept(self) -> str:
        return ""

    def _font(self) -> QFont:
        return theme.font(self._role)

    def _speak(self) -> None:
        if self._is_named:
            self.setAccessibleDescription(self._forms[0])
        else:
            super().setAccessibleName(self._forms[0])

    def _choose(self) -> None:
        """Take the longest form that has room."""
        self._text = next((text for text in self._forms[:-1] if self._has_room(text)), self._forms[-1])
        self.setToolTip(self._sentence)
        self.update()

    def _has_room(self, text: str) -> bool:
        return QFontMetrics(self._font()).horizontalAdvance(text) <= self.width() + 1

    def _restyle(self) -> None:
        self.updateGeometry()
        self._choose()


class Caption(ValueText):
    """A fixed text: the name over or beside a control."""

    def __init__(
        self,
        text: str,
        *,
        role: Literal["quiet", "text"] = "quiet",
        size: theme.FontRole | None = None,
        parent: QWidget | None = None,
    ) -> None:
        shown = size or ("small" if role == "quiet" else "body")
        super().__init__(text, sample="", role=shown, color=role, parent=parent)

    def set_text(self, text: str) -> None:
        """Show this text and take its room."""
        if text != self._text:
            super().set_text(text)
            self.updateGeometry()

    def _kept(self) -> str:
        return self._text


class Heading(Caption):
    """A section's name: small capitals, spaced."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text.upper(), parent=parent)

    def set_text(self, text: str) -> None:
        """Show this name."""
        super().set_text(text.upper())

    def _font(self) -> QFont:
        made = QFont(theme.font("small"))
        made.setWeight(QFont.Weight.DemiBold)
        made.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 1.0 * theme.scale())
        return made
