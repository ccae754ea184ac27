"""Frames of the window as an animated GIF."""

from __future__ import annotations

from pathlib import Path

from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

_PALETTE_FRAMES = 8
_COLORS = 255
"""One place of the 256 stays free for the colour that means: as in the frame before."""


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

    def save(self, path: Path, frames_per_second: int) -> None:
        """Write the GIF; it repeats for ever."""
        palette = self._palette()
        first, *rest = [frame.quantize(palette=palette, dither=Image.Dither.NONE) for frame in self._frames]
        duration = round(100 / frames_per_second) * 10
        first.save(path, save_all=True, append_images=rest, duration=duration, loop=0, optimize=False)

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
