"""The probe is the network at one point."""

from __future__ import annotations

import numpy as np
import pytest

from playground.observe.observer import snapshot_of
from playground.observe.snapshot import SnapshotRequest


def test_a_probe_without_a_label_has_values_and_no_gradients(trained):
    run = trained()
    snapshot = snapshot_of(run, SnapshotRequest(probe=(1.0, 2.0, None), gradients="probe"))
    assert snapshot.probe.loss is None
    assert snapshot.probe.layers[0].gradients is None
    assert snapshot.layers[0].weight_gradients is None
    assert snapshot.gradient_norm is None
    for nonsense in (7.0, 0.5, float("nan")):
        assert snapshot_of(run, SnapshotRequest(probe=(1.0, 2.0, nonsense))).probe.label is None


def test_the_probe_is_the_network_at_that_point(trained):
    run = trained()
    probe = snapshot_of(run, SnapshotRequest(probe=(1.0, 2.0, 2.0))).probe
    np.testing.assert_array_equal(probe.features, [1.0, 2.0])
    np.testing.assert_allclose(probe.outputs, run.network.predict([[1.0, 2.0]])[0])
    assert probe.loss == pytest.approx(run.network.gradient([[1.0, 2.0]], [2])[0])
    h = 1e-5
    losses = [run.network.gradient([[1.0 + s, 2.0]], [2])[0] for s in (h, -h)]
    assert probe.feature_gradients[0] == pytest.approx((losses[0] - losses[1]) / (2 * h), rel=1e-5)
    for before, after in zip(probe.layers, probe.layers[1:], strict=False):
        np.testing.assert_array_equal(after.inputs, before.activations)
