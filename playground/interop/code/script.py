"""What scripts have in common: lines with their shapes, data, features, weights, training loop and check."""

from __future__ import annotations

import ast
import functools
import inspect
import math
import textwrap
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np

from playground.engine.errors import ExperimentError
from playground.engine.features import FORMULA_SIGN
from playground.engine.formula import LARGEST_VALUE, Call, Node, Number, Variable, parse
from playground.engine.initializers import INITIALIZERS
from playground.engine.layers.base import LayerPlan
from playground.engine.program import Array
from playground.engine.training import TrainingRun
from playground.interop.carried import as_line, state_of
from playground.interop.code.symbols import number

Spelling: TypeAlias = Literal["rows", "column"]
"""A minibatch X whose rows are points, or one point x as a column, as the lecture writes it."""

_SHORT = 48
"""An array of at most so many numbers stands in the script as nested lists."""
_NOTES_AT = 36
_WIDEST = 62


@dataclass(frozen=True)
class Line:
    """One line of code: a ``note`` on it (shapes), and the id of the ``layer`` that it belongs to."""

    code: str
    note: str = ""
    layer: int | None = None


@dataclass(frozen=True)
class Section:
    """Lines under a title of their own: forward, backward, update. ``says`` stands beside the title."""

    name: str
    says: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Script:
    """The ``sections`` of a file that say how the network computes and learns; ``write`` gives all of it.

    The file holds all points and weights, so it is written when it is asked for only: by whoever has the
    run, while nobody trains it.
    """

    write: Callable[[], str]
    sections: tuple[Section, ...]

    @property
    def text(self) -> str:
        """The whole file."""
        return self.write()


def refused(reason: str) -> ExperimentError:
    """What to raise for what a target cannot say exactly."""
    return ExperimentError("", reason)


def require_something(run: TrainingRun) -> None:
    """Raise ExperimentError where there is nothing to write a script about."""
    if not run.network.features:
        raise refused("with no feature the network sees nothing; switch one on")
    if not run.train_set.count:
        raise refused("there are no points to learn from; add some")


# --------------------------------------------------------------------------------------- layout


def aligned(lines: Iterable[Line], sign: str = "#") -> list[str]:
    """The lines with their notes one below the other."""
    known = list(lines)
    widths = [len(line.code) for line in known if line.note and len(line.code) <= _WIDEST]
    at = max([_NOTES_AT, *widths]) + 2
    return [f"{line.code.ljust(at - 2)}  {sign} {line.note}" if line.note else line.code for line in known]


def indented(lines: Iterable[str], by: int = 4) -> str:
    """The lines, moved to the right."""
    return "\n".join(" " * by + line if line else "" for line in lines)


def array_text(array: Array) -> str:
    """An expression that gives the array back bit for bit."""
    if array.size <= _SHORT:
        inner = ", ".join(_row(row) if array.ndim == 2 else number(row) for row in array)
        if not array.size:
            return f"np.zeros({array.shape})"
        return f"np.array([{inner}], float)"
    rows = array if array.ndim == 2 else array.reshape(-1, 8) if array.size % 8 == 0 else [array]
    text = "\n".join(" ".join(map(repr, row.tolist())) for row in rows)
    shape = "" if array.ndim == 1 else f".reshape{array.shape}"
    return f'np.array("""\n{text}\n""".split(), float){shape}'


def _row(row: Array) -> str:
    return f"[{', '.join(number(value) for value in row)}]"


# ------------------------------------------------------------------------------ names and arrays


def dense_names(layer: LayerPlan, place: int) -> tuple[str, ...]:
    """The names of a layer's arrays: W1, b1; of a norm scale2, shift2."""
    if not layer.size:
        return ()
    first, last = ("W", "b") if layer.is_dense else ("scale", "shift")
    return (f"{first}{place}", f"{last}{place}") if layer.has_bias else (f"{first}{place}",)


def parameter_names(run: TrainingRun) -> list[tuple[LayerPlan, str]]:
    """All arrays of parameters, in the order W1, b1, W2, b2, ..., each with its layer."""
    layers = enumerate(run.network.plan.layers, start=1)
    return [(layer, name) for place, layer in layers for name in dense_names(layer, place)]


def parts_of(run: TrainingRun, flat: Array) -> dict[str, Array]:
    """A flat vector's parts by the names of the parameters; weights ``(inputs, units)``."""
    found: dict[str, Array] = {}
    for place, layer in enumerate(run.network.plan.layers, start=1):
        names = dense_names(layer, place)
        if names:
            weights = layer.weights(flat)
            found[names[0]] = weights if layer.is_dense else weights[0]
        biases = layer.biases(flat) if names else None
        if biases is not None:
            found[names[1]] = biases
    return found


def state_parts(run: TrainingRun) -> dict[str, Array]:
    """The running statistics by name: mean2, variance2."""
    found: dict[str, Array] = {}
    for place, layer in enumerate(run.network.plan.layers, start=1):
        if layer.state_size:
            found[f"mean{place}"], found[f"variance{place}"] = layer.state(run.network.state)
    return found


