"""The real window over twenty-eight experiments: what it writes, panel by panel, against a run worked out by hand."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest
from audit_cases import EXPERIMENTS
from by_hand import ByHand, by_hand
from flow_cases import experiment
from PySide6.QtGui import QPainter

from playground.engine.layers.base import FEATURES_ID, OUTPUT_ID
from playground.engine.training import TrainingRun
from playground.observe.diagnosis import diagnose
from playground.observe.observer import snapshot_of
from playground.observe.snapshot import SnapshotRequest
from playground.ui.analysis import flow_texts
from playground.ui.look import theme
from playground.ui.network.edges import LEVELS
from playground.ui.network.readout import Target, bubble_of
from playground.ui.network.tiles import TilePictures

PROBE = (1.0, -0.5, 1.0)
NUMBER = re.compile(r"(?:[−-])?(?:∞|\d[\d,]*(?:\.\d+)?(?:e[−-]?\d+)?)")
WHOLE = ("gradientFlow", "runPlot", "inspector", "contributions")
MOST_UNITS, MOST_EDGES = 2, 40


def says(text: str, value: float) -> bool:
    """Whether a number as it is written is the value, to half a unit of its last place."""
    text = text.strip().replace("−", "-").replace(",", "").replace("\u2009", " ")
    if text.startswith((">", "<")):
        share = float(text[1:].rstrip(" %")) / 100.0
        return value > share if text[0] == ">" else value < share
    if text in ("0", "0.0 %", "100.0 %"):
        return value == (1.0 if text[0] == "1" else 0.0)
    factor = 100.0 if text.endswith("%") else 1.0
    mantissa, _, power = text.rstrip(" %").partition("e")
    step = 10.0 ** (int(power or 0) - len(mantissa.partition(".")[2]))
    return abs(float(f"{mantissa}e{power or 0}") - factor * value) <= 0.5001 * step + 1e-9 * abs(
        factor * value
    )


@pytest.mark.parametrize(
    ("text", "value", "is_right"),
    [
        ("0.85", 0.8549, True), ("0.85", 0.856, False), ("1.2e−3", 0.00124, True), ("1.2e−3", 0.0013, False),
        ("−0.50", -0.5, True), ("−0.50", 0.5, False), ("99.8 %", 0.998, True), (">99.9 %", 0.9999, True),
        ("100.0 %", 0.9998, False), ("1,234", 1234.0, True), ("0", 0.01, False),
    ],
)  # fmt: skip
def test_a_text_says_a_value_or_not(text, value, is_right):
    assert says(text, value) == is_right


@dataclass
class Truth:
    """A run of its own, and what is by hand at the probe point, over the training and the test points."""

    run: TrainingRun
    probe: ByHand
    train: ByHand
    test: ByHand | None
    before: list[np.ndarray]
    """The weights before the last step."""

    @property
    def ids(self) -> list[int]:
        return [layer.id for layer in self.run.network.plan.layers]

    def pulls(self) -> list[np.ndarray]:
        """The penalty's part of each weight's gradient."""
        rule = self.run.experiment.training.regularizer
        slopes = {"l1": lambda w: rule.rate * np.sign(w), "l2": lambda w: rule.rate * w}
        return [slopes.get(rule.name, np.zeros_like)(w) for w in self.run.network.weights]

    def own(self, value: float) -> float:
        """A value in the data's own units."""
        axis = self.run.experiment.data.value_axis
        return value if axis is None else axis.offset + axis.scale * value


