"""How fast the engine trains on this machine: alone, beside its peers, and as things grow."""

from __future__ import annotations

import importlib
import os
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from playground.engine.experiment import Experiment, from_builtins
from playground.engine.native import VARIABLE, engine
from playground.engine.training import TrainingRun

_SEVEN_FEATURES = ("x1", "x2", "x1^2", "x2^2", "x1x2", "sin_x1", "sin_x2")
NETWORKS: dict[str, tuple[tuple[str, ...], tuple[int, ...], str]] = {
    "2-4-2-1": (("x1", "x2"), (4, 2), "tanh"),
    "7-8x6-1": (_SEVEN_FEATURES, (8,) * 6, "tanh"),
    "2-32-32-1": (("x1", "x2"), (32, 32), "relu"),
}
"""name -> features, hidden layers, activation; circle data, 250 training points, batch 10, SGD."""

ROUNDS = 7
SLICE_SECONDS = 0.08
"""Each subject is timed in so many slices of about this length."""
PIECE_SECONDS = 0.008
"""Half a frame."""
_GROWTH_UNITS = 64


def experiment(
    features: tuple[str, ...],
    layers: tuple[int, ...],
    activation: str,
    *,
    points: int = 250,
    batch_size: int = 10,
) -> Experiment:
    """The measured experiment: circle data, half of it for training up to 50,000 points, else all."""
    held_out = points <= 50_000
    return from_builtins(
        {
            "format": "playground",
            "version": 1,
            "data": {
                "samples": 2 * points if held_out else points,
                "train_fraction": 0.5 if held_out else 1.0,
            },
            "network": {
                "features": list(features),
                "layers": [{"kind": "dense", "units": units, "activation": activation} for units in layers],
            },
            "training": {"batch_size": batch_size},
        }
    )


def engine_speeds() -> list[dict[str, Any]]:
    """Steps a second of each network, everything included: ``network``, ``native``, ``steps_per_second``.

    Where the native engine runs, a second row has the same steps call by call, measured in turns, and
    ``ratio`` is how many times faster the native ones are.
    """
    rows: list[dict[str, Any]] = []
    with _one_thread():
        for name in NETWORKS:
            if engine() is None:
                rows.append(
                    {"network": name, "native": False, "steps_per_second": _rate(_fastest([_ours(name)])[0])}
                )
                continue
            native, calls = _fastest([_ours(name), _ours(name, is_native=False)])
            ratio = round(calls / native, 2)
            rows.append({"network": name, "native": True, "steps_per_second": _rate(native), "ratio": ratio})
            rows.append({"network": name, "native": False, "steps_per_second": _rate(calls), "ratio": None})
    return rows


def _rate(seconds: float) -> int:
    return round(1.0 / seconds)


def peer_ratios() -> list[dict[str, Any]]:
    """The same step in PyTorch (eager) and scikit-learn (``partial_fit``), where they are installed.

    Measured in turns in one run; ``ratio`` is how many times faster ours is. None: not installed.
    """
    rows = []
    with _one_thread():
        for name in NETWORKS:
            row: dict[str, Any] = {"network": name}
            others = {"pytorch": _pytorch(name), "scikit_learn": _scikit_learn(name)}
            installed = {peer: step for peer, step in others.items() if step is not None}
            ours, *theirs = _fastest([_ours(name), *installed.values()])
            row["steps_per_second"] = round(1.0 / ours)
            seconds = dict(zip(installed, theirs, strict=True))
            for peer in others:
                found = seconds.get(peer)
                row[f"{peer}_steps_per_second"] = None if found is None else round(1.0 / found)
                row[f"{peer}_ratio"] = None if found is None else round(found / ours, 2)
            rows.append(row)
    return rows


def evenness(pieces: int = 300) -> list[dict[str, Any]]:
    """How evenly the machine itself works: the same piece of work in so many frames, in milliseconds.

    Nothing that is as long can come more evenly: where the ``work_ms_p99`` is far above the ``work_ms_p50``
    other programs, or other machines on the same processor, take the time, and frames wait as long.
    """
    numbers = np.ones(10_000)

    def work(count: int) -> None:
        for _ in range(count):
            np.sqrt(numbers, out=numbers)

    count = round(_pieces_in_a_slice(_Subject(work)) * PIECE_SECONDS / SLICE_SECONDS)
    taken = []
    for _ in range(pieces):
        started = time.perf_counter()
        work(count)
        taken.append(1000 * (time.perf_counter() - started))
        time.sleep(PIECE_SECONDS)
    p50, p99 = np.percentile(taken, (50, 99)).tolist()
    return [{"pieces": pieces, "work_ms_p50": round(p50, 2), "work_ms_p99": round(p99, 2)}]


def growth() -> list[dict[str, Any]]:
    """How a step's time grows over batch size, units, layers and points, in microseconds.

    ``over`` names what grows, ``size`` is how large it is. ``matrix_products_us`` are the step's bare matrix
    products (forward and both backward ones) on arrays of the whole batch, measured in turns with
    ``step_us``; ``ratio`` is the step over them.
    """
    rows = []
    with _one_thread():
        for size in (1, 10, 100, 1_000, 10_000):
            rows.append(_growth_row("batch", size, (_GROWTH_UNITS,) * 2, max(size, 500), size))
        for units in (8, 16, 32, 64, 128, 256, 512):
            rows.append(_growth_row("units", units, (units,) * 2, 500, 10))
        for depth in (1, 2, 4, 8, 12):
            rows.append(_growth_row("layers", depth, (8,) * depth, 500, 10))
        for points in (500, 5_000, 50_000, 100_000):
            rows.append(_growth_row("points", points, (8, 8), points, 10))
    return rows


