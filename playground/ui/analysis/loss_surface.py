"""The loss surface around the present weights: a map with the path taken, and profiles, computed apart."""

from __future__ import annotations

import math
from typing import cast

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QColor, QHideEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from playground.app.background import Background, Steps, with_answer
from playground.app.session import Session
from playground.observe.loss_surface import Directions, LossSurface, SurfaceSource, loss_surface, source_of
from playground.ui.analysis.scrolled import scrolled
from playground.ui.look import theme
from playground.ui.panel import Panel
from playground.ui.plots.contours import Contours
from playground.ui.plots.curves import CurvePlot, Lane, Trace
from playground.ui.plots.marks import Dot, Pill
from playground.ui.plots.pane import pen
from playground.ui.plots.plot import Keep, Plot, Table
from playground.ui.widgets.color_scale import ColorScale
from playground.ui.widgets.segmented import Option, SegmentedControl
from playground.ui.words.numbers import figures, percent, plain

LEVELS = 12
_LEGEND_STEPS = 65


class SurfaceMap(Plot):
    """The map: strong colour is low, lines are equal losses a factor apart, the path leads to now."""

    def __init__(self, keep: Keep | None = None) -> None:
        super().__init__("", keep)
        self.setAccessibleName(self.tr("Map of the loss surface"))
        self.setObjectName("surfaceMap")
        self.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self._surface: LossSurface | None = None
        self._pointer: tuple[float, float] | None = None
        pane = self.add_pane()
        pane.view.setAspectLocked(True)
        self.losses = pane.add(pg.ImageItem(axisOrder="row-major"))
        self.contours = Contours(pane)
        self._halo, self.path = (pane.add(pg.PlotCurveItem(antialias=True)) for _ in range(2))
        self._start, self._now = Dot(pane), Dot(pane)
        self._reading = Pill(pane, at_top=True)
        pane.set_shown(False)
        self.table = self._losses_table
        self.restyle()

    def show_surface(self, surface: LossSurface, axes: tuple[str, str]) -> None:
        """Show this surface over two directions of these names."""
        self._surface = surface
        self.pane.bottom.caption = axes[0]
        self.pane.left.setLabel(axes[1])
        radius, count = surface.radius, len(surface.values)
        cell = 2.0 * radius / (count - 1)
        reach = radius + cell / 2.0
        self.losses.setImage(_depths(surface)[::-1], autoLevels=False, levels=(0, 255))
        self.losses.setRect(QRectF(-reach, -reach, 2.0 * reach, 2.0 * reach))
        ends = (-radius, radius)
        logs = np.log(np.where(surface.values > 0.0, surface.values, np.nan))
        self.contours.show_levels(logs, ends, ends, _levels(surface))
        for line in (self._halo, self.path):
            line.setData(surface.path[:, 0], surface.path[:, 1])
        self._start.setVisible(len(surface.path) > 1)
        self._start.setPos(*surface.path[0].tolist())
        self.pane.set_shown(True)
        self.arrange(1)
        self.pane.reset()
        self.pane.show_range((-reach, reach), (-reach, reach))

    def reading(self) -> str:
        """Where the pointer is and the loss there; empty where it is not on the map."""
        surface = self._surface
        if surface is None or self._pointer is None:
            return ""
        count = len(surface.values)
        column, row = (round((at / surface.radius + 1.0) / 2.0 * (count - 1)) for at in self._pointer)
        if not (0 <= row < count and 0 <= column < count):
            return ""
        places = np.linspace(-surface.radius, surface.radius, count)
        loss = float(surface.values[count - 1 - row, column])
        shown = figures(loss, 3) if math.isfinite(loss) else "∞"
        x, y = plain(float(places[column])), plain(float(places[row]))
        text: str = self.tr("({x}, {y})  loss {loss}").format(x=x, y=y, loss=shown)
        return text

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        place = self.pane.view.mapSceneToView(event.position())
        self._pointer = (place.x(), place.y())
        self._read()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._pointer = None
        self._read()

    def restyle(self) -> None:
        """Take over the theme's colours and sizes."""
        super().restyle()
        colors = theme.current()
        self.losses.setLookupTable(np.array([color.getRgb() for color in _ramp()], dtype=np.uint8))
        self.contours.setPen(pen(theme.with_alpha(colors.text, 0.28)))
        self._halo.setPen(pen(theme.with_alpha(colors.panel, 0.8), 3.6))
        self.path.setPen(pen(colors.gradient, 1.8))
        self._start.restyle(colors.panel, 3.0)
        self._start.setPen(pen(colors.gradient, 1.5))
        self._now.restyle(colors.gradient, 4.0)
        self._reading.restyle()

    def _read(self) -> None:
        text = self.reading()
        self._reading.show_text(text)
        self.setAccessibleDescription(text)

    def _losses_table(self) -> Table:
        """A row for each place of the grid."""
        if self._surface is None:
            return {}
        places = np.linspace(-self._surface.radius, self._surface.radius, len(self._surface.values))
        x, y = np.meshgrid(places, places[::-1])
        return {"x": x.ravel(), "y": y.ravel(), "loss": self._surface.values.ravel()}


