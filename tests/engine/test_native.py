"""The native engine: the same bits as call by call, interrupted anywhere, and nothing outlives its arrays."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import threading
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.engine import native
from playground.engine.activations import ACTIVATIONS
from playground.engine.assembly import NotNativeError
from playground.engine.curve import COLUMNS
from playground.engine.experiment import Experiment, from_builtins
from playground.engine.losses import LOSSES
from playground.engine.optimizers import OPTIMIZERS
from playground.engine.regularizers import REGULARIZERS
from playground.engine.stretch import ENDS_AHEAD, EPOCHS_AHEAD, Flag
from playground.engine.table import LONGEST_REDUCTION, Table
from playground.engine.training import TrainingRun
from playground.engine.turns import take_turns

pytestmark = [
    pytest.mark.skipif(importlib.util.find_spec("llvmlite") is None, reason="needs llvmlite"),
    pytest.mark.usefixtures("native_engine"),
]

STEPS = 200


@pytest.fixture
def call_by_call(monkeypatch):
    """Makes runs that go call by call."""

    def make(experiment: Experiment) -> TrainingRun:
        with monkeypatch.context() as patch:
            patch.setenv(native.VARIABLE, "numpy")
            run = TrainingRun(experiment)
            run.prepare()
        assert not run.is_native
        return run

    return make


def experiment(**parts: Any) -> Experiment:
    return from_builtins({"format": "playground", "version": 1, **parts})


def layers(*kinds: Any) -> dict[str, Any]:
    return {
        "layers": [
            k if isinstance(k, dict) else {"kind": "dense", "units": 5, "activation": k} for k in kinds
        ]
    }


def case(data=None, network=None, training=None) -> Experiment:
    return experiment(
        data={"dataset": "spiral", "samples": 190, **(data or {})},
        network=network or layers("tanh", "relu"),
        training={"learning_rate": 0.05, "batch_size": 10, **(training or {})},
    )


CASES = {
    **{f"activation {name}": case(network=layers(name, name)) for name in ACTIVATIONS},
    **{f"optimizer {name}": case(training={"optimizer": {"name": name}}) for name in OPTIMIZERS},
    **{
        f"loss {name} of {problem}": case(
            data={"dataset": {"classes": "spiral", "many": "blobs", "values": "saddle"}[problem], **more},
            training={"loss": name},
        )
        for name, record in LOSSES.items()
        for problem, more in (("classes", {}), ("many", {"classes": 4}), ("values", {}))
        if ("regression" if problem == "values" else "classification") in record.problems
    },
    **{
        f"regularizer {name}": case(training={"regularizer": {"name": name, "rate": 0.01}})
        for name in REGULARIZERS
    },
    **{
        f"layer {kind['kind']}": case(network=layers("relu", kind, "tanh"))
        for kind in ({"kind": "dropout", "rate": 0.3}, {"kind": "batch_norm"}, {"kind": "layer_norm"})
    },
    **{
        f"schedule {schedule['name']}": case(training={"schedule": {**schedule, "warmup": 3}})
        for schedule in (
            {"name": "step", "every": 2},
            {"name": "exponential", "decay": 0.9},
            {"name": "cosine", "epochs": 7},
        )
    },
    "clipping": case(training={"clip_norm": 0.05, "optimizer": {"name": "adam"}}),
    "max-norm": case(training={"max_norm": 0.7}),
    "a rest of one point": case(training={"batch_size": 47}),
    "batches of one point": case(training={"batch_size": 1}),
    "the whole set": case(training={"batch_size": 1000}),
    "in order": case(training={"shuffle": False}),
    "a frozen layer": case(
        network=layers("tanh", {"kind": "dense", "units": 4, "activation": "relu", "frozen": True}),
        training={"optimizer": {"name": "adamw"}, "regularizer": {"name": "l2", "rate": 0.1}},
    ),
    "no bias": case(network=layers({"kind": "dense", "units": 4, "activation": "elu", "bias": False})),
    "no hidden layer": case(network={"layers": []}),
    "formulas": case(network={"features": ["x1", "=x1*x2 + sin(x1)"], **layers("tanh")}),
    "maxout of three": case(
        network=layers({"kind": "dense", "units": 3, "activation": "maxout", "pieces": 3}, "maxout")
    ),
    "two dropouts": case(
        network=layers({"kind": "dropout", "rate": 0.1}, "tanh", {"kind": "dropout", "rate": 0.5}),
        training={"optimizer": {"name": "momentum"}},
    ),
    "wide": case(network=layers({"kind": "dense", "units": 70, "activation": "relu"}, "gelu")),
}


def take_as_it_comes(run: TrainingRun, steps: int) -> None:
    """Train in stretches of all lengths, some ended by a raised flag after one step."""
    flag, goal = Flag(), run.step + steps
    for length in (1, 2, 300, 1, 7, 40, 300, 3) * 100:
        if run.step >= goal or run.diverged or run.finished:
            return
        flag.lower()
        if length == 300:
            flag.raise_()
        run.take_steps(min(length, goal - run.step), flag)


def assert_same(one: TrainingRun, other: TrainingRun) -> None:
    assert one.diverged == other.diverged
    assert one.finished == other.finished
    assert one.network.parameters.tobytes() == other.network.parameters.tobytes()
    assert one.state() == other.state()
    assert one.history.epochs == other.history.epochs
    for mine, others in zip(one.history.records, other.history.records, strict=True):
        assert mine.parameters.tobytes() == others.parameters.tobytes()
        assert (mine.generator, mine.step) == (others.generator, others.step)
    assert one.descent.last_update().tobytes() == other.descent.last_update().tobytes()
    assert one.descent.minibatch_gradient().tobytes() == other.descent.minibatch_gradient().tobytes()


@pytest.mark.parametrize("name", list(CASES))
def test_every_rule_gives_the_same_bits(call_by_call, name):
    run, slow = TrainingRun(CASES[name]), call_by_call(CASES[name])
    assert run.is_native
    take_as_it_comes(run, STEPS)
    slow.take_steps(STEPS)
    assert_same(run, slow)


@pytest.mark.parametrize("flag", [None, Flag()])
def test_thousands_of_epochs_in_one_go_leave_the_same_ends(call_by_call, flag):
    chosen = case(
        data={"samples": 30},
        training={"batch_size": 1000, "schedule": {"name": "exponential", "decay": 0.9995, "warmup": 700}},
    )
    run, slow = TrainingRun(chosen), call_by_call(chosen)
    for steps in (1, 3 * ENDS_AHEAD, 2 * EPOCHS_AHEAD, 700):
        run.take_steps(steps, flag)
        slow.take_steps(steps)
        assert run.epoch == run.step == slow.step
        assert_same(run, slow)
        mine, others = run.curve(), slow.curve()
        for column in COLUMNS:
            np.testing.assert_array_equal(getattr(mine, column), getattr(others, column))


@settings(max_examples=25)
@given(st.data())
def test_any_experiment_gives_the_same_bits(call_by_call, data):
    activation = st.sampled_from(list(ACTIVATIONS))
    dense = st.builds(
        lambda units, activation, bias: {
            "kind": "dense",
            "units": units,
            "activation": activation,
            "bias": bias,
        },
        st.integers(1, 9),
        activation,
        st.booleans(),
    )
    other = st.sampled_from(
        [{"kind": "batch_norm"}, {"kind": "layer_norm"}, {"kind": "dropout", "rate": 0.25}]
    )
    chosen = experiment(
        data={"dataset": data.draw(st.sampled_from(["xor", "circle", "blobs", "ripple"])), "samples": 60},
        network={"layers": data.draw(st.lists(st.one_of(dense, other), max_size=4))},
        training={
            "batch_size": data.draw(st.integers(1, 40)),
            "learning_rate": data.draw(st.sampled_from([0.0, 0.01, 0.3, 10.0])),
            "optimizer": {"name": data.draw(st.sampled_from(list(OPTIMIZERS)))},
            "regularizer": {"name": data.draw(st.sampled_from(list(REGULARIZERS))), "rate": 0.02},
            "shuffle": data.draw(st.booleans()),
            "clip_norm": data.draw(st.sampled_from([None, 0.1])),
            "max_norm": data.draw(st.sampled_from([None, 1.0])),
        },
    )
    run, slow = TrainingRun(chosen), call_by_call(chosen)
    steps = data.draw(st.integers(1, 60))
    take_as_it_comes(run, steps)
    slow.take_steps(steps)
    assert_same(run, slow)


@pytest.mark.parametrize("batch_size", [3, 10, 1000])
@pytest.mark.parametrize("rate", [20.0, 1e6, 1e200])
@pytest.mark.parametrize("activation", ["relu", "linear"])
@pytest.mark.parametrize("loss", ["cross_entropy", "squared_error"])
def test_a_run_diverges_at_the_same_step(call_by_call, batch_size, rate, activation, loss):
    chosen = case(
        network=layers(activation, activation),
        training={"learning_rate": rate, "batch_size": batch_size, "loss": loss},
    )
    run, slow = TrainingRun(chosen), call_by_call(chosen)
    for one in (run, slow):
        one.take_steps(3000)
    assert run.diverged == slow.diverged
    assert run.state() == slow.state()


@pytest.mark.parametrize(
    "stop",
    [
        {"epochs": 7},
        {"loss_below": 0.7},
        {"accuracy_above": 0.6},
        {"patience": 3},
        {"epochs": 3, "patience": 9},
    ],
)
def test_a_run_stops_at_the_same_epoch(call_by_call, stop):
    chosen = case(training={"stop": stop})
    run, slow = TrainingRun(chosen), call_by_call(chosen)
    for one in (run, slow):
        one.take_steps(4000)
    assert run.finished == slow.finished is not None
    assert run.step > 0
    assert_same(run, slow)


def test_edits_seeks_and_files_in_the_middle_give_the_same_bits(call_by_call):
    first, second = CASES["optimizer adam"], case(network=layers("tanh", "relu", "elu"))
    run, slow = TrainingRun(first), call_by_call(first)
    for one in (run, slow):
        one.take_steps(57)
        one.seek(3)
        one.take_steps(31)
    assert_same(run, slow)
    reopened = TrainingRun(first)
    reopened.restore(slow.state())
    for one in (reopened, slow):
        one.take_steps(44)
    assert reopened.network.parameters.tobytes() == slow.network.parameters.tobytes()
    rebuilt, anew = run.rebuilt(second), TrainingRun(first)
    assert rebuilt.is_native
    rebuilt.take_steps(20)
    anew.take_steps(5)
    assert anew.step == 5


def test_a_raised_flag_ends_a_stretch_after_the_step_that_runs():
    run, flag = TrainingRun(CASES["activation tanh"]), Flag()
    timer = threading.Timer(0.05, flag.raise_)
    timer.start()
    taken = run.take_steps(10**9, flag)
    timer.join()
    assert 0 < taken < 10**9
    assert run.take_steps(10**9, flag) == 1, "a flag that is up lets one step through"


TOGETHER = ("activation tanh", "optimizer adam", "wide", "activation maxout", "activation relu")


def test_runs_that_take_turns_train_as_each_would_alone(call_by_call):
    runs = [TrainingRun(CASES[name]) for name in TOGETHER]
    runs[1].seek(0)
    slow = call_by_call(CASES["optimizer adam"])
    runs.append(slow)
    flag = Flag()
    for length in (1, 40, 7, 90, 2):
        counts = [length + place for place in range(len(runs))]
        taken = take_turns(runs, counts, flag)
        assert taken == counts
    for name, run in zip((*TOGETHER, "optimizer adam"), runs, strict=True):
        alone = TrainingRun(CASES[name])
        alone.take_steps(run.step)
        assert_same(run, alone)


def test_runs_that_take_turns_end_where_each_would_alone():
    chosen = [
        case(training={"learning_rate": 1e200}),
        case(training={"stop": {"epochs": 2}}),
        case(training={"learning_rate": 20.0}, network=layers("linear", "linear")),
        case(),
    ]
    runs, alone = [TrainingRun(one) for one in chosen], [TrainingRun(one) for one in chosen]
    while any(take_turns(runs, [300] * len(runs))) and runs[-1].step < 3000:
        pass
    for run, other in zip(runs, alone, strict=True):
        other.take_steps(runs[-1].step)
        assert (run.diverged, run.finished, run.state()) == (other.diverged, other.finished, other.state())
    assert runs[0].diverged
    assert runs[1].finished == "epochs"
    assert runs[3].step >= 3000


def test_once_the_flag_is_up_no_more_turns_begin(call_by_call):
    runs = [TrainingRun(CASES[name]) for name in TOGETHER]
    runs.append(call_by_call(CASES["optimizer adam"]))
    flag = Flag()
    flag.raise_()
    assert take_turns(runs, [50] * len(runs), flag) == [1, 0, 0, 0, 0, 0]
    flag.lower()
    assert take_turns(runs, [50] * len(runs), flag) == [50] * len(runs)
    for name, run in zip(TOGETHER, runs, strict=False):
        alone = TrainingRun(CASES[name])
        alone.take_steps(run.step)
        assert_same(run, alone)


def test_looking_away_is_told_by_the_environment(call_by_call):
    assert not call_by_call(CASES["clipping"]).is_native


def test_without_the_compiler_programs_run_call_by_call():
    code = """
