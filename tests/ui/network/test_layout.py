"""Where the columns stand: inside the canvas while they fit, in order, never on each other."""

from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF, QSizeF

from playground.engine.layers.base import FEATURES_ID, OUTPUT_ID
from playground.ui.network import edges, places
from playground.ui.network.arrange import lay_out, with_open_gap
from playground.ui.network.bubble import place_beside
from playground.ui.network.edges import LEVELS, EdgeLayer, gap_edges, levels_of
from playground.ui.network.geometry import ColumnSpec, Metrics, blend, neighbour
from playground.ui.network.tiles import LEAST_PIXELS, MOST_TOGETHER, most_pixels, pixels_of

KINDS = st.sampled_from(["dense", "dense", "dropout", "batch_norm"])


def specs_of(hidden, features=2, outputs=1, header=90.0):
    specs = [ColumnSpec(FEATURES_ID, "features", features, header, extra_rows=9 - min(features, 9))]
    units = features
    for place, (kind, own) in enumerate(hidden):
        units = own if kind == "dense" else units
        specs.append(ColumnSpec(place + 1, kind, units, header))
    return [*specs, ColumnSpec(OUTPUT_ID, "output", outputs, header)]


def laid(hidden, width=1000.0, height=640.0, **options):
    metrics = Metrics.scaled(1.0, height, 50.0, 40.0)
    return lay_out(specs_of(hidden, options.pop("features", 2)), width, height, metrics, **options)


@given(
    st.lists(st.tuples(KINDS, st.integers(1, 300)), max_size=12),
    st.integers(0, 9),
    st.floats(480, 2600),
    st.floats(300, 1400),
    st.sampled_from(["square", "double", "wide"]),
)
def test_columns_stand_in_order_and_apart(hidden, features, width, height, shape):
    layout = laid(hidden, width, height, features=features, shape=shape)
    for one, other in pairwise(layout.columns):
        assert one.right < other.left
    if layout.content_width <= width:
        assert layout.columns[0].left >= 0
        assert layout.columns[-1].right <= width


@given(st.lists(st.integers(1, 300), min_size=1, max_size=6), st.floats(320, 1400))
def test_visible_units_lie_inside_their_column_and_apart(units, height):
    layout = laid([("dense", n) for n in units], height=height)
    for index, box in enumerate(layout.columns):
        seen = box.visible()
        rects = [box.rect(int(unit)) for unit in seen]
        for unit, rect in zip(seen, rects, strict=True):
            inner = rect.adjusted(1, 1, -1, -1)
            for place in (rect.center(), inner.topLeft(), inner.bottomRight()):
                assert layout.unit_at(place) == (index, unit)
        for above, below in combinations(rects, 2):
            assert not above.intersects(below)


def test_arrows_walk_to_the_tile_beside_through_all_sub_columns():
    layout = laid([("dense", 24), ("dense", 5), ("dense", 40)])
    assert [box.lanes > 1 for box in layout.columns[1:4]] == [True, False, True]
    tiles = {
        (column, unit): (float(box.xs[unit]), float(box.centers[unit]))
        for column, box in enumerate(layout.columns)
        for unit in range(box.spec.units)
        if column
    }
    for (column, unit), (x, y) in tiles.items():
        for across, down in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            there = neighbour(layout, column, unit, across, down)
            x_there, y_there = tiles[there]
            if across:
                beside = [one for one, _ in tiles.values() if (one - x) * across > 0]
                assert x_there == (min(beside, key=lambda one: abs(one - x)) if beside else x)
                away = [abs(height - y) for one, height in tiles.values() if one == x_there]
                assert abs(y_there - y) == min(away)
            else:
                beyond = [height for one, height in tiles.values() if one == x and (height - y) * down > 0]
                assert (x_there, y_there) == (x, min(beyond, key=lambda one: abs(one - y)) if beyond else y)


