"""The boundary's colours, scales and rings against numbers computed apart."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from playground.engine.training import TrainingRun
from playground.observe.observer import snapshot_of
from playground.observe.snapshot import SnapshotRequest
from playground.ui.look import theme
from playground.ui.output import boundary_image, boundary_marks
from playground.ui.output.boundary_marks import paint_errors
from playground.ui.output.point_items import rgba
from playground.ui.widgets.plane import PlaneFrame


@pytest.fixture(params=["light", "dark"])
def colours(request, qapp):
    theme.apply(qapp, request.param)
    yield theme.current()
    theme.apply(qapp, "light")


def is_like(pixel, color: QColor) -> bool:
    made = QColor.fromRgb(int(pixel))
    parts = zip(made.getRgb()[:3], color.getRgb()[:3], strict=True)
    return max(abs(one - other) for one, other in parts) <= 2


def test_a_unit_in_the_boundarys_place_is_as_pale_as_the_boundary(colours):
    pixels = boundary_image.unit_pixels(np.array([[-2.0, 0.0, 2.0]]), 2.0)[0]
    ends = (colours.negative, colours.zero, colours.positive)
    for pixel, color in zip(pixels, ends, strict=True):
        assert is_like(pixel, theme.mix(color, colours.panel, theme.PALER))


def test_pixels_become_red_green_blue_and_alpha_in_this_order():
    pixels = np.array([[0xFF010203, 0x80A0B0C0]], dtype=np.uint32)
    np.testing.assert_array_equal(rgba(pixels), [[[1, 2, 3, 255], [0xA0, 0xB0, 0xC0, 0x80]]])


@pytest.mark.parametrize("outputs", [2, 3, 5])
def test_uncertainty_runs_from_sure_of_one_class_to_equal_shares_of_all(build, colours, outputs):
    made = build(data={"dataset": "rings", "classes": outputs}, training={"loss": "cross_entropy"})
    ends = np.stack((np.eye(outputs)[0], np.full(outputs, 1.0 / outputs)), axis=1)[:, None, :]
    if made.outputs == 1:
        ends = ends[:1]
    table = theme.uncertainty_table()
    shown = boundary_image.boundary_pixels(made, ends, 1.0, "uncertainty", False)
    assert list(shown[0]) == [table[0], table[255]]


@pytest.mark.parametrize("shares", [(0.7, 0.2, 0.1), (0.5, 0.5, 0.0), (0.4, 0.3, 0.2, 0.1)])
def test_uncertainty_is_the_entropy_as_a_share_of_its_largest(build, colours, shares):
    made = build(data={"dataset": "rings", "classes": len(shares)}, training={"loss": "cross_entropy"})
    entropy = -sum(share * np.log(share) for share in shares if share) / np.log(len(shares))
    assert 0.5 < entropy < 0.95
    shown = boundary_image.boundary_pixels(made, np.array(shares)[:, None, None], 1.0, "uncertainty", False)
    assert shown[0, 0] in theme.uncertainty_table()[round(255 * entropy) - 1 : round(255 * entropy) + 2]


def test_a_class_unit_says_from_where_to_where_its_colours_run(build):
    softmax = build(data={"dataset": "rings", "classes": 3})
    scores = build(data={"dataset": "rings", "classes": 3}, training={"loss": "hinge"})
    assert (softmax.output_activation, scores.output_activation) == ("softmax", "linear")
    legend = boundary_image.class_unit_legend(softmax, 1)
    assert (legend.low, legend.high) == ("0", "1")
    legend = boundary_image.class_unit_legend(scores, 1)
    assert (legend.low, legend.high) == ("≤ −1", "≥ 1")


def test_the_scale_of_values_reaches_the_largest_label_of_the_held_out_points_too(build):
    run = TrainingRun(build(data={"dataset": "plane", "noise": 0.3, "train_fraction": 0.5}))
    points = snapshot_of(run, SnapshotRequest()).points
    largest = max(np.abs(points.train_labels).max(), np.abs(points.test_labels).max())
    assert boundary_image.value_scale(run.experiment, points) == largest
    swapped = replace(points, train_labels=points.test_labels, test_labels=points.train_labels)
    assert boundary_image.value_scale(run.experiment, swapped) == largest


@pytest.mark.parametrize("shown", [(True, False), (False, True)])
def test_a_ring_is_as_large_as_the_error_is_of_the_largest_label(build, monkeypatch, shown):
    """Around the points that are shown and no others, with their own predictions."""
    run = TrainingRun(build(data={"dataset": "saddle", "train_fraction": 0.6}))
    run.train(3)
    snapshot = snapshot_of(run, SnapshotRequest(point_predictions=True))
    points = snapshot.points
    drawn = []
    monkeypatch.setattr(boundary_marks, "paint_residuals", lambda *given: drawn.append(given[2:]))
    frame = PlaneFrame((-6.0, 6.0, -6.0, 6.0), QRectF(0, 0, 300, 300))
    image = QImage(300, 300, QImage.Format.Format_RGB32)
    with QPainter(image) as painter:
        paint_errors(painter, frame, run.experiment, snapshot, shown)
    places, labels = (points.train, points.train_labels) if shown[0] else (points.test, points.test_labels)
    largest = max(np.abs(points.train_labels).max(), np.abs(points.test_labels).max())
    assert largest != 1.0
    ((ringed, sizes),) = drawn
    np.testing.assert_array_equal(ringed, places)
    said = run.predictions("train" if shown[0] else "test")[:, 0]
    np.testing.assert_allclose(sizes, np.abs(said - labels) / largest)


@pytest.mark.parametrize("scale", [1.0, 1.6])
def test_the_probes_mark_is_as_wide_as_high_at_every_size_of_text(qapp, scale):
    theme.set_scale(scale)
    try:
        image = QImage(80, 80, QImage.Format.Format_RGB32)
        image.fill(0xFFFFFFFF)
        with QPainter(image) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            boundary_marks.paint_crosshair(painter, QPointF(40.0, 40.0))
    finally:
        theme.set_scale(1.0)
    grey = np.frombuffer(image.constBits(), dtype=np.uint8).reshape(80, 80, 4)[..., 1].astype(int)
    assert np.abs(grey - grey.T).max() <= 8
    marked = np.flatnonzero((grey < 200).any(axis=0))
    assert abs(marked[0] - (40.0 - 10.0 * scale)) <= 2.5
    assert abs(marked[-1] + 1 - (40.0 + 10.0 * scale)) <= 2.5


@pytest.mark.parametrize("scale", [1.0, 1.6])
def test_a_long_text_over_the_boundary_stays_within_it(qapp, scale):
    theme.set_scale(scale)
    try:
        image = QImage(400, 120, QImage.Format.Format_RGB32)
        image.fill(0xFF123456)
        with QPainter(image) as painter:
            rect = QRectF(120.0, 0.0, 160.0, 120.0)
            boundary_marks.paint_pill(
                painter, rect, "layer 1, unit 2 of eight units and much more", at_top=True
            )
    finally:
        theme.set_scale(1.0)
    pixels = np.frombuffer(image.constBits(), dtype=np.uint32).reshape(120, 400)
    touched = np.flatnonzero((pixels != 0xFF123456).any(axis=0))
    assert touched[0] >= 120 + int(8.0 * scale)
    assert touched[-1] < 280 - int(8.0 * scale) + 1
    assert len(touched) > 80
