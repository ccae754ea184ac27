"""A new kind of layer is one file and one row: it then trains, is checked, saved, opened and looked at."""

from __future__ import annotations

from pathlib import Path

from copied_house import CopiedHouse
from new_layer_kind import add_scale_layer

EXPERIMENT = """
import numpy as np
from playground.engine.experiment import decode, encode, from_builtins
from playground.engine.training import TrainingRun

layers = [
    {"kind": "scale"},
    {"kind": "dense", "units": 5},
    {"kind": "scale"},
    {"kind": "dense", "units": 3},
    {"kind": "scale"},
]
parts = {"data": {"dataset": "circle"}, "network": {"layers": layers}, "training": {"learning_rate": 0.1}}
experiment = from_builtins({"format": "playground", "version": 1, **parts})
run = TrainingRun(experiment)
plan = run.network.plan
"""


def house_with_scale(folder: Path) -> CopiedHouse:
    """A copy of the program that knows a ``scale`` layer."""
    house = CopiedHouse(folder)
    add_scale_layer(house)
    return house


def test_a_kind_of_one_file_and_one_row_trains(tmp_path):
    house_with_scale(tmp_path).run(
        EXPERIMENT
        + """
assert [layer.kind for layer in plan.layers] == ["scale", "dense", "scale", "dense", "scale", "dense"]
assert [layer.size for layer in plan.layers] == [2, 15, 5, 18, 3, 4]
first = run.network.parameters.copy()
np.testing.assert_array_equal(plan.layers[0].block(first), [[1.0, 1.0]])
before = run.evaluate()[0].loss
run.train(40)
assert run.evaluate()[0].loss < 0.3 * before
assert np.all(run.network.parameters != first)
assert run.descent.penalty.l2.size == plan.size
"""
    )


def test_a_new_kind_passes_the_gradient_check_in_the_file_and_in_the_snapshot(tmp_path):
    house_with_scale(tmp_path).run(
        EXPERIMENT
        + """
from msgspec.structs import replace as changed
from playground.engine import edits
from playground.observe import gradcheck
from playground.observe.observer import snapshot_of
from playground.observe.snapshot import SnapshotRequest

run.train(3)
found = gradcheck.check(run)
assert found.passed, found
assert [layer.kind for layer in found.layers] == [layer.kind for layer in plan.layers]

saved = encode(changed(experiment, run=run.state()))
opened = TrainingRun(decode(saved))
for one in (run, opened):
    one.train(2)
assert opened.network.parameters.tobytes() == run.network.parameters.tobytes()

request = SnapshotRequest(statistics=True, unit_health=True, unit_resolution=10)
layers = snapshot_of(run, request).layers
assert [layer.kind for layer in layers][:3] == ["scale", "dense", "scale"]
assert layers[2].grids.shape == (5, 10, 10)
assert not layers[2].dead.any()
np.testing.assert_allclose(layers[2].weights[0], run.network.parameters[17:22])

fewer = run.rebuilt(edits.remove_unit(experiment, 2, 1))
kept = np.delete(run.network.parameters[17:22], 1)
np.testing.assert_array_equal(fewer.network.plan.layers[2].block(fewer.network.parameters)[0], kept)
"""
    )
