"""A ring round whatever the keyboard has reached: one for all of the window, after a click there is none."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent, QPen, QRegion
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from playground.ui.look import theme

_WIDE = 2
_MOVES = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide)


class FocusRing(QWidget):
    """Lies over the window and lets the pointer through; ``announce`` says that a key moves the focus."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setObjectName("focusRing")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._is_by_keys = False
        self._followed: list[QWidget] = []
        self.target: QWidget | None = None
        """What it stands round."""
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus)
        theme.signals().changed.connect(self.update)
        self.hide()

    def announce(self) -> None:
        """The next focus comes by a key."""
        self._is_by_keys = True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _MOVES:
            self._place()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        wide = theme.pixels(_WIDE)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.current().accent, wide))
            inset = wide / 2
            rect = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
            painter.drawRoundedRect(rect, theme.pixels(6), theme.pixels(6))

    def _on_focus(self, old: QWidget | None, new: QWidget | None) -> None:
        if QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton:
            self._is_by_keys = False
        for widget in filter(isValid, self._followed):  # what was made anew is gone
            widget.removeEventFilter(self)
        self._followed = []
        window = self._window
        is_ours = new is not None and new is not window and new.window() is window
        self.target = new if is_ours and self._is_by_keys else None
        one = self.target
        while one is not None and one is not window:
            one.installEventFilter(self)
            self._followed.append(one)
            one = one.parentWidget()
        self._place()

    def _place(self) -> None:
        target, window = self.target, self._window
        if target is None or not isValid(target) or not target.isVisible():
            self.hide()
            return
        seen = target.visibleRegion().boundingRect()
        rect = QRect(target.mapTo(window, QPoint(0, 0)), target.size())
        if not seen.isEmpty():
            rect = seen.translated(rect.topLeft())
        out = theme.pixels(_WIDE)
        self.setGeometry(rect.adjusted(-out, -out, out, out) & window.rect())
        inner = self.rect().adjusted(2 * out, 2 * out, -2 * out, -2 * out)
        self.setMask(QRegion(self.rect()) - QRegion(inner))
        self.show()
        self.raise_()
