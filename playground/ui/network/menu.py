"""The menus of a column: everything a layer can be told, and how it can be moved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Literal, TypeAlias

import numpy as np
from PySide6.QtCore import QCoreApplication, QSizeF
from PySide6.QtGui import QAction, QActionGroup, QIcon, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from playground.engine.activations import ACTIVATIONS, curve
from playground.engine.experiment import Experiment
from playground.engine.features import FEATURES
from playground.engine.initializers import INITIALIZERS
from playground.engine.layers.base import OUTPUT_ID
from playground.engine.layers.kinds import LAYER_KINDS, AnyLayer
from playground.engine.regularizers import Regularizer
from playground.ui.look import theme
from playground.ui.network.columns import layer_of
from playground.ui.network.commands import CanvasCommands
from playground.ui.network.kinds import KINDS, Setting, activation_of, new_layers, settings_of
from playground.ui.widgets.curve_picture import curve_pixmap, icon_of, sign_pixmap
from playground.ui.words import labels, numbers

translate = QCoreApplication.translate

Examining: TypeAlias = tuple[str, Callable[[], object]]
"""What the microscope would show, in words, and how it is asked for."""

RATES = (1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 0.1, 0.3)
PIECES = (2, 3, 4, 5, 6, 8)
PICTURE = QSizeF(16, 16)
_REACH = 3.0
_ORDER = ("relu", "leaky_relu", "elu", "tanh", "sigmoid", "maxout", "linear", "softplus", "gelu", "silu")


def activation_icon(name: str, size: QSizeF = PICTURE, color: str = "accent", ratio: float = 2.0) -> QIcon:
    """The activation's own curve as an icon."""
    values, _ = curve(name, np.linspace(-_REACH, _REACH, 61))
    low, high = min(float(values.min()), -0.3), max(float(values.max()), 0.3)
    scaled = QSizeF(theme.pixels(size.width()), theme.pixels(size.height()))
    colors = theme.current()
    return icon_of(curve_pixmap(values, (low, high), scaled, getattr(colors, color), colors.hairline, ratio))


def kind_icon(kind: str, size: QSizeF = PICTURE, ratio: float = 2.0) -> QIcon:
    """The sign of a kind of layer as an icon."""
    colors = theme.current()
    scaled = QSizeF(theme.pixels(size.width()), theme.pixels(size.height()))
    return icon_of(sign_pixmap(KINDS[kind].sign, scaled, colors.accent, colors.quiet, ratio))


def activation_menu(parent: QWidget, commands: CanvasCommands, layer_id: int) -> QMenu:
    """The activations with their curves, for a layer."""
    chosen = activation_of(layer_of(commands.experiment, layer_id))
    return activation_list(parent, chosen, partial(commands.set_activation, layer_id))


def activation_list(parent: QWidget, chosen: str, choose: Callable[[str], object]) -> QMenu:
    """The activations with their curves; ``choose`` is told the name."""
    menu = _menu(parent, "activationMenu")
    _fill_activations(menu, chosen, choose)
    return menu


def layer_menu(parent: QWidget, commands: CanvasCommands, layer_id: int) -> QMenu:
    """All options of a hidden layer, and moving, copying and removing it."""
    menu = _menu(parent, "columnMenu")
    experiment = commands.experiment
    layer = layer_of(experiment, layer_id)
    assert layer is not None
    if activation := activation_of(layer):
        choose = partial(commands.set_activation, layer_id)
        _fill_activations(_submenu(menu, translate("ColumnMenu", "Activation")), activation, choose)
        if ACTIVATIONS[activation].has_pieces:
            _add_pieces(menu, commands, layer)
    for setting, value in settings_of(layer):
        _add_setting(menu, commands, layer_id, setting, value)
    if LAYER_KINDS[layer.kind].is_dense:
        _add_common(menu, commands, layer_id, layer, experiment)
    menu.addSeparator()
    _add_moves(menu, commands, layer_id, experiment)
    return menu


def output_menu(parent: QWidget, commands: CanvasCommands) -> QMenu:
    """The options of the output layer."""
    menu = _menu(parent, "columnMenu")
    _add_common(menu, commands, OUTPUT_ID, commands.experiment.network.output, commands.experiment)
    return menu


def features_menu(parent: QWidget, commands: CanvasCommands, add_formula: Callable[[], None] | None) -> QMenu:
    """The features to switch on and off."""
    menu = _menu(parent, "columnMenu")
    active = commands.experiment.network.features
    for name in (*FEATURES, *(n for n in active if n not in FEATURES)):
        label = labels.label("feature", name)
        action = _action(menu, label.label, partial(commands.toggle_feature, name))
        action.setCheckable(True)
        action.setChecked(name in active)
        action.setToolTip(label.help)
    if add_formula is not None:
        menu.addSeparator()
        action = _action(menu, translate("ColumnMenu", "Add a formula…"), add_formula)
        action.setToolTip(translate("ColumnMenu", "A feature of your own, typed as a formula in x₁ and x₂."))
    return menu


