"""The points of a Data: generated or one's own, split into training and test points."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, TypeAlias, TypeVar

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from playground.engine.arrays import FloatArray
from playground.engine.datasets import DATASETS, HALF_PLANE, PLANE, class_counts

if TYPE_CHECKING:
    from playground.engine.experiment import Data

IndexArray: TypeAlias = NDArray[np.int64]
AnyNumber = TypeVar("AnyNumber", np.float64, np.int64)

Bounds = tuple[float, float, float, float]
"""The framed part of the plane: smallest x1, largest x1, smallest x2, largest x2."""


@dataclass(frozen=True)
class Points:
    """The data as drawn: coordinates ``(n, 2)`` and labels ``(n,)`` of training and test points.

    The same object from one rebuild of a run to the next. ``train_index`` and ``test_index`` are
    the points' places in the generated or own list.
    """

    train: FloatArray
    train_labels: FloatArray
    test: FloatArray
    test_labels: FloatArray
    train_index: IndexArray
    test_index: IndexArray
    bounds: Bounds


def make_points(data: Data) -> Points:
    """The training and test points of ``data``; the same data gives the same points, bit for bit.

    Generated points: class by class, then label noise, then shuffled; the first
    ``floor(n * train_fraction)`` train (at least one). One's own points keep their order; which of
    them train follows ``data.split``.
    """
    if data.dataset == "custom":
        table = own_points(data)
        coordinates, labels = table[:, :2], table[:, 2]
        order = np.arange(labels.size)
        train = _own_training_points(table, data)
    else:
        coordinates, labels, order = _generated(data)
        train = np.zeros(labels.size, dtype=bool)
        train[: _training_count(labels.size, data.train_fraction)] = True
    frame = bounds(coordinates, fitted=data.dataset == "custom" and data.axes is None)
    return Points(
        train=_sealed(coordinates[train]),
        train_labels=_sealed(labels[train]),
        test=_sealed(coordinates[~train]),
        test_labels=_sealed(labels[~train]),
        train_index=_sealed(order[train]),
        test_index=_sealed(order[~train]),
        bounds=frame,
    )


def in_own_order(points: Points) -> FloatArray:
    """All points as they were generated or listed, training and test together ``(n, 3)``: x1, x2, label."""
    order = np.argsort(np.concatenate([points.train_index, points.test_index]), kind="stable")
    coordinates = np.concatenate([points.train, points.test])
    labels = np.concatenate([points.train_labels, points.test_labels])
    return np.column_stack([coordinates, labels])[order]


def own_points(data: Data) -> FloatArray:
    """One's own points as an array ``(n, 3)``: x1, x2, label."""
    own = data.points or ()
    flat = np.fromiter(chain.from_iterable(own), dtype=np.float64, count=3 * len(own))
    return flat.reshape(-1, 3)


def bounds(coordinates: FloatArray, *, fitted: bool = False) -> Bounds:
    """The framed part of the plane, so that every point is inside.

    The plane itself, or a wider square where points lie outside it. ``fitted``: the frame closes
    around the points (their coordinates are of any size); axes of unlike size get frames of their own.
    """
    if coordinates.shape[0] == 0:
        return PLANE
    low, high = coordinates.min(axis=0), coordinates.max(axis=0)
    if not fitted:
        reach = float(max(np.abs(low).max(), np.abs(high).max()))
        half = HALF_PLANE if reach <= HALF_PLANE else _rounded_up(1.04 * reach)
        return (-half, half, -half, half)
    centre = low / 2 + high / 2
    half_sizes = (high / 2 - low / 2) * 1.1
    half_sizes[half_sizes == 0] = half_sizes.max() or HALF_PLANE
    half_sizes = np.maximum(half_sizes, 1e-9 * np.abs(centre))
    if half_sizes.max() <= 4 * half_sizes.min():
        half_sizes[:] = half_sizes.max()
        if np.all(np.abs(centre) <= 0.2 * half_sizes):
            half_sizes[:] = np.maximum(half_sizes, np.abs([low, high]).max() * 1.1)
            centre[:] = 0.0
    half1, half2 = (_rounded_up(float(half)) for half in half_sizes)
    centre1, centre2 = float(centre[0]), float(centre[1])
    return (centre1 - half1, centre1 + half1, centre2 - half2, centre2 + half2)


