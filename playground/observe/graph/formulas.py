"""The engine's activations, losses and predictions as gates."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from playground.engine.activations import LEAK
from playground.observe.graph.builder import Builder


def _one_gate(kind: str, constant: float = 0.0) -> Callable[[Builder, list[int]], int]:
    return lambda builder, z: builder.gate(kind, z[0], constant=constant)


ACTIVATION_GATES: dict[str, Callable[[Builder, list[int]], int]] = {
    "linear": lambda _builder, z: z[0],
    "relu": _one_gate("relu"),
    "leaky_relu": _one_gate("leaky_relu", LEAK),
    "elu": _one_gate("elu"),
    "tanh": _one_gate("tanh"),
    "sigmoid": _one_gate("sigmoid"),
    "maxout": lambda builder, z: builder.gate("max", *z),
    "softplus": _one_gate("softplus"),
    "gelu": _one_gate("gelu"),
    "silu": _one_gate("silu"),
}
"""An activation's gates, of its pre-activations (several for maxout)."""


def plus(builder: Builder, place: int, constant: float) -> int:
    """A value plus a number."""
    return builder.gate("add_constant", place, constant=constant)


def times(builder: Builder, place: int, constant: float) -> int:
    """A value times a number, in the simplest gate."""
    if constant == 1.0:
        return place
    if constant == -1.0:
        return builder.gate("neg", place)
    return builder.gate("mul_constant", place, constant=constant)


def total(builder: Builder, places: Sequence[int]) -> int:
    """The sum of any number of values."""
    if not places:
        return builder.constant(0.0)
    return places[0] if len(places) == 1 else builder.gate("add", *places)


def _half_squares(builder: Builder, predictions: list[int], targets: list[float]) -> int:
    """``sum (p - t)^2 / 2``."""
    errors = [plus(builder, p, -t) for p, t in zip(predictions, targets, strict=True)]
    return total(builder, [times(builder, builder.gate("square", error), 0.5) for error in errors])


def _squared_tanh(builder: Builder, scores: list[int], targets: list[float]) -> int:
    return _half_squares(builder, [builder.gate("tanh", s) for s in scores], targets)


def _logistic(builder: Builder, scores: list[int], targets: list[float]) -> int:
    """``log(1 + exp(-t s))`` with ``t = +-1``."""
    return builder.gate("softplus", times(builder, scores[0], -targets[0]))


def _shifted(builder: Builder, scores: list[int]) -> list[int]:
    """The scores minus the largest, a number: softmax does not depend on it, and nothing overflows."""
    largest = max(builder.value(s) for s in scores)
    return [plus(builder, s, -largest) for s in scores]


def _negative_log_softmax(builder: Builder, scores: list[int], targets: list[float]) -> int:
    """``log(sum_k exp(s_k - m)) - (s_y - m)``."""
    shifted = _shifted(builder, scores)
    power_sum = total(builder, [builder.gate("exp", s) for s in shifted])
    right = shifted[targets.index(1.0)]
    return builder.gate("add", builder.gate("log", power_sum), builder.gate("neg", right))


def _hinge(builder: Builder, scores: list[int], targets: list[float]) -> int:
    """``max(0, 1 - t s)`` with ``t = +-1``."""
    return builder.gate("relu", plus(builder, times(builder, scores[0], -targets[0]), 1.0))


def _margins(builder: Builder, scores: list[int], targets: list[float]) -> int:
    """``sum over j != y of max(0, s_j - s_y + 1)``."""
    right = targets.index(1.0)
    against = builder.gate("neg", scores[right])
    others = [builder.gate("add", s, against) for k, s in enumerate(scores) if k != right]
    return total(builder, [builder.gate("relu", plus(builder, s, 1.0)) for s in others])


def _error_gate(kind: str) -> Callable[[Builder, list[int], list[float]], int]:
    return lambda builder, scores, targets: builder.gate(kind, plus(builder, scores[0], -targets[0]))


LOSS_GATES: dict[tuple[str, str], Callable[[Builder, list[int], list[float]], int]] = {
    ("cross_entropy", "two_classes"): _logistic,
    ("cross_entropy", "many_classes"): _negative_log_softmax,
    ("squared_error", "real_values"): _half_squares,
    ("squared_error", "two_classes"): _squared_tanh,
    ("squared_error", "many_classes"): _squared_tanh,
    ("hinge", "two_classes"): _hinge,
    ("hinge", "many_classes"): _margins,
    ("huber", "real_values"): _error_gate("huber"),
    ("absolute_error", "real_values"): _error_gate("abs"),
}
"""A loss's gates, by its name and head, of scores and coded targets."""


def _softmax(builder: Builder, scores: list[int], output: int) -> int:
    """``exp(s_o - m) / sum_k exp(s_k - m)``."""
    powers = [builder.gate("exp", s) for s in _shifted(builder, scores)]
    return builder.gate("mul", powers[output], builder.gate("reciprocal", total(builder, powers)))


HEAD_GATES: dict[str, Callable[[Builder, list[int], int], int]] = {
    "linear": lambda _builder, scores, output: scores[output],
    "tanh": lambda builder, scores, output: builder.gate("tanh", scores[output]),
    "sigmoid": lambda builder, scores, output: builder.gate("sigmoid", scores[output]),
    "softmax": _softmax,
}
"""A prediction's gates, by the head's activation, of scores and the output's number."""
