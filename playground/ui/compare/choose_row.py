"""What is compared: presets of one click, or fields with their values; and how the runs are sorted."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from playground.app import comparison as compared
from playground.app.session import Session
from playground.app.sweep.plan import SweepError, parse_values
from playground.engine import fields
from playground.engine.experiment import Comparison, Experiment
from playground.ui.compare import compare_texts as texts
from playground.ui.compare.measures import MEASURES
from playground.ui.look import theme
from playground.ui.widgets.choice import Choice
from playground.ui.widgets.field import DropButton
from playground.ui.widgets.message import FieldError
from playground.ui.widgets.text import Caption

_NARROWEST, _WIDEST = 110, 420
"""The bounds of the field of values, in logical pixels."""


class ChooseRow(QWidget):
    """Presets, sorting, keeping and ending in one line; below it, where there is room, fields with values."""

    sort_chosen = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(1)
        self._session = session
        self._has_comparison = False
        self._make_presets()
        self._make_end()
        self._make_fields()
        self._lay_out()
        self.show_experiment(session.experiment)

    @property
    def sort(self) -> str:
        """The measure to sort by; empty: in the order in which they were begun."""
        return self._sort.value

    def show_experiment(self, experiment: Experiment) -> None:
        """Offer what this experiment has."""
        for preset, button in self.presets.items():
            values = self._values(preset, experiment)
            button.setEnabled(len(values) > 1)
        known = [field.path for field in fields.all_fields(experiment)]
        usable = [path for path in known if compared.usual_values(experiment, path)]
        options = [(path, texts.plain_name(path), path) for path in (*usable, *self._everywhere(experiment))]
        self.first.offer(options)
        self.second.offer([("", self.tr("nothing"), ""), *options])

    def show_comparison(self, comparison: Comparison | None) -> None:
        """Show what is compared now."""
        self._has_comparison = comparison is not None
        for widget in (self._sort_caption, self._sort, self.end):
            widget.setVisible(self._has_comparison)
        paths = comparison.over if comparison is not None else ()
        for choice, path in zip((self.first, self.second), (*paths, "", "")[:2], strict=True):
            if comparison is None:
                continue
            experiments = [comparison.experiment(k) for k in range(len(comparison.variants))]
            values: list[Any] = []
            for one in experiments if path else ():
                if (value := compared.value_of(one, path)) not in values:
                    values.append(value)
            choice.show_values(path, values)
        if comparison is None and not self.first.has_values:
            path = compared.PRESETS[0].path
            self.first.show_values(path, compared.usual_values(self._session.experiment, path))
        self._fold()

    def set_roomy(self, is_roomy: bool) -> None:
        """Whether there is room for the fields."""
        self._fields.setVisible(is_roomy)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def make_menu(self) -> QMenu:
        """The presets as a menu, where the row is too narrow for their buttons."""
        menu = QMenu(self)
        menu.setObjectName("comparePresetMenu")
        menu.setToolTipsVisible(True)
        for preset, button in self.presets.items():
            action = menu.addAction(button.text(), partial(self._begin, preset))
            action.setEnabled(button.isEnabled())
            action.setToolTip(button.toolTip())
        return menu

    # ------------------------------------------------------------------------------------- private

    def _make_presets(self) -> None:
        self.presets: dict[compared.Preset, QPushButton] = {}
        for preset in compared.PRESETS:
            text, sentence = texts.preset_words(preset.name)
            button = QPushButton(text)
            button.setObjectName(f"compare_{preset.name}")
            button.setToolTip(sentence)
            button.clicked.connect(partial(self._begin, preset))
            self.presets[preset] = button
        self._drop = DropButton()
        self._drop.setObjectName("comparePresets")
        self._drop.set_text(self.tr("Compare …"))
        self._drop.setAccessibleName(self.tr("Comparisons of one click"))
        self._drop.clicked.connect(
            lambda: self.make_menu().popup(self._drop.mapToGlobal(QPoint(0, self._drop.height())))
        )

    def _make_end(self) -> None:
        self._sort_caption = Caption(self.tr("Sort by"))
        self._sort = Choice()
        self._sort.setObjectName("compareSort")
        self._sort.setAccessibleName(self.tr("Sort by"))
        self._sort.setToolTip(
            self.tr("Sorts now, and again whenever training pauses. The best stands first.")
        )
        self._sort.set_options(
            [("", self.tr("as begun"), ""), *((one.name, one.label, "") for one in MEASURES)]
        )
        self._sort.set_value("")
        self._sort.chosen.connect(self.sort_chosen)
        self.keep = QPushButton(self.tr("Keep this run beside"))
        self.keep.setObjectName("compareKeep")
        self.keep.setToolTip(
            self.tr("Put the run that the window shows beside, as it is trained; then change something.")
        )
        self.keep.clicked.connect(self._session.comparing.keep_present)
        self.end = QPushButton(self.tr("End"))
        self.end.setObjectName("compareEnd")
        self.end.setToolTip(self.tr("Nothing stands beside any more. Undo brings the runs back, trained."))
        self.end.clicked.connect(self._session.comparing.end)

    def _make_fields(self) -> None:
        self.first, self.second = FieldValues("compareFirst", self), FieldValues("compareSecond", self)
        self.first.setAccessibleName(self.tr("Compare over"))
        for one in (self.first, self.second):
            one.chosen.connect(partial(self._suggest, one))
            one.entered.connect(self._compare)
        self.go = QPushButton(self.tr("Compare"))
        self.go.setObjectName("compareGo")
        self.go.setToolTip(
            self.tr("Train 2 to 12 runs beside each other, one for each value or pair of values.")
        )
        self.go.clicked.connect(self._compare)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(theme.pixels(6))
        for button in (*self.presets.values(), self._drop):
            top.addWidget(button)
        top.addStretch(1)
        for widget in (self._sort_caption, self._sort, self.keep, self.end):
            top.addWidget(widget)
        self._top = top
        self._fields = QWidget()
        row = QHBoxLayout(self._fields)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.pixels(8))
        for part in (
            Caption(self.tr("Compare over")), self.first, Caption(self.tr("and")), self.second, self.go,
        ):  # fmt: skip
            row.addWidget(part)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.pixels(6))
        column.addLayout(top)
        column.addWidget(self._fields)

    def _fold(self) -> None:
        """The presets as buttons where all have room, else as one menu."""
        gap = theme.pixels(6)
        ends = [w for w in (self._sort_caption, self._sort, self.keep, self.end) if not w.isHidden()]
        needed = sum(w.sizeHint().width() + gap for w in (*self.presets.values(), *ends))
        has_room = needed <= self.width()
        for button in self.presets.values():
            button.setVisible(has_room)
        self._drop.setVisible(not has_room)

    def _everywhere(self, experiment: Experiment) -> list[str]:
        """The paths of what all hidden layers share, as presets name them."""
        paths = [preset.path for preset in compared.PRESETS if compared.EVERY in preset.path]
        return [path for path in paths if compared.usual_values(experiment, path)]

    def _values(self, preset: compared.Preset, experiment: Experiment) -> tuple[Any, ...]:
        usual = compared.usual_values(experiment, preset.path)
        return (preset.values or usual) if usual else ()

    def _begin(self, preset: compared.Preset, *_: object) -> None:
        values = self._values(preset, self._session.experiment)
        self._session.comparing.over({preset.path: values})

    def _suggest(self, choice: FieldValues) -> None:
        path = choice.path
        choice.show_values(path, compared.usual_values(self._session.experiment, path) if path else ())

    def _compare(self) -> None:
        over: dict[str, Sequence[Any]] = {}
        for one in (self.first, self.second):
            if one.path:
                values = one.values()
                if values is None:
                    return
                over[one.path] = values
        self._session.comparing.over(over)


class _TypedValues(QLineEdit):
    """As wide as what is typed, within bounds; narrower where there is no room."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(theme.pixels(_NARROWEST))
        self.textChanged.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        wide = self.fontMetrics().horizontalAdvance(self.text()) + theme.pixels(26)
        bounded = min(max(wide, theme.pixels(_NARROWEST)), theme.pixels(_WIDEST))
        return QSize(bounded, super().sizeHint().height())


