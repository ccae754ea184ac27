"""A feature that is off stands out while the pointer is on it."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest

from playground.ui.look import theme


def contrast(canvas, place: QRect) -> float:
    """How far a part of the canvas is from its background, on the mean."""
    image = canvas.grab(place).toImage().convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)[..., :3]
    ground: QColor = theme.current().background
    return float(np.abs(pixels.astype(int) - (ground.blue(), ground.green(), ground.red())).mean())


def test_a_feature_that_is_off_is_paler_until_it_is_hovered(stage):
    one = stage()
    box = one.canvas.layout_.columns[0]
    side = round(min(box.extra_height * 0.72, 18.0))
    places = []
    for row in (0, len(box.extra_centers) - 1):
        place = QRect(0, 0, side, side)
        place.moveCenter(QPoint(round(box.x), round(box.extra_centers[row])))
        places.append(place)
    before = [contrast(one.canvas, place) for place in places]
    QTest.mouseMove(one.canvas, places[0].center())
    assert one.canvas.input.hovered.kind == "feature"
    after = [contrast(one.canvas, place) for place in places]
    assert after[0] > 1.5 * before[0], "half transparent before"
    assert after[1] == before[1], "the other one stays as it is"
