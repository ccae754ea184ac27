"""The rendered picture is drawn as in the window, and its line is where the network says."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF

from playground.engine import edits
from playground.engine.experiment import Axis, Data, Experiment
from playground.engine.training import TrainingRun
from playground.observe.observer import snapshot_of
from playground.observe.snapshot import SnapshotRequest
from playground.tools.picture import Figure
from playground.ui.look import theme


@pytest.fixture
def figure_of(qapp):
    theme.set_scale(1.0)
    theme.apply(qapp, "light")
    made = []

    def make(experiment, epochs=20):
        run = TrainingRun(experiment)
        run.train(epochs)
        snapshot = snapshot_of(run, SnapshotRequest(boundary_resolution=100, curve=False))
        made.append(Figure(experiment, snapshot))
        return run, snapshot, made[-1]

    yield make
    for figure in made:
        figure.close()
        figure.deleteLater()


def test_the_line_is_where_the_network_is_undecided(figure_of):
    run, snapshot, figure = figure_of(Experiment())
    x, y = figure.decision.getData()
    assert len(x) > 20
    places = np.stack((x, y), axis=1)[np.isfinite(x)] * snapshot.points.bounds[1]
    assert np.abs(run.network.predict(places) - 0.5).max() < 0.02


def test_the_plane_is_a_square_with_axes_and_their_names_beside_it(figure_of):
    points = tuple((float(k % 5), float(k % 3), float(k % 2)) for k in range(40))
    axes = (Axis("height", 170.0, 8.0), Axis("", 70.0, 5.0))
    _, _, figure = figure_of(Experiment(data=Data(dataset="custom", points=points, axes=axes)), epochs=1)
    rect = figure.frame.rect
    assert rect.width() == pytest.approx(rect.height(), rel=0.03)
    assert rect.left() > 30
    assert figure.height() - rect.bottom() > 60
    across, up = figure.axes
    assert (across.label.toPlainText().strip(), up.label.toPlainText().strip()) == ("height", "x₂")
    assert across.texts()


def test_values_have_a_scale_in_their_own_colours_and_no_line(figure_of):
    _, _, figure = figure_of(edits.with_data(Experiment(), dataset="plane"), epochs=1)
    assert figure.decision.getData()[0] is None
    image = figure.image(1.0)
    bar = figure.bar.view.sceneBoundingRect()
    top, bottom = (
        image.pixelColor(QPointF(bar.center().x(), y).toPoint()) for y in (bar.top() + 2, bar.bottom() - 2)
    )
    table = theme.boundary_table()
    for shown, wanted in ((top, table[-1]), (bottom, table[0])):
        for channel, shift in ((shown.red(), 16), (shown.green(), 8), (shown.blue(), 0)):
            assert abs(channel - ((int(wanted) >> shift) & 255)) <= 6
