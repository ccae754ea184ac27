"""One boundary on a session of its own, apart from any window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from playground.app.session import Session
from playground.engine.experiment import Experiment
from playground.ui.look import theme
from playground.ui.output.boundary_view import BoundaryView


@pytest.fixture
def open_boundary(qapp: Any, qtbot: Any, tmp_path: Path) -> Iterator[Callable[..., BoundaryView]]:
    """Shows boundaries of 300 x 300 with their plot and a first snapshot; each ends with the test."""
    theme.set_scale(1.0)
    theme.apply(qapp, "light")
    made: list[BoundaryView] = []

    def make(experiment: Experiment | None = None) -> BoundaryView:
        session = Session(experiment, folder=tmp_path)
        view = BoundaryView(session)
        made.append(view)
        view.resize(300, 300)
        view.show()
        view.make_plot()
        qtbot.waitUntil(
            lambda: session.snapshot is not None and session.snapshot.boundary is not None, timeout=30_000
        )
        return view

    yield make
    for view in made:
        view.close()
        assert view.session.shutdown()
        view.deleteLater()
        view.session.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
