"""What a run's plot shows: its measures, in lanes that share an axis."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication

from playground.engine.snapshot import Curve

translate = QCoreApplication.translate
Values = NDArray[np.float64]


@dataclass(frozen=True)
class Line:
    """One measure of the curve: its short name, colour role and style."""

    name: str
    color: str
    values: Callable[[Curve], Values]
    is_dashed: bool = False


@dataclass(frozen=True)
class Lane:
    """Measures that share an axis; ``is_share`` ones run from 0 to 1 and are never logarithmic."""

    title: str
    lines: tuple[Line, ...]
    is_share: bool = False


def measured_lanes() -> tuple[Lane, ...]:
    """The lanes, in the order of reading."""
    train, test = translate("RunPlot", "train"), translate("RunPlot", "test")
    return (
        Lane(
            translate("RunPlot", "Loss"),
            (
                Line(train, "text", lambda curve: curve.train_loss),
                Line(test, "quiet", lambda curve: curve.test_loss, is_dashed=True),
            ),
        ),
        Lane(
            translate("RunPlot", "Accuracy"),
            (
                Line(train, "text", lambda curve: curve.train_accuracy),
                Line(test, "quiet", lambda curve: curve.test_accuracy, is_dashed=True),
            ),
            is_share=True,
        ),
        Lane(
            translate("RunPlot", "Gradient norm"),
            (Line("", "gradient", lambda curve: curve.gradient_norm),),
        ),
        Lane(
            translate("RunPlot", "Learning rate"),
            (Line("", "accent", lambda curve: curve.learning_rate),),
        ),
    )