@given(st.integers(0, 9), st.floats(40, 400), st.sampled_from([1.0, 1.4]))
def test_a_canvas_too_low_for_everything_still_shows_a_unit_of_each_column(features, height, scale):
    metrics = Metrics.scaled(scale, height, 50.0, 40.0)
    layout = lay_out(specs_of([("dense", 8)], features), 400.0, height, metrics)
    for box in layout.columns:
        assert box.bottom > box.top
        assert len(box.visible()) or not box.spec.units


def test_units_that_fit_are_all_in_sight_and_others_scroll():
    assert len(laid([("dense", 8)]).columns[1].visible()) == 8
    box = laid([("dense", 200)]).columns[1]
    assert box.scroll_range > 0
    assert box.tile == pytest.approx(16.0)
    end = laid([("dense", 200)], scrolls={1: 1e9}).columns[1]
    assert end.visible()[-1] == 199


def test_many_units_stand_in_sub_columns_before_they_are_small():
    few, many = laid([("dense", 6)]).columns[1], laid([("dense", 12)]).columns[1]
    assert few.lanes == 1
    assert many.lanes == 2
    assert many.tile >= 40.0
    assert laid([("dense", 20)]).columns[1].tile >= 40.0
    assert (np.diff(many.centers) > 0).all(), "each unit has a height of its own"


def test_sub_columns_give_way_where_the_width_is_needed():
    for layers in (5, 20):
        layout = laid([("dense", 12)] * layers, width=720.0)
        assert all(box.lanes == 1 for box in layout.columns)
        assert (layout.content_width <= 720.5) == (layers == 5)


@given(st.lists(st.integers(1, 60), min_size=1, max_size=5), st.floats(600, 2600), st.floats(320, 1400))
def test_an_enlarged_layer_has_the_largest_tiles_and_all_stays_in_sight(units, width, height):
    plain = laid([("dense", n) for n in units], width, height)
    large = laid([("dense", n) for n in units], width, height, enlarged=1)
    assert large.columns[1].tile >= max(box.tile for box in large.columns)
    if plain.content_width <= width:
        assert large.columns[1].tile >= plain.columns[1].tile - 0.5
        assert large.content_width <= width + 0.5
    for one, other in pairwise(large.columns):
        assert one.right < other.left


def test_curves_end_at_their_units_in_sub_columns():
    layout = laid([("dense", 12), ("dense", 12)])
    gap, (one, other) = gap_edges(layout, 1), layout.columns[1:3]
    for edge in range(len(gap.sources)):
        path = gap.path(edge)
        start, end = path.pointAtPercent(0.0), path.pointAtPercent(1.0)
        first, last = one.rect(int(gap.sources[edge])), other.rect(int(gap.targets[edge]))
        assert 0.0 <= start.x() - first.right() <= 4.0
        assert 0.0 <= last.left() - end.x() <= 4.0
        assert first.top() < start.y() < first.bottom()
        assert last.top() < end.y() < last.bottom()


def test_columns_get_closer_before_the_canvas_scrolls():
    wide, narrow = (laid([("dense", 4)] * n) for n in (2, 7))
    assert wide.columns[2].x - wide.columns[1].x > narrow.columns[2].x - narrow.columns[1].x
    assert narrow.content_width <= 1000.5
    assert laid([("dense", 4)] * 20).content_width > 1000


def test_passing_units_stand_at_the_height_of_their_inputs():
    layout = laid([("dense", 5), ("dropout", 0), ("batch_norm", 0)])
    for index in (2, 3):
        np.testing.assert_allclose(layout.columns[index].centers, layout.columns[1].centers)


def test_both_pictures_stand_side_by_side_only_where_there_is_room():
    assert laid([("dense", 4)], shape="double").shape == "double"
    assert laid([("dense", 4)] * 8, shape="double").shape == "square"


def test_an_opened_gap_moves_its_columns_apart_and_keeps_the_tiles():
    closed, opened = laid([("dense", 4)] * 3), with_open_gap(laid([("dense", 4)] * 3), 1, 60.0)
    assert opened.gap_rect(1).width() > closed.gap_rect(1).width() + 40
    assert [box.tile for box in opened.columns] == [box.tile for box in closed.columns]
    assert opened.columns[-1].x == pytest.approx(closed.columns[-1].x)


