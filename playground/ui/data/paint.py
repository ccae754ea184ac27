"""Painting points on the plane: brush, eraser and selection, as a tool of the boundary view, and its keys."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QWidget

from playground.app.session import Session
from playground.engine import edits
from playground.engine.datasets import MAXIMUM_CLASSES, PLANE
from playground.engine.experiment import Data, Experiment, Point
from playground.engine.points import own_points
from playground.observe.snapshot import Snapshot
from playground.ui.data import paint_overlay
from playground.ui.data.paint_overlay import Mode, Stroke
from playground.ui.look import theme
from playground.ui.output.boundary_view import BoundaryView
from playground.ui.output.tool import REACH
from playground.ui.widgets.plane import Bounds, PlaneFrame

_DELETE_KEYS = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class Painter(Protocol):
    """Who paints: what the keys act on."""

    @property
    def is_regression(self) -> bool:
        """Whether values are painted, not classes."""

    @property
    def has_selection(self) -> bool:
        """Whether points are chosen."""

    def set_label(self, label: float) -> None:
        """Paint this class or value from now on."""

    def delete_selected(self) -> None:
        """Take the chosen points away."""

    def let_go(self) -> None:
        """Choose no points any more, or end painting."""


class PaintKeys(QObject):
    """Takes those keys that no widget with the focus wanted, before the window's shortcuts do."""

    def __init__(self, painter: Painter, parent: QObject) -> None:
        super().__init__(parent)
        self._painter = painter
        self._window: QWidget | None = None

    def watch(self, view: object | None) -> None:
        """Take the keys of the view's window; None: of no window."""
        if self._window is not None:
            self._window.removeEventFilter(self)
        self._window = view.window() if isinstance(view, QWidget) else None
        if self._window is not None:
            self._window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Obey a key of painting."""
        if isinstance(event, QKeyEvent):
            action = self._action_of(event)
            if action is not None and event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if action is not None and event.type() == QEvent.Type.KeyPress:
                action()
                return True
        return super().eventFilter(watched, event)

    def _action_of(self, event: QKeyEvent) -> Callable[[], None] | None:
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier != Qt.KeyboardModifier.NoModifier:
            return None
        painter = self._painter
        key = event.key()
        digit = key - Qt.Key.Key_0
        if painter.is_regression and 1 <= digit <= 9:
            return lambda: painter.set_label((digit - 5) / 4)
        if not painter.is_regression and 0 <= digit < MAXIMUM_CLASSES:
            return lambda: painter.set_label(float(digit))
        if key in _DELETE_KEYS and painter.has_selection:
            return painter.delete_selected
        if key == Qt.Key.Key_Escape:
            return painter.let_go
        return None


FLUSH_MS = 30
"""Edits while the button is down come at most this often, and not before the one before is seen."""
LONGEST_WAIT_MS = 400
SPRAY_ON_PRESS = 4
_PATH_PER_POINT = 0.4
"""Share of the brush's radius that the pointer goes per point."""


