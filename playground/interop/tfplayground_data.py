"""TensorFlow Playground's points and first weights, drawn as it draws them."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import TypeAlias

from playground.interop.seedrandom import SeedRandom

PeerPoint: TypeAlias = tuple[float, float, float]
"""x, y, label: -1 or +1 for classes, a value for regression."""

CLASS_POINTS = 500
VALUE_POINTS = 1200
FIRST_BIAS = 0.1


def draw_points(dataset: str, noise: float, random: SeedRandom) -> list[PeerPoint]:
    """The points of a dataset by its name in links, shuffled; ``noise`` is a share.

    The order of draws is that of https://github.com/tensorflow/playground, ``src/dataset.ts``.
    """
    points = GENERATORS[dataset](noise, random)
    for last in range(len(points) - 1, -1, -1):
        index = math.floor(random.random() * (last + 1))
        points[last], points[index] = points[index], points[last]
    return points


def draw_weights(sizes: Sequence[int], random: SeedRandom) -> list[list[list[float]]]:
    """The first weights of each layer, as ``[input][unit]``; ``sizes`` begins with the inputs.

    Drawn unit by unit, input by input, as in ``buildNetwork`` of ``src/nn.ts``.
    """
    layers = []
    for inputs, units in pairwise(sizes):
        by_unit = [[random.random() - 0.5 for _ in range(inputs)] for _ in range(units)]
        layers.append([[by_unit[unit][i] for unit in range(units)] for i in range(inputs)])
    return layers


# ------------------------------------------------------------------------------------- private


def _gauss(noise: float, random: SeedRandom) -> list[PeerPoint]:
    deviation = math.sqrt(0.5 + 7.0 * noise)
    points = []
    for centre, label in ((2.0, 1.0), (-2.0, -1.0)):
        for _ in range(CLASS_POINTS // 2):
            x = centre + deviation * _normal(random)
            y = centre + deviation * _normal(random)
            points.append((x, y, label))
    return points


def _normal(random: SeedRandom) -> float:
    """A standard normal number by the polar method (Marsaglia), first of each pair."""
    while True:
        v1 = 2.0 * random.random() - 1.0
        v2 = 2.0 * random.random() - 1.0
        s = v1 * v1 + v2 * v2
        if 0.0 < s <= 1.0:
            return math.sqrt(-2.0 * math.log(s) / s) * v1


def _spiral(noise: float, random: SeedRandom) -> list[PeerPoint]:
    points = []
    n = CLASS_POINTS // 2
    for offset, label in ((0.0, 1.0), (math.pi, -1.0)):
        for i in range(n):
            radius = i / n * 5.0
            angle = 1.75 * i / n * 2.0 * math.pi + offset
            x = radius * math.sin(angle) + random.uniform(-1.0, 1.0) * noise
            y = radius * math.cos(angle) + random.uniform(-1.0, 1.0) * noise
            points.append((x, y, label))
    return points


def _circle(noise: float, random: SeedRandom) -> list[PeerPoint]:
    points = []
    for low, high in ((0.0, 2.5), (3.5, 5.0)):
        for _ in range(CLASS_POINTS // 2):
            radius = random.uniform(low, high)
            angle = random.uniform(0.0, 2.0 * math.pi)
            x, y = radius * math.sin(angle), radius * math.cos(angle)
            noise_x = random.uniform(-5.0, 5.0) * noise
            noise_y = random.uniform(-5.0, 5.0) * noise
            inside = _distance(x + noise_x, y + noise_y, 0.0, 0.0) < 2.5
            points.append((x, y, 1.0 if inside else -1.0))
    return points


def _xor(noise: float, random: SeedRandom) -> list[PeerPoint]:
    points = []
    for _ in range(CLASS_POINTS):
        x = _padded(random.uniform(-5.0, 5.0))
        y = _padded(random.uniform(-5.0, 5.0))
        noise_x = random.uniform(-5.0, 5.0) * noise
        noise_y = random.uniform(-5.0, 5.0) * noise
        points.append((x, y, 1.0 if (x + noise_x) * (y + noise_y) >= 0.0 else -1.0))
    return points


def _padded(value: float) -> float:
    return value + 0.3 if value > 0.0 else value - 0.3


def _values(label: Callable[[float, float], float]) -> Callable[[float, SeedRandom], list[PeerPoint]]:
    """The generator of a regression dataset: the label is taken at the noisy place."""

    def generate(noise: float, random: SeedRandom) -> list[PeerPoint]:
        points = []
        for _ in range(VALUE_POINTS):
            x = random.uniform(-6.0, 6.0)
            y = random.uniform(-6.0, 6.0)
            noise_x = random.uniform(-6.0, 6.0) * noise
            noise_y = random.uniform(-6.0, 6.0) * noise
            points.append((x, y, label(x + noise_x, y + noise_y)))
        return points

    return generate


_HILLS = (
    (-4.0, 2.5, 1.0),
    (0.0, 2.5, -1.0),
    (4.0, 2.5, 1.0),
    (-4.0, -2.5, -1.0),
    (0.0, -2.5, 1.0),
    (4.0, -2.5, -1.0),
)


def _hill_label(x: float, y: float) -> float:
    label = 0.0
    for centre_x, centre_y, sign in _HILLS:
        height = sign * max(0.0, 1.0 - _distance(x, y, centre_x, centre_y) / 2.0)
        if abs(height) > abs(label):
            label = height
    return label


def _plane_label(x: float, y: float) -> float:
    return (x + y) / 10.0


def _distance(x: float, y: float, centre_x: float, centre_y: float) -> float:
    dx, dy = x - centre_x, y - centre_y
    return math.sqrt(dx * dx + dy * dy)


GENERATORS: dict[str, Callable[[float, SeedRandom], list[PeerPoint]]] = {
    "circle": _circle,
    "xor": _xor,
    "gauss": _gauss,
    "spiral": _spiral,
    "reg-plane": _values(_plane_label),
    "reg-gauss": _values(_hill_label),
}
"""Name in links -> points, class by class."""
