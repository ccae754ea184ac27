"""What the window knows of each kind of layer: its sign, its number, its settings, its units' parameters.

A new kind needs one row here. The rest follows from its record in the engine: a layer with units of its own
is a column of tiles, any other passes each unit on at its own height; one with an activation has a card for
each of them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

import msgspec
import numpy as np
from msgspec.structs import replace
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from playground.engine.activations import ACTIVATIONS
from playground.engine.layers.kinds import LAYER_KINDS, AnyLayer
from playground.ui.look import theme
from playground.ui.widgets.curve_picture import PaintSign, curve_path
from playground.ui.words.translation import QT_TRANSLATE_NOOP


@dataclass(frozen=True)
class Setting:
    """Numbers of a setting that the column's menu offers; ``edit`` is what undo calls the choice."""

    field: str
    values: tuple[float, ...]
    title: str
    edit: str


@dataclass(frozen=True)
class HeaderNumber:
    """The setting under a column's title, between a minus and a plus. Texts are marked for translation."""

    field: str
    step: float
    lowest: float
    highest: float
    is_whole: bool
    edit: str
    refusal: str
    more: str
    less: str
    about: str
    name: str
    more_name: str
    less_name: str


@dataclass(frozen=True)
class Parameter:
    """One of the numbers that each unit of a passing layer has of its own, drawn as a band of the unit.

    ``row`` is its row of the layer's parameters (-1: the biases), ``neutral`` the value that changes nothing.
    """

    row: int
    sign: str
    name: str
    neutral: float
    caption: str