# --------------------------------------------------------------------------------------- features


_FEATURES = {
    "x1": "x1",
    "x2": "x2",
    "x1^2": "x1 * x1",
    "x2^2": "x2 * x2",
    "x1x2": "x1 * x2",
    "sin_x1": "np.sin(x1)",
    "sin_x2": "np.sin(x2)",
    "cos_x1": "np.cos(x1)",
    "cos_x2": "np.cos(x2)",
}
_SIGNS = {"+": (" + ", 0), "-": (" - ", 0), "*": (" * ", 1), "/": (" / ", 1), "^": ("**", 3)}


def formula_text(node: Node, level: int = 0) -> str:
    """A formula's tree in NumPy's words."""
    if isinstance(node, Number):
        return repr(float(node.value))
    if isinstance(node, Variable):
        return ("x1", "x2")[node.index]
    if node.name == "negative":
        text = f"-{formula_text(node.arguments[0], 3)}"
        return f"({text})" if level else text
    if node.name == "^":
        return f"np.power({', '.join(formula_text(one) for one in node.arguments)})"
    if node.name in _SIGNS:
        sign, own = _SIGNS[node.name]
        first, second = node.arguments
        text = f"{formula_text(first, own)}{sign}{formula_text(second, own + 1)}"
        return f"({text})" if own < level else text
    return _function_text(node)


def _function_text(node: Call) -> str:
    if node.name in ("max", "min"):
        name = "np.maximum" if node.name == "max" else "np.minimum"
        return functools.reduce(lambda a, b: f"{name}({a}, {b})", map(formula_text, node.arguments))
    return f"np.{node.name}({', '.join(formula_text(one) for one in node.arguments)})"


def feature_text(name: str) -> str:
    """What a feature is, as an expression of the arrays x1 and x2."""
    if name.startswith(FORMULA_SIGN):
        return f"finite({formula_text(parse(name[1:]).root)})"
    if name not in _FEATURES:
        raise refused(f"the feature {name} has no words in a script")
    return _FEATURES[name]


def features_part(run: TrainingRun) -> str:
    """The function that makes what the network sees of points of the plane."""
    names = run.network.features
    columns = ", ".join(feature_text(name) for name in names)
    finite = ""
    if any(name.startswith(FORMULA_SIGN) for name in names):
        finite = (
            "def finite(values):\n"
            '    """A formula without a value counts as 0, and none is beyond the bound."""\n'
            f"    return np.clip(np.where(np.isnan(values), 0.0, values), -{LARGEST_VALUE!r}, "
            f"{LARGEST_VALUE!r})\n\n\n"
        )
    return (
        f"{finite}def features(points):\n"
        f'    """What the network sees of points (n, 2): (n, {len(names)})."""\n'
        "    x1, x2 = np.asarray(points, float).reshape(-1, 2).T\n"
        '    with np.errstate(all="ignore"):\n'
        f"        return np.column_stack([np.broadcast_to(column, x1.shape) for column in ({columns},)])"
    )


# ------------------------------------------------------------------------------- data and weights


def data_part(run: TrainingRun) -> str:
    """The points that train, and those held out where a stop condition looks at them."""
    points = run.points
    text = f"points = {array_text(points.train)}\nlabels = {array_text(points.train_labels)}"
    if _looks_at_tests(run):
        text += f"\ntest_points = {array_text(points.test)}\ntest_labels = {array_text(points.test_labels)}"
    return text


def _looks_at_tests(run: TrainingRun) -> bool:
    stop = run.experiment.training.stop
    judged = (stop.loss_below, stop.accuracy_above, stop.patience)
    return bool(run.test_set.count) and any(value is not None for value in judged)


Shaping: TypeAlias = Callable[[Array], Array]


def as_rows(array: Array) -> Array:
    """A parameter as the engine has it: weights ``(inputs, units)``, biases ``(units,)``."""
    return array


def as_columns(array: Array) -> Array:
    """A parameter as the lecture has it: weights ``(units, inputs)``, biases ``(units, 1)``."""
    return np.ascontiguousarray(array.T) if array.ndim == 2 else array[:, None]


def shown_weights(run: TrainingRun, shaped: Shaping) -> Section:
    """The parameters as lines to be looked at, number by number where they are few."""
    lines: list[Line] = []
    parts = parts_of(run, run.network.parameters)
    for layer, name in parameter_names(run):
        array = shaped(parts[name])
        shape = str(array.shape)
        if array.size > _SHORT:
            lines.append(Line(f"{name} = ...", f"{shape}   all numbers are in the exported script", layer.id))
        elif array.ndim == 1 or len(array) < 2:
            lines.append(Line(f"{name} = {array_text(array)}", shape, layer.id))
        else:
            rows = [_row(row) for row in array]
            lines.append(Line(f"{name} = np.array([{rows[0]},", shape, layer.id))
            margin = " " * len(f"{name} = np.array([")
            lines += [Line(f"{margin}{row},", "", layer.id) for row in rows[1:-1]]
            lines.append(Line(f"{margin}{rows[-1]}])", "", layer.id))
    return Section("weights", "exactly as they stand", tuple(lines))


