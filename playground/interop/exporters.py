"""What a run can be written as for other programs: one row a format.

A new format is one file beside this one, with a function that makes a file's content of a TrainingRun
(``def graph_as_onnx(run: TrainingRun) -> bytes``), and one row below under the name that
``playground export --to`` takes. A format that needs a library imports it inside its function, and raises
ExperimentError with a sentence where it is not installed, or where the format cannot say what the run
holds. The command line, the README's list (a test holds it against this one) and the tests of all rows
follow.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from msgspec.structs import replace

from playground.engine.experiment import encode
from playground.engine.training import TrainingRun
from playground.interop.code.script import Script
from playground.interop.csv_export import log_as_csv, points_as_csv
from playground.interop.keras_export import keras_script
from playground.interop.latex_export import latex_script
from playground.interop.numpy_export import numpy_script
from playground.interop.onnx_export import run_as_onnx
from playground.interop.parameters_export import parameters_as_npz, parameters_as_safetensors
from playground.interop.pytorch_export import pytorch_notebook, pytorch_script
from playground.interop.sklearn_export import sklearn_script
from playground.interop.tikz_export import tikz_picture

SCRIPTS: dict[str, Callable[..., Script]] = {
    "numpy": numpy_script,
    "pytorch": pytorch_script,
    "keras": keras_script,
    "scikit-learn": sklearn_script,
    "latex": latex_script,
}
"""The languages that the network is shown in as code: ``script(run, with_weights=True)``."""


@dataclass(frozen=True)
class Exporter:
    """One format: its files' ``suffix``, what such a file ``holds`` (English), and how it is written.

    ``write(run)`` leaves the run as it is, and gives the same bytes for the same run. With ``has_untrained``
    it takes ``with_weights=False`` too, for the run as it begins; other formats are nothing but weights,
    points or measures. With ``is_text`` it can be read, shown and copied.
    """

    suffix: str
    holds: str
    write: Callable[..., bytes]
    has_untrained: bool = False
    is_text: bool = False

    def content(self, run: TrainingRun, *, with_weights: bool = True) -> bytes:
        """The file's bytes; a format that is nothing but weights has them in any case."""
        return self.write(run, with_weights=with_weights) if self.has_untrained else self.write(run)


def _text(suffix: str, holds: str, write: Callable[..., bytes]) -> Exporter:
    return Exporter(suffix, holds, write, has_untrained=True, is_text=True)


def _code(suffix: str, holds: str, script: Callable[..., Script]) -> Exporter:
    def write(run: TrainingRun, *, with_weights: bool = True) -> bytes:
        return script(run, with_weights=with_weights).text.encode()

    return _text(suffix, holds, write)


def _as_json(run: TrainingRun, *, with_weights: bool = True) -> bytes:
    return encode(replace(run.experiment, run=run.state() if with_weights else None))


EXPORTERS: dict[str, Exporter] = {
    "numpy": _code(
        ".py", "the network as a NumPy script: forward, backward and update, line by line", numpy_script
    ),
    "pytorch": _code(".py", "the network as a PyTorch script that trains on", pytorch_script),
    "notebook": _text(".ipynb", "the PyTorch script as a Jupyter notebook", pytorch_notebook),
    "keras": _code(".py", "the network as a Keras script that predicts", keras_script),
    "scikit-learn": _code(".py", "the network as a scikit-learn script that predicts", sklearn_script),
    "latex": _code(".tex", "the formulas, forward, backward and update, as a LaTeX document", latex_script),
    "tikz": _text(".tex", "the network as a TikZ picture", tikz_picture),
    "json": _text(".json", "the experiment as the playground's own file", _as_json),
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
