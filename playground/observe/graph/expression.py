"""The graph of a typed expression."""

from __future__ import annotations

import math

from playground.engine.formula import (
    EXPRESSION_FUNCTIONS,
    Call,
    Node,
    Number,
    Variable,
    constant_value,
    parse_expression,
)
from playground.observe.graph.builder import Builder
from playground.observe.graph.errors import GraphError
from playground.observe.graph.gates import GATES
from playground.observe.graph.structure import Graph

RESULT = "f"
"""What the result is called where the expression does not say."""


def graph(expression: str, /, **values: float) -> Graph:
    """The graph of an expression at these values of its variables::

        g = graph("f = (x + y) * z", x=-2, y=5, z=-4)
        g.value, g.gradients["x"], g.steps

    Numbers, names, ``+ - * / ^ ( )``, and exp log sqrt sin cos tanh sigmoid relu abs max min. Raises
    FormulaError where the text is no expression, GraphError where it has no value (1/0) or a variable
    has none.
    """
    parsed = parse_expression(expression, values)
    for name, value in values.items():
        if name in EXPRESSION_FUNCTIONS:
            raise GraphError("function", name=name)
        if name not in parsed.variables:
            raise GraphError("extra", name=name, known=", ".join(parsed.variables) or "none")
        if not math.isfinite(value):
            raise GraphError("finite", name=name, value=f"{value}")
    for name in parsed.variables:
        if name == parsed.name:
            raise GraphError("twice", name=name)
        if name not in values:
            raise GraphError("missing", name=name)
    writer = _Writer([(name, float(values[name])) for name in parsed.variables])
    output = writer.write(parsed.root)
    return writer.finish(output, parsed.name)


class _Writer:
    """Writes a tree as gates: a constant goes into the gate that uses it."""

    def __init__(self, variables: list[tuple[str, float]]) -> None:
        self._builder = Builder()
        self._names = [name for name, _ in variables]
        self._places = [self._builder.input(name, value) for name, value in variables]

    def finish(self, output: int, name: str) -> Graph:
        """The graph; its result is called by the name, or ``f``, or ``f_`` where a variable is."""
        while not name or name in self._names:
            name = f"{name}_" if name else RESULT
        if output not in self._places:
            self._builder.label(output, name)
        return self._builder.build(output)

    def write(self, node: Node) -> int:
        """The gate of a part of the expression."""
        if isinstance(node, Variable):
            return self._places[node.index]
        if isinstance(node, Number):
            return self._builder.constant(node.value)
        value = _constant(node)
        if value is not None:
            return self._builder.constant(value)
        return self._call(node.name, node.arguments)

    def _call(self, name: str, arguments: tuple[Node, ...]) -> int:
        constants = [_constant(argument) for argument in arguments]
        match name:
            case "+" | "-":
                return self._sum(arguments, constants, -1.0 if name == "-" else 1.0)
            case "*":
                return self._product(arguments, constants)
            case "/":
                return self._quotient(arguments, constants)
            case "^":
                return self._power(arguments, constants)
            case "negative":
                return self._gate("neg", self.write(arguments[0]))
            case _:
                assert name in GATES
                return self._gate(name, *(self.write(argument) for argument in arguments))

    def _gate(self, kind: str, *inputs: int, constant: float = 0.0, text: str = "") -> int:
        return self._builder.gate(kind, *inputs, constant=constant, text=text)

    def _sum(self, arguments: tuple[Node, ...], constants: list[float | None], sign: float) -> int:
        (left, right), (first, second) = arguments, constants
        if second is not None and first is None:
            return self._gate("add_constant", self.write(left), constant=sign * second)
        if first is not None and second is None and sign > 0.0:
            place = self.write(right)
            text = f"{first:g} + {self._builder.text(place)}"
            return self._gate("add_constant", place, constant=first, text=text)
        taken = self.write(left) if first is None else None
        other = self.write(right)
        if sign > 0.0:
            return self._gate("add", self.write(left) if taken is None else taken, other)
        negative = self._gate("neg", other)
        if taken is None:
            return self._gate("add_constant", negative, constant=first or 0.0)
        text = f"{self._builder.text(taken)} - {_bracketed(self._builder.text(other))}"
        return self._gate("add", taken, negative, text=text)

    def _product(self, arguments: tuple[Node, ...], constants: list[float | None]) -> int:
        (left, right), (first, second) = arguments, constants
        if (first is None) == (second is None):
            return self._gate("mul", self.write(left), self.write(right))
        constant = second if first is None else first
        place = self.write(left if first is None else right)
        assert constant is not None
        if constant == -1.0:
            return self._gate("neg", place)
        return self._gate("mul_constant", place, constant=constant)

    def _quotient(self, arguments: tuple[Node, ...], constants: list[float | None]) -> int:
        (left, right), (first, second) = arguments, constants
        if second is not None and second != 0.0 and first is None and math.isfinite(1.0 / second):
            return self._gate("mul_constant", self.write(left), constant=1.0 / second)
        if first is None:
            taken = self.write(left)
            return self._gate("mul", taken, self._gate("reciprocal", self.write(right)))
        inverse = self._gate("reciprocal", self.write(right))
        return inverse if first == 1.0 else self._gate("mul_constant", inverse, constant=first)

    def _power(self, arguments: tuple[Node, ...], constants: list[float | None]) -> int:
        (left, right), (base, exponent) = arguments, constants
        if exponent is not None and base is None:
            place = self.write(left)
            if exponent == 1.0:
                return place
            if exponent in (2.0, -1.0):
                return self._gate("square" if exponent == 2.0 else "reciprocal", place)
            return self._gate("power", place, constant=exponent)
        if base == math.e:
            return self._gate("exp", self.write(right))
        return self._gate("pow", self.write(left), self.write(right))


def _constant(node: Node) -> float | None:
    """The value of a part without variables; None for any other, and where a part of it has no value."""
    if isinstance(node, Call) and any(_constant(argument) is None for argument in node.arguments):
        return None
    value = constant_value(node)
    return value if value is not None and math.isfinite(value) else None


def _bracketed(text: str) -> str:
    return f"({text})" if " + " in text or " - " in text else text
