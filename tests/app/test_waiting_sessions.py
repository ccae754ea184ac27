"""Of the sessions that wait for an answer the youngest stay."""

from __future__ import annotations

import os
from collections import OrderedDict

from playground.app.branch_file import Kept
from playground.app.branches import Branch
from playground.app.document import UndoHistory
from playground.app.journal import Own, read
from playground.app.recovery import MOST_SESSIONS, RecoveryFile
from playground.engine.edits import with_training
from playground.engine.experiment import Experiment
from playground.engine.training import TrainingRun


def work(rate: float) -> Kept:
    experiment = with_training(Experiment(), learning_rate=rate)
    only = Branch(1, None, "", 0, 0, 0, 0, experiment)
    line = TrainingRun(experiment).line()
    return Kept(experiment, (only,), OrderedDict(), 1, line, UndoHistory((), 0), {})


def rates(paths) -> list[float]:
    return [read(path)[0].experiment.training.learning_rate for path in paths]


def test_so_many_wait_at_most_and_the_oldest_goes_first(tmp_path):
    ended = [(k + 1) / 100 for k in range(MOST_SESSIONS + 3)]
    for age, rate in enumerate(ended):
        file = RecoveryFile(tmp_path)
        file.write(work(rate), Own())
        assert file.finish()
        assert file.become_session()
        os.utime(file.session, (1e9 + age, 1e9 + age))
        file.close()
    youngest = ended[::-1][:MOST_SESSIONS]
    file = RecoveryFile(tmp_path)
    try:
        assert rates([file.session, *file.earlier]) == youngest
    finally:
        file.close()
