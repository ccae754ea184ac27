"""One point alone, and the slope at the output: what averages hide."""

from __future__ import annotations

import numpy as np
import pytest
from by_hand import by_hand
from flow_cases import dense, trained

from playground.engine.layers.base import OUTPUT_ID
from playground.observe.graph.minibatch import minibatch_graph
from playground.observe.loss_surface import loss_surface, source_of
from playground.observe.observer import snapshot_of
from playground.observe.snapshot import InspectionRequest, SnapshotRequest


@pytest.mark.parametrize("unit", [None, (1, 2), (OUTPUT_ID, 0)])
def test_the_mean_of_a_minibatch_of_one_is_that_points_loss(unit):
    run = trained(2, network={"layers": dense(4, "tanh")})
    point, label = run.points.train[:1], run.points.train_labels[:1]
    hand = by_hand(run, point, label)
    made = minibatch_graph(run.network, point, label, unit)
    assert made.value == pytest.approx(hand.losses[0], rel=1e-12)
    for gate in made.inputs if unit is not None else ():
        layer, row, column = gate.parameter
        place = 0 if layer == 1 else 1
        inputs = 1.0 if row == -1 else hand.inputs[place][0, row]
        assert gate.gradient == pytest.approx(inputs * hand.signals[place][0, column], rel=1e-10, abs=1e-14)


@pytest.mark.parametrize("averaged", [True, False])
@pytest.mark.parametrize("loss", ["cross_entropy", "squared_error"])
def test_the_outputs_own_slope_is_by_its_score(loss, averaged):
    """Moving the output's bias moves every score by that little."""
    run = trained(2, training={"loss": loss})
    request = InspectionRequest((OUTPUT_ID, 0), averaged=averaged)
    asked = SnapshotRequest(probe=(0.7, -0.4, 1.0), inspect=request)
    points = run.points.train if averaged else np.array([[0.7, -0.4]])
    labels = run.points.train_labels if averaged else np.array([1.0])
    said = snapshot_of(run, asked).inspection.local_gradient
    sides = []
    for step in (1e-6, -2e-6):
        run.network.biases[-1][0] += step
        sides.append(by_hand(run, points, labels).outputs.mean())
    assert said == pytest.approx((sides[0] - sides[1]) / 2e-6, rel=1e-6)


def test_the_path_reaches_nearly_to_the_edge_of_its_picture():
    steps = loss_surface(source_of(trained(8)), "path", 3)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            surface = end.value
            break
    reach = float(np.abs(surface.path).max())
    assert 0.6 < reach / surface.radius < 0.95
