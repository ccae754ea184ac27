"""The switches at the canvas's foot: what nodes and edges show, and what their colours mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache, partial
from typing import Any, NamedTuple

import numpy as np
from PySide6.QtCore import QCoreApplication, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QWidget

from playground.app.session import Session
from playground.ui.look import theme
from playground.ui.network.edges import strength_color
from playground.ui.network.values import RATIO_GUIDE, RATIO_HIGH, RATIO_LOW, Scale, waits_for_probe
from playground.ui.panel import Panel
from playground.ui.widgets.choice import Choice
from playground.ui.widgets.color_scale import ScaleLegend, ScaleText
from playground.ui.widgets.segmented import Option, SegmentedControl
from playground.ui.widgets.text import Caption
from playground.ui.words import numbers

_LEGEND_STEPS = 33

translate = QCoreApplication.translate


class Mode(NamedTuple):
    """One way to show nodes or edges."""

    key: str
    label: str
    help: str
    shortcut: str = ""


def node_modes() -> tuple[Mode, ...]:
    """What nodes can show."""
    return (
        Mode(
            "activation",
            translate("CanvasModes", "Activation"),
            translate("CanvasModes", "Each tile shows its unit's output at every point of the plane."),
            "A",
        ),
        Mode(
            "gradient",
            translate("CanvasModes", "Gradient"),
            translate(
                "CanvasModes",
                "Each tile shows how much the output would move if the unit moved: ∂output/∂unit.",
            ),
            "G",
        ),
        Mode(
            "both",
            translate("CanvasModes", "Both"),
            translate(
                "CanvasModes",
                "Activation on the left, gradient on the right. Beside them the probe point's numbers: "
                "green the activation, red ∂loss/∂unit.",
            ),
            "B",
        ),
        Mode(
            "histogram",
            translate("CanvasModes", "Histogram"),
            translate(
                "CanvasModes",
                "Where the training points fall on each unit's curve: look for units that are flat "
                "(saturated) or 0 (dead) on all of them.",
            ),
            "H",
        ),
    )


def edge_modes() -> tuple[Mode, ...]:
    """What edges can show."""
    return (
        Mode(
            "weight",
            translate("CanvasModes", "Weight"),
            translate("CanvasModes", "Width and colour of an edge are its weight."),
            "W",
        ),
        Mode(
            "gradient",
            translate("CanvasModes", "Gradient"),
            translate(
                "CanvasModes",
                "Width and colour of an edge are ∂loss/∂weight: which weights the loss, with its penalty, "
                "asks to move.",
            ),
            "E",
        ),
        Mode(
            "update",
            translate("CanvasModes", "Update"),
            translate("CanvasModes", "Width and colour of an edge are what the last step added to it."),
            "U",
        ),
        Mode(
            "ratio",
            translate("CanvasModes", "Ratio"),
            translate(
                "CanvasModes",
                "The last update over the weight, in powers of ten: a healthy step is near 1e−3.",
            ),
            "T",
        ),
    )


def gradient_sources() -> tuple[Mode, ...]:
    """Of what the gradients can be."""
    return (
        Mode(
            "minibatch",
            translate("CanvasModes", "of the minibatch"),
            translate("CanvasModes", "The noisy gradient of the points of one step."),
        ),
        Mode(
            "training_set",
            translate("CanvasModes", "of the training set"),
            translate(
                "CanvasModes", "The gradient of the mean loss over all training points, with no unit dropped."
            ),
        ),
        Mode(
            "probe",
            translate("CanvasModes", "of the probe point"),
            translate(
                "CanvasModes", "The gradient of one point's own loss: click the plane to choose the point."
            ),
        ),
    )


class CanvasControls(Panel):
    """Nodes on the left, edges on the right, their scales above; keys switch them as well.

    Where both do not fit side by side they stand one above the other, their scales beside them.
    """

    NAME = "canvasControls"

    hold_changed = Signal()

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(session, parent)
        display = session.display
        self._node_caption = Caption(self.tr("Nodes"), size="body", parent=self)
        self._edge_caption = Caption(self.tr("Edges"), size="body", parent=self)
        self.nodes = SegmentedControl(self._options(node_modes()), self)
        self.nodes.setObjectName("nodeMode")
        self.nodes.setAccessibleName(self.tr("What nodes show"))
        self.edges = SegmentedControl(self._options(edge_modes()), self)
        self.edges.setObjectName("edgeMode")
        self.edges.setAccessibleName(self.tr("What edges show"))
        self.source = Choice(self)
        self.source.setObjectName("gradientSource")
        self.source.setAccessibleName(self.tr("Which gradient"))
        self.source.setToolTip(
            self.tr("Which gradient the edges show. They are different numbers: name the one you mean.")
        )
        self.source.set_options([(mode.key, mode.label, mode.help) for mode in gradient_sources()])
        self.node_legend = ScaleLegend(self)
        self.node_legend.setObjectName("nodeLegend")
        self.node_legend.setAccessibleName(self.tr("Scale of the nodes"))
        self.edge_legend = ScaleLegend(self)
        self.edge_legend.setObjectName("edgeLegend")
        self.holds_scale = False
        """Whether the edges' scale stays as it is instead of following the largest value."""
        hold_help = self.tr(
            "The scale follows the largest value. Click to hold it as it is, so that colours can be compared "
            "over time; click again to let it follow. Key: F"
        )
        self.edge_legend.setToolTip(hold_help)
        self.edge_legend.setAccessibleName(self.tr("Scale of the edges"))
        self.edge_legend.setCursor(Qt.CursorShape.PointingHandCursor)
        self.edge_legend.clicked.connect(self.toggle_hold)
        hold = QAction(self.tr("Edges: hold the scale"), self)
        hold.setObjectName("holdScale")
        hold.setShortcut(QKeySequence("F"))
        hold.setToolTip(hold_help)
        hold.triggered.connect(self.toggle_hold)
        self.addAction(hold)
        self.nodes.chosen.connect(lambda key: display.set(node_mode=key))
        self.edges.chosen.connect(lambda key: display.set(edge_mode=key))
        self.source.chosen.connect(lambda key: display.set(gradient_source=key))
        self._add_actions(node_modes(), "node_mode", self.tr("Nodes"))
        self._add_actions(edge_modes(), "edge_mode", self.tr("Edges"))
        self._show()

    def show_scales(
        self, node_scale: ScaleText, edge_scale: Scale, edges: tuple[int, int], *, knows_edges: bool
    ) -> None:
        """Say what the colours mean now, or why edges have no value yet.

        Of ``edges`` so many are drawn, and so many there are.
        """
        text = self._edge_text(edge_scale)
        drawn, count = (f"{number:,}" for number in edges)
        if drawn != count:
            whole = self.tr("{caption}; the strongest {drawn} of {count}")
            part = self.tr("strongest {drawn} of {count}").format(drawn=drawn, count=count)
            whole = whole.format(caption=text.caption, drawn=drawn, count=count)
            text = replace(text, caption=whole, shorter=(part,))
        display = self.session.display
        if not knows_edges and display.edge_mode in ("update", "ratio"):
            text = replace(text, caption=self.tr("no step taken yet"), shorter=())
        elif not knows_edges and waits_for_probe(display):
            text = replace(text, caption=self.tr("click the plane to choose the probe point"), shorter=())
        if (self.node_legend.scales, self.edge_legend.scales) != ((node_scale,), (text,)):
            self.node_legend.set_scales([node_scale])
            self.edge_legend.set_scales([text])
            self._place()

    def toggle_hold(self) -> None:
        """Hold the edges' scale as it is, or let it follow again."""
        self.holds_scale = not self.holds_scale and self.session.display.edge_mode != "ratio"
        self.hold_changed.emit()

    def sizeHint(self) -> QSize:
        return QSize(theme.pixels(780), theme.pixels(70))

    def minimumSizeHint(self) -> QSize:
        width = max(self.nodes.sizeHint().width(), self.edges.sizeHint().width())
        return QSize(width + 2 * theme.pixels(10), theme.pixels(70))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _options(self, modes: Sequence[Mode]) -> list[Option]:
        key_text = self.tr("Key: {key}")
        return [
            Option(mode.key, mode.label, f"{mode.help} {key_text.format(key=mode.shortcut)}")
            for mode in modes
        ]

    def _add_actions(self, modes: Sequence[Mode], choice: str, group: str) -> None:
        """A key for each mode, in the whole window."""
        for mode in modes:
            action = QAction(f"{group}: {mode.label}", self)
            action.setObjectName(f"{choice}_{mode.key}")
            action.setShortcut(QKeySequence(mode.shortcut))
            action.setToolTip(mode.help)
            action.triggered.connect(partial(self._choose, choice, mode.key))
            self.addAction(action)

    def _choose(self, choice: str, key: str, _checked: bool = False) -> None:
        self.session.display.set(**{choice: key})

    def display_changed(self, name: str, value: Any) -> None:
        if name in ("edge_mode", "gradient_source") and self.holds_scale:
            self.holds_scale = False
            self.hold_changed.emit()
        if name in ("node_mode", "edge_mode", "gradient_source"):
            self._show()

    def restyle(self) -> None:
        self._place()

    def _show(self) -> None:
        display = self.session.display
        self.nodes.set_value(display.node_mode)
        self.edges.set_value(display.edge_mode)
        self.source.set_value(display.gradient_source)
        self.source.setVisible(display.edge_mode == "gradient")
        self._place()

    def _edge_text(self, scale: Scale) -> ScaleText:
        mode = self.session.display.edge_mode
        shades = _edge_shades(theme.current().name)
        if mode == "ratio":
            return ScaleText(
                self.tr("|update| / |weight|, guide {value}").format(
                    value=numbers.scientific(RATIO_GUIDE, 0)
                ),
                numbers.scientific(RATIO_LOW, 0),
                numbers.scientific(RATIO_HIGH, 0),
                shades,
                (0.5,),
            )
        captions = {
            "weight": (self.tr("weights, biases"), self.tr("weights")),
            "gradient": (self.tr("∂loss/∂weight, ∂bias"), self.tr("∂loss/∂weight"), "∂loss/∂w"),
            "update": (self.tr("last update"),),
        }[mode]
        if self.holds_scale:
            captions = tuple(self.tr("{caption}, scale held").format(caption=one) for one in captions)
        limit = f"{scale.limit:g}" if 0.01 <= scale.limit < 1e4 else numbers.scientific(scale.limit)
        return ScaleText(captions[0], f"−{limit}", f"+{limit}", shades, shorter=captions[1:])

    def _place(self) -> None:
        nodes, edges = self.nodes.sizeHint(), self.edges.sizeHint()
        captions = (self._node_caption, self._edge_caption)
        margin, gap = theme.pixels(20), theme.pixels(10)
        room = self.width() - nodes.width() - edges.width()
        named = room >= sum(c.sizeHint().width() for c in captions) + 2 * margin + 3 * theme.pixels(12)
        for caption in captions:
            caption.setVisible(named)
        if room < 3 * theme.pixels(12):
            self._stack()
            return
        if not named:
            margin, gap = theme.pixels(12), 0
        row = nodes.height()
        top = self.height() - row - theme.pixels(12)
        left, right = margin, self.width() - margin - edges.width()
        if named:
            hint = self._node_caption.sizeHint()
            self._node_caption.setGeometry(left, top, hint.width(), row)
            left += hint.width() + gap
            hint = self._edge_caption.sizeHint()
            self._edge_caption.setGeometry(right - hint.width() - gap, top, hint.width(), row)
        self.nodes.setGeometry(left, top, nodes.width(), row)
        self.edges.setGeometry(right, top, edges.width(), row)
        self._place_legends(left, top)

    def _stack(self) -> None:
        """Nodes above edges, each with its scale at its right; the choice of a gradient takes its place."""
        margin, gap = theme.pixels(12), theme.pixels(10)
        below = self.height() - self.edges.sizeHint().height() - theme.pixels(6)
        above = below - self.nodes.sizeHint().height() - theme.pixels(4)
        chooses = self.source.isVisibleTo(self)
        for control, top, legend in (
            (self.nodes, above, self.edge_legend if chooses else self.node_legend),
            (self.edges, below, self.node_legend if chooses else self.edge_legend),
        ):
            size = control.sizeHint()
            control.setGeometry(margin, top, size.width(), size.height())
            left, right = margin + size.width() + gap, self.width() - margin
            fits = legend.fit(right - left) and not (chooses and control is self.edges)
            legend.setVisible(fits)
            hint = legend.sizeHint()
            middle = top + (size.height() - hint.height()) // 2
            legend.setGeometry(right - hint.width(), middle, hint.width(), hint.height())
        size = self.source.sizeHint()
        across = self.edges.geometry()
        left = max(self.width() - margin - size.width(), across.right() + gap)
        width = self.width() - margin - left
        self.source.setGeometry(left, across.center().y() - size.height() // 2, width, size.height())

    def _place_legends(self, node_left: int, top: int) -> None:
        """The edges' scale on the right, the nodes' on the left: briefly before one says nothing."""
        height = self.edge_legend.sizeHint().height()
        line = top - theme.pixels(6) - height
        right = self.edges.geometry().right()
        if self.source.isVisibleTo(self):
            place = QRect(QPoint(), self.source.sizeHint())
            place.moveRight(right)
            place.moveBottom(top - theme.pixels(3))
            self.source.setGeometry(place)
            line = place.center().y() - height // 2
            right -= place.width() + theme.pixels(8)
        room = right - node_left - theme.pixels(10)
        self.edge_legend.fit(max(room - self.node_legend.least_width, self.edge_legend.least_width))
        hint = self.edge_legend.sizeHint()
        self.edge_legend.setVisible(True)
        self.edge_legend.setGeometry(QRect(right - hint.width(), line, hint.width(), hint.height()))
        room -= hint.width()
        fits = self.node_legend.fit(room)
        self.node_legend.setVisible(fits)
        hint = self.node_legend.sizeHint()
        self.node_legend.setGeometry(QRect(node_left + theme.pixels(2), line, hint.width(), hint.height()))


@lru_cache(maxsize=2)
def _edge_shades(_theme: str) -> tuple[QColor, ...]:
    """The colours of the edges' legend, made once a theme: it is asked for at every frame."""
    return tuple(strength_color(float(share)) for share in np.linspace(-1.0, 1.0, _LEGEND_STEPS))
