"""The card of a stack of linear layers names the product in its order, and what goes in and comes out."""

from __future__ import annotations

import pytest

from playground.engine.training import TrainingRun
from playground.observe.linear_stack import linear_stacks
from playground.observe.observer import snapshot_of
from playground.observe.snapshot import SnapshotRequest
from playground.ui.network.stack_card import StackCard

LINEAR, TANH = ({"kind": "dense", "units": 3, "activation": name} for name in ("linear", "tanh"))


@pytest.mark.parametrize(
    ("layers", "said"),
    [
        ([LINEAR, LINEAR], "W = W₃ W₂ W₁. f = W x + b."),
        ([LINEAR, TANH], "W = W₂ W₁. z₂ = W x + b."),
        ([TANH, TANH, LINEAR], "W = W₄ W₃. f = W a₂ + b."),
        ([TANH, LINEAR, TANH], "W = W₃ W₂. z₃ = W a₁ + b."),
    ],
)
def test_it_says_its_equation(qtbot, build, layers, said):
    run = TrainingRun(build(network={"layers": layers}))
    snapshot = snapshot_of(run, SnapshotRequest(boundary_resolution=8, unit_resolution=8))
    (stack,) = linear_stacks(snapshot)
    card = StackCard(None)
    qtbot.addWidget(card)
    card.show_stack(stack, snapshot, run.experiment)
    assert card.accessibleDescription().startswith(said)
