"""All panels and views of the window in their places."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QFrame, QMenu, QSplitter, QVBoxLayout, QWidget

from playground.app.session import Session
from playground.ui import theme
from playground.ui.drawer import LOWEST, OPEN_HEIGHT, Drawer
from playground.ui.panels.data_panel import DataPanel
from playground.ui.panels.output_panel import OutputPanel
from playground.ui.panels.probe_panel import ProbePanel
from playground.ui.panels.status_line import StatusLine
from playground.ui.panels.toolbar import Toolbar
from playground.ui.views.gradient_flow import GradientFlow
from playground.ui.views.inspector import Inspector
from playground.ui.views.layer_palette import LayerPalette
from playground.ui.views.layer_space import LayerSpaceView
from playground.ui.views.loss_surface import LossSurfaceView
from playground.ui.views.network_canvas import NetworkCanvas
from playground.ui.views.run_plot import RunPlot
from playground.ui.views.timeline import Timeline
from playground.ui.views.unit_lines import UnitLines
from playground.ui.widgets.busy_line import BusyLine

DATA_WIDTH = 220
OUTPUT_WIDTH = 340
OUTPUT_SHARE = 0.2125
"""How much of a wide window is the output's."""
DRAWER_SHARE = 0.147
_UNBOUNDED = 16_777_215


class Workspace(QWidget):
    """Toolbar, data, network, output, timeline and drawer; nothing but their arrangement."""

    def __init__(
        self, session: Session, actions: Mapping[str, QAction], menu: QMenu, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAutoFillBackground(True)
        self.toolbar = Toolbar(session, actions, menu)
        self.data_panel = DataPanel(session)
        self.probe = ProbePanel(session)
        self.canvas = NetworkCanvas(session)
        self.layer_palette = LayerPalette(session, self.canvas)
        self.output_panel = OutputPanel(session)
        self.timeline = Timeline(session, actions["step_back"])
        self.drawer = Drawer()
        self.status_line = StatusLine(session)
        self.busy_line = BusyLine()
        self._is_moved = False
        session.busy_changed.connect(self.busy_line.show_busy)
        self.data_panel.attach(self.output_panel.boundary)
        self.data_panel.add_section(self.probe)
        self.unit_lines = UnitLines(session, self.output_panel.boundary)
        self._add_tabs(session)
        self._lay_out()
        self.drawer.toggled.connect(self._on_drawer)

    def set_presenting(self, is_presenting: bool) -> None:
        """Put away, or bring back, what a presentation does not need."""
        for widget in (self.data_panel, self.status_line):
            widget.setVisible(not is_presenting)
        if is_presenting:
            self.drawer.set_open(False)

    def _add_tabs(self, session: Session) -> None:
        self.drawer.add_tab(
            self.tr("Gradient flow"),
            GradientFlow(session),
            self.tr("How strong signals and gradients are in each layer: do they vanish or explode?"),
        )
        self.drawer.add_tab(
            self.tr("Inspector"),
            Inspector(session),
            self.tr("The selected unit's formula and gradient with their real numbers; nudge its weights."),
        )
        self.drawer.add_tab(
            self.tr("Run"),
            RunPlot(session),
            self.tr("Loss, accuracy, gradient norm and learning rate over the whole run, with zoom."),
        )
        self.drawer.add_tab(
            self.tr("Layer space"),
            LayerSpaceView(session),
            self.tr("How a layer has bent the plane: two of its units as axes, the points in that space."),
        )
        self.drawer.add_tab(
            self.tr("Loss surface"),
            LossSurfaceView(session),
            self.tr("The loss around the present weights along two directions, with the path taken so far."),
        )

    def _lay_out(self) -> None:
        self.centre = QWidget()
        self.centre.setObjectName("centre")
        column = QVBoxLayout(self.centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.layer_palette)
        column.addWidget(self.canvas, 1)
        self.body = _splitter(Qt.Orientation.Horizontal, self.data_panel, self.centre, self.output_panel)
        self.body.setStretchFactor(1, 1)
        self.body.splitterMoved.connect(self._on_moved)
        self._foot = QWidget()
        foot = QVBoxLayout(self._foot)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.setSpacing(0)
        foot.addWidget(self.timeline)
        foot.addWidget(self.drawer, 1)
        self._halves = _splitter(Qt.Orientation.Vertical, self.body, self._foot)
        self._halves.setStretchFactor(0, 1)
        self._on_drawer(self.drawer.is_open)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.toolbar)
        rows.addWidget(self.busy_line)
        rows.addWidget(self._halves, 1)
        rows.addWidget(_line())
        rows.addWidget(self.status_line)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def _share_width(self) -> None:
        """Give a wide window's output more room, unless somebody has moved the dividers."""
        if self._is_moved:
            return
        data = theme.pixels(DATA_WIDTH)
        output = max(theme.pixels(OUTPUT_WIDTH), round(self.width() * OUTPUT_SHARE))
        self.body.setSizes([data, max(self.width() - data - output, 1), output])

    def _on_moved(self) -> None:
        self._is_moved = True

    def _on_drawer(self, is_open: bool) -> None:
        closed = self.timeline.sizeHint().height() + self.drawer.head_height
        self._foot.setMaximumHeight(_UNBOUNDED if is_open else closed)
        self._foot.setMinimumHeight(closed + (theme.pixels(LOWEST) if is_open else 0))
        content = max(theme.pixels(OPEN_HEIGHT), round(self.height() * DRAWER_SHARE))
        wanted = closed + (content if is_open else 0)
        total = sum(self._halves.sizes())
        self._halves.setSizes([total - wanted, wanted])


def _splitter(orientation: Qt.Orientation, *widgets: QWidget) -> QSplitter:
    made = QSplitter(orientation)
    made.setHandleWidth(1)
    made.setChildrenCollapsible(False)
    for widget in widgets:
        made.addWidget(widget)
    return made


def _line() -> QFrame:
    line = QFrame()
    line.setProperty("role", "line")
    line.setFixedHeight(1)
    return line
