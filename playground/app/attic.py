"""Where parameters wait that an edit took away, until an undo asks for them back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from playground.app import commands as do
from playground.engine.experiment import Experiment

if TYPE_CHECKING:
    from playground.engine.training import ParameterEdit, TrainingRun


class Attic:
    """Keeps what each undo step took away, by the step's token."""

    def __init__(self) -> None:
        self._typed: dict[int, tuple[ParameterEdit, ...]] = {}

    def clear(self) -> None:
        """Forget everything: another document begins."""
        self._typed.clear()

    def carry_over(
        self, old: TrainingRun, command: do.Rebuild, make_run: Callable[[Experiment], TrainingRun]
    ) -> TrainingRun:
        """The run after the edit."""
        if command.starts_over:
            return make_run(command.experiment)
        return old.rebuilt(command.experiment)

    def parameters(self, run: TrainingRun, command: do.SetParameters) -> tuple[ParameterEdit, ...]:
        """The parameters to set: typed ones, or on undo those that stood there before."""
        token = command.cause.token
        if command.cause.direction == "undo":
            return self._typed.get(token, ())
        if command.cause.direction == "do":
            self._typed[token] = tuple(
                type(edit)(
                    edit.layer_id, edit.row, edit.unit, run.get_parameter(edit.layer_id, edit.row, edit.unit)
                )
                for edit in command.edits
            )
        return command.edits
