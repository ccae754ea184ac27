"""Engine names in the person's language: a label and one sentence of help for each."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from playground.ui.label_texts import (
    ACTIVATIONS,
    DATASETS,
    FEATURES,
    FORMULA_HELP,
    INITIALIZERS,
    LAYER_KINDS,
    LOSSES,
    OPTIMIZERS,
    PARAMETERS,
    REGULARIZERS,
    SCHEDULES,
    Text,
)


@dataclass(frozen=True)
class Label:
    """What a thing is called, and one sentence about what it does or what to look for."""

    label: str
    help: str


def activation(name: str) -> Label:
    """The label of an activation."""
    return _label(ACTIVATIONS, name)


def optimizer(name: str) -> Label:
    """The label of an optimizer."""
    return _label(OPTIMIZERS, name)


def loss(name: str) -> Label:
    """The label of a loss."""
    return _label(LOSSES, name)


def regularizer(name: str) -> Label:
    """The label of a regularizer."""
    return _label(REGULARIZERS, name)


def schedule(name: str) -> Label:
    """The label of a learning rate schedule."""
    return _label(SCHEDULES, name)


def initializer(name: str) -> Label:
    """The label of an initializer."""
    return _label(INITIALIZERS, name)


def dataset(name: str) -> Label:
    """The label of a dataset."""
    return _label(DATASETS, name)


def layer_kind(name: str) -> Label:
    """The label of a kind of layer."""
    return _label(LAYER_KINDS, name)


def feature(name: str) -> Label:
    """The label of an input feature; a formula is its own label."""
    if name.startswith("="):
        return Label(name[1:].strip(), _translated(FORMULA_HELP))
    return _label(FEATURES, name)


def parameter(name: str) -> Label:
    """The label of an optimizer's or a schedule's parameter, by its field name."""
    return _label(PARAMETERS, name)


def _translated(text: str) -> str:
    return QCoreApplication.translate("labels", text)


def _label(table: dict[str, Text], name: str) -> Label:
    label, sentence = table.get(name, (name, ""))
    return Label(_translated(label), _translated(sentence) if sentence else "")
