"""Networks that are barely ones, and very many: everything can be painted, hovered and walked through."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from playground.engine.layers.base import OUTPUT_ID
from playground.engine.layers.dense import Dense
from playground.engine.layers.dropout import Dropout
from playground.engine.layers.norms import BatchNorm, LayerNorm
from playground.ui.network import scene


@pytest.mark.parametrize("kind", [BatchNorm, LayerNorm, Dropout])
@pytest.mark.parametrize("mode", ["activation", "gradient", "both", "histogram"])
def test_a_layer_over_no_feature_is_painted_and_walked_past(stage, network, kind, mode):
    one = stage(network(kind(id=1), Dense(id=2, units=3), kind(id=3), features=()))
    one.session.display.set(node_mode=mode, probe=(1.0, 1.0, 1.0))
    for x in range(0, one.canvas.width(), 23):
        QTest.mouseMove(one.canvas, QPoint(x, one.canvas.height() // 2))
        assert not one.canvas.grab().isNull()
    one.key(Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    one.session.display.set(selected=(2, 0))
    one.key(Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    assert one.session.display.selected == (2, 0), "there is no unit further left"
    for _ in range(3):
        one.key(Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert one.session.display.selected == (OUTPUT_ID, 0)


def test_units_that_a_step_dropped_are_struck_through_and_say_so(stage, network, monkeypatch):
    one = stage(network(Dense(id=1, units=8), Dropout(id=2, rate=0.5)))
    one.session.run.train(1)
    one.session.refresh()
    dropped = np.flatnonzero(one.session.snapshot.layer(2).dropped).tolist()
    assert 0 < len(dropped) < 8
    struck = []
    monkeypatch.setattr(scene, "paint_struck", lambda painter, rect: struck.append(rect))
    one.canvas.grab()
    assert struck == [one.canvas.layout_.columns[1].rect(unit) for unit in dropped]
    for unit in range(8):
        QTest.mouseMove(one.canvas, one.tile(1, unit))
        said = [line.text for line in one.canvas.input.bubble().lines]
        assert ("Dropped for most points of the last minibatch." in said) == (unit in dropped)


def test_the_mark_of_a_dead_unit_explains_itself(stage, network):
    one = stage(network(Dense(id=1, units=3, activation="relu")))
    one.session.run.network.biases[0][1] = -1000.0
    one.session.refresh()
    QTest.mouseMove(one.canvas, one.tile(1, 1))
    assert any("Dead" in line.text and "100" in line.text for line in one.canvas.input.bubble().lines)
    QTest.mouseMove(one.canvas, one.tile(1, 0))
    assert not any("Dead" in line.text for line in one.canvas.input.bubble().lines)
