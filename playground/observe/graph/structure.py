"""The graph: gates with values, local gradients and gradients, and how one is built, changed and folded."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from playground.observe.graph.gates import GATES, GateKind
from playground.observe.graph.parts import Gate, ParameterKey, Wire
from playground.observe.graph.trace import Step, trace

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
_LONGEST_TEXT = 200
_LONGEST_IN_SENTENCE = 60


class GraphError(ValueError):
    """Why there is no such graph, in one sentence.

    ``code`` (a key of SENTENCES) and ``details`` say the same for a translation.
    """

    def __init__(self, code: str, **details: str) -> None:
        super().__init__(SENTENCES[code].format(**details))
        self.code, self.details = code, details


@dataclass(frozen=True)
class Graph:
    """An immutable computational graph: gates in topological order, the result last.

    ``of`` is the symbol of what the gradients are of (the ``f`` of ``df/dx``), and ``seed`` the gradient
    that enters at the result: 1, or what arrives from the rest of a network.
    """

    gates: tuple[Gate, ...]
    of: str
    seed: float = 1.0

    @property
    def output(self) -> Gate:
        """The gate of the result."""
        return self.gates[-1]

    @property
    def value(self) -> float:
        """The result."""
        return self.output.value

    @property
    def inputs(self) -> tuple[Gate, ...]:
        """The variables, in the order in which they were named first."""
        return tuple(gate for gate in self.gates if gate.kind == "input")

    @property
    def gradients(self) -> dict[str, float]:
        """d result / d variable, by the variable's name."""
        return {gate.label: gate.gradient for gate in self.inputs}

    @property
    def groups(self) -> tuple[str, ...]:
        """The parts that ``collapsed`` can fold, in order: of a network each unit."""
        return tuple(dict.fromkeys(gate.group for gate in self.gates if gate.group and not gate.rule.is_leaf))

    @property
    def foldable(self) -> tuple[str, ...]:
        """The groups that ``collapsed`` can fold: those with one result that is used outside."""
        exits: Counter[str] = Counter()
        for gate in self.gates:
            if gate.group and gate.kind != "copy" and not gate.rule.is_leaf:
                users = _users_of(self, gate.id)
                exits[gate.group] += not users or any(user.group != gate.group for user in users)
        return tuple(group for group in self.groups if exits[group] == 1)

    def gate(self, label: str) -> Gate:
        """The gate whose value has this name (of a value and its copy, the value). Raises GraphError."""
        for gate in self.gates:
            if gate.label == label and gate.kind != "copy":
                return gate
        names = [gate.label for gate in self.gates if gate.kind not in ("copy", "constant")]
        raise GraphError("gate", name=label, known=", ".join(names))

    @cached_property
    def wires(self) -> tuple[Wire, ...]:
        """Every wire, by target and slot."""
        uses: Counter[int] = Counter()
        wires = []
        for gate in self.gates:
            for slot, source in enumerate(gate.inputs):
                is_copy = self.gates[source].kind == "copy"
                uses[source] += 1
                gradient = gate.gradient * gate.local[slot]
                use = uses[source] if is_copy else 0
                wires.append(Wire(source, gate.id, slot, use, self.gates[source].value, gradient))
        return tuple(wires)

    @cached_property
    def wires_into(self) -> dict[int, tuple[Wire, ...]]:
        """The wires that end at each gate, by slot."""
        return _grouped(self.wires, len(self.gates), lambda wire: wire.target)

    @cached_property
    def wires_from(self) -> dict[int, tuple[Wire, ...]]:
        """The wires that begin at each gate: several at a copy, one elsewhere, none at the result."""
        return _grouped(self.wires, len(self.gates), lambda wire: wire.source)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The whole trace: forward, seed, backward."""
        return trace(self)

    def changed(self, values: Mapping[str, float]) -> Graph:
        """The graph with other values of some variables, by name. Raises GraphError."""
        inputs = {gate.label for gate in self.inputs}
        for name, value in values.items():
            if name not in inputs and self.gate(name).kind != "input":
                known = ", ".join(gate.label for gate in self.inputs)
                raise GraphError("extra", name=name, known=known)
            if not math.isfinite(value):
                raise GraphError("finite", name=name, value=f"{value}")

        gates: list[Gate] = []
        for gate in self.gates:
            constant = float(values.get(gate.label, gate.constant)) if gate.kind == "input" else gate.constant
            drafts = [gates[place] for place in gate.inputs]
            gates.append(_computed_anew(gate, constant, drafts))
        return _with_gradients(gates, self.of, self.seed)

    def unfolded(self) -> Graph:
        """The same in the simplest gates: a sigmoid as four, a sum of many as sums of two.

        A gate whose parts would leave the range of numbers stays whole.
        """

        def write(builder: Builder, gate: Gate, inputs: tuple[int, ...]) -> int:
            expand = _EXPANSIONS.get(gate.kind)
            if expand is None:
                return builder.again(gate, inputs, gate.constant)
            mark = builder.mark()
            try:
                return builder.name(expand(builder, inputs), gate)
            except GraphError:
                builder.back_to(mark)
                return builder.again(gate, inputs, gate.constant)

        return self.rebuilt(write)

    def folded(self) -> Graph:
        """The same with each sigmoid that is spelled out, ``1 / (1 + exp(-z))``, as one gate."""
        starts = {gate.id: found for gate in self.gates if (found := self._spelled_sigmoid(gate)) is not None}

        def write(builder: Builder, gate: Gate, inputs: tuple[int, ...]) -> int:
            if gate.id not in starts:
                return builder.again(gate, inputs, gate.constant)
            start = builder.made[_origin(self, starts[gate.id])]
            return builder.name(builder.gate("sigmoid", start), gate)

        return self.rebuilt(write)

    def collapsed(self, *groups: str) -> Graph:
        """The same with all gates of each group (``Gate.group``) as one gate, named after its result.

        Inputs that only the group uses go into it. Raises GraphError where a group has no single result.
        """
        return _collapsed(self, groups) if groups else self

    def nudged(self, place: int, by: float) -> Graph:
        """The graph where one gate's value is moved by so much, whatever it is computed from.

        Raises GraphError where a value or gradient leaves the range of numbers.
        """
        gates: list[Gate] = []
        for gate in self.gates:
            if gate.id == place:
                moved = gate.value + by
                if not math.isfinite(moved):
                    raise GraphError("large", where=_shortened(gate.text))
                constant = moved if gate.kind == "input" else gate.constant
                gates.append(replace(gate, value=moved, constant=constant))
            else:
                gates.append(_computed_anew(gate, gate.constant, [gates[source] for source in gate.inputs]))
        return _with_gradients(gates, self.of, self.seed)

    @property
    def sigmoids(self) -> tuple[tuple[int, ...], ...]:
        """The gates of each sigmoid that is spelled out, which ``folded`` makes one: -1, exp, +1, 1/x."""
        found = []
        for gate in self.gates:
            start = self._spelled_sigmoid(gate)
            if start is not None:
                chain = [gate.id]
                while self.gates[chain[0]].inputs[0] != start:
                    chain.insert(0, self.gates[chain[0]].inputs[0])
                found.append(tuple(chain))
        return tuple(found)

    def _spelled_sigmoid(self, gate: Gate) -> int | None:
        """The place of ``z`` where the gate ends the chain ``1 / (1 + exp(-z))``."""
        for kind in ("reciprocal", "add_constant", "exp", "neg"):
            if gate.kind != kind or (kind == "add_constant" and gate.constant != 1.0):
                return None
            (place,) = gate.inputs
            gate = self.gates[place]
        return place

    def rebuilt(self, write: Callable[[Builder, Gate, tuple[int, ...]], int]) -> Graph:
        """A graph of the same gates, each written anew; what nobody uses any more goes."""
        builder = Builder()
        for gate in self.gates:
            if gate.kind != "copy":
                inputs = tuple(builder.made[_origin(self, place)] for place in gate.inputs)
                builder.made[gate.id] = write(builder, gate, inputs)
        return builder.build(builder.made[len(self.gates) - 1], of=self.of, seed=self.seed)


# ---------------------------------------------------------------------------------- building one


class Builder:
    """Writes gates one after the other; each has its value at once, so that a bad one says where.

    ``made`` is for whoever writes another graph anew: its gates' ids, and the new ones.
    """

    def __init__(self) -> None:
        self._drafts: list[Gate] = []
        self.made: dict[int, int] = {}

    def value(self, place: int) -> float:
        """The value of a gate."""
        return self._drafts[place].value

    def text(self, place: int) -> str:
        """How a gate's value is written."""
        return self._drafts[place].text

    def mark(self) -> int:
        """The present length, for ``back_to``."""
        return len(self._drafts)

    def back_to(self, mark: int) -> None:
        """Forget the gates written since."""
        del self._drafts[mark:]

    def input(self, label: str, value: float, parameter: ParameterKey | None = None, group: str = "") -> int:
        """A variable."""
        return self._append(GATES["input"], (), value, label, label, parameter, group)

    def constant(self, value: float) -> int:
        """A number that stands alone."""
        return self._append(GATES["constant"], (), value, f"{value:g}", f"{value:g}")

    def gate(
        self,
        kind: str | GateKind,
        *inputs: int,
        constant: float = 0.0,
        label: str = "",
        text: str = "",
        group: str = "",
    ) -> int:
        """A gate of these inputs. Raises GraphError where it has no finite value."""
        rule = GATES[kind] if isinstance(kind, str) else kind
        return self._append(rule, inputs, constant, label, text, None, group)

    def again(self, gate: Gate, inputs: tuple[int, ...], constant: float) -> int:
        """A gate of another graph, of these inputs."""
        return self._append(gate.rule, inputs, constant, gate.label, gate.text, gate.parameter, gate.group)

    def name(self, place: int, like: Gate) -> int:
        """Give a gate the label, text and group of a gate of another graph."""
        draft = self._drafts[place]
        self._drafts[place] = replace(draft, label=like.label, text=like.text, group=like.group)
        return place

    def label(self, place: int, label: str) -> int:
        """Name a gate's value; later gates write it by this name."""
        self._drafts[place] = replace(self._drafts[place], label=label, text=label)
        return place

    def label_of(self, place: int) -> str:
        """The name of a gate's value; "" for none yet."""
        return self._drafts[place].label

    def is_leaf(self, place: int) -> bool:
        """Whether a gate's value is given."""
        return self._drafts[place].rule.is_leaf

    def group(self, place: int, group: str) -> int:
        """Put a gate into a group, unless it is in one."""
        draft = self._drafts[place]
        self._drafts[place] = replace(draft, group=draft.group or group)
        return place

    def give(self, place: int) -> None:
        """From now on a gate's value is given: it is a variable."""
        draft = self._drafts[place]
        if not draft.rule.is_leaf:
            self._drafts[place] = replace(
                draft,
                rule=GATES["input"],
                inputs=(),
                local=(),
                constant=draft.value,
                parameter=None,
                group="",
                is_at_kink=False,
            )

    def build(self, output: int, *, of: str = "", seed: float = 1.0) -> Graph:
        """The graph whose result is this gate: copies put in, gradients computed.

        What the result does not depend on is left out. ``of`` "" is the result's own label.
        """
        needed = self._needed(output)
        users: Counter[int] = Counter(place for one in needed for place in self._drafts[one].inputs)
        leaves = [one for one in needed if self._drafts[one].rule.is_leaf]
        gates: list[Gate] = []
        place_of: dict[int, int] = {}

        def add(draft: Gate, *inputs: int) -> int:
            gates.append(replace(draft, id=len(gates), inputs=inputs))
            return gates[-1].id

        for one in leaves:
            place_of[one] = add(self._drafts[one])
        for one in [*leaves, *(place for place in needed if not self._drafts[place].rule.is_leaf)]:
            draft = self._drafts[one]
            if not draft.rule.is_leaf:
                place_of[one] = add(draft, *(place_of[place] for place in draft.inputs))
            if users[one] > 1:
                place_of[one] = add(_copy_of(draft), place_of[one])
        return _with_gradients(_named(gates), of, seed)

    def _needed(self, output: int) -> list[int]:
        """What the gate depends on and itself, in order."""
        found, open_places = {output}, [output]
        while open_places:
            for place in self._drafts[open_places.pop()].inputs:
                if place not in found:
                    found.add(place)
                    open_places.append(place)
        return sorted(found)

    def _append(
        self,
        rule: GateKind,
        inputs: tuple[int, ...],
        constant: float,
        label: str,
        text: str,
        parameter: ParameterKey | None = None,
        group: str = "",
    ) -> int:
        drafts = [self._drafts[place] for place in inputs]
        written = text or label or rule.write([draft.text for draft in drafts], f"{constant:g}")
        written = _shortened(written, _LONGEST_TEXT)
        bare = Gate(len(self._drafts), rule, label, written, inputs, 0.0, (), 0.0, constant, parameter, group)
        self._drafts.append(_computed_anew(bare, constant, drafts))
        return len(self._drafts) - 1


