"""For a hall: a black screen, and a spotlight at the pointer while its key is held."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, QTimer
from PySide6.QtGui import QCursor, QKeyEvent, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QWidget

from playground.ui.look import theme
from playground.ui.window.korean_keys import latin_letter

BLACK_KEY, LIGHT_KEY = "B", "L"
_RADIUS = 90
_FRAME_MS = 16


class Spotlight(QWidget):
    """Lies over the whole window: all black, or dimmed but round the pointer; hidden otherwise."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setObjectName("spotlight")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.is_black = False
        self._timer = QTimer(self, interval=_FRAME_MS)
        self._timer.timeout.connect(self.update)
        window.installEventFilter(self)
        self.hide()

    @property
    def is_lit(self) -> bool:
        """Whether the spotlight follows the pointer."""
        return self._timer.isActive()

    def wants(self, event: QKeyEvent, *, is_presenting: bool) -> bool:
        """Whether the key is its own before any other's: L, in full screen B, and while black every key."""
        if self.is_black:
            return True
        if event.modifiers():
            return False
        letter = _letter(event)
        return letter == LIGHT_KEY or (letter == BLACK_KEY and is_presenting)

    def press(self, event: QKeyEvent) -> None:
        """A key that it wants went down."""
        if self.is_black:
            self._cover(is_black=False)
        elif _letter(event) == BLACK_KEY:
            self._cover(is_black=True)
        elif not event.isAutoRepeat():
            self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            self._timer.start()
            self._show()

    def release(self, event: QKeyEvent) -> None:
        """A key came up: the spotlight goes with its own."""
        if self.is_lit and not event.isAutoRepeat() and _letter(event) in (LIGHT_KEY, ""):
            self.put_out()

    def put_out(self) -> None:
        """Show the window as it is."""
        self._timer.stop()
        self._cover(is_black=False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._show()
        elif event.type() == QEvent.Type.WindowDeactivate and self.is_lit:
            self.put_out()
        return False

    def mousePressEvent(self, event: object) -> None:
        self._cover(is_black=False)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            if self.is_black:
                painter.fillRect(self.rect(), theme.blackout())
                return
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            shade = QPainterPath()
            shade.addRect(self.rect())
            hole = QPainterPath()
            radius = theme.pixels(_RADIUS)
            hole.addEllipse(QPointF(self.mapFromGlobal(QCursor.pos())), radius, radius)
            painter.fillPath(shade - hole, theme.with_alpha(theme.blackout(), 0.6))

    def _cover(self, *, is_black: bool) -> None:
        self.is_black = is_black
        if is_black:
            self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, False)
            self._timer.stop()
            self._show()
        else:
            self.hide()

    def _show(self) -> None:
        self.setGeometry(self._window.rect())
        self.show()
        self.raise_()
        self.update()


def _letter(event: QKeyEvent) -> str:
    return latin_letter(event.key(), event.text()) or (chr(event.key()) if event.key() < 128 else "")
