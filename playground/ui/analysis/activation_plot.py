"""A unit's activation curve with its derivative, over where the training points' pre-activations lie."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray

from playground.engine.activations import curve
from playground.observe.snapshot import Histogram
from playground.ui.look import theme
from playground.ui.plots.curves import CurvePlot, Lane, Trace
from playground.ui.plots.plot import Keep
from playground.ui.words.labels import label
from playground.ui.words.numbers import plain

_LEAST = 3.0
"""At least from minus to plus this much is shown."""
_SAMPLES = 241
_HIGHEST_BAR = 0.45
"""The tallest bar's share of the height."""


class ActivationPlot(CurvePlot):
    """f(z) solid, f′(z) dashed; bars: how many training points have such a z; dots: the z looked at."""

    def __init__(self, keep: Keep | None = None) -> None:
        traces = (Trace("f(z)", "forward"), Trace("f′(z)", "gradient", is_dashed=True))
        super().__init__(
            "", [Lane(" ", traces)], across="z", least_span=0.05, write_place=plain, keep=keep
        )  # fmt: skip
        self.setAccessibleName(self.tr("Activation and its derivative"))
        self.setObjectName("activationPlot")
        self.setToolTip(
            self.tr(
                "Solid: the activation f(z), dashed: its derivative f′(z), which backpropagation multiplies "
                "by. Bars: the z of the training points now. Where the bars stand and f′ is flat at 0, "
                "nothing is learned. Dots: the z that the formula has."
            )
        )
        self._histogram: tuple[NDArray[np.float64], NDArray[np.float64]] | None = None
        self._range = (-_LEAST, _LEAST)
        self._activation = ""
        self.bars = self.pane.add(pg.BarGraphItem(x0=[0.0], x1=[0.0], y0=[0.0], y1=[0.0]))
        self.bars.setZValue(-5.0)
        self.pane.view.sigYRangeChanged.connect(self._stand)
        self.restyle()

    def show_unit(
        self, activation: str, z: float | None, pre_activations: Histogram | None, unit: int
    ) -> None:
        """Show this activation at ``z``, over the histogram of the layer's unit."""
        if activation != self._activation:
            self._activation = activation
            self._range = (-_LEAST, _LEAST)
            self.name_lanes([label("activation", activation).label])
        self._histogram = None
        if pre_activations is not None and unit < len(pre_activations.counts):
            counts, edges = pre_activations.counts[unit].astype(np.float64), pre_activations.edges
            if counts.sum() > 0 and np.isfinite(edges).all():
                self._histogram = counts / counts.max(), np.asarray(edges, dtype=np.float64)
        self._widen(z)
        places = np.linspace(*self._range, _SAMPLES)
        if z is not None and np.isfinite(z):
            places = np.union1d(places, [z])
        values, slopes = curve(activation, places)
        self.show_curves(places, [(values, slopes)], mark=z)
        self._stand()

    def restyle(self) -> None:
        """Take over the theme's colours."""
        super().restyle()
        if hasattr(self, "bars"):
            color = theme.with_alpha(theme.current().quiet, 0.35)
            self.bars.setOpts(brush=color, pen=color)

    def _widen(self, z: float | None) -> None:
        """Show all z that occur; what was shown stays until it is far too wide."""
        lows, highs = [-_LEAST], [_LEAST]
        if self._histogram is not None:
            counts, edges = self._histogram
            there = np.flatnonzero(counts)
            lows.append(float(edges[there[0]]))
            highs.append(float(edges[there[-1] + 1]))
        if z is not None and np.isfinite(z):
            lows.append(z)
            highs.append(z)
        low, high = min(lows), max(highs)
        now_low, now_high = self._range
        is_within = now_low <= low and high <= now_high
        if not is_within or now_high - now_low > 2.0 * (high - low):
            room = 0.1 * (high - low)
            self._range = (
                low if low == -_LEAST else low - room,
                high if high == _LEAST else high + room,
            )

    def _stand(self, *_: object) -> None:
        """Let the bars stand on the lower edge of what is seen."""
        self.bars.setVisible(self._histogram is not None)
        if self._histogram is None:
            return
        heights, edges = self._histogram
        _, (low, high) = self.pane.view.viewRange()
        self.bars.setOpts(
            x0=edges[:-1],
            x1=edges[1:],
            y0=np.full(len(heights), low),
            y1=low + heights * _HIGHEST_BAR * (high - low),
        )
