"""What the network sees of a point: the named features and formulas in x1 and x2."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import ArrayLike

from playground.engine.arrays import FloatArray
from playground.engine.errors import ExperimentError, Note
from playground.engine.formula import FormulaError, parse

FORMULA_SIGN = "="
"""A feature whose name begins with this is a formula: ``=x1*x2 + sin(x1)``."""

FEATURES: dict[str, Callable[[FloatArray], FloatArray]] = {
    "x1": lambda p: p[:, 0],
    "x2": lambda p: p[:, 1],
    "x1^2": lambda p: p[:, 0] * p[:, 0],
    "x2^2": lambda p: p[:, 1] * p[:, 1],
    "x1x2": lambda p: p[:, 0] * p[:, 1],
    "sin_x1": lambda p: np.sin(p[:, 0]),
    "sin_x2": lambda p: np.sin(p[:, 1]),
    "cos_x1": lambda p: np.cos(p[:, 0]),
    "cos_x2": lambda p: np.cos(p[:, 1]),
}
"""name -> the feature ``(n,)`` of points ``(n, 2)``."""


def check_feature(name: str, path: str = "") -> None:
    """Raise an ExperimentError at ``path`` unless the name is a known feature or a sound formula."""
    if name in FEATURES:
        return
    if name.startswith(FORMULA_SIGN):
        try:
            parse(name[1:])
        except FormulaError as error:
            raise ExperimentError(path, error.note) from error
        return
    known = ", ".join(FEATURES)
    reason = Note(
        '{name!r} is unknown; known: {known}, or a formula such as "=x1*x2"', name=name, known=known
    )
    raise ExperimentError(path, reason)


def evaluate(names: Sequence[str], points: ArrayLike) -> FloatArray:
    """The features ``(n, len(names))`` of points ``(n, 2)``, in float64.

    A formula counts as 0 where it has no finite value (see ``formula.Formula``).
    """
    plane = np.asarray(points, dtype=np.float64).reshape(-1, 2)
    values = np.empty((plane.shape[0], len(names)))
    with np.errstate(all="ignore"):
        for column, name in enumerate(names):
            if name.startswith(FORMULA_SIGN):
                values[:, column] = parse(name[1:]).evaluate(plane[:, 0], plane[:, 1])
            else:
                values[:, column] = FEATURES[name](plane)
    return values
