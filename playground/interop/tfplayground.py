"""TensorFlow Playground links, opened: the same points, the same first weights, the same run."""

from __future__ import annotations

import math
import random as entropy
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from itertools import chain
from urllib.parse import quote, unquote

import msgspec

from playground.engine.edits import PLANE_AXES
from playground.engine.errors import ExperimentError, Note
from playground.engine.experiment import from_builtins
from playground.interop.link_text import is_link, link_in, require_peer
from playground.interop.opened import Opened
from playground.interop.seedrandom import SeedRandom
from playground.interop.tfplayground_data import (
    CLASS_POINTS,
    FIRST_BIAS,
    VALUE_POINTS,
    draw_points,
    draw_weights,
)

FEATURES = {
    "x": "x1",
    "y": "x2",
    "xSquared": "x1^2",
    "ySquared": "x2^2",
    "xTimesY": "x1x2",
    "sinX": "sin_x1",
    "sinY": "sin_x2",
}
"""A link's switch -> our feature, in the order of its inputs."""

ACTIVATIONS = ("relu", "tanh", "sigmoid", "linear")
CLASS_DATASETS = ("circle", "xor", "gauss", "spiral")
VALUE_DATASETS = ("reg-plane", "reg-gauss")
REGULARIZERS = {"none": "none", "L1": "l1", "L2": "l2"}
MAXIMUM_LAYERS = 32
MAXIMUM_UNITS = 64
"""Beyond what TensorFlow Playground offers (6 layers of 8 units), for links edited by hand."""


@dataclass(frozen=True)
class Link:
    """The choices of a link, named as there; missing ones have TensorFlow Playground's defaults."""

    activation: str = "tanh"
    regularization: str = "none"
    batchSize: float = 10.0  # noqa: N815
    dataset: str = "circle"
    regDataset: str = "reg-plane"  # noqa: N815
    learningRate: float = 0.03  # noqa: N815
    regularizationRate: float = 0.0  # noqa: N815
    noise: float = 0.0
    networkShape: tuple[float, ...] = (4.0, 2.0)  # noqa: N815
    seed: str = ""
    showTestData: bool = False  # noqa: N815
    discretize: bool = False
    percTrainData: float = 50.0  # noqa: N815
    x: bool = True
    y: bool = True
    xTimesY: bool = False  # noqa: N815
    xSquared: bool = False  # noqa: N815
    ySquared: bool = False  # noqa: N815
    cosX: bool = False  # noqa: N815
    sinX: bool = False  # noqa: N815
    cosY: bool = False  # noqa: N815
    sinY: bool = False  # noqa: N815
    collectStats: bool = False  # noqa: N815
    tutorial: str = ""
    problem: str = "classification"
    initZero: bool = False  # noqa: N815
    hideText: bool = False  # noqa: N815
    hidden: frozenset[str] = frozenset()
    notes: tuple[Note, ...] = field(default=(), compare=False)

    @property
    def points_name(self) -> str:
        """The dataset that the problem uses."""
        return self.dataset if self.problem == "classification" else self.regDataset

    @property
    def features(self) -> tuple[str, ...]:
        """Our names of the features that are switched on, in the link's order of inputs."""
        return tuple(ours for theirs, ours in FEATURES.items() if getattr(self, theirs))

    @property
    def sizes(self) -> list[int]:
        """Units of each layer, from the inputs to the one output."""
        return [len(self.features), *(int(units) for units in self.networkShape), 1]


def looks_like_link(text: str) -> bool:
    """Whether a text is meant as a web address (rather than a file's path or a table)."""
    return is_link(text, _NAMES)


def open_link(text: str) -> Opened:
    """The experiment of a link. Raises ExperimentError with one sentence."""
    link = read_link(text)
    notes = list(link.notes)
    random = SeedRandom(link.seed)
    points = draw_points(link.points_name, link.noise / 100, random)
    weights = draw_weights(link.sizes, random)
    raw: dict[str, object] = {
        "format": "playground",
        "version": 1,
        "data": _data(link, points),
        "network": _network(link, weights),
        "training": _training(link, len(points), notes),
    }
    experiment = from_builtins(raw)
    return Opened(
        experiment,
        hidden_controls=link.hidden,
        notes=tuple(notes),
        show_test=link.showTestData,
        discretize=link.discretize,
    )


