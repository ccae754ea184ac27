"""The loss surface as a map with contour lines, the path on it, and profiles along its two directions."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.observe.loss_surface import LossSurface
from playground.ui.look import theme
from playground.ui.widgets.axis import Axis
from playground.ui.widgets.contour import contour
from playground.ui.widgets.heatmap import image_of
from playground.ui.words.numbers import figures, plain

LEVELS = 12


class SurfaceMap(QWidget):
    """The map: strong colour is low, lines are equal losses a factor apart, the path leads to now."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("surfaceMap")
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self._surface: LossSurface | None = None
        self._drawn: QPixmap | None = None
        self._pointer: QPointF | None = None
        theme.signals().changed.connect(self._restyle)

    def show_surface(self, surface: LossSurface | None) -> None:
        """Show this surface."""
        self._surface = surface
        self._restyle()

    def reading(self) -> str:
        """Where the pointer is and the loss there; empty where it is not on the map."""
        surface, area = self._surface, self.area
        if surface is None or self._pointer is None or not area.contains(self._pointer):
            return ""
        across = (self._pointer.x() - area.left()) / area.width()
        down = (self._pointer.y() - area.top()) / area.height()
        count = len(surface.values)
        row, column = (min(int(share * count), count - 1) for share in (down, across))
        places = np.linspace(-surface.radius, surface.radius, count)
        x, y = float(places[column]), float(places[count - 1 - row])
        loss = float(surface.values[row, column])
        shown = figures(loss, 3) if math.isfinite(loss) else "∞"
        return self.tr("({x}, {y})  loss {loss}").format(x=plain(x), y=plain(y), loss=shown)

    @property
    def area(self) -> QRectF:
        """Where the map is drawn."""
        side = max(min(self.width() - 2, self.height() - 2), 10)
        return QRectF(1, (self.height() - side) / 2, side, side)

    def sizeHint(self) -> QSize:
        side = max(self.height(), theme.pixels(150))
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.pixels(110), theme.pixels(110))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._pointer = event.position()
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._pointer = None
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        colors = theme.current()
        area = self.area
        with QPainter(self) as painter:
            if self._surface is None:
                painter.fillRect(area, colors.field)
                return
            if self._drawn is None or self._drawn.deviceIndependentSize().toSize() != self.size():
                self._drawn = self._made_map(self._surface)
            painter.drawPixmap(0, 0, self._drawn)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            text = self.reading()
            if text:
                self._paint_reading(painter, area, text)

    def _made_map(self, surface: LossSurface) -> QPixmap:
        """Map, lines and path, kept while they stay."""
        ratio, area = self.devicePixelRatioF(), self.area
        made = QPixmap(self.size() * ratio)
        made.setDevicePixelRatio(ratio)
        made.fill(Qt.GlobalColor.transparent)
        with QPainter(made) as painter:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setClipRect(area)
            painter.drawImage(area, _surface_image(surface))
            _paint_contours(painter, area, surface)
            _paint_path(painter, area, surface)
        return made

    def _paint_reading(self, painter: QPainter, area: QRectF, text: str) -> None:
        colors = theme.current()
        metrics = QFontMetricsF(theme.font("small"))
        box = QRectF(
            area.left() + 4, area.top() + 4, metrics.horizontalAdvance(text) + 12, metrics.height() + 4
        )
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.with_alpha(colors.panel, 0.9))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(colors.text)
        painter.setFont(theme.font("small"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _restyle(self) -> None:
        self._drawn = None
        self.updateGeometry()
        self.update()


class SurfaceProfiles(QWidget):
    """The loss along each of the two directions through the present parameters."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("surfaceProfiles")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._surface: LossSurface | None = None
        self._titles = ("", "")
        theme.signals().changed.connect(self.update)

    def show_surface(self, surface: LossSurface | None, titles: tuple[str, str]) -> None:
        """Show the profiles of this surface."""
        self._surface, self._titles = surface, titles
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.pixels(480), theme.pixels(120))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.pixels(160), theme.pixels(90))

    def paintEvent(self, event: QPaintEvent) -> None:
        surface = self._surface
        if surface is None:
            return
        gap = theme.pixels(24)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            middle = len(surface.values) // 2
            profiles = (surface.values[middle], surface.values[::-1, middle])
            low = np.nanmin([np.nanmin(p) if np.isfinite(p).any() else 0.0 for p in profiles])
            high = np.nanmax([_shown_high(surface), low + 1e-12])
            is_wide = self.width() > 1.6 * self.height()
            for index, (values, title) in enumerate(zip(profiles, self._titles, strict=True)):
                if is_wide:
                    width = (self.width() - gap) / 2
                    rect = QRectF(index * (width + gap), 0, width, self.height())
                else:
                    height = (self.height() - gap / 2) / 2
                    rect = QRectF(0, index * (height + gap / 2), self.width(), height)
                self._paint_profile(painter, rect, values, title, (float(low), float(high)))

    def _paint_profile(
        self,
        painter: QPainter,
        rect: QRectF,
        values: NDArray[np.float64],
        title: str,
        losses: tuple[float, float],
    ) -> None:
        colors = theme.current()
        surface = self._surface
        assert surface is not None
        metrics = QFontMetricsF(theme.font("small"))
        area = rect.adjusted(theme.pixels(44), theme.pixels(18), -2, -theme.pixels(16))
        room = 0.08 * (losses[1] - losses[0]) or 0.1
        up = Axis(losses[0] - room, losses[1] + room, area.bottom(), area.top())
        across = Axis(-surface.radius, surface.radius, area.left(), area.right())
        painter.setFont(theme.font("small"))
        painter.setPen(colors.text)
        painter.drawText(QPointF(rect.left(), rect.top() + metrics.ascent() + 1), title)
        for value in up.ticks(max(3, int(area.height() / theme.pixels(24)))):
            y = round(up.pixel(value)) + 0.5
            painter.setPen(QPen(colors.hairline, 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(colors.quiet)
            text = figures(value, 2)
            at = area.left() - theme.pixels(5) - metrics.horizontalAdvance(text)
            painter.drawText(QPointF(at, y + metrics.ascent() / 2 - 1), text)
        painter.setPen(colors.quiet)
        for value in (-surface.radius, 0.0, surface.radius):
            text = plain(value, 1) if value else "0"
            width = metrics.horizontalAdvance(text)
            x = min(max(across.pixel(value) - width / 2, area.left()), area.right() - width)
            painter.drawText(QPointF(x, area.bottom() + metrics.ascent() + 2), text)
        places = across.pixels(np.linspace(-surface.radius, surface.radius, len(values)))
        painter.save()
        painter.setClipRect(area.adjusted(0, -2, 0, 2))
        painter.setPen(QPen(colors.text, 1.5 * theme.scale()))
        finite = np.isfinite(values)
        line = [
            QPointF(x, y)
            for x, y in zip(places[finite].tolist(), up.pixels(values[finite]).tolist(), strict=True)
        ]
        painter.drawPolyline(QPolygonF(line))
        painter.restore()
        _paint_now(painter, QPointF(across.pixel(0.0), up.pixel(surface.center_loss)))


def _shown_high(surface: LossSurface) -> float:
    """The loss that gets the map's last colour: far peaks do not hide the valley."""
    finite = surface.values[np.isfinite(surface.values)]
    return float(np.quantile(finite, 0.97)) if finite.size else 1.0


def _surface_image(surface: LossSurface) -> QImage:
    """Losses on a logarithmic scale from the accent's colour (low) to the panel's (high)."""
    colors = theme.current()
    values = surface.values
    finite = values[np.isfinite(values)]
    low = max(float(finite.min()), 1e-9) if finite.size else 1e-9
    high = max(_shown_high(surface), low * (1 + 1e-9))
    with np.errstate(invalid="ignore"):
        shares = np.log(np.maximum(values, low) / low) / math.log(high / low) if high > low else values * 0.0
    shares = np.clip(np.nan_to_num(shares, nan=1.0, posinf=1.0), 0.0, 1.0)
    deep = theme.mix(colors.accent, colors.panel, 0.15)
    table = np.array([theme.mix(deep, colors.panel, k / 255).rgb() for k in range(256)], dtype=np.uint32)
    return image_of(table.take((shares * 255).astype(np.uint8)))


def _paint_contours(painter: QPainter, area: QRectF, surface: LossSurface) -> None:
    colors = theme.current()
    values = surface.values
    finite = values[np.isfinite(values) & (values > 0)]
    if not finite.size or float(finite.max()) <= float(finite.min()) * (1 + 1e-9):
        return
    logs = np.log(np.where(values > 0, values, np.nan))
    levels = np.linspace(math.log(float(finite.min())), math.log(_shown_high(surface) or 1.0), LEVELS + 1)[1:]
    scale = np.array([area.width(), area.height()]) / len(values)
    painter.setPen(QPen(theme.with_alpha(colors.text, 0.28), 1))
    for level in levels:
        segments = (contour(logs, float(level)) + 0.5) * scale + np.array([area.left(), area.top()])
        painter.drawLines([QLineF(*ends) for ends in segments.reshape(-1, 4).tolist()])


def _paint_path(painter: QPainter, area: QRectF, surface: LossSurface) -> None:
    """The recorded parameters from the first to the present ones, as far as the map reaches."""
    colors = theme.current()
    count = len(surface.values)
    inset = 0.5 / count
    shares = (surface.path / surface.radius * np.array([1.0, -1.0]) + 1.0) / 2.0
    shares = inset + shares * (1.0 - 2.0 * inset)
    places = [
        QPointF(area.left() + x * area.width(), area.top() + y * area.height()) for x, y in shares.tolist()
    ]
    if len(places) > 1:
        line = QPolygonF(places)
        for color, width in ((theme.with_alpha(colors.panel, 0.8), 3.6), (colors.gradient, 1.8)):
            painter.setPen(QPen(color, width * theme.scale()))
            painter.drawPolyline(line)
        painter.setPen(QPen(colors.gradient, 1.5 * theme.scale()))
        painter.setBrush(colors.panel)
        painter.drawEllipse(places[0], theme.pixels(3), theme.pixels(3))
    _paint_now(painter, area.center())


def _paint_now(painter: QPainter, place: QPointF) -> None:
    colors = theme.current()
    ring = QColor(colors.panel)
    painter.setPen(QPen(ring, 1.5 * theme.scale()))
    painter.setBrush(colors.gradient)
    painter.drawEllipse(place, theme.pixels(4), theme.pixels(4))
