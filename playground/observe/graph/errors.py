"""Why there is no such graph, in one sentence."""

from __future__ import annotations

SENTENCES = {
    "domain": "{where}: {what} is {value}, and {needs}",
    "domain_of_constant": "{where}: {needs}",
    "large": "{where}: the result is too large for a number",
    "gradient": "the gradient of {where} is too large for a number",
    "missing": "{name} has no value; give it one, such as {name}=1",
    "extra": "{name} is no variable of this expression; its variables are {known}",
    "finite": "{name}: {value} is no finite number",
    "twice": "{name} stands on both sides of the equals sign; call the result something else",
    "function": "{name} is the name of a function and cannot be a variable",
    "gate": "there is no {name} in this graph; it has {known}",
    "layer": "{name}: layers are counted from 1 to {last}; the last one is the output",
    "unit": "{name}: this layer's units are counted from 1 to {last}",
    "no_unit": "this unit is no longer in the network",
    "size": "this network has {count} parameters; a graph is drawn of up to {most}",
    "no_points": "there are no training points",
    "no_label": "the loss needs the point's label",
    "label": "{value} is no class of the data; classes are 0 to {last}",
    "no_formula": "{name} has no formula here, so it cannot be written as a script",
    "group": "{name} cannot be folded: more than one of its values is used outside",
}
_LONGEST_IN_SENTENCE = 60


class GraphError(ValueError):
    """Why there is no such graph, in one sentence.

    ``code`` (a key of SENTENCES) and ``details`` say the same for a translation.
    """

    def __init__(self, code: str, **details: str) -> None:
        super().__init__(SENTENCES[code].format(**details))
        self.code, self.details = code, details


def shortened(text: str, longest: int = _LONGEST_IN_SENTENCE) -> str:
    """A text cut to so many characters."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
