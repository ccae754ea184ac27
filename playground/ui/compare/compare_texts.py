"""What compared runs are called: by what differs only; and what they have in common, once."""

from __future__ import annotations

import re
from typing import Any

from PySide6.QtCore import QCoreApplication

from playground.app import comparison as compared
from playground.engine.experiment import Comparison, Experiment
from playground.ui.words import labels, numbers
from playground.ui.words.fields import field_name, value_name
from playground.ui.words.translation import QT_TRANSLATE_NOOP

translate = QCoreApplication.translate
_PRESETS: dict[str, tuple[str, str]] = {
    "units": (
        QT_TRANSLATE_NOOP("Compare", "Units 3 / 6 / 20"),
        QT_TRANSLATE_NOOP("Compare", "One network too small, one that fits, one that can overfit."),
    ),
    "penalty": (
        QT_TRANSLATE_NOOP("Compare", "λ 0.001 / 0.01 / 0.1"),
        QT_TRANSLATE_NOOP("Compare", "The same network with a weak, a middling and a strong penalty."),
    ),
    "seeds": (
        QT_TRANSLATE_NOOP("Compare", "Five seeds"),
        QT_TRANSLATE_NOOP("Compare", "The same experiment from five first weights: what of it is luck?"),
    ),
    "activations": (
        QT_TRANSLATE_NOOP("Compare", "Activations"),
        QT_TRANSLATE_NOOP("Compare", "The same network with six activations in all hidden layers."),
    ),
    "optimizers": (
        QT_TRANSLATE_NOOP("Compare", "Optimizers"),
        QT_TRANSLATE_NOOP("Compare", "The same network and learning rate with every optimizer."),
    ),
    "learning_rates": (
        QT_TRANSLATE_NOOP("Compare", "Learning rates"),
        QT_TRANSLATE_NOOP(
            "Compare", "The same network with four learning rates, each ten times the one before."
        ),
    ),
}
_MOST_PARTS = 3
PART_SIGN = " · "
"""Between the parts of a title."""


def preset_words(name: str) -> tuple[str, str]:
    """What a preset is called, and what it shows."""
    text, sentence = _PRESETS[name]
    return translate("Compare", text), translate("Compare", sentence)


def titles(comparison: Comparison) -> list[str]:
    """For each variant what only it has, as few words as can be."""
    made = []
    for apart in _of_all_layers(compared.told_apart(comparison)):
        parts = [part_name(path, value) for path, value in apart.items()]
        text = PART_SIGN.join(parts[:_MOST_PARTS]) + (" …" if len(parts) > _MOST_PARTS else "")
        made.append(text or translate("Compare", "this run"))
    return [
        text if made.count(text) == 1 else f"{text} ({made[: place + 1].count(text)})"
        for place, text in enumerate(made)
    ]


def _of_all_layers(told: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same, but what is equal in all layers of each variant is said once."""
    together: dict[str, list[str]] = {}
    for path in dict.fromkeys(path for apart in told for path in apart):
        together.setdefault(re.sub(r"\[\d+\]", compared.EVERY, path), []).append(path)
    once = {
        path: every
        for every, paths in together.items()
        if all(len({repr(apart[path]) for path in paths if path in apart}) <= 1 for apart in told)
        for path in paths
        if len(paths) > 1
    }
    return [{once.get(path, path): value for path, value in apart.items()} for apart in told]


def part_name(path: str, value: Any) -> str:
    """One value as a title says it: ``6 units``, ``λ 0.01``, ``seed 8``, ``ReLU``."""
    if path == "network.layers":
        return translate("Compare", "{number} layers").format(number=len(value))
    if path == "data.points":
        return translate("Compare", "own points")
    if path.endswith(".units"):
        text = translate("Compare", "1 unit") if value == 1 else translate("Compare", "{number} units")
        return text.format(number=value)
    written = value_name(path, value)
    if isinstance(value, str | list):
        return written
    return f"{plain_name(path)} {written}"


def plain_name(path: str) -> str:
    """A path's name, without saying in which layer where it is in all of them."""
    return field_name(path.replace(compared.EVERY, ""))


def common_line(comparison: Comparison) -> str:
    """What all runs have in common."""
    first = comparison.experiment(0)
    apart = {path for one in compared.told_apart(comparison) for path in one}
    data, training = first.data, first.training
    parts: list[tuple[tuple[str, ...], str]] = [
        (("data.dataset", "data.points"), labels.label("dataset", data.dataset).label),
        (("data.noise",), f"{field_name('data.noise')} {numbers.percent(data.noise)}"),
        (
            ("data.samples", "data.points"),
            translate("Compare", "{number} points").format(number=_points(first)),
        ),
        (("network.layers", "network.features"), _layers(first, apart)),
        (("training.optimizer",), labels.label("optimizer", training.optimizer.name).label),
        (
            ("training.learning_rate",),
            part_name("training.learning_rate", training.learning_rate),
        ),
        (("network.seed",), part_name("network.seed", first.network.seed)),
    ]
    if training.regularizer.name != "none":
        penalty = labels.label("regularizer", training.regularizer.name).label
        parts.append((("training.regularizer.name",), penalty))
        rate = part_name("training.regularizer.rate", training.regularizer.rate)
        parts.append((("training.regularizer.rate",), rate))
    if data.dataset == "custom":
        parts = [part for part in parts if "data.noise" not in part[0]]
    said = [text for paths, text in parts if text and not any(_is_apart(path, apart) for path in paths)]
    return " · ".join(said)


def _is_apart(path: str, apart: set[str]) -> bool:
    return any(one == path or (path == "training.optimizer" and one.startswith(path)) for one in apart)


def _points(experiment: Experiment) -> int:
    data = experiment.data
    return len(data.points or ()) if data.dataset == "custom" else data.samples


def _layers(experiment: Experiment, apart: set[str]) -> str:
    """The hidden layers in a few words, each with what is common of it."""
    network = experiment.network
    activations = {getattr(layer, "activation", "") for layer in network.layers} - {""}
    if any(path.startswith("network.layers") for path in apart):
        text = translate("Compare", "{number} hidden layers").format(number=len(network.layers))
        if len(network.layers) == 1:
            text = translate("Compare", "one hidden layer")
    else:
        units = [getattr(layer, "units", None) for layer in network.layers]
        sizes = [len(network.features), *(size for size in units if size), experiment.outputs]
        text = "-".join(map(str, sizes))
    is_same = len(activations) == 1 and not any(path.endswith(".activation") for path in apart)
    return f"{text}, {labels.label('activation', activations.pop()).label}" if is_same else text


def writes_value(experiment: Experiment, outputs: list[float]) -> str:
    """What a run says of one point of the plane: its output, or the class with the largest one."""
    if len(outputs) == 1:
        return numbers.plain(outputs[0])
    best = max(range(len(outputs)), key=outputs.__getitem__)
    named = experiment.data.class_names or ()
    name = named[best] if best < len(named) and named[best] else str(best)
    return f"{name} {numbers.plain(outputs[best])}"
