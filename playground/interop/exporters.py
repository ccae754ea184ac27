"""What a run can be written as for other programs: one row a format.

A new format is one file beside this one, with a function that makes a file's content of a TrainingRun
(``def run_as_onnx(run: TrainingRun) -> bytes``), and one row below under the name that
``playground export --to`` takes. A format that needs a library imports it inside its function, and raises
ExperimentError with a sentence where it is not installed, or where the format cannot say what the run
holds. The command line, the README's list (a test holds it against this one) and the tests of all rows
follow.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playground.engine.training import TrainingRun
from playground.interop.csv_export import points_as_csv
from playground.interop.keras_export import run_as_keras, untrained_as_keras
from playground.interop.latex_export import run_as_latex, untrained_as_latex
from playground.interop.log_export import log_as_csv, run_as_json, untrained_as_json
from playground.interop.npz_export import parameters_as_npz
from playground.interop.numpy_export import run_as_numpy, untrained_as_numpy
from playground.interop.onnx_export import run_as_onnx
from playground.interop.pytorch_export import (
    run_as_notebook,
    run_as_pytorch,
    untrained_as_notebook,
    untrained_as_pytorch,
)
from playground.interop.safetensors_export import parameters_as_safetensors
from playground.interop.sklearn_export import run_as_sklearn, untrained_as_sklearn
from playground.interop.tikz_export import run_as_tikz, untrained_as_tikz


@dataclass(frozen=True)
class Exporter:
    """One format: its files' ``suffix``, what such a file ``holds`` (English), and how it is written.

    ``write`` leaves the run as it is, and gives the same bytes for the same run. ``untrained`` writes it as
    it begins, without weights; None for formats that are nothing but weights, points or measures. With
    ``is_text`` it can be read, shown and copied.
    """

    suffix: str
    holds: str
    write: Callable[[TrainingRun], bytes]
    untrained: Callable[[TrainingRun], bytes] | None = None
    is_text: bool = False


EXPORTERS: dict[str, Exporter] = {
    "numpy": Exporter(
        ".py",
        "the network as a NumPy script: forward, backward and update, line by line",
        run_as_numpy,
        untrained_as_numpy,
        is_text=True,
    ),
    "pytorch": Exporter(
        ".py",
        "the network as a PyTorch script that trains on",
        run_as_pytorch,
        untrained_as_pytorch,
        is_text=True,
    ),
    "notebook": Exporter(
        ".ipynb",
        "the PyTorch script as a Jupyter notebook",
        run_as_notebook,
        untrained_as_notebook,
        is_text=True,
    ),
    "keras": Exporter(
        ".py", "the network as a Keras script that predicts", run_as_keras, untrained_as_keras, is_text=True
    ),
    "scikit-learn": Exporter(
        ".py",
        "the network as a scikit-learn script that predicts",
        run_as_sklearn,
        untrained_as_sklearn,
        is_text=True,
    ),
    "latex": Exporter(
        ".tex",
        "the formulas, forward, backward and update, as a LaTeX document",
        run_as_latex,
        untrained_as_latex,
        is_text=True,
    ),
    "tikz": Exporter(".tex", "the network as a TikZ picture", run_as_tikz, untrained_as_tikz, is_text=True),
    "json": Exporter(
        ".json", "the experiment as the playground's own file", run_as_json, untrained_as_json, is_text=True
    ),
    "csv": Exporter(
        ".csv", "all points with their labels, and which of them train", points_as_csv, is_text=True
    ),
    "log": Exporter(".csv", "loss, accuracy and learning rate, epoch by epoch", log_as_csv, is_text=True),
    "npz": Exporter(".npz", "the weights and biases of each layer as NumPy arrays", parameters_as_npz),
    "onnx": Exporter(".onnx", "one ONNX graph from points to the prediction", run_as_onnx),
    "safetensors": Exporter(
        ".safetensors", "the weights and biases of each layer as safetensors", parameters_as_safetensors
    ),
}
