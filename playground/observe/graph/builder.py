"""Builds a graph gate by gate; copies and names are put in at the end."""

from __future__ import annotations

from collections import Counter

from msgspec.structs import replace

from playground.observe.graph.errors import shortened
from playground.observe.graph.gates import GATES, GateKind
from playground.observe.graph.parts import Gate, ParameterKey
from playground.observe.graph.structure import Graph, computed_anew, with_gradients

_LONGEST_TEXT = 200


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
        return with_gradients(_named(gates), of, seed)

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
        written = shortened(written, _LONGEST_TEXT)
        bare = Gate(len(self._drafts), rule, label, written, inputs, 0.0, (), 0.0, constant, parameter, group)
        self._drafts.append(computed_anew(bare, constant, drafts))
        return len(self._drafts) - 1


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
