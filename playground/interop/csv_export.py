"""Tables: the points in the data's own units and words, and the training's log."""

from __future__ import annotations

import csv
import io
import math
from typing import Any

import numpy as np

from playground.engine.curve import COLUMNS
from playground.engine.experiment import Axis
from playground.engine.points import in_own_order
from playground.engine.training import TrainingRun


def points_as_csv(run: TrainingRun) -> bytes:
    """All points of the run, training and test, in their own order; UTF-8.

    The columns are the two axes, the label (a class's name, or a value) and ``split``: train or test.
    """
    data, points = run.experiment.data, run.points
    table = in_own_order(points)
    coordinates, labels = table[:, :2], table[:, 2]
    axes = data.axes or (Axis("x1"), Axis("x2"))
    columns = [(axis.offset + axis.scale * coordinates[:, place]).tolist() for place, axis in enumerate(axes)]
    label_name = "label" if data.problem == "classification" else "value"
    if data.problem == "classification":
        names = data.class_names or ()
        words: list[Any] = [names[int(k)] if int(k) < len(names) else int(k) for k in labels.tolist()]
    else:
        axis = data.value_axis or Axis()
        label_name = axis.name or label_name
        words = (axis.offset + axis.scale * labels).tolist()
    trains = np.isin(np.sort(np.concatenate([points.train_index, points.test_index])), points.train_index)
    split = ["train" if is_training else "test" for is_training in trains.tolist()]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([axes[0].name or "x1", axes[1].name or "x2", label_name, "split"])
    writer.writerows(zip(*columns, words, split, strict=True))
    return text.getvalue().encode("utf-8", "replace")


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
