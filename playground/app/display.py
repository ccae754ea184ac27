"""Display choices: what the user looks at. Never a part of the Experiment."""

from __future__ import annotations

from typing import Any, TypeAlias, get_args

from PySide6.QtCore import QObject, Signal

from playground.app.settings import BoundaryMode, EdgeMode, LossScale, NodeMode, Preferences, Settings
from playground.engine.experiment import Experiment
from playground.engine.layers.base import FEATURES_ID, OUTPUT_ID
from playground.interop.opened import Opened
from playground.observe.snapshot import GradientSource, UnitKey

EdgeKey: TypeAlias = tuple[int, int, int]
"""(layer id, row: index of the input or -1 for the bias, unit)."""
ProbePoint: TypeAlias = tuple[float, float, float | None]

_CHOICES: dict[str, tuple[str, ...]] = {
    "node_mode": get_args(NodeMode),
    "edge_mode": get_args(EdgeMode),
    "gradient_source": get_args(GradientSource),
    "boundary_mode": get_args(BoundaryMode),
    "loss_scale": get_args(LossScale),
}
_FLAGS = ("discretize", "show_train", "show_test", "show_unit_lines")
_PASSING: dict[str, Any] = {
    "hovered": None,
    "lit_layer": None,
    "selected": None,
    "selected_edge": None,
    "probe": None,
    "sensitivity_output": 0,
    "hidden_controls": frozenset(),
}
PERSISTENT = (*_CHOICES, *_FLAGS)
"""The choices that settings keep; the others end with the session."""


class Display(QObject):
    """The display choices of one session, changed by ``set(node_mode="both")``."""

    changed = Signal(str, object)
    """(name, value) of a choice that has another value now."""

    node_mode: NodeMode
    edge_mode: EdgeMode
    gradient_source: GradientSource
    boundary_mode: BoundaryMode
    discretize: bool
    show_train: bool
    show_test: bool
    loss_scale: LossScale
    show_unit_lines: bool
    hovered: UnitKey | None
    lit_layer: int | None
    """The id of a layer that something outside the canvas speaks of."""
    selected: UnitKey | None
    selected_edge: EdgeKey | None
    probe: ProbePoint | None
    sensitivity_output: int
    hidden_controls: frozenset[str]

    def __init__(self, settings: Settings | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        preferences = settings.preferences if settings else Preferences()
        for name in PERSISTENT:
            setattr(self, name, getattr(preferences, name))
        for name, value in _PASSING.items():
            setattr(self, name, value)

    def set(self, **changes: Any) -> None:
        """Change choices by name. Raises TypeError for an unknown name, ValueError for an unknown mode."""
        for name in changes:
            if name not in PERSISTENT and name not in _PASSING:
                raise TypeError(f"there is no display choice {name!r}")
        for name, value in changes.items():
            checked = _checked(name, value)
            if checked == getattr(self, name):
                continue
            setattr(self, name, checked)
            if self._settings is not None and name in PERSISTENT:
                self._settings.set(**{name: checked})
            self.changed.emit(name, checked)

    def take_up(self, opened: Opened) -> None:
        """Show what a file or link says about the display: hidden controls, and choices if it names any."""
        said = {"show_test": opened.show_test, "discretize": opened.discretize}
        choices = {name: choice for name, choice in said.items() if choice is not None}
        self.set(hidden_controls=opened.hidden_controls, **choices)

    def forget_gone(self, experiment: Experiment) -> None:
        """Drop the choices that point at units, outputs or classes the Experiment does not have."""
        changes: dict[str, Any] = {}
        for name in ("hovered", "selected", "selected_edge"):
            choice = getattr(self, name)
            if choice is not None and not _has_unit(experiment, choice[0], choice[-1]):
                changes[name] = None
        known = (FEATURES_ID, OUTPUT_ID, *(layer.id for layer in experiment.network.layers))
        if self.lit_layer not in known:
            changes["lit_layer"] = None
        if self.sensitivity_output >= experiment.outputs:
            changes["sensitivity_output"] = 0
        if self.probe is not None and not _has_label(experiment, self.probe[2]):
            changes["probe"] = (*self.probe[:2], None)
        self.set(**changes)


def _has_label(experiment: Experiment, label: float | None) -> bool:
    if label is None or experiment.problem == "regression":
        return True
    return label == int(label) and 0 <= label < experiment.data.classes


def _has_unit(experiment: Experiment, layer_id: int, unit: int) -> bool:
    """Whether the column with this id (features, hidden or output) has that many units."""
    if layer_id == OUTPUT_ID:
        return unit < experiment.outputs
    width = len(experiment.network.features)
    if layer_id == FEATURES_ID:
        return unit < width
    for layer in experiment.network.layers:
        width = width if layer.ids is None else len(layer.ids)
        if layer.id == layer_id:
            return unit < width
    return False


def _checked(name: str, value: Any) -> Any:
    if name in _CHOICES and value not in _CHOICES[name]:
        raise ValueError(f"{name}: {value!r} is unknown; known: {', '.join(_CHOICES[name])}")
    if name in _FLAGS:
        return bool(value)
    if name == "hidden_controls":
        return frozenset(value)
    if isinstance(value, list):
        return tuple(value)
    return value
