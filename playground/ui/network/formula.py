"""The network as one formula: ``f = W₂ max(0, W₁ x + b₁) + b₂``, shortened in its middle where it is long."""

from __future__ import annotations

from playground.engine.activations import ACTIVATIONS
from playground.engine.experiment import Experiment
from playground.engine.layers.kinds import LAYER_KINDS, AnyLayer
from playground.ui.network.kinds import activation_of
from playground.ui.widgets.formula import Line, Word
from playground.ui.words import labels
from playground.ui.words.numbers import subscript

_WRITTEN = {"linear": "({z})", "relu": "max(0, {z})", "sigmoid": "σ({z})", "tanh": "tanh({z})"}
"""Activations with a sign of their own; all others go by their names."""
_HEADS = {"sigmoid": "p = σ(f)", "softmax": "p = softmax(f)", "tanh": "p = tanh(f)"}


def formula_forms(experiment: Experiment) -> list[Line]:
    """The formula, then ever shorter; ``f`` are the scores, ``p`` is what the head makes of them."""
    layers = [_around(layer, place) for place, layer in enumerate(experiment.network.layers, start=1)]
    layers.append(_affine(len(layers) + 1, has_bias=experiment.network.output.bias))
    layers.reverse()
    head = _HEADS.get(experiment.output_activation, "")
    whole = _nested(layers, len(layers))
    forms: list[Line] = [(Word(whole), Word(f"     {head}", "quiet"))] if head else []
    forms.append((Word(whole),))
    forms += [(Word(_nested(layers, outer)),) for outer in range(len(layers) - 2, 0, -1)]
    forms.append((Word("f(x)"),))
    return forms


def _nested(layers: list[tuple[str, str]], outer: int) -> str:
    """Layers around each other, the last one first; of more than ``outer`` those and the innermost."""
    is_whole = outer >= len(layers)
    shown, left_out, inner = layers[:outer], "" if is_whole else "… ", [] if is_whole else layers[-1:]
    opening = "".join(before for before, _ in shown) + left_out + "".join(before for before, _ in inner)
    closing = "".join(after for _, after in inner) + left_out.rstrip().rjust(2 * bool(left_out))
    closing += "".join(after for _, after in reversed(shown))
    return f"f = {opening}x{closing}"


def _around(layer: AnyLayer, place: int) -> tuple[str, str]:
    """What stands before and behind what goes into a layer."""
    if not LAYER_KINDS[layer.kind].is_dense:
        name = labels.label("layer_kind", layer.kind).label
        return f"{''.join(word[:1].upper() + word[1:] for word in name.split())}(", ")"
    activation = activation_of(layer)
    if ACTIVATIONS[activation].has_pieces:
        before, after = _affine(place, has_bias=getattr(layer, "bias", True), piece="ᵏ")
        return f"maxₖ({before}", f"{after})"
    before, after = _affine(place, has_bias=getattr(layer, "bias", True))
    name = labels.label("activation", activation).label.replace(" ", "")
    opening, closing = _WRITTEN.get(activation, name + "({z})").split("{z}")
    return opening + before, after + closing


def _affine(place: int, *, has_bias: bool, piece: str = "") -> tuple[str, str]:
    number = subscript(place)
    return f"W{number}{piece} ", f" + b{number}{piece}" if has_bias else ""