class SurfaceProfiles(CurvePlot):
    """The loss along each of the two directions through the present parameters."""

    def __init__(self, keep: Keep | None = None) -> None:
        super().__init__(
            "", [Lane(" ", (Trace(""),)), Lane(" ", (Trace(""),))], across="", least_span=0.01,
            write_place=plain, keep=keep,
        )  # fmt: skip
        self.setAccessibleName(self.tr("Profiles of the loss surface"))
        self.setObjectName("surfaceProfiles")
        self.name_places(self.tr("distance"))

    def show_surface(self, surface: LossSurface, titles: tuple[str, str]) -> None:
        """Show the profiles of this surface; both have one scale, so that their steepness can be compared."""
        middle = len(surface.values) // 2
        profiles = (surface.values[middle], surface.values[::-1, middle])
        finite = np.concatenate(profiles)
        finite = finite[np.isfinite(finite)]
        low = float(finite.min()) if finite.size else 0.0
        high = max(min(float(finite.max()) if finite.size else 1.0, shown_high(surface)), low + 1e-12)
        room = 0.08 * (high - low) or 0.1
        self.name_lanes(titles)
        self.show_heights((low - room, high + room))
        places = np.linspace(-surface.radius, surface.radius, len(surface.values))
        self.show_curves(places, [(profile,) for profile in profiles], mark=0.0)


def surface_legend(surface: LossSurface) -> tuple[tuple[int, ...], str, str]:
    """The map's colours from its lowest loss to ``shown_high``, both as numbers: on a logarithmic scale."""
    low, high = _ends(surface)
    places = _places(np.geomspace(low, high, _LEGEND_STEPS), low, high)
    ramp = _ramp()
    return tuple(ramp[place].rgb() for place in places.tolist()), figures(low, 2), figures(high, 2)


def _ramp() -> list[QColor]:
    """256 colours from the lowest loss, full of ink, to the highest; none that stands for something else."""
    colors = theme.current()
    deep = theme.mix(colors.quiet, colors.text, 0.35)
    return [theme.mix(deep, colors.panel, place / 255.0) for place in range(256)]


def shown_high(surface: LossSurface) -> float:
    """The loss that gets the map's last colour: far peaks do not hide the valley."""
    finite = surface.values[np.isfinite(surface.values)]
    return float(np.quantile(finite, 0.97)) if finite.size else 1.0


def _depths(surface: LossSurface) -> NDArray[np.uint8]:
    """Places in the colour table, on a logarithmic scale from the lowest loss (0) to ``shown_high`` (255)."""
    return _places(surface.values, *_ends(surface))


def _ends(surface: LossSurface) -> tuple[float, float]:
    finite = surface.values[np.isfinite(surface.values)]
    low = max(float(finite.min()), 1e-9) if finite.size else 1e-9
    return low, max(shown_high(surface), low * (1 + 1e-9))


