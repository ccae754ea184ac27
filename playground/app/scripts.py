"""The run as text, for the window: its code by sections, whole files in every format, and their proof."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from msgspec.structs import replace

from playground.app.background import Steps
from playground.app.sentences import translate
from playground.engine.errors import ExperimentError
from playground.engine.program import Array
from playground.engine.training import TrainingRun
from playground.interop.code.arrays import as_columns, as_rows, parts_of, shown_weights
from playground.interop.code.script import Line, Script, Section, Spelling, aligned
from playground.interop.exporters import EXPORTERS, SCRIPTS

__all__ = ["EXPORTERS", "SCRIPTS", "Line", "Section", "Spelling", "aligned"]

MOST_SHOWN = 60_000
"""So many signs of a file are shown as a preview."""
_WAIT_SECONDS = 0.02
_PATIENCE_SECONDS = 120.0


@dataclass(frozen=True)
class Wanted:
    """Which code: its language, its spelling, and whether with the weights."""

    target: str = "numpy"
    spelling: Spelling = "rows"
    with_weights: bool = False

    def script(self, run: TrainingRun) -> Script:
        """The script. Raises ExperimentError with the reason where it cannot say what the run does."""
        options: dict[str, Any] = {"spelling": self.spelling} if self.target == "numpy" else {}
        return SCRIPTS[self.target](run, with_weights=self.with_weights, **options)


@dataclass(frozen=True)
class Code:
    """What the code says now, section by section; or why it says nothing (``refusal``, English)."""

    wanted: Wanted
    sections: tuple[Section, ...] = ()
    refusal: str = ""


def code_of(run: TrainingRun, wanted: Wanted) -> Code:
    """The code of the run as it stands: for ``Session.compute``."""
    try:
        sections = wanted.script(run).sections
    except ExperimentError as error:
        return Code(wanted, refusal=str(error))
    if wanted.with_weights and wanted.target != "latex":
        shaped = as_columns if wanted.target == "numpy" and wanted.spelling == "column" else as_rows
        sections = (shown_weights(run, shaped), *sections)
    return Code(wanted, sections)


@dataclass(frozen=True)
class File:
    """A format's content; or why there is none (``refusal``, English)."""

    content: bytes = b""
    refusal: str = ""


def file_of(run: TrainingRun, name: str, *, with_weights: bool) -> File:
    """The run in a format (a name of EXPORTERS): for ``Session.compute``."""
    try:
        return File(EXPORTERS[name].content(run, with_weights=with_weights))
    except ExperimentError as error:
        return File(refusal=str(error))


# --------------------------------------------------------------------------------------- the proof


@dataclass(frozen=True)
class Claim:
    """A script, and what the engine says that it must give at the training points.

    ``gradient`` is that of the dense layers, one after the other; ``is_dense`` says which of the script's
    arrays those are.
    """

    text: str
    points: Array
    labels: Array
    loss: float
    gradient: Array
    is_dense: tuple[bool, ...]
    predictions: Array


@dataclass(frozen=True)
class Proof:
    """What came of running a script by itself: its loss, the largest difference from the engine's numbers.

    ``compared`` says what was compared: "gradient" (with the loss) or "predictions". Where it did not run,
    ``failure`` says why.
    """

    loss: float = 0.0
    difference: float = 0.0
    compared: str = ""
    failure: str = ""


def claim_of(run: TrainingRun, wanted: Wanted) -> Claim:
    """The whole script of the code that is shown: for ``Session.compute``. Raises ExperimentError."""
    text = wanted.script(run).text
    now = run if wanted.with_weights else _as_it_begins(run)
    points, labels = run.points.train, run.points.train_labels
    loss, found = now.network.gradient(points, labels)
    flat = _flat_gradient(now, found.weights, found.biases)
    is_dense = tuple(name[0] in "Wb" for name in parts_of(run, run.network.parameters))
    return Claim(text, points, labels, loss, flat, is_dense, now.network.predict(points))


def _as_it_begins(run: TrainingRun) -> TrainingRun:
    return TrainingRun(replace(run.experiment, run=None), run.points)


def _flat_gradient(run: TrainingRun, weights: list[Array], biases: list[Array]) -> Array:
    """The dense layers' gradients one after the other, as the names W1, b1, ... of the script say."""
    found: list[Array] = []
    dense = [layer for layer in run.network.plan.layers if layer.is_dense]
    for layer, weight, bias in zip(dense, weights, biases, strict=True):
        found += [weight.ravel(), bias] if layer.has_bias else [weight.ravel()]
    return np.concatenate(found)


_RUNNER = """
import importlib.util, json, pathlib, sys
import numpy as np
folder = pathlib.Path(sys.argv[1])
given = np.load(folder / "given.npz")
spec = importlib.util.spec_from_file_location("shown", folder / "shown.py")
script = importlib.util.module_from_spec(spec)
spec.loader.exec_module(script)
found = {"predictions": np.asarray(script.predict(given["points"]))}
if hasattr(script, "loss_and_gradient"):
    loss, gradient = script.loss_and_gradient(given["points"], given["labels"])
    found["loss"] = np.asarray(loss)
    for place, part in enumerate(gradient):
        found[f"g{place}"] = np.asarray(part)
np.savez(folder / "found.npz", **found)
"""


def prove(claim: Claim) -> Steps:
    """Run the script in a process of its own and compare: for a ``Background``. Gives a Proof."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "shown.py").write_text(claim.text, encoding="utf-8")
        np.savez(folder / "given.npz", points=claim.points, labels=claim.labels)
        command = [sys.executable, "-I", "-c", _RUNNER, name]
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=name
        )
        try:
            end = time.monotonic() + _PATIENCE_SECONDS
            while process.poll() is None and time.monotonic() < end:
                time.sleep(_WAIT_SECONDS)
                yield 0.0
        finally:
            if process.poll() is None:
                process.kill()
            _, told = process.communicate()
        if process.returncode:
            return Proof(failure=_failure(told.decode("utf-8", "replace")))
        with np.load(folder / "found.npz") as found:
            return _compared(claim, dict(found))


def _compared(claim: Claim, found: dict[str, Array]) -> Proof:
    if "loss" not in found:
        off = float(np.max(np.abs(found["predictions"] - claim.predictions), initial=0.0))
        return Proof(claim.loss, off, "predictions")
    loss = float(found["loss"])
    parts = [found[f"g{place}"].ravel() for place, is_dense in enumerate(claim.is_dense) if is_dense]
    off = float(np.max(np.abs(np.concatenate(parts) - claim.gradient), initial=0.0))
    return Proof(loss, max(off, abs(loss - claim.loss)), "gradient")


def _failure(told: str) -> str:
    """The last line of what Python told, as a sentence."""
    last = (told.strip().splitlines() or [""])[-1]
    if last.startswith("ModuleNotFoundError"):
        module = last.rpartition("named ")[2].strip("'")
        text = translate("Scripts", "{module} is not installed here; the script runs where it is.")
        return text.format(module=module)
    return translate("Scripts", "The script did not run: {reason}").format(reason=last)
