"""The engine's formulas as text: each is run once on terms that write down what is computed.

``program.Symbol`` records a formula as calls on arrays; a ``Term`` records it as an expression, so that what
a script says is what the engine does, also for a rule that was added later.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from playground.engine.errors import ExperimentError

_SUM, _PRODUCT, _SIGN, _POWER, _ATOM = range(5)
_OPERATORS: dict[np.ufunc, tuple[str, int]] = {
    np.add: ("+", _SUM),
    np.subtract: ("-", _SUM),
    np.multiply: ("*", _PRODUCT),
    np.divide: ("/", _PRODUCT),
    np.matmul: ("@", _PRODUCT),
    np.power: ("**", _POWER),
}
_FUNCTIONS: dict[np.ufunc, str] = {np.fmax: "np.maximum", np.fmin: "np.minimum", np.absolute: "np.abs"}
"""How ufuncs are called that a reader knows by another name; fmax differs from maximum for NaN only."""
_REDUCTIONS: dict[np.ufunc, str] = {np.add: "np.sum", np.maximum: "np.max"}
_PLACES: dict[np.ufunc, str] = {np.add: "+=", np.subtract: "-=", np.multiply: "*=", np.divide: "/="}

Operand: TypeAlias = "Term | float"


@dataclass(eq=False)
class _Node:
    """A call of an expression; of a leaf, its name. ``version`` counts the changes of a leaf before it."""

    ufunc: np.ufunc | None = None
    operands: tuple[Any, ...] = ()
    is_reduction: bool = False
    name: str = ""
    version: int = 0
    uses: int = 0


class Assignment(NamedTuple):
    """``name = text``; ``is_thin`` where it has one number for each point instead of one for each unit."""

    name: str
    text: str
    is_thin: bool = False


class Term(np.lib.mixins.NDArrayOperatorsMixin):
    """What stands in a formula while it is written down; ``pieces`` are the texts of ``term[k]``."""

    def __init__(self, trace: Trace, node: _Node, pieces: Sequence[str] = ()) -> None:
        self.trace, self.node, self.pieces = trace, node, tuple(pieces)

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **options: Any) -> Any:
        if method == "reduce" and ufunc in _REDUCTIONS and options.get("axis", 0) == 0:
            return self.trace.term(ufunc, inputs[:1], is_reduction=True)
        if method != "__call__" or not options.keys() <= {"out"}:
            return NotImplemented
        if "out" in options:
            (target,) = options["out"]
            self.trace.store(target, ufunc, inputs)
            return target
        return self.trace.term(ufunc, inputs)

    def __getitem__(self, place: int) -> Term:
        return self.trace.leaf(self.pieces[place])

    def __len__(self) -> int:
        return len(self.pieces)


@dataclass
class Trace:
    """Formulas that are written down one after the other; equal parts are written once.

    ``axis`` is what a reduction over the units says: the outputs of a row, or of a column.
    """

    axis: str = "axis=1, keepdims=True"
    named: dict[str, str] = field(default_factory=dict)
    """What has a name already: expression -> name."""
    _leaves: dict[str, Term] = field(default_factory=dict)
    _known: dict[tuple[Any, ...], Term] = field(default_factory=dict)
    _stores: list[tuple[_Node, np.ufunc, Any]] = field(default_factory=list)

    def leaf(self, name: str, pieces: Sequence[str] = ()) -> Term:
        """The term of a name."""
        if name not in self._leaves:
            self._leaves[name] = Term(self, _Node(name=name), pieces)
        return self._leaves[name]

    def term(self, ufunc: np.ufunc, inputs: Sequence[Any], *, is_reduction: bool = False) -> Term:
        """The term of a call; the same call is the same term."""
        if ufunc is np.multiply and any(type(one) is float and one == 1.0 for one in inputs):
            return next(one for one in inputs if isinstance(one, Term))
        operands = tuple(self._operand(one) for one in inputs)
        key = (ufunc, is_reduction, *(id(one) if isinstance(one, _Node) else one for one in operands))
        if key not in self._known:
            for one in operands:
                if isinstance(one, _Node):
                    one.uses += 1
            self._known[key] = Term(self, _Node(ufunc, operands, is_reduction))
        return self._known[key]

    def store(self, target: Term, ufunc: np.ufunc, inputs: Sequence[Any]) -> None:
        """Write down ``target -= value`` and the like."""
        if inputs[0] is not target or ufunc not in _PLACES or not target.node.name:
            raise ExperimentError("", f"a rule that changes its arrays by {ufunc.__name__} has no words here")
        self._stores.append((target.node, ufunc, self._operand(inputs[1])))
        changed = _Node(name=target.node.name, version=target.node.version + 1)
        target.node = changed

    def _operand(self, value: Any) -> Any:
        return value.node if isinstance(value, Term) else float(value)

    # ------------------------------------------------------------------------------------ text

    def expression(self, value: Any) -> str:
        """The text of what a formula gave."""
        return self._text(self._operand(value))

    def lines(self, results: Sequence[tuple[str, Any]]) -> list[Assignment]:
        """Assignments of results, after those of the parts that they use twice."""
        found: list[Assignment] = []
        for name, value in results:
            node = self._operand(value)
            if isinstance(node, _Node):
                self._name_parts(node, found)
            text = self._text(node)
            found.append(Assignment(name, text, self.is_thin(value)))
            if isinstance(node, _Node) and node.ufunc is not None:
                self.named.setdefault(text, name)
        return found

    def is_thin(self, value: Any) -> bool:
        """Whether a result has one number for each point: a sum over the units, or made of such."""
        node = self._operand(value)
        if not isinstance(node, _Node) or node.ufunc is None:
            return False
        inner = [one for one in node.operands if isinstance(one, _Node)]
        return node.is_reduction or (bool(inner) and all(self._is_thin_node(one) for one in inner))

    def _is_thin_node(self, node: _Node) -> bool:
        return self.is_thin(Term(self, node))

    def changes(self) -> list[tuple[str, str, str]]:
        """The changes in order: name, sign (``-=``), expression."""
        changed: dict[str, int] = {}
        found = []
        for leaf, ufunc, value in self._stores:
            self._require_fresh(value, changed)
            found.append((leaf.name, _PLACES[ufunc], self._text(value)))
            changed[leaf.name] = leaf.version + 1
        return found

    def _require_fresh(self, node: Any, changed: dict[str, int]) -> None:
        if not isinstance(node, _Node):
            return
        if node.name and node.version != changed.get(node.name, 0):
            raise ExperimentError("", f"a rule that uses {node.name} as it was before has no words here")
        for one in node.operands:
            self._require_fresh(one, changed)

    def _name_parts(self, node: _Node, found: list[Assignment]) -> None:
        """Give a name to each part that is used twice and is more than a sign."""
        for one in node.operands:
            if not isinstance(one, _Node) or one.ufunc is None:
                continue
            self._name_parts(one, found)
            text = self._text(one)
            if one.uses > 1 and text not in self.named and len(text) > 12:
                name = f"part{len([n for n in self.named.values() if n.startswith('part')]) + 1}"
                found.append(Assignment(name, text, self._is_thin_node(one)))
                self.named[text] = name

    def _text(self, node: Any, level: int = _SUM, *, is_right: bool = False) -> str:
        if not isinstance(node, _Node):
            return f"({number(node)})" if node < 0 and level > _SUM else number(node)
        if node.ufunc is None:
            return node.name
        own, text = self._call(node)
        if text in self.named:
            return self.named[text]
        return f"({text})" if own < level or (own == level and is_right) else text

    def _call(self, node: _Node) -> tuple[int, str]:
        """How tightly the call holds together, and its text."""
        ufunc, operands = node.ufunc, node.operands
        assert ufunc is not None
        if node.is_reduction:
            return _ATOM, f"{_REDUCTIONS[ufunc]}({self._text(operands[0])}, {self.axis})"
        if ufunc is np.negative:
            return _SIGN, f"-{self._text(operands[0], _SIGN)}"
        if ufunc is np.multiply:
            first, second = operands
            if first == -1.0:
                return _SIGN, f"-{self._text(second, _PRODUCT)}"
            if first is second:
                return _POWER, f"{self._text(first, _ATOM)}**2"
        if ufunc in _OPERATORS:
            sign, own = _OPERATORS[ufunc]
            left = self._text(operands[0], own if own != _POWER else _ATOM)
            right = self._text(operands[1], own, is_right=ufunc is not np.add)
            return own, f"{left} {sign} {right}" if own != _POWER else f"{left}**{right}"
        if ufunc in (np.fmax, np.fmin) and not isinstance(operands[1], _Node):
            operands = operands[::-1]
        name = _FUNCTIONS.get(ufunc, f"np.{ufunc.__name__}")
        return _ATOM, f"{name}({', '.join(self._text(one) for one in operands)})"


def number(value: float) -> str:
    """A number as Python reads it back, bit for bit: ``0.5``, ``3``, ``1e-08``, ``(1 - 0.9)``."""
    value = float(value)
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    complement = float(f"{1.0 - value:.12g}")
    if len(repr(value)) > 12 and 0.0 < value < 1.0 and 1.0 - complement == value:
        return f"(1 - {complement!r})"
    return repr(value)


def changes_of(rule: Callable[..., None], *names: str) -> list[tuple[str, str, str]]:
    """What a rule that works in place does to the named arrays: name, sign, expression."""
    trace = Trace()
    rule(*(trace.leaf(name) for name in names))
    return trace.changes()
