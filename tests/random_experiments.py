"""Random experiments over everything that a run can be built of."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from playground.engine.activations import ACTIVATIONS
from playground.engine.datasets import DATASETS
from playground.engine.experiment import Experiment, from_builtins
from playground.engine.features import FEATURES
from playground.engine.initializers import INITIALIZERS
from playground.engine.losses import LOSSES
from playground.engine.optimizers import OPTIMIZERS
from playground.engine.regularizers import REGULARIZERS
from playground.engine.schedules import SCHEDULES

FORMULAS = (
    "=x1*x2 + sin(x1)",
    "=log(x1)",
    "=max(x1, -x2, 0.5)^2 / (1 + abs(x2))",
    "=-x1^3 - -2(x2 - 1)",
    "=1/x1",
)


def _named(names: Any, **settings: Any) -> st.SearchStrategy[dict[str, Any]]:
    return st.sampled_from([*names]).map(lambda name: {"name": name, **settings})


regularizers = st.builds(
    lambda name, rate: {"name": name, "rate": rate, "l1_ratio": 0.3},
    st.sampled_from([*REGULARIZERS]),
    st.sampled_from([0.0, 0.001, 0.02]),
)
denses = st.fixed_dictionaries(
    {
        "kind": st.just("dense"),
        "units": st.integers(1, 6),
        "activation": st.sampled_from([*ACTIVATIONS]),
        "bias": st.booleans(),
        "pieces": st.integers(2, 4),
        "frozen": st.sampled_from([False, False, False, True]),
        "initializer": st.none() | st.sampled_from([*INITIALIZERS]),
        "regularizer": st.none() | regularizers,
    }
)
others = st.sampled_from(
    [
        {"kind": "dropout", "rate": 0.3},
        {"kind": "batch_norm", "momentum": 0.2},
        {"kind": "layer_norm", "epsilon": 1e-4},
    ]
)


@st.composite
def experiments(draw: st.DrawFn, layers: st.SearchStrategy[Any] = denses | others) -> Experiment:
    """An experiment with few points and units, of any kind otherwise."""
    name, dataset = draw(st.sampled_from([*DATASETS.items()]))
    classes = draw(st.integers(dataset.minimum_classes, min(dataset.maximum_classes, 5)))
    losses = [loss for loss, record in LOSSES.items() if dataset.problem in record.problems]
    return from_builtins(
        {
            "format": "playground",
            "version": 1,
            "data": {
                "dataset": name,
                "classes": classes,
                "samples": draw(st.integers(20, 60)),
                "noise": 0.2,
                "seed": draw(st.integers(0, 99)),
                "train_fraction": draw(st.sampled_from([0.5, 0.8, 1.0])),
            },
            "network": {
                "features": draw(
                    st.lists(st.sampled_from([*FEATURES, *FORMULAS]), min_size=1, max_size=4, unique=True)
                ),
                "seed": draw(st.integers(0, 99)),
                "initializer": draw(st.sampled_from([*INITIALIZERS])),
                "layers": draw(st.lists(layers, max_size=4)),
                "output": {
                    "bias": draw(st.booleans()),
                    "frozen": draw(st.sampled_from([False, False, True])),
                },
            },
            "training": {
                "loss": draw(st.sampled_from(losses)),
                "optimizer": draw(_named(OPTIMIZERS)),
                "learning_rate": draw(st.sampled_from([0.003, 0.02])),
                "batch_size": draw(st.sampled_from([4, 7, 10, 100])),
                "shuffle": draw(st.booleans()),
                "regularizer": draw(regularizers),
                "schedule": {"name": draw(st.sampled_from([*SCHEDULES])), "warmup": draw(st.integers(0, 3))},
                "clip_norm": draw(st.none() | st.just(0.1)),
                "max_norm": draw(st.none() | st.just(0.8)),
                "stop": {"epochs": draw(st.none() | st.just(9)), "patience": draw(st.none() | st.just(2))},
            },
        }
    )
