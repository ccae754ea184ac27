"""What the observing tests build on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from playground.engine.training import TrainingRun
from playground.observe.graph import Graph

_ALL_KINDS = [
    {"kind": "batch_norm"},
    {"kind": "dense", "units": 4, "activation": "maxout"},
    {"kind": "dropout", "rate": 0.3},
    {"kind": "layer_norm"},
    {"kind": "dense", "units": 3, "activation": "gelu"},
]


@pytest.fixture
def trained(build: Callable[..., Any]) -> Callable[..., TrainingRun]:
    """A run some steps from its start: ``trained(steps=30, data={...}, ...)``, of all kinds of layers and 3 classes."""

    def made(steps: int = 30, **parts: Any) -> TrainingRun:
        parts.setdefault("network", {"layers": _ALL_KINDS})
        parts.setdefault("data", {"dataset": "spiral", "classes": 3, "samples": 200})
        run = TrainingRun(build(**parts))
        run.take_steps(steps)
        return run

    return made


@pytest.fixture(scope="session")
def autograd() -> Callable[[Graph], tuple[float, dict[str, float]]]:
    """PyTorch's result of a graph's gates, and its gradients of the inputs by name; skips without PyTorch."""
    torch = pytest.importorskip("torch")
    functional = torch.nn.functional
    gates: dict[str, Callable[[list[Any], float], Any]] = {
        "copy": lambda x, _: x[0],
        "add": lambda x, _: torch.stack(x).sum(),
        "mul": lambda x, _: torch.stack(x).prod(),
        "max": lambda x, _: torch.stack(x).max(dim=0).values,
        "min": lambda x, _: torch.stack(x).min(dim=0).values,
        "neg": lambda x, _: -x[0],
        "add_constant": lambda x, c: x[0] + c,
        "mul_constant": lambda x, c: x[0] * c,
        "reciprocal": lambda x, _: 1.0 / x[0],
        "square": lambda x, _: x[0] ** 2,
        "power": lambda x, c: x[0] ** c,
        "pow": lambda x, _: x[0] ** x[1],
        "leaky_relu": lambda x, c: functional.leaky_relu(x[0], c),
        "gelu": lambda x, _: functional.gelu(x[0], approximate="tanh"),
        "huber": lambda x, _: functional.huber_loss(x[0], torch.zeros_like(x[0])),
        **{
            name: _of_one(getattr(torch, name))
            for name in ("exp", "log", "sqrt", "sin", "cos", "tanh", "abs")
        },
        **{
            name: _of_one(getattr(functional, name))
            for name in ("sigmoid", "relu", "elu", "softplus", "silu")
        },
    }

    def found(graph: Graph) -> tuple[float, dict[str, float]]:
        values: list[Any] = []
        for gate in graph.gates:
            if gate.rule.is_leaf:
                leaf = torch.tensor(gate.constant, dtype=torch.float64, requires_grad=gate.kind == "input")
                values.append(leaf)
            else:
                values.append(gates[gate.kind]([values[place] for place in gate.inputs], gate.constant))
        values[-1].backward(torch.tensor(graph.seed, dtype=torch.float64))
        gradients = {gate.label: float(values[gate.id].grad) for gate in graph.inputs}
        return float(values[-1].detach()), gradients

    return found


def _of_one(function: Callable[[Any], Any]) -> Callable[[list[Any], float], Any]:
    return lambda x, _: function(x[0])
