"""Formulas: a small grammar of its own, read into a tree that only computes numbers.

A feature's formula is one in x1 and x2; an expression has variables of any name.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache, reduce
from typing import Any, TypeAlias

import numpy as np

from playground.engine.arrays import FloatArray
from playground.engine.errors import Note

MAXIMUM_LENGTH = 199
MAXIMUM_DEPTH = 24
MAXIMUM_EXPRESSION_LENGTH = 4000
MAXIMUM_EXPRESSION_DEPTH = 60
MAXIMUM_POWER = 64.0
LARGEST_VALUE = 1e9
"""Values beyond this are cut to it; where a formula has no value (log of 0, 0/0) it counts as 0."""

VARIABLES = ("x1", "x2")
CONSTANTS = {"pi": math.pi, "e": math.e}


@dataclass(frozen=True)
class Function:
    """A function of a formula: how many arguments it takes and what it computes."""

    arguments: tuple[int, int]
    compute: Callable[..., FloatArray]


FUNCTIONS: dict[str, Function] = {
    "sin": Function((1, 1), np.sin),
    "cos": Function((1, 1), np.cos),
    "tanh": Function((1, 1), np.tanh),
    "exp": Function((1, 1), np.exp),
    "log": Function((1, 1), np.log),
    "sqrt": Function((1, 1), np.sqrt),
    "abs": Function((1, 1), np.abs),
    "max": Function((2, 8), lambda *values: reduce(np.maximum, values)),
    "min": Function((2, 8), lambda *values: reduce(np.minimum, values)),
}

EXPRESSION_FUNCTIONS: dict[str, Function] = {
    **FUNCTIONS,
    "sigmoid": Function((1, 1), lambda z: 1.0 / (1.0 + np.exp(-z))),
    "relu": Function((1, 1), lambda z: np.maximum(z, 0.0)),
}
"""What an expression may call."""

OPERATORS: dict[str, Callable[..., FloatArray]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "^": np.power,
    "negative": np.negative,
}


class FormulaError(ValueError):
    """Why a text is no formula: a sentence, and the place in the text (from 0) that it speaks of.

    ``note`` says the same for a translation.
    """

    def __init__(self, code: str, position: int, detail: str = "", **more: Any) -> None:
        self.note = Note(SENTENCES[code], detail=detail, **more)
        super().__init__(str(self.note))
        self.code = code
        self.detail = detail
        self.position = position


@dataclass(frozen=True)
class Number:
    """A constant."""

    value: float


@dataclass(frozen=True)
class Variable:
    """x1 (index 0) or x2 (index 1); of an expression, the place among its variables."""

    index: int


@dataclass(frozen=True)
class Call:
    """An operator or a function (a name in OPERATORS or EXPRESSION_FUNCTIONS) applied to its arguments."""

    name: str
    arguments: tuple[Node, ...]


Node: TypeAlias = Number | Variable | Call


@dataclass(frozen=True)
class Formula:
    """A formula that was read: ``root`` is its tree."""

    text: str
    root: Node

    def evaluate(self, x1: FloatArray, x2: FloatArray) -> FloatArray:
        """The values ``(n,)`` at the points; finite: no value counts as 0, size at most LARGEST_VALUE."""
        values = self.raw_values(x1, x2)
        values = np.where(np.isnan(values), 0.0, values)
        return np.clip(values, -LARGEST_VALUE, LARGEST_VALUE)

    def raw_values(self, x1: FloatArray, x2: FloatArray) -> FloatArray:
        """The values as IEEE arithmetic gives them, with NaN and infinities."""
        x1, x2 = np.asarray(x1, dtype=np.float64), np.asarray(x2, dtype=np.float64)
        with np.errstate(all="ignore"):
            return np.array(np.broadcast_to(_value(self.root, (x1, x2)), x1.shape))


@dataclass(frozen=True)
class Expression:
    """An expression that was read: ``name`` is what stands left of ``=`` ("" for none).

    ``variables`` are its variables in the order in which they come first.
    """

    text: str
    name: str
    root: Node
    variables: tuple[str, ...]


@lru_cache(maxsize=256)
def parse(text: str) -> Formula:
    """Read a formula: numbers, x1, x2, pi, e, ``+ - * / ^ ( )`` and the FUNCTIONS.

    ``**`` is ``^``, and ``2x1`` or ``x1 x2`` multiply. Nothing is ever executed. Raises FormulaError.
    """
    if len(text) > MAXIMUM_LENGTH:
        raise FormulaError("long", MAXIMUM_LENGTH, str(MAXIMUM_LENGTH))
    return Formula(text, _FormulaReader(text).whole())


def parse_expression(text: str, variables: Collection[str] = ()) -> Expression:
    """Read an expression in variables of any name: ``f = (x + y) * z``; the left side may be missing.

    The same grammar as a formula's, with sigmoid and relu; ``x1x2`` is one name here. ``variables`` are
    names that stand for variables even where they would be constants (pi, e). Raises FormulaError.
    """
    if len(text) > MAXIMUM_EXPRESSION_LENGTH:
        raise FormulaError("long", MAXIMUM_EXPRESSION_LENGTH, str(MAXIMUM_EXPRESSION_LENGTH))
    left, sign, _ = text.partition("=")
    name = left.strip() if sign else ""
    if sign and (not _NAME.fullmatch(name) or name in EXPRESSION_FUNCTIONS):
        raise FormulaError("left", 0, repr(name))
    offset = len(left) + len(sign) if sign else 0
    reader = _ExpressionReader(" " * offset + text[offset:], variables)
    root = reader.whole()
    return Expression(text, name, root, tuple(reader.variables))


def constant_value(node: Node) -> float | None:
    """The value of a part without variables; None for any other. It may be infinite or NaN."""
    if isinstance(node, Variable):
        return None
    if isinstance(node, Call) and any(constant_value(argument) is None for argument in node.arguments):
        return None
    with np.errstate(all="ignore"):
        return float(_value(node, ()))


# ------------------------------------------------------------------------------------- private


SENTENCES = {
    "empty_expression": "write an expression, such as f = (x + y) * z",
    "left": "{detail} cannot stand left of the equals sign; put one name there",
    "empty": "write a formula in x1 and x2, such as x1*x2 or sin(2*x1)",
    "long": "the formula is longer than {detail} characters",
    "deep": "the formula is nested too deeply; use fewer parentheses",
    "character": "{detail} cannot stand in a formula",
    "name": "{detail} is unknown; use x1, x2, pi, e, sin, cos, tanh, exp, log, sqrt, abs, max and min",
    "missing": "something is missing at the end",
    "unexpected": "{detail} cannot stand here",
    "open": "a closing ) is missing",
    "call": "{detail} needs its argument in parentheses, such as {detail}(x1)",
    "argument": "{detail} needs one argument",
    "arguments": "{detail} needs {fewest} to {most} arguments, separated by commas",
    "number": "{detail} is no number",
    "power": "the power {detail} is too high; 64 is the highest",
}
"""What is said of each code."""

_PARTS = (
    r"(?P<space>\s+)|(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)"
    r"|(?P<name>{shorter}[A-Za-z_][A-Za-z_0-9]*)|(?P<sign>\*\*|[-+*/^(),])"
)
_TOKEN = re.compile(_PARTS.format(shorter=r"(?:x[12](?![A-Za-z0-9_]|$))|"), re.ASCII)
_EXPRESSION_TOKEN = re.compile(_PARTS.format(shorter=""), re.ASCII)
_NAME = re.compile(r"[A-Za-z_][A-Za-z_0-9]*", re.ASCII)
_WRITTEN_OTHERWISE = str.maketrans({"−": "-", "–": "-", "·": "*", "×": "*", "÷": "/", "₁": "1", "₂": "2"})
_SUPERSCRIPTS = {"²": "^2", "³": "^3"}


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    position: int


def _tokens(text: str, pattern: re.Pattern[str]) -> list[_Token]:
    tokens: list[_Token] = []
    readable = text.translate(_WRITTEN_OTHERWISE)
    position = 0
    while position < len(readable):
        if power := _SUPERSCRIPTS.get(readable[position]):
            tokens += [_Token("sign", "^", position), _Token("number", power[1], position)]
            position += 1
            continue
        match = pattern.match(readable, position)
        if match is None:
            raise FormulaError("character", position, repr(text[position]))
        kind = match.lastgroup or ""
        if kind != "space":
            tokens.append(_Token(kind, "^" if match[0] == "**" else match[0], position))
        position = match.end()
    tokens.append(_Token("end", "", len(text)))
    return tokens


def _split(token: _Token) -> list[_Token]:
    """One token, or products that people write without a sign: ``x1x2``."""
    if token.kind == "name" and re.fullmatch(r"(?:x[12]){2,}", token.text):
        pairs = range(0, len(token.text), 2)
        return [_Token("name", token.text[i : i + 2], token.position + i) for i in pairs]
    return [token]


class _Reader:
    """Recursive descent over the tokens; every level of the grammar counts as depth."""

    maximum_depth = MAXIMUM_DEPTH
    functions: Mapping[str, Function] = FUNCTIONS
    if_empty = "empty"

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._index = 0
        self._depth = 0

    def variable(self, token: _Token) -> Node | None:
        """The variable or constant that a name stands for; None where it must be a function's."""
        raise NotImplementedError

    def whole(self) -> Node:
        if self._next.kind == "end":
            raise FormulaError(self.if_empty, 0)
        node = self._sum()
        if self._next.kind != "end":
            raise self._unexpected()
        return node

    @property
    def _next(self) -> _Token:
        return self._tokens[self._index]

    def _take(self, *signs: str) -> _Token | None:
        token = self._next
        if token.kind == "sign" and token.text in signs:
            self._index += 1
            return token
        return None

    def _unexpected(self) -> FormulaError:
        if self._next.kind == "end":
            return FormulaError("missing", self._next.position)
        return FormulaError("unexpected", self._next.position, repr(self._next.text))

    def _sum(self) -> Node:
        node = self._product()
        while sign := self._take("+", "-"):
            node = Call(sign.text, (node, self._product()))
        return node

    def _product(self) -> Node:
        node = self._signed()
        while True:
            if sign := self._take("*", "/"):
                node = Call(sign.text, (node, self._signed()))
            elif self._next.kind == "name" or self._next.text == "(":
                node = Call("*", (node, self._power()))
            else:
                return node

    def _signed(self) -> Node:
        self._depth += 1
        if self._depth > self.maximum_depth:
            raise FormulaError("deep", self._next.position)
        if sign := self._take("+", "-"):
            inner = self._signed()
            node: Node = inner if sign.text == "+" else Call("negative", (inner,))
        else:
            node = self._power()
        self._depth -= 1
        return node

    def _power(self) -> Node:
        node = self._atom()
        if sign := self._take("^"):
            exponent = self._signed()
            size = constant_value(exponent)
            if size is not None and not abs(size) <= MAXIMUM_POWER:
                raise FormulaError("power", sign.position, f"{size:g}")
            node = Call("^", (node, exponent))
        return node

    def _atom(self) -> Node:
        token = self._next
        if token.kind == "number":
            self._index += 1
            value = float(token.text)
            if not math.isfinite(value):
                raise FormulaError("number", token.position, token.text)
            return Number(value)
        if token.kind == "name":
            self._index += 1
            return self._named(token)
        if self._take("("):
            node = self._sum()
            self._close()
            return node
        raise self._unexpected()

    def _named(self, token: _Token) -> Node:
        if (found := self.variable(token)) is not None:
            return found
        function = self.functions.get(token.text)
        if function is None:
            raise FormulaError("name", token.position, repr(token.text))
        if not self._take("("):
            raise FormulaError("call", token.position, token.text)
        arguments = [self._sum()]
        while self._take(","):
            arguments.append(self._sum())
        self._close()
        fewest, most = function.arguments
        if not fewest <= len(arguments) <= most:
            code = "argument" if most == 1 else "arguments"
            raise FormulaError(code, token.position, token.text, fewest=fewest, most=most)
        return Call(token.text, tuple(arguments))

    def _close(self) -> None:
        if not self._take(")"):
            if self._next.kind == "end":
                raise FormulaError("open", self._next.position)
            raise self._unexpected()


