"""The user at the real window: hands that reach whatever can be seen, and eyes that miss nothing."""

from __future__ import annotations

import logging
import re
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QRect, Qt, QUrl, qInstallMessageHandler
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QKeyEvent, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QScrollArea,
    QWidget,
)
from shiboken6 import isValid

from playground.ui.widgets.segmented import SegmentedControl
from playground.ui.widgets.slider import Slider
from playground.ui.widgets.text import ValueText

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
NONE = Qt.KeyboardModifier.NoModifier
NO_NUMBER = re.compile(r"\bnan\b|\binf\b|\binfinity\b", re.IGNORECASE)
QUOTED = re.compile("“.*?”")
HARMLESS = re.compile("^This plugin does not support|occurs outside target window")
"""What Qt says of a window without a screen, and of a hand beside a window."""


class Watch:
    """Collects what must not happen: exceptions anywhere, Qt's warnings, numbers that are none."""

    def __init__(self) -> None:
        self.problems: list[str] = []

    @contextmanager
    def over(self) -> Iterator[Watch]:
        """Watch until the end of the block."""
        watch, draw = self, QPainter.drawText

        class Ear(logging.Handler):
            def emit(self, record: logging.LogRecord) -> None:
                watch.problems.append(record.getMessage())

        def on_exception(kind: type[BaseException], error: BaseException, trace: Any) -> None:
            watch.problems.append("".join(traceback.format_exception(kind, error, trace)))

        def on_message(kind: Any, context: Any, text: str) -> None:
            if not HARMLESS.search(text):
                watch.problems.append(f"Qt: {text}")

        def draw_text(painter: QPainter, *arguments: Any) -> Any:
            for text in arguments:
                if isinstance(text, str) and NO_NUMBER.search(text):
                    where = "".join(traceback.format_stack(limit=4)[:-1])
                    watch.problems.append(f"painted {text!r}\n{where}")
            return draw(painter, *arguments)

        ear, hook = Ear(logging.ERROR), sys.excepthook
        handler = qInstallMessageHandler(on_message)
        logging.getLogger("playground").addHandler(ear)
        sys.excepthook = on_exception
        QPainter.drawText = draw_text  # type: ignore[method-assign,assignment]
        try:
            yield self
        finally:
            QPainter.drawText = draw  # type: ignore[method-assign]
            sys.excepthook = hook
            logging.getLogger("playground").removeHandler(ear)
            qInstallMessageHandler(handler)


