"""Lines of code under a title that folds them away: highlighted, selectable, lit line by line."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QSyntaxHighlighter,
    QTextCharFormat,
    QTextCursor,
    QTextFormat,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QPlainTextEdit,
    QSizePolicy,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from playground.app.scripts import Section, aligned
from playground.ui.look import theme

_INSIDE = 1
"""The state of a line that ends inside a text of several lines."""
_WORDS = re.compile(r"\b(?:for|in|if|else|with|def|return|import|from|global|pass|class|as|not)\b")
_GRADIENTS = re.compile(r"\bd(?:[A-Zxzhnsb]\w*)\b(?!\()|\\delta\b")


class CodeHighlighter(QSyntaxHighlighter):
    """Comments are quiet, gradients have the colour of gradients, words of the language the accent's."""

    sign = "#"

    def highlightBlock(self, text: str) -> None:
        colors = theme.current()
        was_inside = self.previousBlockState() == _INSIDE
        is_inside = was_inside != bool(text.count('"""') % 2)
        self.setCurrentBlockState(_INSIDE if is_inside else 0)
        if was_inside or text.lstrip().startswith('"""'):
            self.setFormat(0, len(text), colors.quiet)
            return
        for pattern, color in ((_WORDS, colors.accent), (_GRADIENTS, colors.gradient)):
            for found in pattern.finditer(text):
                self.setFormat(found.start(), found.end() - found.start(), color)
        note = text.rfind(f"  {self.sign} ")
        start = 0 if text.lstrip().startswith(self.sign) else note
        if start >= 0:
            quiet = QTextCharFormat()
            quiet.setForeground(colors.quiet)
            self.setFormat(start, len(text) - start, quiet)


class CodeText(QPlainTextEdit):
    """A text as large as its lines; ``pointed`` tells the line under the pointer, -1 for none."""

    pointed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "code")
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.viewport().setMouseTracking(True)
        self.document().setDocumentMargin(0)
        self.highlighter = CodeHighlighter(self.document())
        self._line = -1
        self._zoom = 1.0
        self._lines_height = 0.0
        self._widest = 0.0
        self._lit: tuple[int, ...] = ()
        theme.signals().changed.connect(self._restyle)
        self._restyle()

    def show_text(self, text: str) -> None:
        """Show this text; what is the same already stays as it is, with its selection."""
        if text != self.toPlainText():
            self.setPlainText(text)
            self._light()
            self._fit()

    def light(self, lines: Sequence[int]) -> None:
        """Light these lines."""
        if tuple(lines) != self._lit:
            self._lit = tuple(lines)
            self._light()

    @property
    def natural_size(self) -> QSizeF:
        """The size of its lines where they are not written larger."""
        line = QFontMetricsF(theme.font("code")).lineSpacing()
        return QSizeF(self._widest, line * self.document().blockCount())

    @property
    def lit(self) -> tuple[int, ...]:
        """The lines that are lit."""
        return self._lit

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        line = self.cursorForPosition(event.position().toPoint()).blockNumber()
        self._point(line if event.position().y() < self._lines_height else -1)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._point(-1)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the whole scrolls, not this part of it

    def sizeHint(self) -> QSize:
        return QSize(self.minimumWidth(), self.minimumHeight())

    def _point(self, line: int) -> None:
        if line != self._line:
            self._line = line
            self.pointed.emit(line)
            self._light()

    def _light(self) -> None:
        selections = []
        for line in self._lit:
            block = self.document().findBlockByNumber(line)
            if block.isValid():
                one = QTextEdit.ExtraSelection()
                one.cursor = QTextCursor(block)
                colors = theme.current()
                share = 0.0 if line == self._line else 0.55
                one.format.setBackground(theme.mix(colors.selection, colors.panel, share))
                one.format.setProperty(QTextFormat.Property.FullWidthSelection, True)
                selections.append(one)
        self.setExtraSelections(selections)

    def set_zoom(self, zoom: float) -> None:
        """Write so much larger than usual."""
        if zoom != self._zoom:
            self._zoom = zoom
            self._restyle()

    def _fit(self) -> None:
        metrics = QFontMetricsF(theme.font("code"))
        self._widest = max(map(metrics.horizontalAdvance, self.toPlainText().split("\n")))
        self.setMinimumWidth(round(self._widest * self._zoom) + theme.pixels(12))
        block, height = self.document().firstBlock(), 0.0
        while block.isValid():
            height += self.blockBoundingRect(block).height()
            block = block.next()
        self._lines_height = height
        self.setFixedHeight(math.ceil(height) + theme.pixels(4 if self._zoom >= 1.0 else 1))

    def _restyle(self) -> None:
        self.setFont(_zoomed(self._zoom))
        self.highlighter.rehighlight()
        self._light()
        self._fit()


