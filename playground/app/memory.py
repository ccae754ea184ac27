"""What a session collects: each kind with its bytes now, and the most that it may come to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from playground.app import branches, undone_changes
from playground.app.document import UNDO_LIMIT
from playground.app.packed_line import EXPERIMENT_BYTES, POINT_BYTES
from playground.app.work import Work
from playground.engine import checkpoints
from playground.engine.experiment import Experiment


@dataclass(frozen=True)
class Held:
    """Bytes of one kind; ``most`` None: each run, or each point of the user's own, has its own bound."""

    what: str
    now: int
    most: int | None


def held_by_work(work: Work) -> tuple[Held, ...]:
    """What the runs hold. Only the thread that trains calls this."""
    run = work.run
    history = 0 if run is None else sum(record.size for record in run.history.records)
    beside = sum(record.size for one in work.beside.runs for record in one.history.records)
    return (
        Held("the run's history", history, checkpoints.BYTES),
        Held("branches that were left", work.branches.size, branches.BYTES),
        Held("states beside changes of training", work.undone.size, undone_changes.BYTES),
        Held("histories of the runs beside", beside, None),
    )


def held_by_undo(experiments: Iterable[Experiment]) -> Held:
    """What the experiments of the undo steps hold."""
    known = {id(one): one for one in experiments}
    points = {id(one.data.points): len(one.data.points or ()) for one in known.values()}
    now = EXPERIMENT_BYTES * len(known) + POINT_BYTES * sum(points.values())
    return Held("undo steps", now, None if sum(points.values()) else 2 * UNDO_LIMIT * EXPERIMENT_BYTES)
