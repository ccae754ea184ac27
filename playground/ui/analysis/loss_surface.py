"""The loss surface around the present weights, computed beside the training, with the path taken so far."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from playground.app.background import Background, Steps, with_answer
from playground.app.session import Session
from playground.observe.loss_surface import Directions, LossSurface, SurfaceSource, loss_surface, source_of
from playground.ui.analysis.scrolled import scrolled
from playground.ui.analysis.surface_picture import SurfaceMap, SurfaceProfiles, surface_legend
from playground.ui.look import theme
from playground.ui.panel import Panel
from playground.ui.widgets.color_scale import ColorScale
from playground.ui.widgets.segmented import Option, SegmentedControl
from playground.ui.words.numbers import figures, percent

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
        side.addWidget(scrolled(self.sentence), 1)
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
