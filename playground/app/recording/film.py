"""The frames of a recording with their true times: on disk, so that its length costs no memory."""

from __future__ import annotations

import queue
import struct
import tempfile
import threading
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from playground.engine.errors import ExperimentError, Note

Pixels = NDArray[np.uint32]
"""(height, width), each 0xffRRGGBB."""

LARGEST = (1920, 1200)
"""Pixels; what is larger is recorded smaller."""
LARGEST_FILM = 4 * 2**30
"""Bytes on disk, after which a recording ends."""
_WAITING = 4
"""Frames that may wait to be written: about 30 MB."""
_PATIENCE_SECONDS = 0.005
_HEAD = struct.Struct("<d5I")


@dataclass(frozen=True)
class Frame:
    """What is seen from ``seconds`` on. Only ``rows`` and ``columns`` differ from the frame before.

    ``pixels`` are valid until the next frame is read.
    """

    seconds: float
    pixels: Pixels
    rows: slice
    columns: slice

    @property
    def changed(self) -> NDArray[np.uint8]:
        """The part that differs from the frame before as ``(rows, columns, 3)``, RGB."""
        return as_rgb(self.pixels[self.rows, self.columns])


class Film:
    """Takes frames from the window and keeps them on a thread of its own, each as what has changed.

    A frame that is like the one before is none. All frames have the first one's size.
    """

    def __init__(self) -> None:
        self._queue: queue.SimpleQueue[tuple[Pixels, float] | None] = queue.SimpleQueue()
        self._file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 (closed by close)
        self._last: Pixels | None = None
        self._bytes = 0
        self.width = self.height = 0
        """Of every frame, in pixels; 0 until the first one is kept."""
        self.count = 0
        """How many frames are kept."""
        self.end = 0.0
        """The second at which the last frame is no longer shown."""
        self.failure: Exception | None = None
        """Why no more frames are kept."""
        self._thread = threading.Thread(target=self._keep_all, name="film", daemon=True)
        self._thread.start()

    @property
    def is_whole(self) -> bool:
        """Whether all that was taken is kept, after ``stop``."""
        return not self._thread.is_alive()

    def offer(self, pixels: Pixels, seconds: float) -> bool:
        """Take a frame, unless too many wait: then say False, and the window can offer a later one."""
        has_room = self._queue.qsize() < _WAITING
        if has_room:
            self._queue.put((pixels, seconds))
        return has_room

    def add(self, pixels: Pixels, seconds: float) -> None:
        """Take a frame, as soon as there is room for it."""
        while not self.offer(pixels, seconds):
            time.sleep(_PATIENCE_SECONDS)

    def stop(self, seconds: float) -> None:
        """Take no more: the last frame was shown until then."""
        self.end = seconds
        self._queue.put(None)

    def finish(self) -> None:
        """Wait until all that was taken is kept."""
        self._thread.join()

    def close(self) -> None:
        """Forget all frames."""
        if not self.is_whole:
            self.stop(self.end)
            self.finish()
        self._file.close()

    def frames(self) -> Iterator[Frame]:
        """All frames in their order; as often as wanted, once the film is whole."""
        pixels = np.zeros((self.height, self.width), np.uint32)
        place = 0
        for _ in range(self.count):
            self._file.seek(place)
            seconds, top, left, height, width, length = _HEAD.unpack(self._file.read(_HEAD.size))
            raw = zlib.decompress(self._file.read(length))
            place = self._file.tell()
            rows, columns = slice(top, top + height), slice(left, left + width)
            pixels[rows, columns] ^= np.frombuffer(raw, np.uint32).reshape(height, width)
            yield Frame(seconds, pixels, rows, columns)

    # ----------------------------------------------------------------------------- on the film's thread

    def _keep_all(self) -> None:
        while (taken := self._queue.get()) is not None:
            if self.failure is None:
                try:
                    self._keep(*taken)
                except (OSError, ExperimentError) as error:
                    self.failure = error

    def _keep(self, taken: Pixels, seconds: float) -> None:
        if self._last is None:
            height, width = taken.shape
            share = min(1.0, LARGEST[0] / width, LARGEST[1] / height)
            self.width, self.height = max(1, int(share * width)), max(1, int(share * height))
            before = np.zeros((self.height, self.width), np.uint32)
        else:
            before = self._last
        pixels = _fitted(taken, self.width, self.height)
        difference = pixels ^ before
        rows = np.flatnonzero(difference.any(axis=1))
        if not rows.size:
            return
        columns = np.flatnonzero(difference[rows[0] : rows[-1] + 1].any(axis=0))
        part = difference[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
        packed = zlib.compress(part.tobytes(), 1)
        if self._bytes + len(packed) > LARGEST_FILM:
            raise ExperimentError(
                "",
                Note("a recording may take {size} GB of the disk, not more", size=LARGEST_FILM >> 30),
            )
        head = _HEAD.pack(seconds, int(rows[0]), int(columns[0]), *part.shape, len(packed))
        self._file.write(head + packed)
        self._file.flush()
        self._bytes += len(head) + len(packed)
        self._last = pixels
        self.count += 1


def as_rgb(pixels: Pixels) -> NDArray[np.uint8]:
    """The same as ``(height, width, 3)``."""
    return np.stack([(pixels >> shift).astype(np.uint8) for shift in (16, 8, 0)], axis=-1)


def from_rgb(rgb: NDArray[np.uint8]) -> Pixels:
    """The same of ``(height, width, 3)``."""
    red, green, blue = (rgb[..., channel].astype(np.uint32) for channel in range(3))
    return np.asarray(np.uint32(0xFF000000) | red << 16 | green << 8 | blue, np.uint32)


def _fitted(pixels: Pixels, width: int, height: int) -> Pixels:
    """The picture in this size: whole, in the middle, on the colour of its corner."""
    if pixels.shape == (height, width):
        return pixels
    share = min(width / pixels.shape[1], height / pixels.shape[0])
    across, up = max(1, int(share * pixels.shape[1])), max(1, int(share * pixels.shape[0]))
    image = Image.fromarray(as_rgb(pixels)).resize((across, up), Image.Resampling.LANCZOS)
    left, top = (width - across) // 2, (height - up) // 2
    made = np.full((height, width), pixels[0, 0], np.uint32)
    made[top : top + up, left : left + across] = from_rgb(np.asarray(image))
    return made
