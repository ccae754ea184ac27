"""Marks on a screen of two device pixels for one: as large, and twice as fine."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from playground.ui.output.point_marks import mark_radius, paint_marks
from playground.ui.widgets.plane import PlaneFrame

SIDE = 60


def ink(ratio: float, held_out: bool) -> np.ndarray:
    """``(rows, columns)``: where a single mark in the middle has changed the ground."""
    image = QImage(round(SIDE * ratio), round(SIDE * ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(0xFFFFFF)
    with QPainter(image) as painter:
        frame = PlaneFrame((-6.0, 6.0, -6.0, 6.0), QRectF(0, 0, SIDE, SIDE))
        paint_marks(painter, frame, np.zeros((1, 2)), np.zeros(1), classes=2, held_out=held_out)
    side = image.width()
    return np.frombuffer(image.constBits(), np.uint32).reshape(side, side) & 0xFFFFFF != 0xFFFFFF


@pytest.mark.parametrize("held_out", [False, True])
def test_a_mark_has_the_same_size_and_place_in_logical_pixels(qapp, held_out):
    for ratio in (1.0, 2.0):
        rows, columns = np.nonzero(ink(ratio, held_out))
        width, height = (np.ptp(columns) + 1) / ratio, (np.ptp(rows) + 1) / ratio
        assert width == pytest.approx(height, abs=1.0)
        assert 2 * mark_radius(1) - 1 <= width <= 2 * mark_radius(1) + 4
        middle = (columns.mean() + 0.5) / ratio, (rows.mean() + 0.5) / ratio
        assert middle == pytest.approx((SIDE / 2, SIDE / 2), abs=0.6)
    assert ink(2.0, held_out).sum() == pytest.approx(4 * ink(1.0, held_out).sum(), rel=0.25)