# -------------------------------------------------------------------------------------- private


@dataclass(frozen=True)
class _Subject:
    """Something measured: ``work(n)`` does its smallest piece of work n times, of so many steps each."""

    work: Callable[[int], object]
    steps: int = 1


def _one_thread() -> AbstractContextManager[Any]:
    """Threads of the matrix library cost more than they bring at this size."""
    limits: AbstractContextManager[Any] = threadpool_limits(limits=1)
    return limits


def _ours(name: str, *, is_native: bool = True) -> _Subject:
    run = TrainingRun(experiment(*NETWORKS[name]))
    with _forced({} if is_native else {VARIABLE: "numpy"}):
        run.prepare()
    return _Subject(run.take_steps)


@contextmanager
def _forced(variables: dict[str, str]) -> Iterator[None]:
    """For a moment the environment has these variables."""
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _fastest(subjects: list[_Subject]) -> list[float]:
    """Seconds a step of each subject, taken in turns; the best of the rounds counts."""
    counts = [_pieces_in_a_slice(subject) for subject in subjects]
    best = [float("inf")] * len(subjects)
    for _ in range(ROUNDS):
        for index, (subject, count) in enumerate(zip(subjects, counts, strict=True)):
            started = time.perf_counter()
            subject.work(count)
            seconds = time.perf_counter() - started
            best[index] = min(best[index], seconds / (count * subject.steps))
    return best


def _pieces_in_a_slice(subject: _Subject) -> int:
    count = 1
    while True:
        started = time.perf_counter()
        subject.work(count)
        seconds = time.perf_counter() - started
        if seconds > SLICE_SECONDS / 4:
            return max(1, round(count * SLICE_SECONDS / seconds))
        count *= 4


def _growth_row(
    over: str, size: int, layers: tuple[int, ...], points: int, batch_size: int
) -> dict[str, Any]:
    run = TrainingRun(experiment(("x1", "x2"), layers, "relu", points=points, batch_size=batch_size))
    step, products = _fastest(
        [_Subject(run.take_steps), _matrix_products((2, *layers, 1), min(batch_size, points))]
    )
    return {
        "over": over,
        "size": size,
        "step_us": round(1e6 * step, 2),
        "matrix_products_us": round(1e6 * products, 2),
        "ratio": round(step / products, 2),
    }


def _matrix_products(sizes: tuple[int, ...], samples: int) -> _Subject:
    """A step's products ``W^T x``, ``x dz^T`` and ``W dz`` (not for the first layer), biases folded in."""
    generator = np.random.default_rng(0)
    layers = []
    for index, (inputs, units) in enumerate(pairwise(sizes)):
        weights = generator.standard_normal((inputs + 1, units))
        signal, slopes = (generator.standard_normal((rows, samples)) for rows in (inputs + 1, units))
        outs = (np.empty_like(slopes), np.empty_like(weights), np.empty((inputs, samples)))
        layers.append((index, weights, signal, slopes, *outs))

    def steps(count: int) -> None:
        for _ in range(count):
            for _, weights, signal, _, pre, _, _ in layers:
                np.dot(weights.T, signal, pre)
            for index, weights, signal, slopes, _, gradient, back in reversed(layers):
                np.dot(signal, slopes.T, gradient)
                if index:
                    np.dot(weights[:-1], slopes, back)

    return _Subject(steps)


def _training_set(name: str) -> tuple[Any, Any]:
    run = TrainingRun(experiment(*NETWORKS[name]))
    return run.network.seen(run.points.train), run.points.train_labels


def _imported(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


def _pytorch(name: str) -> _Subject | None:
    torch = _imported("torch")
    if torch is None:
        return None
    torch.set_num_threads(1)
    features, hidden, activation = NETWORKS[name]
    sizes = (len(features), *hidden, 1)
    parts: list[Any] = []
    for inputs, units in pairwise(sizes):
        parts += [
            torch.nn.Linear(inputs, units, dtype=torch.float32),
            {"tanh": torch.nn.Tanh, "relu": torch.nn.ReLU}[activation](),
        ]
    net = torch.nn.Sequential(*parts[:-1])
    optimizer = torch.optim.SGD(net.parameters(), lr=0.03)
    loss_of = torch.nn.BCEWithLogitsLoss()
    inputs, labels = (torch.tensor(array, dtype=torch.float32) for array in _training_set(name))
    batches = list(zip(inputs.split(10), labels[:, None].split(10), strict=True))

    def steps(count: int) -> None:
        for index in range(count):
            x, y = batches[index % len(batches)]
            optimizer.zero_grad()
            loss_of(net(x), y).backward()
            optimizer.step()

    return _Subject(steps)


def _scikit_learn(name: str) -> _Subject | None:
    """``partial_fit`` on the training set: one pass over it, batch by batch."""
    library = _imported("sklearn.neural_network")
    if library is None:
        return None
    _, hidden, activation = NETWORKS[name]
    net = library.MLPClassifier(
        hidden,
        activation=activation,
        solver="sgd",
        batch_size=10,
        learning_rate_init=0.03,
        momentum=0.0,
        alpha=0.0,
    )
    inputs, labels = _training_set(name)
    net.partial_fit(inputs, labels, classes=[0.0, 1.0])

    def passes(count: int) -> None:
        for _ in range(count):
            net.partial_fit(inputs, labels)

    return _Subject(passes, steps=len(labels) // 10)
