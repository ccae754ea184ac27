"""Everything that moves in a run, copied at one instant: to go back, to save, to go on from."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from playground.engine.program import Array


@dataclass(frozen=True)
class Checkpoint:
    """A run's state at one instant. The arrays are copies.

    ``order`` is the running epoch's order of points, None between two epochs (the generator will
    draw the next one). ``best_loss`` and ``best_epoch`` are what the stop watch remembers.
    """

    parameters: Array
    layer_state: Array
    optimizer_state: dict[str, Array]
    generator: dict[str, Any]
    order: Array | None
    epoch: int
    step: int
    position: int
    best_loss: float = math.inf
    best_epoch: int = 0

    @property
    def size(self) -> int:
        """Bytes that it holds."""
        arrays = [self.parameters, self.layer_state, *self.optimizer_state.values()]
        if self.order is not None:
            arrays.append(self.order)
        return sum(array.nbytes for array in arrays) + 500
