"""The program on a real display, for a test in another process: a question a line in, a JSON line out."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, QSocketNotifier, QTimer
from PySide6.QtWidgets import QWidget

from playground.ui.window import application
from playground.ui.window.main_window import MainWindow


def answer(question: str, window: MainWindow) -> Any:
    """What the test wants to know, with places in pixels of the screen."""
    canvas, palette = window.workspace.canvas, window.workspace.layer_palette
    if question == "ready":
        return canvas.isVisible() and canvas.snapshot is not None
    if question == "card":
        return on_screen(palette.card("dense"))
    if question == "gaps":
        layout = canvas.layout_
        middles = [layout.gap_rect(gap).center().toPoint() for gap in range(layout.gaps)]
        return [on_screen(canvas, middle) for middle in middles]
    if question == "outside":
        return on_screen(window.workspace.output_panel)
    if question == "drag":
        return [canvas.drag.is_active, canvas.drag.gap]
    if question == "layers":
        layers = window.session.experiment.network.layers
        return [[layer.kind, getattr(layer, "activation", "")] for layer in layers]
    if question.startswith("widget "):
        return on_screen(window.findChild(QWidget, question.removeprefix("widget ")))
    raise ValueError(question)


def on_screen(widget: QWidget, place: QPoint | None = None) -> list[int]:
    """A place in the widget (its middle where none is given) on the screen."""
    point = widget.mapToGlobal(place or widget.rect().center())
    return [point.x(), point.y()]


def main() -> None:
    """Show the window until standard input ends."""
    app, window, session = application.build(folder=Path(sys.argv[1]))
    window.set_theme("light")
    window.setGeometry(0, 0, 1400, 900)
    window.show()
    window.activateWindow()
    listener = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)

    def read() -> None:
        line = sys.stdin.readline()
        if not line:
            listener.setEnabled(False)
            app.quit()
            return
        print(json.dumps(answer(line.strip(), window)), flush=True)

    listener.activated.connect(read)
    QTimer.singleShot(0, window.raise_)
    app.exec()
    window.close()
    session.shutdown()
    window.deleteLater()


if __name__ == "__main__":
    main()
