"""The inspector: one unit's formula and gradient with their real numbers, its weights, and a nudge."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from playground.app.session import Session
from playground.engine.activations import ACTIVATIONS
from playground.engine.layers.base import FEATURES_ID, OUTPUT_ID
from playground.observe.inspection import shown_column
from playground.observe.snapshot import InspectionRequest, Snapshot, SnapshotRequest, UnitInspection, UnitKey
from playground.ui.analysis import inspector_texts
from playground.ui.analysis.nudge import NudgePanel
from playground.ui.analysis.scrolled import scrolled
from playground.ui.analysis.weight_table import WeightHistory, WeightRow, WeightTable
from playground.ui.look import theme
from playground.ui.network import names
from playground.ui.network.kinds import KINDS
from playground.ui.network.value_editor import ValueEditor
from playground.ui.panel import Panel
from playground.ui.widgets.formula import FormulaArea, FormulaText, Word
from playground.ui.widgets.later import Later
from playground.ui.widgets.segmented import Option, SegmentedControl
from playground.ui.widgets.text import Caption
from playground.ui.words import numbers

if TYPE_CHECKING:
    from playground.ui.analysis.activation_plot import ActivationPlot

TEXT_SECONDS = 0.12
"""While it plays, numbers change this often, so that they can be read."""
_WIDE = 820
_ROOM_FOR_CURVE = 1000
_HIGH = 330
"""From this height on, in logical pixels, formula and curve are large, the nudge below the weights."""
_SHARES = {True: (9, 9, 13), False: (9, 6, 21)}
"""How formula, curve, and weights with nudge share the width of a high panel, and of a low one."""
_UNBOUNDED = 16_777_215


@dataclass(frozen=True)
class Target:
    """What is inspected: a unit, the row of one of its weights (-1: the bias), a maxout unit's piece."""

    unit: UnitKey
    row: int = 0
    piece: int | None = None