def _zoomed(zoom: float) -> QFont:
    font = QFont(theme.font("code"))
    font.setPixelSize(round(font.pixelSize() * zoom))
    return font


class FoldButton(QAbstractButton):
    """A section's title with an arrow; what it says stands beside it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.says = ""
        self.zoom = 1.0
        self.setCheckable(True)
        self.setChecked(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.signals().changed.connect(self.updateGeometry)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(_zoomed(self.zoom))
        width = metrics.horizontalAdvance(f"{self.text()}   {self.says}") + theme.pixels(40)
        return QSize(round(width), round(metrics.height()) + theme.pixels(6 if self.zoom >= 1.0 else 2))

    def paintEvent(self, event: QPaintEvent) -> None:
        colors, factor = theme.current(), theme.scale()
        font = _zoomed(self.zoom)
        metrics = QFontMetricsF(font)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self.hasFocus():
                painter.setPen(QPen(colors.accent, factor))
                painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 4, 4)
            painter.setPen(QPen(colors.accent, 1.5 * factor))
            middle = QPointF(theme.pixels(7), self.height() / 2)
            flat = [QPointF(-3.5, -1.8), QPointF(0, 1.9), QPointF(3.5, -1.8)]
            turned = [QPointF(-1.8, -3.5), QPointF(1.9, 0), QPointF(-1.8, 3.5)]
            corners = flat if self.isChecked() else turned
            painter.drawPolyline([middle + corner * factor for corner in corners])
            left = theme.pixels(18)
            room = self.rect().adjusted(left, 0, 0, 0)
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            painter.setFont(font)
            painter.drawText(room, flags, self.text())
            advance = round(metrics.horizontalAdvance(self.text() + "   "))
            painter.setPen(colors.quiet)
            painter.drawText(room.adjusted(advance, 0, 0, 0), flags, self.says)


class CodeSection(QWidget):
    """One section: its title, and its lines. ``pointed`` tells the layer's id under the pointer, or None."""

    pointed = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = name
        self.setObjectName(f"{name}Section")
        self.title = FoldButton()
        self.title.setText(f"# {name}")
        self.title.setAccessibleName(name)
        self.code = CodeText()
        self.code.setObjectName(f"{name}Code")
        self.code.setAccessibleName(name)
        self._layers: list[int | None] = []
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, theme.pixels(6))
        column.setSpacing(theme.pixels(2))
        column.addWidget(self.title)
        column.addWidget(self.code)
        self.title.toggled.connect(self.code.setVisible)
        self.code.pointed.connect(self._on_pointed)

    def show_section(self, section: Section, sign: str) -> None:
        """Show these lines; ``sign`` begins a comment."""
        self.title.says = section.says
        self.title.setText(f"{sign} {section.name}")
        self.title.update()
        self.code.highlighter.sign = sign
        self._layers = [line.layer for line in section.lines]
        self.code.show_text("\n".join(aligned(section.lines, sign)))

    @property
    def natural_size(self) -> QSizeF:
        """The size of title and lines where they are not written larger."""
        code, title = self.code.natural_size, self.title.sizeHint().height() / self.title.zoom
        height = title + theme.pixels(12) + (0.0 if self.code.isHidden() else code.height())
        return QSizeF(code.width() + theme.pixels(12), height)

    def set_zoom(self, zoom: float) -> None:
        """Write so much larger than usual; small lines stand close."""
        self.code.set_zoom(zoom)
        self.title.zoom = zoom
        self._column.setContentsMargins(0, 0, 0, theme.pixels(6 if zoom >= 1.0 else 2))
        self._column.setSpacing(theme.pixels(2 if zoom >= 1.0 else 0))
        self.title.updateGeometry()

    def light(self, layer: int | None) -> None:
        """Light the lines of this layer."""
        self.code.light(
            [place for place, one in enumerate(self._layers) if layer is not None and one == layer]
        )

    def _on_pointed(self, line: int) -> None:
        self.pointed.emit(self._layers[line] if 0 <= line < len(self._layers) else None)
