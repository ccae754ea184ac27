"""A cluster whose workers would compute otherwise is refused before anything is sent."""

import pytest

from playground.app.sweep.plan import SweepError
from playground.app.sweep.trials import versions
from playground.app.sweep.workers import cores, require_same_versions


class Client:
    def __init__(self, told):
        self.told = told

    def run(self, function):
        if isinstance(self.told, Exception):
            raise self.told
        return self.told


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({}, "tcp://a:1: the scheduler has no workers"),
        (ModuleNotFoundError("playground"), "tcp://a:1: its workers cannot run this program; install playground there too"),
        (
            {"tcp://b:2": {**versions(), "numpy": "1.0"}},
            f"tcp://b:2: this worker has numpy 1.0, here is numpy {versions()['numpy']}; results could differ, so install the same",
        ),
        (
            {"tcp://b:2": versions(), "tcp://c:3": {"python": versions()["python"]}},
            f"tcp://c:3: this worker has playground None, here is playground {versions()['playground']}; results could differ, so install the same",
        ),
    ],
)  # fmt: skip
def test_workers_of_another_kind_are_one_sentence(told, sentence):
    with pytest.raises(SweepError) as refusal:
        require_same_versions(Client(told), "tcp://a:1")
    assert str(refusal.value) == sentence


def test_workers_like_this_one_are_taken():
    require_same_versions(Client({"tcp://b:2": versions()}), "tcp://a:1")


def test_there_is_at_least_one_core():
    assert cores() >= 1
