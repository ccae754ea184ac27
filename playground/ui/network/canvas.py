"""The network canvas: the layers as columns, alive, and edited where they stand."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QFontMetricsF,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from playground.app.session import Session
from playground.engine.experiment import Experiment
from playground.engine.features import FEATURES
from playground.engine.layers.base import FEATURES_ID, OUTPUT_ID
from playground.engine.layers.kinds import AnyLayer
from playground.observe.snapshot import Snapshot, SnapshotRequest
from playground.ui.look import theme
from playground.ui.network.columns import layer_of, title
from playground.ui.network.controls import CanvasControls
from playground.ui.network.drag import DragPayload, LayerDrag
from playground.ui.network.formula import formula_forms
from playground.ui.network.geometry import Metrics, TileShape
from playground.ui.network.headers import Headers
from playground.ui.network.input import CanvasInput
from playground.ui.network.keys import CanvasKeys
from playground.ui.network.kinds import own_units
from playground.ui.network.places import Arrangement, ColumnPlaces
from playground.ui.network.scene import Scene, number_font
from playground.ui.network.spoken_parts import NetworkParts
from playground.ui.network.stack_card import StackCards
from playground.ui.network.tiles import most_pixels, pixels_of
from playground.ui.network.values import (
    Scale,
    all_bias_values,
    bias_colors,
    edge_levels,
    edge_scale,
    edge_values,
    node_scale,
    waits_for_probe,
)
from playground.ui.network.view import NetworkView
from playground.ui.widgets.formula import FormulaLine
from playground.ui.widgets.spoken import PaintedParts
from playground.ui.widgets.watchers import KeyClaim
from playground.ui.words import labels

_WIDEST_EDGE = 5.0
_REACH_OUTSIDE = 24
_LOWEST_WITH_FORMULA = 330
"""A canvas that is lower keeps its room for the units."""
_SAMPLE_NUMBER = "−0.00"


class NetworkCanvas(NetworkView):
    """Draws the latest snapshot of the network; mouse and keys edit it where it stands."""

    NAME = "networkCanvas"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.setAccessibleName(self.tr("Network"))
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._scale: Scale | None = None
        self._offers_layers = True
        self.drag = LayerDrag(self, self)
        self.headers = Headers(self, self.commands, self.drag)
        self.places = ColumnPlaces(self.headers, self.drag, self)
        self.places.moved.connect(self._show_places)
        self.formula = FormulaLine(self)
        self.formula.setObjectName("networkFormula")
        self.formula.setAccessibleName(self.tr("The network as a formula"))
        self.formula.setToolTip(
            self.tr(
                "What the network computes: x are the features that are switched on, W and b each layer's "
                "weights and biases, f the output's scores, p what the output makes of them."
            )
        )
        self.stacks = StackCards(self)
        self.controls = CanvasControls(session, self)
        self.controls.hold_changed.connect(self._refresh)
        self.controls.hold_changed.connect(self.update)
        self.input = CanvasInput(self)
        self.input.changed.connect(self.ask)
        self.input.changed.connect(self.update)
        self.input.enlarged_changed.connect(self._glide_there)
        self.keys = CanvasKeys(self, self.input)
        spoken = NetworkParts(self, self.input.bubble_of)
        self.parts = PaintedParts(self, self.tr("Units and weights"), spoken.columns)
        KeyClaim(self, self.keys.wants)
        self.drag.changed.connect(self.rearrange)
        self.restyle()

    # ------------------------------------------------------------------------------ what is shown

    def wants(self) -> SnapshotRequest:
        display = self.session.display
        ratio = self.devicePixelRatioF()
        tiles = [box.tile for box in self.places.closed.columns if not box.spec.passes]
        pictures = pixels_of(max(tiles), ratio, most_pixels(self.places.closed))
        slopes = display.node_mode in ("gradient", "both")
        with_gradients = display.edge_mode == "gradient" or self.input.reads_gradients
        return SnapshotRequest(
            unit_resolution=pictures,
            sensitivity_resolution=pictures if slopes else 0,
            sensitivity_output=display.sensitivity_output if slopes else 0,
            gradients=display.gradient_source if with_gradients else None,
            probe=display.probe,
            unit_health=True,
            unit_histograms=display.node_mode == "histogram",
            curve=False,
        )

    def show_snapshot(self, snapshot: Snapshot | None) -> None:
        """Draw this snapshot from now on."""
        self.snapshot = snapshot
        if self._show_stacks():
            return
        self._refresh()
        if snapshot is None or not snapshot.playing:
            self._describe()
        self.update(self._body())

    def experiment_changed(self, old: Experiment, new: Experiment) -> None:
        self.input.experiment_changed(new)
        if _shown_of(old) != _shown_of(new):
            self._show_network(old, new)
        self.parts.tell_changed()
        self._describe()

    def _show_network(self, old: Experiment, new: Experiment) -> None:
        self.headers.show_columns(new)
        self.formula.set_forms(formula_forms(new))
        self.drag.network_changed([layer.id for layer in new.network.layers])
        before = [(layer.id, layer.kind) for layer in old.network.layers]
        after = [(layer.id, layer.kind) for layer in new.network.layers]
        if self.isVisible() and (before != after or old.network.features != new.network.features):
            self.places.glide()
        self.rearrange()

    def display_changed(self, name: str, value: Any) -> None:
        if name == "node_mode" or (name == "probe" and self._has_numbers != self.layout_.metrics.has_numbers):
            self.headers.show_columns(self.experiment)  # the change may come with that of the network
            self.rearrange()
        elif name in ("edge_mode", "gradient_source"):
            self._scale = None
            self._refresh()
        elif name == "lit_layer":
            self.update()
            return
        elif name not in ("probe", "hovered", "selected", "selected_edge", "sensitivity_output"):
            return
        if name in ("selected", "selected_edge"):
            self._describe()
        self.ask()
        self.update()

    def restyle(self) -> None:
        self._paints.forget()
        self.places.forget()
        self._paints.edges.set_widest(_WIDEST_EDGE * theme.scale())
        self.headers.show_columns(self.experiment)
        self.formula.set_forms(formula_forms(self.experiment))
        self._place_children()
        self.rearrange()
        self._describe()

    def sizeHint(self) -> QSize:
        return QSize(theme.pixels(820), theme.pixels(560))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.controls.minimumSizeHint().width(), theme.pixels(300))

    def offer_layers(self, is_offered: bool) -> None:
        """Say that layers can be dragged in, where there are none; not while none are there to be dragged."""
        self._offers_layers = is_offered
        self.update()

    def rearrange(self) -> None:
        """Put everything in its place again."""
        if not self.headers.are_of(self.experiment):  # asked for before the change was told here
            self.headers.show_columns(self.experiment)
        self.places.arrange(
            Arrangement(
                self.experiment, self.width(), self.height(), self._metrics(), self._shape(),
                self.input.enlarged,
            )
        )  # fmt: skip

    def paintEvent(self, event: QPaintEvent) -> None:
        display = self.session.display
        hovered = None if self.drag.is_active else self.input.hovered
        gap = self.drag.gap
        scene = Scene(
            layout=self.layout_,
            experiment=self.experiment,
            snapshot=self.snapshot,
            mode=display.node_mode,
            hovered=hovered,
            selected=display.selected,
            selected_edge=display.selected_edge,
            chosen_layer=self.input.chosen_layer,
            open_gap=(gap, self.drag.opening) if gap is not None else None,
            lifted=self.drag.payload.layer_id if self.drag.payload else None,
            bubble=None if self.drag.is_active else self.input.bubble(),
            lit_layer=display.lit_layer,
            offers_layers=self._offers_layers,
        )
        with QPainter(self) as painter:
            painter.fillRect(event.rect(), theme.current().background)
            self._paints.paint(painter, scene, self.devicePixelRatioF())

    # ------------------------------------------------------------------------- dragging (DropTarget)

    def gap_under(self, place: QPoint) -> int | None:
        """The gap that would take a layer dropped at this global point."""
        point = self.mapFromGlobal(place)
        if not self.rect().adjusted(0, -_REACH_OUTSIDE // 4, 0, 0).contains(point):
            return None
        return self.places.closed.nearest_gap(point.x())

    def take(self, payload: DragPayload, gap: int) -> None:
        """A layer was dropped into a gap."""
        if payload.layer is not None:
            self.input.insert(gap, payload.layer)
        elif payload.layer_id is not None:
            self.commands.move(payload.layer_id, gap)

    def take_out(self, layer_id: int) -> None:
        """A column was dropped outside."""
        self.commands.remove(layer_id)

    def scroll_towards(self, place: QPoint) -> None:
        """Near the left or right side: show more of it."""
        point = self.mapFromGlobal(place)
        near = theme.pixels(36)
        closed = self.places.closed
        if closed.content_width > self.width() + 1 and self.rect().contains(point):
            if point.x() < near:
                self.places.scroll_to(closed.scroll_x - near / 3)
            elif point.x() > self.width() - near:
                self.places.scroll_to(closed.scroll_x + near / 3)

    def insert_by_key(self, layer: AnyLayer) -> None:
        """Put a new layer after the chosen one, or before the output."""
        chosen = self.input.acting_layer
        column = self.places.closed.column(chosen) if chosen is not None else None
        last = len(self.experiment.network.layers)
        self.input.insert(last if column is None else min(column, last), layer)

    # ----------------------------------------------------------------------------------- Qt events

    def showEvent(self, event: QShowEvent) -> None:
        self.snapshot = self.session.snapshot or self.snapshot
        self.rearrange()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.drag.cancel()
        self.places.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_children()
        self.rearrange()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.input.press(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.input.double_click(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.input.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.input.release(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.input.hover(None)
        super().leaveEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not self.input.wheel(event):
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.keys.press(event):
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.input.context_menu(event)

    # ------------------------------------------------------------------------------------- inside

    def _body(self) -> QRect:
        """The part that moves: painting it alone leaves headers and switches in peace."""
        top, bottom = round(self.layout_.top) - 4, round(self.layout_.bottom) + 22
        return QRect(0, top, self.width(), bottom - top)

    def _place_children(self) -> None:
        """The formula above the columns, the switches at the foot."""
        height = self.controls.sizeHint().height()
        self.controls.setGeometry(0, self.height() - height, self.width(), height)
        margin = theme.pixels(20)
        self.formula.setVisible(self._formula_height() > 0)
        self.formula.setGeometry(margin, 0, max(self.width() - 2 * margin, 1), self._formula_height())

    def _formula_height(self) -> int:
        return self.formula.sizeHint().height() if self.height() >= theme.pixels(_LOWEST_WITH_FORMULA) else 0

    def _show_stacks(self) -> bool:
        """Show the product of linear layers; where other many cards are needed the layout is made anew."""
        is_changed = self.stacks.show_snapshot(self.snapshot, self.experiment)
        if is_changed:
            self.rearrange()
        return is_changed

    def _metrics(self) -> Metrics:
        body = QFontMetricsF(theme.font("body"))
        names = (*FEATURES, *self.experiment.network.features)
        widest = max(body.horizontalAdvance(labels.label("feature", name).label) for name in names)
        numbers = QFontMetricsF(number_font(self.size())).horizontalAdvance(_SAMPLE_NUMBER)
        label = min(widest, theme.pixels(92)) + theme.pixels(10)
        made = Metrics.scaled(
            theme.scale(), self.height(), label, numbers + theme.pixels(8), has_numbers=self._has_numbers
        )
        header, footer = made.header + self._formula_height(), made.footer + self.stacks.height
        return replace(made, header=header, footer=footer)

    @property
    def _has_numbers(self) -> bool:
        return self.session.display.probe is not None

    def _shape(self) -> TileShape:
        mode = self.session.display.node_mode
        return "double" if mode == "both" else "wide" if mode == "histogram" else "square"

    def _show_places(self) -> None:
        layout = self.places.layout
        self._paints.edges.backdrop = partial(
            self._paints.paint_backdrop, layout=layout, experiment=self.experiment
        )
        features = self.experiment.network.features
        self._paints.edges.set_layout(layout, is_moving=self.places.is_moving, features=features)
        self._paints.tiles.set_layout(layout)
        self.headers.place(layout)
        self.stacks.place(self.height() - self.controls.height() - self.stacks.height, self.width())
        self._refresh()
        self.input.refresh()
        self.ask()
        self.update()

    def _refresh(self) -> None:
        """Values, levels and legends of the present snapshot."""
        display, edges = self.session.display, self._paints.edges
        known = None if waits_for_probe(display) else self.snapshot
        values = edge_values(known, self.layout_, edges.gaps, display.edge_mode)
        is_playing = self.snapshot is not None and self.snapshot.playing
        biases = all_bias_values(known, display.edge_mode)
        if self._scale is None or not self.controls.holds_scale:
            before = self._scale if is_playing else None
            self._scale = edge_scale([*values, *biases.values()], display.edge_mode, before)
        levels = edge_levels([*values, *biases.values()], self._scale, display.edge_mode)
        edges.set_levels(levels[: len(values)])
        self._paints.biases = bias_colors(biases, levels[len(values) :])
        self._paints.tiles.set_snapshot(self.snapshot, self.experiment, display.node_mode)
        scale = node_scale(self.experiment, self.snapshot, display.node_mode, self._paints.tiles.scales)
        knows_edges = any(bool(np.isfinite(one).any()) for one in values)
        self.controls.show_scales(scale, self._scale, edges.counts, knows_edges=knows_edges)

    def _glide_there(self) -> None:
        """Let the columns glide to where they shall stand now."""
        if self.isVisible():
            self.places.glide()
            if not self.isAncestorOf(QApplication.focusWidget() or self):
                self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.rearrange()

    def _describe(self) -> None:
        ids = [FEATURES_ID, *(layer.id for layer in self.experiment.network.layers), OUTPUT_ID]
        names = [title(self.experiment, i) for i in ids]
        for place, layer_id in enumerate(ids):
            units = own_units(layer_of(self.experiment, layer_id))
            if units is not None:
                names[place] += f" {units}"
        self.input.say(" → ".join(names))


def _shown_of(experiment: Experiment) -> object:
    """What the canvas shows of an Experiment."""
    names = experiment.data.class_names
    return experiment.network, experiment.outputs, experiment.output_activation, names
