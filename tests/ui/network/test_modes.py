"""The canvas asks for what it shows, and shows it in every mode without stumbling."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from playground.engine.checkpoints import Divergence
from playground.engine.experiment import Data
from playground.engine.layers.dense import Dense
from playground.engine.layers.dropout import Dropout
from playground.engine.layers.norms import BatchNorm, LayerNorm
from playground.observe.snapshot import SnapshotRequest
from playground.ui.look import theme

NODES = ("activation", "gradient", "both", "histogram")
EDGES = ("weight", "gradient", "update", "ratio")


def test_the_canvas_asks_for_tiles_at_the_size_they_are_drawn(stage):
    one = stage()
    request = one.session.request
    largest = max(box.tile for box in one.canvas.layout_.columns)
    assert request.unit_resolution == round(largest)
    assert request.boundary_resolution == 0
    assert request.sensitivity_resolution == 0
    assert request.unit_health


@pytest.mark.parametrize(
    ("mode", "slopes", "histograms"),
    [("activation", 0, 0), ("gradient", 1, 0), ("both", 1, 0), ("histogram", 0, 1)],
)
def test_each_node_mode_asks_only_for_what_it_shows(stage, mode, slopes, histograms):
    one = stage()
    one.session.display.set(node_mode=mode)
    assert bool(one.session.request.sensitivity_resolution) == bool(slopes)
    assert one.session.request.unit_histograms == bool(histograms)


def test_gradients_are_asked_for_while_edges_show_them(stage):
    one = stage()
    assert one.session.request.gradients is None
    one.session.display.set(edge_mode="gradient", gradient_source="training_set")
    assert one.session.request.gradients == "training_set"
    one.session.display.set(edge_mode="weight")
    assert one.session.request.gradients is None


def test_hovering_an_edge_asks_for_its_gradient_and_says_which(stage):
    one = stage()
    QTest.mouseMove(one.canvas, one.edge_point(1, 0, 1))
    assert one.session.request.gradients == "minibatch"
    texts = [line.text for line in one.canvas.input.bubble().lines]
    assert any("minibatch" in text for text in texts)


def test_hovering_a_unit_names_it_to_the_other_views(stage):
    one = stage()
    QTest.mouseMove(one.canvas, one.tile(2, 1))
    assert one.session.display.hovered == (2, 1)
    QTest.mouseMove(one.canvas, QPoint(5, 5))
    assert one.session.display.hovered is None


def test_hiding_the_canvas_asks_for_nothing_more(stage):
    one = stage()
    one.canvas.hide()
    assert one.session.request is None


@pytest.mark.parametrize(("control", "choice"), [("nodes", "node_mode"), ("edges", "edge_mode")])
def test_a_click_on_a_switch_changes_the_mode(stage, control, choice):
    one = stage()
    switch = getattr(one.canvas.controls, control)
    for option in reversed(switch.options):
        place = switch.option_rect(option.key).center().toPoint()
        QTest.mouseClick(switch, Qt.MouseButton.LeftButton, pos=place)
        assert getattr(one.session.display, choice) == option.key


@pytest.mark.parametrize(
    ("key", "choice", "mode"),
    [
        (Qt.Key.Key_G, "node_mode", "gradient"),
        (Qt.Key.Key_B, "node_mode", "both"),
        (Qt.Key.Key_H, "node_mode", "histogram"),
        (Qt.Key.Key_E, "edge_mode", "gradient"),
        (Qt.Key.Key_U, "edge_mode", "update"),
        (Qt.Key.Key_T, "edge_mode", "ratio"),
    ],
)
def test_each_mode_has_a_key(stage, qapp, key, choice, mode):
    one = stage()
    one.activateWindow()
    one.canvas.setFocus()
    QTest.keyClick(one.canvas, key)
    assert getattr(one.session.display, choice) == mode


def test_letters_typed_as_units_switch_no_mode(stage):
    one = stage()
    field = one.canvas.headers[1].stepper.field
    QTest.mouseClick(field, Qt.MouseButton.LeftButton)
    QTest.keyClicks(field, "bgh")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert one.session.display.node_mode == "activation"


def test_the_source_of_gradients_is_named_only_where_edges_show_gradients(stage):
    one = stage()
    assert one.canvas.controls.source.isHidden()
    one.session.display.set(edge_mode="gradient")
    assert not one.canvas.controls.source.isHidden()


@pytest.mark.parametrize("mode", NODES)
@pytest.mark.parametrize("edge", EDGES)
def test_every_pair_of_modes_is_painted(stage, network, mode, edge):
    layers = (Dense(id=1, units=3, activation="maxout"), Dropout(id=2), 4, BatchNorm(id=4), LayerNorm(id=5))
    one = stage(network(*layers))
    one.session.display.set(node_mode=mode, edge_mode=edge, probe=(1.0, 2.0, 1.0))
    one.session.run.take_steps(5)
    one.session.refresh()
    assert not one.grab().isNull()


ODD = {
    "no features": ((4,), (), Data()),
    "one unit": ((1, 1), ("x1",), Data()),
    "no hidden layer": ((), ("x1", "x2"), Data()),
    "200 units": ((200,), ("x1", "x2"), Data()),
    "8 classes": ((5,), ("x1", "x2"), Data(dataset="blobs", classes=8)),
    "regression": ((3,), ("x1", "=x1*x2"), Data(dataset="plane")),
    "20 layers": ((2,) * 20, ("x1", "x2"), Data()),
}


@pytest.mark.parametrize("name", ODD)
@pytest.mark.parametrize("mode", ["both", "histogram"])
def test_odd_networks_are_painted(stage, network, name, mode):
    layers, features, data = ODD[name]
    one = stage(network(*layers, features=features, data=data), 700, 480)
    one.session.display.set(node_mode=mode, probe=(1.0, 2.0, 1.0))
    one.session.refresh()
    assert not one.grab().isNull()


def test_numbers_that_are_none_are_painted(stage):
    one = stage()
    snapshot = one.session.snapshot
    spoilt = tuple(
        replace(
            layer,
            weights=np.full_like(layer.weights, np.nan),
            biases=np.full_like(layer.biases, np.inf),
            grids=np.full_like(layer.grids, np.nan),
        )
        for layer in snapshot.layers
    )
    one.session.show(replace(snapshot, layers=spoilt, diverged=Divergence(1, 1, "loss")))
    assert not one.grab().isNull()


def test_a_snapshot_of_another_network_is_painted(stage, network):
    """An edit is drawn at once; the snapshot of the network before comes first."""
    one = stage(network(6, 5))
    old = one.session.snapshot
    one.session.document.edit(network(2, 9, 3), "other")
    one.session.show(old)
    assert not one.grab().isNull()
    one.canvas.show_snapshot(None)
    assert not one.grab().isNull()


def test_units_that_do_not_fit_can_be_scrolled_to(stage, network):
    one = stage(network(200), 800, 560)
    box = one.canvas.layout_.columns[1]
    assert box.scroll_range > 0
    assert 199 not in box.visible()
    one.canvas.places.scroll_column(1, 1e9)
    assert 199 in one.canvas.layout_.columns[1].visible()


def test_layers_that_do_not_fit_can_be_scrolled_to(stage, network):
    one = stage(network(*(3,) * 20), 800, 560)
    assert one.canvas.layout_.columns[-1].x > one.canvas.width()
    one.canvas.places.scroll_to(1e9)
    assert one.canvas.layout_.columns[-1].right <= one.canvas.width()


@pytest.mark.parametrize("choice", ["light", "dark"])
def test_the_canvas_takes_the_themes_colours(stage, qapp, choice):
    one = stage()
    theme.apply(qapp, choice)
    image = one.canvas.grab().toImage()
    assert image.pixelColor(3, 200) == theme.current().background


def test_the_presentation_factor_enlarges_the_canvas(stage, qapp):
    one = stage()
    before = one.canvas.layout_.metrics.header
    theme.set_scale(1.5)
    try:
        assert one.canvas.layout_.metrics.header > before
        assert not one.grab().isNull()
    finally:
        theme.set_scale(1.0)


def test_the_legend_says_why_edges_have_no_value_yet(stage):
    one = stage()
    one.session.display.set(edge_mode="update")
    assert "no step" in one.canvas.controls.edge_legend.scales[0].caption
    one.session.display.set(edge_mode="gradient", gradient_source="probe")
    assert "probe point" in one.canvas.controls.edge_legend.scales[0].caption
    one.session.display.set(probe=(1.0, 1.0, 1.0))
    assert "∂loss/∂weight" in one.canvas.controls.edge_legend.scales[0].caption


def test_edges_of_the_probe_never_show_what_another_view_asked_for(stage, qtbot):
    one = stage()
    one.session.display.set(edge_mode="gradient", gradient_source="probe")
    one.session.require("another view", SnapshotRequest(gradients="minibatch"))
    qtbot.waitUntil(lambda: one.session.snapshot.gradient_source == "minibatch")
    assert "probe point" in one.canvas.controls.edge_legend.scales[0].caption
    assert not any(one.canvas.edges.levels(gap).any() for gap in range(len(one.canvas.edges.gaps)))


def test_the_legend_names_the_scale_in_numbers(stage):
    one = stage()
    weights = max(abs(layer.weights).max() for layer in one.session.snapshot.layers)
    text = one.canvas.controls.edge_legend.scales[0]
    assert text.low == text.high.replace("+", "−")
    assert float(text.high) >= weights
    node = one.canvas.controls.node_legend.scales[0]
    assert (node.low, node.high) == ("−1", "+1")


def test_the_legend_says_where_only_the_strongest_edges_are_drawn(stage, network):
    few = stage(network(8, 8))
    assert "strongest" not in few.canvas.controls.edge_legend.scales[0].caption
    many = stage(network(32, 32))
    drawn, count = many.canvas.edges.counts
    assert count == 2 * 32 + 32 * 32 + 32
    assert drawn < count
    assert f"the strongest {drawn:,} of {count:,}" in many.canvas.controls.edge_legend.scales[0].caption
    many.session.display.set(edge_mode="update")
    assert many.canvas.controls.edge_legend.scales[0].forms == ("no step taken yet", "")


@pytest.mark.parametrize("nodes", ["activation", "gradient", "both"])
@pytest.mark.parametrize("layers", [(8, 8), (32, 32)])
def test_beside_the_choice_of_a_gradient_the_nodes_legend_keeps_its_caption(stage, network, nodes, layers):
    """As wide as the canvas is in a window of 1280 pixels."""
    one = stage(network(*layers), width=734, height=560)
    one.session.display.set(edge_mode="gradient", node_mode=nodes)
    controls = one.canvas.controls
    legends = (controls.node_legend, controls.edge_legend)
    if nodes != "both" or layers == (8, 8):  # else both say much
        assert all(legend.width() >= legend.least_width for legend in legends), "with a caption"
    assert all(legend.isVisible() for legend in legends)
    assert controls.node_legend.geometry().right() < controls.edge_legend.x()
    assert controls.edge_legend.geometry().right() < controls.source.x()


def test_stacked_switches_say_briefly_what_their_scales_are_of(stage):
    one = stage()
    for legend, brief in (
        (one.canvas.controls.node_legend, "hidden"),
        (one.canvas.controls.edge_legend, "weights"),
    ):
        assert legend.fit(1000.0)
        assert legend.captions == (legend.scales[0].caption,)
        wide = legend.sizeHint().width()
        widths = [width for width in range(wide, 60, -1) if legend.fit(width) and legend.captions == (brief,)]
        assert widths
        assert not legend.fit(20.0)
        legend.fit(1000.0)


def test_a_link_can_hide_the_palette_and_give_it_back(stage):
    one = stage()
    one.session.display.set(hidden_controls=frozenset({"numHiddenLayers"}))
    assert one.palette_.isHidden()
    one.session.display.set(hidden_controls=frozenset())
    assert one.palette_.isVisible()


def test_a_click_on_the_scale_holds_it_and_another_lets_it_follow(stage):
    one = stage()
    legend, display = one.canvas.controls.edge_legend, one.session.display

    def grow(value):
        one.session.run.network.weights[0][:] = value
        one.session.refresh()

    grow(2.0)
    followed = legend.scales[0]
    QTest.mouseClick(legend, Qt.MouseButton.LeftButton)
    grow(50.0)
    held = legend.scales[0]
    assert (held.low, held.high) == (followed.low, followed.high)
    assert "held" in held.caption
    QTest.mouseClick(legend, Qt.MouseButton.LeftButton)
    assert legend.scales[0].high == "+50"
    QTest.mouseClick(legend, Qt.MouseButton.LeftButton)
    display.set(edge_mode="gradient")
    assert "held" not in legend.scales[0].caption, "another mode has another scale"
