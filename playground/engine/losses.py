"""The losses: each one's value, gradient and output head, from the output units' scores.

Arrays are ``(outputs, samples)``. A loss has one head per case it goes with: real values, two
classes (one output unit), or K > 2 classes (K output units). Everything is computed from the
scores (logits), never from the prediction, so that confident predictions lose nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from playground.engine.activations import emit_sigmoid, emit_softplus
from playground.engine.program import Array, Program


@dataclass(frozen=True)
class Head:
    """One loss in one case. ``scores`` and ``targets`` are ``(outputs, samples)``.

    ``activation`` names what it makes of the scores: sigmoid, softmax, tanh or linear.
    ``encode(labels, outputs)`` gives the targets of labels ``(samples,)``.
    ``predict(program, scores, out)`` emits the prediction: probabilities, tanh, scores or values.
    ``predict_backward(program, prediction, output, out)`` emits ``d prediction[output] / d scores``.
    ``values(program, scores, targets, out)`` emits each sample's loss, ``out (samples,)``.
    ``gradient(program, scores, targets, scale, out)`` emits ``scale * d loss / d scores``.
    """

    activation: str
    encode: Callable[[Array, int], Array]
    predict: Callable[[Program, Array, Array], None]
    predict_backward: Callable[[Program, Array, int, Array], None]
    values: Callable[[Program, Array, Array, Array], None]
    gradient: Callable[[Program, Array, Array, float, Array], None]


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


def _encode_values(labels: Array, _outputs: int) -> Array:
    return np.array(labels, dtype=np.float64)[None]


def _encode_signs(labels: Array, _outputs: int) -> Array:
    """Class 0 is -1, class 1 is +1."""
    return 2.0 * _encode_values(labels, 1) - 1.0


def _encode_one_hot(labels: Array, outputs: int) -> Array:
    targets = np.zeros((outputs, len(labels)))
    targets[np.asarray(labels, dtype=np.intp), np.arange(len(labels))] = 1.0
    return targets


def _encode_one_hot_signs(labels: Array, outputs: int) -> Array:
    return 2.0 * _encode_one_hot(labels, outputs) - 1.0


# --------------------------------------------------------------------------------- predictions


def _predict_scores(program: Program, scores: Array, out: Array) -> None:
    program(np.copyto, out, scores)


def _predict_scores_backward(program: Program, _prediction: Array, output: int, out: Array) -> None:
    program(out.fill, 0.0)
    program(out[output].fill, 1.0)


def _predict_tanh(program: Program, scores: Array, out: Array) -> None:
    program(np.tanh, scores, out)


def _predict_tanh_backward(program: Program, prediction: Array, output: int, out: Array) -> None:
    program(out.fill, 0.0)
    program(np.multiply, prediction[output], prediction[output], out[output])
    program(np.subtract, program.constant(1.0), out[output], out[output])


def _predict_logistic_backward(program: Program, prediction: Array, _output: int, out: Array) -> None:
    program(np.subtract, program.constant(1.0), prediction, out)
    program(np.multiply, prediction, out, out)


def _predict_softmax(program: Program, scores: Array, out: Array) -> None:
    row = program.scratch(scores.shape[1])
    program(np.maximum.reduce, scores, 0, None, row)
    program(np.subtract, scores, row, out)
    program(np.exp, out, out)
    program(np.add.reduce, out, 0, None, row)
    program(np.divide, out, row, out)


def _predict_softmax_backward(program: Program, prediction: Array, output: int, out: Array) -> None:
    """``d p_o / d s_k = p_o (1[k = o] - p_k)``."""
    program(np.negative, prediction, out)
    program(np.add, out[output], program.constant(1.0), out[output])
    program(np.multiply, out, prediction[output], out)


# ------------------------------------------------------------------------------- cross-entropy


def _logistic_values(program: Program, scores: Array, targets: Array, out: Array) -> None:
    """``log(1 + exp(-t s))`` with ``t = +-1``."""
    wrongness, values = program.scratch(*scores.shape, slot=1), program.scratch(*scores.shape, slot=2)
    program(np.multiply, scores, targets, wrongness)
    program(np.negative, wrongness, wrongness)
    emit_softplus(program, wrongness, values)
    program(np.copyto, out, values[0])


def _logistic_gradient(program: Program, scores: Array, targets: Array, scale: float, out: Array) -> None:
    """``sigmoid(s) - y = (tanh(s/2) - t) / 2`` with ``t = 2 y - 1``."""
    program(np.multiply, scores, program.constant(0.5), out)
    program(np.tanh, out, out)
    program(np.subtract, out, targets, out)
    program(np.multiply, out, program.constant(0.5 * scale), out)


def _softmax_values(program: Program, scores: Array, targets: Array, out: Array) -> None:
    """``log(sum_k exp(s_k - m)) - (s_y - m)`` with ``m`` the largest score."""
    shifted, powers = program.scratch(*scores.shape, slot=1), program.scratch(*scores.shape, slot=2)
    row = program.scratch(scores.shape[1])
    program(np.maximum.reduce, scores, 0, None, row)
    program(np.subtract, scores, row, shifted)
    program(np.exp, shifted, powers)
    program(np.add.reduce, powers, 0, None, out)
    program(np.log, out, out)
    program(np.multiply, shifted, targets, shifted)
    program(np.add.reduce, shifted, 0, None, row)
    program(np.subtract, out, row, out)


def _softmax_gradient(program: Program, scores: Array, targets: Array, scale: float, out: Array) -> None:
    """``p - y``."""
    _predict_softmax(program, scores, out)
    program(np.subtract, out, targets, out)
    program(np.multiply, out, program.constant(scale), out)


# ------------------------------------------------------------------------------- squared error


def _squared_values(program: Program, scores: Array, targets: Array, out: Array) -> None:
    """Half the squared distance, summed over outputs."""
    error = program.scratch(*scores.shape, slot=1)
    program(np.subtract, scores, targets, error)
    _half_square_sum(program, error, out)


def _squared_gradient(program: Program, scores: Array, targets: Array, scale: float, out: Array) -> None:
    program(np.subtract, scores, targets, out)
    program(np.multiply, out, program.constant(scale), out)


def _squared_tanh_values(program: Program, scores: Array, targets: Array, out: Array) -> None:
    error = program.scratch(*scores.shape, slot=1)
    program(np.tanh, scores, error)
    program(np.subtract, error, targets, error)
    _half_square_sum(program, error, out)


def _squared_tanh_gradient(program: Program, scores: Array, targets: Array, scale: float, out: Array) -> None:
    """``(a - t) (1 - a^2)`` with ``a = tanh(s)``."""
    prediction = program.scratch(*scores.shape, slot=1)
    program(np.tanh, scores, prediction)
    program(np.multiply, prediction, prediction, out)
    program(np.subtract, program.constant(1.0), out, out)
    program(np.subtract, prediction, targets, prediction)
    program(np.multiply, out, prediction, out)
    program(np.multiply, out, program.constant(scale), out)


def _half_square_sum(program: Program, error: Array, out: Array) -> None:
    program(np.multiply, error, error, error)
    program(np.add.reduce, error, 0, None, out)
    program(np.multiply, out, program.constant(0.5), out)


# --------------------------------------------------------------------------------------- hinge


def _hinge_values(program: Program, scores: Array, targets: Array, out: Array) -> None:
    """``max(0, 1 - t s)`` with ``t = +-1``."""
    margin = program.scratch(*scores.shape, slot=1)
    _emit_hinge_margin(program, scores, targets, margin)
    program(np.copyto, out, margin[0])


def _hinge_gradient(program: Program, scores: Array, targets: Array, scale: float, out: Array) -> None:
    _emit_hinge_margin(program, scores, targets, out)
    program(np.sign, out, out)
    program(np.multiply, out, targets, out)
    program(np.multiply, out, program.constant(-scale), out)


def _emit_hinge_margin(program: Program, scores: Array, targets: Array, out: Array) -> None:
    program(np.multiply, scores, targets, out)
    program(np.subtract, program.constant(1.0), out, out)
    program(np.fmax, out, program.constant(0.0), out)


def _svm_values(program: Program, scores: Array, targets: Array, out: Array) -> None:
    """``sum over j != y of max(0, s_j - s_y + 1)``."""
    margins = program.scratch(*scores.shape, slot=1)
    _emit_svm_margins(program, scores, targets, margins)
    program(np.add.reduce, margins, 0, None, out)


def _svm_gradient(program: Program, scores: Array, targets: Array, scale: float, out: Array) -> None:
    """1 for each class inside the margin; minus their number for the right class."""
    count = program.scratch(scores.shape[1])
    share = program.scratch(*scores.shape, slot=1)
    _emit_svm_margins(program, scores, targets, out)
    program(np.sign, out, out)
    program(np.add.reduce, out, 0, None, count)
    program(np.multiply, targets, count, share)
    program(np.subtract, out, share, out)
    program(np.multiply, out, program.constant(scale), out)


def _emit_svm_margins(program: Program, scores: Array, targets: Array, out: Array) -> None:
    """``max(0, s_j - s_y + 1)``, and 0 for the right class itself."""
    right = program.scratch(scores.shape[1])
    program(np.multiply, scores, targets, out)
    program(np.add.reduce, out, 0, None, right)
    program(np.subtract, scores, right, out)
    program(np.add, out, program.constant(1.0), out)
    program(np.subtract, out, targets, out)
    program(np.fmax, out, program.constant(0.0), out)


# ------------------------------------------------------------------------ robust regression losses


def _huber_values(program: Program, scores: Array, targets: Array, out: Array) -> None:
    """Huber 1964 with delta 1: ``c e - c^2/2`` with the error ``e`` and ``c = clip(e, -1, 1)``."""
    error, clipped = program.scratch(*scores.shape, slot=1), program.scratch(*scores.shape, slot=2)
    program(np.subtract, scores, targets, error)
    _emit_unit_clip(program, error, clipped)
    program(np.multiply, error, clipped, error)
    program(np.multiply, clipped, clipped, clipped)
    program(np.multiply, clipped, program.constant(0.5), clipped)
    program(np.subtract, error, clipped, error)
    program(np.add.reduce, error, 0, None, out)


def _huber_gradient(program: Program, scores: Array, targets: Array, scale: float, out: Array) -> None:
    program(np.subtract, scores, targets, out)
    _emit_unit_clip(program, out, out)
    program(np.multiply, out, program.constant(scale), out)


def _emit_unit_clip(program: Program, values: Array, out: Array) -> None:
    program(np.fmax, values, program.constant(-1.0), out)
    program(np.fmin, out, program.constant(1.0), out)


def _absolute_values(program: Program, scores: Array, targets: Array, out: Array) -> None:
    error = program.scratch(*scores.shape, slot=1)
    program(np.subtract, scores, targets, error)
    program(np.absolute, error, error)
    program(np.add.reduce, error, 0, None, out)


def _absolute_gradient(program: Program, scores: Array, targets: Array, scale: float, out: Array) -> None:
    program(np.subtract, scores, targets, out)
    program(np.sign, out, out)
    program(np.multiply, out, program.constant(scale), out)


def _score_head(
    encode: Callable[[Array, int], Array],
    values: Callable[[Program, Array, Array, Array], None],
    gradient: Callable[[Program, Array, Array, float, Array], None],
) -> Head:
    return Head("linear", encode, _predict_scores, _predict_scores_backward, values, gradient)


LOSSES: dict[str, Loss] = {
    "cross_entropy": Loss(
        two_classes=Head(
            "sigmoid",
            _encode_signs,
            emit_sigmoid,
            _predict_logistic_backward,
            _logistic_values,
            _logistic_gradient,
        ),
        many_classes=Head(
            "softmax",
            _encode_one_hot,
            _predict_softmax,
            _predict_softmax_backward,
            _softmax_values,
            _softmax_gradient,
        ),
    ),
    "squared_error": Loss(
        real_values=_score_head(_encode_values, _squared_values, _squared_gradient),
        two_classes=Head(
            "tanh",
            _encode_signs,
            _predict_tanh,
            _predict_tanh_backward,
            _squared_tanh_values,
            _squared_tanh_gradient,
        ),
        many_classes=Head(
            "tanh",
            _encode_one_hot_signs,
            _predict_tanh,
            _predict_tanh_backward,
            _squared_tanh_values,
            _squared_tanh_gradient,
        ),
    ),
    "hinge": Loss(
        two_classes=_score_head(_encode_signs, _hinge_values, _hinge_gradient),
        many_classes=_score_head(_encode_one_hot, _svm_values, _svm_gradient),
    ),
    "huber": Loss(real_values=_score_head(_encode_values, _huber_values, _huber_gradient)),
    "absolute_error": Loss(real_values=_score_head(_encode_values, _absolute_values, _absolute_gradient)),
}