# ------------------------------------------------------------------------------------- private


def _computed_anew(gate: Gate, constant: float, inputs: list[Gate]) -> Gate:
    """The gate with this constant, computed of these inputs. Raises GraphError where it has no value."""
    values = [each.value for each in inputs]
    try:
        value = gate.rule.value(values, constant)
        local = gate.rule.local(values, value, constant)
    except (ValueError, ZeroDivisionError):
        raise _no_value(gate, inputs) from None
    except OverflowError:
        raise GraphError("large", where=_shortened(gate.text)) from None
    if not all(map(math.isfinite, (value, *local))):
        raise GraphError("large", where=_shortened(gate.text))
    is_at_kink = not gate.rule.is_leaf and gate.rule.kink(values, constant)
    return replace(gate, constant=constant, value=value, local=local, is_at_kink=is_at_kink)


def _no_value(gate: Gate, inputs: list[Gate]) -> GraphError:
    where, what, value = _shortened(gate.text), _shortened(inputs[0].text), f"{inputs[0].value:g}"
    if what == value:
        return GraphError("domain_of_constant", where=where, needs=gate.rule.needs)
    return GraphError("domain", where=where, what=what, value=value, needs=gate.rule.needs)


def _grouped(wires: tuple[Wire, ...], gates: int, key: Callable[[Wire], int]) -> dict[int, tuple[Wire, ...]]:
    groups: dict[int, list[Wire]] = {gate: [] for gate in range(gates)}
    for wire in wires:
        groups[key(wire)].append(wire)
    return {gate: tuple(group) for gate, group in groups.items()}


