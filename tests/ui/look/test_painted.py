"""Pictures that are kept take little more than their pixels: Qt's buffers of painting do not stay with them."""

from __future__ import annotations

import ctypes

import numpy as np
import pytest
from PySide6.QtCore import QSize, QSizeF
from PySide6.QtGui import QColor, QPainter, QPixmap

from playground.engine.experiment import Experiment
from playground.engine.points import make_points
from playground.ui.data.dataset_gallery import picture_of
from playground.ui.look import theme
from playground.ui.look.icons import icon
from playground.ui.look.painted import polygon
from playground.ui.network.marks import HaloNumbers
from playground.ui.widgets.curve_picture import curve_pixmap

KEPT = 200
MOST_BYTES = {"number": 6_000, "icon": 4_000, "curve": 7_000, "cloud": 12_000}
"""Of one picture, about twice its pixels. One that was painted on takes 51,000, 6,500, 15,000 and 23,000."""


class Mallinfo2(ctypes.Structure):
    """What the C library tells of its heap; ``uordblks`` are the bytes in use, ``hblkhd`` those of large blocks."""

    _fields_ = [
        (name, ctypes.c_size_t)
        for name in (
            "arena", "ordblks", "smblks", "hblks", "hblkhd",
            "usmblks", "fsmblks", "uordblks", "fordblks", "keepcost",
        )
    ]  # fmt: skip


def used():
    """Bytes that this process has asked for and not given back."""
    told = ctypes.CDLL(None).mallinfo2
    told.restype = Mallinfo2
    now = told()
    return now.uordblks + now.hblkhd


def number():
    halo = HaloNumbers(theme.font("body"), theme.current().background)
    canvas = QPixmap(60, 30)

    def draw(place):
        with QPainter(canvas) as painter:
            halo.draw(painter, 5, [(5, f"{place}.00")], QColor("red"))

    return draw


def sized_icon():
    return lambda _: icon("warning").pixmap(QSize(20, 20))


def curve():
    values, size = np.linspace(-1, 1, 40), QSizeF(40, 20)
    return lambda _: curve_pixmap(values, (-1.0, 1.0), size, QColor("red"), QColor("gray"), 1.0)


def cloud():
    data = Experiment().data
    points = make_points(data)
    return lambda _: picture_of(points, data, 40, 1.0)


MAKERS = {"number": number, "icon": sized_icon, "curve": curve, "cloud": cloud}


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "mallinfo2"), reason="another C library")
@pytest.mark.parametrize("kind", MOST_BYTES)
def test_a_kept_picture_takes_little_more_than_its_pixels(qapp, kind):
    make = MAKERS[kind]()
    kept = [make(place) for place in range(50)]  # fonts and shapes are loaded with the first ones
    before = used()
    kept += [make(place) for place in range(100, 100 + KEPT)]
    taken = used() - before
    assert 0 < taken < KEPT * MOST_BYTES[kind], taken / KEPT


def test_a_line_through_many_points_goes_through_each():
    xs, ys = np.linspace(-3.0, 4.0, 57), np.random.default_rng(0).normal(size=57)
    made = polygon(xs, ys)
    assert [(point.x(), point.y()) for point in made] == list(zip(xs.tolist(), ys.tolist(), strict=True))
    assert len(polygon(xs[:1], ys[:1])) == 1
