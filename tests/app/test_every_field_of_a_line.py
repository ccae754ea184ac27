"""No field of a line of training is lost or exchanged on its way into a branch, a file, or the kept work."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import fields, is_dataclass, replace
from typing import Any

import msgspec
import numpy as np
import pytest
from branching import RICH

from playground.app import branch_file, journal
from playground.app.branch_file import Kept
from playground.app.branches import Branch
from playground.app.document import Act, UndoHistory, UndoStep
from playground.app.journal import Journal, Own
from playground.app.packed_line import pack, unpack
from playground.engine.checkpoints import Divergence, Line
from playground.engine.curve import COLUMNS
from playground.engine.experiment import Experiment
from playground.engine.training import TrainingRun


def plain(thing: Any) -> Any:
    """What can be compared: arrays by their bits."""
    if isinstance(thing, np.ndarray):
        return thing.dtype.str, thing.shape, thing.tobytes()
    if isinstance(thing, dict):
        return {name: plain(value) for name, value in thing.items()}
    if isinstance(thing, list | tuple):
        return [plain(one) for one in thing]
    if is_dataclass(thing):
        return {field.name: plain(getattr(thing, field.name)) for field in fields(thing)}
    return msgspec.to_builtins(thing) if isinstance(thing, msgspec.Struct) else thing


def told_apart(seed: int) -> Line:
    """A line whose numbers are all different ones, of a run in the middle of an epoch."""
    run = TrainingRun(RICH)
    run.take_steps(37 + seed)
    line = run.line()
    assert line.records
    assert line.checkpoint.order is not None

    def other(state, number):
        return replace(
            state,
            parameters=state.parameters + number,
            layer_state=state.layer_state + 2 * number,
            optimizer_state={name: v + k for k, (name, v) in enumerate(state.optimizer_state.items(), 3)},
            best_loss=0.125 * number,
            best_epoch=100 + number,
            step=state.step + 1000 * number,
            position=number,
        )

    return replace(
        line,
        checkpoint=other(line.checkpoint, 1 + seed),
        records=tuple(other(one, 11 + k) for k, one in enumerate(line.records)),
        stride=2 + seed,
        rows=np.arange(3.0 * len(COLUMNS)).reshape(3, -1) + seed,
        curve_stride=64 + seed,
        is_back=True,
        lost=Divergence(7, 8 + seed, "parameters"),
        finished="patience",
    )


def kept_work() -> Kept:
    first, second = told_apart(1), told_apart(2)
    branches = (
        Branch(3, None, "", 0, 1, 5, 47, first.experiment),
        Branch(8, 3, "new seed", 2, 30, 6, 48, second.experiment),
    )
    experiment = Experiment()
    step = UndoStep(9, "Rate", experiment, first.experiment, Act("go_to", 3, 2, 17))
    history = UndoHistory((step, replace(step, token=10, label="Noise", act=None)), 1)
    left = OrderedDict({3: pack(first)})
    return Kept(first.experiment, branches, left, 8, second, history, {9: (3, 8)})


@pytest.mark.parametrize("seed", [0, 5])
def test_a_branch_that_was_left_is_come_back_to_with_every_field(seed):
    line = told_apart(seed)
    assert plain(unpack(pack(line))) == plain(line)


def as_told(kept: Kept) -> dict[str, Any]:
    told = plain(kept)
    told["left"] = {branch: plain(unpack(line)) for branch, line in kept.left.items()}
    told.pop("trained")
    return told


def test_the_kept_work_has_every_field(tmp_path):
    kept, own = kept_work(), Own(tmp_path / "a.json", None, is_edited=True)
    Journal(tmp_path / "work.kept").write(kept, own)
    found, found_own = journal.read(tmp_path / "work.kept")
    assert as_told(found) == as_told(kept)
    assert found_own == own


def test_a_file_has_every_field():
    kept = kept_work()
    found = branch_file.read(kept.whole())
    assert found is not None
    assert as_told(found) == as_told(kept)
