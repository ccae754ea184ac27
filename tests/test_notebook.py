"""A run shows itself in notebooks, and the example notebook runs."""

from __future__ import annotations

import builtins
import re

import pytest
from PySide6.QtGui import QImage

from playground import Experiment, TrainingRun
from playground.engine.experiment import Data
from playground.interop.proposal import propose
from playground.paths import resource


@pytest.fixture
def run() -> TrainingRun:
    run = TrainingRun(Experiment())
    run.train(epochs=2)
    return run


def test_a_run_shows_its_boundary_and_its_measures(qapp, run):
    png = run._repr_png_()
    image = QImage.fromData(png)
    assert image.height() == 480
    assert propose(png, "a.png").opened().experiment.run.epoch == 2
    text = run._repr_html_()
    assert "2-4-2-1 network on circle, epoch 2" in text
    assert f"{run.evaluate()[0].loss:.4g}" in text
    assert "data:image/png;base64," in text


def test_values_have_no_accuracy(qapp):
    text = TrainingRun(Experiment(data=Data(dataset="plane", train_fraction=1.0)))._repr_html_()
    assert "accuracy" not in text
    assert re.search(r"loss</td><td[^>]*>[\d.]+</td><td[^>]*>–", text)


def test_without_qt_a_run_shows_its_measures_alone(run, monkeypatch):
    found = builtins.__import__

    def without(name, *rest, **more):
        if name.startswith("PySide6") or name == "pyqtgraph":
            raise ImportError(name)
        return found(name, *rest, **more)

    monkeypatch.delitem(__import__("sys").modules, "playground.tools.picture", raising=False)
    monkeypatch.setattr(builtins, "__import__", without)
    assert run._repr_png_() is None
    assert "accuracy" in run._repr_html_()


def test_the_example_notebook_runs(monkeypatch):
    nbclient, nbformat = pytest.importorskip("nbclient"), pytest.importorskip("nbformat")
    pytest.importorskip("ipykernel")
    monkeypatch.setenv("PYTHONPATH", str(resource("examples").parent.parent))
    notebook = nbformat.read(resource("examples") / "notebook.ipynb", 4)
    nbclient.NotebookClient(notebook, timeout=60, kernel_name="python3").execute()
    shown = notebook.cells[1].outputs[0].data
    assert {"image/png", "text/html"} <= set(shown)