def truth_of(made: Any, epochs: int) -> Truth:
    run = TrainingRun(made)
    steps = epochs * -(-len(run.points.train) // made.training.batch_size)
    run.take_steps(max(steps - 1, 0))
    before = [w.copy() for w in run.network.weights]
    run.take_steps(min(steps, 1))
    points = run.points
    return Truth(
        run,
        by_hand(run, np.array([PROBE[:2]]), np.array([PROBE[2]])),
        by_hand(run, points.train, points.train_labels),
        by_hand(run, points.test, points.test_labels) if len(points.test) else None,
        before,
    )


@dataclass
class Walk:
    """One experiment in the window; what differs is noted, what was compared is counted."""

    program: Any
    truth: Truth
    wrong: list[str] = field(default_factory=list)
    compared: int = 0

    @property
    def made(self) -> Any:
        return self.truth.run.experiment

    @property
    def snapshot(self) -> Any:
        return self.program.session.snapshot

    def number(self, where: str, text: str, value: float) -> None:
        self.compared += 1
        if not says(text, value):
            self.wrong.append(f"{where}: {text!r} is said of {value!r}")

    def soon(self, where: str, is_true: Callable[[], bool]) -> None:
        """The same of what is drawn at its own pace."""
        self.compared += 1
        try:
            self.program.until(is_true)
        except self.program.qtbot.TimeoutError:
            self.wrong.append(where)

    def claim(self, where: str, is_true: object) -> None:
        self.compared += 1
        if not is_true:
            self.wrong.append(where)

    def open(self, tab: str) -> Any:
        self.program.window.workspace.drawer.choose_tab(tab)
        return self.program.find(tab)


def accuracy(hand: ByHand, made: Any, labels: np.ndarray) -> float:
    middle = 0.5 if made.loss == "cross_entropy" else 0.0
    said = hand.outputs.argmax(axis=1) if hand.outputs.shape[1] > 1 else hand.outputs[:, 0] > middle
    return float((said == labels).mean())


def measures(walk: Walk) -> None:
    truth, find = walk.truth, walk.program.find
    points = truth.run.points

    def written(name: str) -> str:
        return find(name).accessibleDescription()

    walk.number("train loss", written("trainLoss"), truth.train.losses.mean())
    if truth.test is None:
        walk.claim("a test loss without test points", written("testLoss") == "–")
    else:
        walk.number("test loss", written("testLoss"), truth.test.losses.mean())
    hand, labels = (
        (truth.train, points.train_labels) if truth.test is None else (truth.test, points.test_labels)
    )
    if walk.made.problem == "classification":
        walk.number("accuracy", written("accuracy"), accuracy(hand, walk.made, labels))
    else:
        rest = ((hand.outputs[:, 0] - labels) ** 2).sum()
        walk.number("R²", written("accuracy"), 1 - rest / ((labels - labels.mean()) ** 2).sum())


def probe_panel(walk: Walk) -> None:
    panel, probe = walk.program.find("probePanel"), walk.truth.probe
    unit = int(PROBE[2]) if probe.outputs.shape[1] > 1 else 0
    walk.number("probe's output", panel.output.text(), walk.truth.own(probe.outputs[0, unit]))
    walk.number("probe's loss", panel.loss.text(), probe.losses[0])
    walk.number("probe's ∂L/∂z", panel.gradient.text(), probe.signals[-1][0, unit])


class Painted:
    """Numbers beside tiles, as they are drawn: place, text, colour."""

    def __init__(self, canvas: Any) -> None:
        from playground.ui.network.marks import HaloNumbers

        self.drawn: list[tuple[float, float, str, int]] = []
        draw = HaloNumbers.draw

        def record(halos: Any, painter: QPainter, left: float, lines: Iterator, color: Any) -> None:
            kept = list(lines)
            self.drawn += [(left, top + halos.height / 2, text, color.rgb()) for top, text in kept]
            draw(halos, painter, left, kept, color)

        HaloNumbers.draw = record
        try:
            canvas.grab()
        finally:
            HaloNumbers.draw = draw


def canvas_numbers(walk: Walk) -> None:
    canvas, truth = walk.program.find("networkCanvas"), walk.truth
    activations = {FEATURES_ID: truth.probe.inputs[0][0]}
    gradients = {FEATURES_ID: (truth.probe.signals[0] @ truth.run.network.weights[0].T)[0]}
    for layer, a, upstream in zip(truth.ids, truth.probe.a, truth.probe.upstream, strict=True):
        activations[layer], gradients[layer] = a[0], upstream[0]
    activations[OUTPUT_ID] = truth.probe.outputs[0]
    wanted = {theme.current().forward.rgb(): activations, theme.current().gradient.rgb(): gradients}
    seen = 0
    for left, middle, text, color in Painted(canvas).drawn:
        if color not in wanted:
            continue
        near = [
            (abs(box.centers[unit] - middle), box.spec.layer_id, unit)
            for box in canvas.layout_.columns
            for unit in box.seen
            if abs(box.rects[unit].right() + 5 - left) < 1.0
        ]
        _, layer, unit = min(near)
        walk.number(f"beside unit {layer}.{unit}", text, wanted[color][layer][unit])
        seen += 1
    walk.claim("no number beside any tile", seen > 0)


def edges(walk: Walk) -> None:
    """The gradient of the training set: bubbles, levels, legend."""
    canvas, truth, snapshot = walk.program.find("networkCanvas"), walk.truth, walk.snapshot
    pulls = truth.pulls()
    gradients = [g + pull for g, pull in zip(truth.train.gradients, pulls, strict=True)]
    biases = [signal.mean(axis=0) for signal in truth.train.signals]
    legend = canvas.controls.edge_legend.scales[0]
    limit = float(legend.high.replace("+", "").replace("−", "-"))
    known = [
        bias
        for bias, layer in zip(biases, (*walk.made.network.layers, walk.made.network.output), strict=True)
        if layer.bias
    ]
    largest = max(np.abs(one).max(initial=0.0) for one in [*gradients, *known])
    walk.claim(f"edges' legend {legend.high} below {largest}", limit >= largest * (1 - 1e-9))
    walk.claim("edges' legend is not symmetric", legend.low == legend.high.replace("+", "−"))
    walk.claim("edges' legend names no loss", "∂loss/∂weight" in legend.caption)
    for place, gap in enumerate(canvas.edges.gaps):
        levels = canvas.edges.levels(place)
        for edge in range(0, len(gap.sources), max(1, len(gap.sources) // MOST_EDGES)):
            row, unit = int(gap.sources[edge]), int(gap.targets[edge])
            value = float(gradients[place][row, unit])
            walk.claim(
                f"level {levels[edge]} of {value} on ±{limit}",
                abs(levels[edge] / LEVELS - value / limit) <= 1.0 / LEVELS
                and (np.sign(levels[edge]) == np.sign(value) or abs(value) < 1e-12),
            )
            target = Target("edge", place + 1, unit, place, edge)
            bubble = bubble_of(
                target, canvas.layout_, canvas.edges, walk.made, snapshot, False, TilePictures()
            )
            lines = {line.text: line.value for line in bubble.lines}
            weight = truth.run.network.weights[place][row, unit]
            walk.number(f"weight {place}.{row}.{unit}", lines["weight"], weight)
            name = "∂loss/∂w, training set" + (" + penalty" if any(p.any() for p in pulls) else "")
            walk.number(f"gradient {place}.{row}.{unit}", lines.get(name, "nan"), value)
            moved = weight - truth.before[place][row, unit]
            if truth.run.step:
                walk.number(f"update {place}.{row}.{unit}", lines["last update"], moved)


def flow(walk: Walk) -> None:
    panel = walk.open("gradientFlow")
    walk.program.until(lambda: panel.verdict.text() != "" and len(panel.lanes.lanes) == len(walk.truth.ids))
    walk.program.until(
        lambda: walk.snapshot.gradient_source == "training_set" and walk.snapshot.request.statistics
    )
    walk.program.next_snapshot() if panel.source.text() != "‖∂L/∂W‖: training set" else None
    truth = walk.truth
    walk.claim("flow names another source", panel.source.text() == "‖∂L/∂W‖: training set")
    for place, (lane, gradient, pull) in enumerate(
        zip(panel.lanes.lanes, truth.train.gradients, truth.pulls(), strict=True)
    ):
        walk.number(f"norm of lane {place}", lane.texts.norm, float(np.linalg.norm(gradient + pull)))
        if truth.run.step:
            moved = np.linalg.norm(truth.run.network.weights[place] - truth.before[place])
            size = np.linalg.norm(truth.run.network.weights[place])
            if size:
                walk.number(f"ratio of lane {place}", lane.texts.ratio, float(moved / size))
        else:
            walk.claim("a ratio before any step", lane.texts.ratio == "–")
    request = SnapshotRequest(statistics=True, gradients="training_set", probe=PROBE)
    found = diagnose(snapshot_of(truth.run, request))
    walk.claim(f"verdict {panel.verdict.text()!r}", panel.verdict.text().startswith(flow_texts.says(found)))


def run_plot(walk: Walk) -> None:
    panel, truth = walk.open("runPlot"), walk.truth
    if truth.run.epoch:
        walk.program.until(lambda: panel.lanes.seen[1] == truth.run.epoch and not panel.lanes.sentence)
        last = list(csv.DictReader(panel.lanes.csv().decode().splitlines()))[-1]
        walk.claim("the last row is no longer the present", float(last["epoch"]) == truth.run.epoch)
        walk.claim(
            "train loss of the curve", np.isclose(float(last["Loss train"]), truth.train.losses.mean())
        )
        if truth.test is not None:
            walk.claim(
                "test loss of the curve", np.isclose(float(last["Loss test"]), truth.test.losses.mean())
            )
        walk.claim(
            "rate of the curve", float(last["Learning rate, next epoch"]) == walk.made.training.learning_rate
        )
    if walk.made.problem != "classification":
        walk.claim("a confusion of values", not panel.confusion.isVisible())
        return
    hand, labels = (
        (truth.train, truth.run.points.train_labels)
        if truth.test is None
        else (truth.test, truth.run.points.test_labels)
    )
    middle = 0.5 if walk.made.loss == "cross_entropy" else 0.0
    said = hand.outputs.argmax(axis=1) if hand.outputs.shape[1] > 1 else hand.outputs[:, 0] > middle
    counts = np.zeros((walk.made.data.classes,) * 2, dtype=int)
    np.add.at(counts, (labels.astype(int), said.astype(int)), 1)
    walk.soon("confusion", lambda: panel.confusion.table.counts.tolist() == counts.tolist())


def inspector(walk: Walk) -> None:
    panel, truth, session = walk.open("inspector"), walk.truth, walk.program.session
    for place, layer in enumerate(truth.ids):
        units = truth.probe.z[place].shape[1]
        for unit in range(min(units, MOST_UNITS)):
            session.display.set(selected=(layer, unit))
            walk.program.until(
                lambda layer=layer, unit=unit: (
                    panel.found is not None
                    and panel.found.request.unit == (layer, unit)
                    and not panel.found.request.averaged
                    and panel.found.loss is not None
                    and np.isclose(panel.found.loss, truth.probe.losses[0], rtol=1e-9)
                )
            )
            w = truth.run.network.weights[place][:, unit]
            rows = [row for row in panel.table.rows if row.row >= 0]
            walk.claim(f"weights of {layer}.{unit}", np.allclose([row.weight for row in rows], w, rtol=1e-12))
            walk.claim(
                f"inputs of {layer}.{unit}",
                np.allclose([row.input for row in rows], truth.probe.inputs[place][0]),
            )
            signal = truth.probe.signals[place][0, unit]
            slopes = truth.probe.inputs[place][0] * signal
            walk.claim(
                f"gradients of {layer}.{unit}",
                np.allclose([row.gradient for row in rows], slopes, atol=1e-12),
            )
            ends = {}
            for line in panel.formula.text().splitlines():
                name, _, rest = line.partition("  ")[0].partition(" = ")
                found = NUMBER.findall(rest)
                if found and rest.rstrip().endswith(found[-1]):
                    ends[name] = found[-1]
            walk.number(f"z of {layer}.{unit}", ends["z"], truth.probe.z[place][0, unit])
            shown = truth.probe.outputs if layer == OUTPUT_ID else truth.probe.a[place]
            for name in ("a", "p", "s"):
                if name in ends:
                    walk.number(f"{name} of {layer}.{unit}", ends[name], shown[0, unit])
            if layer != OUTPUT_ID:
                walk.number(f"∂L/∂a of {layer}.{unit}", ends["∂L/∂a"], truth.probe.upstream[place][0, unit])
            if "∂L/∂z" in ends:
                walk.number(f"∂L/∂z of {layer}.{unit}", ends["∂L/∂z"], signal)
            walk.claim("it names the point", "at the probe point" in panel.context.text())
    session.display.set(selected=None)


def contributions(walk: Walk) -> None:
    if not walk.made.network.layers:
        return
    panel, truth = walk.open("contributions"), walk.truth
    walk.program.until(
        lambda: panel.shown is not None and len(panel.shown.terms) == truth.probe.a[-2].shape[1]
    )
    size = len(panel.sum.values)
    left, right, bottom, top = truth.run.points.bounds
    places = (np.arange(size) + 0.5) / size
    x1, x2 = np.meshgrid(left + places * (right - left), top - places * (top - bottom))
    plane = np.stack((x1.ravel(), x2.ravel()), axis=1)
    over = by_hand(truth.run, plane, np.zeros(len(plane)))
    for unit, term in enumerate(panel.shown.terms):
        wanted = over.a[-2][:, unit] * truth.run.network.weights[-1][unit, 0]
        walk.claim(f"what unit {unit} adds", np.allclose(term.ravel(), wanted, rtol=1e-4, atol=1e-5))
    panel.step.setValue(panel.step.maximum())
    walk.claim(
        "the sum at its end", np.allclose(panel.sum.values.ravel(), over.z[-1][:, 0], rtol=1e-4, atol=1e-4)
    )


def one_matrix(walk: Walk) -> None:
    """Linear layers behind each other, as the one layer that they are."""
    canvas = walk.program.find("networkCanvas")
    linear = [layer.activation == "linear" for layer in walk.made.network.layers]
    stacked = any(linear)
    walk.claim("a card where nothing is linear, or none where there is", bool(canvas.stacks.cards) == stacked)
    if stacked:
        w = walk.truth.run.network.weights
        product = w[0]
        for one in w[1:]:
            product = product @ one
        walk.claim("W", np.allclose(canvas.stacks.cards[0].stack.matrix, product.T, rtol=1e-5, atol=1e-9))
        walk.claim("f = W x + b", canvas.stacks.cards[0].is_equal)


def microscope(walk: Walk) -> None:
    truth = walk.truth
    if truth.run.network.parameters.size > 100:
        return
    walk.open("microscope")
    shown = walk.program.window.workspace.microscope
    shown.open_loss()
    walk.program.until(
        lambda: shown.subject.kind == "loss" and not shown.is_waiting and shown.examined is not None
    )
    whole = shown.examined.whole
    walk.claim("the microscope's loss", np.isclose(whole.value, truth.probe.losses[0], rtol=1e-9, atol=1e-12))
    found = {gate.parameter: whole.gradients.get(gate.id) for gate in whole.gates if gate.parameter}
    for place, layer in enumerate(truth.ids):
        for row in range(len(truth.probe.inputs[place][0])):
            for unit in range(truth.probe.z[place].shape[1]):
                value = truth.probe.inputs[place][0, row] * truth.probe.signals[place][0, unit]
                got = found.get((layer, row, unit))
                if got is not None:
                    walk.claim(
                        f"gate of w {layer}.{row}.{unit}", np.isclose(got, value, rtol=1e-9, atol=1e-12)
                    )


PARTS: tuple[Callable[[Walk], None], ...] = (
    measures, probe_panel, canvas_numbers, edges, one_matrix, flow, run_plot, inspector, contributions, microscope,
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("names", [list(EXPERIMENTS)[k::4] for k in range(4)], ids=lambda names: names[0])
def test_nothing_in_the_window_differs_from_what_is_worked_out_by_hand(start, names):
    program = start(experiment(), width=1500, height=980)
    session, wrong, compared = program.session, [], 0
    program.window.workspace.drawer.choose_open(True)
    session.display.set(probe=PROBE, edge_mode="gradient", gradient_source="training_set")
    for name in names:
        parts, epochs = EXPERIMENTS[name]
        made = experiment(**parts)
        truth = truth_of(made, epochs)
        program.window.workspace.drawer.choose_tab("gradientFlow")
        session.begin(made, "audit")
        program.until(lambda made=made: session.snapshot.epoch == 0 and session.experiment is made)
        session.display.set(probe=PROBE)
        for _ in range(epochs):
            session.step_epoch()

        def arrived(truth: Truth = truth) -> bool:
            shown = session.snapshot
            probe = shown.probe
            return (
                shown.epoch == truth.run.epoch
                and shown.gradient_source == "training_set"
                and [layer.id for layer in shown.layers] == truth.ids
                and probe is not None
                and probe.loss is not None
                and np.isclose(probe.loss, truth.probe.losses[0], rtol=1e-9, atol=1e-12)
            )

        program.until(arrived)
        walk = Walk(program, truth)
        for part in PARTS:
            part(walk)
        wrong += [f"{name}: {each}" for each in walk.wrong]
        compared += walk.compared
    assert wrong == [], "\n".join(wrong)
    assert compared > 500, "little was looked at"