def read_link(text: str) -> Link:
    """The choices that a link states, checked. Raises ExperimentError with one sentence."""
    stated = _stated(text)
    notes: list[Note] = []
    values: dict[str, object] = {}
    odd = [name for name, value in stated.items() if _is_odd_switch(name, value)]
    if odd:
        notes.append(
            Note("{names} in the link: neither true nor false, so taken as false.", names=", ".join(odd))
        )
    misspelled = [name for name in stated if name not in _NAMES and name.lower() in _LOWERED]
    if misspelled:
        notes.append(
            Note(
                "{names} in the link: spelled otherwise than TensorFlow Playground does, so left out.",
                names=", ".join(misspelled),
            )
        )
    for name, value in stated.items():
        kind = _KINDS.get(name)
        if kind is None or (not value.strip() and kind != "numbers"):
            continue
        values[name] = _read(name, kind, value, notes)
    values["hidden"] = frozenset(
        name.removesuffix("_hide")
        for name, value in stated.items()
        if name.endswith("_hide") and value == "true"
    )
    if "seed" not in values:
        values["seed"] = f"{entropy.random():.5f}"
        notes.append(Note("The link names no seed, so {seed} was drawn for it.", seed=values["seed"]))
    noise = values.get("noise", 0.0)
    assert isinstance(noise, float)
    if not 0 <= noise <= 80:
        # TensorFlow Playground's slider does the same.
        values["noise"] = 0.0 if noise < 0 else 50.0
        notes.append(
            Note(
                "A noise of {noise:g} is out of range; as in TensorFlow Playground it became {used:g}.",
                noise=noise,
                used=values["noise"],
            )
        )
    idle = [name for name in _WITHOUT_EFFECT if values.get(name)]
    if idle:
        notes.append(
            Note("{names} in the link: without effect, as in TensorFlow Playground.", names=", ".join(idle))
        )
    link = Link(**values, notes=tuple(notes))  # type: ignore[arg-type]
    _check(link)
    return link


# ------------------------------------------------------------------------------------- private

_KINDS: dict[str, str] = {
    item.name: {"str": "text", "float": "number", "tuple[float, ...]": "numbers", "bool": "switch"}[
        str(item.type)
    ]
    for item in fields(Link)
    if item.name not in ("hidden", "notes")
}
_NAMES = frozenset(_KINDS)
_LOWERED = frozenset(map(str.lower, _NAMES))
_CHOICES: dict[str, tuple[str, ...]] = {
    "activation": ACTIVATIONS,
    "regularization": tuple(REGULARIZERS),
    "dataset": CLASS_DATASETS,
    "regDataset": VALUE_DATASETS,
    "problem": ("classification", "regression"),
}
_USUAL = ("x", "y", "seed", "noise", "problem", "dataset", "tutorial")
"""Choices with names that the links of other sites have too."""
_WITHOUT_EFFECT = ("cosX", "cosY", "collectStats", "tutorial", "hideText")


def _stated(text: str) -> dict[str, str]:
    """The ``name=value`` pairs of a link as people paste it."""
    text = link_in(text, _NAMES) or text.strip()
    if "#" not in text and "%23" in text:
        text = unquote(text)
    address, hash_sign, choices = text.partition("#")
    if not hash_sign:
        question = address.partition("?")[2]
        choices = question or ("" if "/" in address or ":" in address else address)
        address = address if question or not choices else ""
    choices = choices.removeprefix("!")
    while "&" not in choices and re.search("%(?:25)*26", choices):
        choices = unquote(choices)
    stated = {}
    for pair in choices.split("&"):
        name, sign, value = pair.partition("=")
        if sign:
            name = unquote(name).strip()
            stated[name] = _as_browser(value) if name == "seed" else unquote(value).strip()
    known = {name for name in stated if name in _NAMES or name.endswith("_hide")}
    require_peer(address, known, _USUAL)
    return stated


def _as_browser(value: str) -> str:
    """A browser hands the seed over as the address bar has it: other letters escaped."""
    return quote(value, safe="!#$%&'()*+,-./:;=?@[]_~")


def _read(name: str, kind: str, value: str, notes: list[Note]) -> object:
    if kind == "number":
        return _number(name, value)
    if kind == "numbers":
        return tuple(_number(name, part) for part in value.split(",")) if value.strip() else ()
    if kind == "switch":
        return value == "true"
    choices = _CHOICES.get(name)
    if choices and value not in choices:
        used = Link.__dataclass_fields__[name].default
        notes.append(
            Note(
                "{name}={value} is unknown to TensorFlow Playground, which then takes {used}; so it is here.",
                name=name,
                value=value[:40],
                used=used,
            )
        )
        return used
    return value


