"""The datasets by name: classes and values over the plane [-6, 6] x [-6, 6]."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.random import Generator

from playground.engine.arrays import FloatArray

Counts: TypeAlias = tuple[int, ...]
Labelled: TypeAlias = tuple[FloatArray, FloatArray]

MAXIMUM_CLASSES = 8
HALF_PLANE = 6.0
"""The plane reaches from -6 to 6 on both axes."""
PLANE = (-HALF_PLANE, HALF_PLANE, -HALF_PLANE, HALF_PLANE)
"""The plane as a frame: smallest x1, largest x1, smallest x2, largest x2."""


@dataclass(frozen=True)
class Dataset:
    """A named generator of points.

    ``generate(counts, noise, generator)`` returns points ``(n, 2)`` and labels ``(n,)``, class by class:
    ``counts[k]`` points of class k (regression: ``counts = (n,)``, labels are values near [-1, 1]).
    ``noise`` is a share, 0 to 1. The random numbers that are drawn do not depend on ``noise``, so that
    points move smoothly when it changes.
    """

    problem: Literal["classification", "regression"]
    minimum_classes: int
    maximum_classes: int
    generate: Callable[[Counts, float, Generator], Labelled]


def class_counts(samples: int, classes: int, imbalance: float) -> Counts:
    """How many of ``samples`` points each class gets: shares proportional to (1 - imbalance)^k.

    Every class gets at least one point where there are enough points for that.
    """
    shares = (1.0 - imbalance) ** np.arange(classes)
    exact = samples * shares / shares.sum()
    counts = np.floor(exact).astype(int)
    for index in np.argsort(-(exact - counts), kind="stable")[: samples - counts.sum()]:
        counts[index] += 1
    while samples >= classes and (counts == 0).any():
        counts[np.argmax(counts)] -= 1
        counts[np.argmin(counts)] += 1
    return tuple(int(count) for count in counts)


# ------------------------------------------------------------------------------------- classes


def _circle(counts: Counts, noise: float, generator: Generator) -> Labelled:
    """A disc (class 1) inside a ring (class 0)."""
    labels = _labels(counts)
    unit = generator.random(labels.size)
    radius = np.where(labels == 1, 2.5 * unit, 3.5 + 1.5 * unit)
    angle = 2 * np.pi * generator.random(labels.size)
    return _blurred(_polar(radius, angle), 2.0 * noise, generator), labels


def _xor(counts: Counts, noise: float, generator: Generator) -> Labelled:
    """Four squares; class 1 where both coordinates have the same sign."""
    labels = _labels(counts)
    size = 0.3 + 4.7 * generator.random((labels.size, 2))
    sign = np.where(generator.random(labels.size) < 0.5, -1.0, 1.0)
    other = np.where(labels == 1, sign, -sign)
    return _blurred(size * np.stack([sign, other], axis=1), 2.0 * noise, generator), labels


def _gauss(counts: Counts, noise: float, generator: Generator) -> Labelled:
    """One normal cluster per class, the centres evenly on a circle."""
    labels = _labels(counts)
    classes = len(counts)
    radius = np.full(labels.size, np.hypot(2, 2) if classes < 4 else 3.8)
    start = -0.75 * np.pi if classes == 2 else 0.5 * np.pi
    centres = _polar(radius, start + 2 * np.pi * labels / classes)
    spread = np.sqrt(0.5 + 7.0 * noise) if classes < 4 else np.sqrt(0.25 + 5.0 * noise)
    return _blurred(centres, float(spread), generator), labels


def _spiral(counts: Counts, noise: float, generator: Generator) -> Labelled:
    """One arm per class, evenly filled; the more arms, the less each one turns."""
    labels = _labels(counts)
    classes = len(counts)
    along = np.concatenate([(np.arange(count) + 0.5) / max(count, 1) for count in counts])
    angle = 2 * np.pi * (3.5 / classes * along + (labels + 1) / classes)
    points = 5 * along[:, None] * np.stack([np.sin(angle), np.cos(angle)], axis=1)
    return _blurred(points, noise, generator), labels


def _moons(counts: Counts, noise: float, generator: Generator) -> Labelled:
    """Two half circles that reach into each other."""
    labels = _labels(counts)
    angle = np.pi * generator.random(labels.size)
    upper = np.stack([np.cos(angle) - 0.5, np.sin(angle) - 0.25], axis=1)
    points = 3.0 * np.where((labels == 0)[:, None], upper, -upper)
    return _blurred(points, 3.0 * noise, generator), labels


def _rings(counts: Counts, noise: float, generator: Generator) -> Labelled:
    """One thin ring per class, the first one innermost."""
    labels = _labels(counts)
    classes = len(counts)
    radius = 5.0 * (labels + 1) / classes
    points = _polar(radius, 2 * np.pi * generator.random(labels.size))
    return _blurred(points, 5.0 * noise / classes, generator), labels


def _checkerboard(counts: Counts, noise: float, generator: Generator) -> Labelled:
    """Four by four squares; no square borders on one of its own class."""
    labels = _labels(counts)
    classes = len(counts)
    row, column = np.divmod(np.arange(16), 4)
    classes_of_squares = (column + (1 if classes < 4 else 2) * row) % classes
    square = np.empty(labels.size, dtype=int)
    pick = generator.random(labels.size)
    for k in range(classes):
        own = np.flatnonzero(classes_of_squares == k)
        here = labels == k
        square[here] = own[(pick[here] * own.size).astype(int)]
    corner = 2.5 * np.stack([square % 4, square // 4], axis=1) - 5.0
    inside = 0.2 + 2.1 * generator.random((labels.size, 2))
    return _blurred(corner + inside, 2.0 * noise, generator), labels


def _blobs(counts: Counts, noise: float, generator: Generator) -> Labelled:
    """One round cluster per class at a random place and of a random width."""
    labels = _labels(counts)
    centres = [8.0 * generator.random(2) - 4.0]
    for _ in counts[1:]:
        candidates = 8.0 * generator.random((12, 2)) - 4.0
        distances = np.linalg.norm(candidates[:, None] - np.array(centres), axis=2).min(axis=1)
        centres.append(candidates[np.argmax(distances)])
    widths = (0.6 + 0.6 * generator.random(len(counts))) * (0.5 + 5.0 * noise)
    which = labels.astype(int)
    spread = generator.standard_normal((labels.size, 2))
    return np.array(centres)[which] + widths[which][:, None] * spread, labels


# -------------------------------------------------------------------------------------- values


def _surface(height: Callable[[FloatArray, FloatArray], FloatArray]) -> Callable[..., Labelled]:
    """The generator of ``height(x1, x2)`` at even random places; noise is added to the values."""

    def generate(counts: Counts, noise: float, generator: Generator) -> Labelled:
        points = HALF_PLANE * (2.0 * generator.random((sum(counts), 2)) - 1.0)
        values = height(points[:, 0], points[:, 1])
        return points, values + 0.5 * noise * generator.standard_normal(values.size)

    return generate


def _plane(x1: FloatArray, x2: FloatArray) -> FloatArray:
    return (x1 + x2) / 10.0


def _multi_gauss(x1: FloatArray, x2: FloatArray) -> FloatArray:
    """Three hills and three hollows (cones of radius 2)."""
    value = np.zeros_like(x1)
    for column, centre1 in enumerate((-4.0, 0.0, 4.0)):
        for row, centre2 in enumerate((2.5, -2.5)):
            sign = 1.0 if (row + column) % 2 == 0 else -1.0
            value += sign * np.maximum(0.0, 1.0 - np.hypot(x1 - centre1, x2 - centre2) / 2.0)
    return value


def _saddle(x1: FloatArray, x2: FloatArray) -> FloatArray:
    return (x1 * x1 - x2 * x2) / HALF_PLANE**2


def _ripple(x1: FloatArray, x2: FloatArray) -> FloatArray:
    """One round wave: 1 at the centre, -1 at distance 3, 1 again at distance 6."""
    return np.asarray(np.cos(np.pi / 3.0 * np.hypot(x1, x2)))


# ------------------------------------------------------------------------------------- private


def _labels(counts: Counts) -> FloatArray:
    return np.repeat(np.arange(len(counts), dtype=float), counts)


def _polar(radius: FloatArray, angle: FloatArray) -> FloatArray:
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)


def _blurred(points: FloatArray, deviation: float, generator: Generator) -> FloatArray:
    """The points, each moved by a normal step of this standard deviation."""
    return points + deviation * generator.standard_normal(points.shape)


DATASETS: dict[str, Dataset] = {
    "circle": Dataset("classification", 2, 2, _circle),
    "xor": Dataset("classification", 2, 2, _xor),
    "gauss": Dataset("classification", 2, MAXIMUM_CLASSES, _gauss),
    "spiral": Dataset("classification", 2, MAXIMUM_CLASSES, _spiral),
    "moons": Dataset("classification", 2, 2, _moons),
    "rings": Dataset("classification", 2, MAXIMUM_CLASSES, _rings),
    "checkerboard": Dataset("classification", 2, MAXIMUM_CLASSES, _checkerboard),
    "blobs": Dataset("classification", 2, MAXIMUM_CLASSES, _blobs),
    "plane": Dataset("regression", 2, 2, _surface(_plane)),
    "multi_gauss": Dataset("regression", 2, 2, _surface(_multi_gauss)),
    "saddle": Dataset("regression", 2, 2, _surface(_saddle)),
    "ripple": Dataset("regression", 2, 2, _surface(_ripple)),
}
