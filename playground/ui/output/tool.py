"""What takes the pointer on the plane, and what draws over it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter

from playground.observe.snapshot import SnapshotRequest
from playground.ui.widgets.plane import PlaneFrame

REACH = 9.0
"""A press this near to a point (logical pixels) takes that point."""

Overlay = Callable[[QPainter, PlaneFrame], None]


class Tool(Protocol):
    """What takes the pointer on the plane (a brush, an eraser): it is told plane coordinates."""

    def press(self, x: float, y: float, modifiers: Qt.KeyboardModifier) -> None:
        """The left button went down here."""

    def move(self, x: float, y: float, modifiers: Qt.KeyboardModifier) -> None:
        """The pointer moved here, with or without the button."""

    def release(self, x: float, y: float, modifiers: Qt.KeyboardModifier) -> None:
        """The left button went up here."""

    def paint_overlay(self, painter: QPainter, to_pixel: PlaneFrame) -> None:
        """Draw what the tool shows (a brush's rim, a selection)."""


class BoundaryOverlay(Protocol):
    """Something drawn between the boundary and its points, with what it needs in a snapshot."""

    def wants(self) -> SnapshotRequest:
        """What it needs while the boundary is visible."""

    def paint(self, painter: QPainter, frame: PlaneFrame) -> None:
        """Draw on the part of the plane that is seen."""
