"""The training's log: the recorded measures as CSV, and the whole experiment as JSON."""

from __future__ import annotations

import csv
import io
import math

import numpy as np
from msgspec.structs import replace

from playground.engine.curve import COLUMNS
from playground.engine.experiment import encode
from playground.engine.training import TrainingRun


def log_as_csv(run: TrainingRun) -> bytes:
    """A row for each recorded epoch and the present one; a measure that does not exist is empty."""
    curve = run.curve()
    table = np.column_stack([getattr(curve, name) for name in COLUMNS])
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("epoch", *COLUMNS[1:]))
    for epoch, *measures in table.tolist():
        first = int(epoch) if float(epoch).is_integer() else epoch
        writer.writerow([first, *("" if not math.isfinite(value) else value for value in measures)])
    return text.getvalue().encode()


def run_as_json(run: TrainingRun) -> bytes:
    """The playground's own file, with the trained state."""
    return encode(replace(run.experiment, run=run.state()))


def untrained_as_json(run: TrainingRun) -> bytes:
    """The playground's own file, without a state."""
    return encode(replace(run.experiment, run=None))
