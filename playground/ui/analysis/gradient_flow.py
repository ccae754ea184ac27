"""The gradient flow panel: every layer's gradient norm, shapes and health, and one sentence about them."""

from __future__ import annotations

import math
import time
from typing import Any

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QFontMetrics, QHideEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import (
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from playground.app.session import Session
from playground.observe.diagnosis import diagnose
from playground.observe.snapshot import LayerSnapshot, Snapshot, SnapshotRequest
from playground.ui.analysis import flow_texts
from playground.ui.analysis.flow_lane import (
    NORM_DECADES,
    HealthWords,
    Lane,
    LanePainter,
    LaneWords,
    Ridges,
    lane_parts,
    lane_texts,
)
from playground.ui.analysis.gradient_check import GradientCheckPanel
from playground.ui.look import theme
from playground.ui.panel import Panel
from playground.ui.plots.pace import FRAME_MS, Pace
from playground.ui.widgets.segmented import Option, SegmentedControl
from playground.ui.widgets.text import ValueText
from playground.ui.widgets.verdict import Verdict
from playground.ui.widgets.watchers import PlaceTips

TEXT_SECONDS = 0.15
"""Numbers change this often while it plays, so that they can be read; shapes change with every frame."""
SENTENCE_SECONDS = 0.6
PACE_MS = 40
"""While it plays, statistics are asked for this often: they cost as much as all the rest of a frame."""
MEMORY = 0.1
"""The weight of one more snapshot in the steady norms."""
LANE_WIDTH = 150
LANE_HEIGHT = 84


class FlowLanes(QWidget):
    """All layers side by side, input on the left; the numbers are of the latest snapshot."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        PlaceTips(self, self.help_at)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._lanes: list[Lane] = []
        self._ridges = Ridges()
        self._over_time = False
        self._painter: LanePainter | None = None
        self._texts: QPixmap | None = None
        self._texts_at = -math.inf
        theme.signals().changed.connect(self._restyle)

    def set_over_time(self, over_time: bool) -> None:
        """Draw the shapes of earlier epochs behind the present ones, or the present ones alone."""
        self._over_time = over_time
        self._texts = None
        self.update()

    def set_snapshot(self, snapshot: Snapshot) -> None:
        """Show the statistics of this snapshot."""
        shown = [layer for layer in snapshot.layers if layer.weights is not None]
        self._ridges.record(snapshot, shown)
        ids = [lane.layer.id for lane in self._lanes]
        now = time.monotonic()
        is_due = now - self._texts_at >= TEXT_SECONDS or not snapshot.playing
        if is_due or ids != [layer.id for layer in shown]:
            self._texts_at = now
            self._texts = None
            self._lanes = self._made(shown, flow_texts.layer_titles(snapshot.layers))
        else:
            for lane, layer in zip(self._lanes, shown, strict=True):
                lane.layer = layer
        self._share_norms()
        if len(ids) != len(shown):
            self.setMinimumWidth(len(shown) * theme.pixels(LANE_WIDTH))
            self.updateGeometry()
        self.update()

    @property
    def lanes(self) -> tuple[Lane, ...]:
        """What is shown, from the input to the output."""
        return tuple(self._lanes)

    def sizeHint(self) -> QSize:
        return QSize(len(self._lanes) * theme.pixels(LANE_WIDTH), theme.pixels(LANE_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def lane_rect(self, index: int) -> QRectF:
        """Where the lane of this index is drawn."""
        gap = theme.pixels(20)
        width = (self.width() + gap) / max(len(self._lanes), 1)
        return QRectF(index * width, 0, width - gap, self.height())

    def help_at(self, pos: QPoint) -> str:
        """What is drawn at this place, in words."""
        for index in range(len(self._lanes)):
            parts = lane_parts(self.lane_rect(index))
            explained = (
                (parts.norm.united(parts.bar), flow_texts.norm_help()),
                (parts.ratio.united(parts.gauge), flow_texts.ratio_help()),
                (parts.forward, flow_texts.activations_help()),
                (parts.gradient, flow_texts.gradients_help()),
                (parts.health, flow_texts.health_help()),
            )
            for rect, text in explained:
                if rect.contains(pos):
                    return text
        return ""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the kept picture of the numbers, and the shapes of the latest snapshot over it."""
        if self._painter is None:
            self._painter = LanePainter(
                LaneWords(
                    norm="‖∂L/∂W‖",
                    ratio=self.tr("update : weight"),
                    not_yet=self.tr("not yet"),
                    epoch=self.tr("from epoch {epoch}"),
                )
            )
        if self._texts is None or self._texts.deviceIndependentSize().toSize() != self.size():
            self._texts = self._painted_texts(self._painter)
        visible = QRectF(event.rect())
        with QPainter(self) as painter:
            painter.drawPixmap(0, 0, self._texts)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for index, lane in enumerate(self._lanes):
                rect = self.lane_rect(index)
                if rect.intersects(visible):
                    self._painter.paint_live(painter, rect, lane, self._over_time)

    def _painted_texts(self, lane_painter: LanePainter) -> QPixmap:
        ratio = self.devicePixelRatioF()
        texts = QPixmap(self.size() * ratio)
        texts.setDevicePixelRatio(ratio)
        texts.fill(theme.current().panel)
        with QPainter(texts) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for index, lane in enumerate(self._lanes):
                lane_painter.paint_texts(painter, self.lane_rect(index), lane, self._over_time)
        return texts

    def _made(self, layers: list[LayerSnapshot], titles: dict[int, str]) -> list[Lane]:
        words = HealthWords(
            dead=self.tr("{units} of {of} dead"),
            off=self.tr("off {share}"),
            saturated=self.tr("saturated {share}"),
        )
        return [
            Lane(layer, lane_texts(layer, titles[layer.id], words), self._ridges.of(layer.id))
            for layer in layers
        ]

    def _share_norms(self) -> None:
        """Each norm bar against the largest norm, on a logarithmic scale."""
        norms = [
            lane.layer.statistics.gradient_norm if lane.layer.statistics else None for lane in self._lanes
        ]
        finite = [norm for norm in norms if norm is not None and 0.0 < norm < math.inf]
        top = math.log10(max(finite)) if finite else 0.0
        for lane, norm in zip(self._lanes, norms, strict=True):
            if norm is None or not 0.0 < norm < math.inf:
                lane.norm_share = 0.0
            else:
                lane.norm_share = max(0.01, 1.0 + (math.log10(norm) - top) / NORM_DECADES)

    def _restyle(self) -> None:
        self._painter = self._texts = None
        self.setMinimumWidth(len(self._lanes) * theme.pixels(LANE_WIDTH))
        self.updateGeometry()
        self.update()


class SteadyNorms:
    """Each layer's gradient norm as a geometric mean over the last snapshots while it plays.

    One minibatch's norms jump about; the sentence should not. At rest they are the snapshot's own.
    """

    def __init__(self) -> None:
        self._logs: dict[int, float] = {}

    @property
    def norms(self) -> dict[int, float]:
        """By layer id; layers whose norm is 0 or no finite number have none."""
        return {layer_id: math.exp(log) for layer_id, log in self._logs.items()}

    def take(self, snapshot: Snapshot) -> None:
        """Take in the norms of one more snapshot."""
        before, self._logs = self._logs, {}
        for layer in snapshot.layers:
            norm = layer.statistics.gradient_norm if layer.statistics else None
            if norm is not None and 0.0 < norm < math.inf:
                log = math.log(norm)
                keeps = before.get(layer.id, log) if snapshot.playing else log
                self._logs[layer.id] = keeps + MEMORY * (log - keeps)


class GradientFlow(Panel):
    """The panel in the drawer: the diagnosis above, the layers below."""

    NAME = "gradientFlow"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.setAccessibleName(self.tr("Gradient flow"))
        self._said_at = -math.inf
        self._steady = SteadyNorms()
        self._asking = QTimer(self, singleShot=True, interval=PACE_MS)
        self._asking.timeout.connect(self.ask)
        self._pace = Pace(self, self._show, 0, shown_every=PACE_MS + FRAME_MS)
        self._snapshot: Snapshot | None = None
        self.verdict = Verdict()
        widest = max(
            flow_texts.source_texts().values(), key=QFontMetrics(theme.font("small")).horizontalAdvance
        )
        self.source = ValueText(sample=widest, role="small", color="quiet")
        self.source.setObjectName("gradientFlowSource")
        self.mode = SegmentedControl(
            [
                Option("now", self.tr("Now"), self.tr("The shapes of this moment")),
                Option(
                    "over_time",
                    self.tr("Over time"),
                    self.tr("The shapes of earlier epochs behind the present ones: do they drift or narrow?"),
                ),
                Option(
                    "check",
                    self.tr("Gradient check"),
                    self.tr("Compares backpropagation's gradients with numeric ones, layer by layer"),
                ),
            ]
        )
        self.mode.setObjectName("gradientFlowMode")
        self.mode.setAccessibleName(self.tr("Shapes"))
        self.lanes = FlowLanes()
        scroll = QScrollArea()
        scroll.setAccessibleName(self.accessibleName())
        scroll.setWidget(self.lanes)
        scroll.setWidgetResizable(True)
        scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self.check = GradientCheckPanel(session)
        self.pages = QStackedWidget()
        self.pages.addWidget(scroll)
        self.pages.addWidget(self.check)
        top = QHBoxLayout()
        top.setSpacing(theme.pixels(16))
        top.addWidget(self.verdict, 1)
        top.addWidget(self.check.verdict, 1)
        top.addWidget(self.source)
        top.addWidget(self.check.button)
        top.addWidget(self.mode)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(theme.pixels(n) for n in (16, 6, 16, 6)))
        layout.setSpacing(theme.pixels(6))
        layout.addLayout(top)
        layout.addWidget(self.pages, 1)
        self._show_page(is_check=False)
        self.mode.chosen.connect(self._choose)

    def wants(self) -> SnapshotRequest:
        display = self.session.display
        source = display.gradient_source
        if source == "probe" and display.probe is None:
            source = "minibatch"
        probe = display.probe if source == "probe" else None
        return SnapshotRequest(statistics=True, histograms=True, gradients=source, probe=probe)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show this snapshot's gradient flow."""
        if all(layer.statistics is None for layer in snapshot.layers):
            return
        if snapshot.playing:
            self.session.release(self.NAME)
            self._asking.start()
        self._snapshot = snapshot
        if snapshot.playing:
            self._pace.want()
        else:
            self._pace.stop()
            self._show()

    def _show(self) -> None:
        snapshot = self._snapshot
        if snapshot is None:
            return
        self.lanes.set_snapshot(snapshot)
        self._steady.take(snapshot)
        self.source.set_text(flow_texts.source_text(snapshot))
        now = time.monotonic()
        if snapshot.playing and now - self._said_at < SENTENCE_SECONDS:
            return
        self._said_at = now
        found = diagnose(snapshot, self._steady.norms)
        self.verdict.show_finding(found.severity, flow_texts.says(found), flow_texts.advises(found))

    def display_changed(self, name: str, value: Any) -> None:
        if name in ("gradient_source", "probe"):
            self.ask()

    def hideEvent(self, event: QHideEvent) -> None:
        self._asking.stop()
        self._pace.stop()
        super().hideEvent(event)

    def _choose(self, mode: str) -> None:
        is_check = mode == "check"
        self._show_page(is_check=is_check)
        if is_check:
            self.check.start()
        else:
            self.lanes.set_over_time(mode == "over_time")

    def _show_page(self, *, is_check: bool) -> None:
        self.pages.setCurrentIndex(int(is_check))
        self.verdict.setVisible(not is_check)
        self.source.setVisible(not is_check)
        self.check.verdict.setVisible(is_check)
        self.check.button.setVisible(is_check)