class Paint(QObject):
    """What the user paints with, and the strokes as undoable edits of the data.

    One stroke, from press to release, is one step of undo; training goes on under it.
    ``label`` is a class number, or a value from -1 to 1. ``width`` is the brush's radius as a share of
    half of what is seen of the plane (0: a single point).
    """

    changed = Signal()
    """Mode, label, width, selection or being active changed."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._view: BoundaryView | None = None
        self._keys = PaintKeys(self, self)
        self.is_active = False
        self.mode: Mode = "brush"
        self.label = 1.0
        self.width = 0.12
        self.selection: frozenset[int] = frozenset()
        self.pointer: tuple[float, float] | None = None
        self.pressed_at: tuple[float, float] | None = None
        self.is_dragging_points = False
        self.fresh: list[Point] = []
        """Points of the present stroke that no snapshot shows yet."""
        self._pending: list[Point] = []
        self._path: list[tuple[float, float]] = []
        self._step = (0.0, 0.0)
        self._gone = 0.0
        self._stroke = 0
        self._showed_test = True
        self._random = np.random.default_rng()
        self._table: tuple[Any, NDArray[np.float64]] | None = None
        self._timer = QTimer(self, singleShot=True, interval=FLUSH_MS)
        self._timer.timeout.connect(self._flush_when_seen)
        self._edited_at = 0.0
        session.document.changed.connect(self._on_changed)
        session.snapshot_ready.connect(self._on_snapshot)

    # -------------------------------------------------------------------------------- from outside

    def attach(self, view: BoundaryView) -> None:
        """Paint on this view."""
        self._view = view

    def set_active(self, active: bool) -> None:
        """Begin or end painting: while it goes on, the view's pointer paints."""
        if active == self.is_active or self._view is None:
            return
        self._flush()
        self.is_active = active
        self.selection = frozenset()
        self.pressed_at = None
        self._show_all_points(active)
        if active:
            self.label = self._usable_label(self._session.experiment)
        self._view.set_tool(self if active else None)
        self._keys.watch(self._view if active else None)
        self.changed.emit()

    def set_mode(self, mode: Mode) -> None:
        """Brush, eraser or selection."""
        self.mode = mode
        if mode != "select":
            self.selection = frozenset()
        self._tell()

    def set_label(self, label: float) -> None:
        """Paint this class or value from now on; selected points become of it at once."""
        self.label = label
        if self.selection:
            chosen = self.selection
            self._edit(
                lambda experiment: edits.relabel_points(experiment, chosen, label),
                self.tr("Change labels"),
            )
        elif self.mode != "brush":
            self.mode = "brush"
        self._tell()

    def set_width(self, width: float) -> None:
        """The brush's and the eraser's radius as a share of half of what is seen."""
        self.width = width
        self._tell()

    def clear(self) -> None:
        """Take all points away: an empty plane."""
        self.selection = frozenset()
        self._edit(edits.clear_points, self.tr("Clear points"))

    def delete_selected(self) -> None:
        """Take the selected points away."""
        chosen, self.selection = self.selection, frozenset()
        if chosen:
            self._edit(lambda experiment: edits.remove_points(experiment, chosen), self.tr("Delete points"))
        self._tell()

    @property
    def is_regression(self) -> bool:
        """Whether values are painted, not classes."""
        return self._session.experiment.problem == "regression"

    @property
    def classes(self) -> int:
        """How many classes there are."""
        return self._session.experiment.data.classes

    # ------------------------------------------------------------------- what the view tells a tool

    def press(self, x: float, y: float, modifiers: Qt.KeyboardModifier) -> None:
        """A stroke begins."""
        self._stroke += 1
        self.pointer = self.pressed_at = (x, y)
        self._gone = 0.0
        if self.mode == "select":
            self._press_selection(x, y, modifiers)
        else:
            self._leave_trace(x, y, SPRAY_ON_PRESS if self.width else 1)

    def move(self, x: float, y: float, modifiers: Qt.KeyboardModifier) -> None:
        """The pointer moved, with or without the button."""
        before, self.pointer = self.pointer, (x, y)
        if self.pressed_at is None or before is None:
            return
        if self.mode == "select":
            if self.is_dragging_points:
                self._step = (self._step[0] + x - before[0], self._step[1] + y - before[1])
                self._flush_soon()
            return
        self._gone += math.hypot(x - before[0], y - before[1])
        spacing = _PATH_PER_POINT * max(self.radius, 0.25 * self._half())
        if self.mode == "erase":
            self._leave_trace(x, y, 0)
        elif self._gone >= spacing:
            count = int(self._gone / spacing)
            self._gone -= count * spacing
            self._leave_trace(x, y, min(count, 50))

    def release(self, x: float, y: float, modifiers: Qt.KeyboardModifier) -> None:
        """The stroke is done."""
        if self.pressed_at is None:
            return
        if self.mode == "select" and not self.is_dragging_points:
            self._select_inside(self.pressed_at, (x, y), modifiers)
        self._flush()
        self._session.document.close_merge()
        self.pressed_at = None
        self.is_dragging_points = False
        self._tell()

    def paint_overlay(self, painter: QPainter, to_pixel: PlaneFrame) -> None:
        """Draw the brush's rim, fresh points and the selection."""
        is_near = self._view is not None and self._view.underMouse()
        own = self._own() if self.selection else np.empty((0, 3))
        chosen = [place for place in self.selection if place < len(own)]
        is_framing = self.mode == "select" and not self.is_dragging_points
        band = (self.pressed_at, self.pointer) if is_framing and self.pressed_at and self.pointer else None
        stroke = Stroke(
            mode=self.mode,
            label=self.label,
            classes=0 if self.is_regression else max(self.classes, int(self.label) + 1),
            radius=self.radius,
            fresh=self.fresh,
            selected=own[chosen, :2],
            rim=self.pointer if is_near and self.mode != "select" else None,
            band=band,
        )
        paint_overlay.paint(painter, to_pixel, stroke)

    @property
    def has_selection(self) -> bool:
        """Whether points are chosen."""
        return bool(self.selection)

    @property
    def radius(self) -> float:
        """The brush's radius in plane units."""
        return self.width * self._half()

    def let_go(self) -> None:
        """Forget the selection; without one, end painting."""
        if self.selection:
            self.selection = frozenset()
            self._tell()
        else:
            self.set_active(False)

    # --------------------------------------------------------------------------------------- state

    def _show_all_points(self, active: bool) -> None:
        """While painting no point may seem to vanish into the test set."""
        display = self._session.display
        if active:
            self._showed_test = display.show_test
            display.set(show_train=True, show_test=True)
        elif not self._showed_test:
            display.set(show_test=False)

    # ------------------------------------------------------------------------------------- strokes

    def _leave_trace(self, x: float, y: float, count: int) -> None:
        if self.mode == "erase":
            self._path.append((x, y))
        else:
            left, right, bottom, top = self._paintable()
            digits = 6 - math.floor(math.log10(max(self._half(), 1e-300)))
            for place in range(count):
                # The first point lies under the pointer, where the user looks.
                distance = self.radius * math.sqrt(self._random.random()) if place else 0.0
                angle = 2 * math.pi * self._random.random()
                x1, x2 = x + distance * math.cos(angle), y + distance * math.sin(angle)
                if left <= x1 <= right and bottom <= x2 <= top:
                    point = (round(x1, digits), round(x2, digits), float(self.label))
                    self._pending.append(point)
                    self.fresh.append(point)
        self._flush_soon()

    def _press_selection(self, x: float, y: float, modifiers: Qt.KeyboardModifier) -> None:
        hit = self._hit(x, y)
        adds = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
        if hit is None:
            if not adds:
                self.selection = frozenset()
        elif adds:
            self.selection ^= {hit}
        elif hit not in self.selection:
            self.selection = frozenset({hit})
        self.is_dragging_points = hit is not None and not adds
        self._tell()

    def _select_inside(
        self, one: tuple[float, float], other: tuple[float, float], modifiers: Qt.KeyboardModifier
    ) -> None:
        table = self._own()
        low, high = np.minimum(one, other), np.maximum(one, other)
        inside = ((table[:, :2] >= low) & (table[:, :2] <= high)).all(axis=1)
        chosen = frozenset(np.flatnonzero(inside).tolist())
        if chosen:
            adds = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
            self.selection = self.selection | chosen if adds else chosen

    def _hit(self, x: float, y: float) -> int | None:
        """The place of the point under the pointer."""
        table, frame = self._own(), self._frame()
        if len(table) == 0:
            return None
        pixel = frame(x, y)
        pixels = frame.pixels(table[:, :2])
        distances = np.hypot(pixels[:, 0] - pixel.x(), pixels[:, 1] - pixel.y())
        nearest = int(distances.argmin())
        return nearest if distances[nearest] <= REACH * theme.scale() else None

    def _flush_soon(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    def _flush_when_seen(self) -> None:
        waited = 1000 * (time.monotonic() - self._edited_at)
        if self._is_shown() or waited > LONGEST_WAIT_MS:
            self._flush()
        else:
            self._flush_soon()

    def _is_shown(self) -> bool:
        """Whether the newest snapshot shows as many points as there are."""
        snapshot = self._session.snapshot
        if snapshot is None or self._session.experiment.data.dataset != "custom":
            return True
        shown = len(snapshot.points.train) + len(snapshot.points.test)
        return shown == len(self._session.experiment.data.points or ())

    def _flush(self) -> None:
        """Make what was done since the last time one edit, merged with the stroke's others."""
        self._timer.stop()
        key = f"stroke {self._stroke}"
        if self._pending:
            added, self._pending = self._pending, []
            if not self._edit(lambda e: edits.add_points(e, added), self.tr("Paint points"), key):
                self.fresh = []
        if self._path:
            path, self._path = self._path, []
            erased = self._near(path)
            if erased:
                self._edit(lambda e: edits.remove_points(e, erased), self.tr("Erase points"), key)
        if self._step != (0.0, 0.0):
            step, self._step = self._step, (0.0, 0.0)
            chosen = self.selection
            self._edit(lambda e: edits.move_points(e, chosen, step), self.tr("Move points"), key)

    def _near(self, path: list[tuple[float, float]]) -> list[int]:
        """The points that the eraser touched on its way."""
        table = self._own()
        reach = max(self.radius, 0.02 * self._half())
        touched = np.zeros(len(table), dtype=bool)
        for x, y in path:
            touched |= np.hypot(table[:, 0] - x, table[:, 1] - y) <= reach
        places: list[int] = np.flatnonzero(touched).tolist()
        return places

    def _edit(self, change: Callable[[Experiment], Experiment], label: str, key: str | None = None) -> bool:
        self._edited_at = time.monotonic()
        return self._session.try_edit(lambda: change(self._session.experiment), label, key)

    def _own(self) -> NDArray[np.float64]:
        """The points as they would be one's own, ``(n, 3)``, in the order of the list."""
        data = self._session.experiment.data
        key = data.points if data.dataset == "custom" else data
        if self._table is None or self._table[0] is not key:
            own = edits.with_own_points(self._session.experiment).data
            self._table = (key, self._grown_table(own))
        return self._table[1]

    def _grown_table(self, data: Data) -> NDArray[np.float64]:
        """The table of the points; where they are the ones before and more, only these are read."""
        known = self._table[0] if self._table is not None else None
        points = data.points or ()
        if self._table is not None and isinstance(known, tuple) and points[: len(known)] == known:
            added = np.array(points[len(known) :], dtype=np.float64).reshape(-1, 3)
            return np.concatenate([self._table[1], added])
        return own_points(data)

    def _frame(self) -> PlaneFrame:
        if self._view is None:
            return PlaneFrame(PLANE, QRectF(0, 0, 1, 1))
        return self._view.frame

    def _paintable(self) -> Bounds:
        """What is seen of the plane, but nothing beyond it."""
        seen = self._frame().bounds
        whole = seen if self._view is None else self._view.whole
        return max(seen[0], whole[0]), min(seen[1], whole[1]), max(seen[2], whole[2]), min(seen[3], whole[3])

    def _half(self) -> float:
        left, right, _, _ = self._frame().bounds
        return (right - left) / 2

    def _usable_label(self, experiment: Experiment) -> float:
        if experiment.problem == "regression":
            return min(max(self.label, -1.0), 1.0)
        return float(min(max(int(self.label), 0), experiment.data.classes - 1))

    def _on_changed(self, old: Experiment, new: Experiment) -> None:
        if old.data is new.data:
            return
        if len(old.data.points or ()) != len(new.data.points or ()) and self.selection:
            self.selection = frozenset()
            self._tell()
        if old.problem != new.problem:
            self.label = self._usable_label(new)
            self._tell()

    def _on_snapshot(self, _: Snapshot) -> None:
        if self.fresh and self._is_shown():
            self.fresh = list(self._pending)

    def _tell(self) -> None:
        if self._view is not None:
            self._view.redraw()
        self.changed.emit()
