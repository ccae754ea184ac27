"""The losses: each one's value, slope and output head as formulas of the output units' scores.

Arrays are ``(outputs, samples)``. A loss has one head per case it goes with: real values, two
classes (one output unit), or K > 2 classes (K output units). Everything is computed from the
scores (logits), never from the prediction, so that confident predictions lose nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from playground.engine.activations import sigmoid, softplus
from playground.engine.program import Array, Formula, Program, Quantity


@dataclass(frozen=True)
class Head:
    """One loss in one case, of scores ``s`` and targets ``t``, both ``(outputs, samples)``.

    ``activation`` names what it makes of the scores: sigmoid, softmax, tanh or linear.
    ``encode(labels, outputs)`` gives the targets of labels ``(samples,)``.
    ``prediction(s)`` is ``p``: probabilities, tanh, scores or values; ``prediction_slope(p, e)`` is
    ``d p_o / d s``, where ``e (outputs, 1)`` is 1 for the output ``o`` and 0 for the others.
    ``terms(s, t)`` add up, over the outputs, to a sample's loss; ``slope(s, t, share)`` is ``share * d loss
    / d s``, where ``share`` is the number that each sample's loss counts with (1 / samples in a mean).
    """

    activation: str
    encode: Callable[[Array, int], Array]
    prediction: Formula
    prediction_slope: Formula
    terms: Formula
    slope: Formula

    def predict(self, program: Program, scores: Array, out: Array) -> None:
        """Record the prediction."""
        program.write(out, self.prediction, scores)

    def predict_backward(self, program: Program, prediction: Array, output: int, out: Array) -> None:
        """Record ``d prediction[output] / d scores``."""
        chosen = program.empty(len(prediction), 1)
        chosen[output] = 1.0
        program.write(out, self.prediction_slope, prediction, chosen)

    def values(self, program: Program, scores: Array, targets: Array, out: Array) -> None:
        """Record each sample's loss, ``out (samples,)``."""
        program.write(out, lambda s, t: np.add.reduce(self.terms(s, t)), scores, targets)

    def gradient(self, program: Program, scores: Array, targets: Array, scale: float, out: Array) -> None:
        """Record ``scale * d loss / d scores``."""
        program.write(out, lambda s, t: self.slope(s, t, scale), scores, targets)


@dataclass(frozen=True)
class Loss:
    """One loss with its heads; a case it does not go with is None."""

    real_values: Head | None = None
    two_classes: Head | None = None
    many_classes: Head | None = None

    @property
    def problems(self) -> tuple[str, ...]:
        """The problems it goes with: "classification", "regression" or both."""
        found = (("classification", self.two_classes), ("regression", self.real_values))
        return tuple(problem for problem, head in found if head is not None)

    def head(self, problem: str, outputs: int) -> Head:
        """The head for this problem and number of output units. Raises ValueError where there is none."""
        classes = self.two_classes if outputs == 1 else self.many_classes
        head = self.real_values if problem == "regression" else classes
        if head is None:
            raise ValueError(f"this loss does not go with {problem} data")
        return head


# ------------------------------------------------------------------------------------- targets


def _values(labels: Array, _outputs: int) -> Array:
    return np.array(labels, dtype=np.float64)[None]


def _signs(labels: Array, _outputs: int) -> Array:
    """Class 0 is -1, class 1 is +1."""
    return 2.0 * _values(labels, 1) - 1.0


def _one_hot(labels: Array, outputs: int) -> Array:
    targets = np.zeros((outputs, len(labels)))
    targets[np.asarray(labels, dtype=np.intp), np.arange(len(labels))] = 1.0
    return targets


def _one_hot_signs(labels: Array, outputs: int) -> Array:
    return 2.0 * _one_hot(labels, outputs) - 1.0


# ------------------------------------------------------------------------------------ formulas


def _logistic(s: Quantity, t: Quantity) -> Quantity:
    """``log(1 + exp(-t s))`` with ``t = +-1``."""
    return softplus(-(s * t))


def _logistic_slope(s: Quantity, t: Quantity, share: float) -> Quantity:
    """``sigmoid(s) - y = (tanh(s/2) - t) / 2`` with ``t = 2 y - 1``."""
    return 0.5 * share * (np.tanh(0.5 * s) - t)


