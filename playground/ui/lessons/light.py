"""A calm ring round the controls that a step speaks of."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QRegion
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from playground.ui.look import theme

_WIDE = 3
_FOLLOWED = (
    QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.LayoutRequest,
)  # fmt: skip


class Light(QObject):
    """Keeps a ring round each widget that is lit, wherever it moves; none round what is hidden."""

    def __init__(self, ground: QWidget) -> None:
        super().__init__(ground)
        self._ground = ground
        self._rings: list[_Ring] = []
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._place)

    @property
    def lit(self) -> list[QWidget]:
        """The widgets with a ring that is to be seen."""
        return [ring.target for ring in self._rings if ring.isVisible()]

    def shine_on(self, widgets: Sequence[QWidget]) -> None:
        """Light these and no others."""
        for ring in self._rings:
            ring.end(self)
        self._rings = [_Ring(self._ground, widget) for widget in widgets]
        for ring in self._rings:
            ring.follow(self)
        self._place()
        self._later.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _FOLLOWED:
            self._later.start()
        return False

    def _place(self) -> None:
        for ring in self._rings:
            ring.place()


class _Ring(QWidget):
    """Lies over the ground; only the ring itself is there, so that everything else is painted as ever."""

    def __init__(self, ground: QWidget, target: QWidget) -> None:
        super().__init__(ground)
        self.target = target
        self._ground = ground
        self._followed: list[QWidget] = []
        self.setObjectName("lessonLight")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def follow(self, light: Light) -> None:
        one: QWidget | None = self.target
        while one is not None and one is not self._ground:
            one.installEventFilter(light)
            self._followed.append(one)
            one = one.parentWidget()

    def end(self, light: Light) -> None:
        for widget in filter(isValid, self._followed):
            widget.removeEventFilter(light)
        self.hide()
        self.deleteLater()

    def place(self) -> None:
        target = self.target
        if not isValid(target) or not target.isVisible():
            self.hide()
            return
        rect = QRect(target.mapTo(self._ground, QPoint(0, 0)), target.size())
        seen = target.visibleRegion().boundingRect()
        if not seen.isEmpty():
            rect = seen.translated(rect.topLeft())
        wide = theme.pixels(_WIDE)
        self.setGeometry(rect.adjusted(-wide, -wide, wide, wide) & self._ground.rect())
        inner = self.rect().adjusted(2 * wide, 2 * wide, -2 * wide, -2 * wide)
        self.setMask(QRegion(self.rect()) - QRegion(inner))
        self.show()
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        wide = theme.pixels(_WIDE)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.current().accent, wide))
            rect = QRectF(self.rect()).adjusted(wide / 2, wide / 2, -wide / 2, -wide / 2)
            painter.drawRoundedRect(rect, 2 * wide, 2 * wide)