def add_enlarging(menu: QMenu, is_enlarged: bool, toggle: Callable[[], None]) -> None:
    """Enlarging a column's units, or seeing all columns alike again."""
    menu.addSeparator()
    action = _action(menu, translate("ColumnMenu", "Enlarge its units"), toggle)
    action.setObjectName("enlargeLayer")
    action.setCheckable(True)
    action.setChecked(is_enlarged)
    action.setToolTip(translate("ColumnMenu", "Its tiles take the room, the other layers step back."))


def add_examining(menu: QMenu, examining: Examining | None) -> None:
    """Offer the microscope first, where there is something for it."""
    if examining is None:
        return
    text, does = examining
    action = QAction(text, menu)
    action.setObjectName("examineAction")
    action.setToolTip(translate("ColumnMenu", "Forward and backward through it, gate by gate."))
    action.triggered.connect(lambda _checked=False: does())
    first = next(iter(menu.actions()), None)
    menu.insertAction(first, action)  # type: ignore[arg-type]
    menu.insertSeparator(first)  # type: ignore[arg-type]


def insert_menu(parent: QWidget, insert: Callable[[AnyLayer], None]) -> QMenu:
    """The kinds of layer to put into a gap; ``insert`` is told the layer."""
    menu = _menu(parent, "insertMenu")
    menu.addSection(translate("ColumnMenu", "Insert here"))
    for kind in KINDS:
        label, layers = labels.label("layer_kind", kind), new_layers(kind)
        if not activation_of(layers[0]):
            action = _action(menu, label.label, partial(insert, layers[0]), kind_icon(kind))
            action.setToolTip(label.help)
            continue
        inner = _submenu(menu, label.label)
        inner.setIcon(kind_icon(kind))
        for layer in layers:
            name = activation_of(layer)
            label = labels.label("activation", name)
            action = _action(inner, label.label, partial(insert, layer), activation_icon(name))
            action.setToolTip(label.help)
    return menu


def _menu(parent: QWidget, name: str) -> QMenu:
    menu = QMenu(parent)
    menu.setObjectName(name)
    menu.setToolTipsVisible(True)
    menu.aboutToHide.connect(menu.deleteLater)
    return menu


def _action(menu: QMenu, text: str, does: Callable[..., object], icon: QIcon | None = None) -> QAction:
    action = QAction(text, menu)
    if icon is not None:
        action.setIcon(icon)
    action.triggered.connect(lambda _checked=False: does())
    menu.addAction(action)
    return action


def _submenu(menu: QMenu, title: str, sentence: str = "") -> QMenu:
    made = menu.addMenu(title)
    made.setToolTipsVisible(True)
    made.menuAction().setToolTip(sentence or title)
    return made


def _fill_activations(menu: QMenu, chosen: str, choose: Callable[[str], object]) -> None:
    group = QActionGroup(menu)
    for name in sorted(ACTIVATIONS, key=_place_in_order):
        label = labels.label("activation", name)
        action = _action(menu, label.label, partial(choose, name), activation_icon(name))
        action.setToolTip(label.help)
        _mark(action, group, name == chosen)


def _place_in_order(activation: str) -> int:
    """The usual activations come first; any other stands behind them."""
    return _ORDER.index(activation) if activation in _ORDER else len(_ORDER)


def _add_pieces(menu: QMenu, commands: CanvasCommands, layer: Any) -> None:
    _add_numbers(
        menu, translate("ColumnMenu", "Linear pieces of a unit"), PIECES, layer.pieces,
        lambda v: commands.change(layer.id, translate("ColumnMenu", "Maxout pieces"), pieces=int(v)),
    )  # fmt: skip


def _add_setting(
    menu: QMenu, commands: CanvasCommands, layer_id: int, setting: Setting, value: float
) -> None:
    """The values of a setting; one without words of its own goes by its parameter's."""
    name = labels.label("parameter", setting.field).label
    title = translate("ColumnMenu", setting.title) if setting.title else name
    text = translate("ColumnMenu", setting.edit) if setting.edit else name

    def choose(chosen: float) -> None:
        changes: dict[str, Any] = {setting.field: chosen}
        commands.change(layer_id, text, **changes)

    _add_numbers(menu, title, setting.values, value, choose)


