"""Layer space: how a layer has bent the plane, with two of its units as axes, live."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QImage, QShowEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from playground.engine.experiment import Dense, Dropout, Experiment
from playground.engine.snapshot import LayerSnapshot, Snapshot, SnapshotRequest, UnitKey
from playground.ui import names, theme
from playground.ui.views.boundary_image import boundary_image, value_scale
from playground.ui.views.inspector_texts import subscript
from playground.ui.views.space_picture import SpacePicture, SpaceScene
from playground.ui.widgets.choice import Choice
from playground.ui.widgets.text import Caption

if TYPE_CHECKING:
    from playground.app.session import Session

_ASKER = "layerSpace"
_BOUNDARY = 40


class LayerSpaceView(QWidget):
    """A layer and two of its units are chosen on the left; the picture follows the run."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("layerSpace")
        self.setAccessibleName(self.tr("Layer space"))
        self._session = session
        self.layer = Choice()
        self.across = Choice()
        self.up = Choice()
        for choice, name, label in (
            (self.layer, "spaceLayer", self.tr("Layer")),
            (self.across, "spaceAcross", self.tr("Across")),
            (self.up, "spaceUp", self.tr("Up")),
        ):
            choice.setObjectName(name)
            choice.setAccessibleName(label)
        self.picture = SpacePicture()
        self.picture.setToolTip(
            self.tr(
                "Every place of the plane is drawn where the two units put it: across is the first unit's "
                "activation, up the second's. Colours are the network's answer there. The next layer sees "
                "the data like this: training bends the plane until straight lines can part the classes."
            )
        )
        self.sentence = QLabel()
        self.sentence.setWordWrap(True)
        self.sentence.setProperty("role", "quiet")
        self._lay_out()
        self.layer.chosen.connect(self._on_layer)
        self.across.chosen.connect(lambda _: self._require())
        self.up.chosen.connect(lambda _: self._require())
        session.snapshot_ready.connect(self.set_snapshot)
        session.document.changed.connect(self._on_changed)
        self._offer(session.experiment)

    def set_snapshot(self, snapshot: Snapshot) -> None:
        """Show the space at this instant."""
        if not self.isVisible():
            return
        space = snapshot.space
        units = self._units()
        if space is None or units is None or space.units != units:
            return
        experiment, points = self._session.experiment, snapshot.points
        if len(space.train) != len(points.train):
            return
        scale = value_scale(experiment, points)
        scene = SpaceScene(
            grid=space.grid,
            points=space.train,
            labels=points.train_labels,
            classes=0 if experiment.problem == "regression" else experiment.data.classes,
            scale=scale,
            image=self._image(snapshot, experiment, scale),
            names=(f"a{subscript(units[0][1] + 1)}", f"a{subscript(units[1][1] + 1)}"),
            lines=next_lines(snapshot, units),
        )
        self.picture.show_scene(scene, steady=snapshot.playing)
        self.sentence.setText(self._say(bool(scene.lines)))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._require()
        if self._session.snapshot is not None:
            self.set_snapshot(self._session.snapshot)

    def hideEvent(self, event: QHideEvent) -> None:
        self._session.release(_ASKER)
        super().hideEvent(event)

    # ------------------------------------------------------------------------------------- making

    def _lay_out(self) -> None:
        unit = theme.pixels(theme.GRID)
        form = QGridLayout()
        form.setHorizontalSpacing(unit)
        form.setVerticalSpacing(unit // 2)
        rows = (
            (self.tr("Layer"), self.layer),
            (self.tr("Across"), self.across),
            (self.tr("Up"), self.up),
        )
        for row, (label, choice) in enumerate(rows):
            form.addWidget(Caption(label), row, 0)
            form.addWidget(choice, row, 1)
        form.setColumnStretch(1, 1)
        side = QVBoxLayout()
        side.setSpacing(unit)
        side.addLayout(form)
        side.addWidget(self.sentence, 1, Qt.AlignmentFlag.AlignTop)
        holder = QWidget()
        holder.setLayout(side)
        side.setContentsMargins(0, 0, 0, 0)
        holder.setFixedWidth(theme.pixels(300))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2 * unit, unit, 2 * unit, unit // 2)
        layout.setSpacing(4 * unit)
        layout.addWidget(holder)
        layout.addWidget(self.picture, 1)

    def _on_changed(self, old: Experiment, new: Experiment) -> None:
        self._offer(new)

    def _offer(self, experiment: Experiment) -> None:
        """Offer the hidden layers of this experiment; what was chosen stays where it still exists."""
        layers = [layer for layer in experiment.network.layers if not isinstance(layer, Dropout)]
        options = [(str(layer.id), names.layer_name(experiment, layer.id), "") for layer in layers]
        had = {key for key, _, _ in options} & {self.layer.value}
        self.layer.set_options(options)
        if options and not had:
            self.layer.set_value(options[-1][0])
        self._offer_units(experiment)

    def _offer_units(self, experiment: Experiment) -> None:
        count = _unit_count(experiment, self._layer_id())
        options = [(str(unit), self.tr("unit {number}").format(number=unit + 1), "") for unit in range(count)]
        keep_across, keep_up = self.across.value, self.up.value
        for choice, kept, first in ((self.across, keep_across, 0), (self.up, keep_up, 1)):
            choice.set_options(options)
            is_there = kept in {key for key, _, _ in options}
            choice.set_value(kept if is_there else str(min(first, max(count - 1, 0))))
            choice.setEnabled(count > 1)
        if self.across.value == self.up.value and count > 1:
            self.up.set_value(str((int(self.across.value) + 1) % count))
        self._require()

    def _on_layer(self, _key: str) -> None:
        self._offer_units(self._session.experiment)

    def _require(self) -> None:
        units = self._units()
        if units is None:
            self.picture.show_scene(None)
            self.sentence.setText(
                self.tr("There is no hidden layer: the output sees the features themselves.")
            )
            self._session.release(_ASKER)
        elif self.isVisible():
            self._session.require(_ASKER, SnapshotRequest(space=units, boundary_resolution=_BOUNDARY))

    # ------------------------------------------------------------------------------------- content

    def _layer_id(self) -> int | None:
        return int(self.layer.value) if self.layer.count() else None

    def _units(self) -> tuple[UnitKey, UnitKey] | None:
        layer_id = self._layer_id()
        if layer_id is None or not self.across.count():
            return None
        return (layer_id, int(self.across.value)), (layer_id, int(self.up.value))

    def _image(self, snapshot: Snapshot, experiment: Experiment, scale: float) -> QImage | None:
        grid = snapshot.boundary
        if grid is None or len(grid) != experiment.outputs:
            return None
        return boundary_image(experiment, grid, scale, "output", discretize=False)

    def _say(self, has_lines: bool) -> str:
        if has_lines:
            return self.tr(
                "These two units are all that the next layer sees: its units are the straight lines here."
            )
        if self.across.value == self.up.value:
            return self.tr("A layer with one unit folds the plane onto a line.")
        return self.tr("The plane and the points as these two units see them.")


def _unit_count(experiment: Experiment, layer_id: int | None) -> int:
    count = len(experiment.network.features)
    for layer in experiment.network.layers:
        if isinstance(layer, Dense):
            count = layer.units
        if layer.id == layer_id:
            return count
    return 0


def next_lines(snapshot: Snapshot, units: tuple[UnitKey, UnitKey]) -> tuple[tuple[float, float, float], ...]:
    """The next dense layer's units as lines ``w1, w2, b`` in the space of a layer of two units, else none."""
    layer_id, across = units[0]
    up = units[1][1]
    after: LayerSnapshot | None = None
    found: LayerSnapshot | None = None
    for layer in snapshot.layers:
        if found is not None and layer.kind != "dropout":
            after = layer
            break
        if layer.id == layer_id:
            found = layer
    if found is None or after is None or found.units != 2 or across == up:
        return ()
    if after.kind != "dense" or after.weights is None or after.weights.shape != (2, after.units):
        return ()
    biases = after.biases if after.biases is not None else [0.0] * after.units
    return tuple(
        (float(after.weights[across, unit]), float(after.weights[up, unit]), float(biases[unit]))
        for unit in range(min(after.units, 8))
    )
