"""What the pointer, the keys and assistive programs see of the network's picture."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from playground.app.session import Session
from playground.observe.snapshot import Snapshot
from playground.ui.network.commands import CanvasCommands
from playground.ui.network.drag import LayerDrag
from playground.ui.network.edges import EdgeLayer
from playground.ui.network.geometry import CanvasLayout
from playground.ui.network.headers import Headers
from playground.ui.network.places import ColumnPlaces
from playground.ui.network.scene import ScenePainter
from playground.ui.network.tiles import TilePictures
from playground.ui.panel import Panel


class NetworkView(Panel):
    """The network as it is drawn: a snapshot, and where its columns, curves and tiles stand."""

    drag: LayerDrag
    headers: Headers
    places: ColumnPlaces

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.commands = CanvasCommands(session, self)
        self.snapshot: Snapshot | None = session.snapshot
        self._paints = ScenePainter()

    @property
    def layout_(self) -> CanvasLayout:
        """Where everything stands."""
        return self.places.layout

    @property
    def edges(self) -> EdgeLayer:
        """The curves of the present layout."""
        return self._paints.edges

    @property
    def tiles(self) -> TilePictures:
        """The pictures of the units."""
        return self._paints.tiles
