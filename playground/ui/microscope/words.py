"""What the microscope says: rules, presets and refusals, in the user's language."""

from __future__ import annotations

import re

from PySide6.QtCore import QCoreApplication

from playground.app.particles import with_particles
from playground.app.sentences import sentence
from playground.app.sentences import told as told_note
from playground.engine.formula import FormulaError
from playground.observe.graph import Gate, Graph, GraphError, Step
from playground.ui.words import numbers
from playground.ui.words.translation import QT_TRANSLATE_NOOP

translate = QCoreApplication.translate

_NO_BREAK = "\u2060"
"""Takes no room, and lets no line end there."""

PATTERNS = {
    "distributes": QT_TRANSLATE_NOOP("Microscope", "distributes"),
    "swaps": QT_TRANSLATE_NOOP("Microscope", "swaps"),
    "routes": QT_TRANSLATE_NOOP("Microscope", "routes"),
    "adds": QT_TRANSLATE_NOOP("Microscope", "adds"),
    "scales": QT_TRANSLATE_NOOP("Microscope", "scales"),
}
"""The word under a gate: what it does to the gradient."""

RULES = {
    "inputs": QT_TRANSLATE_NOOP("Microscope", "The values that are <b>given</b>."),
    "sum": QT_TRANSLATE_NOOP("Microscope", "Forward: the <b>sum</b> of what comes in."),
    "product": QT_TRANSLATE_NOOP("Microscope", "Forward: the <b>product</b> of what comes in."),
    "largest": QT_TRANSLATE_NOOP("Microscope", "Forward: the <b>largest</b> of what comes in."),
    "smallest": QT_TRANSLATE_NOOP("Microscope", "Forward: the <b>smallest</b> of what comes in."),
    "handed_on": QT_TRANSLATE_NOOP("Microscope", "Forward: the <b>same value</b> for every use."),
    "function": QT_TRANSLATE_NOOP("Microscope", "Forward: the <b>function</b> of what comes in."),
    "seed": QT_TRANSLATE_NOOP("Microscope", "The gradient of the result by itself is <b>1</b>."),
    "arriving": QT_TRANSLATE_NOOP("Microscope", "The gradient that <b>arrives</b> from the rest."),
    "distributes": QT_TRANSLATE_NOOP(
        "Microscope", "The add gate <b>distributes</b> its gradient to all inputs."
    ),
    "swaps": QT_TRANSLATE_NOOP(
        "Microscope", "The mul gate <b>swaps</b>: each input gets the gradient times the other input."
    ),
    "routes": QT_TRANSLATE_NOOP(
        "Microscope", "The {gate} gate <b>routes</b> the whole gradient to the chosen input; others get 0."
    ),
    "adds": QT_TRANSLATE_NOOP("Microscope", "The copy gate <b>adds</b> the gradients of all uses."),
    "scales": QT_TRANSLATE_NOOP(
        "Microscope", "The {gate} gate <b>scales</b> the gradient by its local gradient."
    ),
    "update": QT_TRANSLATE_NOOP("Microscope", "Update: one step <b>downhill</b>, against the gradient."),
    "layer": QT_TRANSLATE_NOOP("Microscope", "The gradient passes through a <b>whole layer</b>."),
    "layer_forward": QT_TRANSLATE_NOOP("Microscope", "Forward: a <b>whole layer</b> at once."),
}
"""The rules by ``Step.code``."""

SIDES = {
    "of equal inputs the first one counts": QT_TRANSLATE_NOOP(
        "Microscope", "Of equal inputs the first one counts."
    ),
    "at 0 the slope 0 of the left side counts": QT_TRANSLATE_NOOP(
        "Microscope", "At 0 the slope 0 of the left side counts."
    ),
    "at 0 the slope 0 between both sides counts": QT_TRANSLATE_NOOP(
        "Microscope", "At 0 the slope 0 between both sides counts."
    ),
    "at 0 the slope 0.1 of the left side counts": QT_TRANSLATE_NOOP(
        "Microscope", "At 0 the slope 0.1 of the left side counts."
    ),
}
"""Which side counts at a kink, by ``GateKind.side``."""

TERMS = (
    QT_TRANSLATE_NOOP(
        "Microscope",
        "<b>gate</b>: a node of the computational graph; add is a sum, mul a product, max the largest value.",
    ),
    QT_TRANSLATE_NOOP("Microscope", "<b>upstream</b>: the gradient that comes down from the output."),
    QT_TRANSLATE_NOOP("Microscope", "<b>local</b>: the derivative of this gate alone."),
    QT_TRANSLATE_NOOP("Microscope", "<b>downstream</b>: the gradient that is handed on to the input."),
)
"""What the words of a backward step mean."""

