"""Notices: a sentence for the user, with what can be done about it; and when the run is worth one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QCoreApplication

from playground.app import sentences
from playground.engine.experiment import Experiment
from playground.observe.snapshot import Snapshot

translate = QCoreApplication.translate
NoticeKind = Literal["info", "warning", "error"]


@dataclass(frozen=True)
class Notice:
    """One sentence for the user. ``action`` names what ``Session.perform`` can do about it ("": nothing).

    An offered action waits for its answer, unless it ``passes`` because it can be had elsewhere too.
    ``is_of_end``: it says why the training ended by itself. ``is_of_work``: it speaks of what is being done;
    ``WORK_IS_DONE`` takes it away. ``other_action`` is a second answer.
    """

    kind: NoticeKind
    text: str
    details: str = ""
    action: str = ""
    action_label: str = ""
    passes: bool = False
    is_of_end: bool = False
    is_of_work: bool = False
    other_action: str = ""
    other_label: str = ""

    def is_stale(self, snapshot: Snapshot) -> bool:
        """Whether it speaks of the end of a run that has not ended any more."""
        return self.is_of_end and snapshot.diverged is None and snapshot.finished is None


WORK_IS_DONE = Notice("info", "")
"""What was said of work that went on is over."""


class Commentary:
    """What is said of the run by itself: why it ended, that a batch is too large. Nothing twice."""

    def __init__(self) -> None:
        self._end: tuple[object, ...] | None = None
        self._has_large_batch = False
        self._batch = 0

    def forget_end(self) -> None:
        """Training is asked for anew: the same end is worth saying again."""
        self._end = None

    def on_end(self, snapshot: Snapshot, experiment: Experiment) -> Notice | None:
        """Why training ended by itself."""
        if snapshot.diverged is None and snapshot.finished is None:
            return None
        end = (snapshot.run_id, snapshot.step, snapshot.diverged, snapshot.finished)
        if end == self._end:
            return None
        self._end = end
        if snapshot.diverged is not None:
            return Notice("warning", sentences.divergence(snapshot, experiment), is_of_end=True)
        label = translate("Session", "Stop conditions")
        text = sentences.finish(snapshot, experiment)
        return Notice("info", text, action="show_stops", action_label=label, passes=True, is_of_end=True)

    def on_points(self, snapshot: Snapshot, experiment: Experiment) -> Notice | None:
        """That the batch has become larger than the training set.

        One's own points grow from none while they are painted: there only a larger batch is worth a word.
        """
        batch, points = experiment.training.batch_size, len(snapshot.points.train)
        had_large_batch, self._has_large_batch = self._has_large_batch, batch > points > 0
        had_batch, self._batch = self._batch, batch
        is_growing = experiment.data.dataset == "custom" and batch <= had_batch
        if had_large_batch or not self._has_large_batch or is_growing:
            return None
        return Notice("info", sentences.large_batch(batch, points))
