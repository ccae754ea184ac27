"""The network as a picture file, which brings its experiment back."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree

import pytest
from PySide6.QtCore import QByteArray, QPoint, QPointF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QFileDialog

from playground.interop.loading import load
from playground.ui.look import theme
from playground.ui.network.picture import save
from playground.ui.widgets import picture_file
from playground.ui.widgets.picture_file import format_of


def picture(canvas, format) -> bytes:
    return picture_file.picture(
        canvas, theme.current().background, lambda painter: canvas.render(painter, QPoint()), format
    )


def test_an_ending_says_the_format():
    assert [format_of(name) for name in ("a.png", "a.SVG", "a.pdf", "a")] == ["png", "svg", "pdf", "png"]


def test_the_network_is_saved_as_it_is_seen(program, tmp_path):
    canvas = program.find("networkCanvas")
    image = QImage.fromData(picture(canvas, "png"))
    assert image.size() == canvas.size() * 2
    colors = {image.pixel(x, y) for x in range(0, image.width(), 9) for y in range(0, image.height(), 9)}
    assert len(colors) > 50
    assert picture(canvas, "pdf").startswith(b"%PDF")
    root = ElementTree.fromstring(picture(canvas, "svg"))
    assert root.tag.endswith("svg")
    assert len(list(root.iter())) > 50


def test_a_drawing_shows_the_tiles_that_the_window_shows(program):
    canvas = program.find("networkCanvas")
    program.until(lambda: canvas.snapshot is not None and canvas.snapshot.layers[0].grids is not None)
    seen = canvas.grab().toImage()
    drawn = QImage(canvas.size(), QImage.Format.Format_RGB32)
    with QPainter(drawn) as painter:
        QSvgRenderer(QByteArray(picture(canvas, "svg"))).render(painter)
    for box in canvas.layout_.columns:
        for unit in box.seen:
            for share in (0.25, 0.5, 0.75):
                place = box.rect(unit).topLeft() + QPointF(box.tile * share, box.tile * share)
                one, other = seen.pixelColor(place.toPoint()), drawn.pixelColor(place.toPoint())
                for channel in ("red", "green", "blue"):
                    assert abs(getattr(one, channel)() - getattr(other, channel)()) <= 24


@pytest.mark.parametrize("ending", ["png", "svg"])
def test_a_saved_network_brings_its_experiment_back(program, tmp_path, ending):
    path = tmp_path / f"network.{ending}"
    save(program.find("networkCanvas"), str(path))
    program.until(path.exists)
    assert load(path).network == program.session.experiment.network
    if ending == "svg":
        ElementTree.fromstring(path.read_bytes())


def test_it_asks_where(program):
    program.window.actions_by_name["save_network"].trigger()
    dialog = next(one for one in program.window.findChildren(QFileDialog) if one.isVisible())
    assert dialog.defaultSuffix() == "png"
    dialog.close()
