"""The words of the gradient flow: what a layer is called, and what the diagnosis says and advises."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication

from playground.engine.layers.base import OUTPUT_ID
from playground.observe.diagnosis import LARGE_NORM, Cause, Diagnosis, Finding
from playground.observe.snapshot import LayerSnapshot, Snapshot
from playground.ui.network import names
from playground.ui.words import labels, numbers
from playground.ui.words.translation import QT_TRANSLATE_NOOP

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


def source_text(snapshot: Snapshot) -> str:
    """Which gradient the numbers are of."""
    source: str | None = snapshot.gradient_source
    if source == "minibatch" and snapshot.gradient_is_next:
        source = "next"
    return source_texts()[source] if source is not None else ""


def source_texts() -> dict[str, str]:
    """All that ``source_text`` can say."""
    return {
        "next": translate("GradientFlow", "‖∂L/∂W‖: next minibatch"),
        "minibatch": translate("GradientFlow", "‖∂L/∂W‖: last minibatch"),
        "training_set": translate("GradientFlow", "‖∂L/∂W‖: training set"),
        "probe": translate("GradientFlow", "‖∂L/∂W‖: probe point"),
    }


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
        "the local gradient is below a twentieth of its largest value. Shares of units and training points.",
    )


SENTENCES: dict[Finding, str] = {
    "unknown": "",
    "no_label": QT_TRANSLATE_NOOP(
        "GradientFlow", "The probe point has no label, so it has no loss and no gradient."
    ),
    "no_points": QT_TRANSLATE_NOOP("GradientFlow", "There are no points, so there is no gradient."),
    "no_feature": QT_TRANSLATE_NOOP(
        "GradientFlow", "No feature is switched on: the network sees nothing of the points."
    ),
    "broken": QT_TRANSLATE_NOOP(
        "GradientFlow", "Exploding gradient: in {where} it is too large for a number."
    ),
    "exploding": QT_TRANSLATE_NOOP(
        "GradientFlow", "Exploding gradient: ‖∂L/∂W‖ is {factor} in {where} (guide: below {guide})."
    ),
    "dead": QT_TRANSLATE_NOOP(
        "GradientFlow", "Layer {layer}: {units} of {of} units are dead, {looked} switches them on."
    ),
    "zero_weights": QT_TRANSLATE_NOOP(
        "GradientFlow", "All weights of {where} are 0, so no gradient passes to the layers before."
    ),
    "settled": QT_TRANSLATE_NOOP(
        "GradientFlow", "The gradient is zero everywhere: {pulls} at any weight now."
    ),
    "penalty": QT_TRANSLATE_NOOP(
        "GradientFlow", "The gradient is the penalty's alone: {pulls} at any weight now."
    ),
    "vanishing": QT_TRANSLATE_NOOP(
        "GradientFlow", "Vanishing gradient: {stack}, ∂L/∂z falls {factor}-fold from output to input."
    ),
    "growing": QT_TRANSLATE_NOOP(
        "GradientFlow", "The gradient grows: {stack}, ∂L/∂z is {factor} times as large at the first layer."
    ),
    "partial": QT_TRANSLATE_NOOP(
        "GradientFlow", "The gradient reaches {units} of {of} layers: ‖∂L/∂W‖ is 0 in {where}."
    ),
    "uneven": QT_TRANSLATE_NOOP(
        "GradientFlow",
        "The gradient reaches every layer, but ‖∂L/∂W‖ differs {factor}-fold between the layers.",
    ),
    "fast": QT_TRANSLATE_NOOP(
        "GradientFlow", "{where}: the last step moved the weights by {share} of their size (guide: 0.1 %)."
    ),
    "saturated": QT_TRANSLATE_NOOP(
        "GradientFlow", "Layer {layer}: its units are saturated on {share} of {looked_at}."
    ),
    "direct": QT_TRANSLATE_NOOP("GradientFlow", "One layer: the gradient reaches its weights directly."),
    "healthy": QT_TRANSLATE_NOOP(
        "GradientFlow", "The gradient reaches every layer: its norms lie within a factor of {factor}."
    ),
}
"""What is said of each finding; when it is said stands in ``diagnosis.RULES``."""
NOTHING_ARRIVES = QT_TRANSLATE_NOOP(
    "GradientFlow", "Vanishing gradient: {stack}, nothing of it arrives at the first layer."
)

ADVICE: dict[tuple[Finding, Cause], str] = {
    ("no_label", "none"): QT_TRANSLATE_NOOP("GradientFlow", "Choose its label in the probe's panel."),
    ("no_points", "none"): QT_TRANSLATE_NOOP("GradientFlow", "Paint some, or pick a dataset."),
    ("no_feature", "none"): QT_TRANSLATE_NOOP("GradientFlow", "Click a feature to switch it on."),
    ("broken", "none"): QT_TRANSLATE_NOOP(
        "GradientFlow", "Go back in time, or Reset with smaller first weights."
    ),
    ("exploding", "penalty"): QT_TRANSLATE_NOOP(
        "GradientFlow", "Most of it is the penalty: lower λ, or Reset with smaller first weights."
    ),
    ("exploding", "large_error"): QT_TRANSLATE_NOOP(
        "GradientFlow",
        "The output is far from its targets: Reset with a lower learning rate, or clip the gradient.",
    ),
    ("exploding", "large_weights"): QT_TRANSLATE_NOOP(
        "GradientFlow", "Large weights multiply it at every layer: Reset with smaller first weights."
    ),
    ("exploding", "large_features"): QT_TRANSLATE_NOOP(
        "GradientFlow", "The features are large: divide them in their formulas, or switch the largest off."
    ),
    ("exploding", "large_activations"): QT_TRANSLATE_NOOP(
        "GradientFlow", "The activations before it are large: smaller first weights, or batch norm."
    ),
    ("dead", "low_bias"): QT_TRANSLATE_NOOP(
        "GradientFlow", "Their biases lie below all that the inputs add: raise them, or Reset."
    ),
    ("dead", "off"): QT_TRANSLATE_NOOP(
        "GradientFlow", "Try leaky ReLU, which keeps a slope, or Reset with a lower learning rate."
    ),
    ("zero_weights", "held_by_l1"): QT_TRANSLATE_NOOP(
        "GradientFlow", "The L1 penalty holds them there (λ = {rate}): lower λ, then Reset."
    ),
    ("zero_weights", "alike"): QT_TRANSLATE_NOOP(
        "GradientFlow", "Units that start alike stay alike: choose an initializer that draws weights."
    ),
    ("zero_weights", "none"): QT_TRANSLATE_NOOP(
        "GradientFlow", "Their own gradient is not 0: the next step changes that."
    ),
    ("vanishing", "small_weights"): QT_TRANSLATE_NOOP(
        "GradientFlow", "Small weights shrink it at every layer: Xavier (tanh) or He (ReLU) initialization."
    ),
    ("vanishing", "norms"): QT_TRANSLATE_NOOP(
        "GradientFlow", "The norm layers divide by large deviations: smaller weights before them."
    ),
    ("vanishing", "saturation"): QT_TRANSLATE_NOOP(
        "GradientFlow", "Saturated units pass almost nothing: smaller weights, batch norm, or ReLU with He."
    ),
    ("vanishing", "half_off"): QT_TRANSLATE_NOOP(
        "GradientFlow", "Units that are off pass nothing or little: He initialization makes up for it."
    ),
    ("vanishing", "narrow"): QT_TRANSLATE_NOOP(
        "GradientFlow", "Too many units are off: batch norm before them, or more units in each layer."
    ),
    ("vanishing", "slopes"): QT_TRANSLATE_NOOP(
        "GradientFlow", "The activations' slopes shrink it at every layer: ReLU with He, or batch norm."
    ),
    ("growing", "large_weights"): QT_TRANSLATE_NOOP(
        "GradientFlow", "Large weights multiply it at every layer: smaller first weights, or L2."
    ),
    ("partial", "zero_inputs"): QT_TRANSLATE_NOOP("GradientFlow", "What comes in there is 0 on all points."),
    ("uneven", "inputs"): QT_TRANSLATE_NOOP(
        "GradientFlow", "Layers with larger inputs get larger gradients: batch norm evens them."
    ),
    ("uneven", "cancels"): QT_TRANSLATE_NOOP(
        "GradientFlow",
        "The points' gradients cancel in a layer: a larger batch, or the training set's, shows it.",
    ),
    ("fast", "none"): QT_TRANSLATE_NOOP(
        "GradientFlow", "Steps this large jump over minima: a lower learning rate."
    ),
    ("saturated", "none"): QT_TRANSLATE_NOOP(
        "GradientFlow", "Their slope is close to 0 there: smaller weights, or batch norm before them."
    ),
}
"""What helps, by finding and cause (``diagnosis.CAUSES``); nothing where there is nothing to do."""


def says(found: Diagnosis) -> str:
    """The diagnosis in one sentence, with its numbers."""
    text = SENTENCES[found.finding]
    if found.finding == "vanishing" and found.factor == float("inf"):
        text = NOTHING_ARRIVES
    said = _filled(text, found)
    return said[:1].upper() + said[1:]


def advises(found: Diagnosis) -> str:
    """Why it is so here, and what to try; empty where there is nothing to do."""
    return _filled(ADVICE.get((found.finding, found.cause), ""), found)


def _filled(text: str, found: Diagnosis) -> str:
    """The translated text with those numbers that it names."""
    made: dict[str, Callable[[], object]] = {
        "factor": lambda: numbers.fold(found.factor),
        "guide": lambda: numbers.fold(LARGE_NORM),
        "rate": lambda: numbers.tick(found.factor),
        "share": lambda: numbers.percent(found.factor),
        "stack": lambda: _stack(found),
        "where": lambda: _where(found.layer),
        "layer": lambda: found.layer,
        "units": lambda: found.units,
        "of": lambda: found.of,
        "looked": lambda: _none_of(found),
        "pulls": lambda: _none_pulls(found),
        "looked_at": lambda: _looked_at(found),
    }
    translated = translate("GradientFlow", text) if text else ""
    return translated.format(
        **{name: make() for name, make in made.items() if "{" + name + "}" in translated}
    )


def _where(layer: int) -> str:
    if layer == 0:
        return translate("GradientFlow", "the output layer")
    return translate("GradientFlow", "layer {layer}").format(layer=layer)


def _looked_at(found: Diagnosis) -> str:
    """The points that the shares are of: all, or how many of how many."""
    if found.looked_at >= found.points:
        return translate("GradientFlow", "the points")
    text = translate("GradientFlow", "{looked_at} of the {points} points")
    return text.format(looked_at=f"{found.looked_at:,}", points=f"{found.points:,}")


def _none_of(found: Diagnosis) -> str:
    if found.looked_at >= found.points:
        return translate("GradientFlow", "no training point")
    text = translate("GradientFlow", "none of the {looked_at} points looked at (of {points})")
    return text.format(looked_at=f"{found.looked_at:,}", points=f"{found.points:,}")


def _none_pulls(found: Diagnosis) -> str:
    if found.source == "probe":
        return translate("GradientFlow", "the probe point does not pull")
    if found.source == "minibatch" and found.finding == "settled":
        return translate("GradientFlow", "no point of this minibatch pulls")
    if found.looked_at < found.points and found.source != "training_set":
        text = translate("GradientFlow", "none of the {looked_at} points looked at (of {points}) pulls")
        return text.format(looked_at=f"{found.looked_at:,}", points=f"{found.points:,}")
    return translate("GradientFlow", "no point pulls")


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
