"""Values as images."""

import gc

import numpy as np

from playground.ui.widgets import heatmap

TABLE = (np.uint32(0xFF000000) + np.arange(256, dtype=np.uint32)).astype(np.uint32)


def test_values_become_places_in_the_table():
    places = heatmap.table_indices(np.array([-9.0, -2.0, 0.0, 2.0, 9.0], dtype=np.float32), 2.0)
    assert places.tolist() == [0, 0, 128, 255, 255]


def test_values_that_are_no_number_and_a_scale_of_zero_are_drawn():
    odd = np.array([np.nan, np.inf, -np.inf, 1e38], dtype=np.float32)
    assert heatmap.table_indices(odd, 1.0).tolist() == [0, 255, 0, 255]
    assert heatmap.table_indices(np.array([5.0]), 0.0).tolist() == [128]


def test_row_zero_is_the_top_of_the_image():
    values = np.array([[-1.0, 0.0], [0.0, 1.0]], dtype=np.float32)
    image = heatmap.grid_image(values, 1.0, TABLE)
    assert image.pixel(0, 0) == TABLE[0]
    assert image.pixel(1, 1) == TABLE[255]


def test_images_keep_their_buffers_alive():
    images = [heatmap.grid_image(np.full((64, 64), k / 50.0), 1.0, TABLE) for k in range(50)]
    gc.collect()
    expected = [TABLE[heatmap.table_indices(np.array([k / 50.0]), 1.0)[0]] for k in range(50)]
    assert [image.pixel(63, 63) for image in images] == expected


def test_class_shares_mix_the_class_colours():
    shares = np.zeros((2, 1, 2), dtype=np.float32)
    shares[:, 0, 0] = (1.0, 0.0)
    shares[:, 0, 1] = (0.5, 0.5)
    table = np.array([0xFFFF0000, 0xFF0000FF], dtype=np.uint32)
    assert heatmap.mixture(shares, table).tolist() == [[0xFFFF0000, 0xFF7F007F]]
