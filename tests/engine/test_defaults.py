"""What a file does not say: every default of the format, which older files rely on."""

from __future__ import annotations

import msgspec
import pytest

from playground.engine.experiment import Experiment, decode, encode
from playground.engine.schema import Part

DEFAULTS: dict[str, dict[str, object]] = {
    "Axis": {"name": "", "offset": 0.0, "scale": 1.0},
    "Data": {
        "dataset": "circle",
        "classes": 2,
        "samples": 500,
        "noise": 0.1,
        "train_fraction": 0.5,
        "seed": 7,
        "label_noise": 0.0,
        "imbalance": 0.0,
        "split": "shuffled",
    },
    "Experiment": {"format": "playground", "version": 1},
    "Network": {"initializer": "xavier_uniform", "seed": 7},
    "RunState": {"epoch": 0, "step": 0, "position": 0, "best_epoch": 0},
    "Training": {"learning_rate": 0.03, "batch_size": 10, "shuffle": True},
    "Variant": {"kept": False},
    "Layer": {"id": 0},
    "Dense": {"id": 0, "units": 4, "activation": "tanh", "bias": True, "frozen": False, "pieces": 2},
    "Output": {"bias": True, "frozen": False},
    "Dropout": {"id": 0, "rate": 0.2},
    "BatchNorm": {"id": 0, "momentum": 0.1, "epsilon": 1e-05},
    "LayerNorm": {"id": 0, "epsilon": 1e-05},
    "AdaGrad": {"epsilon": 1e-10},
    "Adam": {"beta1": 0.9, "beta2": 0.999, "epsilon": 1e-08},
    "AdamW": {"beta1": 0.9, "beta2": 0.999, "epsilon": 1e-08, "weight_decay": 0.01},
    "Momentum": {"momentum": 0.9},
    "Nesterov": {"momentum": 0.9},
    "RmsProp": {"decay": 0.99, "epsilon": 1e-08},
    "Regularizer": {"name": "none", "rate": 0.0, "l1_ratio": 0.5},
    "ConstantSchedule": {"warmup": 0},
    "CosineSchedule": {"epochs": 1000, "minimum": 0.0, "warmup": 0},
    "ExponentialSchedule": {"decay": 0.99, "warmup": 0},
    "ScheduleSettings": {"warmup": 0},
    "StepSchedule": {"every": 100, "factor": 0.5, "warmup": 0},
}


def kinds(kind: type[Part]) -> list[type[Part]]:
    """All parts of the format that are of this kind."""
    return [each for one in kind.__subclasses__() for each in (one, *kinds(one))]


def test_no_default_has_changed():
    """Of numbers, words and switches; parts have their own."""
    found: dict[str, dict[str, object]] = {}
    for kind in kinds(Part):
        if kind.__module__.startswith("playground.engine"):
            for field in msgspec.structs.fields(kind):
                if isinstance(field.default, bool | int | float | str):
                    found.setdefault(kind.__name__, {})[field.name] = field.default
    assert {name: found.get(name) for name in DEFAULTS} == DEFAULTS
    assert set(found) == set(DEFAULTS)


@pytest.mark.parametrize("text", ['{"format": "playground", "version": 1}', None])
def test_a_file_that_says_nothing_is_the_default(text):
    assert decode(text.encode() if text else encode(Experiment())) == Experiment()
