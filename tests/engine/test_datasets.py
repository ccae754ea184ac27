"""The datasets: shapes, classes, places, and that noise moves points smoothly."""

from __future__ import annotations

import numpy as np
import pytest

from playground.engine.datasets import DATASETS, MAXIMUM_CLASSES, class_counts

CLASS_DATASETS = [name for name, record in DATASETS.items() if record.problem == "classification"]
VALUE_DATASETS = [name for name, record in DATASETS.items() if record.problem == "regression"]
SIZES = [
    (name, classes)
    for name in CLASS_DATASETS
    for classes in {DATASETS[name].minimum_classes, 3, 5, DATASETS[name].maximum_classes}
    if classes <= DATASETS[name].maximum_classes
]


def generate(name, counts, noise=0.0, seed=7):
    return DATASETS[name].generate(counts, noise, np.random.default_rng(seed))


@pytest.mark.parametrize(("name", "classes"), SIZES)
def test_every_class_gets_its_points_on_the_plane(name, classes):
    counts = class_counts(400, classes, 0.2)
    points, labels = generate(name, counts)
    assert points.shape == (400, 2)
    assert tuple(np.bincount(labels.astype(int), minlength=classes)) == counts
    assert np.abs(points).max() <= 6


@pytest.mark.parametrize("name", VALUE_DATASETS)
def test_values_are_finite_and_of_size_one(name):
    points, values = generate(name, (1000,))
    assert points.shape == (1000, 2)
    assert values.shape == (1000,)
    assert 0.5 < np.abs(values).max() <= 1.3


@pytest.mark.parametrize("name", DATASETS)
def test_a_little_more_noise_moves_points_only_a_little(name):
    counts = (300,) if name in VALUE_DATASETS else (150, 150)
    points, labels = generate(name, counts, 0.10)
    moved, moved_labels = generate(name, counts, 0.11)
    assert np.abs(moved - points).max() < 0.3
    assert np.abs(moved_labels - labels).max() < 0.1
    assert not (np.array_equal(moved, points) and np.array_equal(moved_labels, labels))


@pytest.mark.parametrize("name", DATASETS)
def test_the_same_seed_gives_the_same_points(name):
    counts = (50,) if name in VALUE_DATASETS else (25, 25)
    first, again, other = (generate(name, counts, 0.1, seed) for seed in (1, 1, 2))
    assert np.array_equal(first[0], again[0])
    assert not np.array_equal(first[0], other[0])


@pytest.mark.parametrize("name", ["spiral", "gauss", "rings", "checkerboard", "moons", "circle", "xor"])
def test_without_noise_the_nearest_neighbour_is_of_the_same_class(name):
    points, labels = generate(name, (250, 250) if name != "gauss" else (100, 100))
    distances = np.linalg.norm(points[:, None] - points[None], axis=2)
    np.fill_diagonal(distances, np.inf)
    assert (labels[distances.argmin(axis=1)] == labels).mean() > 0.96


def test_checkerboard_squares_never_border_on_their_own_class():
    for classes in range(2, MAXIMUM_CLASSES + 1):
        points, labels = generate("checkerboard", (400,) * classes)
        square = np.floor((points + 5) / 2.5).astype(int)
        board = {tuple(place): label for place, label in zip(square, labels, strict=True)}
        assert len(board) == 16
        assert set(board.values()) == set(range(classes))
        for (column, row), label in board.items():
            assert board.get((column + 1, row)) != label
            assert board.get((column, row + 1)) != label


@pytest.mark.parametrize(
    ("samples", "classes", "imbalance", "counts"),
    [
        (500, 2, 0.0, (250, 250)),
        (500, 3, 0.0, (167, 167, 166)),
        (300, 2, 0.5, (200, 100)),
        (10, 8, 0.99, (3, 1, 1, 1, 1, 1, 1, 1)),
        (3, 3, 0.9, (1, 1, 1)),
    ],
)
def test_imbalance_makes_each_class_smaller_than_the_one_before(samples, classes, imbalance, counts):
    assert class_counts(samples, classes, imbalance) == counts


@pytest.mark.parametrize("classes", range(2, 9))
@pytest.mark.parametrize("imbalance", [0.0, 0.3, 0.9, 0.999])
@pytest.mark.parametrize("samples", [10, 11, 97, 20_000])
def test_counts_always_sum_to_the_samples_and_leave_no_class_empty(samples, classes, imbalance):
    counts = class_counts(samples, classes, imbalance)
    assert sum(counts) == samples
    assert min(counts) >= 1


def test_checkerboard_squares_along_x1_take_the_classes_in_turn():
    for classes in range(2, MAXIMUM_CLASSES + 1):
        points, labels = generate("checkerboard", (400,) * classes)
        square = np.floor((points + 5) / 2.5).astype(int)
        board = {tuple(place): label for place, label in zip(square, labels, strict=True)}
        for (column, row), label in board.items():
            assert board.get((column + 1, row), (label + 1) % classes) == (label + 1) % classes
