"""The trainings that are compared with PyTorch: everything that a run can be built of."""

from __future__ import annotations

from typing import Any

from playground.engine.experiment import Experiment, from_builtins

STEPS = 200


def _case(**parts: Any) -> Experiment:
    data = {"samples": 80, "seed": 3, "noise": 0.2} | parts.pop("data", {})
    network = {"seed": 5, "layers": [{"kind": "dense", "units": 5}, {"kind": "dense", "units": 3}]}
    training = {"shuffle": False, "learning_rate": 0.05} | parts.pop("training", {})
    return from_builtins(
        {
            "format": "playground",
            "version": 1,
            "data": data,
            "network": network | parts.pop("network", {}),
            "training": training,
        }
    )


def _layers(*layers: dict[str, Any]) -> dict[str, Any]:
    return {"layers": list(layers)}


def cases() -> dict[str, Experiment]:
    """Every optimizer, schedule, layer kind, activation, loss and bound."""
    found: dict[str, Experiment] = {}
    for name in ("sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw"):
        found[f"optimizer {name}"] = _case(training={"optimizer": {"name": name}, "learning_rate": 0.02})
    found["optimizer adamw with strong decay"] = _case(
        training={"optimizer": {"name": "adamw", "weight_decay": 0.3, "beta1": 0.8, "epsilon": 1e-4}}
    )
    for schedule in (
        {"name": "constant", "warmup": 10},
        {"name": "step", "every": 7, "factor": 0.6},
        {"name": "exponential", "decay": 0.9},
        {"name": "cosine", "epochs": 30, "minimum": 0.1},
        {"name": "cosine", "epochs": 60, "warmup": 5},
    ):
        found[f"schedule {schedule}"] = _case(
            training={"schedule": schedule, "optimizer": {"name": "momentum"}}
        )
    for name in (
        "linear",
        "relu",
        "leaky_relu",
        "elu",
        "tanh",
        "sigmoid",
        "maxout",
        "softplus",
        "gelu",
        "silu",
    ):
        one = {"kind": "dense", "units": 4, "activation": name, "pieces": 3}
        found[f"activation {name}"] = _case(network=_layers(one, one))
    dense = {"kind": "dense", "units": 6}
    found["layer dropout"] = _case(network=_layers(dense, {"kind": "dropout", "rate": 0.3}, dense))
    found["layer batch_norm"] = _case(
        network=_layers({"kind": "batch_norm"}, dense, {"kind": "batch_norm", "momentum": 0.3})
    )
    found["layer layer_norm"] = _case(network=_layers(dense, {"kind": "layer_norm"}, dense))
    found["layer without bias"] = _case(
        network=_layers({**dense, "bias": False}) | {"output": {"bias": False}}
    )
    found["layer frozen"] = _case(network=_layers(dense, {**dense, "frozen": True}))
    found["an incomplete last batch"] = _case(training={"batch_size": 7})
    found["the whole set as one batch"] = _case(training={"batch_size": 1000})
    for loss, dataset, classes in (
        ("cross_entropy", "spiral", 4),
        ("squared_error", "circle", 2),
        ("squared_error", "spiral", 3),
        ("hinge", "circle", 2),
        ("hinge", "spiral", 4),
        ("squared_error", "multi_gauss", 2),
        ("huber", "plane", 2),
        ("absolute_error", "saddle", 2),
    ):
        found[f"loss {loss} on {dataset} of {classes}"] = _case(
            data={"dataset": dataset, "classes": classes}, training={"loss": loss}
        )
    for name in ("l1", "l2", "elastic_net"):
        found[f"regularizer {name}"] = _case(
            training={"regularizer": {"name": name, "rate": 0.003, "l1_ratio": 0.3}}
        )
    found["max_norm"] = _case(training={"max_norm": 0.7})
    found["clip_norm"] = _case(training={"clip_norm": 0.05, "learning_rate": 0.5})
    return found