def _add_common(
    menu: QMenu, commands: CanvasCommands, layer_id: int, options: Any, experiment: Experiment
) -> None:
    """Bias, initializer, regularizer and freeze: what dense layers and the output share."""
    text = translate("ColumnMenu", "Bias on") if not options.bias else translate("ColumnMenu", "Bias off")
    action = _action(
        menu, translate("ColumnMenu", "Bias"), partial(commands.change, layer_id, text, bias=not options.bias)
    )
    action.setCheckable(True)
    action.setChecked(options.bias)
    action.setToolTip(
        translate("ColumnMenu", "Without a bias z is 0 where all inputs are 0, whatever the weights.")
    )
    _add_initializers(menu, commands, layer_id, options, experiment)
    _add_regularizers(menu, commands, layer_id, options)
    text = translate("ColumnMenu", "Freeze") if not options.frozen else translate("ColumnMenu", "Unfreeze")
    action = _action(
        menu,
        translate("ColumnMenu", "Freeze weights"),
        partial(commands.change, layer_id, text, frozen=not options.frozen),
    )
    action.setCheckable(True)
    action.setChecked(options.frozen)
    action.setToolTip(translate("ColumnMenu", "A frozen layer keeps its weights while the others learn."))


def _add_initializers(
    menu: QMenu, commands: CanvasCommands, layer_id: int, options: Any, experiment: Experiment
) -> None:
    made = _submenu(
        menu,
        translate("ColumnMenu", "Initial weights"),
        translate("ColumnMenu", "How the first weights are drawn; takes effect on Reset."),
    )
    group = QActionGroup(made)
    general = labels.label("initializer", experiment.network.initializer).label
    for name in (None, *INITIALIZERS):
        label = labels.label("initializer", name) if name else None
        text = (
            label.label if label else translate("ColumnMenu", "As the network: {name}").format(name=general)
        )
        action = _action(
            made,
            text,
            partial(commands.change, layer_id, translate("ColumnMenu", "Initial weights"), initializer=name),
        )
        action.setToolTip(label.help if label else text)
        _mark(action, group, options.initializer == name)
        if name is None:
            made.addSeparator()


def _add_regularizers(menu: QMenu, commands: CanvasCommands, layer_id: int, options: Any) -> None:
    made = _submenu(
        menu,
        translate("ColumnMenu", "Regularization"),
        translate("ColumnMenu", "A penalty on this layer's weights, in place of the general one."),
    )
    group = QActionGroup(made)
    own = options.regularizer

    def choose(regularizer: Regularizer | None) -> None:
        commands.change(
            layer_id, translate("ColumnMenu", "Regularization of the layer"), regularizer=regularizer
        )

    action = _action(made, translate("ColumnMenu", "As in training"), partial(choose, None))
    _mark(action, group, own is None)
    action = _action(made, labels.label("regularizer", "none").label, partial(choose, Regularizer()))
    action.setToolTip(labels.label("regularizer", "none").help)
    _mark(action, group, own is not None and own.name == "none")
    made.addSeparator()
    penalties: tuple[Literal["l1", "l2", "elastic_net"], ...] = ("l1", "l2", "elastic_net")
    for name in penalties:
        label = labels.label("regularizer", name)
        rates = _submenu(made, label.label, label.help)
        rates.menuAction().setCheckable(True)
        rates.menuAction().setChecked(own is not None and own.name == name)
        inner = QActionGroup(rates)
        for rate in RATES:
            made_one = Regularizer(name=name, rate=rate)
            action = _action(rates, numbers.compact(rate), partial(choose, made_one))
            _mark(action, inner, own is not None and own.name == name and own.rate == rate)


def _add_numbers(
    menu: QMenu, title: str, values: Sequence[float], chosen: float, choose: Callable[[float], None]
) -> None:
    made = _submenu(menu, title)
    group = QActionGroup(made)
    for value in sorted({*values, chosen}):
        action = _action(made, f"{value:g}", partial(choose, value))
        _mark(action, group, value == chosen)


def _add_moves(menu: QMenu, commands: CanvasCommands, layer_id: int, experiment: Experiment) -> None:
    ids = [layer.id for layer in experiment.network.layers]
    place = ids.index(layer_id)
    left = _action(menu, translate("ColumnMenu", "Move left"), partial(commands.move_by, layer_id, -1))
    left.setEnabled(place > 0)
    _show_key(left, "Alt+Left")
    right = _action(menu, translate("ColumnMenu", "Move right"), partial(commands.move_by, layer_id, 1))
    right.setEnabled(place < len(ids) - 1)
    _show_key(right, "Alt+Right")
    _action(menu, translate("ColumnMenu", "Duplicate"), partial(commands.duplicate, layer_id))
    menu.addSeparator()
    remove = _action(menu, translate("ColumnMenu", "Remove"), partial(commands.remove, layer_id))
    remove.setObjectName("removeLayer")
    _show_key(remove, "Del")


def _show_key(action: QAction, key: str) -> None:
    """Name the key beside the action: the canvas itself listens for it."""
    action.setText(f"{action.text()}\t{QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)}")


def _mark(action: QAction, group: QActionGroup, is_chosen: bool) -> None:
    """Check the chosen one; an icon takes the check mark's place, so its name is also bold."""
    font = action.font()
    font.setBold(is_chosen)
    action.setFont(font)
    action.setCheckable(True)
    action.setChecked(is_chosen)
    group.addAction(action)
