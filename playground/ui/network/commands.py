"""What the user can do to the network on its canvas, each as one undo step with a name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QMenu

from playground.app.notices import Notice
from playground.app.session import Session
from playground.engine import edits
from playground.engine.errors import ExperimentError
from playground.engine.experiment import Experiment
from playground.engine.layers.base import FEATURES_ID, OUTPUT_ID
from playground.engine.layers.kinds import AnyLayer
from playground.ui.network.columns import layer_of
from playground.ui.network.comparing import add_comparisons, paths_within
from playground.ui.network.kinds import HeaderNumber, own_units
from playground.ui.network.names import kind_name
from playground.ui.words import labels


class CanvasCommands(QObject):
    """Edits of the network through the session."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session

    @property
    def experiment(self) -> Experiment:
        """What is edited."""
        return self._session.experiment

    def add_comparisons(self, menu: QMenu, layer_id: int) -> None:
        """Put into a column's menu what can be compared of it."""
        part = ""
        if layer_id == OUTPUT_ID:
            part = "network.output"
        elif layer_of(self.experiment, layer_id) is not None:
            part = f"network.layers[{self._place(layer_id)}]"
        add_comparisons(menu, self._session, paths_within(self._session, part) if part else ())

    def insert(self, gap: int, layer: AnyLayer) -> int | None:
        """Put a new layer into a gap; its id, or None where that was refused."""
        before = {one.id for one in self.experiment.network.layers}
        text = self.tr("Add {layer}").format(layer=kind_name(layer))
        self._try(lambda: edits.insert_layer(self.experiment, gap, layer), text)
        return next((one.id for one in self.experiment.network.layers if one.id not in before), None)

    def move(self, layer_id: int, gap: int) -> None:
        """Move a layer into a gap, as gaps are numbered with the layer still in its place."""
        place = self._place(layer_id)
        target = gap if gap <= place else gap - 1
        if target != place:
            text = self.tr("Move {layer}").format(layer=self._name_of(layer_id))
            self._try(lambda: edits.move_layer(self.experiment, layer_id, target), text)

    def move_by(self, layer_id: int, steps: int) -> None:
        """Move a layer that many places to the right (negative: to the left)."""
        if layer_of(self.experiment, layer_id) is None:
            return
        target = self._place(layer_id) + steps
        if 0 <= target < len(self.experiment.network.layers):
            text = self.tr("Move {layer}").format(layer=self._name_of(layer_id))
            self._try(lambda: edits.move_layer(self.experiment, layer_id, target), text)

    def remove(self, layer_id: int) -> None:
        """Take a layer out."""
        if layer_of(self.experiment, layer_id) is not None:
            text = self.tr("Remove {layer}").format(layer=self._name_of(layer_id))
            self._try(lambda: edits.remove_layer(self.experiment, layer_id), text)

    def duplicate(self, layer_id: int) -> None:
        """Put a copy of a layer after it."""
        text = self.tr("Duplicate {layer}").format(layer=self._name_of(layer_id))
        self._try(lambda: edits.duplicate_layer(self.experiment, layer_id), text)

    def set_units(self, layer_id: int, units: int) -> None:
        """Give a dense layer this many units; turning it step by step is one undo step."""
        text = self.tr("Set units of {layer}").format(layer=self._name_of(layer_id))
        self._try(lambda: edits.with_units(self.experiment, layer_id, units), text, f"units {layer_id}")

    def remove_unit(self, layer_id: int, unit: int) -> None:
        """Take one unit out of a dense layer; the last one stays."""
        layer = layer_of(self.experiment, layer_id)
        units = own_units(layer) or 0
        if unit < units and units > 1:
            text = self.tr("Remove unit {number}").format(number=unit + 1)
            self._try(lambda: edits.remove_unit(self.experiment, layer_id, unit), text)

    def change(self, layer_id: int, text: str, merge_key: str | None = None, **changes: Any) -> None:
        """Change options of a layer or of the output."""
        if layer_id == OUTPUT_ID:
            self._try(lambda: edits.with_output(self.experiment, **changes), text, merge_key)
        elif layer_id != FEATURES_ID:
            self._try(lambda: edits.with_layer(self.experiment, layer_id, **changes), text, merge_key)

    def set_number(self, layer_id: int, number: HeaderNumber, value: float) -> None:
        """Give a layer another value of the number under its title."""
        if number.field == "units":
            self.set_units(layer_id, int(value))
            return
        text = QCoreApplication.translate("Headers", number.edit or "{value}").format(value=f"{value:g}")
        self.change(layer_id, text, f"{number.field} {layer_id}", **{number.field: value})

    def refuse(self, sentence: str) -> None:
        """Say why something was not taken."""
        self._session.notice.emit(Notice("warning", sentence))

    def set_activation(self, layer_id: int, activation: str) -> None:
        """Give a dense layer another activation."""
        text = self.tr("Activation {name}").format(name=labels.label("activation", activation).label)
        self.change(layer_id, text, activation=activation)

    def toggle_feature(self, name: str) -> None:
        """Switch a feature on or off."""
        is_on = name in self.experiment.network.features
        text = self.tr("Feature {name} off") if is_on else self.tr("Feature {name} on")
        self._try(
            lambda: edits.toggle_feature(self.experiment, name),
            text.format(name=labels.label("feature", name).label),
        )

    def _try(self, make: Callable[[], Experiment], label: str, merge_key: str | None = None) -> None:
        self._session.try_edit(make, label, merge_key)

    def _place(self, layer_id: int) -> int:
        ids = [layer.id for layer in self.experiment.network.layers]
        if layer_id not in ids:
            raise ExperimentError("network.layers", f"there is no layer with id {layer_id}")
        return ids.index(layer_id)

    def _name_of(self, layer_id: int) -> str:
        layer = layer_of(self.experiment, layer_id)
        return kind_name(layer) if layer is not None else ""
