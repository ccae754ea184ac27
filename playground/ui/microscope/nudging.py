"""Nudging a green number: by drag, wheel, keys or typing; what is kept becomes the value."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, Signal

from playground.observe.graph import GraphError
from playground.ui.microscope import words
from playground.ui.microscope.trace_view import TraceView
from playground.ui.network.value_editor import ValueEditor


class Nudging(QObject):
    """Moves one value of what a view shows."""

    nudged = Signal()
    refused = Signal(object)
    """The value cannot be moved so far: the GraphError."""
    kept = Signal(int)
    """The nudged value of this gate shall be the value from now on."""

    def __init__(self, view: TraceView) -> None:
        super().__init__(view)
        self._view = view
        self.editor = ValueEditor(view.picture)
        self._edited = -1
        picture = view.picture
        picture.value_chosen.connect(self._choose)
        picture.nudged.connect(self._nudge)
        picture.value_wanted.connect(self._want_value)
        self.editor.committed.connect(self._on_typed)
        self.editor.closed.connect(picture.take_focus)
        view.text.put_back.connect(self._put_back)
        view.text.kept.connect(self._keep)

    def _choose(self, gate: int) -> None:
        examined = self._view.examined
        if examined is None:
            return
        if gate < 0:
            examined.put_back()
        elif examined.nudge is None or examined.nudge[0] != gate:
            examined.nudge_by(gate, 0.0)
        self._view.show_values()

    def _nudge(self, gate: int, more: float) -> None:
        examined = self._view.examined
        if examined is not None:
            before = examined.nudge[1] if examined.nudge is not None and examined.nudge[0] == gate else 0.0
            self._nudge_to(gate, round(before + more, 9))

    def _nudge_to(self, gate: int, by: float) -> None:
        examined = self._view.examined
        assert examined is not None
        try:
            examined.nudge_by(gate, by)
        except GraphError as error:
            self.refused.emit(error)
            return
        self._view.text.say("")
        self._view.show_values()
        self.nudged.emit()

    def _want_value(self, gate: int, place: QPoint) -> None:
        examined, picture = self._view.examined, self._view.picture
        if examined is None:
            return
        self._choose(gate)
        self._edited = gate
        shown = examined.graph.gates[gate]
        caption = words.translate("Microscope", "Value of {name}").format(name=shown.label)
        self.editor.open(caption, shown.value, place, picture.rect())

    def _on_typed(self, value: float) -> None:
        examined = self._view.examined
        if examined is not None and self._edited >= 0:
            self._nudge_to(self._edited, value - examined.base.gates[self._edited].value)

    def _put_back(self) -> None:
        self._choose(-1)

    def _keep(self) -> None:
        examined = self._view.examined
        if examined is not None and examined.nudge is not None:
            self.kept.emit(examined.nudge[0])
