"""The plane as the network sees it: its output with the data on top, the probe, and hovered units."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QPointF, QRectF, QSize, Signal
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.app.sentences import obstacle
from playground.app.session import Session
from playground.engine.datasets import PLANE
from playground.engine.experiment import Experiment
from playground.engine.layers.base import OUTPUT_ID
from playground.engine.points import Points
from playground.observe.snapshot import Part, PartRequest, Snapshot, SnapshotRequest
from playground.ui.look import theme
from playground.ui.network.names import class_name, unit_name
from playground.ui.network.own_units import in_own_units, own_value
from playground.ui.output import boundary_marks
from playground.ui.output.boundary_image import Legend, Look, boundary_legend, value_scale
from playground.ui.output.probe_tool import KEY_STEP, ProbeTool
from playground.ui.output.tool import BoundaryOverlay, Tool
from playground.ui.panel import Panel
from playground.ui.widgets.later import Later
from playground.ui.widgets.plane import Bounds, PlaneFrame
from playground.ui.widgets.spoken import speak
from playground.ui.words.numbers import plain

if TYPE_CHECKING:
    from playground.ui.output.boundary_plot import BoundaryPlot

RESOLUTION = 100
_ALIKE = ("hovered", "boundary_mode", "node_mode", "discretize", "show_test", "show_train")
"""Display choices after which the picture is another."""


class BoundaryView(Panel):
    """A square picture of the plane. A click sets the probe point, a drag moves it or the plane.

    It keeps what is to be shown, and hands it to a ``plot`` that is made once the window has been painted.
    """

    NAME = "boundaryView"

    hovered = Signal(object)
    """(x1, x2, value or None) under the pointer; None when it left."""
    legend_changed = Signal()
    examine = Signal(float, float)
    """The loss at this place is to be taken apart gate by gate."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.setAccessibleName(self.tr("Decision boundary"))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._snapshot: Snapshot | None = None
        self._overlays: list[BoundaryOverlay] = []
        self._tool: Tool | None = None
        self._pointer: QPointF | None = None
        self._last_pointer: QPointF | None = None
        self._legend: Legend | None = None
        self._remove_probe: QAction | None = None
        self._place = Later(self._make_plot, self)
        self._place.made.connect(self._on_made)
        self._probe = ProbeTool(self, session.display)

    # ------------------------------------------------------------------------------ from outside

    @property
    def plot(self) -> BoundaryPlot | None:
        """The plot, once it is made."""
        return cast("BoundaryPlot | None", self._place.content)

    def make_plot(self) -> BoundaryPlot:
        """The plot; made now if it is not there yet."""
        return cast("BoundaryPlot", self._place.make())

    @property
    def surface(self) -> QWidget:
        """The widget that is painted and takes the pointer: the plot's, or until there is one this."""
        return self if self.plot is None else self.plot.viewport()

    @property
    def whole(self) -> Bounds:
        """The plane: what is seen as long as one does not zoom."""
        return PLANE if self.points is None else self.points.bounds

    @property
    def points(self) -> Points | None:
        """The data that is shown."""
        return self._snapshot.points if self._snapshot else None

    @property
    def frame(self) -> PlaneFrame:
        """Which part of the plane is drawn where, in this view's pixels."""
        if self.plot is None:
            return PlaneFrame(self.whole, self._square())
        frame = self.plot.frame
        return PlaneFrame(frame.bounds, frame.rect.translated(self._square().topLeft()))

    @property
    def tool(self) -> Tool | None:
        """What takes the pointer now."""
        return self._tool

    def set_tool(self, tool: Tool | None) -> None:
        """Give the pointer to a tool, or back to the probe."""
        self._tool = tool
        if self.plot is not None:
            self.plot.tool = tool
        self.redraw()

    def add_overlay(self, overlay: BoundaryOverlay) -> None:
        """Draw this too, between the boundary and the points."""
        self._overlays.append(overlay)
        if self.plot is not None:
            self.plot.below.overlays.append(overlay.paint)
        self.ask()
        self.redraw()

    def say_place(self, x1: float, x2: float) -> None:
        """Say aloud where the keys have moved the probe, and the value there."""
        left, right = self.frame.bounds[:2]
        words = "   ".join(in_own_units(self.experiment.data.axes, x1, x2, KEY_STEP * (right - left)))
        speak(self.surface if self.plot is None else self.plot, self._valued(words, self.value_at(x1, x2)))

    def redraw(self) -> None:
        """Paint anew what lies over the boundary."""
        self.surface.update()

    def value_at(self, x1: float, x2: float) -> float | None:
        """What the picture shows there: the output (more classes: the class), or the hovered unit's value."""
        is_shown = self._part() is not None and self.plot is not None
        return self.plot.value_at(x1, x2) if is_shown and self.plot is not None else None

    @property
    def legend(self) -> Legend:
        """What the colours that are shown now mean."""
        if self.plot is not None and self._part() is not None:
            return self.plot.legend
        look, scale = self._look(), 1.0
        if self._snapshot is not None:
            scale = value_scale(self.experiment, self._snapshot.points)
        return boundary_legend(self.experiment, scale, look.mode, look.discretize)

    # ------------------------------------------------------------------------------------- panel

    def wants(self) -> SnapshotRequest:
        display, plot = self.session.display, self.plot
        focus = display.hovered
        asked = SnapshotRequest(
            focus=focus,
            focus_sensitivity=focus is not None and display.node_mode == "gradient",
            point_predictions=display.boundary_mode == "errors",
        )
        for overlay in self._overlays:
            asked = asked.merged(overlay.wants())
        if plot is None or not plot.pane.is_held:
            return replace(asked, boundary_resolution=RESOLUTION)
        part = PartRequest(plot.seen, RESOLUTION, units=bool(asked.unit_resolution))
        return replace(asked, part=part, unit_resolution=0)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        if self._snapshot is not None and snapshot.points.bounds != self._snapshot.points.bounds:
            self._leave_other_plane(snapshot.points.bounds)
        self._snapshot = snapshot
        self._place.want()
        self._show()

    def _leave_other_plane(self, bounds: Bounds) -> None:
        """A probe point that lay on the plane of other data, and not on this one, is over."""
        probe = self.session.display.probe
        if probe is not None and not PlaneFrame(bounds, QRectF()).contains(probe[0], probe[1]):
            self.session.display.set(probe=None)

    def experiment_changed(self, old: Experiment, new: Experiment) -> None:
        if _read_as(old) != _read_as(new):  # until there is a new snapshot the plane is what it was
            self._show()

    def display_changed(self, name: str, value: Any) -> None:
        if name in _ALIKE or name == "selected" or name == "show_unit_lines":
            self.ask()
        if name == "probe" and self._remove_probe is not None:
            self._remove_probe.setVisible(value is not None)
        if name in _ALIKE:
            self._show()
        else:
            self.redraw()

    def restyle(self) -> None:
        super().restyle()
        self._lay_out()
        self._show()

    # ---------------------------------------------------------------------------------- geometry

    def sizeHint(self) -> QSize:
        return QSize(theme.pixels(308), theme.pixels(308))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.pixels(160), theme.pixels(160))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return width

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._lay_out()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Keep the place of the plot calmly until it is there."""
        if self.plot is None:
            with QPainter(self) as painter:
                painter.fillRect(self._square(), theme.current().field)
                boundary_marks.paint_corners(painter, self._square())

    def _square(self) -> QRectF:
        side = min(self.width(), self.height())
        return QRectF((self.width() - side) // 2, 0, side, side)

    def _lay_out(self) -> None:
        self._place.setGeometry(self._square().toRect())

    # -------------------------------------------------------------------------------------- plot

    def _make_plot(self) -> QWidget:
        from playground.ui.output.boundary_plot import BoundaryPlot

        plot = BoundaryPlot(self.accessibleName(), self.session.write_file)
        plot.put_axes_inside()
        plot.setAccessibleDescription(
            self.tr(
                "Wheel, plus and minus zoom; a drag, the middle button or Ctrl and arrows move the plane; "
                "a click or the arrows set the probe point."
            )
        )
        plot.taker = self._probe.taker
        plot.wants_key, plot.take_key = self._probe.wants_key, self._probe.take_key
        plot.clicked.connect(self._probe.click)
        plot.went_back.connect(self._probe.undo_click)
        plot.pointed.connect(self._on_pointer)
        plot.part_changed.connect(self.ask)
        plot.above.overlays.append(self._paint_above)
        examine = QAction(self.tr("The loss here in the Microscope"), plot)
        examine.setObjectName("examineAction")
        examine.triggered.connect(self._examine_here)
        plot.addAction(examine)
        remove = QAction(self.tr("Remove the probe point"), plot)
        remove.setObjectName("removeProbe")
        remove.setVisible(self.session.display.probe is not None)
        remove.triggered.connect(lambda: self.session.display.set(probe=None))
        plot.addAction(remove)
        self._remove_probe = remove
        return plot

    def _on_made(self, plot: BoundaryPlot) -> None:
        plot.tool = self._tool
        plot.below.overlays += [overlay.paint for overlay in self._overlays]
        self.setFocusProxy(plot)
        self._show()

    def _show(self) -> None:
        """Show what is to be seen now."""
        plot, snapshot = self.plot, self._snapshot
        if plot is not None and snapshot is not None:
            part = self._part()
            if part is None and not self._fits():
                plot.clear_part()
            plot.show_boundary(self.experiment, snapshot.points, part, self._look())
            plot.viewport().update()
        legend = self.legend
        if legend != self._legend:
            self._legend = legend
            self.legend_changed.emit()

    def _look(self) -> Look:
        display = self.session.display
        return Look(display.boundary_mode, display.discretize, display.show_train, display.show_test)

    def _fits(self) -> bool:
        """Whether the newest snapshot is of a network with the outputs that are chosen now."""
        if self._snapshot is None:
            return False
        grid = (self._snapshot.part or self._snapshot).boundary
        return grid is not None and len(grid) == self.experiment.outputs

    def _part(self) -> Part | None:
        """What is to be shown of the newest snapshot: the part looked at, or else the whole plane."""
        snapshot = self._snapshot
        if snapshot is None or not self._fits():
            return None
        part = snapshot.part
        if part is None:
            assert snapshot.boundary is not None
            part = Part(
                snapshot.points.bounds, snapshot.boundary,
                snapshot.focus, snapshot.focus_grid, snapshot.focus_sensitivity,
            )  # fmt: skip
        hovered = self.session.display.hovered
        if hovered is None or part.focus != hovered or part.focus_grid is None:
            return replace(part, focus=None)
        if self.session.display.node_mode == "gradient" and part.focus_sensitivity is not None:
            return replace(part, focus_grid=part.focus_sensitivity)
        if hovered[0] == OUTPUT_ID and self.experiment.outputs == 1:  # what it says is the boundary itself
            return replace(part, focus=None)
        return part

    # ----------------------------------------------------------------------------------- pointer

    def _on_pointer(self, pixel: QPointF | None) -> None:
        self._pointer = pixel
        if pixel is not None:
            self._last_pointer = pixel  # a menu takes the pointer away
        if pixel is None or self.plot is None:
            self.hovered.emit(None)
            return
        x1, x2 = self.plot.frame.to_plane(pixel)
        self.hovered.emit((x1, x2, self.value_at(x1, x2)))

    def _examine_here(self) -> None:
        """Put the probe where the menu was opened, and ask for the loss there."""
        if self._last_pointer is not None and self.plot is not None:
            self._probe.click(*self.plot.frame.to_plane(self._last_pointer))
        probe = self.session.display.probe
        if probe is not None:
            self.examine.emit(probe[0], probe[1])

    # ---------------------------------------------------------------------------------- painting

    def _paint_above(self, painter: QPainter, frame: PlaneFrame) -> None:
        """What lies over the points: rings around wrong ones, the probe, the tool, readouts."""
        display, snapshot, rect = self.session.display, self._snapshot, frame.rect
        if snapshot is not None and display.boundary_mode == "errors" and display.hovered is None:
            shown = (display.show_train, display.show_test)
            boundary_marks.paint_errors(painter, frame, self.experiment, snapshot, shown)
        probe = display.probe
        if probe is not None and frame.contains(probe[0], probe[1]):
            boundary_marks.paint_crosshair(painter, frame(probe[0], probe[1]))
        if self._tool is not None:
            self._tool.paint_overlay(painter, frame)
        if self.plot is not None and self.plot.shows_unit:
            title = self.unit_title()
            boundary_marks.paint_pill(painter, rect, title, at_top=True)
        boundary_marks.paint_pill(painter, rect, self._readout(frame), at_top=False)
        boundary_marks.paint_sentence(painter, rect, obstacle(self.experiment) or "")
        boundary_marks.paint_corners(painter, rect)

    def unit_title(self) -> str:
        """Which unit is shown large, and what of it."""
        display, experiment = self.session.display, self.experiment
        name = unit_name(experiment, display.hovered)
        if display.node_mode != "gradient":
            return name
        output = self.tr("output")
        if experiment.outputs > 1:
            output = class_name(experiment, display.sensitivity_output)
        return f"{name} · ∂{output}/∂{self.tr('unit')}"

    def _readout(self, frame: PlaneFrame) -> str:
        if self._pointer is None or self.plot is None:
            return ""
        x1, x2 = self.plot.frame.to_plane(self._pointer)
        if not frame.contains(x1, x2):
            return ""
        value = self.value_at(x1, x2)
        left, right = frame.bounds[:2]
        pixel = (right - left) / max(frame.rect.width(), 1.0)
        first, second = in_own_units(self.experiment.data.axes, x1, x2, pixel)
        return self._valued(f"{first}   {second}", value)

    def _valued(self, text: str, value: float | None) -> str:
        if value is None or self.plot is None:
            return text
        if not self.plot.shows_unit and self.experiment.outputs > 1:
            return f"{text}   {class_name(self.experiment, int(value))}"
        if self.plot.shows_unit:
            return f"{text}   → {plain(value)}"
        return f"{text}   → {own_value(self.experiment, value)}"


def _read_as(experiment: Experiment) -> object:
    """What the numbers over the plane are read by: whatever they were computed from."""
    data = experiment.data
    return (
        experiment.problem, experiment.loss, experiment.outputs, experiment.output_activation,
        data.classes, data.class_names, data.axes, data.value_axis,
    )  # fmt: skip
