"""A frame counts when network and boundary were painted from a new snapshot, and only then."""

from __future__ import annotations

import pytest

from playground.engine.experiment import Experiment
from playground.tools.benchmark_window import VIEWS, FrameCounter, compare_speed, graph_speed, live_speed
from playground.tools.offscreen import offscreen_window


@pytest.fixture
def counted(qapp, qtbot):
    with offscreen_window(Experiment()) as (_, window, session):
        workspace = window.workspace
        counter = FrameCounter(session, workspace.canvas, workspace.output_panel.boundary)
        qtbot.waitUntil(lambda: session.snapshot is not None and session.snapshot.boundary is not None)
        yield session, counter, workspace.canvas, workspace.output_panel.boundary.surface


def test_a_frame_is_both_painted_from_one_new_snapshot(counted, qtbot):
    session, counter, canvas, surface = counted
    session.step_minibatch()
    qtbot.waitUntil(lambda: bool(counter.frames) and counter.frames[-1].epochs > 0)
    assert counter.frames[-1].epochs == 1 / session.snapshot.steps_per_epoch
    before = len(counter.frames)
    canvas.repaint()
    surface.repaint()
    assert len(counter.frames) == before


def test_sets_of_compared_tiles_are_counted_with_all_their_steps(qapp):
    row = compare_speed(2, seconds=1.5, warm_up=0.5)
    assert row["runs"] == 2
    assert row["sets_per_second"] > 0
    assert row["frame_ms_p99"] >= row["frame_ms_p50"] > 0
    assert row["steps_per_second"] > 0
    assert row["share"] > 0


@pytest.mark.parametrize("view", ["", *VIEWS])
def test_frames_of_the_live_window_are_counted(qapp, view):
    row = live_speed("2-4-2-1", view, seconds=2.0 if view == "code" else 0.6, warm_up=0.4)
    assert row["network"] == "2-4-2-1"
    assert row.get("view", "") == view
    assert row["frames_per_second"] > 0
    assert 0 < row["frame_ms_p50"] <= row["frame_ms_p99"]
    assert row["epochs_per_second"] > 0
    if view == "code":
        assert 0 < row["updates_per_second"] <= 6, "five a second, and the end of the span may be anywhere"


def test_a_graph_is_timed_picture_and_step(qapp):
    row = graph_speed(60, steps=4)
    assert 50 < row["gates"] < 80
    assert row["first_picture_ms"] > 0
    assert row["step_ms_p99"] >= row["step_ms_p50"] > 0
