"""The network and its training as a NumPy script: forward, backward and update, line by line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np

from playground.engine.layers.base import Mode
from playground.engine.losses import Head
from playground.engine.optimizers import OPTIMIZERS
from playground.engine.training import TrainingRun
from playground.engine.workspace import chunk_size
from playground.interop.code.arrays import (
    Shaping,
    array_text,
    as_columns,
    as_rows,
    parameter_names,
    parts_of,
    penalties,
    weights_part,
)
from playground.interop.code.numpy_layers import LayerLines, Spelled
from playground.interop.code.program import Check, parts_of_file, whole_file
from playground.interop.code.script import (
    Line,
    Script,
    Section,
    Spelling,
    aligned,
    indented,
    refused,
    require_something,
)
from playground.interop.code.symbols import Assignment, changes_of, number
from playground.interop.code.training import progress_part, training_part


def numpy_script(run: TrainingRun, *, with_weights: bool = True, spelling: Spelling = "rows") -> Script:
    """The script. Raises ExperimentError with the reason where it cannot say what the run does."""
    require_something(run)
    writer = _Writer(run, spelling)
    has_modes = any(layer.record.evaluation is not None for layer in run.network.plan.layers)
    steps = writer.passes("training")
    looks = writer.passes("evaluation") if has_modes else steps
    update = writer.update()

    def write() -> str:
        turned = as_columns if spelling == "column" else as_rows
        names = [name for _, name in parameter_names(run)]
        weights = weights_part(run, with_weights=with_weights, shaped=turned)
        if spelling == "column" and not with_weights:
            weights += "\n" + "\n".join(f"{name} = {_turn(name)}" for name in (*names, *writer.state_names))
        memory = writer.memory_part(turned, with_weights=with_weights)
        body = [
            progress_part(run, with_weights=with_weights) + "\n" + memory,
            writer.prediction_function(),
            writer.gradient_function("gradients", looks),
            writer.gradient_function("gradients_in_training", steps) if has_modes else "",
            writer.loss_function(),
            writer.step_function("gradients_in_training" if has_modes else "gradients", update),
            training_part(run, with_weights=with_weights),
        ]
        parts = parts_of_file(
            run,
            "NumPy",
            "import math\n\nimport numpy as np",
            body,
            Check("1e-12"),
            with_weights=with_weights,
            weights=weights,
        )
        return whole_file(run, parts, with_weights=with_weights)

    return Script(write, (steps.forward, steps.backward, update))


def _turn(name: str) -> str:
    return f"np.ascontiguousarray({name}.T)" if name.startswith("W") else f"{name}[:, None]"


@dataclass(frozen=True)
class _Passes:
    """The forward and the backward pass in one mode."""

    forward: Section
    backward: Section


class _Writer:
    """Writes a run's network in one spelling."""

    def __init__(self, run: TrainingRun, spelling: Spelling) -> None:
        self.run = run
        self.state_names: list[str] = []
        training = self.run.experiment.training
        plan = self.run.network.plan
        points = min(training.batch_size, self.run.train_set.count)
        self.spelled = Spelled(spelling, points)
        for place, layer in enumerate(plan.layers, start=1):
            if layer.state_size:
                self.state_names += [f"mean{place}", f"variance{place}"]
            if not layer.is_dense and layer.kind not in ("dropout", "batch_norm", "layer_norm"):
                raise refused(f"a {layer.kind} layer has no words in a script")
        if plan.is_random and points > chunk_size(plan, points) and not plan.needs_whole_batch:
            raise refused(
                f"a batch of {points} points runs in parts here, and dropout draws for each of them; "
                "choose a smaller batch"
            )
        if self.spelled.is_column and plan.needs_whole_batch:
            raise refused("batch_norm computes over a minibatch, which one column x is not; choose rows")

    # ---------------------------------------------------------------------------------- passes

    def passes(self, mode: Mode) -> _Passes:
        """Forward and backward in this mode."""
        plan = self.run.network.plan
        forward: list[Line] = []
        backward: list[Line] = []
        signal = "x" if self.spelled.is_column else "X"
        for place, layer in enumerate(plan.layers, start=1):
            needs_input = place - 1 > plan.first_with_parameters
            one = LayerLines(
                self.spelled, layer, place, signal, f"d{signal}", mode, needs_input_gradient=needs_input
            )
            there, back = one.dense() if layer.is_dense else getattr(one, layer.kind)()
            forward += there
            backward[:0] = back
            signal = one.output
        head, seed = self.head(signal)
        m = (
            "one point x: a column"
            if self.spelled.is_column
            else f"one minibatch X: {self.spelled.shape(len(plan.features))}, rows are points"
        )
        return _Passes(
            Section("forward", m, (*forward, *head)),
            Section("backward", "every line: upstream times local", (*seed, *backward)),
        )

    def forward(self, mode: Mode) -> tuple[list[Line], str]:
        """The forward pass alone, and the name of its scores."""
        section = self.passes(mode).forward
        place = len(self.run.network.plan.layers)
        lines = list(section.lines)
        end = next(k for k, line in enumerate(lines) if line.code.startswith(f"z{place} = "))
        return lines[: end + 1], f"z{place}"

    def head(self, scores: str) -> tuple[list[Line], list[Line]]:
        """Prediction and loss of the scores, and the gradient that the backward pass begins with."""
        run, output = self.run, self.run.network.plan.layers[-1]
        head, layer = run.network.head, output.id
        shape = self.spelled.shape(output.units)
        trace = self.spelled.trace()
        s, t = trace.leaf(scores), trace.leaf("t")
        gradient, extra = f"d{scores}", []
        if _is_logistic(head):
            forward = [Assignment("p", f"1 / (1 + np.exp(-{scores}))")]
            terms, slope, uses_targets = f"np.logaddexp(0, {scores}) - y * {scores}", "p - y", False
        else:
            prediction, parts, slopes = head.prediction(s), head.terms(s, t), head.slope(s, t, 1.0)
            forward = trace.lines([("p", prediction)])
            forward = [] if forward[-1].text == scores else forward
            losses = trace.lines([("losses", parts)])
            back = trace.lines([(gradient, slopes)])
            forward += losses[:-1]
            terms, slope, uses_targets = losses[-1].text, back[-1].text, True
            if "losses" in {part for one in back for part in _words(one.text)}:
                forward.append(losses[-1])
                terms = "losses"
            extra = back[:-1]
        thin = self.spelled.shape(1)
        lines = [Line(f"{x.name} = {x.text}", thin if x.is_thin else shape, layer) for x in forward]
        target, note = self.targets(head, output.units)
        if uses_targets:
            lines.insert(0, Line(f"t = {target}", note, layer))
        total = f"np.sum({terms})" if self.spelled.is_column or output.units > 1 else f"np.mean({terms})"
        if self.spelled.is_column:
            lines.append(Line(f"loss += {total} / m", "the mean over all m points", layer))
        elif output.units > 1:
            lines.append(Line(f"loss = {total} / m", "the mean over the m points", layer))
        else:
            lines.append(Line(f"loss = {total}", "the mean over the points", layer))
        before = [Line(f"{x.name} = {x.text}", thin if x.is_thin else shape, layer) for x in extra]
        share = f"({slope}) / m" if " " in slope else f"{slope} / m"
        return lines, [*before, Line(f"{gradient} = {share}", f"{shape}   the one place of 1/m", layer)]

    def targets(self, head: Head, outputs: int) -> tuple[str, str]:
        """The labels as the loss codes them: an expression of the column ``y``, and its note."""
        shape = self.spelled.shape(outputs)
        if self.run.network.problem == "regression":
            return "y", shape
        codes = head.encode(np.arange(max(outputs, 2), dtype=float), outputs).T
        if outputs == 1:
            low, high = codes[0, 0], codes[1, 0]
            text = "y" if (low, high) == (0, 1) else f"{number(high - low)} * y - {number(-low)}"
            return text, f"{shape}  class 0 is {low:g}, class 1 is {high:g}"
        eye = np.eye(outputs)
        one_hot = f"np.eye({outputs})[y[:, 0].astype(int)]" + (".T" if self.spelled.is_column else "")
        if np.array_equal(codes, eye):
            return one_hot, f"{shape}  1 for the right class"
        if np.array_equal(codes, 2 * eye - 1):
            return f"2 * {one_hot} - 1", f"{shape}  1 for the right class, -1 for the others"
        raise refused("the targets of this loss have no words in a script")

    # --------------------------------------------------------------------------------- functions

    def prediction_function(self) -> str:
        lines, scores = self.forward("evaluation")
        trace = self.spelled.trace()
        prediction = trace.lines([("p", self.run.network.head.prediction(trace.leaf(scores)))])
        code = [*aligned(lines), *(f"{one.name} = {one.text}" for one in prediction)]
        if self.spelled.is_column:
            body = ["rows = []", "for x in features(points):", "    x = x[:, None]"]
            body += ["    " + line for line in code] + ["    rows.append(p[:, 0])"]
            body += [f"return np.array(rows).reshape(-1, {self.run.network.plan.outputs})"]
        else:
            body = ["X = features(points)", *code, "return p"]
        says = f'"""The predictions (n, {self.run.network.plan.outputs}) at points (n, 2) of the plane."""'
        return (
            "def predict(points):\n"
            + indented([says, 'with np.errstate(all="ignore"):'])
            + "\n"
            + indented(body, 8)
        )

    def gradient_function(self, name: str, passes: _Passes) -> str:
        """The function of a pass forward and backward: the loss and the gradient of every parameter."""
        gradients = [f"d{one}" for _, one in parameter_names(self.run)]
        listed = f"[{', '.join(gradients)}]"
        body = ["m = len(X)"]
        forward, backward = (aligned(part.lines) for part in (passes.forward, passes.backward))
        core = ["# forward", *forward, "", "# backward", *backward]
        if self.spelled.is_column:
            zeros = [f"np.zeros_like({one})" for _, one in parameter_names(self.run)]
            body += ["loss, totals = 0.0, [" + ", ".join(zeros) + "]"]
            if name == "gradients_in_training":
                body += self._drawn_masks()
            body += ["for k in range(m):", "    x, y = X[k][:, None], np.array([[Y[k]]])"]
            body += ["    " + line if line else "" for line in core]
            body += [
                f"    for total, g in zip(totals, {listed}):",
                "        total += g",
                "return loss, totals",
            ]
        else:
            body += ["y = Y[:, None]", *core, f"return loss, {listed}"]
        mode = "while training" if "training" in name else "at points that the network sees as X"
        says = f'"""The mean loss, and its gradient by every parameter, {mode}; Y are the labels."""'
        return f"def {name}(X, Y):\n{indented([says, *body])}"

    def _drawn_masks(self) -> list[str]:
        found = []
        for place, layer in enumerate(self.run.network.plan.layers, start=1):
            if layer.record.is_random:
                found.append(f"drawn{place} = rng.random(({layer.units}, m))")
        return found

    def loss_function(self) -> str:
        """``loss_and_gradient(points, labels)``."""
        if not self.spelled.is_column:
            result = ["return gradients(features(points), np.asarray(labels, float))"]
        else:
            turned = [
                f"g{k}.T" if name.startswith("W") else f"g{k}[:, 0]"
                for k, (_, name) in enumerate(parameter_names(self.run))
            ]
            names = ", ".join(f"g{k}" for k in range(len(turned)))
            result = [
                "loss, found = gradients(features(points), np.asarray(labels, float))",
                f"{names}{',' if len(turned) == 1 else ''} = found",
                f"return loss, [{', '.join(turned)}]",
            ]
        names_said = ", ".join(name for _, name in parameter_names(self.run))
        body = [
            f'"""The mean loss at points (n, 2), without penalty, and its gradients by {names_said}."""',
            'with np.errstate(all="ignore"):',
            *("    " + line for line in result),
        ]
        return f"def loss_and_gradient(points, labels):\n{indented(body)}"

    # ------------------------------------------------------------------------------------ update

    def learning(self) -> list[str]:
        """The names of the parameters that training changes."""
        return [name for layer, name in parameter_names(self.run) if not layer.is_frozen]

    def memory_names(self) -> list[str]:
        """What the optimizer remembers of each parameter."""
        return list(OPTIMIZERS[self.run.experiment.training.optimizer.name].vectors)

    def memory_part(self, turned: Shaping, *, with_weights: bool) -> str:
        """The optimizer's memory, as lists beside the parameters that learn."""
        record = OPTIMIZERS[self.run.experiment.training.optimizer.name]
        learning = self.learning()
        lines = []
        for vector in record.vectors:
            flat = self.run.descent.optimizer_state[vector]
            parts = parts_of(self.run, flat)
            if not with_weights or not flat.any():
                text = ", ".join(f"np.zeros_like({name})" for name in learning)
            else:
                text = ", ".join(array_text(turned(parts[name])) for name in learning)
            lines.append(f"{_plural(vector)} = [{text}]")
        if record.has_time:
            time = float(self.run.descent.optimizer_state["time"][0]) if with_weights else 0.0
            lines.append(f"time = {time!r}")
        return "\n".join(lines)

    def update(self) -> Section:
        """What a step does with the gradients."""
        training = self.run.experiment.training
        lines = self._penalty_lines()
        learning = self.learning()
        gradients = [f"d{name}" for name in learning]
        listed = f"[{', '.join(gradients)}]"
        if training.clip_norm is not None and learning:
            lines += [
                Line(f"norm = np.sqrt(sum(np.sum(g * g) for g in {listed}))", "of all gradients together"),
                Line(f"shorter = np.minimum({number(training.clip_norm)} / (norm + 1e-6), 1)"),
                Line(f"for g in {listed}:"),
                Line("    g *= shorter", "the gradient is clipped"),
            ]
        lines += self._optimizer_lines(learning, listed)
        lines += [*self._stop_lines(), *self._bound_lines()]
        optimizer: Any = training.optimizer
        settings = [f"{name} {getattr(optimizer, name):g}" for name in optimizer.__struct_fields__]
        says = ", ".join([optimizer.name, *settings, f"learning rate {self.run.learning_rate:g}"])
        if not learning:
            lines = [Line("pass", "all layers are frozen: nothing learns")]
        return Section("update", says, tuple(lines))

    def _optimizer_lines(self, learning: list[str], listed: str) -> list[Line]:
        training = self.run.experiment.training
        record = OPTIMIZERS[training.optimizer.name]
        names = [*record.vectors, *(["time"] if record.has_time else [])]
        names += ["decay"] if record.decays_weights else []
        changes = changes_of(lambda *terms: record.rule(training.optimizer, *terms), "w", "g", "rate", *names)
        once = [change for change in changes if change[0] == "time"]
        lines = [
            Line(f"{name} {sign} {text}", "the number of steps, this one too") for name, sign, text in once
        ]
        columns = [f"[{', '.join(learning)}]", listed, *(_plural(vector) for vector in record.vectors)]
        if record.decays_weights:
            columns.append(f"[{', '.join('1' if name.startswith('W') else '0' for name in learning)}]")
        loop = ["w", "g", *record.vectors, *(["decay"] if record.decays_weights else [])]
        lines.append(Line(f"for {', '.join(loop)} in zip({', '.join(columns)}):"))
        notes = {"w": "the step downhill"}
        rest = [change for change in changes if change[0] != "time"]
        for name, sign, text in rest:
            lines.append(Line(f"    {name} {sign} {text}", notes.get(name, "")))
        return lines

    def _penalty_lines(self) -> list[Line]:
        lines = [
            Line(f"d{name} += {number(l2)} * {name}", "the penalty's part, apart from the loss", layer.id)
            for layer, name, _, l2 in penalties(self.run)
            if l2
        ]
        for layer, name, l1, _ in penalties(self.run):
            side, own = f"side{name[1:]}", layer.id
            if l1:
                lines += [
                    Line(f"{side} = np.sign({name})", "L1 pulls by its rate, whatever the size", own),
                    Line(f"held = {number(l1)} * (1 - np.abs({side}))", "where a weight is 0", own),
                    Line(f"d{name} -= np.maximum(np.minimum(d{name}, held), -held)", "it stays", own),
                    Line(f"d{name} += {number(l1)} * {side}", "", own),
                ]
        return lines

    def _stop_lines(self) -> list[Line]:
        found = []
        for layer, name, l1, _ in penalties(self.run):
            side = f"side{name[1:]}"
            if l1:
                code = f"{name} -= {side} * np.minimum({side} * {name}, 0)"
                found.append(Line(code, "a step across 0 stops at 0", layer.id))
        return found

    def _bound_lines(self) -> list[Line]:
        bound = self.run.experiment.training.max_norm
        if bound is None:
            return []
        axis = "axis=1, keepdims=True" if self.spelled.is_column else "axis=0"
        return [
            Line(
                f"{name} *= np.minimum({number(bound)} / np.sqrt(np.sum({name} * {name}, {axis})), 1)",
                "the weights of a unit are bounded",
                layer.id,
            )
            for layer, name in parameter_names(self.run)
            if layer.is_dense and not layer.is_frozen and name.startswith("W") and layer.inputs
        ]

    def step_function(self, gradients: str, update: Section) -> str:
        """The function of one training step."""
        names = ", ".join(f"d{name}" for _, name in parameter_names(self.run))
        has_time = OPTIMIZERS[self.run.experiment.training.optimizer.name].has_time
        assigned = [name for _, name in parameter_names(self.run)]
        changed = sorted({line.code.split()[0] for line in update.lines} & set(assigned))
        told = [*(["time"] if has_time else []), *changed]
        body = [
            '"""One step on a minibatch that the network sees as X, with labels Y."""',
            *([f"global {', '.join(told)}"] if told else []),
            f"loss, ({names},) = {gradients}(X, Y)",
            "",
            "# update",
            *aligned(update.lines),
            "return loss",
        ]
        return f"def step(X, Y, rate):\n{indented(body)}"


# ------------------------------------------------------------------------------------- private


def _is_logistic(head: Head) -> bool:
    """Whether this is cross-entropy of two classes, whose slope every lecture writes as p - y."""
    return head.activation == "sigmoid"


def _plural(name: str) -> str:
    """What a list is called that holds such an array for each parameter."""
    return {"velocity": "velocities", "mean": "means", "squares": "squares_of"}.get(name, f"{name}s")


def _words(text: str) -> list[str]:
    return re.findall(r"[A-Za-z_]\w*", text)


def head_lines(run: TrainingRun) -> list[str]:
    """Lines that make ``loss`` of scores ``z``, the labels' column ``y`` and their number ``m``."""
    lines, _ = _Writer(run, "rows").head("z")
    return [line.code for line in lines]
