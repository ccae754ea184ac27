"""The strip at the top: time, speed, the training part, undo, and the menu."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QPoint, QRectF, QSignalBlocker, QSize, Qt
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QMenu,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from playground.app.session import Session
from playground.observe.snapshot import Snapshot
from playground.ui.look import theme
from playground.ui.look.icons import icon
from playground.ui.panel import Panel
from playground.ui.training.more_row import Entry, MoreRow
from playground.ui.training.training_fields import TrainingFields
from playground.ui.widgets.icon_button import IconButton
from playground.ui.widgets.slider import Slider
from playground.ui.widgets.text import Caption, ValueText


class PlayButton(QAbstractButton):
    """A filled circle with a triangle, or with two bars while it plays."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_playing = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        theme.signals().changed.connect(self.updateGeometry)

    def set_playing(self, is_playing: bool) -> None:
        """Show what a press would do now."""
        if is_playing != self._is_playing:
            self._is_playing = is_playing
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.pixels(46), theme.pixels(46))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        colors = theme.current()
        side = min(self.width(), self.height())
        circle = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side).adjusted(
            1, 1, -1, -1
        )
        fill = colors.button
        if self.isDown() or self.underMouse():
            fill = theme.mix(colors.button, colors.text, 0.22 if self.isDown() else 0.1)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(fill)
            painter.drawEllipse(circle)
            if self.hasFocus():
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(colors.button_text, 2))
                painter.drawEllipse(circle.adjusted(3, 3, -3, -3))
            glyph = round(side * 0.42)
            place = circle.center().toPoint()
            shown = icon("pause" if self._is_playing else "play", "button_text")
            shown.paint(painter, place.x() - glyph // 2, place.y() - glyph // 2, glyph, glyph)


SPEEDS: tuple[float | None, ...] = (1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, None)
"""Steps a second, from slow enough to talk over to as fast as the machine goes."""
_RANKS = {
    "learning_rate": 9,
    "optimizer": 8,
    "loss": 5,
    "regularizer": 7,
    "rate": 6,
    "batch_size": 4,
    "schedule": 3,
    "steps": 1,
    "stop": 2,
}


class Toolbar(Panel):
    """Never clipped: what finds no room folds into "More"."""

    NAME = "toolbar"

    def __init__(
        self, session: Session, actions: Mapping[str, QAction], menu: QMenu, parent: QWidget | None = None
    ) -> None:
        super().__init__(session, parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._actions = actions
        self._menu = menu
        self._make_time()
        self._make_readouts()
        self._make_speed()
        self.fields = TrainingFields(session, self)
        entries = [Entry(self._steps, 0), Entry(self._speed, 10)]
        entries += [Entry(getattr(self.fields, name), rank) for name, rank in _RANKS.items()]
        self.row = MoreRow(entries, self.tr("More controls"))
        self._make_end()
        self._lay_out()
        session.playing_changed.connect(self._on_playing)
        session.speed_changed.connect(self._show_speed)
        self._on_playing(session.is_playing)
        self._show_speed(session.speed)
        self._hide_controls(session.display.hidden_controls)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the time of this instant."""
        self.epoch.set_text(f"{snapshot.epoch:,}")
        self.step.set_text(f"{snapshot.step:,}")

    def display_changed(self, name: str, value: Any) -> None:
        if name == "hidden_controls":
            self._hide_controls(value)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Reset and New seed say so in words where nothing must make way for them."""
        super().resizeEvent(event)
        worded = (self.reset_button, self.seed_button)
        words = sum(button.words_width for button in worded)
        others = self._bar.sizeHint().width() - self.row.sizeHint().width()
        if self.seed_button.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonTextBesideIcon:
            others -= words
        for button in worded:
            button.set_worded(others + words + self.row.sizeHint().width() <= self.width())

    def open_stops(self) -> None:
        """Show the stop conditions, wherever their field stands."""
        self.fields.open_stops(self.row.more if self.row.more.isVisible() else self.play_button)

    def _make_time(self) -> None:
        self.reset_button = IconButton("reset", action=self._actions["reset"])
        self.reset_button.setObjectName("resetButton")
        self.seed_button = IconButton("seed", action=self._actions["new_seed"])
        self.seed_button.setObjectName("newSeedButton")
        self.play_button = PlayButton()
        self.play_button.setObjectName("playButton")
        self.play_button.setAccessibleName(self._actions["play"].text())
        self.play_button.setToolTip(self._actions["play"].toolTip())
        self.play_button.clicked.connect(self._actions["play"].trigger)
        self.step_button = IconButton("step", action=self._actions["step_epoch"])
        self.step_button.setObjectName("stepButton")
        self.step_menu_button = IconButton("down", self.tr("How far to step"), size=11, role="quiet")
        self.step_menu_button.setObjectName("stepMenuButton")
        self.step_menu = QMenu(self)
        for name in ("step_minibatch", "step_epoch", "step_back"):
            self.step_menu.addAction(self._actions[name])
        self.step_menu_button.clicked.connect(lambda: self._open(self.step_menu, self.step_button))

    def _make_readouts(self) -> None:
        epoch_help = self.tr("How often every training point has been seen.")
        self.epoch = ValueText("0", sample="000,000", role="display")
        self.epoch.setObjectName("epochLabel")
        self.epoch.setAccessibleName(self.tr("Epoch"))
        self._epochs = _under(Caption(self.tr("Epoch")), self.epoch, epoch_help)
        self.step = ValueText("0", sample="00,000,000", role="body")
        self.step.setObjectName("stepLabel")
        self.step.setAccessibleName(self.tr("Step"))
        step_help = self.tr("How many times the weights have been updated: one step for each minibatch.")
        self._steps = _under(Caption(self.tr("Step")), self.step, step_help)

    def _make_speed(self) -> None:
        self._speed_text = ValueText(
            "", sample=self.tr("Speed: {count} steps/s").format(count="10,000"), role="small", color="quiet"
        )
        self.speed_slider = Slider()
        self.speed_slider.setObjectName("speedSlider")
        self.speed_slider.setRange(0, len(SPEEDS) - 1)
        self.speed_slider.setPageStep(3)
        self.speed_slider.setAccessibleName(self.tr("Speed"))
        sentence = self.tr(
            "How many steps a second: from one, slow enough to talk over, to as fast as the machine goes. "
            "The window stays fluid at any speed."
        )
        self.speed_slider.setToolTip(sentence)
        self._speed = _under(self._speed_text, self.speed_slider, sentence)
        self.speed_slider.valueChanged.connect(lambda place: self.session.set_speed(SPEEDS[place]))

    def _make_end(self) -> None:
        self.undo_button = IconButton("undo", action=self._actions["undo"])
        self.undo_button.setObjectName("undoButton")
        self.redo_button = IconButton("redo", action=self._actions["redo"])
        self.redo_button.setObjectName("redoButton")
        self.present_button = IconButton("present", action=self._actions["present"])
        self.present_button.setObjectName("presentButton")
        self.menu_button = IconButton("menu", self.tr("Menu"))
        self.menu_button.setObjectName("menuButton")
        self.menu_button.clicked.connect(lambda: self._open(self._menu, self.menu_button))

    def _lay_out(self) -> None:
        unit = theme.pixels(theme.GRID)
        bar = self._bar = QHBoxLayout(self)
        bar.setContentsMargins(2 * unit, unit // 2, 2 * unit, unit // 2)
        bar.setSpacing(0)
        for widget, gap in (
            (self.reset_button, unit // 4),
            (self.seed_button, unit),
            (self.play_button, unit),
            (self.step_button, 0),
            (self.step_menu_button, 2 * unit),
            (self._epochs, unit),
        ):
            bar.addWidget(widget)
            bar.addSpacing(gap)
        bar.addWidget(self.row, 1)
        for button in (
            self.undo_button,
            self.redo_button,
            self.present_button,
            self.menu_button,
        ):
            bar.addWidget(button)
            bar.addSpacing(unit // 2)

    def _open(self, menu: QMenu, anchor: QToolButton) -> None:
        corner = anchor.mapToGlobal(QPoint(0, anchor.height() + theme.pixels(4)))
        right = self.mapToGlobal(QPoint(self.width(), 0)).x()
        corner.setX(min(corner.x(), right - menu.sizeHint().width() - theme.pixels(theme.GRID)))
        menu.popup(corner)

    def _on_playing(self, is_playing: bool) -> None:
        self.play_button.set_playing(is_playing)
        self.play_button.setAccessibleName(self.tr("Pause") if is_playing else self.tr("Play"))

    def _show_speed(self, speed: float | None) -> None:
        place = len(SPEEDS) - 1
        if speed is not None:
            place = min(range(len(SPEEDS) - 1), key=lambda i: abs(math.log((SPEEDS[i] or 1) / speed)))
        with QSignalBlocker(self.speed_slider):
            self.speed_slider.setValue(place)
        if speed is None:
            self._speed_text.set_text(self.tr("Speed: maximum"))
        elif speed == 1:
            self._speed_text.set_text(self.tr("Speed: 1 step/s"))
        else:
            self._speed_text.set_text(self.tr("Speed: {count} steps/s").format(count=f"{speed:,g}"))
        self.speed_slider.setAccessibleDescription(self._speed_text.text())

    def _hide_controls(self, hidden: frozenset[str]) -> None:
        self.play_button.setVisible("playButton" not in hidden)
        self.reset_button.setVisible("resetButton" not in hidden)
        for button in (self.step_button, self.step_menu_button):
            button.setVisible("stepButton" not in hidden)
        for name, field in {
            "learningRate": self.fields.learning_rate,
            "regularization": self.fields.regularizer,
            "regularizationRate": self.fields.rate,
            "batchSize": self.fields.batch_size,
        }.items():
            self.row.set_hidden(field, name in hidden)


def _under(caption: ValueText, control: QWidget, sentence: str) -> QWidget:
    """A caption over a control, as one entry of the row."""
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.pixels(1))
    column.addWidget(caption)
    column.addWidget(control)
    column.addStretch(1)
    column.setAlignment(Qt.AlignmentFlag.AlignTop)
    for widget in (caption, control):
        widget.setToolTip(sentence)
    return made
