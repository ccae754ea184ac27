"""Twenty-eight varied experiments, as data: name -> (parts of the experiment, epochs trained)."""

from __future__ import annotations

from typing import Any

from flow_cases import dense

_OWN = [[-4.0 + 0.4 * k, (-1) ** k * 2.0 + 0.1 * k, float(k % 2)] for k in range(20)]
_VALUES = [[-4.0 + 0.4 * k, 0.3 * k - 2.0, 0.05 * k - 0.5] for k in range(20)]
_AXES = {
    "axes": [
        {"name": "height", "offset": 170.0, "scale": 5.0},
        {"name": "weight", "offset": 70.0, "scale": 8.0},
    ],
    "value_axis": {"name": "price", "offset": 309.05, "scale": 185.85},
}


def _layers(*layers: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"layers": list(layers), **more}


EXPERIMENTS: dict[str, tuple[dict[str, Any], int]] = {
    "the default": ({}, 0),
    "the default, trained": ({}, 20),
    "no hidden layer": ({"network": _layers()}, 5),
    "one ReLU layer": ({"network": _layers(*dense(6, "relu"))}, 5),
    "ReLU with He": ({"network": _layers(*dense(8, "relu", 3), initializer="he_normal")}, 5),
    "leaky ReLU": ({"network": _layers(*dense(5, "leaky_relu", 2))}, 5),
    "linear stack": ({"network": _layers(*dense(4, "linear", 3))}, 5),
    "deep sigmoid": ({"network": _layers(*dense(6, "sigmoid", 6))}, 3),
    "tanh and ReLU": ({"network": _layers(*dense(6, "tanh"), *dense(4, "relu"))}, 8),
    "wide": ({"network": _layers(*dense(20, "relu"), *dense(20, "tanh"))}, 2),
    "small weights": ({"network": _layers(*dense(4, "relu", 4), initializer="small_normal")}, 2),
    "zeros": ({"network": _layers(*dense(4, "tanh", 2), initializer="zeros")}, 1),
    "only the output zero": ({"network": _layers(*dense(4, "tanh"), output={"initializer": "zeros"})}, 0),
    "more features": ({"network": {"features": ["x1", "x2", "x1^2", "x2^2", "sin_x1"]}}, 5),
    "one feature": ({"network": {"features": ["x1x2"]}, "data": {"dataset": "xor"}}, 5),
    "no bias": ({"network": _layers(*dense(4, "tanh", bias=False), output={"bias": False})}, 5),
    "spiral, three classes": (
        {"data": {"dataset": "spiral", "classes": 3}, "network": _layers(*dense(8, "tanh"))}, 10),
    "blobs, five classes": (
        {"data": {"dataset": "blobs", "classes": 5}, "network": _layers(*dense(6, "relu"))}, 10),
    "squared error": ({"training": {"loss": "squared_error"}}, 5),
    "hinge": ({"data": {"dataset": "gauss"}, "training": {"loss": "hinge"}}, 20),
    "hinge, all met": (
        {"data": {"dataset": "gauss", "noise": 0.0}, "training": {"loss": "hinge", "learning_rate": 0.1}}, 60),
    "L1": ({"training": {"regularizer": {"name": "l1", "rate": 0.003}}}, 10),
    "L2": ({"training": {"regularizer": {"name": "l2", "rate": 0.01}}}, 10),
    "plane": ({"data": {"dataset": "plane"}, "network": _layers(*dense(4, "tanh"))}, 5),
    "ripple": ({"data": {"dataset": "ripple"}, "network": _layers(*dense(8, "tanh", 2))}, 5),
    "own points, all for training": (
        {"data": {"dataset": "custom", "points": _OWN, "train_fraction": 1.0, "class_names": ["cat", "dog"]}}, 10),
    "imported values": (
        {"data": {"dataset": "custom", "problem": "regression", "points": _VALUES, **_AXES}}, 10),
    "many points": ({"data": {"dataset": "gauss", "samples": 10_000}, "training": {"batch_size": 100}}, 1),
}  # fmt: skip
