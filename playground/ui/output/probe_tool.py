"""The probe point by pointer and keys: set, dragged, moved, removed."""

from __future__ import annotations

from typing import NamedTuple, Protocol

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QPainter

from playground.app.display import Display
from playground.engine.points import Points
from playground.ui.look import theme
from playground.ui.output.tool import REACH, Tool
from playground.ui.widgets.plane import PlaneFrame

KEY_STEP = 1 / 120
"""How much of what is seen an arrow moves the probe, with Shift five times as far."""
_MOVES = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}


class ProbedView(Protocol):
    """Where the probe is moved."""

    @property
    def frame(self) -> PlaneFrame:
        """Which part of the plane is drawn where."""

    @property
    def points(self) -> Points | None:
        """The data that is shown."""

    @property
    def tool(self) -> Tool | None:
        """What takes the pointer now."""

    def say_place(self, x1: float, x2: float) -> None:
        """Say aloud where the keys have moved the probe."""


class ProbeTool:
    """Sets the display's probe point on a boundary; while it stands there it is what the pointer drags."""

    def __init__(self, view: ProbedView, display: Display) -> None:
        self._view = view
        self._display = display
        self._before = self._display.probe

    def taker(self, x1: float, x2: float) -> ProbeTool | None:
        """The probe takes the button where it stands."""
        probe, frame = self._display.probe, self._view.frame
        if probe is None:
            return None
        way = frame(x1, x2) - frame(probe[0], probe[1])
        return self if way.manhattanLength() <= REACH * theme.scale() else None

    def press(self, x: float, y: float, modifiers: Qt.KeyboardModifier) -> None:
        """Nothing yet: it is moved by the pointer's way."""

    def move(self, x: float, y: float, modifiers: Qt.KeyboardModifier) -> None:
        """It goes along, and keeps its label."""
        label = None if self._display.probe is None else self._display.probe[2]
        self._display.set(probe=(*self._within(x, y), label))

    def release(self, x: float, y: float, modifiers: Qt.KeyboardModifier) -> None:
        """It stays where it is."""

    def paint_overlay(self, painter: QPainter, to_pixel: PlaneFrame) -> None:
        """The view paints the probe at all times."""

    def click(self, x1: float, x2: float) -> None:
        """Take the point under the pointer, or the place itself with the nearest point's label."""
        nearest = self._nearest(x1, x2)
        if nearest.distance <= REACH * theme.scale():
            x1, x2 = nearest.place
        self._before = self._display.probe
        self._display.set(probe=(*self._within(x1, x2), nearest.label))

    def undo_click(self) -> None:
        """The click was the first half of a double-click."""
        self._display.set(probe=self._before)

    def wants_key(self, event: QKeyEvent) -> bool:
        """Arrows, and Escape where there is a probe, unless another tool has the pointer."""
        if self._view.tool is not None:
            return False
        if event.key() == Qt.Key.Key_Escape:
            return self._display.probe is not None
        return event.key() in _MOVES and not event.modifiers() & Qt.KeyboardModifier.ControlModifier

    def take_key(self, event: QKeyEvent) -> bool:
        """Arrows move the probe point (with Shift further), Escape removes it; False for any other key."""
        if not self.wants_key(event):
            return False
        if event.key() == Qt.Key.Key_Escape:
            self._display.set(probe=None)
            return True
        across, up = _MOVES[Qt.Key(event.key())]
        left, right, bottom, top = self._view.frame.bounds
        step = KEY_STEP * (5 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        x1, x2, label = self._display.probe or ((left + right) / 2, (bottom + top) / 2, None)
        x1, x2 = self._within(x1 + across * step * (right - left), x2 + up * step * (top - bottom))
        if label is None:
            label = self._nearest(x1, x2).label
        self._display.set(probe=(x1, x2, label))
        self._view.say_place(x1, x2)
        return True

    def _within(self, x1: float, x2: float) -> tuple[float, float]:
        """The place, or the nearest to it on what is seen of the plane."""
        left, right, bottom, top = self._view.frame.bounds
        return min(max(x1, left), right), min(max(x2, bottom), top)

    def _nearest(self, x1: float, x2: float) -> Nearest:
        return nearest_point(self._view.frame, self._view.points, (x1, x2), self._display.show_test)


class Nearest(NamedTuple):
    """The shown point nearest to a place: where it is, its label, how many pixels away."""

    place: tuple[float, float]
    label: float | None
    distance: float


def nearest_point(
    frame: PlaneFrame, points: Points | None, here: tuple[float, float], with_test: bool
) -> Nearest:
    """The training point (or shown test point) nearest to a place; infinitely far where there is none."""
    best = Nearest(here, None, np.inf)
    if points is None:
        return best
    pixel = frame(*here)
    sets = [(points.train, points.train_labels)]
    if with_test:
        sets.append((points.test, points.test_labels))
    for places, labels in sets:
        if len(places):
            pixels = frame.pixels(places)
            distances = np.hypot(pixels[:, 0] - pixel.x(), pixels[:, 1] - pixel.y())
            nearest = int(distances.argmin())
            if distances[nearest] < best.distance:
                place = (float(places[nearest, 0]), float(places[nearest, 1]))
                best = Nearest(place, float(labels[nearest]), float(distances[nearest]))
    return best
