"""One graph under examination on the screen: controls, the picture, and beside it the step in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from playground.ui.look import theme
from playground.ui.microscope import step_text, words
from playground.ui.microscope.examined import Examined
from playground.ui.microscope.explanation import SHARES, Explanation, Size
from playground.ui.microscope.head import Head
from playground.ui.microscope.picture import GraphPicture
from playground.ui.microscope.stepper import Stepper
from playground.ui.widgets.segmented import Option, SegmentedControl

LOW = 330
"""Below this height, in logical pixels, the panel is the small one."""
WIDE = 1600
"""From this width on the text is larger."""


class TraceView(QWidget):
    """Shows ``examined`` as it is; whoever changes that says so by one of the ``show`` functions."""

    changed = Signal()
    """Another step is shown, or the same one anew."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.examined: Examined | None = None
        self.head = Head()
        self.picture = GraphPicture()
        self.text = Explanation()
        self.stepper = Stepper()
        self.levels = SegmentedControl([])
        self.levels.setObjectName("microscopeLevels")
        self.levels.setAccessibleName(words.translate("Microscope", "Level of detail"))
        self._pointed: int | None = None
        self._asked: frozenset[int] = frozenset()
        self._size: Size | None = None
        self._shares: Sequence[float] = SHARES
        self._row: int | None = None
        self.picture.edge_hovered.connect(self._point_at)
        self.head.code_toggled.connect(self.show_step)
        self.text.resized.connect(self._write_anew)
        self._lay_out()

    # ------------------------------------------------------------------------------ what is shown

    def show_examined(self, examined: Examined) -> None:
        """Show another graph."""
        self.examined = examined
        self.text.say("")
        self.show_diagram()

    def show_nothing(self, sentence: str) -> None:
        """Say in place of a graph what to do."""
        self.stepper.stop()
        self.examined = None
        self.picture.show_nothing(sentence)
        self.text.clear()
        self.stepper.show_place(None, 0, 0, 0)

    def show_diagram(self) -> None:
        """The graph is drawn otherwise."""
        examined = self._shown
        self._pointed = None
        self.picture.show_diagram(examined.diagram, min(examined.position, examined.count))
        self.levels.set_options([_level_option(level) for level in examined.levels])
        self.levels.set_value(examined.level)
        self.levels.setVisible(len(examined.levels) > 1)
        self.show_step()

    def show_values(self) -> None:
        """The same drawing has other numbers."""
        examined = self._shown
        self.picture.show_values(examined.diagram)
        self.picture.choose(examined.nudge[0] if examined.nudge is not None else None)
        self._show_place(examined)
        self._write(examined)
        self.changed.emit()

    def act(self, change: Callable[[Examined], object]) -> None:
        """Go to another step."""
        if self.examined is not None:
            change(self.examined)
            self.show_position()

    def show_position(self) -> None:
        """Another step is reached; in an update phase the picture marks whose turn it is."""
        examined = self._shown
        self._pointed = None
        step, graph = examined.step, examined.graph
        self.picture.go_to(min(examined.position, examined.count))
        if step is not None and step.phase == "update" and step.gate is not None:
            moved = examined.whole.gates[step.gate]
            names = (moved.label, moved.group)
            found = [gate.id for gate in graph.gates if gate.label in names and gate.kind != "copy"]
            self.picture.mark(examined.diagram.node_of[found[0]] if found else None)
        self.show_step()

    def ask(self, wires: frozenset[int]) -> dict[int, int]:
        """Let the red slots of these wires be asked for: they show no number. Gives their drawn wires."""
        edges = {wire: edge for wire, edge in self.drawn_wires().items() if wire in wires}
        self._asked = frozenset(edges)
        self.picture.ask(frozenset(edges.values()))
        return edges

    def drawn_wires(self) -> dict[int, int]:
        """The drawn wire of each of the graph's wires that is drawn by itself."""
        edges = self.examined.diagram.edges if self.examined is not None else ()
        return {edge.wires[0]: place for place, edge in enumerate(edges) if len(edge.wires) == 1}

    def show_step(self) -> None:
        """Write the step that was done last."""
        if self.examined is not None:
            self._show_place(self.examined)
            self._write_anew()
            self.changed.emit()

    def _show_place(self, examined: Examined) -> None:
        more = examined.last - examined.count
        self.stepper.show_place(examined.diagram, examined.position, examined.count, more)

    def _write_anew(self) -> None:
        """Write another step, or the same one in another room, as large as all of it is seen."""
        self._shares, self._row = SHARES, None
        if self.examined is not None:
            self._write(self.examined)

    def _write(self, examined: Examined) -> None:
        """The same, no larger than before: numbers that get longer make the letters smaller, shorter ones
        do not make them larger again."""
        for share in self._shares:
            self.text.set_share(share)
            row = self._write_step(examined)
            if self.text.is_whole:
                break
        self._shares, self._row = [one for one in self._shares if one <= share], row

    def _write_step(self, examined: Examined) -> int | None:
        """Write the step; gives how high its rows of numbers are."""
        room = replace(self.text.room, row=self._row)
        step, position = examined.step, examined.position
        eyebrow = step_text.eyebrow(position, examined.last, step)
        is_layer = examined.is_by_layers and position <= examined.count
        is_gate = step is not None and step.phase == "backward" and not is_layer
        self.text.show_terms(words.terms() if is_gate else "")
        if step is None:
            hint = words.translate("Microscope", "Press Next: first the given values, then gate by gate.")
            self.text.show_step(eyebrow, hint, "", "", "")
        else:
            graph = examined.graph if position <= examined.count else examined.whole
            rule = step_text.rule(graph, step, is_layer=is_layer)
            formula = total = code = ""
            if self._asked:
                rule = words.translate("Microscope", "What goes into the red slot?")
            if not is_layer:
                formula = step_text.formulas(graph, step, self._pointed, room, self._asked)
                if self.head.shows_code and step.phase == "backward" and not self._asked:
                    total = step_text.sums(graph, step, position, self._pointed)
                    code = step_text.code(graph, step)
            self.text.show_step(eyebrow, rule, formula, total, code)
        self.text.offer_update(examined.update is not None and position >= examined.count)
        self.text.show_nudge(examined.nudged())
        return room.row

    @property
    def _shown(self) -> Examined:
        assert self.examined is not None
        return self.examined

    def _point_at(self, edge: int) -> None:
        examined = self.examined
        wire = None
        if examined is not None and 0 <= edge < len(examined.diagram.edges):
            wire = examined.diagram.edges[edge].wires[0]
        if wire != self._pointed:
            self._pointed = wire
            self.show_step()

    # --------------------------------------------------------------------------------- its own places

    def _lay_out(self) -> None:
        self._top, self._bottom = QWidget(), QWidget()
        self._top_row, self._bottom_row = QHBoxLayout(self._top), QHBoxLayout(self._bottom)
        middle = QHBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        line = QFrame()
        line.setProperty("role", "line")
        line.setFixedWidth(1)
        middle.addWidget(self.picture, 1)
        middle.addWidget(line)
        middle.addWidget(self.text)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._top)
        column.addLayout(middle, 1)
        column.addWidget(self._bottom)
        self._arrange("small")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(self._fitting_size())

    def restyle(self) -> None:
        """Take over the theme's colours, fonts and sizes."""
        self._size = None
        self._arrange(self._fitting_size())
        self.show_step()

    def _fitting_size(self) -> Size:
        if self.height() < theme.pixels(LOW):
            return "small"
        return "large" if self.width() >= theme.pixels(WIDE) else "usual"

    def _arrange(self, size: Size) -> None:
        """One row of controls over a low picture; two around a high one."""
        if size == self._size:
            return
        self._size, is_low = size, size == "small"
        unit = theme.pixels(theme.GRID)
        small = (2 * unit, unit // 2, 2 * unit, unit // 2)
        large = (2 * unit, unit, 2 * unit, unit)
        for row in (self._top_row, self._bottom_row):
            row.setContentsMargins(*(small if is_low else large))
            row.setSpacing(unit)
        if is_low:
            self._top_row.insertWidget(0, self.stepper)
            self._top_row.addWidget(self.head, 1)
            self._top_row.addWidget(self.levels)
        else:
            self._top_row.insertWidget(0, self.head, 1)
            self._bottom_row.addWidget(self.stepper, 1)
            self._bottom_row.addWidget(self.levels)
        self._bottom.setVisible(not is_low)
        self.stepper.set_small(is_low)
        self.head.set_small(is_low)
        self.text.set_size(size)
        self.show_step()


def _level_option(level: str) -> Option:
    translate = words.translate
    label, sentence = {
        "layers": (translate("Microscope", "Layers"), translate("Microscope", "One box a layer")),
        "units": (
            translate("Microscope", "Units"),
            translate("Microscope", "One gate a unit; Enter opens one"),
        ),
        "sums": (
            translate("Microscope", "Sums"),
            translate("Microscope", "A unit is its products, one sum, and its activation"),
        ),
        "gates": (
            translate("Microscope", "Gates"),
            translate("Microscope", "The simplest gates, of two inputs"),
        ),
        "folded": (translate("Microscope", "Folded"), translate("Microscope", "A sigmoid is one gate")),
        "typed": (
            translate("Microscope", "As typed"),
            translate("Microscope", "The gates of the expression as it is written"),
        ),
    }[level]
    return Option(level, label, sentence)