class _FormulaReader(_Reader):
    """Names are x1, x2, the constants and the functions."""

    def __init__(self, text: str) -> None:
        super().__init__([each for token in _tokens(text, _TOKEN) for each in _split(token)])

    def variable(self, token: _Token) -> Node | None:
        if token.text in VARIABLES:
            return Variable(VARIABLES.index(token.text))
        return Number(CONSTANTS[token.text]) if token.text in CONSTANTS else None


class _ExpressionReader(_Reader):
    """A name that is no function's is a variable."""

    maximum_depth = MAXIMUM_EXPRESSION_DEPTH
    functions = EXPRESSION_FUNCTIONS
    if_empty = "empty_expression"

    def __init__(self, text: str, variables: Collection[str]) -> None:
        super().__init__(_tokens(text, _EXPRESSION_TOKEN))
        self._no_constants = variables
        self.variables: list[str] = []

    def variable(self, token: _Token) -> Node | None:
        if token.text in self.functions:
            return None
        if token.text in CONSTANTS and token.text not in self._no_constants:
            return Number(CONSTANTS[token.text])
        if token.text not in self.variables:
            self.variables.append(token.text)
        return Variable(self.variables.index(token.text))


def _value(node: Node, variables: tuple[FloatArray, ...]) -> FloatArray:
    if isinstance(node, Number):
        return np.asarray(node.value)
    if isinstance(node, Variable):
        return variables[node.index]
    arguments = [_value(argument, variables) for argument in node.arguments]
    compute = OPERATORS.get(node.name) or EXPRESSION_FUNCTIONS[node.name].compute
    return compute(*arguments)
