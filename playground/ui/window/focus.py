"""The keyboard's way through the window: Tab goes as one reads, and a ring shows what it has reached."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent, QPen, QRegion
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QApplication, QComboBox, QWidget
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


def reading_order(ground: QWidget) -> list[QWidget]:
    """All widgets that Tab stops at, found anew from where they stand, so folded and new ones are in it."""
    found = [ground] if _is_stop(ground) else []
    for child in _in_rows(ground):
        found += reading_order(child)
    return found


def next_stop(ground: QWidget, present: QWidget | None, *, forward: bool) -> QWidget | None:
    """The stop after the present one, or before it; round the corner at the end. None: there is none."""
    stops = reading_order(ground)
    if not stops:
        return None
    step = 1 if forward else -1
    while present is not None and present is not ground:
        if present in stops:
            return stops[(stops.index(present) + step) % len(stops)]
        present = present.parentWidget()
    return stops[0 if forward else -1]


def _is_stop(widget: QWidget) -> bool:
    """Whether Tab stops here.

    ``focusProxy`` is not asked: PySide takes what it returns for a child of the widget, and the collector
    then ends scroll areas, which are their viewports' proxies. Viewports and the edits of lists have one.
    """
    if not widget.isEnabled() or not widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
        return False
    if isinstance(widget.parentWidget(), QAbstractScrollArea | QComboBox):
        return False
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    if group is None or not group.exclusive() or group.checkedButton() is None:
        return True
    return group.checkedButton() is widget  # arrows go to the others of the group


def _in_rows(ground: QWidget) -> list[QWidget]:
    """The children that are seen: those whose middles are at one height stand in one row."""
    children = [
        child
        for child in ground.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        if child.isVisible() and not child.isWindow()
    ]
    children.sort(key=lambda child: child.geometry().top())
    rows: list[list[QWidget]] = []
    for child in children:
        middle = child.geometry().center().y()
        if rows and rows[-1][0].geometry().top() <= middle <= rows[-1][0].geometry().bottom():
            rows[-1].append(child)
        else:
            rows.append([child])
    return [child for row in rows for child in sorted(row, key=_left)]


def _left(child: QWidget) -> int:
    return child.mapToParent(QPoint(0, 0)).x()
