"""What the fields of an experiment and their values are called, by the file format's path."""

from __future__ import annotations

import re
from typing import Any

from PySide6.QtCore import QCoreApplication

from playground.ui.words import labels, numbers
from playground.ui.words.translation import QT_TRANSLATE_NOOP

_NAMES: dict[str, str] = {
    "data.dataset": QT_TRANSLATE_NOOP("fields", "Dataset"),
    "data.classes": QT_TRANSLATE_NOOP("fields", "Classes"),
    "data.samples": QT_TRANSLATE_NOOP("fields", "Samples"),
    "data.noise": QT_TRANSLATE_NOOP("fields", "Noise"),
    "data.train_fraction": QT_TRANSLATE_NOOP("fields", "Share for training"),
    "data.seed": QT_TRANSLATE_NOOP("fields", "Seed of the data"),
    "data.label_noise": QT_TRANSLATE_NOOP("fields", "Label noise"),
    "data.imbalance": QT_TRANSLATE_NOOP("fields", "Imbalance"),
    "data.split": QT_TRANSLATE_NOOP("fields", "Split"),
    "network.initializer": QT_TRANSLATE_NOOP("fields", "Initializer"),
    "network.seed": QT_TRANSLATE_NOOP("fields", "Seed"),
    "kind": QT_TRANSLATE_NOOP("fields", "Kind"),
    "units": QT_TRANSLATE_NOOP("fields", "Units"),
    "activation": QT_TRANSLATE_NOOP("fields", "Activation"),
    "bias": QT_TRANSLATE_NOOP("fields", "Bias"),
    "initializer": QT_TRANSLATE_NOOP("fields", "Initializer"),
    "frozen": QT_TRANSLATE_NOOP("fields", "Frozen"),
    "pieces": QT_TRANSLATE_NOOP("fields", "Pieces"),
    "rate": QT_TRANSLATE_NOOP("fields", "Rate"),
    "training.loss": QT_TRANSLATE_NOOP("fields", "Loss"),
    "training.learning_rate": QT_TRANSLATE_NOOP("fields", "Learning rate"),
    "training.batch_size": QT_TRANSLATE_NOOP("fields", "Batch size"),
    "training.shuffle": QT_TRANSLATE_NOOP("fields", "Shuffle"),
    "training.optimizer.name": QT_TRANSLATE_NOOP("fields", "Optimizer"),
    "training.schedule.name": QT_TRANSLATE_NOOP("fields", "Schedule"),
    "regularizer.name": QT_TRANSLATE_NOOP("fields", "Regularization"),
    "regularizer.rate": "λ",
    "regularizer.l1_ratio": QT_TRANSLATE_NOOP("fields", "Share of L1"),
    "training.clip_norm": QT_TRANSLATE_NOOP("fields", "Largest gradient norm"),
    "training.max_norm": QT_TRANSLATE_NOOP("fields", "Largest weight norm"),
    "training.stop.epochs": QT_TRANSLATE_NOOP("fields", "Stop: epochs"),
    "training.stop.loss_below": QT_TRANSLATE_NOOP("fields", "Stop: loss below"),
    "training.stop.accuracy_above": QT_TRANSLATE_NOOP("fields", "Stop: accuracy above"),
    "training.stop.patience": QT_TRANSLATE_NOOP("fields", "Stop: patience"),
}
"""By the whole path, its last two parts, or its last one."""

_KINDS: dict[str, labels.Kind] = {
    "optimizer.name": "optimizer",
    "schedule.name": "schedule",
    "regularizer.name": "regularizer",
    "activation": "activation",
    "initializer": "initializer",
    "loss": "loss",
    "dataset": "dataset",
    "kind": "layer_kind",
}


def field_name(path: str) -> str:
    """``network.layers[0].units`` as "Layer 1: Units", in the user's language."""
    plain = re.sub(r"\[\d+\]", "", path)
    ends = _ends(plain)
    text = next((_translated(_NAMES[end]) for end in ends if end in _NAMES), "")
    name = text or labels.label("parameter", ends[-1]).label
    layer = re.match(r"network\.layers\[(\d+)\]", path)
    if layer is not None:
        number = int(layer[1]) + 1
        return _translated(QT_TRANSLATE_NOOP("fields", "Layer {number}: {name}")).format(
            number=number, name=name
        )
    if path.startswith("network.output."):
        return _translated(QT_TRANSLATE_NOOP("fields", "Output: {name}")).format(name=name)
    return name


def value_name(path: str, value: Any) -> str:
    """A field's value as the window writes it: a label, on or off, a number in its shortest form."""
    if value is None:
        return _translated(QT_TRANSLATE_NOOP("fields", "none"))
    if isinstance(value, bool):
        on, off = QT_TRANSLATE_NOOP("fields", "on"), QT_TRANSLATE_NOOP("fields", "off")
        return _translated(on if value else off)
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        return numbers.tick(float(f"{value:.3g}"))
    if isinstance(value, str):
        kind = next((_KINDS[end] for end in _ends(re.sub(r"\[\d+\]", "", path)) if end in _KINDS), None)
        return value if kind is None else labels.label(kind, value).label
    if isinstance(value, list):
        return ", ".join(labels.label("feature", str(one)).label for one in value)
    return str(value)


def _ends(path: str) -> tuple[str, str, str]:
    parts = path.split(".")
    return path, ".".join(parts[-2:]), parts[-1]


def _translated(text: str) -> str:
    return QCoreApplication.translate("fields", text)
