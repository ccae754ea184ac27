"""seedrandom: the numbers that its own documentation states, and its corner cases."""

from __future__ import annotations

import pytest

from playground.interop.seedrandom import SeedRandom


def test_the_numbers_are_those_of_the_library():
    """``Math.seedrandom('hello.')`` in https://github.com/davidbau/seedrandom, README."""
    random = SeedRandom("hello.")
    assert [random.random(), random.random()] == [0.9282578795792454, 0.3752569768646784]


@pytest.mark.parametrize(
    "seed", ["", "0", "0.66230", "x" * 256, "y" * 1000, "한글", "\U0001f600", "\ud800", "\0"]
)
def test_any_text_is_a_seed(seed):
    random, again = SeedRandom(seed), SeedRandom(seed)
    numbers = [random.random() for _ in range(50)]
    assert numbers == [again.random() for _ in range(50)]
    assert all(0 <= number < 1 for number in numbers)
    assert 0.3 < sum(numbers) / 50 < 0.7


def test_uniform_numbers_lie_between_their_bounds():
    random = SeedRandom("1")
    assert all(-5 <= random.uniform(-5, 5) < 5 for _ in range(200))
