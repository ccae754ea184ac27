"""A run's past states, bounded: to step back and forth along the time line."""

from __future__ import annotations

from bisect import bisect_right

from playground.engine.checkpoint import Checkpoint

CAPACITY = 512
BYTES = 64 << 20


class History:
    """Checkpoints at epochs divisible by a stride; when the room is full, the stride doubles.

    The room is ``CAPACITY`` records or ``BYTES`` bytes, whichever is less (but at least 8 records).
    """

    def __init__(self) -> None:
        self._records: list[Checkpoint] = []
        self.stride = 1

    @property
    def records(self) -> tuple[Checkpoint, ...]:
        """The recorded states, in order."""
        return tuple(self._records)

    @property
    def epochs(self) -> tuple[int, ...]:
        """The recorded epochs, in order."""
        return tuple(record.epoch for record in self._records)

    def __len__(self) -> int:
        """Number of records."""
        return len(self._records)

    def is_due(self, epoch: int) -> bool:
        """Whether this epoch is one to record."""
        return epoch % self.stride == 0

    def record(self, checkpoint: Checkpoint) -> None:
        """Add a state; records later than it, of another past, go."""
        self.forget_after(checkpoint.epoch - 1)
        capacity = min(CAPACITY, max(8, BYTES // checkpoint.size))
        while len(self._records) >= capacity:
            self.stride *= 2
            self._records = [record for record in self._records if record.epoch % self.stride == 0]
        if checkpoint.epoch % self.stride == 0:
            self._records.append(checkpoint)

    def keep_end(self, checkpoint: Checkpoint) -> None:
        """Keep where the run stands now, so that one can come back after stepping back."""
        if not self._records or (checkpoint.epoch, checkpoint.step) > (
            self._records[-1].epoch,
            self._records[-1].step,
        ):
            self._records.append(checkpoint)

    def forget_after(self, epoch: int) -> None:
        """Drop the records later than the epoch."""
        while self._records and self._records[-1].epoch > epoch:
            self._records.pop()

    def at(self, epoch: int) -> Checkpoint | None:
        """The latest record at or before the epoch; the first one where there is none; None if empty."""
        if not self._records:
            return None
        place = bisect_right([record.epoch for record in self._records], epoch)
        return self._records[max(place - 1, 0)]

    def before(self, step: int) -> Checkpoint | None:
        """The latest record with fewer steps than this, or None."""
        return next((record for record in reversed(self._records) if record.step < step), None)
