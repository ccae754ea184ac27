"""The README's picture of Compare: ``python -m playground.tools.compare_picture FOLDER``."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QTimer

from playground.engine.experiment import Experiment, from_builtins
from playground.interop.loading import write_whole
from playground.tools.offscreen import offscreen_window
from playground.tools.recording import png

EPOCHS = 300
_POLL_MS = 20
_SETTLE_MS = 400


def draw(folder: Path, epochs: int = EPOCHS) -> Path:
    """Compare 3, 6 and 20 units for so many epochs; write ``playground-compare.png`` into the folder."""
    with offscreen_window(lecture_experiment()) as (app, window, session):
        session.comparing.over({"network.layers[0].units": (3, 6, 20)})
        for _ in range(epochs):
            session.step_epoch()

        def look() -> None:
            view = session.comparing.view
            if view is not None and len(view.runs) == 3 and all(run.epoch >= epochs for run in view.runs):
                QTimer.singleShot(_SETTLE_MS, app.quit)
            else:
                QTimer.singleShot(_POLL_MS, look)

        QTimer.singleShot(_POLL_MS, look)
        app.exec()
        target = folder / "playground-compare.png"
        write_whole(target, png(window.grab().toImage()))
    return target


def lecture_experiment() -> Experiment:
    """Noisy moons and one hidden layer: too small, about right, and large enough to overfit."""
    return from_builtins(
        {
            "format": "playground",
            "version": 1,
            "data": {"dataset": "moons", "noise": 0.28, "samples": 240, "seed": 3},
            "network": {"layers": [{"kind": "dense", "units": 6, "activation": "relu"}]},
            "training": {"optimizer": {"name": "adam"}, "learning_rate": 0.01},
        }
    )


if __name__ == "__main__":
    print(draw(Path(sys.argv[1] if len(sys.argv) > 1 else ".")))
