"""What nobody should type, paste or open, but somebody will."""

from __future__ import annotations

from typing import Any

from playground.engine.experiment import Data, Experiment, Network, Training
from playground.engine.layers.dense import Dense
from playground.engine.layers.dropout import Dropout
from playground.engine.layers.norms import BatchNorm, LayerNorm

TEXTS = (
    *("0", "1", "2", "3", "7", "24", "0.5", "-1", "1e9", "nan", "inf", "-inf", "", " ", "abc", "1e400"),
    *("99999999999999999999", "1,5", " 4 ", "1e-320", "-0", "0x10", "２", "½", "1_0", "#12", "50 %"),
    *("=x1*x2", "sin(x1)", "1/x1", "log(x1)", "x1 +", "__import__('os')", "(" * 40, "9**9**9**9"),
)
PASTES = (
    "https://playground.tensorflow.org/#activation=tanh&dataset=spiral&networkShape=4,2&seed=0.5",
    "#dataset=gauss&problem=regression&playButton_hide=true&discretize=true",
    "https://playground.tensorflow.org/#networkShape=9,9,9&learningRate=-3&batchSize=zzz",
    "x\ty\tlabel\n1\t2\ta\n3\t4\tb\n-1\t2\ta",
    "1,2,0.5\n3,4,0.25\n5,6,nan\n7,8",
    "1 1 0\n1 1 0\n1 1 0",
    "1e300,1e300,1\n-1e300,2,0\n0,0,1",
    "garbage \x00 \u202e 🐟",
    "",
)
KEYS = (
    *("Delete", "Backspace", "Escape", "Return", "Tab", "Shift+Tab", "Up", "Down", "Home", "End"),
    *("Ctrl+Up", "Ctrl+Down", "Ctrl+Left", "Ctrl+Right", "Alt+Left", "Alt+Right", "Ctrl+A"),
    *("0", "1", "2", "5", "9", "+", "-", "PgUp", "PgDown", "A", "G", "B", "H", "W", "U", "E", "D"),
)


def own(*rows: tuple[float, float, float], **data: Any) -> Experiment:
    return Experiment(data=Data(dataset="custom", points=rows, **data))


def experiments() -> dict[str, Experiment]:
    """Experiments at the edge of what can be."""
    every = (
        Dense(id=1, units=5, activation="maxout"), LayerNorm(id=2), Dropout(id=3, rate=0.9),
        Dense(id=4, units=1, activation="relu", bias=False), BatchNorm(id=5), Dense(id=6, units=3, frozen=True),
    )  # fmt: skip
    features = ("x1", "x2", "sin_x1", "=1/x1", "=exp(x1*x1*x1)")
    stack = tuple(Dense(id=place + 1, units=2, activation="sigmoid") for place in range(12))
    return {
        "one point": own((1.0, 1.0, 0.0)),
        "one class": own((1.0, 1.0, 1.0), (2.0, 1.0, 1.0), (2.0, 5.0, 1.0)),
        "all equal": own((1.0, 1.0, 1.0), (1.0, 1.0, 0.0), (1.0, 1.0, 1.0)),
        "no points": own(),
        "huge": own((1e300, -1e300, 0.0), (-1e300, 1e300, 1.0), (0.0, 0.0, 1.0)),
        "every layer": Experiment(network=Network(features=features, layers=every)),
        "nothing": Experiment(network=Network(features=(), layers=())),
        "no layers": Experiment(Experiment().format, 1, Data(dataset="plane"), Network(layers=())),
        "deep": Experiment(network=Network(layers=stack)),
        "many classes": Experiment(data=Data(dataset="spiral", classes=8, samples=80, train_fraction=1.0)),
        "ripple": Experiment(data=Data(dataset="ripple"), training=Training(loss="huber", learning_rate=1e9)),
        "hinge": Experiment(training=Training(loss="hinge", batch_size=1)),
        "values": own((1.0, 1.0, 1e6), (2.0, 1.0, -1e-9), problem="regression"),
    }


BROKEN = {
    "truncated": b'{"format": "playground", "version": 1, "data": {"dataset": "sp',
    "other program": b'{"cells": [], "nbformat": 4}',
    "no units": b'{"format":"playground","version":1,"network":{"layers":[{"kind":"dense","units":0}]}}',
    "short run": b'{"format": "playground", "version": 1, "run": {"parameters": [1, 2, 3]}}',
    "softmax on values": b'{"format":"playground","version":1,"data":{"dataset":"plane"},"training":{"loss":"hinge"}}',
    "binary": bytes(range(256)),
    "empty": b"",
}