def _shortened(text: str, longest: int = _LONGEST_IN_SENTENCE) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def _copy_of(draft: Gate) -> Gate:
    return replace(draft, rule=GATES["copy"], local=(1.0,), constant=0.0, parameter=None, is_at_kink=False)


def _named(gates: list[Gate]) -> list[Gate]:
    """The same, with a name for every value: ``q`` for a nameless one, ``q1``, ``q2``, ... for several."""
    taken = {gate.label for gate in gates}
    nameless = [gate.id for gate in gates if not gate.label and gate.kind != "copy"]
    names = [f"q{number}" for number in range(1, len(gates) + len(taken) + 1)]
    free = ["q"] if len(nameless) == 1 and "q" not in taken else [name for name in names if name not in taken]
    labels = dict(zip(nameless, free, strict=False))
    named: list[Gate] = []
    for gate in gates:
        label = named[gate.inputs[0]].label if gate.kind == "copy" else labels.get(gate.id, gate.label)
        named.append(replace(gate, label=label))
    return named


def _with_gradients(gates: list[Gate], of: str, seed: float) -> Graph:
    """The backward pass: each gate's downstream gradients are its own times its local ones."""
    gradients = [0.0] * len(gates)
    gradients[-1] = seed
    for gate in reversed(gates):
        for place, local in zip(gate.inputs, gate.local, strict=True):
            gradients[place] += gradients[gate.id] * local
    for gate in gates:
        if not math.isfinite(gradients[gate.id]):
            raise GraphError("gradient", where=gate.label)
    done = tuple(replace(gate, gradient=gradients[gate.id]) for gate in gates)
    return Graph(done, of or done[-1].label, seed)