class Person:
    """Does to the window what hands can do; every target is one that can be seen."""

    def __init__(self, window: Any, session: Any) -> None:
        self.window = window
        self.session = session

    # ---------------------------------------------------------------------------------- what is there

    def seen(self, kind: type[QWidget], inside: QWidget | None = None) -> list[Any]:
        """Enabled widgets of a kind that can be seen at least in part, in reading order."""
        ground = inside or self.window
        found = [
            widget
            for widget in ground.findChildren(kind)
            if widget.isVisible()
            and widget.isEnabled()
            and widget.window() is ground.window()
            and not widget.visibleRegion().isEmpty()
        ]
        return sorted(found, key=lambda w: w.mapTo(ground.window(), QPoint(0, 0)).toTuple()[::-1])

    def pick(self, kind: type[QWidget], place: int) -> Any | None:
        """One of the widgets of a kind."""
        found = self.seen(kind)
        return found[place % len(found)] if found else None

    def named(self, name: str) -> Any | None:
        """The widget with this name if it can be seen."""
        return next((widget for widget in self.seen(QWidget) if widget.objectName() == name), None)

    # ------------------------------------------------------------------------------------------ hands

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        """Press a key: it goes to whatever has the focus."""
        QTest.keyClick(self.window.windowHandle(), key, modifiers)

    def shortcut(self, keys: str) -> None:
        """Press a shortcut."""
        QTest.keySequence(self.window.windowHandle(), keys)

    def click(self, widget: QWidget | None, at: QPoint | None = None, button: Qt.MouseButton = LEFT) -> None:
        """Click a widget where it can be seen."""
        if widget is not None:
            QTest.mouseClick(widget, button, NONE, at or middle(widget))

    def point(self, widget: QWidget, x: float, y: float) -> QPoint:
        """A place of the widget by shares of its size."""
        return QPoint(int(x * (widget.width() - 1)), int(y * (widget.height() - 1)))

    def hover(self, place: QPoint) -> None:
        """Move the pointer over a place of the window."""
        QTest.mouseMove(self.window.windowHandle(), place)

    def drag(self, source: QWidget, begin: QPoint, target: QPoint, on_the_way: Callable[[], None]) -> None:
        """Press in a widget, move to a global place, do something, let go there."""
        QTest.mousePress(source, LEFT, NONE, begin)
        QTest.mouseMove(source, begin + QPoint(8, 6))
        QTest.mouseMove(source, begin + QPoint(16, 12))
        QTest.mouseMove(source, source.mapFromGlobal(target))
        on_the_way()
        place = source.mapFromGlobal(target)
        QTest.mouseMove(source, place)
        QTest.mouseRelease(source, LEFT, NONE, place)

    def stroke(self, target: Any, places: list[QPoint]) -> None:
        """Press at the first place, move over the others, let go at the last."""
        QTest.mousePress(target, LEFT, NONE, places[0])
        for place in places:
            QTest.mouseMove(target, place)
        QTest.mouseRelease(target, LEFT, NONE, places[-1])

    def come_to_front(self) -> None:
        """Make the window the active one, as a click does where there is a window manager."""
        if not self.window.isActiveWindow():
            self.window.activateWindow()
            assert QTest.qWaitForWindowActive(self.window)

    def type_into(self, edit: QLineEdit, text: str, end: Qt.Key) -> None:
        """Click a field, write over what stands there, and press a last key."""
        self.come_to_front()
        self.click(edit)
        edit.selectAll()
        QTest.keyClick(edit, Qt.Key.Key_Delete)
        for sign in text:
            if sign.isascii():
                QTest.keyClicks(edit, sign)
            else:  # beyond what QTest can press: as an input method sends it
                QApplication.sendEvent(edit, QKeyEvent(QEvent.Type.KeyPress, 0, NONE, sign))
        if edit.isVisible():
            QTest.keyClick(edit, end)

    def choose(self, combo: QComboBox, place: int) -> None:
        """Open a list, go down to an entry, take it."""
        QTest.mouseClick(combo, LEFT, NONE, QPoint(combo.width() - 8, combo.height() // 2))
        view = combo.view()
        if not view.isVisible() or not combo.count():
            return
        QTest.keyClick(view, Qt.Key.Key_Home)
        for _ in range(place % combo.count()):
            QTest.keyClick(view, Qt.Key.Key_Down)
        QTest.keyClick(view, Qt.Key.Key_Return)

    def choose_segment(self, control: SegmentedControl, place: int) -> None:
        """Click one of a row of options."""
        option = control.options[place % len(control.options)]
        self.click(control, control.option_rect(option.key).center().toPoint())

    def slide(self, slider: Slider, start: float, end: float) -> None:
        """Take a slider and move it."""
        y = slider.height() // 2
        first, last = int(start * (slider.width() - 1)), int(end * (slider.width() - 1))
        QTest.mousePress(slider, LEFT, NONE, QPoint(first, y))
        for share in (0.3, 0.7, 1.0):
            QTest.mouseMove(slider, QPoint(int(first + share * (last - first)), y))
        QTest.mouseRelease(slider, LEFT, NONE, QPoint(last, y))

    def take_from_menu(self, place: int) -> str:
        """Take an entry of the menu that is open, or of one of its menus."""
        menu = QApplication.activePopupWidget()
        if not isinstance(menu, QMenu):
            return ""
        entries = [action for action in leaves(menu) if action.isEnabled()]
        if not entries:
            return ""
        action = entries[place % len(entries)]
        text = action.text()
        if action in menu.actions():
            QTest.mouseClick(menu, LEFT, NONE, menu.actionGeometry(action).center())
        else:
            action.trigger()
        return text

    def drop_file(self, path: Path) -> None:
        """Drop a file on the window, as a file manager would."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path))])
        place = QPointF(self.window.rect().center())
        copy = Qt.DropAction.CopyAction
        enter = QDragEnterEvent(place.toPoint(), copy, data, LEFT, NONE)
        QApplication.sendEvent(self.window, enter)
        QApplication.sendEvent(self.window, QDropEvent(place, copy, data, LEFT, NONE))

    def tidy(self) -> None:
        """Leave whatever menus and dialogs are open."""
        for _ in range(5):
            shown = QApplication.activePopupWidget() or QApplication.activeModalWidget()
            if shown is None:
                return
            shown.close()

    # ------------------------------------------------------------------------------------------- eyes

    def texts(self) -> list[str]:
        """All texts that stand in the window now, but for what is being typed or quoted."""
        labels = [label for label in self.seen(QLabel) if label.objectName() != "noticeText"]
        labels += self.seen(ValueText) + self.seen(QAbstractButton)
        edits = [edit for edit in self.seen(QLineEdit) if not edit.hasFocus()]
        return [QUOTED.sub("", widget.text()) for widget in (*labels, *edits)]


def middle(widget: QWidget) -> QPoint:
    """The middle of what can be seen of a widget."""
    region = widget.visibleRegion().boundingRect()
    return region.center() if not region.isEmpty() else QRect(widget.rect()).center()


def leaves(menu: QMenu) -> list[QAction]:
    """All entries of a menu and of its menus, without those that Qt knows and Python has let go of."""
    found: list[QAction] = []
    for action in filter(isValid, menu.actions()):
        if action.menu() is not None:
            found += leaves(action.menu())  # type: ignore[arg-type]
        elif not action.isSeparator():
            found.append(action)
    return list(filter(isValid, found))


def scroll_to(widget: QWidget) -> None:
    """Bring a widget of a scrolled panel into sight."""
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            parent.ensureWidgetVisible(widget)
        parent = parent.parentWidget()
