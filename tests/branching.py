"""Acts that end a line of training, and all of a run, to be compared."""

from __future__ import annotations

from playground.engine import edits
from playground.engine.experiment import Experiment, Stop
from playground.engine.layers.dropout import Dropout
from playground.engine.layers.norms import BatchNorm
from playground.engine.training import TrainingRun


def whole(run: TrainingRun):
    """Everything that moves in a run, to be compared."""
    line = run.line()
    states = (line.checkpoint, *line.records)
    return (
        line.experiment,
        [
            (
                state.parameters.tobytes(),
                state.layer_state.tobytes(),
                {name: vector.tobytes() for name, vector in state.optimizer_state.items()},
                state.generator,
                None if state.order is None else state.order.tobytes(),
                (state.epoch, state.step, state.position, state.best_loss, state.best_epoch),
            )
            for state in states
        ],
        (line.stride, line.rows.tobytes(), line.curve_stride),
        (line.is_back, line.lost, line.finished),
    )


RICH = edits.with_training(
    Experiment(), optimizer={"name": "adam"}, learning_rate=0.01, stop=Stop(patience=5000)
)
RICH = edits.insert_layer(edits.insert_layer(RICH, 1, Dropout(rate=0.1)), 2, BatchNorm())


def undo(driver, times: int = 1) -> None:
    for _ in range(times):
        driver.session.document.undo_stack.undo()
    driver.settle()


def redo(driver, times: int = 1) -> None:
    for _ in range(times):
        driver.session.document.undo_stack.redo()
    driver.settle()


def plus(session) -> None:
    session.edit(edits.with_units(session.experiment, 1, 5), "More units")


def new_data(session) -> None:
    data = session.experiment.data
    session.edit(edits.with_data(session.experiment, seed=data.seed + 1), "New data")
