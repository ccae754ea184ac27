"""The recorded curve: what going back forgets, and what full room thins."""

from __future__ import annotations

import numpy as np

from playground.engine.curve import CAPACITY, COLUMNS, CurveRecorder
from playground.engine.experiment import CurveState, Experiment
from playground.engine.training import TrainingRun


def recorder_of(epochs: range) -> CurveRecorder:
    made = CurveRecorder()
    for epoch in epochs:
        made.record(np.full(len(COLUMNS), float(epoch)))
    return made


def test_going_back_forgets_what_is_later_and_keeps_that_epoch_itself():
    recorder = recorder_of(range(10))
    recorder.forget_after(6)
    assert recorder.rows[:, 0].tolist() == [0, 1, 2, 3, 4, 5, 6]


def test_an_epoch_that_is_recorded_anew_takes_the_place_of_what_came_after():
    recorder = recorder_of(range(10))
    recorder.record(np.full(len(COLUMNS), 4.0))
    assert recorder.rows[:, 0].tolist() == [0, 1, 2, 3, 4]


def test_full_room_keeps_every_second_record_and_goes_on_so():
    recorder = recorder_of(range(CAPACITY + 11))
    assert recorder.stride == 2
    assert recorder.rows[:, 0].tolist() == [*range(0, CAPACITY + 11, 2)]


def test_an_edited_run_has_the_curve_up_to_its_epoch():
    run = TrainingRun(Experiment())
    run.train(8)
    run.seek(5)
    edited = run.rebuilt(Experiment())
    assert edited.curve().epochs.tolist() == [0, 1, 2, 3, 4, 5]


def test_a_curve_with_a_gap_goes_on_as_finely_as_it_was():
    recorder = CurveRecorder()
    recorder.restore(CurveState({"epochs": (0.0, 2.0, 4.0, 900.0)}))
    for epoch in range(901, 907):
        recorder.record(np.full(len(COLUMNS), float(epoch)))
    assert recorder.rows[:, 0].tolist() == [0, 2, 4, 900, 902, 904, 906]
