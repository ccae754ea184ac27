"""Frames of the window as an animated GIF."""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

_PALETTE_FRAMES = 8
_COLORS = 200
"""Fewer than 256: one place must stay free for the colour that means "as in the frame before"."""
_VISIBLE = 7
"""A pixel whose channels all changed by no more (of 255) stays as it was, which keeps the file small."""


class Recording:
    """Collects frames, scaled to one width, and writes them with one palette for all."""

    def __init__(self, width: int) -> None:
        self._width = width
        self._frames: list[Image.Image] = []

    def __len__(self) -> int:
        return len(self._frames)

    def add(self, image: QImage) -> None:
        """Take one more frame."""
        scaled = image.scaledToWidth(self._width, Qt.TransformationMode.SmoothTransformation)
        self._frames.append(as_pillow(scaled))

    def content(self, frames_per_second: int) -> bytes:
        """The GIF; it repeats for ever."""
        palette = self._palette()
        first, *rest = self._frames_in(palette)
        duration = round(100 / frames_per_second) * 10
        written = io.BytesIO()
        first.save(
            written, "GIF", save_all=True, append_images=rest, duration=duration, loop=0, optimize=True
        )
        return written.getvalue()

    def _frames_in(self, palette: Image.Image) -> list[Image.Image]:
        """The frames in the palette's colours, with all that hardly changes kept still."""
        colors = palette.getpalette()
        assert colors is not None
        made: list[Image.Image] = []
        shown: NDArray[np.int16] | None = None
        places: NDArray[np.uint8] | None = None
        for frame in self._frames:
            new = np.asarray(frame).astype(np.int16)
            new_places = np.asarray(frame.quantize(palette=palette, dither=Image.Dither.NONE))
            if shown is None or places is None:
                shown, places = new, new_places
            else:
                change = np.abs(new - shown)
                red, green, blue = (change[..., channel] > _VISIBLE for channel in range(3))
                differs = red | green | blue
                shown[differs] = new[differs]
                places = np.where(differs, new_places, places)
            image = Image.fromarray(places)
            image.putpalette(colors)
            made.append(image)
        return made

    def _palette(self) -> Image.Image:
        """The colours of some frames spread over the whole recording."""
        stride = max(1, len(self._frames) // _PALETTE_FRAMES)
        chosen = self._frames[::-1][::stride][:_PALETTE_FRAMES]
        width, height = chosen[0].size
        sheet = Image.new("RGB", (width, height * len(chosen)))
        for place, frame in enumerate(chosen):
            sheet.paste(frame, (0, place * height))
        return sheet.quantize(colors=_COLORS, method=Image.Quantize.MEDIANCUT)


def as_pillow(image: QImage) -> Image.Image:
    """The same picture as a Pillow image."""
    image = image.convertToFormat(QImage.Format.Format_RGB888)
    size = (image.width(), image.height())
    return Image.frombytes("RGB", size, bytes(image.constBits()), "raw", "RGB", image.bytesPerLine())