# ------------------------------------------------------------------------------------- folding


def _sigmoid_in_four(builder: Builder, inputs: tuple[int, ...]) -> int:
    """``1 / (1 + exp(-z))``."""
    power = builder.gate("exp", builder.gate("neg", *inputs))
    return builder.gate("reciprocal", builder.gate("add_constant", power, constant=1.0))


def _softplus_in_three(builder: Builder, inputs: tuple[int, ...]) -> int:
    """``log(1 + exp(z))``."""
    return builder.gate("log", builder.gate("add_constant", builder.gate("exp", *inputs), constant=1.0))


def _silu_in_two(builder: Builder, inputs: tuple[int, ...]) -> int:
    """``z sigmoid(z)``."""
    return builder.gate("mul", *inputs, _sigmoid_in_four(builder, inputs))


def _in_pairs(kind: str) -> Callable[[Builder, tuple[int, ...]], int]:
    """A gate of many inputs as gates of two, from the left."""

    def expand(builder: Builder, inputs: tuple[int, ...]) -> int:
        first, *rest = inputs
        for place in rest:
            first = builder.gate(kind, first, place)
        return first

    return expand


_EXPANSIONS: dict[str, Callable[[Builder, tuple[int, ...]], int]] = {
    "sigmoid": _sigmoid_in_four,
    "softplus": _softplus_in_three,
    "silu": _silu_in_two,
    "add": _in_pairs("add"),
    "max": _in_pairs("max"),
    "min": _in_pairs("min"),
}