class Inspector(Panel):
    """Follows the selected unit or edge: at the probe point, or averaged over the training set."""

    NAME = "inspector"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.setAccessibleName(self.tr("Inspector"))
        self._target: Target | None = None
        self._found: UnitInspection | None = None
        self._texts_at = 0.0
        self._history = WeightHistory(session, self)
        self._history.arrived.connect(self._refresh_rows)
        self.title = Caption("", role="text", size="title")
        self.context = Caption("")
        self.mode = self._made_mode()
        self.formula = FormulaText()
        self.table = WeightTable()
        self.nudge = NudgePanel()
        self._curve = Later(self._made_curve)
        self.hint = QLabel()
        self.hint.setWordWrap(True)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.hint.setProperty("role", "quiet")
        self._lay_out()
        self.editor = ValueEditor(self)
        self._connect()
        self._follow_selection()

    @property
    def target(self) -> Target | None:
        """What is inspected now."""
        return self._target

    @property
    def curve(self) -> ActivationPlot:
        """The unit's activation with its derivative, made now if it is not there yet."""
        return self._curve.make()  # type: ignore[return-value]

    @property
    def found(self) -> UnitInspection | None:
        """The numbers that are shown."""
        return self._found

    def wants(self) -> SnapshotRequest | None:
        target = self._target
        if target is None:
            return None
        probe = self.session.display.probe
        request = InspectionRequest(
            unit=target.unit,
            averaged=self.mode.value == "average" or probe is None,
            piece=target.piece,
            nudge=(target.row, self.nudge.step),
        )
        is_feature = target.unit[0] == FEATURES_ID
        return SnapshotRequest(
            inspect=None if is_feature else request,
            probe=probe,
            unit_histograms=not is_feature and self._has_room_for_curve,
        )

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the unit at this instant."""
        target = self._target
        if target is None:
            return
        found = snapshot.inspection
        if target.unit[0] == FEATURES_ID:
            self._show_feature(snapshot, target.unit[1])
        elif found is not None and found.request.unit == target.unit:
            is_due = time.monotonic() - self._texts_at >= TEXT_SECONDS or not snapshot.playing
            if is_due:
                self._texts_at = time.monotonic()
                self._show(found, snapshot)
            self._ask_history(snapshot, found)

    def display_changed(self, name: str, value: Any) -> None:
        if name == "selected":
            self._follow_unit(value)
        elif name == "selected_edge":
            self._follow_edge(value)
        elif name == "probe":
            self.ask()

    def showEvent(self, event: QShowEvent) -> None:
        self._follow_selection()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._history.stop()
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_wide = self.width() >= theme.pixels(_WIDE)
        beside, below = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._body.setDirection(beside if is_wide else below)
        is_high = self.height() >= theme.pixels(_HIGH)
        self._values.setDirection(beside if is_wide and not is_high else below)
        self._fit_weights()
        for place, share in enumerate(_SHARES[is_high]):
            self._body.setStretch(place, share)
        if not self._has_room_for_curve:
            self._curve.hide()
        self.editor.close_without()

    def _fit_weights(self) -> None:
        """What stands below the weights in a high panel follows them at once."""
        is_high = self.height() >= theme.pixels(_HIGH)
        self._weights.setMaximumHeight(self.table.sizeHint().height() if is_high else _UNBOUNDED)

    # ------------------------------------------------------------------------------------- making

    def _made_mode(self) -> SegmentedControl:
        mode = SegmentedControl(
            [
                Option(
                    "probe", self.tr("Probe point"), self.tr("The numbers at the probe point on the plane")
                ),
                Option(
                    "average",
                    self.tr("Average"),
                    self.tr("The numbers averaged over the training set; ⟨…⟩ is that mean"),
                ),
            ]
        )
        mode.setObjectName("inspectorMode")
        mode.setAccessibleName(self.tr("Numbers of"))
        return mode

    def _lay_out(self) -> None:
        unit = theme.pixels(theme.GRID)
        head = QHBoxLayout()
        head.setSpacing(2 * unit)
        head.addWidget(self.title)
        head.addWidget(self.context)
        head.addStretch(1)
        head.addWidget(self.mode)
        self._values = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._values.setSpacing(4 * unit)
        self._weights = scrolled(self.table, self.tr("Inspector"))
        self._values.addWidget(self._weights, 14)
        self._values.addWidget(self.nudge, 7, Qt.AlignmentFlag.AlignTop)
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._body.setSpacing(4 * unit)
        self._body.addWidget(FormulaArea(self.formula, self.tr("Inspector")))
        self._body.addWidget(self._curve)
        self._body.addLayout(self._values)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(unit // 2)
        column.addLayout(head)
        column.addLayout(self._body, 1)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.hint)
        self._pages.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * unit, unit, 2 * unit, unit)
        layout.addWidget(self._pages)

    def _connect(self) -> None:
        self.mode.chosen.connect(lambda _: self.ask())
        self._curve.made.connect(lambda _: self._show_present())
        self.table.chosen.connect(self._on_row)
        self.table.dragged.connect(self._on_drag)
        self.table.edit_wanted.connect(self._type_weight)
        self.editor.committed.connect(self._set_weight)
        self.nudge.changed.connect(lambda _: self.ask())
        self.nudge.applied.connect(self._move_weight)

    # ---------------------------------------------------------------------------------- selection

    def _follow_unit(self, unit: UnitKey | None) -> None:
        edge = self.session.display.selected_edge
        if unit is not None:
            self._aim(Target(unit))
        elif edge is None:
            self._aim(None)

    def _follow_edge(self, edge: tuple[int, int, int] | None) -> None:
        if edge is None:
            if self.session.display.selected is None:
                self._aim(None)
            return
        layer_id, row, column = edge
        snapshot = self.session.snapshot
        layer = snapshot.layer(layer_id) if snapshot is not None else None
        units = layer.units if layer is not None else column + 1
        is_piece = layer is not None and layer.weights is not None and layer.weights.shape[1] > units
        self._aim(Target((layer_id, column % units), row, column // units if is_piece else None))

    def _follow_selection(self) -> None:
        display = self.session.display
        if self._target is None and display.selected_edge is not None:
            self._follow_edge(display.selected_edge)
        elif self._target is None:
            self._follow_unit(display.selected)
        self._show_page()

    def _aim(self, target: Target | None) -> None:
        self._target = target
        self._found = None
        self.editor.close_without()
        if target is not None:
            self.table.set_chosen(target.row)
        self._show_page()
        self.ask()
        self._show_present()

    def _show_present(self) -> None:
        if self.isVisible() and self.session.snapshot is not None:
            self.show_snapshot(self.session.snapshot)

    def _show_page(self) -> None:
        self._pages.setCurrentIndex(int(self._target is not None))
        self.hint.setText(
            self.tr("Click a unit or an edge of the network: its formula appears here with its real numbers.")
        )

    # ---------------------------------------------------------------------------------- the numbers

    def _show(self, found: UnitInspection, snapshot: Snapshot) -> None:
        target = self._target
        if target is None:
            return
        self._found = found
        experiment = self.experiment
        inputs = inspector_texts.input_names(experiment, found.request.unit[0])
        self.title.set_text(names.unit_name(experiment, found.request.unit))
        wants_probe = self.mode.value == "probe"
        probe = snapshot.request.probe
        self.context.set_text(inspector_texts.context(found, experiment, probe, wants_probe=wants_probe))
        gradient = inspector_texts.gradient_lines(found, target.row, inputs)
        self.formula.set_lines([*inspector_texts.forward_lines(found), *gradient])
        self._show_curve(found, snapshot)
        self.table.set_rows(self._rows(found, inputs))
        self._fit_weights()
        has_weights = bool(len(found.weights))
        self.table.setVisible(has_weights)
        self.nudge.setVisible(has_weights)
        self.nudge.title.set_text(
            self.tr("Nudge {weight}").format(weight=self._nudged(target.row, found, inputs))
        )
        self.nudge.bars.show_nudge(found.nudge, self.tr("A nudge needs a label: its loss is what moves."))

    @property
    def _has_room_for_curve(self) -> bool:
        return self.width() >= theme.pixels(_ROOM_FOR_CURVE)

    def _made_curve(self) -> QWidget:
        from playground.ui.analysis.activation_plot import ActivationPlot

        return ActivationPlot(self.session.write_file)

    def _show_curve(self, found: UnitInspection, snapshot: Snapshot) -> None:
        """The activation at the unit's z, beside the z of the training points."""
        record = ACTIVATIONS.get(found.activation)
        is_norm = inspector_texts.formula_of(found) == "norm"
        has_curve = record is not None and not record.has_pieces and not is_norm
        self._curve.setVisible(has_curve and self._has_room_for_curve)
        if not self._curve.isVisible():
            return
        self._curve.want()
        if self._curve.content is not None:
            layer_id, unit = found.request.unit
            layer = snapshot.layer(layer_id)
            histogram = layer.unit_pre_activations if layer is not None else None
            self.curve.show_unit(found.activation, found.pre_activation, histogram, unit)

    def _rows(self, found: UnitInspection, inputs: list[str]) -> list[WeightRow]:
        slopes = found.weight_gradients
        is_norm = inspector_texts.formula_of(found) == "norm"
        values = [found.pre_activation] if is_norm else found.inputs.tolist()
        rows = [
            WeightRow(
                row=index,
                name=self._weight_name(index, found, inputs),
                weight=weight,
                input=values[index],
                gradient=None if slopes is None else float(slopes[index]),
                past=self._history.of(index),
            )
            for index, weight in enumerate(found.weights.tolist())
        ]
        if found.bias_gradient is not None or (found.bias and slopes is None):
            name = self._weight_name(-1, found, inputs)
            rows.append(
                WeightRow(-1, name, found.bias, 1.0, found.bias_gradient, self._history.of(len(rows)))
            )
        return rows

    def _weight_name(self, row: int, found: UnitInspection, inputs: list[str]) -> str:
        if found.request.unit[0] != OUTPUT_ID:
            for parameter in KINDS[found.kind].parameters:
                if parameter.row == row:
                    return self.tr(parameter.name)
        if row < 0:
            return self.tr("bias")
        return inputs[row] if row < len(inputs) else ""

    def _nudged(self, row: int, found: UnitInspection, inputs: list[str]) -> str:
        """What moves: ``w₁`` with the name of its input, or the bias, the scale, the shift."""
        name = self._weight_name(row, found, inputs)
        is_weight = row >= 0 and inspector_texts.formula_of(found) == "weights"
        return f"w{numbers.subscript(row + 1)} ({name})" if is_weight else name

    def _show_feature(self, snapshot: Snapshot, unit: int) -> None:
        """A feature has no weights: its value at the probe point, and what the loss feels of it."""
        experiment = self.experiment
        self._found = None
        self.title.set_text(names.unit_name(experiment, (FEATURES_ID, unit)))
        self.table.hide()
        self.nudge.hide()
        self._curve.hide()
        probe = snapshot.probe
        if probe is None or unit >= len(probe.features):
            self.context.set_text(self.tr("click the plane for its value at a point"))
            self.formula.set_lines([])
            return
        self.context.set_text("")
        name = names.unit_name(experiment, (FEATURES_ID, unit))
        lines = [[Word(f"{name} = "), Word(numbers.plain(float(probe.features[unit]), 3), "forward")]]
        if probe.feature_gradients is not None:
            slope = numbers.plain(float(probe.feature_gradients[unit]), 3)
            lines.append([Word(f"∂L/∂{name} = "), Word(slope, "gradient")])
        self.formula.set_lines(lines)

    def _ask_history(self, snapshot: Snapshot, found: UnitInspection) -> None:
        layer = snapshot.layer(found.request.unit[0])
        if layer is not None and len(found.weights):
            self._history.ask(layer.id, shown_column(found, layer.units), now=not snapshot.playing)

    def _refresh_rows(self) -> None:
        if self._found is not None:
            inputs = inspector_texts.input_names(self.experiment, self._found.request.unit[0])
            self.table.set_rows(self._rows(self._found, inputs))

    # -------------------------------------------------------------------------------------- edits

    def _on_row(self, row: int) -> None:
        address = self._address(row)
        if address is not None:
            self.session.display.set(selected_edge=address)

    def _on_drag(self, row: int, value: float, number: int) -> None:
        address = self._address(row)
        if address is not None:
            self.session.set_parameter(*address, value, merge_key=f"inspector drag {number}")

    def _type_weight(self, row: int) -> None:
        places = [each.row for each in self.table.rows]
        if row not in places:
            return
        index = places.index(row)
        place = self.table.mapTo(self, self.table.weight_rect(index).topLeft().toPoint())
        shown = self.table.rows[index]
        caption = f"{self.title.text()} · {shown.name}"
        self.editor.open(caption, shown.weight, place + QPoint(0, -theme.pixels(30)), self._editor_room())

    def _editor_room(self) -> QRect:
        return self.rect().adjusted(0, 0, 0, theme.pixels(40))

    def _set_weight(self, value: float) -> None:
        if self._target is not None:
            address = self._address(self._target.row)
            if address is not None:
                self.session.set_parameter(*address, value)

    def _move_weight(self, step: float) -> None:
        target = self._target
        shown = next((row for row in self.table.rows if target is not None and row.row == target.row), None)
        if shown is not None:
            address = self._address(shown.row)
            if address is not None:
                self.session.set_parameter(*address, shown.weight + step)

    def _address(self, row: int) -> tuple[int, int, int] | None:
        """Layer, row and column of a shown weight, as ``set_parameter`` wants them."""
        found, snapshot = self._found, self.session.snapshot
        layer = snapshot.layer(found.request.unit[0]) if found is not None and snapshot is not None else None
        if found is None or layer is None:
            return None
        return layer.id, row, shown_column(found, layer.units)
