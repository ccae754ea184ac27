"""What an edit of the network keeps is at the places of the same units, whatever their number and pieces."""

from __future__ import annotations

import numpy as np
import pytest

from playground.engine import edits
from playground.engine.experiment import Experiment, Network
from playground.engine.layers.dense import Dense
from playground.engine.training import TrainingRun


@pytest.mark.parametrize("units", [2, 4, 7])
def test_each_piece_of_each_maxout_unit_keeps_its_weights_and_bias(units):
    first = Dense(id=1, units=4, activation="maxout", pieces=3)
    experiment = Experiment(network=Network(layers=(first, Dense(id=2, units=3))))
    run = TrainingRun(experiment)
    run.take_steps(5)
    edited = run.rebuilt(edits.with_units(experiment, 1, units))
    kept = min(units, 4)
    before, after = (
        np.vstack((one.network.weights[0], one.network.biases[0])).reshape(3, 3, -1) for one in (run, edited)
    )
    assert after.shape == (3, 3, units), "rows, pieces, units"
    np.testing.assert_array_equal(after[:, :, :kept], before[:, :, :kept])
    np.testing.assert_array_equal(edited.network.weights[1][:kept], run.network.weights[1][:kept])