class FieldValues(QWidget):
    """A field and the values to compare, as they are typed: ``3, 6, 20``."""

    chosen = Signal()
    entered = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choice = Choice()
        self._choice.setObjectName(f"{name}Field")
        self._choice.setAccessibleName(self.tr("Field"))
        self._choice.setMaximumWidth(theme.pixels(210))
        self._typed = _TypedValues()
        self._typed.setObjectName(f"{name}Values")
        self._typed.setAccessibleName(self.tr("Values"))
        self._typed.setToolTip(
            self.tr("Values between commas, numbers or names: 3, 6, 20. Enter compares them.")
        )
        self._error = FieldError(self._typed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.pixels(6))
        row.addWidget(self._choice)
        row.addWidget(self._typed)
        self._choice.chosen.connect(self._on_chosen)
        self._typed.returnPressed.connect(self.entered)

    @property
    def path(self) -> str:
        """The field's path; empty: none."""
        return self._choice.value if self._choice.currentIndex() >= 0 else ""

    @property
    def has_values(self) -> bool:
        """Whether there are values to compare."""
        return bool(self._typed.text())

    def offer(self, options: Sequence[tuple[str, str, str]]) -> None:
        """Offer these fields."""
        self._choice.set_options(options)
        self._typed.setVisible(bool(self.path))

    def show_values(self, path: str, values: Sequence[Any]) -> None:
        """Show a field and its values."""
        self._choice.set_value(path)
        self._typed.setText(
            ", ".join(value if isinstance(value, str) else json.dumps(value) for value in values)
        )
        self._typed.setCursorPosition(0)
        self._typed.setVisible(bool(path))

    def values(self) -> tuple[Any, ...] | None:
        """The values; None, with a sentence at the field, where they cannot be read."""
        try:
            return parse_values(self._typed.text(), self.path)
        except SweepError as error:
            self._error.tell(str(error))
            return None

    def _on_chosen(self) -> None:
        self._typed.setVisible(bool(self.path))
        self.chosen.emit()
