"""The training loop of a script: the learning rate, the order of batches, and when to stop."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from playground.engine.training import TrainingRun
from playground.interop.code.arrays import looks_at_tests
from playground.interop.code.script import indented, refused
from playground.interop.code.symbols import number


def progress_part(run: TrainingRun, *, with_weights: bool) -> str:
    """Where the training stands: epoch, place in it, its order of points."""
    descent = run.descent
    if not with_weights or descent.order is None:
        epoch = descent.epoch if with_weights else 0
        return f"epoch, position, order = {epoch}, 0, None"
    order = f"np.array({descent.order.tolist()})"
    return f"epoch, position = {descent.epoch}, {descent.position}\norder = {order}"


def training_part(run: TrainingRun, *, with_weights: bool) -> str:
    """The function ``train(epochs)``, which calls ``step(X, y, rate)`` batch by batch."""
    training, count = run.experiment.training, run.train_set.count
    is_shuffled = training.shuffle and run.steps_per_epoch > 1
    order = "rng.permutation(len(points))" if is_shuffled else "np.arange(len(points))"
    size = min(training.batch_size, count)
    stop = _stop_part(run, with_weights=with_weights)
    goes_on = " and not is_finished()" if stop else ""
    return f'''{stop}def train(epochs):
    """Go on for so many epochs as the playground would: the same batches, the same optimizer memory."""
    global epoch, position, order
    X, last = features(points), epoch + epochs
    with np.errstate(all="ignore"):
        while epoch < last{goes_on}:
            order = {order} if order is None else order
            rate = {rate_text(run)}
            for start in range(position * {size}, len(points), {size}):
                batch = order[start : start + {size}]
                if not np.isfinite(step(X[batch], labels[batch], rate)):
                    raise FloatingPointError(f"the training diverged in epoch {{epoch}}")
            epoch, position, order = epoch + 1, 0, None'''


def rate_text(run: TrainingRun) -> str:
    """The learning rate of an epoch, as an expression of ``epoch``."""
    training = run.experiment.training
    schedule: Any = training.schedule
    rate = number(training.learning_rate)
    factors: dict[str, Callable[[], str]] = {
        "constant": lambda: "",
        "step": lambda: f" * math.pow({number(schedule.factor)}, epoch // {schedule.every})",
        "exponential": lambda: f" * math.pow({number(schedule.decay)}, epoch)",
        "cosine": lambda: (
            f" * ({number(schedule.minimum)} + {number(1.0 - schedule.minimum)} * 0.5"
            f" * (1 + math.cos(math.pi * min(epoch / {schedule.epochs}, 1))))"
        ),
    }
    if schedule.name not in factors:
        raise refused(f"the schedule {schedule.name} has no words in a script")
    warm = f" * min((epoch + 1) / {schedule.warmup}, 1)" if schedule.warmup else ""
    return rate + factors[schedule.name]() + warm


def _stop_part(run: TrainingRun, *, with_weights: bool) -> str:
    """The function that says whether a stop condition is met at the end of an epoch."""
    stop = run.experiment.training.stop
    if not any(
        getattr(stop, name) is not None for name in ("epochs", "loss_below", "accuracy_above", "patience")
    ):
        return ""
    state = run.state()
    best = math.inf if state.best_loss is None or not with_weights else state.best_loss
    best_epoch = state.best_epoch if with_weights else 0
    lines = ["if position:", "    return False"]
    judged = "test_points, test_labels" if looks_at_tests(run) else "points, labels"
    looks = []
    if any(value is not None for value in (stop.loss_below, stop.accuracy_above, stop.patience)):
        lines += [
            f"loss = loss_and_gradient({judged})[0]",
            "if loss < best_loss:",
            "    best_loss, best_epoch = loss, epoch",
        ]
    if stop.loss_below is not None:
        looks.append(f"loss < {number(stop.loss_below)}")
    if stop.accuracy_above is not None and run.network.problem == "classification":
        points, labels = judged.split(", ")
        looks.append(f"np.mean(decide({points}) == {labels}) >= {number(stop.accuracy_above)}")
    if stop.patience is not None:
        looks.append(f"epoch - best_epoch >= {stop.patience}")
    if stop.epochs is not None:
        looks.append(f"epoch >= {stop.epochs}")
    lines.append(f"return bool({' or '.join(looks) or 'False'})")
    bound = 0.5 if run.network.head.activation == "sigmoid" else 0.0
    decided = f"p[:, 0] > {bound}" if run.network.plan.outputs == 1 else "p.argmax(axis=1)"
    start = "inf" if math.isinf(best) else repr(best)
    return f"""best_loss, best_epoch = float("{start}"), {best_epoch}


def decide(points):
    \"\"\"The class of each point.\"\"\"
    p = predict(points)
    return {decided}


def is_finished():
    \"\"\"Whether a stop condition of the experiment is met.\"\"\"
    global best_loss, best_epoch
{indented(lines)}


"""
