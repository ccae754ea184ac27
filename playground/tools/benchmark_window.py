"""How smoothly the real window draws while it trains at full speed."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from itertools import cycle
from typing import Any, TypeVar

import numpy as np
from PySide6.QtCore import QEvent, QEventLoop, QObject, QRect, Qt, QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from playground.app.session import Session
from playground.engine import edits
from playground.engine.experiment import Experiment
from playground.engine.training import TrainingRun
from playground.observe.snapshot import Snapshot
from playground.tools.benchmark_engine import (
    NETWORKS,
    engine_speeds,
    evenness,
    experiment,
    growth,
    peer_ratios,
)
from playground.tools.offscreen import offscreen_window
from playground.ui.code.code_view import CodeView
from playground.ui.compare.compare_panel import ComparePanel
from playground.ui.microscope.panel import Microscope
from playground.ui.network.canvas import NetworkCanvas
from playground.ui.output.boundary_view import BoundaryView
from playground.ui.panel import Panel
from playground.ui.window.application import settle
from playground.ui.window.main_window import MainWindow

P = TypeVar("P", bound=Panel)

MEASURED = ("2-4-2-1", "7-8x6-1")
SECONDS = 5.0
WARM_UP_SECONDS = 2.0
ANSWERS = 500
GATES = 300
_BETWEEN_ACTS_MS = 16
_PATIENCE_SECONDS = 30.0


@dataclass(frozen=True)
class _Frame:
    """A moment when canvas and boundary had both been painted whole from one new snapshot.

    The snapshot itself is not kept: the program forgets it with the next one.
    """

    time: float
    epochs: float


class FrameCounter(QObject):
    """Watches canvas and boundary being painted.

    A frame counts when the boundary, all tiles and all edges were painted from a new snapshot; where a
    panel is spread over them, when the window has shown what is seen of the snapshot.
    """

    def __init__(self, session: Session, canvas: NetworkCanvas, boundary: BoundaryView) -> None:
        super().__init__(canvas)  # what is still to be heard when the canvas goes is for nobody
        self.frames: list[_Frame] = []
        self._session = session
        plot = boundary.make_plot()
        self._parts: dict[QWidget, Callable[[], QRect]] = {
            canvas: lambda: _network_part(canvas),
            plot.viewport(): lambda: plot.frame.rect.toRect(),
        }
        self._missing: set[QWidget] = set()
        self._painting: Snapshot | None = None
        for view in self._parts:
            view.installEventFilter(self)
        session.snapshot_ready.connect(self._shown, Qt.ConnectionType.QueuedConnection)

    def _shown(self, snapshot: Snapshot) -> None:
        if not any(view.isVisible() for view in self._parts):
            self.frames.append(_Frame(time.perf_counter(), _epochs(snapshot)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, QWidget) and isinstance(event, QPaintEvent):
            part = self._parts[watched]()
            if event.region().boundingRect().contains(part):
                self._painted(watched)
        return super().eventFilter(watched, event)

    def _painted(self, view: QWidget) -> None:
        snapshot = self._session.snapshot
        if snapshot is not self._painting:
            self._painting, self._missing = snapshot, {one for one in self._parts if one.isVisible()}
        if view in self._missing:
            self._missing.remove(view)
            if not self._missing and snapshot is not None:
                self.frames.append(_Frame(time.perf_counter(), _epochs(snapshot)))


def _network_part(canvas: NetworkCanvas) -> QRect:
    """Where the tiles and edges are: all between the headers and the switches."""
    layout = canvas.layout_
    top = round(layout.top)
    return QRect(0, top, canvas.width(), round(layout.bottom) - top)


def live_speeds() -> list[dict[str, Any]]:
    """One row per network, and one of the larger for each view that adds to the work of a frame."""
    rows = [live_speed(name) for name in MEASURED]
    return [*rows, *(live_speed("7-8x6-1", view) for view in VIEWS)]


def live_speed(
    name: str, view: str = "", *, seconds: float = SECONDS, warm_up: float = WARM_UP_SECONDS
) -> dict[str, Any]:
    """Play at full speed in the real window, with one of ``VIEWS`` or as it opens, and measure its frames.

    ``updates_per_second``, of the code: how often its text was made anew.
    """
    with offscreen_window(experiment(*NETWORKS[name])) as (app, window, session):
        session.set_speed(None)
        if view:
            VIEWS[view](window, session)
        counter = FrameCounter(session, window.workspace.canvas, window.workspace.output_panel.boundary)
        made: list[float] = []
        if view == "code":
            text = _panel(window, CodeView).sections["weights"].code
            text.textChanged.connect(lambda: made.append(time.perf_counter()))
        settle(window)
        try:
            frames = _play(app, session, counter, seconds, warm_up)
        finally:
            if view == "recording":
                window.recorder.stop()
                session.recording.cancel()
    row: dict[str, Any] = {"network": name, **({"view": view} if view else {}), **_figures(frames)}
    if view == "code":
        begun, ended = frames[0].time, frames[-1].time
        row["updates_per_second"] = round(sum(begun <= one <= ended for one in made) / (ended - begun), 1)
    return row


def _show_gradients(window: MainWindow, session: Session) -> None:
    """Both signals on the nodes, gradients on the edges, the gradient flow open and a probe set."""
    session.display.set(node_mode="both", edge_mode="gradient", probe=(1.5, -1.0, 1.0))
    window.workspace.drawer.set_open(True)


def _show_microscope(window: MainWindow, session: Session) -> None:
    """A unit of the network, gate by gate, with values that follow the training."""
    session.display.set(probe=(1.5, -1.0, 1.0))
    microscope = _panel(window, Microscope)
    microscope.open_unit((session.experiment.network.layers[-1].id, 0), position=-1)
    _wait(lambda: not microscope.is_waiting and microscope.examined is not None)
    microscope.view.head.follow.click()


def _show_code(window: MainWindow, _session: Session) -> None:
    """The network as NumPy with all its weights."""
    _panel(window, CodeView).weights.set_value("with")


def _record(window: MainWindow, _session: Session) -> None:
    """The whole window is recorded."""
    window.recorder.start()


VIEWS = {
    "gradients": _show_gradients,
    "microscope": _show_microscope,
    "code": _show_code,
    "recording": _record,
}
"""What a live row has in view, or does, beside the window as it opens."""


def _panel(window: MainWindow, kind: type[P]) -> P:
    """The panel of this kind, opened in the drawer."""
    drawer = window.workspace.drawer
    drawer.choose_tab(kind.NAME)
    drawer.set_open(True)
    panel = drawer.panel(kind.NAME)
    assert isinstance(panel, kind)
    return panel


def _wait(is_there: Callable[[], bool]) -> None:
    loop = QEventLoop()
    timer = QTimer(interval=5)
    timer.timeout.connect(lambda: loop.quit() if is_there() else None)
    timer.start()
    loop.exec()


def graph_speed(gates: int = GATES, steps: int = 60) -> dict[str, Any]:
    """How soon the Microscope draws a graph of so many gates, and each step through it, in milliseconds."""
    terms = gates // 7  # of six gates each, and a sum with the terms before
    text = " + ".join(f"tanh(a{k} * b{k} + c{k})" for k in range(terms))
    values = {f"{name}{k}": math.sin(k + len(name)) for k in range(terms) for name in "abc"}
    with offscreen_window(experiment(*NETWORKS[MEASURED[0]])) as (_app, window, _session):
        microscope = _panel(window, Microscope)
        _wait(lambda: microscope.view.picture.scene is not None)
        picture = microscope.view.picture
        begun = time.perf_counter()
        microscope.open_expression(text, values)
        picture.repaint()
        first = time.perf_counter() - begun
        assert microscope.examined is not None
        drawn = len(microscope.examined.graph.gates)
        taken = []
        for _ in range(steps):
            begun = time.perf_counter()
            microscope.act("next")
            picture.repaint()
            taken.append(time.perf_counter() - begun)
    return {
        "gates": drawn,
        "first_picture_ms": round(1000 * first, 1),
        "step_ms_p50": round(1000 * float(np.percentile(taken, 50)), 2),
        "step_ms_p99": round(1000 * float(np.percentile(taken, 99)), 2),
    }


def _play(
    app: QApplication, session: Session, counter: FrameCounter, seconds: float, warm_up: float
) -> list[_Frame]:
    """The frames of so many seconds after the warm-up; a machine that is too busy for two gets longer."""
    first, patience = 0, _PATIENCE_SECONDS

    def begin() -> None:
        nonlocal first
        first = len(counter.frames)
        QTimer.singleShot(round(1000 * seconds), end)

    def end() -> None:
        nonlocal patience
        patience -= seconds
        if len(counter.frames) - first >= 2 or patience < 0.0:
            app.quit()
        else:
            QTimer.singleShot(round(1000 * seconds), end)

    session.play()
    QTimer.singleShot(round(1000 * warm_up), begin)
    app.exec()
    session.pause()
    return counter.frames[first:]


def _figures(frames: list[_Frame]) -> dict[str, float]:
    if len(frames) < 2:
        raise RuntimeError("the window did not draw while it was measured")
    intervals = np.diff([frame.time for frame in frames])
    elapsed = frames[-1].time - frames[0].time
    epochs = frames[-1].epochs - frames[0].epochs
    return {
        "frames_per_second": round(len(intervals) / elapsed, 1),
        "frame_ms_p50": round(1000 * float(np.percentile(intervals, 50)), 2),
        "frame_ms_p99": round(1000 * float(np.percentile(intervals, 99)), 2),
        "epochs_per_second": round(epochs / elapsed, 1),
    }


def _epochs(snapshot: Snapshot) -> float:
    return snapshot.epoch + snapshot.step_in_epoch / max(snapshot.steps_per_epoch, 1)


def compare_speed(
    runs: int = 12, *, seconds: float = SECONDS, warm_up: float = WARM_UP_SECONDS
) -> dict[str, Any]:
    """So many runs of 2-20-1 beside each other at full speed, Compare over the whole middle.

    ``sets_per_second``: how often all tiles were painted anew. ``frame_ms_p99``: between two ticks of a
    timer of the window's thread that is due every 16 ms. ``share`` is the steps a second of all runs and
    the present one together, as a share of those of one run alone.
    """
    chosen = experiment(("x1", "x2"), (20,), "tanh")
    alone = _rate_alone(chosen, seconds / 2.0)
    with offscreen_window(chosen) as (app, window, session):
        session.set_speed(None)
        session.comparing.over({"network.seed": tuple(range(1, runs + 1))})
        panel = window.workspace.drawer.panel("compare")
        assert isinstance(panel, ComparePanel)
        counter = _Sets(session, panel)
        settle(window)
        session.play()
        QTimer.singleShot(round(1000 * warm_up), counter.begin)
        QTimer.singleShot(round(1000 * (warm_up + seconds)), app.quit)
        app.exec()
        session.pause()
        counter.end()
    steps = counter.steps_per_second
    return {
        "runs": runs,
        "sets_per_second": round(counter.sets_per_second, 1),
        "frame_ms_p50": round(1000 * float(np.percentile(counter.frames, 50)), 2),
        "frame_ms_p99": round(1000 * float(np.percentile(counter.frames, 99)), 2),
        "steps_per_second": round(steps),
        "share": round(steps / alone, 2),
    }


def _rate_alone(chosen: Experiment, seconds: float) -> float:
    """Steps a second of one run, with nothing beside it."""
    run = TrainingRun(chosen)
    run.take_steps(1000)
    begun, first = time.perf_counter(), run.step
    while (elapsed := time.perf_counter() - begun) < seconds:
        run.take_steps(1000)
    return (run.step - first) / elapsed


class _Sets(QObject):
    """Counts the views of a comparison that were painted, the steps between them, and the window's beats."""

    def __init__(self, session: Session, panel: ComparePanel) -> None:
        super().__init__()
        self.frames: list[float] = []
        self._session = session
        self._sets: list[tuple[float, int]] = []
        self._painted: object = None
        self._ticked = 0.0
        self._timer = QTimer(self, interval=_BETWEEN_ACTS_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        panel.board.installEventFilter(self)

    def begin(self) -> None:
        """The warm-up is over."""
        self._sets.clear()
        self._ticked = time.perf_counter()
        self._timer.start()

    def end(self) -> None:
        """Nothing more counts."""
        self._timer.stop()

    @property
    def sets_per_second(self) -> float:
        """Whole sets of tiles painted in a second."""
        return (len(self._sets) - 1) / self._elapsed

    @property
    def steps_per_second(self) -> float:
        """Steps of all runs beside and of the present one, which trains as much as each of them."""
        runs = len(self._session.comparing.view.runs) if self._session.comparing.view is not None else 1
        return (self._sets[-1][1] - self._sets[0][1]) / self._elapsed * (runs + 1) / runs

    @property
    def _elapsed(self) -> float:
        if len(self._sets) < 2:
            raise RuntimeError("the tiles were not drawn while they were measured")
        return self._sets[-1][0] - self._sets[0][0]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        view = self._session.comparing.view
        if event.type() == QEvent.Type.Paint and view is not None and view is not self._painted:
            self._painted = view
            self._sets.append((time.perf_counter(), view.steps))
        return super().eventFilter(watched, event)

    def _tick(self) -> None:
        now = time.perf_counter()
        self.frames.append(now - self._ticked)
        self._ticked = now


def answer_times(name: str = "7-8x6-1", count: int = ANSWERS) -> dict[str, Any]:
    """How long edits, pauses, steps and seeks wait while the window trains at full speed, in milliseconds.

    Measured from the moment the user acts until the trainer has obeyed.
    """
    waits: list[tuple[float, Future[float]]] = []
    with offscreen_window(experiment(*NETWORKS[name])) as (app, window, session):
        session.set_speed(None)
        settle(window)
        acts: Iterator[Callable[[], object]] = cycle(
            (
                lambda: session.edit(_with_other_rate(session.experiment), "rate"),
                session.pause,
                session.step_minibatch,
                session.step_epoch,
                lambda: session.seek(session.recorded_epochs[-1] if session.recorded_epochs else 0),
            )
        )

        def act() -> None:
            if len(waits) == count:
                app.quit()
                return
            begun = time.perf_counter()
            next(acts)()
            waits.append((begun, session.compute(lambda _run: time.perf_counter())))
            QTimer.singleShot(_BETWEEN_ACTS_MS // 2, session.play)
            QTimer.singleShot(_BETWEEN_ACTS_MS, act)

        session.play()
        QTimer.singleShot(round(1000 * WARM_UP_SECONDS), act)
        app.exec()
        session.pause()
        answers = [1000 * (answered.result(timeout=10) - begun) for begun, answered in waits]
    return {
        "network": name,
        "answers": len(answers),
        "answer_ms_p50": round(float(np.percentile(answers, 50)), 2),
        "answer_ms_p99": round(float(np.percentile(answers, 99)), 2),
    }


def _with_other_rate(chosen: Experiment) -> Experiment:
    rate = chosen.training.learning_rate
    return edits.with_training(chosen, learning_rate=0.01 if rate != 0.01 else 0.03)


def measure(tell: Callable[[str], None]) -> dict[str, Any]:
    """Measure everything; ``tell`` hears what is being measured now."""
    figures: dict[str, Any] = {}
    for name, sentence, part in (
        ("machine", "How evenly this machine works …", evenness),
        ("live", "The real window, playing at full speed …", live_speeds),
        ("graph", "A graph of three hundred gates …", lambda: [graph_speed()]),
        ("compare", "Twelve runs beside each other …", lambda: [compare_speed()]),
        ("answers", "How soon it answers while it trains …", lambda: [answer_times()]),
        ("engine", "Training steps …", engine_speeds),
        ("peers", "The same steps in PyTorch and scikit-learn, where installed …", peer_ratios),
        ("growth", "How the step grows with batch, units, layers and points …", growth),
    ):
        tell(sentence)
        figures[name] = part()
    order = ("engine", "live", "graph", "compare", "answers", "peers", "growth", "machine")
    return {name: figures[name] for name in order}


def as_text(figures: dict[str, Any]) -> str:
    """The figures as tables for the user."""
    return "\n\n".join(f"{name}\n{_table(rows)}" for name, rows in figures.items() if rows)


def _table(rows: list[dict[str, Any]]) -> str:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    lines = [columns, *([_cell(row.get(name)) for name in columns] for row in rows)]
    widths = [max(len(line[k]) for line in lines) for k in range(len(columns))]
    return "\n".join(
        "  " + "  ".join(cell.rjust(width) for cell, width in zip(line, widths, strict=True))
        for line in lines
    )


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"
    return str(value)
