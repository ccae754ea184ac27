"""The random numbers of David Bau's seedrandom 2.4, which TensorFlow Playground uses."""

from __future__ import annotations


class SeedRandom:
    """ARC4 over 256 values, seeded with a text.

    The recipe is seedrandom's (https://github.com/davidbau/seedrandom, version 2.4): the same text
    gives the same numbers as in a browser, bit for bit.
    """

    def __init__(self, seed: str) -> None:
        key = _key(seed)
        state = list(range(256))
        j = 0
        for i in range(256):
            j = (j + key[i % len(key)] + state[i]) & 255
            state[i], state[j] = state[j], state[i]
        self._state = state
        self._i = 0
        self._j = 0
        for _ in range(256):
            self._byte()

    def random(self) -> float:
        """A number in [0, 1) with at least 52 random bits."""
        number = 0.0
        for _ in range(6):
            number = number * 256.0 + self._byte()
        denominator = 2.0**48
        extra = 0
        while number < 2.0**52:
            number = (number + extra) * 256.0
            denominator *= 256.0
            extra = self._byte()
        while number >= 2.0**53:
            number /= 2.0
            denominator /= 2.0
            extra >>= 1
        return (number + extra) / denominator

    def uniform(self, low: float, high: float) -> float:
        """A number in [low, high)."""
        return self.random() * (high - low) + low

    def _byte(self) -> int:
        state = self._state
        self._i = i = (self._i + 1) & 255
        moved = state[i]
        self._j = j = (self._j + moved) & 255
        other = state[j]
        state[i] = other
        state[j] = moved
        return state[(other + moved) & 255]


def _key(seed: str) -> list[int]:
    """The text mixed into at most 256 bytes. Characters count as JavaScript's: UTF-16 units."""
    units = seed.encode("utf-16-le", "surrogatepass")
    codes = [units[i] | units[i + 1] << 8 for i in range(0, len(units), 2)]
    key: list[int] = []
    smear = 0
    for place, code in enumerate(codes):
        if place < 256:
            key.append(0)
        smear ^= key[place & 255] * 19
        key[place & 255] = (smear + code) & 255
    return key or [0]