import sys
sys.modules["llvmlite"] = None
from playground import Experiment, TrainingRun
run = TrainingRun(Experiment())
run.train(3)
print(run.is_native, run.network.parameters.tobytes().hex())
"""
    run = TrainingRun(Experiment())
    run.train(3)
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.split() == ["False", run.network.parameters.tobytes().hex()]


def test_looking_alone_compiles_nothing():
    """The first picture does not wait for the compiler, which training needs; then looking goes through it."""
    code = """
import sys
from playground.engine.experiment import Experiment
from playground.engine.training import TrainingRun
run = TrainingRun(Experiment())
for _ in range(3):
    run.evaluate()
print("llvmlite" in sys.modules)
run.take_steps(1)
print("llvmlite" in sys.modules)
"""
    environment = {key: value for key, value in os.environ.items() if key != native.VARIABLE}
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment
    )
    assert result.stdout.split() == ["False", "True"]


def test_one_wrong_bit_is_found():
    made = native.engine()

    def wrong(address: int, rows: int) -> None:
        """As a walk would be that leaves its last row out."""
        made.execute(address, rows - 1)

    assert native.differences(made) == []
    assert native.differences(replace(made, execute=wrong)) == ["reduce"]


def test_another_order_of_points_is_found():
    made = native.engine()

    def wrong(address: int, count: int, draw: int, state: int) -> None:
        """As a NumPy would be that leaves the first point where it is."""
        made.permute(address + 8, count - 1, draw, state)

    assert native.differences(replace(made, permute=wrong)) == ["permutation"]


@pytest.mark.parametrize(
    "call",
    [
        partial(print, np.zeros(3)),
        partial(np.add, np.zeros(3), np.zeros(3, dtype=np.float32), np.zeros(3)),
        partial(np.add, np.zeros(3), 1.0, np.zeros(3)),
        partial(np.modf, np.zeros(3), np.zeros(3), np.zeros(3)),
    ],
)
def test_what_has_no_row_is_refused(call):
    with pytest.raises(NotNativeError):
        Table((call,))


def test_a_table_never_outlives_its_arrays():
    """A thousand networks come and go under an allocator that fills freed memory with rubbish."""
    code = """