def test_every_point_has_a_nearest_gap():
    layout = laid([("dense", 4)] * 3)
    for gap in range(layout.gaps):
        assert layout.nearest_gap(layout.gap_rect(gap).center().x()) == gap
    assert layout.nearest_gap(-500) == 0
    assert layout.nearest_gap(5000) == layout.gaps - 1


def test_a_layout_glides_into_another():
    start, end = laid([("dense", 4)]), laid([("dense", 4), ("dense", 3)])
    assert blend(start, end, 1.0) is end
    middle = blend(start, end, 0.5).columns[1].x
    assert middle == pytest.approx((start.columns[1].x + end.columns[1].x) / 2)


def test_the_nearest_curve_is_found_along_its_whole_length():
    edges = EdgeLayer()
    edges.set_layout(laid([("dense", 3), ("dense", 2)]))
    for gap in range(2):
        for edge in range(len(edges.gaps[gap].sources)):
            for share in (0.02, 0.98):
                point = edges.gaps[gap].place(edge, share)
                found = edges.nearest(point, 6.0)
                assert found is not None
                assert edges.gaps[gap].distances(point)[edge] < 0.7
    assert edges.nearest(QPointF(edges.gaps[0].left + 3, 5.0), 6.0) is None


def test_curves_are_made_anew_where_columns_or_features_are_others_and_only_there():
    edges, layout = EdgeLayer(), laid([("dense", 3), ("dense", 2)])
    edges.set_layout(layout, features=("x1", "x2"))
    gaps = edges.gaps
    edges.set_layout(layout, features=("x1", "x2"))
    assert edges.gaps is gaps
    for other in ({"features": ("x1", "x2^2")}, {"is_moving": True}):
        edges.set_layout(layout, **other)
        assert edges.gaps is not gaps
        gaps = edges.gaps
    edges.set_layout(laid([("dense", 3), ("dense", 2)]), is_moving=True)
    assert edges.gaps is not gaps


def test_of_curves_side_by_side_the_strong_one_is_meant():
    edges = EdgeLayer()
    edges.set_layout(laid([("dense", 3), ("dense", 2)]))
    gap = edges.gaps[1]
    point = gap.place(0, 0.99)  # the curves into one unit meet there
    beside = [edge for edge in range(1, len(gap.sources)) if gap.distances(point)[edge] < 1.2]
    assert beside
    assert edges.nearest(point, 6.0) == (1, 0)
    for strong in beside:
        for level in (LEVELS, -LEVELS):
            levels = np.zeros(len(gap.sources), dtype=np.int8)
            levels[strong] = level
            edges.set_levels([edges.levels(0), levels, edges.levels(2)])
            assert edges.nearest(point, 6.0) == (1, strong)


def test_curves_lead_to_every_unit_in_sight():
    layout = laid([("dense", 5), ("dropout", 0), ("dense", 3)])
    full, passing, last = (gap_edges(layout, gap) for gap in (0, 1, 2))
    assert (len(full.sources), len(passing.sources), len(last.sources)) == (10, 5, 15)
    assert (passing.sources == passing.targets).all()


