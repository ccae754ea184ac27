"""The demonstration: the real window, driven offscreen by mouse and keys, as a picture and a GIF."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from playground.engine.experiment import Data, Experiment, Network, Training
from playground.engine.layers.dense import Dense
from playground.engine.optimizers import Adam
from playground.interop.loading import write_whole
from playground.tools.offscreen import offscreen_window
from playground.tools.recording import Recording, png
from playground.tools.stage import FRAMES_PER_SECOND, Script, Spot, Stage
from playground.ui.words import labels

if TYPE_CHECKING:
    from playground.app.session import Session
    from playground.ui.window.main_window import MainWindow

_FILM_WIDTH = 960
_STEPS_PER_SECOND = 1000.0
_PATIENCE_SECONDS = 20.0

Widget = TypeVar("Widget", bound=QWidget)


def record(folder: Path, haste: float = 1.0) -> list[Path]:
    """Play the demonstration; write ``playground-demo.png`` and ``playground-demo.gif`` into the folder.

    Raises OSError where they cannot be written; each is then whole or as it was.
    """
    recording = Recording(_FILM_WIDTH, FRAMES_PER_SECOND)
    with offscreen_window(opening_experiment()) as (app, window, session):
        session.set_speed(_STEPS_PER_SECOND)
        stage = Stage(window, recording.add, haste)
        last = _play(app, window, session, stage)
    picture, film = folder / "playground-demo.png", folder / "playground-demo.gif"
    write_whole(picture, png(last))
    recording.save(film)
    return [picture, film]


def opening_experiment() -> Experiment:
    """What the window shows at first: a network that learns the spiral once it has its third layer."""
    layers = (Dense(units=8, activation="tanh"), Dense(units=8, activation="tanh"))
    return replace(
        Experiment(),
        data=Data(noise=0.05),
        network=Network(layers=layers, seed=8),
        training=Training(optimizer=Adam(), learning_rate=0.005, batch_size=25),
    )


def _play(app: QApplication, window: MainWindow, session: Session, stage: Stage) -> QImage:
    ends: list[BaseException | None] = []

    def end(error: BaseException | None) -> None:
        ends.append(error)
        app.quit()

    stage.play(_script(stage, window, session), end)
    app.exec()
    if ends and ends[0] is not None:
        raise ends[0]
    return window.grab().toImage()


def _script(stage: Stage, window: QWidget, session: Session) -> Script:
    from playground.ui.data.dataset_gallery import DatasetGallery
    from playground.ui.network.canvas import NetworkCanvas
    from playground.ui.network.palette import LayerPalette
    from playground.ui.output.boundary_view import BoundaryView
    from playground.ui.widgets.segmented import SegmentedControl

    canvas = _find(window, NetworkCanvas, "networkCanvas")
    palette = _find(window, LayerPalette, "layerPalette")
    gallery = _find(window, DatasetGallery, "datasetGallery")
    nodes = _find(window, SegmentedControl, "nodeMode")
    boundary = _find(window, BoundaryView, "boundaryView")

    yield from stage.until(lambda: session.snapshot is not None, _PATIENCE_SECONDS, "the first picture")
    yield from stage.pause(0.6)

    layers = len(session.experiment.network.layers)
    gap = canvas.layout_.gap_rect(layers).center().toPoint()
    yield from stage.drag(Spot.middle(palette.card("dense")), Spot(canvas, gap))
    yield from stage.until(
        lambda: len(session.experiment.network.layers) == layers + 1,
        _PATIENCE_SECONDS,
        "the layer that was dropped",
    )
    dropped = session.experiment.network.layers[layers]
    yield from stage.pause(0.6)

    yield from stage.click(Spot.middle(gallery.tile("spiral")))
    yield from stage.until(
        lambda: session.experiment.data.dataset == "spiral", _PATIENCE_SECONDS, "the spiral"
    )
    yield from stage.pause(0.6)

    yield from stage.click(Spot.middle(_find(canvas, QWidget, f"columnActivation{dropped.id}")))
    yield from stage.until(lambda: _open_menu() is not None, _PATIENCE_SECONDS, "the list of activations")
    yield from stage.pause(0.3)
    yield from stage.click(_entry(labels.label("activation", "relu").label))
    yield from stage.until(lambda: _activation(session, dropped.id) == "relu", _PATIENCE_SECONDS, "ReLU")
    yield from stage.pause(0.4)

    yield from stage.click(Spot.middle(_find(window, QWidget, "playButton")))
    yield from stage.until(lambda: session.is_playing, _PATIENCE_SECONDS, "the training")
    yield from stage.pause(3.0)
    yield from stage.click(Spot(nodes, nodes.option_rect("gradient").center().toPoint()))
    yield from stage.until(
        lambda: session.display.node_mode == "gradient", _PATIENCE_SECONDS, "the gradients"
    )
    yield from stage.pause(1.5)
    yield from stage.click(Spot(boundary, boundary.frame(2.1, -1.3).toPoint()))
    yield from stage.click(Spot(nodes, nodes.option_rect("both").center().toPoint()))
    yield from stage.pause(2.0)
    yield from stage.key(Qt.Key.Key_Space)
    yield from stage.until(lambda: not session.is_playing, _PATIENCE_SECONDS, "the pause")
    yield from stage.pause(0.5)


def _activation(session: Session, layer_id: int) -> str:
    layers = session.experiment.network.layers
    return next(layer.activation for layer in layers if layer.id == layer_id and isinstance(layer, Dense))


def _find(parent: QWidget, kind: type[Widget], name: str) -> Widget:
    found = parent.findChild(kind, name)
    if not isinstance(found, kind):
        raise LookupError(f"the window has no {name}")
    return found


def _open_menu() -> QMenu | None:
    menu = QApplication.activePopupWidget()
    return menu if isinstance(menu, QMenu) else None


def _entry(text: str) -> Spot:
    """The entry of the open menu with this text."""
    menu = _open_menu()
    assert menu is not None
    action = next(action for action in menu.actions() if action.text() == text)
    return Spot(menu, menu.actionGeometry(action).center())