def _places(values: NDArray[np.float64], low: float, high: float) -> NDArray[np.uint8]:
    with np.errstate(invalid="ignore"):
        shares = np.log(np.maximum(values, low) / low) / math.log(high / low)
    shares = np.clip(np.nan_to_num(shares, nan=1.0, posinf=1.0), 0.0, 1.0)
    places: NDArray[np.uint8] = (shares * 255).astype(np.uint8)
    return places


def _levels(surface: LossSurface) -> list[float]:
    """The logarithms of the losses that have a line: equal factors apart."""
    finite = surface.values[np.isfinite(surface.values) & (surface.values > 0)]
    if not finite.size or float(finite.max()) <= float(finite.min()) * (1 + 1e-9):
        return []
    highest = math.log(shown_high(surface) or 1.0)
    levels: list[float] = np.linspace(math.log(float(finite.min())), highest, LEVELS + 1)[1:].tolist()
    return levels


RESOLUTION = 41
_LEAST_MAP = 150
_MAP_AXIS = 20
"""How much wider than high the map is, for the numbers beside it."""
_MAP_SHARE = 0.4


class ProgressLine(QWidget):
    """A thin line that fills."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._share: float | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(theme.pixels(4))

    @property
    def share(self) -> float | None:
        """How much is done; None: nothing goes on."""
        return self._share

    def show_share(self, share: float | None) -> None:
        """Show how much is done; None: nothing goes on."""
        self._share = share
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._share is None:
            return
        colors = theme.current()
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), colors.hairline)
            painter.fillRect(QRectF(0, 0, self.width() * self._share, self.height()), colors.accent)


class LossSurfaceView(Panel):
    """Directions and the button on the left; the map and the profiles beside."""

    NAME = "lossSurface"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.setAccessibleName(self.tr("Loss surface"))
        self._background = Background(self)
        self._seed = 0
        self.surface: LossSurface | None = None
        self.directions = SegmentedControl(
            [
                Option(
                    "random",
                    self.tr("Random"),
                    self.tr(
                        "Two random directions at right angles, about as long as each unit's own weights "
                        "(filter-normalised)"
                    ),
                ),
                Option(
                    "gradient",
                    self.tr("Gradient"),
                    self.tr(
                        "Across: along the loss's gradient by weights and biases, uphill to the right. Up: a "
                        "random direction"
                    ),
                ),
                Option(
                    "path",
                    self.tr("Path"),
                    self.tr("The two directions in which training has moved the weights most"),
                ),
            ]
        )
        self.directions.setObjectName("surfaceDirections")
        self.directions.setAccessibleName(self.tr("Directions"))
        self.button = QPushButton()
        self.button.setObjectName("surfaceButton")
        self.button.setToolTip(
            self.tr(
                "Computes the training loss on a grid of weights around the present ones, beside the "
                "training. Another press takes other random directions; while it computes, it cancels."
            )
        )
        self.progress = ProgressLine()
        self.sentence = QLabel()
        self.sentence.setWordWrap(True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.sentence.setProperty("role", "quiet")
        self.map = SurfaceMap(session.write_file)
        self.map.setToolTip(
            self.tr(
                "The loss if the weights were moved along two directions: the stronger the ink, the "
                "lower it is; neighbouring lines are equal factors apart. The dot is now, the red line "
                "the path of the recorded epochs from the ring on."
            )
        )
        self.profiles = SurfaceProfiles(session.write_file)
        self.scale = ColorScale()
        self.scale.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._lay_out()
        self.directions.chosen.connect(lambda _: self.start())
        self.button.clicked.connect(self._press)
        self._background.progressed.connect(self.progress.show_share)
        self._background.finished.connect(self._show)
        self._background.failed.connect(self._fail)
        self._background.cancelled.connect(self._rest)
        self._rest()
        self.sentence.setText(self.tr("How steep and how wide is the valley that the weights are in?"))

    @property
    def is_computing(self) -> bool:
        """Whether a surface is being computed."""
        return self._background.is_running

    def start(self) -> None:
        """Compute the surface around the weights as they are now."""
        directions = cast("Directions", self.directions.value)
        seed, self._seed = self._seed, self._seed + 1

        def work(source: SurfaceSource) -> Steps:
            return loss_surface(source, directions, RESOLUTION, seed)

        self._background.start(with_answer(self.session.compute(source_of), work))
        self.button.setText(self.tr("Cancel"))
        self.progress.show_share(0.0)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.surface is None and not self._background.is_running:
            self.start()

    def hideEvent(self, event: QHideEvent) -> None:
        self._background.cancel()
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        least, most = theme.pixels(_LEAST_MAP), round(_MAP_SHARE * self.width())
        self.map.setFixedWidth(max(min(self.height() + theme.pixels(_MAP_AXIS), most), least))

    def _lay_out(self) -> None:
        unit = theme.pixels(theme.GRID)
        side = QVBoxLayout()
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(unit // 2)
        buttons = QHBoxLayout()
        buttons.addWidget(self.directions)
        buttons.addWidget(self.button)
        buttons.addStretch(1)
        side.addLayout(buttons)
        side.addWidget(self.scale)
        side.addWidget(self.progress)
        side.addWidget(scrolled(self.sentence, self.tr("Loss surface")), 1)
        holder = QWidget()
        holder.setLayout(side)
        holder.setFixedWidth(theme.pixels(328))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2 * unit, unit, 2 * unit, unit)
        layout.setSpacing(3 * unit)
        layout.addWidget(holder)
        layout.addWidget(self.map)
        layout.addWidget(self.profiles, 1)

    def _press(self) -> None:
        if self._background.is_running:
            self._background.cancel()
        else:
            self.start()

    def _rest(self) -> None:
        self.progress.show_share(None)
        self.button.setText(self.tr("Compute"))

    def _show(self, surface: LossSurface) -> None:
        self._rest()
        self.surface = surface
        self.map.show_surface(surface, self._axes(surface.directions))
        self._show_scale()
        self.profiles.show_surface(surface, self._titles(surface.directions))
        text = self.tr("Training loss (without penalty) around epoch {epoch}: {loss} at the dot.").format(
            epoch=f"{surface.epoch:,}", loss=figures(surface.center_loss, 3)
        )
        if surface.looked_at < surface.points:
            text += " " + self.tr("Over {looked_at} of the {points} training points.").format(
                looked_at=f"{surface.looked_at:,}", points=f"{surface.points:,}"
            )
        if surface.path.any():
            text += " " + self.tr(
                "The picture holds {share} of the records' squared distances from now."
            ).format(share=percent(surface.path_share))
        self.sentence.setText(text)

    def _axes(self, directions: Directions) -> tuple[str, str]:
        """What the map's two axes are called."""
        if directions == "gradient":
            return self.tr("gradient"), self.tr("random")
        if directions == "path":
            return self.tr("main way"), self.tr("second way")
        return self.tr("direction 1"), self.tr("direction 2")

    def _show_scale(self) -> None:
        if self.surface is not None:
            colors, low, high = surface_legend(self.surface)
            self.scale.show_bar(colors, self.tr("loss {value}").format(value=low), high)

    def restyle(self) -> None:
        super().restyle()
        self._show_scale()

    def _titles(self, directions: Directions) -> tuple[str, str]:
        if directions == "gradient":
            return self.tr("loss along the gradient"), self.tr("loss along a random direction")
        if directions == "path":
            return self.tr("loss along the path's main direction"), self.tr("along its second direction")
        return self.tr("loss along the first direction"), self.tr("along the second direction")

    def _fail(self, error: Exception) -> None:
        self._rest()
        self.sentence.setText(self.tr("The surface could not be computed: {reason}").format(reason=error))
