"""Values over the plane as images, through a colour table."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

_SMALLEST_SCALE = 1e-30


def table_indices(values: NDArray[np.floating], scale: float) -> NDArray[np.uint8]:
    """Places in a 256-entry table: -scale is 0, 0 the middle, +scale 255; what lies beyond is clipped."""
    factor = 127.5 / scale if scale > _SMALLEST_SCALE else 0.0
    with np.errstate(over="ignore", invalid="ignore"):
        places = np.multiply(values, np.float32(factor), dtype=np.float32)
    places += np.float32(128.0)
    np.fmax(places, np.float32(0.0), out=places)
    np.fmin(places, np.float32(255.0), out=places)
    made: NDArray[np.uint8] = places.astype(np.uint8)
    return made


def table_colors(table: NDArray[np.uint32], steps: int = 33) -> tuple[QColor, ...]:
    """The colours of the shares -1 ... 1 in a table, for a legend: asked of what colours the values."""
    shares = np.linspace(-1.0, 1.0, steps)
    return tuple(QColor.fromRgb(int(color)) for color in table.take(table_indices(shares, 1.0)))


def image_of(pixels: NDArray[np.uint32]) -> QImage:
    """An opaque image over ``(rows, columns)`` ARGB pixels; it keeps its buffer alive."""
    rows, columns = pixels.shape
    pixels = np.ascontiguousarray(pixels)
    image = QImage(pixels.data, columns, rows, columns * 4, QImage.Format.Format_RGB32)
    image.pixels = pixels  # type: ignore[attr-defined]
    return image


def grid_image(values: NDArray[np.floating], scale: float, table: NDArray[np.uint32]) -> QImage:
    """The image of ``values (R, R)``: ``scale`` is the value that gets the table's last colour."""
    return image_of(table.take(table_indices(values, scale)))


def mixture(shares: NDArray[np.floating], table: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """ARGB pixels of class shares ``(K, R, C)`` that sum to 1: the classes' colours mixed by them."""
    classes, rows, columns = shares.shape
    flat = shares.reshape(classes, rows * columns).astype(np.float32, copy=False)
    colors = table[:classes]
    channels = np.empty((3, classes), dtype=np.float32)
    for place, shift in enumerate((16, 8, 0)):
        channels[place] = (colors >> np.uint32(shift)) & np.uint32(0xFF)
    mixed = channels @ flat
    np.fmax(mixed, np.float32(0.0), out=mixed)
    np.fmin(mixed, np.float32(255.0), out=mixed)
    whole = mixed.astype(np.uint32)
    pixels: NDArray[np.uint32] = np.uint32(0xFF000000) | (whole[0] << 16) | (whole[1] << 8) | whole[2]
    return pixels.reshape(rows, columns)
