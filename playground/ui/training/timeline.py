"""The recorded moments of the run as a line to move along, and the branches that were left beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QCoreApplication, QPoint, QPointF, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QSizePolicy, QWidget

from playground.app.branches import BYTES, Branch
from playground.app.session import Session
from playground.observe.snapshot import Snapshot
from playground.ui.look import theme
from playground.ui.look.icons import icon
from playground.ui.panel import Panel
from playground.ui.widgets.icon_button import IconButton
from playground.ui.widgets.slider import Slider
from playground.ui.widgets.text import ValueText
from playground.ui.widgets.watchers import PlaceTips

MOST_LANES = 4
"""Other branches that are drawn: two above, two below; the list has them all."""
_LANE = 7
"""Logical pixels from lane to lane."""
_REACH = 4
_SNAP = 8
"""So near its end, in logical pixels, a click means the end itself."""


@dataclass(frozen=True)
class Lane:
    """One branch as a line from epoch ``first`` to ``last``; ``name`` says what began it."""

    id: int
    name: str
    first: int
    last: int


class BranchSlider(Slider):
    """Moves along the present branch; a click on another one, or Up and Down, asks for that."""

    branch_wanted = Signal(int, int)
    """A branch and an epoch of it."""
    neighbour_wanted = Signal(int)
    """The branch before (-1) or after (1) the present one in the list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMouseTracking(True)
        self._present: Lane | None = None
        self._others: tuple[Lane, ...] = ()
        self._hovered: Lane | None = None
        PlaceTips(self, self.tip)

    @property
    def lanes(self) -> tuple[Lane, ...]:
        """The other branches that are drawn."""
        return self._others

    def show_lanes(self, present: Lane | None, others: Sequence[Lane]) -> None:
        """Draw these branches: the present one in the middle, the latest of the others beside it."""
        shown = tuple(others)[-MOST_LANES:]
        if (present, shown) != (self._present, self._others):
            self._present, self._others = present, shown
            self.update()

    def lane_end(self, place: int) -> QPoint:
        """Where the end of another branch is drawn."""
        lane = self._others[place]
        return QPointF(self._x(lane.last), self._y(place)).toPoint()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        lane = self._lane_at(event.position())
        if lane is None or event.button() != Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        x = event.position().x()
        is_end = x >= self._x(lane.last) - theme.pixels(_SNAP)
        self.branch_wanted.emit(lane.id, lane.last if is_end else max(self._epoch(x), lane.first))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        hovered = None if self.isSliderDown() else self._lane_at(event.position())
        if hovered != self._hovered:
            self._hovered = hovered
            self.setCursor(Qt.CursorShape.PointingHandCursor if hovered else Qt.CursorShape.ArrowCursor)
            self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if steps is None:
            super().keyPressEvent(event)
        else:
            self.neighbour_wanted.emit(steps)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._others:
            with QPainter(self) as painter:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                for place, lane in enumerate(self._others):
                    self._paint_lane(painter, place, lane)
        super().paintEvent(event)

    def paint_groove(self, painter: QPainter, margin: float, handle: float, middle: float) -> None:
        """Draw the present branch from its first epoch to its last, filled up to the handle."""
        present = self._present
        if present is None:
            super().paint_groove(painter, margin, handle, middle)
            return
        colors = theme.current()
        first, last = self._x(present.first), self._x(present.last)
        pen = QPen(theme.mix(colors.hairline, colors.quiet, 0.12), theme.pixels(3))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawLine(QPointF(first, middle), QPointF(max(last, first), middle))
        pen.setColor(colors.accent if self.isEnabled() else colors.quiet)
        painter.setPen(pen)
        painter.drawLine(QPointF(first, middle), QPointF(max(handle, first), middle))

    # ------------------------------------------------------------------------------------ private

    def _paint_lane(self, painter: QPainter, place: int, lane: Lane) -> None:
        colors = theme.current()
        is_hovered = lane == self._hovered
        color = colors.accent if is_hovered else theme.mix(colors.quiet, colors.panel, 0.35)
        middle, y = self.height() / 2, self._y(place)
        first, last = self._x(lane.first), self._x(lane.last)
        bend = min(theme.pixels(8), max(last - first, 0.0))
        path = QPainterPath(QPointF(first, middle))
        path.cubicTo(
            QPointF(first + bend / 2, middle), QPointF(first + bend / 2, y), QPointF(first + bend, y)
        )
        path.lineTo(QPointF(max(last, first + bend), y))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(color, theme.pixels(2) if is_hovered else 1.5 * theme.scale()))
        painter.drawPath(path)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        radius = theme.pixels(4 if is_hovered else 3)
        painter.drawEllipse(QPointF(max(last, first + bend), y), radius, radius)

    def _y(self, place: int) -> float:
        """Lanes go above and below the middle by turns; the latest is the nearest one above."""
        from_latest = len(self._others) - 1 - place
        lane = min(theme.pixels(_LANE), (self.height() / 2 - theme.pixels(4)) / 2)
        away = lane * (1 + from_latest // 2)
        return self.height() / 2 + (away if from_latest % 2 else -away)

    def _x(self, epoch: float) -> float:
        span = max(self.maximum() - self.minimum(), 1)
        return self._margin() + (epoch - self.minimum()) / span * (self.width() - 2 * self._margin())

    def _epoch(self, x: float) -> int:
        share = (x - self._margin()) / max(self.width() - 2 * self._margin(), 1.0)
        return round(self.minimum() + min(max(share, 0.0), 1.0) * (self.maximum() - self.minimum()))

    def _lane_at(self, place: QPointF) -> Lane | None:
        """The other branch under the pointer, the nearest one."""
        found: list[tuple[float, Lane]] = []
        for number, lane in enumerate(self._others):
            away = abs(place.y() - self._y(number))
            slack = theme.pixels(_SNAP)
            is_along = (
                self._x(lane.first) - slack
                <= place.x()
                <= max(self._x(lane.last) + slack, self._x(lane.first) + 2 * slack)
            )
            if away <= theme.pixels(_REACH) and is_along:
                found.append((away, lane))
        return min(found, key=lambda pair: pair[0])[1] if found else None

    def tip(self, place: QPoint) -> str:
        lane = self._lane_at(QPointF(place))
        if lane is None:
            return self.toolTip()
        told = self.tr("{name}, to epoch {last}. Click: back to it, exactly as it was.")
        return told.format(name=lane.name, last=f"{lane.last:,}")


PLAYING_PACE = 4
"""While it plays the line moves at every fourth frame: nobody can read it faster."""


class Timeline(Panel):
    """A slider over the recorded epochs, the branches beside it, and a list of them all.

    Training on from an earlier epoch is a branch, as is whatever starts training over.
    """

    NAME = "timeline"

    def __init__(self, session: Session, step_back: QAction, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.setAccessibleName(self.tr("Timeline"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._epoch = 0
        self._last = 0
        self._skipped = 0
        self.back_button = IconButton("back", action=step_back)
        self.back_button.setObjectName("backButton")
        self.position = ValueText("", sample=self.tr("epoch {epoch}").format(epoch="000,000"), color="quiet")
        self.slider = BranchSlider()
        self.slider.setObjectName("timelineSlider")
        self.slider.setAccessibleName(self.tr("Recorded epochs"))
        self.slider.setToolTip(
            self.tr(
                "Drag to go back to any recorded epoch: weights, optimizer and boundary as they were then."
            )
        )
        self.slider.setTracking(True)
        self.branches_button = QPushButton()
        self.branches_button.setObjectName("branchesButton")
        self.branches_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.branches_button.setToolTip(
            self.tr(
                "All branches and what began each: an edit, other data, a new seed, Reset, an earlier epoch. "
                "Choose one to go back to it exactly as it was."
            )
        )
        self._menu = QMenu(self)
        self._menu.setObjectName("branchesMenu")
        self._menu.aboutToShow.connect(self._fill_menu)
        self.branches_button.clicked.connect(self._open_menu)
        self.branch_button = QPushButton(self.tr("Branch from here"))
        self.branch_button.setObjectName("branchButton")
        self.branch_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.branch_button.setToolTip(
            self.tr("Train on from this epoch as a new branch. What was recorded after it stays in this one.")
        )
        self._lay_out()
        self.restyle()
        self.slider.valueChanged.connect(self._seek)
        self.slider.branch_wanted.connect(self.session.go_to_branch)
        self.slider.neighbour_wanted.connect(self._go_to_neighbour)
        self.branch_button.clicked.connect(lambda: self.session.play())
        session.playing_changed.connect(self._show)
        self._show()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show where this instant stands among the recorded ones."""
        self._epoch = snapshot.epoch
        self._skipped += 1
        if not snapshot.playing or self._skipped >= PLAYING_PACE:
            self._show()

    def _lay_out(self) -> None:
        unit = theme.pixels(theme.GRID)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * unit, 0, 2 * unit, 0)
        self.slider.setMinimumHeight(theme.pixels(38))
        row.setSpacing(unit)
        row.addWidget(self.back_button)
        row.addWidget(self.position)
        row.addWidget(self.slider, 1)
        row.addWidget(self.branches_button)
        row.addWidget(self.branch_button)

    def restyle(self) -> None:
        super().restyle()
        self.branches_button.setIcon(icon("branch", "quiet"))

    def _show(self) -> None:
        self._skipped = 0
        recorded = self.session.recorded_epochs
        self._last = max(self._epoch, recorded[-1] if recorded else 0)
        present = self.session.branch
        others = [one for one in self._listed() if present is None or one.id != present.id]
        longest = max((self._last, *(one.last for one in others)))
        if not self.slider.isSliderDown():
            with QSignalBlocker(self.slider):
                if self.slider.maximum() != longest:
                    self.slider.setRange(0, longest)
                    self.slider.setPageStep(max(1, longest // 20))
                self.slider.setValue(self._epoch)
        first = recorded[0] if recorded else 0
        here = None if present is None or not others else Lane(present.id, "", first, self._last)
        self.slider.show_lanes(here, [Lane(one.id, _name(one), one.fork, one.last) for one in others])
        self.slider.setEnabled(longest > 0)
        self.slider.setAccessibleDescription(_name(present) if present is not None else "")
        self.position.set_text(self.tr("epoch {epoch}").format(epoch=f"{self._epoch:,}"))
        count = len(others) + 1
        text = self.tr("{count} branches").format(count=count)
        if count == 1:
            text = self.tr("{count} recorded").format(count=f"{len(recorded):,}")
        if text != self.branches_button.text():
            self.branches_button.setText(text)
            self.branches_button.setAccessibleName(text)
        self._show_branch()

    def _listed(self) -> list[Branch]:
        """The branches that are worth a place: those with training of their own, and the present one."""
        present = self.session.branch
        here = None if present is None else present.id
        return [one for one in self.session.branches if one.is_trained or one.id == here]

    def _go_to_neighbour(self, steps: int) -> None:
        listed, present = self._listed(), self.session.branch
        if present is None:
            return
        place = [one.id for one in listed].index(present.id) + steps
        if 0 <= place < len(listed):
            self.session.go_to_branch(listed[place].id, listed[place].last)

    def _open_menu(self) -> None:
        corner = self.branches_button.mapToGlobal(QPoint(0, 0))
        self._menu.popup(corner - QPoint(0, self._menu.sizeHint().height()))

    def _fill_menu(self) -> None:
        self._menu.clear()
        present = self.session.branch
        for number, branch in enumerate(self._listed(), 1):
            text = self.tr("{number}  {name}: epoch {first} to {last}").format(
                number=number, name=_name(branch), first=f"{branch.fork:,}", last=f"{branch.last:,}"
            )
            action = self._menu.addAction(text.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(present is not None and branch.id == present.id)
            action.triggered.connect(partial(self._go_to, branch))
        self._menu.addSeparator()
        room = self.tr("{used} of {most} MB; when it is full, the oldest states between the ends go first")
        used = f"{self.session.branch_bytes / 2**20:.1f}"
        self._menu.addAction(room.format(used=used, most=BYTES // 2**20)).setEnabled(False)

    def _go_to(self, branch: Branch, _is_checked: bool = False) -> None:
        self.session.go_to_branch(branch.id, branch.last)

    def _show_branch(self) -> None:
        is_earlier = self._epoch < self._last and not self.session.is_playing
        if is_earlier != self.branch_button.isEnabled():
            self.branch_button.setEnabled(is_earlier)

    def _seek(self, epoch: int) -> None:
        self.session.seek(epoch)


def _name(branch: Branch) -> str:
    """What began the branch, as the undo step calls it."""
    return branch.cause or QCoreApplication.translate("Timeline", "First run")
