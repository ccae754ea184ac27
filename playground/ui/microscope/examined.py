"""The graph under the microscope: how far it is folded, how far its trace has come, what is nudged."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal, TypeAlias

from playground.observe.graph import (
    Diagram,
    Gate,
    Graph,
    GraphError,
    Phase,
    Step,
    Update,
    diagram,
    position_of,
    update,
)
from playground.observe.graph.diagram import MOST_GATES

Level: TypeAlias = Literal["layers", "units", "sums", "folded", "typed", "gates"]
_SPELLED_OUT = 4000
"""A network's graph of more gates than this is shown by layers and units only; a unit can be opened."""
_QUIET = 45
"""A network's graph of more gates than this opens with its units folded."""


class Examined:
    """One graph, drawn at a level of detail, at a position of its trace.

    Positions count steps: 0 is before all, ``count`` after the backward pass, and up to ``last`` those
    of an update. At first at most ``most`` gates are drawn by themselves. A nudge moves one gate's value of
    the drawn graph; ``base`` is that graph without it.
    """

    def __init__(
        self, graph: Graph, *, is_network: bool, rate: float | None = None, most: int = MOST_GATES
    ) -> None:
        self._graph = graph
        self._is_network = is_network
        self._foldable = graph.foldable
        self._opened: set[str] = set()
        self._least = min(MOST_GATES, most)
        self._most = self._least
        self.levels = self._levels()
        self.level: Level = self._first_level()
        self.position = 0
        self.nudge: tuple[int, float] | None = None
        self.update: Update | None = None
        if rate is not None and any(gate.parameter is not None for gate in graph.inputs):
            try:
                self.update = update(graph, rate)
            except GraphError:
                self.update = None
        self.base = graph
        self.diagram: Diagram
        self._draw()

    # ------------------------------------------------------------------------------------ where it is

    @property
    def whole(self) -> Graph:
        """The graph in its own gates, whatever is folded now."""
        return self._graph

    @property
    def graph(self) -> Graph:
        """The graph that is drawn, with what is nudged."""
        return self.diagram.graph

    @property
    def count(self) -> int:
        """The number of steps of the trace."""
        return len(self.graph.steps)

    @property
    def last(self) -> int:
        """The number of steps with those of the update."""
        return self.count + (len(self.update.steps) if self.update is not None else 0)

    @property
    def step(self) -> Step | None:
        """The step that was done last."""
        if self.position == 0:
            return None
        if self.position <= self.count:
            return self.graph.steps[self.position - 1]
        assert self.update is not None
        return self.update.steps[self.position - self.count - 1]

    @property
    def is_by_layers(self) -> bool:
        """Whether whole layers are drawn."""
        return self.level == "layers"

    # --------------------------------------------------------------------------------------- stepping

    def next(self) -> None:
        """One step on, of those that the drawing shows."""
        if self.position < self.count:
            self.position = self.diagram.next_stop(self.position)
        else:
            self.position = min(self.position + 1, self.last)

    def back(self) -> None:
        """One step back."""
        if self.position <= self.count:
            self.position = self.diagram.stop_before(self.position)
        else:
            self.position -= 1

    def finish(self) -> None:
        """To the end of the phase that comes next."""
        if self.position >= self.count:
            self.position = self.last
            return
        following = self.graph.steps[self.position].phase
        ends = {"forward": ("forward",), "seed": ("seed", "backward"), "backward": ("backward",)}[following]
        while self.position < self.count and self.graph.steps[self.position].phase in ends:
            self.position += 1

    def go_to(self, position: int) -> None:
        """To the stop at or after this number of steps."""
        inside = min(max(position, 0), self.last)
        self.position = inside if inside > self.count else self.diagram.stop_at(inside)

    def go_to_node(self, node: int) -> None:
        """To the step of a node: forward, and where that is shown already, backward."""
        gates = self.diagram.nodes[node].gates
        forward = _last_of(self.graph, gates, "forward")
        backward = _last_of(self.graph, gates, "backward")
        if self.position >= forward and backward and self.position != backward:
            self.position = self.diagram.stop_at(backward)
        else:
            self.position = self.diagram.stop_at(forward)

    # ---------------------------------------------------------------------------------------- folding

    def show_level(self, level: Level) -> None:
        """Draw at this level of detail, at the same place of the trace."""
        if level in self.levels:
            self.level = level
            self._opened.clear()
            self._most = self._least
            self._redraw()

    def enter(self, node: int | None) -> bool:
        """Open what a node has folded, or else show more detail; False where there is no more."""
        shown = self.diagram.nodes[node] if node is not None else None
        if shown is not None and shown.kind == "more":
            self._most *= 2
            self._redraw()
            return True
        gate = self.graph.gates[shown.gates[0]] if shown is not None and shown.kind == "gate" else None
        if gate is not None and gate.kind == "group":
            self._opened.add(gate.group)
            self._redraw()
            return True
        place = self.levels.index(self.level)
        if place + 1 < len(self.levels):
            self.show_level(self.levels[place + 1])
            return True
        return False

    def leave(self, node: int | None) -> bool:
        """Fold the opened unit that a node belongs to, or else show less detail."""
        gates = self.diagram.nodes[node].gates if node is not None else ()
        groups = {self.graph.gates[gate].group for gate in gates} & self._opened
        if groups or self._opened:
            self._opened -= groups or {sorted(self._opened)[-1]}
            self._redraw()
            return True
        if self._most > self._least:
            self._most //= 2
            self._redraw()
            return True
        place = self.levels.index(self.level)
        if place > 0:
            self.show_level(self.levels[place - 1])
            return True
        return False

    # --------------------------------------------------------------------------------------- nudging

    def nudge_by(self, gate: int, by: float) -> None:
        """Move a gate's value by so much in all. Raises GraphError; then nothing has changed."""
        moved = self.base.nudged(gate, by) if by else self.base
        self.nudge = (gate, by)
        self.diagram = replace(self.diagram, graph=moved)

    def put_back(self) -> None:
        """Every value as it is."""
        self.nudge = None
        self.diagram = replace(self.diagram, graph=self.base)

    def take_values(self, other: Examined) -> bool:
        """Show another graph's numbers in the same drawing; False where it is built otherwise."""
        try:
            graph = other._at_level(self.level, self._opened)
        except GraphError:
            return False
        if [g.inputs for g in graph.gates] != [g.inputs for g in self.base.gates]:
            return False
        self._graph, self.base, self.update = other._graph, graph, other.update
        self.nudge = None
        self.diagram = replace(self.diagram, graph=graph)
        return True

    # --------------------------------------------------------------------------------------- private

    def _levels(self) -> list[Level]:
        if self._is_network:
            levels: list[Level] = ["layers", "units"] if len(self._foldable) > 1 else []
            if levels and len(self._graph.gates) > _SPELLED_OUT:
                return levels
            return [*levels, "sums", "gates"]
        counts: dict[int, Level] = {}
        for level in ("typed", "folded", "gates"):
            counts.setdefault(len(self._at_level(level, set()).gates), level)
        return [counts[count] for count in sorted(counts)]

    def _first_level(self) -> Level:
        if not self._is_network:
            return "typed" if "typed" in self.levels else self.levels[0]
        return "units" if "units" in self.levels and len(self._graph.gates) > _QUIET else "sums"

    def _at_level(self, level: Level, opened: set[str]) -> Graph:
        match level:
            case "layers" | "units":
                return self._graph.collapsed(*(g for g in self._foldable if g not in opened))
            case "gates":
                return self._graph.unfolded()
            case "folded":
                return self._graph.folded()
            case _:
                return self._graph

    def _draw(self) -> None:
        self.base = self._at_level(self.level, self._opened)
        self.diagram = diagram(self.base, most=self._most, by_layers=self.level == "layers")

    def _redraw(self) -> None:
        """Draw anew, at the step that is nearest to the one before."""
        before, count, last_step = self.position, self.count, self.step
        old_gate = None
        if last_step is not None and last_step.gate is not None and before <= count:
            old_gate = self.graph.gates[last_step.gate]
        self.nudge = None
        self._draw()
        if before == 0 or last_step is None:
            self.position = 0
        elif before >= count:
            self.position = self.count + (before - count)
        elif last_step.phase == "seed":
            self.position = next(k for k, step in enumerate(self.graph.steps, 1) if step.phase == "seed")
        else:
            self.position = self.diagram.stop_at(_near(self.graph, old_gate, last_step.phase))


def _near(graph: Graph, gate: Gate | None, phase: Phase) -> int:
    """The position of the step of a gate of the same name, or else of the nearest one of its group."""
    if gate is None:
        return 1
    for other in graph.gates:
        if other.label == gate.label and other.kind == gate.kind:
            found = position_of(graph, other.id, phase)
            if found is not None:
                return found
    for other in graph.gates:
        if gate.group and (other.group == gate.group or other.label == gate.group):
            found = position_of(graph, other.id, phase)
            if found is not None:
                return found
    for other in graph.gates:
        if other.label == gate.label and (found := position_of(graph, other.id, phase)) is not None:
            return found
    ends = [k for k, step in enumerate(graph.steps, 1) if step.phase == phase]
    return ends[0]


def _last_of(graph: Graph, gates: tuple[int, ...], phase: Phase) -> int:
    """The last position at which one of these gates acts in a phase; 0 for none."""
    return max((position_of(graph, gate, phase) or 0 for gate in gates), default=0)