def _softmax(s: Quantity) -> Quantity:
    powers = np.exp(s - np.maximum.reduce(s))
    return powers / np.add.reduce(powers)


def _softmax_slope(p: Quantity, e: Quantity) -> Quantity:
    """``d p_o / d s_k = p_o (1[k = o] - p_k)``."""
    return (e - p) * np.add.reduce(p * e)


def _log_softmax_terms(s: Quantity, t: Quantity) -> Quantity:
    """``-t log p = t (log(sum_k exp(s_k - m)) - (s - m))`` with ``m`` the largest score."""
    shifted = s - np.maximum.reduce(s)
    return t * (np.log(np.add.reduce(np.exp(shifted))) - shifted)


def _half_square(error: Quantity) -> Quantity:
    return 0.5 * (error * error)


def _squared_tanh_slope(s: Quantity, t: Quantity, share: float) -> Quantity:
    """``(a - t) (1 - a^2)`` with ``a = tanh(s)``."""
    a = np.tanh(s)
    return share * ((1.0 - a * a) * (a - t))


def _hinge(s: Quantity, t: Quantity) -> Quantity:
    """``max(0, 1 - t s)`` with ``t = +-1``."""
    return np.fmax(1.0 - s * t, 0.0)


def _margins(s: Quantity, t: Quantity) -> Quantity:
    """``max(0, s_j - s_y + 1)``, and 0 for the right class ``y`` itself (Weston and Watkins 1999)."""
    return np.fmax(s - np.add.reduce(s * t) + 1.0 - t, 0.0)


def _margins_slope(s: Quantity, t: Quantity, share: float) -> Quantity:
    """1 for each class inside the margin; minus their number for the right class."""
    inside = np.sign(_margins(s, t))
    return share * (inside - t * np.add.reduce(inside))


def _clipped(error: Quantity) -> Quantity:
    return np.fmin(np.fmax(error, -1.0), 1.0)


def _huber(s: Quantity, t: Quantity) -> Quantity:
    """Huber 1964 with delta 1: ``c e - c^2/2`` with the error ``e`` and ``c = clip(e, -1, 1)``."""
    error = s - t
    c = _clipped(error)
    return error * c - _half_square(c)


# --------------------------------------------------------------------------------------- table


def _on_scores(encode: Callable[[Array, int], Array], terms: Formula, slope: Formula) -> Head:
    """A head that predicts the scores as they are."""
    return Head("linear", encode, lambda s: s, lambda p, e: e, terms, slope)


def _on_tanh(encode: Callable[[Array, int], Array]) -> Head:
    return Head(
        "tanh",
        encode,
        prediction=np.tanh,
        prediction_slope=lambda p, e: (1.0 - p * p) * e,
        terms=lambda s, t: _half_square(np.tanh(s) - t),
        slope=_squared_tanh_slope,
    )


LOSSES: dict[str, Loss] = {
    "cross_entropy": Loss(
        two_classes=Head(
            "sigmoid",
            _signs,
            prediction=sigmoid,
            prediction_slope=lambda p, e: p * (1.0 - p),
            terms=_logistic,
            slope=_logistic_slope,
        ),
        many_classes=Head(
            "softmax",
            _one_hot,
            prediction=_softmax,
            prediction_slope=_softmax_slope,
            terms=_log_softmax_terms,
            slope=lambda s, t, share: share * (_softmax(s) - t),
        ),
    ),
    "squared_error": Loss(
        real_values=_on_scores(
            _values, lambda s, t: _half_square(s - t), lambda s, t, share: share * (s - t)
        ),
        two_classes=_on_tanh(_signs),
        many_classes=_on_tanh(_one_hot_signs),
    ),
    "hinge": Loss(
        two_classes=_on_scores(_signs, _hinge, lambda s, t, share: -share * (np.sign(_hinge(s, t)) * t)),
        many_classes=_on_scores(_one_hot, _margins, _margins_slope),
    ),
    "huber": Loss(real_values=_on_scores(_values, _huber, lambda s, t, share: share * _clipped(s - t))),
    "absolute_error": Loss(
        real_values=_on_scores(
            _values, lambda s, t: np.absolute(s - t), lambda s, t, share: share * np.sign(s - t)
        )
    ),
}
