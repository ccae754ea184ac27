"""Every exported script, run in a fresh process, computes and learns what the engine does."""

from __future__ import annotations

import importlib.util
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from random_experiments import denses, experiments

from playground.engine.activations import ACTIVATIONS
from playground.engine.errors import ExperimentError
from playground.engine.experiment import Data, Experiment, Network, Training
from playground.engine.layers.dense import Dense, Output
from playground.engine.layers.dropout import Dropout
from playground.engine.layers.norms import BatchNorm, LayerNorm
from playground.engine.optimizers import AdamW
from playground.engine.passes import Pass
from playground.engine.regularizers import Regularizer
from playground.engine.training import TrainingRun
from playground.interop.exporters import EXPORTERS
from playground.interop.numpy_export import numpy_script
from playground.interop.proposal import propose

RUNNER = Path(__file__).with_name("script_runner.py")
STEPS = 20
DIVIDING = ("adagrad", "rmsprop", "adam", "adamw")
"""Optimizers that divide a gradient by the size of past ones."""

in_batches = settings(
    max_examples=5,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=[*HealthCheck],
)
"""Five processes of six experiments each."""


def needs(module: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(importlib.util.find_spec(module) is None, reason=f"{module} is not installed")


@dataclass
class Expected:
    """A run, and what its script must give: before and after ``epochs`` more."""

    run: TrainingRun
    epochs: int
    values: dict[str, np.ndarray]
    rounding: float


def at_work(experiment: Experiment, *, untrained: bool = False) -> TrainingRun:
    """A run in the middle of an epoch, where there is one."""
    run = TrainingRun(experiment)
    if not untrained:
        run.train(2)
        run.take_steps(min(2, run.steps_per_epoch - 1))
    return run


def all_gradients(run: TrainingRun) -> np.ndarray:
    """The gradient of the mean loss by every array of parameters, in the order W1, b1, W2, b2, ..."""
    known = run.network.labelled(run.points.train, run.points.train_labels)
    return Pass(run.network, known, {"parameter_gradients"}, of="mean_loss").run().parameter_gradients


def look(run: TrainingRun, when: str) -> dict[str, np.ndarray]:
    loss, _ = run.network.gradient(run.points.train, run.points.train_labels)
    return {
        f"{when} predictions": run.network.predict(run.points.train),
        f"{when} loss": np.asarray(loss),
        f"{when} gradient": all_gradients(run),
    }


def expected(run: TrainingRun) -> Expected:
    """What a script that was written of the run must give; the run itself trains on.

    A script multiplies rows as the lecture writes them, ``X @ W``; the engine keeps units by points, so that
    sums over inputs and points run in another order and differ in the last bit. Nearly always that stays in
    the last bits. But before a batch norm a bias has the gradient 0, all of which is rounding, and an optimizer
    that divides by the size of past gradients makes whole steps of it: there ``rounding``, how far the run
    itself ends elsewhere if its parameters differ in the last bit, is as near as anybody can come.
    """
    epochs = -(-STEPS // run.steps_per_epoch)
    before = look(run, "before")
    is_sensitive = run.experiment.training.optimizer.name in DIVIDING and any(
        layer.kind == "batch_norm" for layer in run.network.plan.layers
    )
    if not is_sensitive:
        run.train(epochs)
        return Expected(run, epochs, {**before, **look(run, "after")}, 0.0)
    twin = at_work(run.experiment, untrained=run.step == 0)
    twin.network.parameters *= 1.0 + 2.0**-52
    run.train(epochs)
    twin.train(epochs)
    after, elsewhere = look(run, "after"), look(twin, "after")
    rounding = max(difference(elsewhere[name], after[name]) for name in after)
    return Expected(run, epochs, {**before, **after}, rounding)


def run_scripts(folder: Path, scripts: dict[str, str], wanted: dict[str, Expected]) -> dict[str, dict]:
    """What the scripts give in one fresh process."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in scripts.items():
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
        points = wanted[name].run.points
        np.savez(
            folder / f"{name}.npz",
            points=points.train,
            labels=points.train_labels,
            epochs=wanted[name].epochs,
        )
    environment = {**os.environ, "KERAS_BACKEND": "torch", "OMP_NUM_THREADS": "1"}
    done = subprocess.run(
        [sys.executable, "-W", "error::RuntimeWarning", str(RUNNER), str(folder)],
        capture_output=True,
        text=True,
        env=environment,
        timeout=500,
    )
    assert done.returncode == 0, done.stderr
    return {name: dict(np.load(folder / f"{name}.out.npz")) for name in scripts}


def difference(found: np.ndarray, wanted: np.ndarray) -> float:
    assert found.shape == wanted.shape
    return float(np.max(np.abs(found - wanted) / np.maximum(1.0, np.abs(wanted)), initial=0.0))


Job: TypeAlias = tuple[TrainingRun, Callable[[TrainingRun], bytes]]


def jobs(runs: Sequence[TrainingRun], write: Callable[[TrainingRun], bytes]) -> list[Job]:
    return [(run, write) for run in runs]


def check(folder: Path, work: Sequence[Job], tolerances: dict[str, float]) -> int:
    """Compare the scripts of some runs with the engine; returns how many the target could not say."""
    scripts, wanted, refused = {}, {}, 0
    for place, (run, write) in enumerate(work):
        try:
            scripts[f"s{place}"] = write(run).decode()
        except ExperimentError as reason:
            assert len(str(reason)) > 20
            refused += 1
            continue
        wanted[f"s{place}"] = expected(run)
    for name, found in run_scripts(folder, scripts, wanted).items():
        assert "error" not in found, f"{found['error']}\n{wanted[name].run.experiment}"
        for what, value in found.items():
            if what.startswith("before"):
                bound = tolerances[what.partition(" ")[2]]
            else:
                bound = max(tolerances["after"], 30.0 * wanted[name].rounding)
            off = difference(value, wanted[name].values[what])
            assert off <= bound, f"{what} {off:g}\n{wanted[name].run.experiment}"
    return refused


EXACT = {"predictions": 1e-12, "loss": 1e-12, "gradient": 1e-12, "after": 1e-12}
TORCH = {"predictions": 1e-6, "loss": 1e-9, "gradient": 1e-9, "after": 1e-9}
KERAS = {"predictions": 1e-5, "loss": 1e-5, "gradient": 1e-5, "after": 1e-5}
SKLEARN = {"predictions": 1e-6, "loss": 1e-6, "gradient": 1e-6, "after": 1e-6}


def column(run: TrainingRun) -> bytes:
    return numpy_script(run, spelling="column").text.encode()


# ------------------------------------------------------------------------------- random experiments


@in_batches
@given(six=st.lists(experiments(), min_size=6, max_size=6))
def test_numpy_scripts_do_what_the_engine_does(six, tmp_path_factory):
    numpy = EXPORTERS["numpy"]
    trained = jobs([at_work(one) for one in six], numpy.write)
    untrained = jobs(
        [at_work(one, untrained=True) for one in six], partial(numpy.content, with_weights=False)
    )
    assert check(tmp_path_factory.mktemp("rows"), [*trained, *untrained], EXACT) == 0
    check(tmp_path_factory.mktemp("columns"), jobs([at_work(one) for one in six], column), EXACT)


@needs("torch")
@pytest.mark.timeout(600)
@in_batches
@given(six=st.lists(experiments(), min_size=6, max_size=6))
def test_pytorch_scripts_do_what_the_engine_does(six, tmp_path_factory):
    torch = EXPORTERS["pytorch"]
    trained = jobs([at_work(one) for one in six], torch.write)
    untrained = jobs(
        [at_work(one, untrained=True) for one in six], partial(torch.content, with_weights=False)
    )
    assert check(tmp_path_factory.mktemp("torch"), [*trained, *untrained], TORCH) <= 4


@needs("torch")
@needs("keras")
@pytest.mark.timeout(600)
@in_batches
@given(six=st.lists(experiments(), min_size=6, max_size=6))
def test_keras_scripts_predict_what_the_engine_does(six, tmp_path_factory):
    runs = [at_work(experiment) for experiment in six]
    assert check(tmp_path_factory.mktemp("keras"), jobs(runs, EXPORTERS["keras"].write), KERAS) == 0


sayable = denses.map(lambda layer: {**layer, "activation": ("tanh", "relu", "sigmoid")[layer["pieces"] - 2]})


@needs("sklearn")
@in_batches
@given(six=st.lists(experiments(layers=sayable), min_size=6, max_size=6))
def test_scikit_learn_scripts_predict_what_the_engine_does_or_are_refused(six, tmp_path_factory):
    runs = [at_work(experiment) for experiment in six]
    check(tmp_path_factory.mktemp("sklearn"), jobs(runs, EXPORTERS["scikit-learn"].write), SKLEARN)


@needs("onnx")
@needs("onnxruntime")
@in_batches
@given(six=st.lists(experiments(), min_size=6, max_size=6))
def test_onnx_graphs_predict_what_the_engine_does(six):
    import onnxruntime

    for experiment in six:
        run = at_work(experiment)
        session = onnxruntime.InferenceSession(EXPORTERS["onnx"].write(run))
        (found,) = session.run(["prediction"], {"points": np.array(run.points.train)})
        assert difference(found, run.network.predict(run.points.train)) <= 1e-6


# ---------------------------------------------------------------------------------- at the edges


def custom(points, **more) -> Data:
    return Data(dataset="custom", points=tuple(points), train_fraction=1.0, **more)


SOME = tuple((float(k % 7) - 3.0, float(k % 5) - 2.0, float(k % 2)) for k in range(40))
EDGES = {
    "no hidden layer": Experiment(network=Network(layers=())),
    "frozen": Experiment(network=Network(layers=(Dense(frozen=True), Dense()))),
    "all frozen": Experiment(network=Network(layers=(Dense(frozen=True),), output=Output(frozen=True))),
    "one class": Experiment(data=custom((x, y, 1.0) for x, y, _ in SOME)),
    "own points": Experiment(data=custom(SOME)),
    "one point": Experiment(data=custom(SOME[:1])),
    "formulas": Experiment(network=Network(features=("=log(x1) / x2", "=3", "=x1^0.5"))),
    "1,000 units": Experiment(
        data=Data(samples=60), network=Network(layers=(Dense(units=1000, activation="relu"),))
    ),
    "deep": Experiment(network=Network(layers=tuple(Dense(units=3) for _ in range(32)))),
    "dropout first, batch norm last": Experiment(
        network=Network(layers=(Dropout(), Dense(), LayerNorm(), Dropout(), BatchNorm()))
    ),
    "a last batch of one point": Experiment(
        data=Data(samples=42),
        network=Network(layers=(Dense(), BatchNorm())),
        training=Training(batch_size=10),
    ),
}


def test_numpy_scripts_at_the_edges(tmp_path):
    runs = [at_work(experiment) for experiment in EDGES.values()]
    assert check(tmp_path, jobs(runs, EXPORTERS["numpy"].write), EXACT) == 0


@needs("torch")
def test_pytorch_scripts_at_the_edges(tmp_path):
    runs = [at_work(experiment) for experiment in EDGES.values()]
    assert check(tmp_path, jobs(runs, EXPORTERS["pytorch"].write), TORCH) == 1  # batch norm of one point


def cells_as_script(run: TrainingRun) -> bytes:
    """What running a notebook cell by cell runs, without the training in its last cell."""
    cells = json.loads(EXPORTERS["notebook"].content(run))["cells"]
    code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    assert code[-1].startswith("train(10)")
    return "\n\n".join(code[:-1]).encode()


@needs("torch")
def test_notebooks_at_the_edges(tmp_path):
    runs = [at_work(experiment) for experiment in EDGES.values()]
    assert check(tmp_path, jobs(runs, cells_as_script), TORCH) == 1


@needs("onnx")
@needs("onnxruntime")
@pytest.mark.parametrize("case", EDGES)
def test_onnx_graphs_at_the_edges(case):
    import onnxruntime

    run = at_work(EDGES[case])
    session = onnxruntime.InferenceSession(EXPORTERS["onnx"].content(run))
    for points in (run.points.train, run.points.train[:1], np.zeros((0, 2))):
        (found,) = session.run(["prediction"], {"points": np.array(points)})
        assert difference(found, run.network.predict(points)) <= 1e-6


@pytest.mark.parametrize("name", EXPORTERS)
def test_every_format_at_the_edges_is_written_or_refused_in_a_sentence(name):
    for experiment in (*EDGES.values(), *NOTHING.values()):
        for run in (TrainingRun(experiment), at_work(experiment)):
            try:
                assert EXPORTERS[name].content(run)
            except ExperimentError as reason:
                assert len(str(reason)) > 20


@needs("keras")
@needs("torch")
def test_keras_scripts_at_the_edges(tmp_path):
    runs = [at_work(experiment) for experiment in EDGES.values()]
    assert check(tmp_path, jobs(runs, EXPORTERS["keras"].write), KERAS) == 0


@needs("sklearn")
def test_scikit_learn_scripts_at_the_edges(tmp_path):
    runs = [at_work(experiment) for experiment in EDGES.values()]
    check(tmp_path, jobs(runs, EXPORTERS["scikit-learn"].write), SKLEARN)


NOTHING = {
    "no feature": Experiment(network=Network(features=())),
    "no point": Experiment(data=custom(())),
}


@pytest.mark.parametrize("name", ["numpy", "pytorch", "notebook", "keras", "scikit-learn", "latex", "tikz"])
@pytest.mark.parametrize("case", NOTHING)
def test_a_script_about_nothing_is_refused_in_a_sentence(name, case):
    with pytest.raises(ExperimentError, match=r"^(with no feature|there are no points)"):
        EXPORTERS[name].write(TrainingRun(NOTHING[case]))


def test_what_a_target_cannot_say_is_refused_with_the_reason():
    run = TrainingRun(Experiment(network=Network(layers=(Dense(), BatchNorm()))))
    with pytest.raises(ExperimentError, match="batch_norm computes over a minibatch"):
        numpy_script(run, spelling="column")
    with pytest.raises(ExperimentError, match="no batch_norm layer"):
        EXPORTERS["scikit-learn"].write(run)
    mixed = Network(layers=(Dense(activation="tanh"), Dense(activation="relu")))
    with pytest.raises(ExperimentError, match="one activation in all"):
        EXPORTERS["scikit-learn"].write(TrainingRun(Experiment(network=mixed)))


def test_a_script_says_where_its_training_diverges(tmp_path):
    experiment = Experiment(
        data=Data(dataset="plane"),
        network=Network(layers=(Dense(activation="linear"), Dense(activation="linear"))),
        training=Training(learning_rate=1e6),
    )
    (tmp_path / "s.py").write_text(
        EXPORTERS["numpy"].content(TrainingRun(experiment), with_weights=False).decode()
    )
    code = "import s; s.train(50)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, timeout=60
    )
    assert "FloatingPointError: the training diverged in epoch" in done.stderr


# ----------------------------------------------------------------------------------- as programs


def test_a_script_run_as_a_program_prints_the_loss_and_checks_it(tmp_path):
    run = at_work(Experiment())
    script = tmp_path / "network.py"
    text = EXPORTERS["numpy"].write(run).decode()
    script.write_text(text, encoding="utf-8")
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    loss = run.evaluate()[0].loss
    assert done.stdout == f"loss {loss:.6g}; in the playground {loss:.6g}\n"
    script.write_text(text.replace("b1 = np.array([", "b1 = 1 + np.array(["), encoding="utf-8")
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert "these are not the same" in done.stderr


@pytest.mark.parametrize("name", [name for name, exporter in EXPORTERS.items() if exporter.has_untrained])
@pytest.mark.parametrize("with_weights", [True, False])
def test_opening_an_exported_text_opens_its_experiment(name, with_weights):
    exporter = EXPORTERS[name]
    run = at_work(Experiment(network=Network(layers=(Dense(activation="relu", units=3),))))
    content = exporter.content(run, with_weights=with_weights)
    opened = propose(content, f"network{exporter.suffix}").opened().experiment
    assert (opened.data, opened.network, opened.training) == (
        run.experiment.data,
        run.experiment.network,
        run.experiment.training,
    )
    if not with_weights:
        assert opened.run is None
        return
    again = TrainingRun(opened)
    assert (again.epoch, again.step) == (run.epoch, run.step)
    again.train(2)
    run.train(2)
    assert again.network.parameters.tobytes() == run.network.parameters.tobytes()


@needs("onnx")
@needs("safetensors")
def test_binary_exports_hold_the_parameters():
    from safetensors.numpy import load

    run = at_work(Experiment())
    arrays = load(EXPORTERS["safetensors"].write(run))
    with np.load(io.BytesIO(EXPORTERS["npz"].write(run))) as wanted:
        assert {*arrays} == {*wanted} - {"features"}
        assert all(np.array_equal(arrays[name], wanted[name]) for name in arrays)


@pytest.mark.parametrize("name", ["onnx", "safetensors"])
def test_a_missing_library_is_said_in_a_sentence(name, monkeypatch):
    for module in [name, *(known for known in sys.modules if known.startswith(f"{name}."))]:
        monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(ExperimentError, match=rf"pip install 'playground\[{name}\]'"):
        EXPORTERS[name].write(TrainingRun(Experiment()))


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="there is no TeX")
@pytest.mark.parametrize("name", ["latex", "tikz"])
def test_latex_compiles(name, tmp_path):
    every = Experiment(
        data=Data(dataset="spiral", classes=3),
        network=Network(
            features=("x1", "=x1*x2/abs(x2)^2"),
            layers=(
                *(
                    Dense(activation=activation, units=2 + place)
                    for place, activation in enumerate(ACTIVATIONS)
                ),
                Dropout(),
                BatchNorm(),
                LayerNorm(),
            ),
        ),
        training=Training(optimizer=AdamW(), regularizer=Regularizer("elastic_net", 1e-5), clip_norm=1.0),
    )
    for place, experiment in enumerate([every, *EDGES.values()]):
        case = f"case{place}"
        (tmp_path / f"{case}.tex").write_bytes(EXPORTERS[name].write(at_work(experiment)))
        done = subprocess.run(
            ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", f"{case}.tex"],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stdout[-800:]
