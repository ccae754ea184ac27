"""What is on screen against numbers computed apart: fields of the file, colours, directions, signs, the cursor."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter
from random_experiments import experiments

from playground import load, save
from playground.app.session import Session
from playground.engine.experiment import Experiment, from_builtins
from playground.engine.fields import all_fields, get
from playground.ui.look import theme
from playground.ui.network.edges import strength_color
from playground.ui.output import unit_lines
from playground.ui.output.unit_lines import UnitLines
from playground.ui.plots.curves import CurvePlot, Lane, Trace
from playground.ui.widgets.plane import PlaneFrame

NUMBERS = {
    "label_noise": st.floats(0.01, 0.4), "imbalance": st.floats(0.01, 0.8), "noise": st.floats(0.01, 0.4),
    "samples": st.integers(20, 60), "train_fraction": st.floats(0.2, 0.9), "seed": st.integers(1, 99),
}  # fmt: skip


@settings(max_examples=10)
@given(data=st.fixed_dictionaries(NUMBERS))
def test_every_number_of_the_data_survives_save_and_open(tmp_path, data):
    made = from_builtins({"format": "playground", "version": 1, "data": {"dataset": "moons", **data}})
    path = tmp_path / "one.json"
    save(made, path)
    written = msgspec.json.decode(path.read_bytes())["data"]
    read = load(path).data
    for name, value in data.items():
        assert written[name] == value, name
        assert getattr(read, name) == value, name


@settings(max_examples=20)
@given(made=experiments())
def test_every_field_of_any_experiment_survives_a_session_that_saves_and_one_that_opens(tmp_path, made):
    path = tmp_path / "any.json"
    first, second = Session(made, folder=tmp_path / "a"), Session(folder=tmp_path / "b")
    try:
        assert first.save(path)
        assert second.open(path)
        for field in all_fields(made):
            assert get(second.experiment, field.path) == get(made, field.path), field.path
    finally:
        assert first.shutdown()
        assert second.shutdown()


@pytest.mark.parametrize("name", ["light", "dark"])
def test_a_positive_weight_is_blue_and_a_negative_one_orange(qapp, name):
    theme.apply(qapp, name)
    try:
        positive, negative = strength_color(1.0), strength_color(-1.0)
        assert positive.blue() > positive.red() + 50
        assert negative.red() > negative.blue() + 50
    finally:
        theme.apply(qapp, "light")


def test_a_units_line_runs_where_its_z_is_zero_in_pixels(qapp):
    frame = PlaneFrame((-6.0, 6.0, -6.0, 6.0), QRectF(0, 0, 300, 300))
    image = QImage(300, 300, QImage.Format.Format_RGB32)
    image.fill(theme.current().panel)
    color = theme.current().accent
    with QPainter(image) as painter:
        unit_lines.paint_line(painter, frame, (2.0, 0.5, -4.0), color, 2.0, "", [])
    for x2 in (-4.5, -3.0, 3.0, 4.5):
        x1 = (4.0 - 0.5 * x2) / 2.0
        pixel = QPointF((x1 + 6.0) * 25.0, (6.0 - x2) * 25.0)
        near = [image.pixelColor(round(pixel.x()) + by, round(pixel.y())) for by in (-1, 0, 1)]
        assert any(abs(one.red() - color.red()) + abs(one.blue() - color.blue()) < 40 for one in near)


def test_a_cursor_reads_the_curve_at_its_own_epoch(qtbot):
    plot = CurvePlot("Loss", [Lane("", (Trace("train"),))], across="epoch", has_titles=False)
    qtbot.addWidget(plot)
    plot.resize(500, 200)
    plot.show()
    epochs = np.arange(40.0)
    plot.show_curves(epochs, [(1000.0 - 7.0 * epochs,)])
    for epoch in (3.0, 17.0, 33.0):
        plot.set_cursor(epoch + 0.2)
        read = list(plot.readings().values())
        assert read == [epoch, 1000.0 - 7.0 * epoch]
        assert plot.cursor_place == epoch


def test_discs_have_the_sign_of_the_change_of_the_loss(qtbot, tmp_path, monkeypatch):
    from playground.ui.output.boundary_view import BoundaryView

    session = Session(Experiment(), folder=tmp_path)
    try:
        boundary = BoundaryView(session)
        qtbot.addWidget(boundary)
        lines = UnitLines(session, boundary)
        boundary.resize(300, 300)
        boundary.show()
        session.display.set(selected=(-1, 0), node_mode="gradient", show_unit_lines=False)
        qtbot.waitUntil(lambda: session.snapshot is not None and session.snapshot.point_gradients is not None)
        snapshot = session.snapshot
        frame = PlaneFrame((-6.0, 6.0, -6.0, 6.0), QRectF(0, 0, 1200, 1200))
        image = QImage(1200, 1200, QImage.Format.Format_RGB32)
        image.fill(theme.current().panel)
        with QPainter(image) as painter:
            lines.paint(painter, frame)
        points, labels = snapshot.points.train, snapshot.points.train_labels
        apart = np.hypot(*(points[:, None] - points[None]).T) + 100.0 * np.eye(len(points))
        alone = np.flatnonzero(apart.min(axis=0) > 0.25)
        assert len(set(labels[alone])) == 2
        for place in alone:
            pixel = frame(*points[place]).toPoint()
            if pixel.y() < 80:
                continue  # under the caption
            is_filled = image.pixelColor(pixel) != theme.current().panel
            # d loss / d score is p - label: negative for class 1, which wants more; positive for class 0
            assert is_filled == (labels[place] == 0), (place, labels[place])
    finally:
        assert session.shutdown()