def weights_part(run: TrainingRun, *, with_weights: bool, shaped: Shaping = as_rows) -> str:
    """The parameters as they stand, or the drawing of the first ones; then the random generator's state."""
    if with_weights:
        arrays = {**parts_of(run, run.network.parameters), **state_parts(run)}
        lines = [f"{name} = {array_text(shaped(array))}" for name, array in arrays.items()]
        state = run.descent.generator.bit_generator.state
        lines += ["", "rng = np.random.default_rng()", f"rng.bit_generator.state = {state!r}"]
        return "\n".join(lines)
    drawn, used = _first_weights(run)
    lines = [f"rng = np.random.default_rng({run.experiment.network.seed})", *drawn]
    functions = [plain_source(INITIALIZERS[name].draw) for name in used]
    return "\n\n\n".join([*functions, "\n".join(lines)])


def _first_weights(run: TrainingRun) -> tuple[list[str], list[str]]:
    """Lines that draw the first parameters as the run drew them, and the initializers that they call."""
    network = run.experiment.network
    lines, used = [], []
    given = network.initial_parameters
    first = None if given is None else parts_of(run, np.array(given))
    for place, layer in enumerate(run.network.plan.layers, start=1):
        names = dense_names(layer, place)
        if layer.is_dense:
            name = getattr(layer.spec, "initializer", None) or network.initializer
            call = f"{INITIALIZERS[name].draw.__name__}(rng, {layer.inputs}, {layer.units})"
            call = f"np.hstack([{', '.join([call] * layer.pieces)}])" if layer.pieces > 1 else call
            used += [] if name in used else [name]
            lines.append(f"{names[0]} = {call}")
            if layer.has_bias:
                lines.append(f"{names[1]} = np.zeros({layer.width})")
        elif layer.size:
            if layer.kind not in ("batch_norm", "layer_norm"):
                raise refused(f"the first numbers of a {layer.kind} layer have no words in a script")
            lines += [f"{names[0]} = np.ones({layer.units})", f"{names[1]} = np.zeros({layer.units})"]
        if layer.state_size:
            lines.append(f"mean{place}, variance{place} = np.zeros({layer.units}), np.ones({layer.units})")
    if first is not None:
        lines += [f"{name} = {array_text(array)}" for name, array in first.items()]
    return lines, used


def plain_source(function: Callable[..., Any]) -> str:
    """A function of the engine as a script can hold it: its own text without the types."""
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    except (OSError, TypeError, SyntaxError) as error:
        raise refused("the program's own text is not at hand, which this script would need") from error
    (definition,) = tree.body
    if not isinstance(definition, ast.FunctionDef):
        raise refused(f"{function} has no words in a script")
    definition.returns = None
    for argument in (*definition.args.args, *definition.args.kwonlyargs):
        argument.annotation = None
    return ast.unparse(tree)


# ---------------------------------------------------------------------------- training and check


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
    judged = "test_points, test_labels" if _looks_at_tests(run) else "points, labels"
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


def check_part(run: TrainingRun, *, with_weights: bool, tolerance: str, loss: str = "") -> str:
    """What the script does as a program: print the loss and check it."""
    now = run if with_weights else TrainingRun(state_of(run, with_weights=False), run.points)
    known = now.evaluate()[0].loss
    found = loss or "loss_and_gradient(points, labels)[0]"
    return f"""if __name__ == "__main__":
    loss = {found}
    print(f"loss {{loss:.6g}}; in the playground {known:.6g}")
    if not abs(loss - {known!r}) <= {tolerance} * max(1.0, abs(loss)):
        raise SystemExit("these are not the same")"""


# ---------------------------------------------------------------------------------------- whole


def header(run: TrainingRun, target: str, more: Sequence[str] = (), *, with_weights: bool) -> str:
    """The script's first lines: what it is, of which version, seed and epoch."""
    from playground import __version__

    data, network = run.experiment.data, run.experiment.network
    widths = [len(network.features), *(layer.units for layer in run.network.plan.layers if layer.is_dense)]
    stands = f"after {run.epoch} epochs" if with_weights else "before training"
    said = "".join(f"\n{line}" for line in more)
    name = "own points" if data.dataset == "custom" else data.dataset
    return (
        f'"""A {"-".join(map(str, widths))} network on {name}, {stands}, in {target}.\n\n'
        f"Written by playground {__version__}; seeds: data {data.seed}, network {network.seed}. The last line"
        f" carries the experiment:\nopen this file in the playground to go on there.{said}\n"
        '"""'
    )


def last_line(run: TrainingRun, *, with_weights: bool) -> str:
    """The comment that carries the experiment."""
    return "# " + as_line(state_of(run, with_weights=with_weights))


def whole(*parts: str) -> str:
    """The file's text: its parts, two empty lines between them."""
    return "\n\n\n".join(part.strip("\n") for part in parts if part) + "\n"
