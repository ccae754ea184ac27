"""Frames of the window as an animated GIF, at the beat of the demonstration."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QImage

from playground.app.recording.film import Film
from playground.app.recording.gif import write_gif
from playground.interop.loading import whole_file
from playground.ui.window.recorder import pixels_of


class Recording:
    """Collects frames, scaled to one width, so many a second whenever they were painted."""

    def __init__(self, width: int, frames_per_second: int) -> None:
        self._width = width
        self._pace = frames_per_second
        self._film = Film()
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def add(self, image: QImage) -> None:
        """Take one more frame."""
        scaled = image.scaledToWidth(self._width, Qt.TransformationMode.SmoothTransformation)
        self._film.add(pixels_of(scaled), self._count / self._pace)
        self._count += 1

    def save(self, path: Path) -> None:
        """Write the GIF, which repeats for ever; no frame can be added after that."""
        self._film.stop(self._count / self._pace)
        self._film.finish()
        try:
            with whole_file(path) as file:
                for _ in write_gif(self._film, file):
                    pass
        finally:
            self._film.close()


def png(image: QImage) -> bytes:
    """The picture as a PNG file's content."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # bytes, as its types have it, are refused
    return bytes(buffer.data().data())
