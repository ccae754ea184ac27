"""A unit's formula and its gradient in words and numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication

from playground.engine.experiment import Experiment
from playground.engine.layers.base import OUTPUT_ID
from playground.engine.layers.kinds import LAYER_KINDS
from playground.observe.snapshot import UnitInspection
from playground.ui.network.kinds import KINDS, own_units
from playground.ui.network.names import class_name
from playground.ui.network.own_units import in_own_units, own_value
from playground.ui.widgets.formula import Word
from playground.ui.words import labels, numbers
from playground.ui.words.numbers import subscript

translate = QCoreApplication.translate
Words = list[Word]
Formula = Literal["weights", "norm", "passed", "plain"]

TERMS = 3
"""A longer sum is cut after its first two terms; the table beside it has them all."""
_SLOPES = {
    "linear": "1",
    "tanh": "(1 − a²)",
    "sigmoid": "a (1 − a)",
    "elu": "(min(a, 0) + 1)",
    "softplus": "sigmoid(z)",
}


def shown(value: float) -> str:
    """Two decimals, for small numbers two figures: ``1.10``, ``0.037``, ``1.7e−4``."""
    return numbers.plain(value)


def input_names(experiment: Experiment, layer_id: int) -> list[str]:
    """What the inputs of a layer are called: features by name, units ``a₁``, ``a₂`` ..."""
    before = [labels.label("feature", name).label for name in experiment.network.features]
    for layer in experiment.network.layers:
        if layer.id == layer_id:
            return before
        units = own_units(layer)
        if units is not None:
            before = [f"a{subscript(unit + 1)}" for unit in range(units)]
    return before if layer_id == OUTPUT_ID else []


def context(
    found: UnitInspection,
    experiment: Experiment,
    probe: tuple[float, float, float | None] | None,
    *,
    wants_probe: bool,
) -> str:
    """Of which point or points the numbers are, and what these cost."""
    if found.request.averaged or probe is None:
        text = translate("Inspector", "mean over {count} training points").format(count=f"{found.points:,}")
        if wants_probe:
            text += translate("Inspector", " · click the plane for a single point")
    else:
        axes = experiment.data.axes
        place = f"({numbers.plain(probe[0])}, {numbers.plain(probe[1])})"
        if axes is not None:
            place = ", ".join(in_own_units(axes, probe[0], probe[1]))
        text = translate("Inspector", "at the probe point {place}").format(place=place)
        if probe[2] is not None:
            is_class = experiment.problem == "classification"
            label = (
                translate("Inspector", ", {label}") if is_class else translate("Inspector", ", value {label}")
            )
            said = class_name(experiment, int(probe[2])) if is_class else own_value(experiment, probe[2])
            text += label.format(label=said)
    if found.loss is not None:
        text += translate("Inspector", " · loss {loss}").format(loss=numbers.plain(found.loss, 3))
    if any(LAYER_KINDS[layer.kind].evaluation is not None for layer in experiment.network.layers):
        text += translate("Inspector", " · evaluation mode")
    return text


# ------------------------------------------------------------------------------------- forward


def formula_of(found: UnitInspection) -> Formula:
    """How the unit is written: a weighted sum, a norm, what passes on, or its value alone."""
    if found.request.unit[0] == OUTPUT_ID:
        return "weights"
    kind = LAYER_KINDS[found.kind]
    if kind.is_dense:
        return "weights"
    if kind.passes_on:
        return "passed"
    return "norm" if kind.normalised_by is not None else "plain"


def forward_lines(found: UnitInspection) -> list[Words]:
    """``z = 0.62 × 1.10 + … + 0.10 = 0.83`` and ``a = tanh(0.83) = 0.68``."""
    match formula_of(found):
        case "passed":
            return _passed_forward(found)
        case "norm":
            return _norm_forward(found)
        case "plain":
            return [[Word(_mean(found, "a")), *_result(found.activation_value, "forward")]]
    pre = _equation(_mean(found, _pre_name(found)))
    pre += _sum(found.weights, found.inputs, "forward", found.bias) + _result(found.pre_activation, "forward")
    if found.activation == "maxout" and found.points == 1 and found.others is not None:
        pieces = ", ".join(shown(value) for value in found.others.tolist())
        value = [*_equation("a"), Word(f"max({pieces})"), *_result(found.activation_value, "forward")]
        return [pre, value]
    return [pre, _value(found)]


def _value(found: UnitInspection) -> Words:
    name = {"sigmoid": "p", "softmax": "p", "linear": "s"}.get(found.activation, "a")
    name = name if found.kind == "output" else "a"
    if found.points > 1:
        return [Word(_mean(found, name)), *_result(found.activation_value, "forward")]
    return [*_equation(name), *_applied(found), *_result(found.activation_value, "forward")]


def _applied(found: UnitInspection) -> Words:
    """The activation written out with the pre-activation in it."""
    z = shown(found.pre_activation)
    inner = Word(z, "forward")
    is_positive = found.pre_activation > 0
    match found.activation:
        case "relu":
            return [Word("max(0, "), inner, Word(")")]
        case "leaky_relu":
            bracketed = Word(_bracketed(found.pre_activation), "forward")
            return [Word("max(0.1 × "), bracketed, Word(", "), inner, Word(")")]
        case "elu":
            return [Word("z")] if is_positive else [Word("exp("), inner, Word(") − 1")]
        case "linear":
            return [Word("z")]
        case "sigmoid":
            return [Word("1 / (1 + exp("), Word(shown(-found.pre_activation), "forward"), Word("))")]
        case "softplus":
            return [Word("log(1 + exp("), inner, Word("))")]
        case "silu":
            return [inner, Word(" × sigmoid("), inner, Word(")")]
        case "softmax":
            return _softmax(found)
        case name:
            return [Word(f"{name}("), inner, Word(")")]


def _softmax(found: UnitInspection) -> Words:
    """``exp(z) / Σ exp(z)`` with the largest score taken out, so that it can be written down."""
    scores = [] if found.others is None else found.others.tolist()
    if not scores or max(scores) - min(scores) > 20 or abs(max(scores)) > 8:
        return [Word("exp(z) / Σ exp(zₖ)")]
    own, total = math.exp(found.pre_activation), sum(math.exp(score) for score in scores)
    return [Word("exp("), Word(shown(found.pre_activation), "forward"), Word(") / Σ exp = "),
            Word(f"{shown(own)} / {shown(total)}")]  # fmt: skip


def _norm_forward(found: UnitInspection) -> list[Words]:
    x, scale = float(found.inputs[0]), float(found.weights[0])
    if found.center is None or found.spread is None:
        normal = [Word(_mean(found, "x′")), *_result(found.pre_activation, "forward")]
    else:
        normal = _equation(_mean(found, "x′"))
        normal += [Word("("), Word(shown(x), "forward"), Word(f" − {_bracketed(found.center)}) / ")]
        normal += [Word(shown(found.spread)), *_result(found.pre_activation, "forward")]
    value = [
        *_equation(_mean(found, "a")),
        Word(shown(scale)),
        Word(" × "),
        Word(_bracketed(found.pre_activation), "forward"),
    ]
    value += [*_plus(found.bias), *_result(found.activation_value, "forward")]
    note = translate("Inspector", "x′ = (x − mean) / deviation of this point's units")
    if _has_running_statistics(found):
        note = translate("Inspector", "x′ = (x − mean) / deviation, the running ones of training")
    return [normal, value, [Word(note, "quiet")]]


def _passed_forward(found: UnitInspection) -> list[Words]:
    value = [*_equation(_mean(found, "a")), Word("x"), *_result(found.activation_value, "forward")]
    note = translate("Inspector", "in evaluation nothing is dropped; in training a unit is off at random")
    return [value, [Word(note, "quiet")]]


# ------------------------------------------------------------------------------------ gradient


def gradient_lines(found: UnitInspection, row: int, names: Sequence[str]) -> list[Words]:
    """The chain rule with its numbers, down to the weight in ``row`` (-1: the bias)."""
    if found.pre_gradient is None:
        text = translate("Inspector", "The probe point has no label, so it has no loss and no gradient.")
        return [[Word(text, "quiet")]]
    match formula_of(found):
        case "passed":
            passed = found.pre_gradient
            return [[*_equation(_mean(found, "∂L/∂x")), Word("∂L/∂a"), *_result(passed, "gradient")]]
        case "norm":
            return _norm_gradient(found)
        case "plain":
            return _plain_gradient(found)
    lines = [] if found.kind == "output" else [_upstream(found)]
    return [*lines, *_pre_gradient(found), _weight_gradient(found, row, names)]


def _upstream(found: UnitInspection) -> Words:
    """What comes back from the next layer: ``Σ weight × ∂L/∂z``, the largest terms first."""
    words = _equation(_mean(found, "∂L/∂a"))
    upstream = found.upstream or 0.0
    if found.downstream_weights is not None and found.downstream_gradients is not None:
        weights, gradients = found.downstream_weights, found.downstream_gradients
        largest_first = np.argsort(-np.abs(weights * gradients), kind="stable")
        words += _sum(weights[largest_first], gradients[largest_first], "gradient", None)
        return words + _result(upstream, "gradient")
    through = labels.label("layer_kind", found.downstream_kind).label if found.downstream_kind else ""
    words = [*words[:-1], *_result(upstream, "gradient")]
    if through:
        text = translate("Inspector", "  through {layer}").format(layer=through.lower())
        words.append(Word(text, "quiet"))
    return words


def _pre_gradient(found: UnitInspection) -> list[Words]:
    """``∂L/∂z`` from the upstream gradient, or for an output unit from the loss."""
    gradient = found.pre_gradient or 0.0
    name = _equation(_mean(found, "∂L/∂z"))
    if found.kind == "output":
        return _output_gradient(found, name)
    slope = _SLOPES.get(found.activation, "f′(z)")
    if found.points > 1:
        return [[*name, Word(f"⟨∂L/∂a × {slope}⟩"), *_result(gradient, "gradient")]]
    words = [*name, Word("∂L/∂a"), Word(f" × {slope}"), *_equals()]
    words += _product(found.upstream or 0.0, found.local_gradient or 0.0, "gradient", "text")
    return [words + _result(gradient, "gradient")]


def _output_gradient(found: UnitInspection, name: Words) -> list[Words]:
    gradient = found.pre_gradient or 0.0
    target = found.target or 0.0
    if found.activation in ("sigmoid", "softmax"):
        words = [*name, Word("p − y"), *_equals(), Word(shown(found.activation_value), "forward")]
        words += [Word(f" − {target:g}" if target in (0.0, 1.0) else f" − {shown(target)}")]
        return [words + _result(gradient, "gradient")]
    if found.activation == "tanh":
        upstream = _equation(_mean(found, "∂L/∂a"))
        upstream += [Word("a − y"), *_equals(), Word(shown(found.activation_value), "forward")]
        upstream += [Word(f" − {_bracketed(target)}"), *_result(found.upstream or 0.0, "gradient")]
        if found.points > 1:
            return [upstream, [*name, Word("⟨∂L/∂a × (1 − a²)⟩"), *_result(gradient, "gradient")]]
        words = [*name, Word("∂L/∂a × (1 − a²)"), *_equals()]
        words += _product(found.upstream or 0.0, found.local_gradient or 0.0, "gradient", "text")
        return [upstream, words + _result(gradient, "gradient")]
    return [[*name, Word("∂loss/∂s"), *_result(gradient, "gradient"), *_score(found)]]


def _score(found: UnitInspection) -> Words:
    """The score and the target that the loss compares."""
    if found.points > 1 or found.target is None:
        return []
    text = translate("Inspector", "  with s = {score}, y = {target}")
    return [Word(text.format(score=shown(found.activation_value), target=shown(found.target)), "quiet")]


def _weight_gradient(found: UnitInspection, row: int, names: Sequence[str]) -> Words:
    gradient = found.pre_gradient or 0.0
    if found.weight_gradients is None:
        return []
    if row < 0 or row >= len(found.weight_gradients):
        if found.bias_gradient is None:
            return [Word(translate("Inspector", "The bias is off."), "quiet")]
        return [*_equation(_mean(found, "∂L/∂b")), Word("∂L/∂z"), *_result(gradient, "gradient")]
    name = names[row] if row < len(names) else "x"
    slope = float(found.weight_gradients[row])
    words = _equation(_mean(found, f"∂L/∂w{subscript(row + 1)}"))
    if found.points > 1:
        words += [Word(f"⟨∂L/∂z × {name}⟩"), *_result(slope, "gradient")]
    else:
        words += [Word(f"∂L/∂z × {name}"), *_equals()]
        words += _product(gradient, float(found.inputs[row]), "gradient", "forward")
        words += _result(slope, "gradient")
    if found.penalty_gradients is not None:
        penalty = float(found.penalty_gradients[row])
        text = translate("Inspector", "  and {penalty} from the penalty").format(
            penalty=numbers.figures(penalty, 2)
        )
        words.append(Word(text, "quiet"))
    return words


def _norm_gradient(found: UnitInspection) -> list[Words]:
    upstream, scale = found.upstream or 0.0, float(found.weights[0])
    mean = found.points > 1
    lines = [[Word(_mean(found, "∂L/∂a")), *_result(upstream, "gradient")]]
    if found.weight_gradients is not None:
        words = _equation(_mean(found, "∂L/∂scale"))
        words += (
            [Word("⟨∂L/∂a × x′⟩")]
            if mean
            else _product(upstream, found.pre_activation, "gradient", "forward")
        )
        lines.append(words + _result(float(found.weight_gradients[0]), "gradient"))
    words = _equation(_mean(found, "∂L/∂x"))
    if _has_running_statistics(found) and found.spread is not None:
        words += [Word(shown(upstream), "gradient"), Word(f" × {_bracketed(scale)} / {shown(found.spread)}")]
        lines.append(words + _result(found.input_gradient or 0.0, "gradient"))
    else:
        lines.append([*words[:-1], *_result(found.input_gradient or 0.0, "gradient")])
    return lines


def _plain_gradient(found: UnitInspection) -> list[Words]:
    """The gradients as they are: of the unit, of each of its parameters, of its input."""
    named: list[tuple[str, float | None]] = [("∂L/∂a", found.upstream)]
    for parameter in KINDS[found.kind].parameters:
        slopes = found.weight_gradients
        slope = found.bias_gradient
        if parameter.row >= 0:
            slope = None if slopes is None else float(slopes[parameter.row])
        named.append((f"∂L/∂{translate('Inspector', parameter.name)}", slope))
    named.append(("∂L/∂x", found.input_gradient))
    return [
        [Word(_mean(found, name)), *_result(value, "gradient")] for name, value in named if value is not None
    ]


# ---------------------------------------------------------------------------------------- words


def _has_running_statistics(found: UnitInspection) -> bool:
    """Whether a norm is looked at with the mean and deviation that training has averaged."""
    return LAYER_KINDS[found.kind].evaluation is not None


def _pre_name(found: UnitInspection) -> str:
    return "z" if found.winner is None else f"z{subscript(found.piece + 1)}"


def _mean(found: UnitInspection, name: str) -> str:
    return name if found.points == 1 else translate("Inspector", "mean {name}").format(name=name)


def _equation(name: str) -> Words:
    return [Word(name), Word(" = ", "quiet")]


def _equals() -> Words:
    return [Word(" = ", "quiet")]


def _result(value: float, role: str) -> Words:
    return [Word(" = ", "quiet"), Word(shown(value), role)]


def _product(first: float, second: float, first_role: str, second_role: str) -> Words:
    return [Word(shown(first), first_role), Word(" × "), Word(_bracketed(second), second_role)]


def _sum(weights: NDArray[np.float64], values: NDArray[np.float64], role: str, bias: float | None) -> Words:
    """``0.62 × 1.10 − 0.31 × (−0.40) + … + 0.10``."""
    words: Words = []
    shown_terms = len(weights) if len(weights) <= TERMS else 2
    for weight, value in list(zip(weights, values, strict=True))[:shown_terms]:
        sign = "" if not words else (" − " if weight < 0 else " + ")
        size = shown(float(weight)) if not words else shown(abs(float(weight)))
        words.append(Word(f"{sign}{size} × "))
        words.append(Word(_bracketed(float(value)), role))
    if len(weights) > shown_terms:
        words.append(Word(" + …", "quiet"))
    if bias is not None:
        words += _plus(bias) if words else [Word(shown(bias))]
    return words or [Word("0.00")]


def _plus(value: float) -> Words:
    return [Word(f" − {shown(abs(value))}" if value < 0 else f" + {shown(value)}")]


def _bracketed(value: float) -> str:
    text = shown(value)
    return f"({text})" if text.startswith(numbers.MINUS) else text
