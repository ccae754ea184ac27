"""Networks that are barely ones, and very many: everything can be painted, hovered and walked through."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from playground.engine.layers.base import OUTPUT_ID
from playground.engine.layers.dense import Dense
from playground.engine.layers.dropout import Dropout
from playground.engine.layers.norms import BatchNorm, LayerNorm


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
