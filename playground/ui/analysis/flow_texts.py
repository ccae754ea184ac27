"""The words of the gradient flow: what a layer is called, and what the diagnosis says and advises."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from playground.engine.layers.base import OUTPUT_ID
from playground.observe.diagnosis import Diagnosis
from playground.observe.snapshot import GradientSource, LayerSnapshot
from playground.ui.network import names
from playground.ui.words import labels, numbers

translate = QCoreApplication.translate


def layer_titles(layers: Sequence[LayerSnapshot]) -> dict[int, str]:
    """Layer id -> title (see ``names.layer_name``)."""
    titles: dict[int, str] = {}
    for place, layer in enumerate(layers, start=1):
        if layer.id == OUTPUT_ID:
            titles[layer.id] = translate("GradientFlow", "Output")
            continue
        titles[layer.id] = names.hidden_layer_name(place, layer.kind, layer.activation)
    return titles


def activation_word(name: str) -> str:
    """An activation's label as it stands within a sentence: ``tanh``, but ``ReLU``."""
    label = labels.label("activation", name).label
    return label.lower() if label[1:].islower() else label


def source_text(source: GradientSource | None) -> str:
    """Which gradient the numbers are of."""
    return {
        "minibatch": translate("GradientFlow", "‖∂L/∂W‖: last minibatch"),
        "training_set": translate("GradientFlow", "‖∂L/∂W‖: training set"),
        "probe": translate("GradientFlow", "‖∂L/∂W‖: probe point"),
        None: "",
    }[source]


def norm_help() -> str:
    """What ‖∂L/∂W‖ and its bar show."""
    return translate(
        "GradientFlow",
        "‖∂L/∂W‖: the length of the gradient of loss plus penalty with respect to all weights of this layer. "
        "The bar compares it with the other layers: a sixth of its length is a power of ten.",
    )


def ratio_help() -> str:
    """What the update-to-weight ratio and its gauge show."""
    return translate(
        "GradientFlow",
        "update : weight: how far the last step moved the weights, against their size. The mark in "
        "the middle is the guide 1e−3: far right means too large steps, far left hardly any learning.",
    )


def activations_help() -> str:
    """What the green shape shows."""
    return translate(
        "GradientFlow",
        "Activations of this layer over the training set. Peaks at both ends of tanh or sigmoid are "
        "saturated units; one peak at 0 of a ReLU layer are units that are off.",
    )


def gradients_help() -> str:
    """What the red shape shows."""
    return translate(
        "GradientFlow",
        "Gradients ∂loss/∂z of this layer's units, one for each training point. Compare the ends of the "
        "axis between the layers: they shrink towards the input where the gradient vanishes.",
    )


def health_help() -> str:
    """What dead, off and saturated mean."""
    return translate(
        "GradientFlow",
        "Off: the local gradient is exactly 0. Dead: a unit is off on all training points. Saturated: "
        "the local gradient is below a twentieth of its largest value. Shares of all units and points.",
    )


def says(found: Diagnosis) -> str:
    """The diagnosis in one sentence, with its numbers."""
    makers = {
        "unknown": lambda _: translate("GradientFlow", "No gradient yet: press Play, or take one step."),
        "settled": lambda _: translate(
            "GradientFlow", "The gradient is zero everywhere: no point pulls at any weight now."
        ),
        "healthy": _healthy,
        "vanishing": _vanishing,
        "exploding": _exploding,
        "dead": _dead,
        "saturated": _saturated,
        "fast": _fast,
    }
    return makers[found.finding](found)


def advises(found: Diagnosis) -> str:
    """Why it is so here, and what to try; empty where there is nothing to do."""
    if found.finding == "vanishing":
        return _why_vanishing(found)
    if found.finding == "exploding":
        return translate(
            "GradientFlow",
            "Try smaller first weights, gradient clipping, or a lower learning rate: large weights multiply "
            "it at every layer.",
        )
    if found.finding == "dead":
        return translate(
            "GradientFlow", "Try leaky ReLU, He initialization, a bias nearer to 0, or a lower learning rate."
        )
    if found.finding == "saturated":
        return translate(
            "GradientFlow",
            "Try smaller first weights, or batch norm before them: their slope is close to 0 there.",
        )
    if found.finding == "fast":
        return translate("GradientFlow", "Try a lower learning rate: steps this large jump over minima.")
    return ""