@dataclass(frozen=True)
class KindRow:
    """One kind of layer in the window."""

    sign: PaintSign = field(default=lambda *room: paint_pass_sign(*room))
    number: HeaderNumber | None = None
    settings: tuple[Setting, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    note: str = ""
    """What stands under the title where no number does: the parameters' signs, explained by ``note_help``."""
    note_help: str = ""


_EPSILON = Setting(
    "epsilon",
    (1e-8, 1e-5, 1e-3, 1e-1),
    QT_TRANSLATE_NOOP("ColumnMenu", "Epsilon"),
    QT_TRANSLATE_NOOP("ColumnMenu", "Epsilon of the norm"),
)
_SCALE = Parameter(
    0,
    QT_TRANSLATE_NOOP("CanvasReadout", "scale γ"),
    QT_TRANSLATE_NOOP("Inspector", "scale"),
    1.0,
    QT_TRANSLATE_NOOP("CanvasInput", "Scale γ of {unit}"),
)
_SHIFT = Parameter(
    -1,
    QT_TRANSLATE_NOOP("CanvasReadout", "shift β"),
    QT_TRANSLATE_NOOP("Inspector", "shift"),
    0.0,
    QT_TRANSLATE_NOOP("CanvasInput", "Shift β of {unit}"),
)
_NORM_NOTE_HELP = QT_TRANSLATE_NOOP(
    "ColumnHeader", "Each unit is scaled by γ and shifted by β; both are learned."
)

KINDS: dict[str, KindRow] = {
    "dense": KindRow(
        sign=lambda *room: _paint_fan(*room),
        number=HeaderNumber(
            "units", 1, 1, 1024, True,
            edit="",
            refusal=QT_TRANSLATE_NOOP("Headers", "“{text}” is no whole number; a layer has 1 to 1024 units."),
            more=QT_TRANSLATE_NOOP("ColumnHeader", "One unit more: every other weight stays as it is."),
            less=QT_TRANSLATE_NOOP("ColumnHeader", "One unit less: the last one goes."),
            about=QT_TRANSLATE_NOOP("ColumnHeader", "Number of units: type it, or turn the wheel over it."),
            name=QT_TRANSLATE_NOOP("ColumnHeader", "Number of units"),
            more_name=QT_TRANSLATE_NOOP("ColumnHeader", "Add a unit"),
            less_name=QT_TRANSLATE_NOOP("ColumnHeader", "Remove a unit"),
        ),
    ),
    "dropout": KindRow(
        sign=lambda *room: _paint_off_disc(*room),
        number=HeaderNumber(
            "rate", 0.05, 0.0, 0.95, False,
            edit=QT_TRANSLATE_NOOP("Headers", "Dropout rate {value}"),
            refusal=QT_TRANSLATE_NOOP(
                "Headers", "“{text}” is no number; a dropout rate lies from 0 to below 1."
            ),
            more=QT_TRANSLATE_NOOP("ColumnHeader", "Drop more units at each step."),
            less=QT_TRANSLATE_NOOP("ColumnHeader", "Drop fewer units at each step."),
            about=QT_TRANSLATE_NOOP(
                "ColumnHeader", "How likely a unit is off at a training step, drawn anew for each point."
            ),
            name=QT_TRANSLATE_NOOP("ColumnHeader", "Dropout rate"),
            more_name=QT_TRANSLATE_NOOP("ColumnHeader", "Higher dropout rate"),
            less_name=QT_TRANSLATE_NOOP("ColumnHeader", "Lower dropout rate"),
        ),
        settings=(
            Setting(
                "rate",
                (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8),
                QT_TRANSLATE_NOOP("ColumnMenu", "Rate"),
                QT_TRANSLATE_NOOP("ColumnMenu", "Dropout rate"),
            ),
        ),
    ),
    "batch_norm": KindRow(
        sign=lambda *room: _paint_bell(*room),
        settings=(
            Setting(
                "momentum",
                (0.01, 0.05, 0.1, 0.2, 0.5, 1.0),
                QT_TRANSLATE_NOOP("ColumnMenu", "Momentum of the running statistics"),
                QT_TRANSLATE_NOOP("ColumnMenu", "Batch norm momentum"),
            ),
            _EPSILON,
        ),
        parameters=(_SCALE, _SHIFT),
        note="γ · β",
        note_help=_NORM_NOTE_HELP,
    ),
    "layer_norm": KindRow(
        sign=lambda *room: _paint_rows(*room),
        settings=(_EPSILON,),
        parameters=(_SCALE, _SHIFT),
        note="γ · β",
        note_help=_NORM_NOTE_HELP,
    ),
}  # fmt: skip
"""Every kind of hidden layer, in the order of the palette."""


def new_layers(kind: str) -> tuple[AnyLayer, ...]:
    """The layers that cards and menus offer of a kind: one, or one for each activation."""
    made: Any = LAYER_KINDS[kind].settings()
    if not has_activation(kind):
        return (made,)
    return tuple(replace(made, activation=name) for name in ACTIVATIONS)


def has_activation(kind: str) -> bool:
    """Whether layers of this kind have an activation that one chooses."""
    return "activation" in LAYER_KINDS[kind].settings.__struct_fields__


def activation_of(layer: AnyLayer | None) -> str:
    """The activation of a layer, or "" where its kind has none."""
    return str(getattr(layer, "activation", ""))


def own_units(layer: AnyLayer | None) -> int | None:
    """How many units a layer has by its own settings; None where it has as many as the one before."""
    return None if layer is None or layer.ids is None else len(layer.ids)


def settings_of(layer: AnyLayer) -> list[tuple[Setting, float]]:
    """The numbers that a layer's menu offers, with their values: those of its row, and all others."""
    known = {setting.field: setting for setting in KINDS[layer.kind].settings}
    made = []
    for each in msgspec.structs.fields(type(layer)):
        value = getattr(layer, each.name)
        if each.name in known:
            made.append((known[each.name], value))
        elif isinstance(value, float):
            made.append((Setting(each.name, _near(layer, each.name, value), "", ""), value))
    return made


def _near(layer: AnyLayer, name: str, value: float) -> tuple[float, ...]:
    """Values around the present one that the layer can have."""
    wanted = {value * factor for factor in (0.1, 0.5, 1.0, 2.0, 10.0)} if value else {0.0, 0.1, 0.5, 1.0}
    plain = msgspec.to_builtins(layer)

    def is_allowed(one: float) -> bool:
        try:
            msgspec.convert({**plain, name: one}, type(layer))
        except msgspec.ValidationError:
            return False
        return True

    return tuple(sorted(one for one in wanted if math.isfinite(one) and is_allowed(one)))


# --------------------------------------------------------------------------------------------- signs


def paint_pass_sign(painter: QPainter, room: QRectF, color: QColor, quiet: QColor, width: float) -> None:
    """A unit on its line: what comes in goes out changed."""
    middle = room.center()
    painter.drawLine(QPointF(room.left() + 2, middle.y()), QPointF(room.right() - 2, middle.y()))
    painter.setBrush(color)
    painter.drawEllipse(middle, room.height() * 0.22, room.height() * 0.22)


def _paint_fan(painter: QPainter, room: QRectF, color: QColor, quiet: QColor, width: float) -> None:
    left = [room.top() + room.height() * share for share in (0.15, 0.5, 0.85)]
    end = QPointF(room.right() - 3, room.center().y())
    painter.setPen(QPen(color, width * 0.6))
    for y in left:
        painter.drawLine(QPointF(room.left() + 3, y), end)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    for point in (*(QPointF(room.left() + 3, y) for y in left), end):
        painter.drawEllipse(point, width * 1.1, width * 1.1)


def _paint_off_disc(painter: QPainter, room: QRectF, color: QColor, quiet: QColor, width: float) -> None:
    radius = min(room.height() * 0.2, room.width() * 0.14)
    for place in (-1, 0, 1):
        center = QPointF(room.center().x() + place * room.width() * 0.34, room.center().y())
        if place:
            painter.setBrush(color)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawEllipse(center, radius, radius)
        else:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.mix(color, quiet, 0.4), width * 0.8))
            painter.drawEllipse(center, radius, radius)
            reach = radius * 1.7
            painter.drawLine(center + QPointF(-reach, reach), center + QPointF(reach, -reach))


def _paint_bell(painter: QPainter, room: QRectF, color: QColor, quiet: QColor, width: float) -> None:
    places = np.linspace(-2.6, 2.6, 40)
    painter.drawPath(curve_path(np.exp(-places * places), room.adjusted(0, 1, 0, -1), 0.0, 1.1))


def _paint_rows(painter: QPainter, room: QRectF, color: QColor, quiet: QColor, width: float) -> None:
    for share in (0.32, 0.68):
        y = room.top() + share * room.height()
        painter.drawLine(QPointF(room.left() + 2, y), QPointF(room.right() - 2, y))
