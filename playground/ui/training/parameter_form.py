"""A form for the numbers of one named part: an optimizer's or a schedule's parameters."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QWidget

from playground.engine.schema import Named
from playground.ui.look import theme
from playground.ui.widgets.choice import NumberChoice
from playground.ui.widgets.text import Caption
from playground.ui.words import labels

_PRESETS: dict[str, tuple[float, ...]] = {
    "momentum": (0.0, 0.5, 0.8, 0.9, 0.95, 0.99),
    "decay": (0.9, 0.99, 0.995, 0.999),
    "beta1": (0.0, 0.5, 0.8, 0.9, 0.95, 0.99),
    "beta2": (0.9, 0.99, 0.999, 0.9999),
    "epsilon": (1e-10, 1e-8, 1e-6, 1e-3),
    "weight_decay": (0.0, 0.001, 0.01, 0.1),
    "every": (10, 50, 100, 500, 1000),
    "factor": (0.1, 0.3, 0.5, 0.7, 0.9),
    "epochs": (100, 300, 1000, 3000),
    "minimum": (0.0, 0.01, 0.1),
    "warmup": (0, 5, 10, 50, 100),
}
_WHOLE = ("every", "epochs", "warmup")


class ParameterForm(QWidget):
    """One row for each number of the part; ``changed`` tells field name and value."""

    changed = Signal(str, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind: type[Named] | None = None
        self._rows: dict[str, NumberChoice] = {}
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setHorizontalSpacing(theme.pixels(2 * theme.GRID))
        self._form.setVerticalSpacing(theme.pixels(6))

    @property
    def has_parameters(self) -> bool:
        """Whether the part has anything to set."""
        return bool(self._rows)

    def show_part(self, part: Named) -> None:
        """Show this part's numbers."""
        if type(part) is not self._kind:
            self._kind = type(part)
            self._make_rows(part)
        for name, control in self._rows.items():
            control.set_value(float(getattr(part, name)))

    def _make_rows(self, part: Named) -> None:
        while self._form.rowCount():
            self._form.removeRow(0)
        self._rows = {}
        for field in msgspec.structs.fields(type(part)):
            label = labels.label("parameter", field.name)
            control = NumberChoice(
                _PRESETS.get(field.name, (0.0,)), whole=field.name in _WHOLE, sample="0.00001"
            )
            control.setObjectName(f"{part.name}_{field.name}")
            control.setAccessibleName(label.label)
            control.setToolTip(label.help)
            control.chosen.connect(self._teller(field.name))
            caption = Caption(label.label, role="text")
            caption.setToolTip(label.help)
            caption.setFixedHeight(control.sizeHint().height())
            self._form.addRow(caption, control)
            self._rows[field.name] = control

    def _teller(self, name: str):  # type: ignore[no-untyped-def]
        return lambda value: self.changed.emit(name, value)
