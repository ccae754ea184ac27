"""All panels and views of the window in their places."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QSplitter, QVBoxLayout, QWidget

from playground.app.lessons import Lessons
from playground.app.session import Session
from playground.engine.layers.base import FEATURES_ID
from playground.observe.snapshot import UnitKey
from playground.ui.data.data_panel import DataPanel
from playground.ui.look import theme
from playground.ui.network.canvas import NetworkCanvas
from playground.ui.network.palette import LayerPalette
from playground.ui.output.output_panel import OutputPanel
from playground.ui.output.probe_panel import ProbePanel
from playground.ui.output.unit_lines import UnitLines
from playground.ui.panel import Panel
from playground.ui.training.timeline import Timeline
from playground.ui.training.toolbar import Toolbar
from playground.ui.widgets.icon_button import IconButton
from playground.ui.window.busy_line import BusyLine
from playground.ui.window.compare_menus import CompareMenus
from playground.ui.window.drawer import LOWEST, Drawer
from playground.ui.window.grip import GripSplitter
from playground.ui.window.lesson_stage import LessonStage
from playground.ui.window.notice_bar import LEAST_HEIGHT, NoticeBar
from playground.ui.window.status_line import RecordingLight, StatusLine
from playground.ui.window.tabs import TABS

if TYPE_CHECKING:
    from playground.ui.microscope.panel import Microscope


DATA_WIDTHS = (216, 240)
"""The least and the most that the data take by themselves; the user may give them more."""
DATA_SHARE = 0.15
OUTPUT_WIDTHS = (328, 480)
OUTPUT_SHARE = 0.24
"""How much of a wide window is the output's."""
LEAST_OUTPUT = 312
"""What a small window leaves the output."""
LEAST_CENTRE = 400
HALL_REST = 76
"""Logical pixels by which the output is higher than wide: what its legend and measures take."""
COMPACT_HEIGHT = 640
"""A window with larger text that has less than this, in logical pixels, keeps pictures and drops controls."""
TIGHT_HEIGHT = 480
"""With less than this the switches of canvas and output go too."""
LOW_HEIGHT = 560
"""With less than this the last row is only there for a notice; an open drawer leaves the boundary's switches
and the palette no room."""
CROWDED_HEIGHT = 800
"""With less than this an open drawer takes the last row too."""
LOW_LESSON = 800
"""With less than this a lesson's step that shows a lower tab does without palette and last row."""
LESSON_STRIP = 110
"""What a lesson's strip takes of the height, about, with larger text."""
LESSON_SHARE = 0.26
"""How much of the height that tab takes."""
HALL_CURVE = 130
"""What the loss's curve takes there, in a lesson's step that speaks of it."""
HALL_SHARE = 0.5
"""At most this much of the width is the boundary's in full screen."""
DRAWER_SHARE = 0.2
DRAWER_HEIGHTS = (132, 280)
"""The least and the most that the drawer's content takes by itself, whichever tab is shown."""
LOWEST_BODY = 220
"""So much of the network and its output stays in sight however tall the drawer is made."""
_UNBOUNDED = 16_777_215