PHASES = {
    "forward": QT_TRANSLATE_NOOP("Microscope", "forward"),
    "seed": QT_TRANSLATE_NOOP("Microscope", "seed"),
    "backward": QT_TRANSLATE_NOOP("Microscope", "backward"),
    "update": QT_TRANSLATE_NOOP("Microscope", "update"),
}

PRESET_TITLES = {
    "first": QT_TRANSLATE_NOOP("Microscope", "The first example: (x + y) z"),
    "neuron": QT_TRANSLATE_NOOP("Microscope", "A sigmoid neuron"),
    "add": QT_TRANSLATE_NOOP("Microscope", "The add gate"),
    "mul": QT_TRANSLATE_NOOP("Microscope", "The mul gate"),
    "copy": QT_TRANSLATE_NOOP("Microscope", "The copy gate"),
    "max": QT_TRANSLATE_NOOP("Microscope", "The max gate"),
    "square": QT_TRANSLATE_NOOP("Microscope", "A value used twice: x x"),
    "relu": QT_TRANSLATE_NOOP("Microscope", "A ReLU neuron"),
    "layers": QT_TRANSLATE_NOOP("Microscope", "Two layers"),
}
"""What the lecture's graphs are called, by ``Preset.name``."""

GRAPH_ERRORS = {
    "domain": QT_TRANSLATE_NOOP("Microscope", "{where}: {what} is {value}, and {needs}"),
    "domain_of_constant": QT_TRANSLATE_NOOP("Microscope", "{where}: {needs}"),
    "large": QT_TRANSLATE_NOOP("Microscope", "{where}: the result is too large for a number"),
    "gradient": QT_TRANSLATE_NOOP("Microscope", "the gradient of {where} is too large for a number"),
    "missing": QT_TRANSLATE_NOOP("Microscope", "{name} has no value; give it one, such as {name}=1"),
    "extra": QT_TRANSLATE_NOOP(
        "Microscope", "{name} is no variable of this expression; its variables are {known}"
    ),
    "finite": QT_TRANSLATE_NOOP("Microscope", "{name}: {value} is no finite number"),
    "twice": QT_TRANSLATE_NOOP(
        "Microscope", "{name} stands on both sides of the equals sign; call the result something else"
    ),
    "function": QT_TRANSLATE_NOOP("Microscope", "{name} is the name of a function and cannot be a variable"),
    "gate": QT_TRANSLATE_NOOP("Microscope", "there is no {name} in this graph; it has {known}"),
    "layer": QT_TRANSLATE_NOOP(
        "Microscope", "{name}: layers are counted from 1 to {last}; the last one is the output"
    ),
    "unit": QT_TRANSLATE_NOOP("Microscope", "{name}: this layer's units are counted from 1 to {last}"),
    "no_unit": QT_TRANSLATE_NOOP("Microscope", "this unit is no longer in the network"),
    "size": QT_TRANSLATE_NOOP(
        "Microscope", "this network has {count} parameters; a graph is drawn of up to {most}"
    ),
    "no_points": QT_TRANSLATE_NOOP("Microscope", "there are no training points"),
    "no_label": QT_TRANSLATE_NOOP("Microscope", "the loss needs the point's label"),
    "label": QT_TRANSLATE_NOOP("Microscope", "{value} is no class of the data; classes are 0 to {last}"),
    "no_formula": QT_TRANSLATE_NOOP(
        "Microscope", "{name} has no formula here, so it cannot be written as a script"
    ),
    "group": QT_TRANSLATE_NOOP(
        "Microscope", "{name} cannot be folded: more than one of its values is used outside"
    ),
}
"""Refusals by ``GraphError.code``."""

NEEDS = {
    "it needs a positive number": QT_TRANSLATE_NOOP("Microscope", "it needs a positive number"),
    "nothing can be divided by 0": QT_TRANSLATE_NOOP("Microscope", "nothing can be divided by 0"),
    "this power of it has no value or no slope": QT_TRANSLATE_NOOP(
        "Microscope", "this power of it has no value or no slope"
    ),
    "a variable power needs a positive base": QT_TRANSLATE_NOOP(
        "Microscope", "a variable power needs a positive base"
    ),
    "it has no value there": QT_TRANSLATE_NOOP("Microscope", "it has no value there"),
}
"""What gates need, by ``GateKind.needs``."""