def _is_odd_switch(name: str, value: str) -> bool:
    return _KINDS.get(name) == "switch" and value.strip() not in ("", "true", "false")


def _number(name: str, text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value) or "_" in text:
        raise ExperimentError(
            "",
            Note(
                "the link's {name}={text} is no number; correct it there and open it again",
                name=name,
                text=text[:40],
            ),
        )
    return value


def _check(link: Link) -> None:
    """Raise ExperimentError for choices that no run can have, before anything is drawn."""
    samples = CLASS_POINTS if link.problem == "classification" else VALUE_POINTS
    reason: Note | None = None
    if not 0 <= link.percTrainData <= 100 or math.floor(samples * link.percTrainData / 100) < 1:
        reason = Note(
            "percTrainData={share:g} is out of range; it goes from 1 to 100 percent", share=link.percTrainData
        )
    elif link.batchSize != int(link.batchSize) or link.batchSize < 1:
        reason = Note("batchSize={size:g} is no number of points; it is 1, 2, 3 ...", size=link.batchSize)
    elif len(link.networkShape) > MAXIMUM_LAYERS:
        reason = Note(
            "networkShape has {count} layers; at most {most} can be opened",
            count=len(link.networkShape),
            most=MAXIMUM_LAYERS,
        )
    elif any(units != int(units) or not 1 <= units <= MAXIMUM_UNITS for units in link.networkShape):
        reason = Note("networkShape has a layer that is not of 1 to {most} units", most=MAXIMUM_UNITS)
    elif link.learningRate < 0 or link.regularizationRate < 0:
        reason = Note("learningRate and regularizationRate cannot be negative")
    if reason is not None:
        raise ExperimentError(
            "", Note("the link's {reason}; correct it there and open it again", reason=reason)
        )


def _data(link: Link, points: Sequence[tuple[float, float, float]]) -> dict[str, object]:
    classes = link.problem == "classification"
    return {
        "dataset": "custom",
        "problem": link.problem,
        "points": [(x, y, (label + 1) / 2 if classes else label) for x, y, label in points],
        "split": "in_order",
        "train_fraction": link.percTrainData / 100,
        "noise": link.noise / 100,
        "seed": seed_number(link.seed),
        "axes": msgspec.to_builtins(PLANE_AXES),
    }


def first_parameters(
    sizes: Sequence[int], weights: Sequence[Sequence[Sequence[float]]], are_zero: bool = False
) -> tuple[float, ...]:
    """The first weights with TensorFlow Playground's first biases, flat as in ``Network.parameters``."""
    parameters: list[float] = []
    for units, layer in zip(sizes[1:], weights, strict=True):
        parameters += [*chain.from_iterable(layer), *[FIRST_BIAS] * units]
    return (0.0,) * len(parameters) if are_zero else tuple(parameters)


def _network(link: Link, weights: Sequence[Sequence[Sequence[float]]]) -> dict[str, object]:
    return {
        "features": list(link.features),
        "initializer": "zeros" if link.initZero else "uniform",
        "seed": seed_number(link.seed),
        "layers": [
            {"kind": "dense", "units": int(units), "activation": link.activation}
            for units in link.networkShape
        ],
        "initial_parameters": first_parameters(link.sizes, weights, are_zero=link.initZero),
    }


def _training(link: Link, samples: int, notes: list[Note]) -> dict[str, object]:
    training_points = math.floor(samples * link.percTrainData / 100)
    if training_points % int(link.batchSize):
        notes.append(
            Note(
                "This run may differ from TensorFlow Playground's: {points} training points leave a smaller "
                "batch at the end of each epoch, which is a batch of its own here and carried over there.",
                points=training_points,
            )
        )
    if link.regularization == "L1" and link.regularizationRate:
        notes.append(
            Note(
                "This run may differ from TensorFlow Playground's: with L1 a weight that crosses zero stops "
                "there and may leave again, while there it stays zero for good."
            )
        )
    return {
        "loss": "squared_error",
        "optimizer": {"name": "sgd"},
        "learning_rate": link.learningRate,
        "batch_size": int(min(link.batchSize, 200_000)),
        "shuffle": False,
        "regularizer": {"name": REGULARIZERS[link.regularization], "rate": link.regularizationRate},
    }


def seed_number(seed: str) -> int:
    """A link's seed as a number for our own: the digits of ``0.66230``, the letters of other texts."""
    match = re.fullmatch(r"0?\.?(\d{1,15})", seed, re.ASCII)
    if match:
        return int(match[1])
    return sum((place + 1) * ord(letter) for place, letter in enumerate(seed[:200]))
