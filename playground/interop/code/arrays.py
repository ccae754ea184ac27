"""A run's points and parameters as text: bit for bit, or as lines that draw the first parameters anew."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np

from playground.engine.initializers import INITIALIZERS
from playground.engine.layers.base import LayerPlan
from playground.engine.program import Array
from playground.engine.steps import make_penalty
from playground.engine.training import TrainingRun
from playground.interop.code.script import Line, Section, refused
from playground.interop.code.symbols import number

_SHORT = 48
"""An array of at most so many numbers stands in the script as nested lists."""
Shaping: TypeAlias = Callable[[Array], Array]


def as_rows(array: Array) -> Array:
    """A parameter as the engine has it: weights ``(inputs, units)``, biases ``(units,)``."""
    return array


def as_columns(array: Array) -> Array:
    """A parameter as the lecture has it: weights ``(units, inputs)``, biases ``(units, 1)``."""
    return np.ascontiguousarray(array.T) if array.ndim == 2 else array[:, None]


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


def penalties(run: TrainingRun) -> list[tuple[LayerPlan, str, float, float]]:
    """The weights under a penalty by layer and name, each with its rates of L1 and L2."""
    plan = run.network.plan
    penalty = make_penalty(plan, run.experiment.training)
    l1, l2 = parts_of(run, penalty.l1), parts_of(run, penalty.l2)
    return [
        (layer, name, float(l1[name].max()), float(l2[name].max()))
        for layer, name in parameter_names(run)
        if not layer.is_frozen and (l1[name].any() or l2[name].any())
    ]


def state_parts(run: TrainingRun) -> dict[str, Array]:
    """The running statistics by name: mean2, variance2."""
    found: dict[str, Array] = {}
    for place, layer in enumerate(run.network.plan.layers, start=1):
        if layer.state_size:
            found[f"mean{place}"], found[f"variance{place}"] = layer.state(run.network.state)
    return found


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


def data_part(run: TrainingRun) -> str:
    """The points that train, and those held out where a stop condition looks at them."""
    points = run.points
    text = f"points = {array_text(points.train)}\nlabels = {array_text(points.train_labels)}"
    if looks_at_tests(run):
        text += f"\ntest_points = {array_text(points.test)}\ntest_labels = {array_text(points.test_labels)}"
    return text


def looks_at_tests(run: TrainingRun) -> bool:
    """Whether a stop condition looks at the points that are held out."""
    stop = run.experiment.training.stop
    judged = (stop.loss_below, stop.accuracy_above, stop.patience)
    return bool(run.test_set.count) and any(value is not None for value in judged)


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


def _row(row: Array) -> str:
    return f"[{', '.join(number(value) for value in row)}]"


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
