"""A film as an MP4 file, through PyAV (the extra ``video``): each frame at its own time."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import IO

import numpy as np

from playground.app.recording.film import Film, Pixels
from playground.engine.errors import ExperimentError, Note

_CLOCK = 60_000
"""Ticks a second; the format's older codec can count no finer."""
_CODECS = ("libx264", "mpeg4")
_QUALITY = {"crf": "18", "preset": "fast", "bf": "0"}
"""Without frames that lean on later ones, the file's length is the recording's."""


def write_mp4(film: Film, file: IO[bytes], comment: str = "") -> Iterator[float]:
    """Write the film; yields the share that is done. Raises ExperimentError where PyAV is missing."""
    try:
        import av
    except ImportError as error:
        raise ExperimentError(
            "", Note("MP4 needs the package av, GIF does not; pip install 'playground[video]' brings it")
        ) from error

    codec = next(name for name in _CODECS if name in av.codecs_available)
    with av.open(file, "w", format="mp4") as container:
        container.metadata["comment"] = comment
        stream = container.add_stream(codec, rate=30, options=_QUALITY if codec == "libx264" else {})
        stream.width, stream.height = film.width & ~1, film.height & ~1
        stream.pix_fmt = "yuv420p"
        stream.time_base = stream.codec_context.time_base = Fraction(1, _CLOCK)
        if codec != "libx264":
            stream.bit_rate = 8_000_000

        def encode(pixels: Pixels, seconds: float) -> None:
            shown = pixels[: stream.height, : stream.width]
            packed = np.ascontiguousarray(shown).view(np.uint8).reshape(*shown.shape, 4)
            frame = av.VideoFrame.from_ndarray(packed, format="bgra")
            frame.time_base = Fraction(1, _CLOCK)
            frame.pts = round(seconds * _CLOCK)
            container.mux(stream.encode(frame))

        pixels, last = None, 0.0
        for number, frame in enumerate(film.frames()):
            pixels, last = frame.pixels, frame.seconds
            encode(pixels, last)
            yield (number + 1) / film.count
        if pixels is not None and film.end > last:
            encode(pixels, film.end)  # so that the last frame stands as long as it was seen
        container.mux(stream.encode())
