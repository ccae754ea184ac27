"""A stage for the real window: a script moves a pointer and presses keys, every tick is a frame."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QImage, QPainter, QPen, QPolygonF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from playground.ui.look import theme

Event = Callable[[], None]
Script = Generator[Event | None, None, None]
"""A play in ticks: it yields the event of each tick, or None to look on.

The event is sent from outside the script, since a press may open a menu with an event loop of its own.
"""

FRAMES_PER_SECOND = 14
_POINTER_SPEED = 900.0
"""Pixels a second."""
_LEFT = Qt.MouseButton.LeftButton
_NO_MODIFIER = Qt.KeyboardModifier.NoModifier


@dataclass(frozen=True)
class Spot:
    """A place inside a widget, in its own coordinates."""

    widget: QWidget
    position: QPoint

    @classmethod
    def middle(cls, widget: QWidget) -> Spot:
        """The widget's centre."""
        return cls(widget, widget.rect().center())

    @property
    def on_screen(self) -> QPoint:
        """The place in global coordinates."""
        return self.widget.mapToGlobal(self.position)


class Stage(QObject):
    """Plays a script on a window with real mouse and key events, and hands out each frame."""

    def __init__(self, window: QWidget, on_frame: Callable[[QImage], None], haste: float = 1.0) -> None:
        """``haste`` plays that many times faster than the film will run."""
        super().__init__(window)
        self._window = window
        self._on_frame = on_frame
        self._pointer = QPointF(window.mapToGlobal(QPoint(window.width() // 2, window.height() - 60)))
        self._is_pressed = False
        self._script: Script | None = None
        self._timer = QTimer(
            self, interval=round(1000 / FRAMES_PER_SECOND / haste), timerType=Qt.TimerType.PreciseTimer
        )
        self._timer.timeout.connect(self._tick)
        self._on_end: Callable[[BaseException | None], None] = lambda error: None

    def play(self, script: Script, on_end: Callable[[BaseException | None], None]) -> None:
        """Start the script; ``on_end`` gets the exception that broke it off, or None."""
        self._script, self._on_end = script, on_end
        self._timer.start()

    # ------------------------------------------------------------------- what a script is made of

    def pause(self, seconds: float) -> Script:
        """Look on for a while."""
        for _ in range(max(1, round(seconds * FRAMES_PER_SECOND))):
            yield None

    def until(self, is_true: Callable[[], bool], seconds: float, what: str) -> Script:
        """Look on until something holds; TimeoutError when it does not come about."""
        for _ in range(round(seconds * FRAMES_PER_SECOND)):
            if is_true():
                return
            yield None
        raise TimeoutError(f"waited {seconds:g} s in vain for {what}")

    def move(self, target: Spot) -> Script:
        """Move the pointer in a straight line, slower at both ends."""
        start, end = QPointF(self._pointer), QPointF(target.on_screen)
        distance = (end - start).manhattanLength()
        ticks = max(2, round(distance / _POINTER_SPEED * FRAMES_PER_SECOND))
        for tick in range(1, ticks + 1):
            share = tick / ticks
            eased = share * share * (3.0 - 2.0 * share)
            yield partial(self._point, start + (end - start) * eased)

    def click(self, target: Spot) -> Script:
        """Move there and click."""
        yield from self.move(target)
        yield self._press
        yield self._release

    def drag(self, source: Spot, target: Spot) -> Script:
        """Press at one place, move to another and let go there."""
        yield from self.move(source)
        yield self._press
        yield from self.move(target)
        yield from self.pause(0.4)
        yield self._release

    def key(self, key: Qt.Key) -> Script:
        """Press a key of the window."""
        yield lambda: QTest.keyClick(self._window.windowHandle(), key)

    # ------------------------------------------------------------------------------------ private

    def _tick(self) -> None:
        assert self._script is not None
        try:
            event = next(self._script)
        except StopIteration:
            self._end(None)
        except Exception as error:  # the caller re-raises it outside the event loop
            self._end(error)
        else:
            self._on_frame(self._frame())
            if event is not None:
                QTimer.singleShot(0, self, event)

    def _end(self, error: BaseException | None) -> None:
        self._timer.stop()
        self._on_end(error)

    def _point(self, position: QPointF) -> None:
        self._pointer = position
        window, local = self._under_pointer()
        QTest.mouseMove(window.windowHandle(), local)

    def _press(self) -> None:
        self._is_pressed = True
        window, local = self._under_pointer()
        QTest.mousePress(window.windowHandle(), _LEFT, _NO_MODIFIER, local)

    def _release(self) -> None:
        window, local = self._under_pointer()
        QTest.mouseRelease(window.windowHandle(), _LEFT, _NO_MODIFIER, local)
        self._is_pressed = False

    def _under_pointer(self) -> tuple[QWidget, QPoint]:
        """The window under the pointer (an open popup comes first), and the place in it."""
        place = self._pointer.toPoint()
        popup = QApplication.activePopupWidget()
        window = popup if popup is not None and popup.geometry().contains(place) else self._window
        return window, window.mapFromGlobal(place)

    def _frame(self) -> QImage:
        """The window with whatever pops up over it, and the pointer."""
        image = self._window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
        origin = self._window.mapToGlobal(QPoint(0, 0))
        with QPainter(image) as painter:
            for popup in _popups(self._window):
                painter.drawPixmap(popup.mapToGlobal(QPoint(0, 0)) - origin, popup.grab())
            _draw_pointer(painter, self._pointer - QPointF(origin), self._is_pressed)
        return image


def _popups(window: QWidget) -> list[QWidget]:
    """Visible menus, lists and tooltips, each a window of its own."""
    return [
        widget for widget in QApplication.topLevelWidgets() if widget is not window and widget.isVisible()
    ]


_ARROW = ((0, 0), (0, 19), (4.4, 15), (7.4, 22), (10.6, 20.6), (7.7, 13.8), (13.4, 13.4))


def _draw_pointer(painter: QPainter, tip: QPointF, is_pressed: bool) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if is_pressed:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.with_alpha(theme.current().accent, 0.35))
        painter.drawEllipse(tip, 16.0, 16.0)
    painter.setPen(QPen(theme.current().panel, 1.6))
    painter.setBrush(theme.current().text)
    painter.drawPolygon(QPolygonF([tip + QPointF(x, y) for x, y in _ARROW]))
