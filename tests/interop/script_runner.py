"""Runs exported scripts in a process of their own: ``script_runner.py FOLDER``, one ``k.npz`` beside each ``k.py``.

It knows nothing of the playground: a script is imported, predicts, gives loss and gradient, and trains on.
"""

import importlib.util
import pathlib
import sys
import traceback

import numpy as np


def look(script, points, labels, found, when):
    found[f"{when} predictions"] = np.asarray(script.predict(points))
    if hasattr(script, "loss_and_gradient"):
        loss, gradient = script.loss_and_gradient(points, labels)
        found[f"{when} loss"] = np.asarray(loss)
        found[f"{when} gradient"] = np.concatenate([np.ravel(part) for part in gradient])


def run(path):
    given = np.load(path.with_suffix(".npz"))
    spec = importlib.util.spec_from_file_location(f"script_{path.stem}", path)
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    found = {}
    look(script, given["points"], given["labels"], found, "before")
    if hasattr(script, "train"):
        script.train(int(given["epochs"]))
        look(script, given["points"], given["labels"], found, "after")
    return found


for path in sorted(pathlib.Path(sys.argv[1]).glob("*.py")):
    try:
        found = run(path)
    except Exception:
        found = {"error": np.array(traceback.format_exc())}
    np.savez(path.with_suffix(".out.npz"), **found)