def _healthy(found: Diagnosis) -> str:
    if found.layers == 0:
        return translate("GradientFlow", "One layer: the gradient reaches its weights directly.")
    if not math.isfinite(found.factor):
        return translate("GradientFlow", "The gradient reaches some of the layers only.")
    text = translate(
        "GradientFlow", "The gradient reaches every layer: its norms lie within a factor of {factor}."
    )
    return text.format(factor=numbers.fold(found.factor))


def _vanishing(found: Diagnosis) -> str:
    stack = _stack(found)
    if not math.isfinite(found.factor):
        return translate(
            "GradientFlow", "Vanishing gradient: {stack}, nothing of it arrives at the first layer."
        ).format(stack=stack)
    if found.measure == "signal":
        text = translate(
            "GradientFlow", "Vanishing gradient: {stack}, ∂L/∂z falls {factor}-fold from output to input."
        )
    else:
        text = translate(
            "GradientFlow", "Vanishing gradient: {stack}, norm falls {factor}-fold from output to input."
        )
    return text.format(stack=stack, factor=numbers.fold(found.factor))


def _why_vanishing(found: Diagnosis) -> str:
    if found.cause == "zero_weights":
        return translate(
            "GradientFlow",
            "Choose an initializer that draws weights: all are 0 now, so all units stay alike.",
        )
    if found.cause == "small_weights":
        return translate(
            "GradientFlow",
            "Try Xavier (tanh) or He (ReLU) initialization: small weights shrink it at every layer.",
        )
    if found.cause == "saturation":
        return translate(
            "GradientFlow",
            "Try smaller first weights, batch norm, or ReLU with He: saturated units pass almost nothing.",
        )
    if found.cause == "dead_units":
        return translate(
            "GradientFlow",
            "Try leaky ReLU, He initialization, or a lower learning rate: units that are 0 pass nothing.",
        )
    if found.activation == "sigmoid":
        return translate(
            "GradientFlow",
            "Try ReLU with He, or batch norm: a sigmoid passes on at most 1/4 of it.",
        )
    return translate(
        "GradientFlow",
        "Try ReLU with He, or batch norm: the activations' slopes shrink it layer by layer.",
    )


def _exploding(found: Diagnosis) -> str:
    stack = _stack(found)
    if not math.isfinite(found.factor):
        text = translate("GradientFlow", "Exploding gradient: {stack}, the numbers are no longer finite.")
        return text.format(stack=stack)
    text = translate(
        "GradientFlow", "Exploding gradient: {stack}, norms differ {factor}-fold between the layers."
    )
    if found.layer == 1:
        text = translate(
            "GradientFlow", "Exploding gradient: {stack}, norm grows {factor}-fold from output to input."
        )
    return text.format(stack=stack, factor=numbers.fold(found.factor))


def _dead(found: Diagnosis) -> str:
    share = numbers.percent(found.units / found.of)
    text = translate(
        "GradientFlow",
        "Layer {layer}: {units} of {of} units are dead ({share}), no point of the data moves them.",
    )
    return text.format(layer=found.layer, units=found.units, of=found.of, share=share)


def _saturated(found: Diagnosis) -> str:
    text = translate("GradientFlow", "Layer {layer}: its units are saturated on {share} of the points.")
    return text.format(layer=found.layer, share=numbers.percent(found.factor))


def _fast(found: Diagnosis) -> str:
    where = (
        translate("GradientFlow", "Output layer")
        if found.layer == 0
        else translate("GradientFlow", "Layer {layer}").format(layer=found.layer)
    )
    text = translate(
        "GradientFlow", "{where}: one step moves the weights by {share} of their size (guide: 0.1 %)."
    )
    return text.format(where=where, share=numbers.percent(found.factor))


def _stack(found: Diagnosis) -> str:
    if found.activation is None:
        if found.layers == 0:
            return translate("GradientFlow", "One layer")
        return translate("GradientFlow", "{layers} hidden layers").format(layers=found.layers)
    word = activation_word(found.activation)
    if found.layers == 1:
        return translate("GradientFlow", "One {activation} layer").format(activation=word)
    return translate("GradientFlow", "{layers} {activation} layers").format(
        layers=found.layers, activation=word
    )