import gc
from playground.engine.experiment import Experiment, Network
from playground.engine.layers.dense import Dense
from playground.engine.training import TrainingRun
from playground.engine.turns import take_turns
run = TrainingRun(Experiment())
for k in range(1000):
    layers = tuple(Dense(id=i + 1, units=1 + (k * 7 + i) % 9) for i in range(1 + k % 3))
    run = run.rebuilt(Experiment(network=Network(layers=layers)))
    assert run.is_native
    run.take_steps(30)
    if k % 100 == 0:
        gc.collect()
assert run.diverged is None and run.step == 30_000
"""
    result = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONMALLOC": "debug"},
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )
    assert result.returncode == 0, result.stderr[-2000:]


@pytest.mark.parametrize("ufunc", [np.add, np.maximum])
@pytest.mark.parametrize("axis", [0, 1])
def test_a_reduction_adds_in_numpys_order_however_the_array_lies(ufunc, axis):
    generator, made = np.random.default_rng(0), native.engine()
    for rows, columns in ((1, 7), (3, 8), (9, 129), (2, min(8193, LONGEST_REDUCTION)), (40, 1000)):
        for dtype in (np.float64, np.float32):
            a = generator.normal(size=(rows, columns)).astype(dtype)
            for values in (a, a[:, ::2], a.T, a.T[::3], a[:, ::2].T):
                wanted, found = (np.zeros(values.shape[1 - axis], dtype) for _ in range(2))
                ufunc.reduce(values, axis, None, wanted)
                table = Table((partial(ufunc.reduce, values, axis, None, found),))
                made.execute(table.address, len(table))
                assert wanted.tobytes() == found.tobytes(), (values.shape, values.strides)
