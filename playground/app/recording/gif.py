"""A film as an animated GIF, frame by frame: true times, one palette, only what changes."""

from __future__ import annotations

import io
import struct
from collections.abc import Generator, Iterator
from typing import IO

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from playground.app.recording.film import Film, Frame, as_rgb

_COLORS = 255
_UNCHANGED = 255
"""The place of the palette that means "as in the frame before"."""
_SAMPLES = 8
_SAMPLE_SIDE = 640
_VISIBLE = 7
"""A pixel whose channels all changed by no more (of 255) stays as it was, which keeps the file small."""
_LOOK = 0.2
"""The share of the work that is looking for the colours."""
_UNIT = 100
"""A GIF counts hundredths of a second."""
_LONGEST = 65_535
_LOOP = b"!\xff\x0bNETSCAPE2.0\x03\x01\0\0\0"
_NOTHING = (0, 0, np.full((1, 1), _UNCHANGED, np.uint8))


def write_gif(film: Film, file: IO[bytes], comment: bytes = b"") -> Iterator[float]:
    """Write the film, which then repeats for ever; yields the share that is done.

    A frame stands from its own hundredth of a second to the next one's, so that no rounding adds up.
    ``comment`` is a block of the format, to stand before the frames.
    """
    palette = yield from _palette(film)
    size = struct.pack("<HH", film.width, film.height)
    file.write(b"GIF89a" + size + b"\xf7\0\0" + palette.tobytes() + _LOOP + comment)
    shown = np.zeros((film.height, film.width, 3), np.uint8)
    waiting, since = None, 0
    quantizer = _Quantizer(palette)
    for number, frame in enumerate(film.frames()):
        part = _part(frame, shown, quantizer, is_first=number == 0)
        if part is not None:
            begin = round(frame.seconds * _UNIT)
            if waiting is not None:
                _write_part(file, waiting, begin - since)
                since = begin
            waiting = part
        yield _LOOK + (1.0 - _LOOK) * (number + 1) / film.count
    if waiting is not None:
        _write_part(file, waiting, max(round(film.end * _UNIT) - since, 1))
    file.write(b";")


Part = tuple[int, int, NDArray[np.uint8]]
"""Left, top and the palette's places ``(height, width)`` of what a frame changes."""


def _part(frame: Frame, shown: NDArray[np.uint8], quantizer: _Quantizer, *, is_first: bool) -> Part | None:
    """What the frame changes to be seen, and ``shown`` brought up to that; None for nothing."""
    new = frame.changed
    if is_first:
        shown[frame.rows, frame.columns] = new
        return 0, 0, quantizer.places(shown)
    seen = shown[frame.rows, frame.columns]
    differs = (np.maximum(new, seen) - np.minimum(new, seen)).max(axis=2) > _VISIBLE
    rows, columns = np.flatnonzero(differs.any(axis=1)), np.flatnonzero(differs.any(axis=0))
    if not rows.size:
        return None
    box = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
    seen[differs] = new[differs]
    places = np.where(differs[box], quantizer.places(new[box]), np.uint8(_UNCHANGED))
    return int(frame.columns.start + columns[0]), int(frame.rows.start + rows[0]), places


def _write_part(file: IO[bytes], part: Part, duration: int) -> None:
    """Write one frame that stands for ``duration`` hundredths; longer ones than a GIF can say go on."""
    while True:
        left, top, places = part
        height, width = places.shape
        time = min(duration, _LONGEST)
        file.write(b"!\xf9\x04" + struct.pack("<BHB", 0b0000_0101, time, _UNCHANGED) + b"\0")
        file.write(b"," + struct.pack("<HHHHB", left, top, width, height, 0) + _packed(places))
        duration -= time
        if not duration:
            return
        part = _NOTHING


def _packed(places: NDArray[np.uint8]) -> bytes:
    """The image data of these places: cut out of a GIF of this one frame."""
    image = Image.fromarray(places)
    image.putpalette(bytes(768))
    buffer = io.BytesIO()
    image.save(buffer, "GIF", optimize=False, interlace=0)
    made = buffer.getvalue()
    place = 13 + (3 * 2 ** ((made[10] & 7) + 1) if made[10] & 0x80 else 0)
    while made[place] == 0x21:
        place += 2
        while length := made[place]:
            place += 1 + length
        place += 1
    flags = made[place + 9]
    place += 10 + (3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0)
    return made[place : made.rindex(b";")]


class _Quantizer:
    """The palette's place of the nearest colour."""

    def __init__(self, palette: NDArray[np.uint8]) -> None:
        self._image = Image.new("P", (1, 1))
        self._image.putpalette(palette.tobytes())

    def places(self, rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """``(height, width)`` of ``(height, width, 3)``."""
        image = Image.fromarray(np.ascontiguousarray(rgb))
        found = np.asarray(image.quantize(palette=self._image, dither=Image.Dither.NONE))
        return np.where(found == _UNCHANGED, np.uint8(0), found)


def _palette(film: Film) -> Generator[float, None, NDArray[np.uint8]]:
    """The colours ``(256, 3)`` of some frames spread over the whole film; the last is the first again."""
    chosen = {round(share * (film.count - 1)) for share in np.linspace(0.0, 1.0, _SAMPLES)}
    stride = max(1, -(-max(film.width, film.height) // _SAMPLE_SIDE))
    samples = []
    for number, frame in enumerate(film.frames()):
        if number in chosen:
            samples.append(as_rgb(frame.pixels[::stride, ::stride]))
        yield _LOOK * (number + 1) / film.count
    sheet = Image.fromarray(np.concatenate(samples))
    made = sheet.quantize(colors=_COLORS, method=Image.Quantize.MEDIANCUT).getpalette() or [0, 0, 0]
    colors = np.array(made, np.uint8).reshape(-1, 3)[:_COLORS]
    return np.concatenate([colors, np.tile(colors[:1], (_COLORS + 1 - len(colors), 1))])