# ------------------------------------------------------------------------------------- private


def _generated(data: Data) -> tuple[FloatArray, FloatArray, IndexArray]:
    """Coordinates, labels and places in the generated list, all in shuffled order."""
    record = DATASETS[data.dataset]
    generator = np.random.default_rng(data.seed)
    counts = (
        (data.samples,)
        if record.problem == "regression"
        else class_counts(data.samples, data.classes, data.imbalance)
    )
    coordinates, labels = record.generate(counts, data.noise, generator)
    labels = _with_label_noise(labels, data, generator)
    order = generator.permutation(labels.size)
    return coordinates[order], labels[order], order


def _with_label_noise(labels: FloatArray, data: Data, generator: Generator) -> FloatArray:
    """The labels, a share of them replaced: by another class, or by a value from -1 to 1."""
    chosen = generator.random(labels.size) < data.label_noise
    pick = generator.random(labels.size)
    if data.problem == "regression":
        return np.where(chosen, 2.0 * pick - 1.0, labels)
    step = 1.0 + np.floor(pick * (data.classes - 1))
    return np.where(chosen, (labels + step) % data.classes, labels)


def _training_count(samples: int, fraction: float) -> int:
    # The tiny addition keeps 0.29 * 100 from being 28.999...
    return min(samples, max(1, math.floor(samples * fraction + 1e-9)))


def _own_training_points(table: FloatArray, data: Data) -> NDArray[np.bool_]:
    """Which of one's own points train.

    "shuffled" ranks the points by a number made of their own values and the seed, so that
    painting or erasing a point leaves (nearly) all others on their side of the split.
    """
    train = np.zeros(table.shape[0], dtype=bool)
    count = _training_count(table.shape[0], data.train_fraction)
    if data.split == "in_order" or count == table.shape[0]:
        train[:count] = True
    else:
        ranks = _ranks(table, data.seed)
        train[ranks <= np.partition(ranks, count - 1)[count - 1]] = True
    return train


def _ranks(table: FloatArray, seed: int) -> NDArray[np.uint64]:
    """A well-mixed number per row; equal rows get different ones."""
    bits = np.ascontiguousarray(table + 0.0).view(np.uint64)
    ranks = _mixed(np.full(table.shape[0], seed, dtype=np.uint64))
    for column in range(bits.shape[1]):
        ranks = _mixed(ranks ^ bits[:, column])
    ordered = np.sort(ranks)
    if (ordered[1:] == ordered[:-1]).any():
        order = np.argsort(ranks, kind="stable")
        is_repeated = np.concatenate([[False], ranks[order][1:] == ranks[order][:-1]])
        position = np.arange(ranks.size)
        first = np.maximum.accumulate(np.where(is_repeated, 0, position))
        occurrence = np.empty(ranks.size, dtype=np.uint64)
        occurrence[order] = position - first
        ranks = _mixed(ranks + occurrence * np.uint64(0x9E3779B97F4A7C15))
    return ranks


def _mixed(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """SplitMix64's finaliser (Steele, Lea and Flood 2014), elementwise modulo 2^64."""
    values = values + np.uint64(0x9E3779B97F4A7C15)
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


def _rounded_up(value: float) -> float:
    """The next value with two leading digits, so that frames do not tremble with the data."""
    unit = 10.0 ** (math.floor(math.log10(value)) - 1) if value > 0 else 1.0
    return math.ceil(value / unit - 1e-9) * unit if unit > 0 else value


def _sealed(array: NDArray[AnyNumber]) -> NDArray[AnyNumber]:
    array.setflags(write=False)
    return array
