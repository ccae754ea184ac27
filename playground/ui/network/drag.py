"""Dragging a layer: a new one from the palette, or a column of the canvas. Plain mouse events only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QCoreApplication,
    QEasingCurve,
    QEvent,
    QObject,
    QPoint,
    QRectF,
    QSize,
    Qt,
    QVariantAnimation,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from playground.engine.layers.kinds import AnyLayer
from playground.ui.look import theme

if TYPE_CHECKING:
    from playground.ui.network.canvas import NetworkCanvas

OPENING_MS = 140


@dataclass(frozen=True)
class DragPayload:
    """What is dragged: a new layer, or the layer of a column (``layer_id``)."""

    text: str
    layer: AnyLayer | None = None
    layer_id: int | None = None
    picture: QPixmap | None = None


class LayerDrag(QObject):
    """At most one drag at a time: ``begin``, ``move``, then ``drop`` or ``cancel``."""

    changed = Signal()
    """The target gap, its opening or the end of the drag: the canvas lays itself out and paints anew."""

    def __init__(self, canvas: NetworkCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._ghost: DragGhost | None = None
        self.payload: DragPayload | None = None
        self.gap: int | None = None
        self.opening = 0.0
        self._animation = QVariantAnimation(self)
        self._animation.setDuration(OPENING_MS)
        self._animation.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._animation.valueChanged.connect(self._open_to)

    @property
    def is_active(self) -> bool:
        """Whether something is being dragged."""
        return self.payload is not None

    @property
    def removes(self) -> bool:
        """Whether letting go now takes a column out."""
        return self.payload is not None and self.payload.layer_id is not None and self.gap is None

    def begin(self, payload: DragPayload, place: QPoint) -> None:
        """Pick the payload up at this global point."""
        self.cancel()
        self.payload = payload
        self._ghost = DragGhost(self._canvas.window(), payload.text, payload.picture)
        app = QCoreApplication.instance()
        if app is not None:
            app.installEventFilter(self)
        self.changed.emit()
        self.move(place)

    def move(self, place: QPoint) -> None:
        """The pointer is at this global point now."""
        if self.payload is None or self._ghost is None:
            return
        self._canvas.scroll_towards(place)
        gap = self._canvas.gap_under(place)
        if gap != self.gap:
            self.gap = gap
            self._animate(0.0 if gap is None else 1.0, restart=gap is not None)
            self.changed.emit()
        self._ghost.set_warning(self.tr("Remove") if self.removes else "")
        self._ghost.follow(self._canvas.window().mapFromGlobal(place))

    def drop(self, place: QPoint) -> None:
        """Let go at this global point."""
        if self.payload is None:
            return
        self.move(place)
        payload, gap = self.payload, self.gap
        self.cancel()
        if gap is not None:
            self._canvas.take(payload, gap)
        elif payload.layer_id is not None:
            self._canvas.take_out(payload.layer_id)

    def cancel(self) -> None:
        """Put everything back as it was."""
        if self.payload is None:
            return
        self.payload = None
        self.gap = None
        self._animation.stop()
        self.opening = 0.0
        app = QCoreApplication.instance()
        if app is not None:
            app.removeEventFilter(self)
        if self._ghost is not None:
            self._ghost.hide()
            self._ghost.deleteLater()
            self._ghost = None
        self.changed.emit()

    def network_changed(self, layer_ids: Sequence[int]) -> None:
        """Let go of a column that is gone; forget a gap that is gone until the pointer moves again."""
        if self.payload is None:
            return
        if self.payload.layer_id is not None and self.payload.layer_id not in layer_ids:
            self.cancel()
        elif self.gap is not None and self.gap > len(layer_ids):
            self.gap = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride) and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                event.accept()
                if kind == QEvent.Type.KeyPress:
                    self.cancel()
                return True
        elif kind == QEvent.Type.ApplicationDeactivate:
            self.cancel()
        return super().eventFilter(watched, event)

    def _animate(self, end: float, restart: bool) -> None:
        self._animation.stop()
        self._animation.setStartValue(0.15 if restart else self.opening)
        self._animation.setEndValue(end)
        self._animation.start()

    def _open_to(self, value: float) -> None:
        self.opening = float(value)
        self.changed.emit()


class DragGhost(QWidget):
    """A small card over everything else in the window; it takes no events."""

    def __init__(self, window: QWidget, text: str, picture: QPixmap | None = None) -> None:
        super().__init__(window)
        self.setObjectName("dragGhost")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._text = text
        self._warning = ""
        self._picture = picture
        self.resize(self.sizeHint())

    @property
    def text(self) -> str:
        """What the card says now."""
        return self._warning or self._text

    def set_warning(self, text: str) -> None:
        """Say this instead, in the colour of danger; empty: back to the card's own text."""
        if text != self._warning:
            self._warning = text
            self.resize(self.sizeHint())
            self.update()

    def follow(self, place: QPoint) -> None:
        """Stand at this point of the window, the pointer in the middle."""
        self.move(place - QPoint(self.width() // 2, self.height() // 2))
        self.show()
        self.raise_()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(theme.font("title"))
        picture = self._picture_width()
        return QSize(metrics.horizontalAdvance(self.text) + picture + theme.pixels(34), theme.pixels(40))

    def paintEvent(self, event: QPaintEvent) -> None:
        colors = theme.current()
        color = colors.danger if self._warning else colors.accent
        rect = QRectF(self.rect()).adjusted(3, 2, -3, -4)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            for spread in (3, 2, 1):  # a soft shadow
                painter.setBrush(theme.with_alpha(colors.text, 0.05))
                painter.drawRoundedRect(rect.adjusted(-spread + 1, 0, spread - 1, spread), 9, 9)
            painter.setBrush(colors.panel)
            painter.setPen(QPen(color, 1.5))
            painter.drawRoundedRect(rect, 8, 8)
            room = rect
            if self._picture is not None and not self._warning:
                top = rect.center().y() - self._picture.deviceIndependentSize().height() / 2
                painter.drawPixmap(round(rect.left() + theme.pixels(10)), round(top), self._picture)
                room = rect.adjusted(self._picture_width() + theme.pixels(4), 0, 0, 0)
            painter.setPen(color if self._warning else colors.text)
            painter.setFont(theme.font("title"))
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, self.text)

    def _picture_width(self) -> int:
        if self._picture is None or self._warning:
            return 0
        return round(self._picture.deviceIndependentSize().width()) + theme.pixels(4)