class Workspace(QWidget):
    """Toolbar, data, network, output, timeline and drawer; nothing but their arrangement."""

    def __init__(
        self,
        session: Session,
        lessons: Lessons,
        actions: Mapping[str, QAction],
        menu: QMenu,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAutoFillBackground(True)
        self._make_places()
        self.toolbar = Toolbar(session, actions, menu, self)
        self.data_panel = DataPanel(session, self.body)
        self.probe = ProbePanel(session, self.data_panel)
        self.canvas = NetworkCanvas(session, self.centre)
        self.layer_palette = LayerPalette(session, self.canvas.drag, self.centre)
        self.layer_palette.layer_wanted.connect(self.canvas.insert_by_key)
        self.output_panel = OutputPanel(session, self.body)
        self.timeline = Timeline(session, actions["step_back"], self._foot)
        self.drawer = Drawer(self._foot)
        self.status_line = StatusLine(session, self)
        self.notice_bar = NoticeBar(self)
        self.busy_line = BusyLine(self)
        self._lessons = lessons
        self.lesson = LessonStage(lessons, self.drawer, self)
        self.lesson.room_wanted.connect(self._show_for_lesson)
        self.lesson.left.connect(self._end_lesson)
        self.lessons_button = IconButton("lessons", action=actions["show_lessons"], parent=self.drawer)
        self.lessons_button.setObjectName("lessonsButton")
        self.drawer.add_button(self.lessons_button)
        self.recording_light = RecordingLight(self)
        self.recording_light.clicked.connect(actions["record"].trigger)
        self._session = session
        self._sweep_dialog: QWidget | None = None
        self._is_presenting = False
        self._is_palette_away = False
        self._was_low_lesson = False
        self._has_large_text = session.settings.preferences.text_scale > 1.0
        session.busy_changed.connect(self.busy_line.show_busy)
        self.data_panel.attach(self.output_panel.boundary)
        self.data_panel.add_section(self.probe)
        self.unit_lines = UnitLines(session, self.output_panel.boundary)
        for tab in TABS:
            title, sentence = (QCoreApplication.translate("Tabs", text) for text in (tab.title, tab.help))
            self.drawer.add_tab(tab.name, title, sentence, partial(tab.make, session))
        self.compare_menus = CompareMenus(session, self.toolbar, self.data_panel)
        session.comparing.begun.connect(self._show_compare)
        self._lay_out()
        self.canvas.input.examine.connect(self.examine)
        self.output_panel.boundary.examine.connect(lambda _x1, _x2: self.examine("loss"))
        self.output_panel.loss_plot.examine.connect(lambda: self.examine("loss"))
        self.notice_bar.appeared.connect(self._show_status)
        self.drawer.toggled.connect(self._make_room)
        self.drawer.spread_changed.connect(self._on_spread)

    def set_presenting(self, is_presenting: bool) -> None:
        """Put away, or bring back, what a presentation does not need."""
        self._is_presenting = is_presenting
        for widget in (self.toolbar, self.busy_line, self.data_panel):
            widget.setVisible(not is_presenting)
        step = self._lessons.step
        is_wanted = step is not None and step.room is not None
        self.drawer.setVisible(not is_presenting or is_wanted)
        if is_presenting and not is_wanted:
            self.drawer.set_open(False)
        self._make_room()

    def _show_for_lesson(self, tab: str | None) -> None:
        """Open the tab that a step wants, or close the lower panel; the user's own choice stays.

        In a low window a tab that alone is spoken of gets the whole middle: beside it all would be too small.
        """
        self.drawer.setVisible(tab is not None or not self._is_presenting)
        if tab is not None:
            self.drawer.panel(tab)
            self.drawer.tabs.setCurrentIndex(self.drawer.names.index(tab))
            self.spread_for_lesson()
        self.drawer.set_open(tab is not None)
        self._make_room()

    def spread_for_lesson(self) -> None:
        """Let the tab of a lesson's step have the whole middle, or not, as the window's height now says."""
        step = self._lessons.step
        if step is None or step.room is None:
            return
        self._was_low_lesson = self._is_low_lesson
        others = self.drawer.spread_tabs - {step.room}
        if not self._wants_spread(step.room):
            is_alone = step.highlight == (step.room,) and self._is_low_lesson
            self.drawer.spread_again(others | {step.room} if is_alone else others)

    def _make_room(self) -> None:
        """Share the room anew: the window's size, the drawer or the lesson's step is another one."""
        self._show_status(self.notice_bar.isVisible())
        self._drop_controls()
        self._share_width()
        self._share_height()

    @property
    def _is_low_lesson(self) -> bool:
        """Whether a step, with the lower tab that it shows, leaves the height for all else no more."""
        step = self._lessons.step
        if step is None or self._speaks_of("layerPalette"):
            return False
        least = LOW_HEIGHT if step.room is None else LOW_LESSON
        return self.height() < least * theme.scale()

    @property
    def _has_open_foot(self) -> bool:
        """Whether the drawer's content stands below the network, which is seen too."""
        return self.drawer.is_open and not self.drawer.is_spread and not self.drawer.isHidden()

    @property
    def _speaks_of_curve(self) -> bool:
        return self._speaks_of("lossPlot")

    def _speaks_of(self, name: str) -> bool:
        """Whether the lesson's step puts its light on what is called so."""
        step = self._lessons.step
        return step is not None and name in step.highlight

    def _end_lesson(self, tab: str, is_open: bool, spread: frozenset[str]) -> None:
        """Show the lower panel as it was before the lesson."""
        self.drawer.setVisible(not self._is_presenting)
        self.drawer.tabs.setCurrentIndex(self.drawer.names.index(tab))
        self.drawer.set_open(is_open and not self._is_presenting)
        own = {name for name in self.drawer.made if self._wants_spread(name)}  # lessons never spread these
        self.drawer.spread_again((spread - own) | (self.drawer.spread_tabs & own))
        self._make_room()

    def _wants_spread(self, tab: str) -> bool:
        panel = self.drawer.panel(tab)
        return isinstance(panel, Panel) and panel.WANTS_SPREAD

    def _drop_controls(self) -> None:
        """Larger text in a window of this height: pictures and numbers stay, controls go."""
        taken = LESSON_STRIP if self._lessons.is_on else 0
        is_compact = self._has_large_text and self.height() < (COMPACT_HEIGHT + taken) * theme.scale()
        self.data_panel.set_compact(is_compact)
        is_tight = is_compact and self.height() < TIGHT_HEIGHT * theme.scale()
        is_small = self.height() < LOW_HEIGHT * theme.scale()
        is_tight = is_tight or (self._is_low_lesson and (self._has_large_text or is_small))
        is_squeezed = is_small and self._has_open_foot
        makes_way = self._speaks_of_curve and self.height() < LOW_LESSON * theme.scale()
        self.output_panel.set_bare(
            is_tight or is_squeezed or makes_way or self._is_presenting, keeps_curve=self._speaks_of_curve
        )
        self.canvas.controls.setVisible(not is_tight and not self._is_presenting)
        is_spare = (is_compact or is_squeezed) and not self._speaks_of("layerPalette")
        is_bare = is_spare or self._is_presenting or self._is_low_lesson
        if is_bare != self._is_palette_away:
            self._is_palette_away = is_bare
            self.layer_palette.setVisible(not is_bare)
            self.canvas.offer_layers(not is_bare)

    def _show_status(self, is_notice_there: bool) -> None:
        """A notice stands where the state, the file and the speed do."""
        least = CROWDED_HEIGHT if self._has_open_foot else LOW_HEIGHT
        is_low = self.height() < least * theme.scale()
        is_away = is_notice_there or is_low or self._is_presenting or self._is_low_lesson
        self.status_line.setVisible(not is_away)

    @property
    def has_sweep(self) -> bool:
        """Whether the sweep's window is there to be seen."""
        return self._sweep_dialog is not None and self._sweep_dialog.isVisible()

    def show_sweep(self) -> QWidget:
        """Show the sweep's window, the same as long as this stands."""
        if self._sweep_dialog is None:
            from playground.ui.sweep.sweep_dialog import SweepDialog

            self._sweep_dialog = SweepDialog(self._session, self)
        self._sweep_dialog.show()
        self._sweep_dialog.raise_()
        self._sweep_dialog.activateWindow()
        return self._sweep_dialog

    @property
    def microscope(self) -> Microscope:
        """The microscope, made now if nobody has seen it yet."""
        return self.drawer.panel("microscope")  # type: ignore[return-value]

    def examine(self, kind: str = "", unit: UnitKey | None = None, row: int = 0) -> None:
        """Show a unit, its parameter or the loss gate by gate; by itself the selected unit, or the loss."""
        selected = self._session.display.selected
        if not kind:
            is_unit = selected is not None and selected[0] != FEATURES_ID
            kind, unit = ("unit", selected) if is_unit else ("loss", None)
        self.drawer.choose_tab("microscope")
        panel = self.microscope
        if kind == "unit" and unit is not None:
            panel.open_unit(unit)
        elif kind == "parameter" and unit is not None:
            panel.open_parameter(unit, row)
        else:
            panel.open_loss()
        panel.ask_for_focus()

    def step_shown(self, by: int) -> None:
        """One step on, or back, of what is gone through in steps now: a lesson before the microscope."""
        if self._lessons.is_on:
            self._lessons.step_by(by)
        elif self.drawer.is_open and self.drawer.shown == "microscope":
            self.microscope.act("next" if by > 0 else "back")

    def _make_places(self) -> None:
        """The empty places first: a widget that is made in its place is styled once, not at each move."""
        self.body = QSplitter(Qt.Orientation.Horizontal)
        self.body.setHandleWidth(1)
        self.body.setChildrenCollapsible(False)
        self._foot = QWidget()
        self.halves = GripSplitter(self.body, self._foot, self)
        self.centre = QWidget(self.body)
        self.centre.setObjectName("centre")

    def _lay_out(self) -> None:
        column = QVBoxLayout(self.centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.layer_palette)
        column.addWidget(self.canvas, 1)
        for place, widget in enumerate((self.data_panel, self.centre, self.output_panel)):
            self.body.insertWidget(place, widget)
        self.body.setStretchFactor(1, 1)
        self.body.setMinimumHeight(theme.pixels(LOWEST_BODY))
        self.body.splitterMoved.connect(self._on_moved)
        foot = QVBoxLayout(self._foot)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.setSpacing(0)
        foot.addWidget(self.timeline)
        foot.addWidget(self.drawer, 1)
        self.halves.grip.setObjectName("drawerGrip")
        self.halves.grip.setAccessibleName(self.tr("Height of the lower panel"))
        self.halves.grip.setToolTip(
            self.tr("Drag it, or use the arrow keys, to make the panel taller; double-click sets it back.")
        )
        self.halves.splitterMoved.connect(self._on_grip)
        self.halves.reset.connect(self._on_reset)
        for widget in (self.recording_light, self.status_line):
            widget.setFixedHeight(theme.pixels(LEAST_HEIGHT))
        self._share_height()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.toolbar)
        rows.addWidget(self.busy_line)
        rows.addWidget(self.lesson.strip)
        rows.addWidget(self.halves, 1)
        rows.addWidget(_line())
        last = QHBoxLayout()
        last.setSpacing(0)
        last.addWidget(self.recording_light, 0, Qt.AlignmentFlag.AlignLeft)
        last.addWidget(self.status_line, 1)
        last.addWidget(self.notice_bar, 1)
        rows.addLayout(last)

    def make_drawer_taller(self, steps: int) -> None:
        """Give the open drawer so many steps more height, or with a negative number less."""
        if self.drawer.is_open and not self.drawer.is_spread:
            self.halves.move_by(-steps * theme.pixels(48))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._is_low_lesson != self._was_low_lesson:
            self.spread_for_lesson()
        self._make_room()

    # ------------------------------------------------------------------------------------ private

    def _show_compare(self) -> None:
        """Bring the compared runs into sight."""
        self.drawer.choose_tab("compare")

    def _share_width(self) -> None:
        """Share the width as the user left it, or as it suits a window of this width."""
        factor = theme.scale()
        width = self.width() / factor
        data = self._kept("width.data", _within(width * DATA_SHARE, DATA_WIDTHS))
        output = self._kept("width.output", _within(width * OUTPUT_SHARE, OUTPUT_WIDTHS))
        output = max(min(output, width - data - LEAST_CENTRE), LEAST_OUTPUT)
        if self._is_presenting:
            data = 0
            height = (self.height() - self.timeline.sizeHint().height()) / factor
            if not self.lesson.strip.isHidden():
                height -= self.lesson.strip.height() / factor
            if self._speaks_of_curve:
                height -= HALL_CURVE
            output = max(min(HALL_SHARE * width, height - HALL_REST), LEAST_OUTPUT)
        sizes = [round(data * factor), 0, round(output * factor)]
        sizes[1] = max(self.width() - sum(sizes) - 2, 1)
        if self.body.sizes() != sizes:
            self.body.setSizes(sizes)

    def _share_height(self) -> None:
        """Give the drawer the height it was left at, or one that suits the window; or the whole middle."""
        is_open = self.drawer.is_open
        closed = self.timeline.sizeHint().height()
        if not self.drawer.isHidden():
            closed += self.drawer.head_height
        self.halves.set_movable(is_open and not self.drawer.is_spread)
        self._foot.setMaximumHeight(_UNBOUNDED if is_open else closed)
        self._foot.setMinimumHeight(closed + (theme.pixels(LOWEST) if is_open else 0))
        content = round(self._content_height() * theme.scale()) if is_open else 0
        self.halves.set_lower(closed + content)

    def _content_height(self) -> float:
        share = LESSON_SHARE if self._lessons.is_on else DRAWER_SHARE
        usual = _within(self.height() / theme.scale() * share, DRAWER_HEIGHTS)
        return self._kept("height.drawer", usual)

    def _on_spread(self, is_spread: bool) -> None:
        for widget in (self.body, self.timeline):
            widget.setVisible(not is_spread)
        self._make_room()

    def _kept(self, name: str, usual: float) -> float:
        value = self._session.settings.preferences.values.get(name)
        return float(value) if isinstance(value, int | float) and value > 0 else usual

    def _keep(self, **values: float | None) -> None:
        kept = dict(self._session.settings.preferences.values)
        for name, value in values.items():
            key = name.replace("_", ".", 1)
            if value is None:
                kept.pop(key, None)
            else:
                kept[key] = round(value / theme.scale(), 1)
        self._session.settings.set(values=kept)

    def _on_moved(self, position: int, place: int) -> None:
        sizes = self.body.sizes()
        self._keep(**({"width_data": sizes[0]} if place == 1 else {"width_output": sizes[2]}))

    def _on_grip(self) -> None:
        if self.drawer.is_open and not self.drawer.is_spread:
            self._keep(height_drawer=self.drawer.content_height)

    def _on_reset(self) -> None:
        self._keep(height_drawer=None)
        self._share_height()


def _within(value: float, bounds: tuple[float, float]) -> float:
    return min(max(value, bounds[0]), bounds[1])


def _line() -> QFrame:
    line = QFrame()
    line.setProperty("role", "line")
    line.setFixedHeight(1)
    return line
