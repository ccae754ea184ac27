"""Nothing that is written on the canvas meets anything else, over many kinds of networks, sizes and modes."""

from __future__ import annotations

import random

import pytest
from PySide6.QtCore import QRectF
from ui.network.painted import overlapping, written_on

from playground.engine.experiment import Data, from_builtins
from playground.engine.features import FEATURES
from playground.ui.look import theme

SIZES = ((560, 460), (730, 560), (900, 620), (1300, 900))
ACTIVATIONS = ("relu", "leaky_relu", "tanh", "linear", "maxout", "sigmoid")


def varied(seed):
    """One of many networks with how it is looked at."""
    chance = random.Random(seed)
    layers = []
    for _ in range(chance.choice((0, 1, 1, 2, 2, 3, 4, 6, 8))):
        kind = chance.choice(("dense",) * 5 + ("dropout", "batch_norm", "layer_norm"))
        layer = {"kind": kind}
        if kind == "dense":
            units = chance.choice((1, 2, 3, 4, 6, 8, 12, 20, 40))
            layer |= {"units": units, "activation": chance.choice(ACTIVATIONS)}
        layers.append(layer)
    features = chance.sample(list(FEATURES), chance.choice((1, 2, 2, 4, 9)))
    experiment = from_builtins(
        {
            "format": "playground",
            "version": 1,
            "data": {"dataset": "blobs", "classes": chance.choice((2, 2, 3, 6))},
            "network": {"features": features, "layers": layers},
        }
    )
    looks = {
        "node_mode": chance.choice(("activation", "both", "histogram", "gradient")),
        "edge_mode": chance.choice(("weight", "gradient", "update", "ratio")),
        "probe": chance.choice((None, (1.0, 2.0, 0.0))),
    }
    return experiment, looks, chance.choice(SIZES), chance.choice((1.0, 1.0, 1.25))


@pytest.mark.parametrize("seed", range(30))
def test_no_text_meets_another_or_leaves_the_canvas(stage, seed):
    experiment, looks, size, scale = varied(seed)
    theme.set_scale(scale)
    try:
        one = stage(experiment, *size)
        one.session.display.set(**looks)
        canvas = one.canvas
        texts = written_on(canvas)
        room = QRectF(canvas.rect()).adjusted(-1, -1, 1, 1)
        fits = canvas.layout_.content_width <= canvas.width() + 1
        assert len(texts) > 8
        assert overlapping(texts) == []
        if fits:
            assert [text.text for text in texts if not room.contains(text.rect)] == []
        tiles = [QRectF(box.rects[unit]) for box in canvas.layout_.columns for unit in box.seen]
        numbers = [text for text in texts if text.is_number]
        assert looks["probe"] is None or numbers
        on_tiles = [
            number.text
            for number in numbers
            for tile in tiles
            if number.rect.adjusted(1, 3, -1, -3).intersects(tile)
        ]
        assert on_tiles == []
    finally:
        theme.set_scale(1.0)


def test_the_walk_sees_texts_of_all_kinds(stage, network):
    one = stage(network(3, 3), 900, 620)
    one.session.display.set(probe=(1.0, 2.0, 1.0))
    texts = {text.text for text in written_on(one.canvas)}
    assert {"x₁", "x₂²", "Tanh", "3 units", "Activation", "weights, biases"} <= texts, (
        "features, headers, switches"
    )
    assert any(text.startswith("f = W₃") for text in texts)


def test_the_walk_tells_of_texts_that_meet(stage, network, monkeypatch):
    one = stage(network(3), 900, 620)
    header = one.canvas.headers[1]
    header.move(one.canvas.headers[0].pos())
    header.raise_()
    assert overlapping(written_on(one.canvas)) != []


def test_data_of_an_import_has_its_names_beside_the_outputs(stage, network):
    names = ("setosa with a very long name", "versicolor", "virginica")
    points = tuple((float(k), float(k % 3), float(k % 3)) for k in range(30))
    data = Data(dataset="custom", points=points, classes=3, class_names=names)
    one = stage(network(3, data=data), 900, 620)
    texts = written_on(one.canvas)
    assert overlapping(texts) == []
    room = QRectF(one.canvas.rect())
    assert all(room.contains(text.rect) for text in texts)