FORMULA_ERRORS = {
    "empty_expression": QT_TRANSLATE_NOOP("Microscope", "write an expression, such as f = (x + y) * z"),
    "left": QT_TRANSLATE_NOOP(
        "Microscope", "{detail} cannot stand left of the equals sign; put one name there"
    ),
    "long": QT_TRANSLATE_NOOP("Microscope", "the expression is longer than {detail} characters"),
    "deep": QT_TRANSLATE_NOOP("Microscope", "the expression is nested too deeply; use fewer parentheses"),
    "character": QT_TRANSLATE_NOOP("Microscope", "{detail} cannot stand in an expression"),
    "missing": QT_TRANSLATE_NOOP("Microscope", "something is missing at the end"),
    "unexpected": QT_TRANSLATE_NOOP("Microscope", "{detail} cannot stand here"),
    "open": QT_TRANSLATE_NOOP("Microscope", "a closing ) is missing"),
    "call": QT_TRANSLATE_NOOP(
        "Microscope", "{detail} needs its argument in parentheses, such as {detail}(x)"
    ),
    "number": QT_TRANSLATE_NOOP("Microscope", "{detail} is no number"),
    "power": QT_TRANSLATE_NOOP("Microscope", "the power {detail} is too high; 64 is the highest"),
}
"""Refusals by ``FormulaError.code``; of other codes the text itself says it."""


def told(error: Exception) -> str:
    """What is wrong, as one sentence."""
    if isinstance(error, GraphError):
        details = dict(error.details)
        if "needs" in details:
            details["needs"] = translate("Microscope", NEEDS.get(details["needs"], details["needs"]))
        return sentence(with_particles(translate("Microscope", GRAPH_ERRORS[error.code]).format(**details)))
    if isinstance(error, FormulaError) and error.code in FORMULA_ERRORS:
        text = translate("Microscope", FORMULA_ERRORS[error.code])
        return sentence(with_particles(text.format(detail=error.detail)))
    return sentence(told_note(error.note) if isinstance(error, FormulaError) else str(error))


def terms() -> str:
    """What the words of a backward step mean, as rich text."""
    return f"<p>{'<br>'.join(translate('Microscope', term) for term in TERMS)}</p>"


def rule_of(graph: Graph, step: Step, *, is_layer: bool = False) -> str:
    """A step's rule as a sentence; its key word stands between <b> and </b>."""
    code = step.code
    if is_layer and code not in ("inputs", "seed", "arriving", "update"):
        code = "layer" if step.phase == "backward" else "layer_forward"
    gate = graph.gates[step.gate] if step.gate is not None else None
    text = translate("Microscope", RULES[code]).format(gate=gate_name(gate) if gate else "")
    if gate is not None and gate.is_at_kink and not is_layer and gate.rule.side in SIDES:
        text += " " + translate("Microscope", SIDES[gate.rule.side])
    return text


def gate_name(gate: Gate) -> str:
    """What a gate is called in a sentence, as rich text."""
    if gate.kind in ("group", "loss"):
        return rich_name(gate.label)
    named = ("neg", "add_constant", "mul_constant", "power")
    return glyph(gate) if gate.kind in named else gate.kind.replace("_", " ")


def glyph(gate: Gate) -> str:
    """What is written into a gate."""
    constant = numbers.tick(gate.constant)
    match gate.kind:
        case "neg":
            return f"×{numbers.MINUS}1"
        case "add_constant":
            return constant if constant.startswith(numbers.MINUS) else f"+{constant}"
        case "mul_constant":
            return f"×{constant}"
        case "power":
            return f"x^{constant}"
        case _:
            return gate.rule.glyph


def split_name(label: str) -> tuple[str, str]:
    """A value's name and its index, which stands lower: ``w2.1`` as ``w`` and ``2.1``."""
    base = label.rstrip("0123456789.")
    if not base or base == label:
        letters = label[:-1].rstrip("0123456789.")
        if letters and letters != label[:-1] and label[-1:].isalpha():
            return letters, label[len(letters) :]
        return label, ""
    return base.rstrip("_"), label[len(base) :]


def rich_name(label: str) -> str:
    """A value's name as rich text."""
    base, index = split_name(label)
    return f"{base}<sub>{index}</sub>" if index else base


def rich_formula(text: str) -> str:
    """A formula of the trace as rich text: its indices low, its powers high, its signs true."""
    signs = {"*": "×", "-": numbers.MINUS, "<": "&lt;", ">": "&gt;"}
    made = ""
    for part in re.findall(r"\^?[\w.]+|.", text):
        if part[0] == "^" and len(part) > 1:
            made += f"<sup>{_rich_word(part[1:])}</sup>"
        else:
            made += signs.get(part) or _rich_word(part)
    return made


def _rich_word(word: str) -> str:
    return rich_name(word) if word[0].isalpha() else word


def partial_of(symbol: str) -> str:
    """``df/dx[2]`` as ``∂f/∂x[2]``, rich, which no line break parts."""
    upper, _, lower = symbol.partition("/")
    use = ""
    if lower.endswith("]"):
        lower, _, use = lower.partition("[")
        use = f"[{use}"
    upper, lower = rich_name(upper.removeprefix("d")), rich_name(lower.removeprefix("d"))
    return f"∂{upper}/{_NO_BREAK}∂{lower}{use}"
