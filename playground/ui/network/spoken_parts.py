"""The painted network for assistive programs: columns, their units, each with its bias and its weights."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QRect, QRectF

from playground.ui.network.bubble import Bubble
from playground.ui.network.columns import title
from playground.ui.network.readout import Target, has_bias, spoken, weight_lines, weight_name
from playground.ui.network.view import NetworkView
from playground.ui.widgets.spoken import Part, Role


class NetworkParts:
    """What stands on a canvas now, as parts."""

    def __init__(self, canvas: NetworkView, bubble_of: Callable[[Target], Bubble | None]) -> None:
        self._canvas = canvas
        self._session = canvas.session
        self._bubble_of = bubble_of

    def columns(self) -> Sequence[Part]:
        """The features, each layer, the output."""
        return [
            Part(
                key=box.spec.layer_id,
                role=Role.List,
                rect=QRectF(box.left, box.top, box.width, box.bottom - box.top).toRect(),
                name=partial(self._title, box.spec.layer_id),
                parts=partial(self._units, column),
            )
            for column, box in enumerate(self._canvas.layout_.columns)
        ]

    def _title(self, layer_id: int) -> str:
        return title(self._session.experiment, layer_id)

    def _units(self, column: int) -> Sequence[Part]:
        columns = self._canvas.layout_.columns
        if column >= len(columns):
            return ()
        box, selected = columns[column], self._session.display.selected
        return [
            Part(
                key=unit,
                role=Role.ListItem,
                rect=box.rects[unit],
                name=partial(self._name, Target("unit", column, unit)),
                value=partial(self._value, Target("unit", column, unit)),
                parts=partial(self._parameters, column, unit),
                is_selected=selected == (box.spec.layer_id, unit),
            )
            for unit in range(box.spec.units)
        ]

    def _parameters(self, column: int, unit: int) -> Sequence[Part]:
        """A unit's bias (row -1) and its weights."""
        layout = self._canvas.layout_
        if column >= len(layout.columns) or not layout.columns[column].spec.has_weights:
            return ()
        layer_id, before = layout.columns[column].spec.layer_id, layout.columns[column - 1]
        rows = range(-1 if has_bias(self._session.experiment, layer_id) else 0, before.spec.units)
        chosen = self._session.display.selected_edge
        return [
            Part(
                key=row,
                role=Role.StaticText,
                rect=layout.bias_rect(column, unit) if row < 0 else self._between(column, row, unit),
                name=partial(self._parameter_name, column, row, unit),
                value=partial(self._parameter_value, column, row, unit),
                is_selected=chosen == (layer_id, row, unit),
            )
            for row in rows
        ]

    def _between(self, column: int, row: int, unit: int) -> QRect:
        """The room of an edge: from its source to its target."""
        columns = self._canvas.layout_.columns
        one, other = columns[column - 1].rects[row].center(), columns[column].rects[unit].center()
        return QRect(one, other).normalized()

    def _parameter_name(self, column: int, row: int, unit: int) -> str:
        if row < 0:
            return self._name(Target("bias", column, unit))
        columns, experiment = self._canvas.layout_.columns, self._session.experiment
        source, target = columns[column - 1].spec.layer_id, columns[column].spec.layer_id
        return weight_name(experiment, (source, row), (target, unit))

    def _parameter_value(self, column: int, row: int, unit: int) -> str:
        if row < 0:
            return self._value(Target("bias", column, unit))
        snapshot = self._canvas.snapshot
        layer = snapshot.layer(self._canvas.layout_.columns[column].spec.layer_id) if snapshot else None
        return spoken(weight_lines(layer, snapshot, row, unit))

    def _name(self, target: Target) -> str:
        bubble = self._bubble_of(target)
        return bubble.lines[0].text if bubble is not None else ""

    def _value(self, target: Target) -> str:
        bubble = self._bubble_of(target)
        return spoken(bubble.lines[1:]) if bubble is not None else ""
