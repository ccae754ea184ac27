"""What a painted widget is for assistive programs: its parts as children, and what the keys reached, said."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import cache

from PySide6 import QtGui
from PySide6.QtCore import QObject, QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent, QAccessibleInterface, QWindow
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

Role = QAccessible.Role
Parts = Callable[[], Sequence["Part"]]


@dataclass(frozen=True)
class Part:
    """One painted thing.

    ``key`` tells it from its siblings, ``rect`` is its place in the widget's pixels, ``parts`` gives what
    belongs to it. ``name`` and ``value`` are asked for only when somebody listens.
    """

    key: Hashable
    role: QAccessible.Role
    rect: QRect
    name: Callable[[], str]
    value: Callable[[], str] = str
    parts: Parts = tuple
    is_selected: bool = False


class PaintedParts(QWidget):
    """An unseen child of a widget, with what that paints as its accessible children."""

    def __init__(self, widget: QWidget, name: str, parts: Parts) -> None:
        super().__init__(widget)
        _install()
        self.widget = widget
        self.parts = parts
        self.setObjectName(f"{widget.objectName()}Parts")
        self.setAccessibleName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setGeometry(0, 0, 0, 0)

    def tell_changed(self) -> None:
        """There are other parts now."""
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.ObjectReorder))


class _Children:
    """The interfaces of some parts; a part keeps its own as long as it is asked for."""

    def __init__(self, owner: PaintedParts, parent: QAccessibleInterface, parts: Parts) -> None:
        self._owner = owner
        self._parent = parent
        self._parts = parts
        self._made: dict[Hashable, _PartInterface] = {}

    def find(self, key: Hashable) -> Part | None:
        """The part with this key as it is now."""
        return next((part for part in self._parts() if part.key == key), None)

    def count(self) -> int:
        """How many parts there are."""
        return len(self._parts())

    def at(self, place: int) -> QAccessibleInterface | None:
        """The interface of the part at this place of the order."""
        parts = self._parts()
        return self._of(parts[place]) if 0 <= place < len(parts) else None

    def under(self, x: int, y: int) -> QAccessibleInterface | None:
        """The interface of the part at a place of the screen."""
        place = self._owner.widget.mapFromGlobal(QPoint(x, y))
        return next((self._of(part) for part in self._parts() if part.rect.contains(place)), None)

    def place_of(self, child: QAccessibleInterface) -> int:
        """The place of an interface in the order, -1 where it is none of these."""
        keys = [part.key for part in self._parts()]
        key = child.key if isinstance(child, _PartInterface) else None
        return keys.index(key) if key in keys else -1

    def _of(self, part: Part) -> _PartInterface:
        made = self._made.get(part.key)
        if made is None:
            made = self._made[part.key] = _PartInterface(self._owner, self._parent, self, part)
        return made


class _Interface(QAccessibleInterface):
    """What has parts as children."""

    def __init__(self, owner: PaintedParts, parts: Parts) -> None:
        super().__init__()
        self._owner = owner
        self._children = _Children(owner, self, parts)

    def window(self) -> QWindow | None:  # type: ignore[override]
        return self._owner.window().windowHandle()

    def childCount(self) -> int:
        return self._children.count()

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        return self._children.at(index)

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        return self._children.under(x, y)

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return self._children.place_of(child)

    def setText(self, kind: QAccessible.Text, text: str) -> None:
        """What is painted names itself."""


class _GroupInterface(_Interface):
    """The unseen child: a group as large as the widget that paints."""

    def __init__(self, owner: PaintedParts) -> None:
        super().__init__(owner, owner.parts)

    def isValid(self) -> bool:
        return isValid(self._owner)

    def object(self) -> QObject | None:  # type: ignore[override]
        return self._owner if isValid(self._owner) else None

    def parent(self) -> QAccessibleInterface | None:  # type: ignore[override]
        return QAccessible.queryAccessibleInterface(self._owner.widget)

    def role(self) -> QAccessible.Role:
        return Role.Grouping

    def state(self) -> QAccessible.State:
        return _state(self._owner)

    def text(self, kind: QAccessible.Text) -> str:
        return self._owner.accessibleName() if kind == QAccessible.Text.Name else ""

    def rect(self) -> QRect:
        widget = self._owner.widget
        return QRect(widget.mapToGlobal(QPoint()), widget.size())


class _PartInterface(_Interface):
    """One part, as it is whenever it is asked."""

    def __init__(
        self, owner: PaintedParts, parent: QAccessibleInterface, siblings: _Children, part: Part
    ) -> None:
        super().__init__(owner, lambda: self._part.parts())
        self.key = part.key
        self._parent = parent
        self._siblings = siblings
        self._last = part

    @property
    def _part(self) -> Part:
        self._last = self._siblings.find(self.key) or self._last
        return self._last

    def isValid(self) -> bool:
        return isValid(self._owner) and self._siblings.find(self.key) is not None

    def object(self) -> QObject | None:  # type: ignore[override]
        return None

    def parent(self) -> QAccessibleInterface:
        return self._parent

    def role(self) -> QAccessible.Role:
        return self._part.role

    def state(self) -> QAccessible.State:
        state, part = _state(self._owner), self._part
        state.selectable = True
        state.selected = part.is_selected
        state.checkable = part.role == Role.RadioButton
        state.checked = state.checkable and part.is_selected
        state.offscreen = not self._owner.widget.rect().intersects(part.rect)
        return state

    def text(self, kind: QAccessible.Text) -> str:
        if kind == QAccessible.Text.Name:
            return self._part.name()
        is_said = kind in (QAccessible.Text.Value, QAccessible.Text.Description)
        return self._part.value() if is_said else ""

    def rect(self) -> QRect:
        rect = self._part.rect
        return QRect(self._owner.widget.mapToGlobal(rect.topLeft()), rect.size())


def _state(owner: PaintedParts) -> QAccessible.State:
    state = QAccessible.State()
    state.invisible = not owner.widget.isVisible()
    return state


def _interface_of(_class: str, made_for: QObject) -> QAccessibleInterface | None:
    return _GroupInterface(made_for) if isinstance(made_for, PaintedParts) else None


@cache
def _install() -> None:
    """Make Qt ask here first, once."""
    QAccessible.installFactory(_interface_of)


_Announcement = getattr(QtGui, "QAccessibleAnnouncementEvent", None)
"""Not every PySide6 6.8 has it; the description alone is then what assistive programs read."""


def speak(widget: QWidget, text: str) -> None:
    """Make this the widget's description, and say it aloud while the widget has the focus."""
    if text == widget.accessibleDescription():
        return
    widget.setAccessibleDescription(text)
    if text and widget.hasFocus() and _Announcement is not None:
        QAccessible.updateAccessibility(_Announcement(widget, text))
