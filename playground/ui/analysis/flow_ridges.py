"""The shapes of a layer's activations and gradients at earlier epochs, drawn behind the present ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from playground.observe.snapshot import Histogram, LayerSnapshot, Snapshot

CAPACITY = 8
Shapes: TypeAlias = tuple[Histogram | None, Histogram | None]
"""A layer's activations and gradients."""


class Ridges:
    """Keeps at most ``CAPACITY`` epochs; when full, every second one goes and the stride doubles."""

    def __init__(self) -> None:
        self._epochs: list[int] = []
        self._shapes: list[dict[int, Shapes]] = []
        self._stride = 1
        self._layers: tuple[int, ...] = ()

    @property
    def epochs(self) -> tuple[int, ...]:
        """The recorded epochs, rising."""
        return tuple(self._epochs)

    def record(self, snapshot: Snapshot, layers: Sequence[LayerSnapshot]) -> None:
        """Keep this snapshot's shapes if its epoch is due; going back in time forgets what came after."""
        ids = tuple(layer.id for layer in layers)
        if ids != self._layers:
            self._clear(ids)
        while self._epochs and self._epochs[-1] > snapshot.epoch:
            self._epochs.pop()
            self._shapes.pop()
        if self._epochs and snapshot.epoch < self._epochs[-1] + self._stride:
            return
        shapes: dict[int, Shapes] = {}
        for layer in layers:
            statistics = layer.statistics
            if statistics is not None:
                shapes[layer.id] = (statistics.activations, statistics.gradients)
        self._epochs.append(snapshot.epoch)
        self._shapes.append(shapes)
        if len(self._epochs) > CAPACITY:
            del self._epochs[1::2], self._shapes[1::2]  # keeps the first and the last
            self._stride *= 2

    def of(self, layer_id: int) -> list[tuple[int, Shapes]]:
        """One layer's epochs and shapes, the oldest first."""
        pairs = zip(self._epochs, self._shapes, strict=True)
        return [(epoch, shapes[layer_id]) for epoch, shapes in pairs if layer_id in shapes]

    def _clear(self, layers: tuple[int, ...]) -> None:
        self._layers = layers
        self._epochs.clear()
        self._shapes.clear()
        self._stride = 1
