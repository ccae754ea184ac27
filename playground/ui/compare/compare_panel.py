"""Compare: the variants of the experiment beside each other, live, with what they have in common above."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from playground.app import comparison as compared
from playground.app.compared_runs import ComparisonView, RunView
from playground.app.session import Session
from playground.engine.experiment import Comparison, Experiment
from playground.observe.snapshot import SnapshotRequest
from playground.ui.compare import compare_texts as texts
from playground.ui.compare.choose_row import ChooseRow
from playground.ui.compare.loss_curves import Band, LossCurves, Trace
from playground.ui.compare.measures import best_id, sorted_ids
from playground.ui.compare.stale_line import StaleLine
from playground.ui.compare.tile_painting import Tile
from playground.ui.compare.tiles import TileBoard
from playground.ui.look import theme
from playground.ui.panel import Panel
from playground.ui.widgets.text import Caption

_RESOLUTIONS = ((3, 96), (6, 64), (12, 48))
"""So many tiles have so many cells along a side while they play; at rest they are finer."""
_AT_REST = 128
_LEAST_CURVES = 0.24
"""The curves below the tiles have this share of the height at least."""
_MOST_CURVES = 0.38
"""This share at most goes to the names at their ends."""
_TALL = 420
"""From this height on, in logical pixels, the curves stand below the tiles, not beside them."""
_COLORS = (7, 1, 3, 2, 5, 4, 0)
"""The runs' colours among the classes' ones: first what stands out most, without the yellow."""
_UNBOUNDED = 16_777_215


class ComparePanel(Panel):
    """Presets and fields above, then tiles, then one loss plot for all."""

    NAME = "compare"
    WANTS_SPREAD = True

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.setAccessibleName(self.tr("Compare"))
        self.choose = ChooseRow(session)
        self.common = Caption("")
        self.common.setObjectName("compareCommon")
        self.stale = StaleLine(session)
        self.board = TileBoard()
        self.curves = LossCurves(self.tr("Loss of the compared runs"), session.write_file)
        self.curves.setObjectName("compareLoss")
        self.curves.setToolTip(
            self.tr(
                "Loss after each epoch, without penalty: solid on training points, dashed on test points. "
                "Runs that differ by the seed alone are a band from the lowest to the highest."
            )
        )
        self.empty = Caption(
            self.tr("No runs stand beside this one yet. Choose a comparison above, or right-click a control.")
        )
        self._comparison: Comparison | None = None
        """The one that is shown: the session may tell of other things before it tells of another one."""
        self._names: list[str] = []
        self._experiments: list[Experiment] = []
        self._groups: list[tuple[Any, ...] | None] = []
        self._order: list[int] = []
        self._missing: list[bool] = []
        self._lay_out()
        self._connect()
        self._show_comparison()

    def wants(self) -> SnapshotRequest | None:
        """The runs beside, as fine as their tiles are large."""
        if self._comparison is None:
            return None
        count, side = len(self._comparison.variants), max(self.board.picture_side, 32)
        fine = next(cells for most, cells in _RESOLUTIONS if count <= most)
        if not self.session.is_playing:
            fine = _AT_REST
        return SnapshotRequest(beside_resolution=min(fine, side), curve=False)

    def experiment_changed(self, old: Experiment, new: Experiment) -> None:
        if old.comparison != new.comparison:
            self._show_comparison()
        if self.isVisible():
            self.choose.show_experiment(new)
        self._show_stale()

    def restyle(self) -> None:
        super().restyle()
        if self._names:
            self._show_view()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()
        self.ask()

    def sizeHint(self) -> QSize:
        return QSize(theme.pixels(752), theme.pixels(160))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.pixels(352), theme.pixels(110))

    # ------------------------------------------------------------------------------------- private

    def _lay_out(self) -> None:
        self._pictures = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._pictures.setSpacing(theme.pixels(8))
        self._pictures.addWidget(self.board, 3)
        self._pictures.addWidget(self.curves, 1)
        said = QHBoxLayout()
        said.setSpacing(theme.pixels(12))
        said.addWidget(self.common)
        said.addStretch(1)
        said.addWidget(self.stale)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.pixels(n) for n in (16, 6, 16, 6)))
        column.setSpacing(theme.pixels(6))
        column.addWidget(self.choose)
        column.addLayout(said)
        column.addLayout(self._pictures, 1)
        column.addWidget(self.empty, 1, Qt.AlignmentFlag.AlignCenter)

    def _connect(self) -> None:
        comparing = self.session.comparing
        comparing.view_ready.connect(self._take_view)
        self.board.opened.connect(comparing.open)
        self.board.removed.connect(comparing.remove)
        self.board.hovered.connect(self.curves.light)
        self.curves.hovered.connect(self._light)
        self.choose.sort_chosen.connect(self._sort_now)
        self.session.playing_changed.connect(self._on_playing)

    def _light(self, number: int) -> None:
        self.board.light(number)
        self.curves.light(number)

    def _share_room(self) -> None:
        is_tall = self.height() >= theme.pixels(_TALL)
        self.choose.set_roomy(is_tall)
        ways = QBoxLayout.Direction
        self._pictures.setDirection(ways.TopToBottom if is_tall else ways.LeftToRight)
        self._pictures.setSpacing(theme.pixels(8 if is_tall else 24))
        most = _UNBOUNDED
        if is_tall and self._comparison is not None:
            above = self.choose.sizeHint().height() + self.common.sizeHint().height() + theme.pixels(24)
            height = self.height() - above - theme.pixels(8)
            names = len({("run", k) if one is None else one for k, one in enumerate(self._groups)})
            below = min(self.curves.height_for(names), _MOST_CURVES * height)
            below = max(_LEAST_CURVES * height, theme.pixels(120), below)
            most = round(self.board.height_for(self.width() - theme.pixels(32), height - below))
            most += theme.pixels(6)
        self.board.setMaximumHeight(most)
        self.curves.setVisible(
            self._comparison is not None and (is_tall or self.width() >= theme.pixels(700))
        )

    def _show_comparison(self) -> None:
        """Another comparison, or none."""
        comparison = self._comparison = self.experiment.comparison
        for widget in (self.board, self.common):
            widget.setVisible(comparison is not None)
        self.empty.setVisible(comparison is None)
        self._names = [] if comparison is None else texts.titles(comparison)
        places = range(len(self._names))
        self._experiments = [] if comparison is None else [comparison.experiment(k) for k in places]
        self._groups = [] if comparison is None else [compared.group_of(comparison, k) for k in places]
        self.choose.show_experiment(self.experiment)
        self.choose.show_comparison(comparison)
        if comparison is not None:
            self.common.set_text(texts.common_line(comparison))
            self._order = [variant.id for variant in comparison.variants]
        self._share_room()
        self._show_stale()
        self._show_view()
        self.ask()

    def _take_view(self, view: ComparisonView) -> None:
        if self.isVisible():
            self._show_view()

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        self.choose.show_experiment(self.experiment)
        self._show_view()

    def _show_stale(self) -> None:
        comparison = self._comparison
        self.stale.show_paths(
            () if comparison is None else compared.edited_since(comparison, self.experiment)
        )

    def _show_view(self) -> None:
        """Show the runs as they are, those that are there already."""
        comparison = self._comparison
        if comparison is None:
            self.board.show_tiles([])
            return
        has_seeds = any(group is not None for group in self._groups)
        view = self.session.comparing.view
        is_ours = view is not None and view.comparison == comparison
        runs = {run.id: run for run in view.runs} if view is not None and is_ours else {}
        best = best_id(view) if view is not None and is_ours and not has_seeds else None
        colors = self._colors()
        tiles = [
            Tile(
                variant.id,
                self._names[place],
                self._experiments[place],
                colors[place],
                runs.get(variant.id),
                variant.id == best,
                self._note(runs.get(variant.id)),
            )
            for place, variant in enumerate(comparison.variants)
        ]
        if not self.session.is_playing and is_ours:
            self._sort()
        places = {number: place for place, number in enumerate(self._order)}
        self.board.show_tiles(
            sorted(tiles, key=lambda tile: places.get(tile.id, 0)), self._row_length(comparison)
        )
        missing = [tile.run is None for tile in tiles]
        if missing != self._missing:
            self._missing = missing
            self._share_room()
        self._show_curves(comparison, tiles)

    def _row_length(self, comparison: Comparison) -> int | None:
        """Two fields are rows by columns, as long as nothing is sorted and none is missing."""
        if len(comparison.over) < 2 or self.choose.sort:
            return None
        second = comparison.over[1]
        values = {repr(compared.value_of(one, second)) for one in self._experiments}
        is_whole = len(self._experiments) % len(values) == 0 and not any(v.kept for v in comparison.variants)
        return len(values) if is_whole else None

    def _show_curves(self, comparison: Comparison, tiles: list[Tile]) -> None:
        traces = [
            Trace(
                tile.id,
                tile.title,
                tile.color,
                np.asarray(tile.run.curve.epochs),
                np.asarray(tile.run.curve.train_loss),
                np.asarray(tile.run.curve.test_loss),
            )
            for tile in tiles
            if tile.run is not None and tile.run.curve.epochs.size
        ]
        by_id = {trace.id: trace for trace in traces}
        groups: dict[tuple[Any, ...], list[int]] = {}
        for place, variant in enumerate(comparison.variants):
            group = self._groups[place]
            if group is not None and variant.id in by_id:
                groups.setdefault(group, []).append(variant.id)
        others = [path for path in comparison.over if path != "network.seed"]
        bands = [
            Band(
                self._band_name(others, group, len(ids)),
                by_id[ids[0]].color,
                tuple(by_id[number] for number in ids),
            )
            for group, ids in groups.items()
            if len(ids) > 1
        ]
        self.curves.show_traces(traces, bands)

    def _band_name(self, paths: list[str], values: tuple[Any, ...], count: int) -> str:
        said = [texts.part_name(path, value) for path, value in zip(paths, values, strict=True)]
        said.append(self.tr("test, n = {count}").format(count=count))
        return ", ".join(said)

    def _colors(self) -> list[QColor]:
        """A colour for each run; runs that differ by the seed alone share one."""
        known: dict[Any, int] = {}
        made = []
        for place, group in enumerate(self._groups):
            key: Any = ("run", place) if group is None else ("group", group)
            made.append(run_color(known.setdefault(key, len(known))))
        return made

    def _note(self, run: RunView | None) -> str:
        if run is None:
            return ""
        if run.diverged:
            return self.tr("diverged")
        if run.is_apart:
            return self.tr("epoch {number}").format(number=f"{run.epoch:,}")
        return self.tr("stopped") if run.finished else ""

    def _sort(self) -> None:
        view = self.session.comparing.view
        if view is not None and view.comparison == self._comparison:
            self._order = sorted_ids(view, self.choose.sort)

    def _on_playing(self, _: bool) -> None:
        self._sort_now()
        self.ask()

    def _sort_now(self, *_: object) -> None:
        self._sort()
        self._show_view()


def run_color(place: int) -> QColor:
    """The colour of the run at this place; from the eighth on the same ones again, nearer to the text's."""
    colors = theme.current().class_colors
    if place < len(_COLORS):
        return colors[_COLORS[place]]
    return theme.mix(colors[_COLORS[place % len(_COLORS) + 1]], theme.current().text, 0.5)
