"""One boundary on a session of its own, apart from any window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from playground.app.session import Session
from playground.engine.experiment import Experiment
from playground.ui.output.boundary_view import BoundaryView


@pytest.fixture
def open_boundary(parts: list[Any], qtbot: Any, tmp_path: Path) -> Callable[..., BoundaryView]:
    """Shows boundaries of 300 x 300 with their plot and a first snapshot; each ends with the test."""

    def make(experiment: Experiment | None = None) -> BoundaryView:
        session = Session(experiment, folder=tmp_path)
        view = BoundaryView(session)
        parts.append(view)
        view.resize(300, 300)
        view.show()
        view.make_plot()
        qtbot.waitUntil(
            lambda: session.snapshot is not None and session.snapshot.boundary is not None, timeout=30_000
        )
        return view

    return make
