"""The points of a Data: split, label noise, one's own points, frames."""

from __future__ import annotations

import numpy as np
import pytest

from playground.engine.datasets import DATASETS
from playground.engine.experiment import Axis, Data
from playground.engine.points import bounds, make_points

PLANE = (-6.0, 6.0, -6.0, 6.0)


def own(points, **options) -> Data:
    return Data(dataset="custom", points=tuple(map(tuple, points)), **options)


def cloud(n, seed=0):
    generator = np.random.default_rng(seed)
    return np.column_stack([generator.uniform(-5, 5, (n, 2)), generator.integers(0, 2, n)]).tolist()


@pytest.mark.parametrize("name", DATASETS)
def test_training_and_test_points_are_all_points_once(name):
    points = make_points(Data(dataset=name, samples=101, train_fraction=0.3))
    assert points.train.shape == (30, 2)
    assert points.test.shape == (71, 2)
    assert points.train_labels.shape == (30,)
    assert sorted([*points.train_index, *points.test_index]) == list(range(101))


@pytest.mark.parametrize(
    ("samples", "fraction", "training"), [(500, 0.5, 250), (100, 0.29, 29), (10, 0.001, 1), (10, 1.0, 10)]
)
def test_the_training_share_is_rounded_down_but_never_to_nothing(samples, fraction, training):
    points = make_points(Data(samples=samples, train_fraction=fraction))
    assert points.train.shape[0] == training
    assert points.test.shape[0] == samples - training


def test_the_same_data_gives_the_same_points_bit_for_bit():
    first, again = make_points(Data(noise=0.2)), make_points(Data(noise=0.2))
    assert first.train.tobytes() == again.train.tobytes()
    assert first.train.tobytes() != make_points(Data(noise=0.2, seed=8)).train.tobytes()


def test_points_cannot_be_written_to():
    with pytest.raises(ValueError, match="read-only"):
        make_points(Data()).train[0] = 0.0


@pytest.mark.parametrize("classes", [2, 5])
def test_label_noise_gives_its_share_of_points_another_class(classes):
    clean = make_points(Data(dataset="gauss", classes=classes, samples=5000))
    noisy = make_points(Data(dataset="gauss", classes=classes, samples=5000, label_noise=0.2))
    assert np.array_equal(clean.train, noisy.train)
    assert (clean.train_labels != noisy.train_labels).mean() == pytest.approx(0.2, abs=0.03)
    assert set(np.unique(noisy.train_labels)) == set(range(classes))


def test_label_noise_gives_the_other_classes_evenly():
    clean, noisy = (
        make_points(Data(dataset="gauss", classes=4, samples=20_000, label_noise=share))
        for share in (0.0, 1.0)
    )
    away = (noisy.train_labels - clean.train_labels) % 4
    assert [np.mean(away == step) for step in range(4)] == pytest.approx([0, 1 / 3, 1 / 3, 1 / 3], abs=0.02)


def test_label_noise_replaces_values_too():
    clean, noisy = (make_points(Data(dataset="plane", label_noise=share, noise=0.0)) for share in (0.0, 0.5))
    assert 0.3 < (clean.train_labels != noisy.train_labels).mean() < 0.7


def test_own_points_in_order_train_on_the_first_ones():
    points = make_points(own(cloud(10), split="in_order", train_fraction=0.4))
    assert points.train_index.tolist() == [0, 1, 2, 3]
    assert points.test_index.tolist() == [4, 5, 6, 7, 8, 9]
    assert points.train.tolist() == [p[:2] for p in cloud(10)[:4]]


def test_a_painted_point_leaves_nearly_all_others_on_their_side_of_the_split():
    rows = cloud(400)
    before = make_points(own(rows))
    after = make_points(own([*rows, (0.1, 0.2, 1.0)]))
    moved = set(before.train_index.tolist()) ^ set(after.train_index.tolist())
    assert len(moved - {400}) <= 1


def test_the_split_of_own_points_follows_the_seed_but_not_the_order():
    rows = cloud(200)
    chosen = {tuple(p) for p in make_points(own(rows)).train.tolist()}
    assert chosen == {tuple(p) for p in make_points(own(rows[::-1])).train.tolist()}
    assert chosen != {tuple(p) for p in make_points(own(rows, seed=8)).train.tolist()}


def test_equal_points_are_split_like_any_others():
    points = make_points(own([(1.0, 1.0, 0.0)] * 100))
    assert points.train.shape[0] == points.test.shape[0] == 50
    assert 0 < (np.diff(points.train_index) == 1).sum() < 40


def test_an_empty_plane_has_no_points_and_the_plane_as_its_frame():
    points = make_points(own([]))
    assert points.train.shape == points.test.shape == (0, 2)
    assert points.bounds == PLANE


def test_one_own_point_trains():
    points = make_points(own([(0.5, 0.5, 1.0)]))
    assert points.train.shape == (1, 2)
    assert points.test.shape == (0, 2)


def test_the_frame_is_the_plane_and_grows_for_points_outside():
    assert make_points(Data(noise=0.0)).bounds == PLANE
    wide = make_points(Data(dataset="gauss", noise=1.0))
    assert wide.bounds[1] > 6
    assert np.abs(wide.train).max() < wide.bounds[1]


def test_own_points_without_axes_are_framed_closely():
    assert make_points(own([(-1, -1, 0), (1, 1, 1)])).bounds == (-1.1, 1.1, -1.1, 1.1)
    frame = make_points(own([(100, 0.0, 0), (200, 0.001, 1)])).bounds
    assert frame[0] < 100 < 200 < frame[1] < 250
    assert frame[2] < 0 < 0.001 < frame[3] < 0.01


@pytest.mark.parametrize(("height", "is_square"), [(5.0, True), (2.0, True), (1.0, False)])
def test_axes_get_frames_of_their_own_where_their_sizes_are_unlike(height, is_square):
    low1, high1, low2, high2 = make_points(own([(10, 10, 0), (16, 10 + height, 1)])).bounds
    assert (high1 - low1 == pytest.approx(high2 - low2)) is is_square


def test_painted_points_keep_the_frame_of_the_plane():
    axes = (Axis("x1"), Axis("x2"))
    assert make_points(own([(0.5, 0.5, 1.0), (0.4, 0.5, 1.0)], axes=axes)).bounds == PLANE


@pytest.mark.parametrize("size", [0.0, 1e-300, 1e-5, 1.0, 1e300])
def test_frames_hold_points_of_any_size(size):
    points = np.array([[-size, 0.0], [size, size]])
    low1, high1, low2, high2 = bounds(points, fitted=True)
    assert low1 < high1
    assert low2 < high2
    assert np.isfinite([low1, high1, low2, high2]).all()
    assert (points[:, 0] >= low1).all()
    assert (points[:, 0] <= high1).all()


@pytest.mark.parametrize("place", [0.0, 3.0, -1e17, 1e300])
def test_a_single_point_has_a_frame_around_it(place):
    low1, high1, low2, high2 = make_points(own([(place, 0.0, 0.0)])).bounds
    assert low1 < place < high1
    assert low2 < 0 < high2
