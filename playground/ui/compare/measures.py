"""The measures of a compared run: what each is called, how it is written, and how one sorts by it."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from playground.app.compared_runs import ComparisonView, RunView
from playground.ui.words import numbers
from playground.ui.words.translation import QT_TRANSLATE_NOOP

_NONE = "\u2013"


@dataclass(frozen=True)
class Measure:
    """One measure: ``of`` gives its number, NaN where there is none. ``sign`` -1: more is better."""

    name: str
    text: str
    brief: str
    of: Callable[[RunView], float]
    write: Callable[[float], str]
    sign: int = 1

    @property
    def label(self) -> str:
        """Its name in the user's language."""
        return QCoreApplication.translate("measures", self.text)

    @property
    def short(self) -> str:
        """The same where there is little room."""
        return QCoreApplication.translate("measures", self.brief)

    def written(self, run: RunView) -> str:
        """Its value as the window writes it."""
        value = self.of(run)
        return _NONE if math.isnan(value) else self.write(value)


def _test_loss(run: RunView) -> float:
    return math.nan if run.test is None else run.test.loss


def _accuracy(run: RunView) -> float:
    judged = run.test or run.train
    return math.nan if judged.accuracy is None else judged.accuracy


def _loss(value: float) -> str:
    return numbers.plain(value, 3)


MEASURES: tuple[Measure, ...] = (
    Measure(
        "train",
        QT_TRANSLATE_NOOP("measures", "Train loss"),
        QT_TRANSLATE_NOOP("measures", "train"),
        lambda run: run.train.loss,
        _loss,
    ),
    Measure(
        "test",
        QT_TRANSLATE_NOOP("measures", "Test loss"),
        QT_TRANSLATE_NOOP("measures", "test"),
        _test_loss,
        _loss,
    ),
    Measure(
        "gap",
        QT_TRANSLATE_NOOP("measures", "Gap"),
        QT_TRANSLATE_NOOP("measures", "gap"),
        lambda run: _test_loss(run) - run.train.loss,
        _loss,
    ),
    Measure(
        "accuracy",
        QT_TRANSLATE_NOOP("measures", "Accuracy"),
        QT_TRANSLATE_NOOP("measures", "acc."),
        _accuracy,
        numbers.percent_exact,
        sign=-1,
    ),
    Measure(
        "parameters",
        QT_TRANSLATE_NOOP("measures", "Parameters"),
        QT_TRANSLATE_NOOP("measures", "par."),
        lambda run: float(run.parameters),
        lambda value: f"{value:,.0f}",
    ),
)


def shown_measures(runs: Sequence[RunView]) -> list[Measure]:
    """The measures that any of the runs has."""
    return [one for one in MEASURES if not runs or any(not math.isnan(one.of(run)) for run in runs)]


def sorted_ids(view: ComparisonView, by: str) -> list[int]:
    """The runs' ids, the best first by this measure; in their own order where it names none."""
    measure = next((one for one in MEASURES if one.name == by), None)
    if measure is None:
        return [run.id for run in view.runs]

    def rank(run: RunView) -> tuple[bool, float]:
        value = measure.of(run)
        return math.isnan(value), measure.sign * value

    return [run.id for run in sorted(view.runs, key=rank)]


def best_id(view: ComparisonView) -> int | None:
    """The run with the lowest test loss, once all have trained as much; None before, or on a tie."""
    if not view.is_level or not any(run.step for run in view.runs):
        return None
    rows = sorted(
        (_test_loss(run), run.id) for run in view.runs if not run.diverged and not math.isnan(_test_loss(run))
    )
    return rows[0][1] if len(rows) > 1 and rows[0][0] < rows[1][0] else None
