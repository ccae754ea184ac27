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
from playground.interop.npz_export import parameters_as_npz


@dataclass(frozen=True)
class Exporter:
    """One format: its files' ``suffix``, what such a file ``holds`` (English), and how it is written.

    ``write`` leaves the run as it is, and gives the same bytes for the same run.
    """

    suffix: str
    holds: str
    write: Callable[[TrainingRun], bytes]


EXPORTERS: dict[str, Exporter] = {
    "csv": Exporter(".csv", "all points with their labels, and which of them train", points_as_csv),
    "npz": Exporter(".npz", "the weights and biases of each layer as NumPy arrays", parameters_as_npz),
}
