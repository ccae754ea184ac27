"""The loss of a network's scores in NumPy, for scripts whose library gives the scores."""

from __future__ import annotations

from playground.engine.training import TrainingRun
from playground.interop.code.script import indented
from playground.interop.numpy_export import head_lines


def heads_part(run: TrainingRun) -> str:
    """The function ``mean_loss(z, labels)`` of scores."""
    body = [
        '"""The mean loss of scores z (n, outputs), without penalty."""',
        "m, y = len(z), np.asarray(labels, float)[:, None]",
        *head_lines(run),
        "return loss",
    ]
    return f"def mean_loss(z, labels):\n{indented(body)}"