def _collapsed(graph: Graph, groups: Sequence[str]) -> Graph:
    """The graph with each group's gates as one gate, whose local gradients go back through them."""
    gates = [
        replace(gate, inputs=tuple(_origin(graph, place) for place in gate.inputs)) for gate in graph.gates
    ]
    gates = [gate for gate in gates if gate.kind != "copy"]
    users: dict[int, set[int]] = {gate.id: set() for gate in gates}
    for gate in gates:
        for place in gate.inputs:
            users[place].add(gate.id)
    members: dict[str, set[int]] = {group: set() for group in groups}
    for gate in gates:
        if gate.group in members and not gate.rule.is_leaf:
            members[gate.group].add(gate.id)
    group_of = {place: group for group, places in members.items() for place in places}
    parts_of: dict[str, list[Gate]] = {group: [] for group in groups}
    for gate in gates:
        owners = {group_of.get(one, "") for one in ((gate.id,) if not gate.rule.is_leaf else users[gate.id])}
        if len(owners) == 1 and (owner := owners.pop()) in parts_of:
            parts_of[owner].append(gate)
    hidden: set[int] = set()
    rules: dict[int, tuple[GateKind, tuple[int, ...]]] = {}
    for group, parts in parts_of.items():
        own = members[group]
        exits = [place for place in own if not users[place] or users[place] - own]
        if len(exits) != 1:
            raise GraphError("group", name=group)
        inside = {gate.id for gate in parts}
        entries = tuple(
            dict.fromkeys(place for gate in parts for place in gate.inputs if place not in inside)
        )
        rules[exits[0]] = _as_one(group, parts, entries), entries
        hidden |= inside - {exits[0]}

    def write(builder: Builder, gate: Gate, inputs: tuple[int, ...]) -> int:
        if gate.id in hidden:
            return -1
        if gate.id not in rules:
            return builder.again(gate, inputs, gate.constant)
        rule, entries = rules[gate.id]
        return builder.name(builder.gate(rule, *(builder.made[entry] for entry in entries)), gate)

    return graph.rebuilt(write)


def _users_of(graph: Graph, place: int) -> list[Gate]:
    """The gates that use a value, beyond its copy."""
    users = [graph.gates[wire.target] for wire in graph.wires_from[place]]
    if len(users) == 1 and users[0].kind == "copy":
        return [graph.gates[wire.target] for wire in graph.wires_from[users[0].id]]
    return users


def _origin(graph: Graph, place: int) -> int:
    gate = graph.gates[place]
    return gate.inputs[0] if gate.kind == "copy" else place


def _as_one(group: str, parts: list[Gate], entries: tuple[int, ...]) -> GateKind:
    """A kind of gate that is these gates, the last of which is its result."""

    def forward(x: Sequence[float]) -> dict[int, float]:
        values = dict(zip(entries, x, strict=True))
        for gate in parts:
            values[gate.id] = gate.rule.value([values[place] for place in gate.inputs], gate.constant)
        return values

    def value(x: Sequence[float], _c: float) -> float:
        return forward(x)[parts[-1].id]

    def local(x: Sequence[float], _f: float, _c: float) -> tuple[float, ...]:
        values = forward(x)
        gradients = dict.fromkeys(values, 0.0)
        gradients[parts[-1].id] = 1.0
        for gate in reversed(parts):
            inner = [values[place] for place in gate.inputs]
            slopes = gate.rule.local(inner, values[gate.id], gate.constant)
            for place, slope in zip(gate.inputs, slopes, strict=True):
                gradients[place] += gradients[gate.id] * slope
        return tuple(gradients[place] for place in entries)

    return GateKind(
        name="group",
        glyph=group,
        pattern="scales",
        value=value,
        local=local,
        write=lambda names, _c: f"{group}({', '.join(names)})",
        slope=lambda names, f, _c: tuple(f"d{f}/d{name}" for name in names),
        needs="it has no value there",
    )