def test_levels_keep_sign_and_order_and_know_no_nan():
    levels = levels_of(np.array([-9.0, -1.0, -0.5, 0.0, 0.5, np.nan, np.inf]))
    assert levels.tolist() == [-LEVELS, -LEVELS, -LEVELS // 2, 0, LEVELS // 2, 0, LEVELS]
    assert levels_of(np.array([1e-9, -1e-300])).tolist() == [1, -1], (
        "a small weight has the colour of its sign"
    )


@given(
    x=st.floats(0, 780),
    y=st.floats(60, 360),
    width=st.floats(60, 320),
    height=st.floats(20, 230),
)
def test_a_bubble_stays_in_the_units_part_and_off_its_anchor(x, y, width, height):
    room = QRectF(0, 60, 820, 340)
    anchor = QRectF(x, y, 40, 40)
    place = place_beside(anchor, QSizeF(width, height), room)
    assert room.contains(place)
    fits_beside = width + 60 <= max(x, 820 - x - 40)
    fits_above_or_below = height + 20 <= max(y - 60, 400 - y - 40)
    if fits_beside or fits_above_or_below:
        assert not place.intersects(anchor)


def test_the_columns_are_laid_out_once_for_a_change_and_not_again_while_a_card_is_dragged(
    stage, network, monkeypatch, qtbot
):
    one = stage(network(8, 8))
    made = []
    real = places.lay_out
    monkeypatch.setattr(places, "lay_out", lambda *a, **k: made.append(a) or real(*a, **k))
    card = one.palette_.cards[0]
    one.press(card)
    for gap in (0, 1, 2, 1, 0):
        one.move(card, one.gap(gap))
        qtbot.wait(30)
    assert made == []
    one.drop(card, one.gap(2))
    assert len(made) <= 3, "once for each way to write the headers at most"
    made.clear()
    qtbot.wait(2 * places.GLIDE_MS)
    one.session.display.set(probe=(1.0, 1.0, 1.0))
    assert len(made) <= 3
    made.clear()
    one.session.display.set(probe=(2.0, 1.0, 1.0))
    assert made == []


def test_all_edges_are_drawn_again_once_nothing_moves(stage, network, qtbot, monkeypatch):
    one = stage(network(20, 20, 20), 1200, 700)
    monkeypatch.setattr(edges, "MOST_MOVING", 0)
    whole = one.canvas.grab().toImage()
    one.canvas.input.enlarge(2)
    one.canvas.input.enlarge(None)
    qtbot.wait(3 * places.GLIDE_MS)
    assert one.canvas.grab().toImage() == whole


def test_tiles_have_the_screens_own_pixels_within_a_budget():
    few, many = laid([("dense", 8)], 2000.0, 1400.0), laid([("dense", 300)] * 3, 2000.0, 1400.0)
    assert pixels_of(88.0, 2.0, most_pixels(few)) == 176
    assert pixels_of(88.0, 1.0, most_pixels(few)) == 88
    assert most_pixels(many) < most_pixels(few)
    units = sum(box.spec.units for box in many.columns)
    assert units * most_pixels(many) ** 2 <= max(MOST_TOGETHER, units * LEAST_PIXELS**2)


def test_the_canvas_asks_for_as_many_pixels_as_its_tiles_have(stage, network):
    small, large = stage(network(4), 900, 620), stage(network(4), 1900, 1500)
    for one in (small, large):
        tile = max(box.tile for box in one.canvas.layout_.columns)
        assert one.session.request.unit_resolution == round(round(tile) * one.canvas.devicePixelRatioF())
    assert large.canvas.layout_.columns[1].tile > 1.5 * small.canvas.layout_.columns[1].tile


@pytest.mark.parametrize("height", [200.0, 240.0, 290.0, 360.0])
@pytest.mark.parametrize("features", [1, 2, 4])
def test_features_that_are_on_are_seen_before_those_that_are_off(height, features):
    box = laid([("dense", 4)], height=height, features=features).columns[0]
    fits = features * 20.0 <= box.bottom - box.top
    if fits:
        assert len(box.visible()) == features
        assert box.scroll_range == 0
    if len(box.extra_centers):
        assert box.extra_centers[0] - box.extra_height / 2 >= box.centers.max() + box.tile / 2 - 0.5
        assert box.extra_centers[-1] + box.extra_height / 2 <= height - 92 + 1


def test_another_network_may_be_laid_out_before_the_canvas_is_told_of_it(stage, network):
    one = stage(network(2, 3))
    for layers in ((2, 3, 4, 5), (6,)):
        one.session.document.blockSignals(True)
        one.session.document.edit(network(*layers), "Other")
        one.session.document.blockSignals(False)
        one.canvas.rearrange()
        assert len(one.canvas.places.closed.columns) == len(layers) + 2
