"""Every export format: whole, the same each time, and what it holds is what the run holds."""

from __future__ import annotations

import io
from functools import partial

import numpy as np
import pytest

from playground.engine.errors import ExperimentError
from playground.engine.experiment import Axis, Data, Experiment, Network
from playground.engine.layers.dense import Dense
from playground.engine.layers.dropout import Dropout
from playground.engine.layers.norms import BatchNorm, LayerNorm
from playground.engine.training import TrainingRun
from playground.interop.exporters import EXPORTERS
from playground.interop.latex_export import latex_script

LAYERS = (
    Dense(units=5, activation="maxout"),
    BatchNorm(),
    Dropout(),
    Dense(units=4, bias=False),
    LayerNorm(),
)


def trained(**parts) -> TrainingRun:
    run = TrainingRun(Experiment(**parts))
    run.train(epochs=2)
    return run


RUNS = {
    "classes": lambda: trained(),
    "values": lambda: trained(data=Data(dataset="plane")),
    "every kind of layer": lambda: trained(network=Network(layers=LAYERS)),
    "no layer": lambda: trained(network=Network(layers=())),
    "no test points": lambda: trained(data=Data(train_fraction=1.0)),
}


@pytest.mark.parametrize("kind", RUNS)
@pytest.mark.parametrize("name", EXPORTERS)
def test_an_export_is_the_same_each_time_and_leaves_the_run_as_it_is(name, kind):
    run = RUNS[kind]()
    before = run.state()
    for write in (EXPORTERS[name].content, partial(EXPORTERS[name].content, with_weights=False)):
        try:
            content = write(run)
        except ExperimentError as reason:
            assert "take PyTorch" in str(reason) or "pip install" in str(reason)
            continue
        assert content
        assert content == write(run)
    assert run.state() == before


@pytest.mark.parametrize("name", EXPORTERS)
def test_a_format_says_its_suffix_and_what_it_holds(name):
    exporter = EXPORTERS[name]
    assert exporter.suffix.startswith(".")
    assert exporter.holds
    assert not exporter.holds.endswith(".")


def test_csv_holds_all_points_and_which_of_them_train():
    run = trained(data=Data(dataset="spiral", classes=3, samples=90, train_fraction=0.7))
    rows = [line.split(",") for line in EXPORTERS["csv"].write(run).decode().splitlines()]
    assert rows[0] == ["x1", "x2", "label", "split"]
    for split, points, labels in (
        ("train", run.points.train, run.points.train_labels),
        ("test", run.points.test, run.points.test_labels),
    ):
        listed = sorted(tuple(map(float, row[:3])) for row in rows[1:] if row[3] == split)
        assert listed == sorted(map(tuple, np.column_stack([points, labels]).tolist()))


@pytest.mark.parametrize("kind", RUNS)
def test_npz_gives_the_parameters_back_bit_for_bit(kind):
    run = RUNS[kind]()
    with np.load(io.BytesIO(EXPORTERS["npz"].write(run)), allow_pickle=False) as arrays:
        found = dict(arrays)
    assert found.pop("features").tolist() == list(run.experiment.network.features)
    flat = []
    for place, layer in enumerate(run.network.plan.layers, start=1):
        names = ("W", "b") if layer.is_dense else ("scale", "shift")
        flat += [found.pop(f"{name}{place}").ravel() for name in names if f"{name}{place}" in found]
    assert np.concatenate(flat).tobytes() == run.network.parameters.tobytes()
    assert set(found) <= {"mean2", "variance2"}
    if found:
        assert [found["mean2"].tolist(), found["variance2"].tolist()] == run.network.state.reshape(
            2, -1
        ).tolist()


def test_npz_names_the_layers_by_their_place():
    content = EXPORTERS["npz"].write(RUNS["every kind of layer"]())
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        shapes = {name: arrays[name].shape for name in arrays}
    assert shapes == {
        "features": (2,),
        "W1": (2, 10),
        "b1": (10,),
        "scale2": (5,),
        "shift2": (5,),
        "mean2": (5,),
        "variance2": (5,),
        "W4": (5, 4),
        "scale5": (4,),
        "shift5": (4,),
        "W6": (4, 1),
        "b6": (1,),
    }


def test_csv_holds_imported_columns_in_their_own_units():
    data = Data(
        dataset="custom",
        problem="regression",
        points=((1.0, -2.0, 0.5), (3.0, 4.0, -1.0)),
        axes=(Axis("age", 40.0, 10.0), Axis("height", 170.0, 5.0)),
        value_axis=Axis("weight", 70.0, 20.0),
        train_fraction=0.5,
    )
    lines = EXPORTERS["csv"].write(TrainingRun(Experiment(data=data))).decode().splitlines()
    rows = {tuple(map(float, line.split(",")[:3])) for line in lines[1:]}
    assert lines[0] == "age,height,weight,split"
    assert rows == {(50.0, 160.0, 80.0), (70.0, 190.0, 50.0)}


@pytest.mark.parametrize(
    ("dataset", "loss"),
    [
        *(("gauss", loss) for loss in ("cross_entropy", "squared_error", "hinge")),
        *(("plane", loss) for loss in ("squared_error", "absolute_error")),
    ],
)
def test_the_loss_that_latex_writes_is_the_loss_that_is_trained(build, dataset, loss):
    run = TrainingRun(build(data={"dataset": dataset}, training={"loss": loss}))
    run.train(2)
    written = latex_script(run).sections[0].lines[-1].code.partition(r"\sum_{i=1}^m ")[2]
    for tex, python in {
        r"\bigl(": "(", r"\bigr)": ")", r"\tfrac12": "0.5 *", r"\max": "np.maximum", "2y": "2 * y",
        r"\log p": "* np.log(p)", r"\log(": "* np.log(", "^2": "** 2", r"\,": "*", "|p - y|": "np.abs(p - y)",
    }.items():  # fmt: skip
        written = written.replace(tex, python)
    points = run.points
    names = {"np": np, "p": run.network.predict(points.train)[:, 0], "y": points.train_labels}
    assert np.mean(eval(written, names)) == pytest.approx(run.evaluate()[0].loss)
