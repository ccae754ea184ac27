"""Commands that a later one makes needless are left out; nothing else is."""

from __future__ import annotations

from playground.app import commands as do
from playground.app.document import Cause
from playground.engine import edits
from playground.engine.experiment import Experiment
from playground.observe.snapshot import SnapshotRequest

BASE = Experiment()


def rebuild(run_id: int, experiment: Experiment, token: int, direction: str = "do", **options) -> do.Rebuild:
    return do.Rebuild(run_id, experiment, Cause(token, direction), **options)


def test_of_a_slider_drag_only_the_last_rebuild_counts():
    drag = [
        rebuild(n, edits.with_units(BASE, 1, 4 + n), 9, "do" if n == 1 else "merge") for n in range(1, 30)
    ]
    (only,) = do.coalesced(drag)
    assert only.experiment == drag[-1].experiment
    assert only.run_id == 29
    assert only.cause == Cause(9, "do")


def test_asks_between_rebuilds_do_not_keep_them_apart():
    ask = do.Ask(1, SnapshotRequest())
    later = do.Ask(2, SnapshotRequest(boundary_resolution=50))
    first, second = rebuild(1, BASE, 9), rebuild(2, edits.with_units(BASE, 1, 7), 9, "merge")
    assert do.coalesced([first, ask, second, later]) == [do.Rebuild(2, second.experiment, first.cause), later]


def test_the_points_of_a_stroke_of_paint_are_one_rebuild():
    strokes = [
        rebuild(
            n,
            edits.with_data(BASE, dataset="custom", points=((0.0, 0.0, 0.0),) * n),
            5,
            "do" if n == 1 else "merge",
        )
        for n in range(1, 9)
    ]
    (only,) = do.coalesced(strokes)
    assert only.experiment == strokes[-1].experiment


def test_steps_that_can_be_undone_one_by_one_stay_apart():
    noise = [rebuild(n, edits.with_data(BASE, noise=n / 10), n) for n in range(1, 4)]
    assert do.coalesced(noise) == noise


def test_steps_that_lose_different_parameters_stay_apart():
    without_layer = rebuild(1, edits.remove_layer(BASE, 1), 1)
    without_both = rebuild(2, edits.remove_layer(without_layer.experiment, 2), 2)
    assert do.coalesced([without_layer, without_both]) == [without_layer, without_both]


def test_more_classes_and_back_stay_apart():
    more = rebuild(1, edits.with_data(BASE, dataset="spiral", classes=3), 1)
    back = rebuild(2, BASE, 1, "undo")
    assert do.coalesced([more, back]) == [more, back]


def test_a_new_seed_is_never_lost():
    data = rebuild(1, edits.with_data(BASE, noise=0.5), 1)
    seed = rebuild(2, edits.with_network(data.experiment, seed=8), 2, starts_over=True)
    assert do.coalesced([data, seed]) == [data, seed]
    more_data = rebuild(3, edits.with_data(seed.experiment, noise=0.4), 2, "merge")
    (_, last) = do.coalesced([data, seed, more_data])
    assert last.starts_over
    assert last.experiment == more_data.experiment


def test_of_seeks_retunes_and_speeds_the_last_counts():
    first, second = do.Retune(BASE, Cause(1, "do")), do.Retune(BASE, Cause(1, "merge"))
    commands = [do.Seek(1), do.Seek(2), do.SetSpeed(1.0), do.SetSpeed(None), first, second]
    assert do.coalesced(commands) == [do.Seek(2), do.SetSpeed(None), first]


def test_steps_all_count_in_their_order():
    commands = [do.StepMinibatch(), do.StepMinibatch(), do.Play(), do.Pause(), do.StepEpoch(), do.StepEpoch()]
    assert do.coalesced(commands) == commands
