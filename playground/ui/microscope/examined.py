"""The graph under the microscope: how far it is folded, how far its trace has come, what is nudged."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from playground.observe.graph import (
    Diagram,
    Gate,
    Graph,
    GraphError,
    Phase,
    Step,
    Update,
    collapsed,
    diagram,
    foldable,
    folded,
    position_of,
    reached,
    unfolded,
    update,
)
from playground.observe.graph.diagram import MOST_GATES

Level: TypeAlias = Literal["layers", "units", "sums", "folded", "typed", "gates"]
_SPELLED_OUT = 4000
"""A network's graph of more gates than this is shown by layers and units only; a unit can be opened."""
_QUIET = 45
"""A network's graph of more gates than this opens with its units folded."""


@dataclass(frozen=True)
class Nudged:
    """A moved value, and what it did: ``predicted`` is h times its gradient, None while that is not reached.

    ``of`` names what the gradients are of, and ``actual`` is by how much it really moved.
    """

    gate: Gate
    by: float
    predicted: float | None
    actual: float
    of: str
    can_be_kept: bool


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
        self._foldable = foldable(graph)
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
        """To the stop at or after this number of steps; a negative one counts from the end of the trace."""
        place = position if position >= 0 else self.count + 1 + position
        inside = min(max(place, 0), self.last)
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

    def go_to_seed(self) -> None:
        """To the step at which the backward pass begins."""
        self.position = _first_of(self.graph, "seed")

    def go_to_parameter(self, layer_id: int, row: int) -> None:
        """To the step that gives a parameter's gradient (row -1: the bias's); else to the first one."""
        for gate in self.graph.inputs:
            if gate.parameter is not None and gate.parameter[:2] == (layer_id, row):
                user = self.graph.wires_from[gate.id][-1].target
                backward = _last_of(
                    self.graph, self.diagram.nodes[self.diagram.node_of[user]].gates, "backward"
                )
                self.position = self.diagram.stop_at(backward)
                return
        self.go_to(1)

    # ---------------------------------------------------------------------------------------- folding

    def show_level(self, level: Level) -> bool:
        """Draw at this level of detail, at the same place of the trace; False where there is no such."""
        if level not in self.levels:
            return False
        self.level = level
        self._opened.clear()
        self._most = self._least
        self._redraw()
        return True

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
        return place + 1 < len(self.levels) and self.show_level(self.levels[place + 1])

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
        return place > 0 and self.show_level(self.levels[place - 1])

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

    def nudged(self) -> Nudged | None:
        """What is nudged, and what that did; None while nothing is."""
        if self.nudge is None:
            return None
        place, by = self.nudge
        before, graph = self.base.gates[place], self.graph
        is_known = self.position >= self.count or place in reached(graph, self.position).gradients
        scale = self.base.seed if graph.of != graph.output.label else 1.0
        return Nudged(
            gate=before,
            by=by,
            predicted=by * before.gradient if is_known else None,
            actual=(graph.value - self.base.value) * scale,
            of=graph.of,
            can_be_kept=before.kind == "input"
            and by != 0.0
            and (not self._is_network or before.parameter is not None),
        )

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
                return collapsed(self._graph, *(g for g in self._foldable if g not in opened))
            case "gates":
                return unfolded(self._graph)
            case "folded":
                return folded(self._graph)
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
            self.go_to_seed()
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
    return _first_of(graph, phase)


def _first_of(graph: Graph, phase: Phase) -> int:
    """The position after the first step of a phase."""
    return next(k for k, step in enumerate(graph.steps, 1) if step.phase == phase)


def _last_of(graph: Graph, gates: tuple[int, ...], phase: Phase) -> int:
    """The last position at which one of these gates acts in a phase; 0 for none."""
    return max((position_of(graph, gate, phase) or 0 for gate in gates), default=0)
