"""The training loss around the present parameters, along two directions, with the path that led there."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from playground.engine.network import Network
from playground.engine.passes import LabelledSet, Pass
from playground.engine.program import Array
from playground.engine.training import TrainingRun
from playground.engine.workspace import NetworkPlan

Directions: TypeAlias = Literal["random", "gradient", "path"]
"""``random``: two filter-normalised ones (Li et al. 2018). ``gradient``: down the slope, and a random one.

``path``: the two in which the parameters have moved most."""

POINTS = 1000
"""At most so many training points, evenly taken, stand for the training set."""
SMALLEST_RADIUS = 1.0
LARGEST_RADIUS = 4.0
PATH_RADIUS = 1.3
"""How far the picture reaches beyond a path it is drawn for, as a factor."""


@dataclass(frozen=True)
class SurfaceSource:
    """A copy of all that the surface needs of a run, to be computed beside the training.

    ``path (m, size)`` are the recorded parameters, the oldest first, at ``path_epochs (m,)``;
    ``gradient (size,)`` is that of the points' mean data loss, 0 for scales and shifts. The ``points`` are
    taken from ``count`` training points.
    """

    network: Network
    points: LabelledSet
    gradient: Array
    path: Array
    path_epochs: Array
    epoch: int
    count: int


@dataclass(frozen=True)
class LossSurface:
    """``values (R, R)``: mean data loss at ``parameters + x first + y second``; row 0 is the largest y.

    x and y run from -radius to radius; (0, 0) is ``center_loss``. ``path (m, 2)`` is where the recorded
    parameters fall; ``path_share`` is the part of their squared distance from here that the picture
    holds. Losses are over ``looked_at`` of ``points`` training points; those
    that are no finite numbers are NaN.
    """

    directions: Directions
    first: Array
    second: Array
    values: Array
    radius: float
    center_loss: float
    path: Array
    path_epochs: Array
    path_share: float
    epoch: int
    looked_at: int
    points: int


def source_of(run: TrainingRun) -> SurfaceSource:
    """Copy what the surface of this run needs."""
    network, points = run.network.copy(), run.train_set.sample(POINTS)
    found = Pass(network, points, {"parameter_gradients"}, of="mean_loss").run()
    gradient = found.parameter_gradients.copy()
    for layer in network.plan.layers:
        if not layer.is_dense:
            layer.block(gradient)[:] = 0.0
    records = [record for record in run.history.records if record.epoch <= run.epoch]
    return SurfaceSource(
        network=network,
        points=points,
        gradient=gradient,
        path=np.array([*(record.parameters for record in records), network.parameters]),
        path_epochs=np.array([*(record.epoch for record in records), run.epoch]),
        epoch=run.epoch,
        count=run.train_set.count,
    )


def loss_surface(
    source: SurfaceSource, directions: Directions, resolution: int = 41, seed: int = 0
) -> Generator[float, None, LossSurface]:
    """Compute the surface, yielding the share done after each row; the return value is the surface."""
    first, second = _directions(source, directions, seed)
    path, share = _projected(source, first, second)
    radius = _radius(directions, path)
    center = source.network.parameters
    places = np.linspace(-radius, radius, resolution)
    values = np.empty((resolution, resolution))
    losses = _Losses(source)
    yield 0.0
    for row, y in enumerate(places[::-1]):
        for column, x in enumerate(places):
            values[row, column] = losses.at(center + x * first + y * second)
        yield (row + 1) / resolution
    values[~np.isfinite(values)] = np.nan
    return LossSurface(
        directions=directions,
        first=first,
        second=second,
        values=values,
        radius=radius,
        center_loss=losses.at(center),
        path=path,
        path_epochs=source.path_epochs,
        path_share=share,
        epoch=source.epoch,
        looked_at=source.points.count,
        points=source.count,
    )


class _Losses:
    """The mean data loss at any parameters, on a network of its own."""

    def __init__(self, source: SurfaceSource) -> None:
        self._network = source.network.copy()
        self._pass = Pass(self._network, source.points, {"losses"})

    def at(self, parameters: Array) -> float:
        np.copyto(self._network.parameters, parameters)
        return self._pass.run().loss


def _directions(source: SurfaceSource, directions: Directions, seed: int) -> tuple[Array, Array]:
    plan, center = source.network.plan, source.network.parameters
    generator = np.random.default_rng(seed)
    first, second = (filter_normalised(plan, center, generator.standard_normal(plan.size)) for _ in range(2))
    size = _norm(first)
    if directions == "path" and len(source.path) > 2:
        return _principal(source.path - center, second)
    if directions == "gradient" and np.any(source.gradient) and np.isfinite(source.gradient).all():
        first = source.gradient * (size / _norm(source.gradient))
    return first, _orthogonal(second, first)


def filter_normalised(plan: NetworkPlan, parameters: Array, direction: Array) -> Array:
    """The direction with each unit's weights and bias as long as the unit's own (Li et al. 2018).

    Scales and shifts of norm layers stay where they are. A unit whose weights are all zero takes the
    length that a unit of its layer would have with weights of size 0.1.
    """
    out = np.zeros_like(direction)
    for layer in plan.layers:
        if not layer.is_dense or not layer.size:
            continue
        block, own, made = layer.block(direction), layer.block(parameters), layer.block(out)
        lengths = _norms(own)
        lengths[lengths == 0.0] = 0.1 * np.sqrt(layer.rows)
        made[:] = block * (lengths / np.maximum(_norms(block), 1e-300))
    return out


def _norms(block: Array) -> Array:
    """The 2-norm of each column, without overflow."""
    sizes = np.abs(block).max(axis=0, initial=0.0)
    sizes[sizes == 0.0] = 1.0
    return np.asarray(sizes * np.linalg.norm(block / sizes, axis=0))


def _orthogonal(direction: Array, to: Array) -> Array:
    """The direction without its part along ``to``, as long as before."""
    size = _norm(to)
    if size == 0.0:
        return direction
    unit = to / size
    rest = direction - unit * float(direction @ unit)
    length = _norm(rest)
    return rest * (_norm(direction) / length) if length > 0.0 else direction


def _norm(vector: Array) -> float:
    return float(_norms(vector[:, None])[0])


def _principal(moves: Array, spare: Array) -> tuple[Array, Array]:
    """The two orthogonal directions of most movement, each as long as the farthest move along it."""
    _, sizes, rows = np.linalg.svd(moves / (np.abs(moves).max() or 1.0), full_matrices=False)
    first = rows[0] * max(float(np.abs(moves @ rows[0]).max()), 1e-12)
    if len(sizes) < 2 or sizes[1] <= 1e-9 * max(float(sizes[0]), 1e-300):
        return first, _orthogonal(spare, first)
    return first, rows[1] * max(float(np.abs(moves @ rows[1]).max()), 1e-12)


def _projected(source: SurfaceSource, first: Array, second: Array) -> tuple[Array, float]:
    """The recorded parameters in the picture's coordinates, and how much of their distance it holds."""
    moves = source.path - source.network.parameters
    scale = max(float(np.abs(part).max(initial=0.0)) for part in (moves, first, second)) or 1.0
    moves = moves / scale
    basis = np.stack([first, second], axis=1) / scale
    path, *_ = np.linalg.lstsq(basis, moves.T, rcond=None)
    whole = float(np.sum(moves**2))
    held = float(np.sum((basis @ path) ** 2))
    return path.T.copy(), min(held / whole, 1.0) if whole > 0.0 else 1.0


def _radius(directions: Directions, path: Array) -> float:
    if directions == "path":
        return PATH_RADIUS
    reach = float(np.abs(path).max()) * 1.1 if path.size else 0.0
    return min(max(SMALLEST_RADIUS, reach), LARGEST_RADIUS)
