"""Grids over the plane are the network at their cells' centres, whole, in part and close by."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from playground.engine.layers.base import FEATURES_ID
from playground.engine.training import TrainingRun
from playground.observe.observer import Observer, snapshot_of
from playground.observe.plane import cell_centres
from playground.observe.snapshot import PartRequest, SnapshotRequest


def units_at(run, points):
    """Every layer's values at points, the output layer's predictions: ``(n, units)`` each."""
    found = []
    for point in points:
        probe = snapshot_of(run, SnapshotRequest(probe=(point[0], point[1], None), curve=False)).probe
        found.append([layer.activations for layer in probe.layers])
    return [np.array(layer) for layer in zip(*found, strict=True)]


def test_cells_are_taken_at_their_centres_from_the_top_left():
    centres = cell_centres((-6.0, 6.0, 0.0, 4.0), 2)
    np.testing.assert_allclose(centres, [[-3, 3], [3, 3], [-3, 1], [3, 1]])


def test_the_boundary_is_the_prediction(trained):
    run = trained()
    grid = snapshot_of(run, SnapshotRequest(boundary_resolution=9)).boundary
    expected = run.network.predict(cell_centres(run.points.bounds, 9))
    np.testing.assert_allclose(grid.reshape(3, -1).T, expected, atol=2e-6)
    assert grid.dtype == np.float32


def test_a_units_grid_is_its_output_over_the_plane(trained):
    run = trained()
    snapshot = snapshot_of(run, SnapshotRequest(unit_resolution=5))
    for layer, expected in zip(
        snapshot.layers, units_at(run, cell_centres(run.points.bounds, 5)), strict=True
    ):
        assert layer.grids.shape == (layer.units, 5, 5)
        np.testing.assert_allclose(layer.grids.reshape(layer.units, -1).T, expected, rtol=1e-4, atol=1e-5)
    features = run.network.seen(cell_centres(run.points.bounds, 5))
    np.testing.assert_allclose(snapshot.feature_grids.reshape(2, -1).T, features, rtol=1e-6)


@pytest.mark.parametrize("width", [6.0, 1e-2, 1e-5, 1e-9])
def test_a_part_of_the_plane_is_the_prediction_there_however_small_it_is(trained, width):
    run = trained()
    bounds = (1.25 - width, 1.25 + width, -2.5 - width, -2.5 + width)
    part = snapshot_of(run, SnapshotRequest(part=PartRequest(bounds, 20))).part
    expected = run.network.predict(cell_centres(bounds, 20)).T.reshape(3, 20, 20)
    assert part.bounds == bounds
    np.testing.assert_allclose(part.boundary, expected, atol=2e-6)
    steps = np.diff(part.boundary, axis=2)
    np.testing.assert_allclose(steps, np.diff(expected, axis=2), atol=0.02 * np.abs(steps).max())


def test_a_part_follows_the_view_and_the_training(trained):
    run = trained()
    observer = Observer(run)
    for bounds in ((0.0, 1.0, 0.0, 1.0), (0.0, 1e-6, 0.0, 1e-6), (-20.0, 20.0, -20.0, 20.0)):
        run.take_steps(5)
        part = observer.snapshot(SnapshotRequest(part=PartRequest(bounds, 8))).part
        expected = run.network.predict(cell_centres(bounds, 8))
        np.testing.assert_allclose(part.boundary.reshape(3, -1).T, expected, atol=2e-6)


def test_a_part_shows_a_unit_large_and_all_units_where_asked(trained):
    run = trained()
    bounds = (-1.0, 2.0, 0.0, 3.0)
    focus = (run.network.plan.layers[1].id, 1)
    request = SnapshotRequest(part=PartRequest(bounds, 6, units=True), focus=focus, focus_sensitivity=True)
    part = snapshot_of(run, request).part
    for grid, expected in zip(part.grids, units_at(run, cell_centres(bounds, 6)), strict=True):
        np.testing.assert_allclose(grid.reshape(len(grid), -1).T, expected, rtol=1e-4, atol=1e-5)
    assert part.focus == focus
    np.testing.assert_array_equal(part.focus_grid, part.grids[1][1])
    assert part.focus_sensitivity.shape == (6, 6)
    assert part.feature_grids.shape == (2, 6, 6)
    assert snapshot_of(run, SnapshotRequest(focus=focus, part=PartRequest(bounds, 6))).part.grids == ()


def test_a_large_grid_in_chunks_is_the_same_grid(trained, monkeypatch):
    run = trained()
    whole = snapshot_of(run, SnapshotRequest(boundary_resolution=30, sensitivity_resolution=30))
    monkeypatch.setattr("playground.engine.workspace.CACHED_VALUES", 1)
    again = TrainingRun(run.experiment)
    again.restore(run.state())
    parts = snapshot_of(again, SnapshotRequest(boundary_resolution=30, sensitivity_resolution=30))
    np.testing.assert_allclose(parts.boundary, whole.boundary, atol=1e-5)
    np.testing.assert_allclose(parts.layers[1].sensitivities, whole.layers[1].sensitivities, atol=1e-5)


@pytest.mark.parametrize(
    ("data", "loss", "output"),
    [
        ({"dataset": "circle"}, "cross_entropy", 0),
        ({"dataset": "circle"}, "squared_error", 0),
        ({"dataset": "circle"}, "hinge", 0),
        ({"dataset": "spiral", "classes": 3}, "cross_entropy", 2),
        ({"dataset": "spiral", "classes": 3}, "squared_error", 1),
        ({"dataset": "plane"}, "huber", 0),
    ],
)
def test_the_sensitivity_is_how_the_prediction_moves_with_the_unit(trained, data, loss, output):
    """Nudging a unit is nudging its bias: the derivative by the bias is that by the pre-activation."""
    linear = {"kind": "dense", "units": 3, "activation": "linear"}
    run = trained(network={"layers": [linear, {"kind": "dense"}]}, data=data, training={"loss": loss})
    resolution, h = 6, 1e-5
    snapshot = snapshot_of(run, SnapshotRequest(sensitivity_resolution=resolution, sensitivity_output=output))
    points = cell_centres(run.points.bounds, resolution)
    for layer, biases in (
        (snapshot.layers[0], run.network.biases[0]),
        (snapshot.layers[-1], run.network.biases[-1]),
    ):
        for unit in range(layer.units):
            biases[unit] += h
            above = run.network.predict(points)[:, output]
            biases[unit] -= 2 * h
            below = run.network.predict(points)[:, output]
            biases[unit] += h
            found = layer.sensitivities[unit].ravel()
            np.testing.assert_allclose(found, (above - below) / (2 * h), rtol=1e-3, atol=1e-5)


def test_the_focus_is_one_unit_at_the_boundarys_resolution(trained):
    run = trained()
    request = SnapshotRequest(
        boundary_resolution=9,
        unit_resolution=9,
        sensitivity_resolution=9,
        focus=(2, 1),
        focus_sensitivity=True,
    )
    snapshot = snapshot_of(run, request)
    np.testing.assert_array_equal(snapshot.focus_grid, snapshot.layer(2).grids[1])
    np.testing.assert_array_equal(snapshot.focus_sensitivity, snapshot.layer(2).sensitivities[1])
    feature = snapshot_of(run, replace(request, focus=(FEATURES_ID, 1)))
    np.testing.assert_array_equal(feature.focus_grid, feature.feature_grids[1])
    assert feature.focus_sensitivity.shape == (9, 9)
    for gone in ((99, 0), (2, 99)):
        assert snapshot_of(run, replace(request, focus=gone)).focus_grid is None


def test_the_space_of_a_layer_is_its_units_values(trained):
    run = trained()
    space = snapshot_of(run, SnapshotRequest(unit_resolution=5, space=((2, 0), (5, 2)))).space
    grids = snapshot_of(run, SnapshotRequest(unit_resolution=5))
    np.testing.assert_array_equal(space.grid[..., 0], grids.layer(2).grids[0])
    np.testing.assert_array_equal(space.grid[..., 1], grids.layer(5).grids[2])
    values = units_at(run, run.points.train[:4])
    np.testing.assert_allclose(space.train[:4, 1], values[4][:, 2])
