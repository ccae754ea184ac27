"""Where the columns stand now: closed up, open for what is dragged, or on their way from there to there."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEasingCurve, QObject, QSignalBlocker, QVariantAnimation, Signal

from playground.engine.experiment import Experiment
from playground.ui.look import theme
from playground.ui.network.arrange import lay_out, with_open_gap
from playground.ui.network.columns import columns
from playground.ui.network.drag import LayerDrag
from playground.ui.network.geometry import CanvasLayout, Metrics, TileShape, blend
from playground.ui.network.headers import Brevity, Headers

GLIDE_MS = 160
_OPENING = 60.0
_MUCH_LARGER = 1.15
"""Where tiles are small, headers say less for the sake of tiles so many times as large."""


@dataclass(frozen=True)
class Arrangement:
    """What the columns' places depend on besides what is scrolled and dragged."""

    experiment: Experiment
    width: int
    height: int
    metrics: Metrics
    shape: TileShape
    enlarged: int | None


class ColumnPlaces(QObject):
    """Keeps the layout that is shown, and lets it follow scrolling, dragging and gliding."""

    moved = Signal()
    """Columns stand elsewhere."""

    def __init__(self, headers: Headers, drag: LayerDrag, parent: QObject) -> None:
        super().__init__(parent)
        self._headers = headers
        self._drag = drag
        self._arrangement: Arrangement | None = None
        self._scroll_x = 0.0
        self._scrolls: dict[int, float] = {}
        self._known: dict[Brevity, tuple[tuple[object, ...], CanvasLayout]] = {}
        """What was laid out last: most edits leave the columns where they stand."""
        self.layout: CanvasLayout
        """What is shown."""
        self.closed: CanvasLayout
        """Where columns stand when nothing is dragged and they have come to rest."""
        self._target: CanvasLayout
        self._glide_from: CanvasLayout | None = None
        self._glide = QVariantAnimation(self)
        self._glide.setDuration(GLIDE_MS)
        self._glide.setStartValue(0.0)
        self._glide.setEndValue(1.0)
        self._glide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._glide.valueChanged.connect(self._glide_to)

    @property
    def is_moving(self) -> bool:
        """Whether this layout is one on the way to another."""
        return (self._is_gliding and float(self._glide.currentValue()) < 1.0) or 0 < self._drag.opening < 1

    @property
    def _is_gliding(self) -> bool:
        return self._glide.state() == QVariantAnimation.State.Running

    def arrange(self, arrangement: Arrangement) -> None:
        """Put the columns in their places; what does not depend on a drag only where it has changed."""
        if arrangement != self._arrangement:
            self._arrangement = arrangement
            self._close(arrangement)
        drag, target = self._drag, self.closed
        if drag.gap is not None and drag.opening > 0.0:
            target = with_open_gap(target, drag.gap, drag.opening * _OPENING * theme.scale())
        self._target = target
        if self._glide_from is not None and self._is_gliding:
            target = blend(self._glide_from, target, float(self._glide.currentValue()))
        self.layout = target
        self.moved.emit()

    def forget(self) -> None:
        """Fonts or texts are others: the next arrangement is made anew."""
        self._arrangement = None

    def glide(self) -> None:
        """Let the columns glide from here to where they are put next."""
        self._glide_from = self.layout
        self._glide.stop()
        with QSignalBlocker(self._glide):  # where they go is not known yet, and here they stand already
            self._glide.start()

    def stop(self) -> None:
        """Let them stand where they are."""
        self._glide.stop()

    def scroll_to(self, x: float) -> None:
        """Show the canvas from this place on."""
        if x != self._scroll_x:
            self._scroll_x = x
            self._arrange_anew()

    def scroll_column(self, column: int, by: float) -> bool:
        """Scroll a column that holds more than can be seen; False where there is nothing to scroll."""
        boxes = self.closed.columns
        while column > 0 and boxes[column].spec.passes:
            column -= 1
        box = boxes[column]
        if box.scroll_range <= 0:
            return False
        self._scrolls[box.spec.layer_id] = min(max(box.scroll + by, 0.0), box.scroll_range)
        self._arrange_anew()
        return True

    def _arrange_anew(self) -> None:
        arrangement = self._arrangement
        if arrangement is not None:
            self.forget()
            self.arrange(arrangement)

    def _close(self, wanted: Arrangement) -> None:
        """The layout without an open gap, saying as much in the headers as there is room for."""
        metrics, room = wanted.metrics, wanted.width + 0.5
        brevity: Brevity
        for brevity in ("full", "brief"):
            layout = self._laid(wanted, brevity, metrics)
            if layout.content_width <= room:
                break
        fits = layout.content_width <= room
        if not fits or layout.smallest_tile < metrics.enough_tile:
            other = self._laid(wanted, "tight", metrics.tight())
            if not fits or other.smallest_tile > _MUCH_LARGER * layout.smallest_tile:
                layout, brevity = other, "tight"
        self.closed = layout
        self._scroll_x = layout.scroll_x
        self._headers.set_brevity(brevity)

    def _laid(self, wanted: Arrangement, brevity: Brevity, metrics: Metrics) -> CanvasLayout:
        specs = columns(wanted.experiment, partial(self._headers.width, brevity=brevity))
        size, scrolled = (wanted.width, wanted.height), (self._scroll_x, self._scrolls.copy())
        asked = (specs, size, metrics, wanted.shape, wanted.enlarged, scrolled)
        known = self._known.get(brevity)
        if known is None or known[0] != asked:
            made = lay_out(
                specs, wanted.width, wanted.height, metrics, shape=wanted.shape,
                scroll_x=self._scroll_x, scrolls=self._scrolls, enlarged=wanted.enlarged,
            )  # fmt: skip
            known = self._known[brevity] = (asked, made)
        return known[1]

    def _glide_to(self, _share: float) -> None:
        if self._glide_from is not None:
            self.layout = blend(self._glide_from, self._target, float(self._glide.currentValue()))
            self.moved.emit()
