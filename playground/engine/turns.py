"""Several runs in training, one after the other, in one call without the interpreter."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from playground.engine.stretch import Flag, Stretch, advance
from playground.engine.training import TrainingRun


def take_turns(runs: Sequence[TrainingRun], counts: Sequence[int], flag: Flag | None = None) -> list[int]:
    """Let each run in turn take up to so many steps (see ``take_steps``); returns how many each has taken.

    Those that can go in one call without the interpreter, so that none waits for it between two. Once the
    flag is raised no more begin.
    """
    firsts = [run.step for run in runs]
    together: list[tuple[TrainingRun, Stretch]] = []
    one_by_one: list[tuple[TrainingRun, int]] = []
    with np.errstate(all="ignore"):
        for run, count in zip(runs, counts, strict=True):
            if count <= 0 or not run.can_go_on:
                continue
            stretch = run.set_out(count, flag)
            if stretch is None:
                one_by_one.append((run, count))
            else:
                together.append((run, stretch))
        outcomes = advance([stretch for _, stretch in together])
        for (run, stretch), outcome in zip(together, outcomes, strict=True):
            if outcome != "waiting":
                run.arrive(stretch, outcome)
    for run, count in one_by_one:
        if flag is None or not flag.is_raised:
            run.take_steps(count, flag)
    return [max(run.step - first, 0) for run, first in zip(runs, firsts, strict=True)]
