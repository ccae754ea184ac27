"""The network and its training as a PyTorch script, or as a notebook."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from playground.engine.layers.base import LayerPlan
from playground.engine.losses import Head
from playground.engine.training import TrainingRun
from playground.engine.workspace import chunk_size
from playground.interop.carried import state_of
from playground.interop.code.arrays import array_text, dense_names, parts_of, penalties, state_parts
from playground.interop.code.program import Check, parts_of_file, whole_file
from playground.interop.code.script import (
    Line,
    Script,
    Section,
    aligned,
    indented,
    refused,
    require_something,
)
from playground.interop.code.symbols import number
from playground.interop.code.training import progress_part, training_part

_ACTIVATIONS = {
    "linear": "",
    "relu": "nn.ReLU()",
    "leaky_relu": "nn.LeakyReLU(0.1)",
    "elu": "nn.ELU()",
    "tanh": "nn.Tanh()",
    "sigmoid": "nn.Sigmoid()",
    "maxout": "Maxout({pieces})",
    "softplus": "nn.Softplus(threshold=40)",
    "gelu": 'nn.GELU(approximate="tanh")',
    "silu": "nn.SiLU()",
}
_OPTIMIZERS = {
    "sgd": ("SGD({p}, {rate})", {}),
    "momentum": ("SGD({p}, {rate}, momentum={s.momentum!r})", {"velocity": "momentum_buffer"}),
    "nesterov": ("SGD({p}, {rate}, momentum={s.momentum!r}, nesterov=True)", {"velocity": "momentum_buffer"}),
    "adagrad": ("Adagrad({p}, {rate}, eps={s.epsilon!r})", {"squares": "sum"}),
    "rmsprop": ("RMSprop({p}, {rate}, alpha={s.decay!r}, eps={s.epsilon!r})", {"squares": "square_avg"}),
    "adam": (
        "Adam({p}, {rate}, betas=({s.beta1!r}, {s.beta2!r}), eps={s.epsilon!r})",
        {"mean": "exp_avg", "squares": "exp_avg_sq"},
    ),
    "adamw": (
        "AdamW({p}, {rate}, betas=({s.beta1!r}, {s.beta2!r}), eps={s.epsilon!r})",
        {"mean": "exp_avg", "squares": "exp_avg_sq"},
    ),
}
_MAXOUT = '''class Maxout(nn.Module):
    """The largest of each unit's linear pieces, which stand side by side."""

    def __init__(self, pieces):
        super().__init__()
        self.pieces = pieces

    def forward(self, z):
        return z.reshape(len(z), self.pieces, -1).max(dim=1).values'''
_DROPOUT = '''class Dropout(nn.Module):
    """Inverted dropout whose masks come from the playground's generator, unit by unit."""

    def __init__(self, rate):
        super().__init__()
        self.rate = rate

    def forward(self, x):
        if not self.training:
            return x
        drawn = torch.from_numpy(rng.random((x.shape[1], x.shape[0])).T)
        return x * (drawn >= self.rate) / (1 - self.rate)'''


def pytorch_script(run: TrainingRun, *, with_weights: bool = True) -> Script:
    """The script. Raises ExperimentError with the reason where it cannot say what the run does."""
    require_something(run)
    writer = _Writer(run)

    def write() -> str:
        return whole_file(run, _parts(run, writer, with_weights=with_weights), with_weights=with_weights)

    return Script(write, (writer.forward(), writer.backward(), writer.update()))


def pytorch_notebook(run: TrainingRun, *, with_weights: bool = True) -> bytes:
    """The script as a notebook that goes on training in its last cell. Raises ExperimentError likewise."""
    require_something(run)
    parts = _parts(run, _Writer(run), with_weights=with_weights)
    title = parts[0].strip('"').strip()
    first, _, rest = title.partition("\n")
    cells = [_cell("markdown", f"# {first}\n\n{rest.strip()}")]
    cells += [_cell("code", part.strip("\n")) for part in parts[1:] if part]
    cells.append(_cell("code", "train(10)\nloss_and_gradient(points, labels)[0]"))
    for place, cell in enumerate(cells):
        cell["id"] = f"cell{place}"
    content = {
        "cells": cells,
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
            "playground": msgspec.to_builtins(state_of(run, with_weights=with_weights)),
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return msgspec.json.format(msgspec.json.encode(content), indent=1) + b"\n"


# ------------------------------------------------------------------------------------- private


def _cell(kind: str, text: str) -> dict[str, Any]:
    cell: dict[str, Any] = {"cell_type": kind, "metadata": {}, "source": re.split(r"(?<=\n)", text)}
    return {**cell, "execution_count": None, "outputs": []} if kind == "code" else cell


def _parts(run: TrainingRun, writer: _Writer, *, with_weights: bool) -> list[str]:
    kinds = {layer.activation for layer in run.network.plan.layers}
    body = [
        progress_part(run, with_weights=with_weights),
        _MAXOUT if "maxout" in kinds else "",
        _DROPOUT if run.network.plan.is_random else "",
        "# forward\n" + "\n".join(aligned(writer.model())) + "\n" + writer.loading(),
        writer.optimizer(with_weights=with_weights),
        writer.mean_loss(),
        writer.functions(),
        writer.step(writer.backward(), writer.update()),
        training_part(run, with_weights=with_weights),
    ]
    imports = (
        "import math\n\nimport numpy as np\nimport torch\n"
        "from torch import nn\nfrom torch.nn import functional as F"
    )
    return parts_of_file(run, "PyTorch", imports, body, Check("1e-9"), with_weights=with_weights)


class _Writer:
    """Writes a run's network in PyTorch's words."""

    def __init__(self, run: TrainingRun) -> None:
        self.run = run
        self.plan = run.network.plan
        self.training = run.experiment.training
        self.points = min(self.training.batch_size, run.train_set.count)
        self.modules: list[tuple[LayerPlan, int, str]] = []
        for place, layer in enumerate(self.plan.layers, start=1):
            self._add(layer, place)
        self.tensors = [
            (name, f"model[{index}].{attribute}", layer)
            for index, (layer, place, _) in enumerate(self.modules)
            if place
            for name, attribute in zip(dense_names(layer, place), ("weight", "bias"), strict=False)
        ]
        if self.plan.needs_whole_batch and run.train_set.count % self.points == 1:
            raise refused(
                "the last batch has one point, which PyTorch's batch norm refuses; choose another size"
            )
        if self.plan.is_random and self.points > chunk_size(self.plan, self.points):
            raise refused("this batch runs in parts here, and dropout draws for each; choose a smaller batch")
        if self.training.optimizer.name not in _OPTIMIZERS:
            raise refused(f"PyTorch has no optimizer that is {self.training.optimizer.name}")

    def _add(self, layer: LayerPlan, place: int) -> None:
        add = self.modules.append
        if layer.is_dense:
            bias = "" if layer.has_bias else ", bias=False"
            add((layer, place, f"nn.Linear({layer.inputs}, {layer.width}{bias})"))
            if layer.activation not in _ACTIVATIONS:
                raise refused(f"PyTorch has no activation that is {layer.activation}")
            activation = _ACTIVATIONS[layer.activation].format(pieces=layer.pieces)
            if activation:
                add((layer, 0, activation))
        elif layer.kind == "dropout":
            add((layer, 0, f"Dropout({number(layer.spec.rate)})"))
        elif layer.kind == "batch_norm":
            settings = f"eps={layer.spec.epsilon!r}, momentum={layer.spec.momentum!r}"
            add((layer, place, f"nn.BatchNorm1d({layer.units}, {settings})"))
        elif layer.kind == "layer_norm":
            add((layer, place, f"nn.LayerNorm({layer.units}, eps={layer.spec.epsilon!r})"))
        else:
            raise refused(f"PyTorch has no layer that is a {layer.kind}")

    def model(self) -> list[Line]:
        """The lines that build the model."""
        lines = [
            Line("with torch.random.fork_rng(devices=[]):", "first weights are not PyTorch's own"),
            Line("    model = nn.Sequential("),
        ]
        for layer, _, module in self.modules:
            inputs = layer.inputs if module.startswith("nn.Linear") else layer.units
            outputs = layer.width if module.startswith("nn.Linear") else layer.units
            if module.startswith("Maxout"):
                inputs = layer.width
            note = f"({self.points}, {inputs}) -> ({self.points}, {outputs})"
            lines.append(Line(f"        {module},", note, layer.id))
        return [*lines, Line("    ).double()")]

    def forward(self) -> Section:
        """The model, and the loss of its scores."""
        head = self.run.network.head
        lines = [*self.model(), Line("scores = model(X)", f"({self.points}, {self.plan.outputs})", -1)]
        lines.append(Line(f"loss = {self._loss(head)}", "the mean over the points: the one place of 1/m", -1))
        says = f"one minibatch X: ({self.points}, {len(self.plan.features)}), rows are points"
        return Section("forward", says, tuple(lines))

    def backward(self) -> Section:
        """Autograd does it."""
        objective = "(loss + penalty()).backward()" if self._penalised() else "loss.backward()"
        lines = [
            Line("optimizer.zero_grad()"),
            Line(objective, "upstream times local, gate by gate, into each .grad"),
        ]
        if not self._learning():
            lines = [Line("pass", "all layers are frozen: nothing learns")]
        return Section("backward", "autograd walks the same graph back", tuple(lines))

    def loading(self) -> str:
        """The lines that put the arrays into the model."""
        lines = ["with torch.no_grad():"]
        for name, tensor, _ in self.tensors:
            turned = ".T" if name.startswith("W") else ""
            lines.append(f"    {tensor}.copy_(torch.from_numpy({name}{turned}))")
        state = state_parts(self.run)
        for index, (_, place, _) in enumerate(self.modules):
            if f"mean{place}" in state:
                lines.append(f"    model[{index}].running_mean.copy_(torch.from_numpy(mean{place}))")
                lines.append(f"    model[{index}].running_var.copy_(torch.from_numpy(variance{place}))")
        learning = ", ".join(text for _, text, layer in self.tensors if not layer.is_frozen)
        everything = ", ".join(text for _, text, _ in self.tensors)
        return "\n".join([*lines, f"parameters = [{everything}]", f"learning = [{learning}]"])

    def _learning(self) -> list[LayerPlan]:
        return [layer for layer in self.plan.layers if layer.size and not layer.is_frozen]

    def optimizer(self, *, with_weights: bool) -> str:
        """The optimizer with what it remembers."""
        chosen: Any = self.training.optimizer
        if not self._learning():
            return "optimizer = None"
        text, memory = _OPTIMIZERS[chosen.name]
        if chosen.name == "nesterov" and chosen.momentum == 0.0:
            text, memory = _OPTIMIZERS["sgd"]
        params = "learning"
        lines = []
        if chosen.name == "adamw":
            decay = [t for n, t, layer in self.tensors if n.startswith("W") and not layer.is_frozen]
            others = [t for n, t, layer in self.tensors if not n.startswith("W") and not layer.is_frozen]
            lines += [
                f'decaying = {{"params": [{", ".join(decay)}], "weight_decay": {chosen.weight_decay!r}}}',
                f'others = {{"params": [{", ".join(others)}], "weight_decay": 0.0}}',
            ]
            params = "[group for group in (decaying, others) if group['params']]"
        rate = number(self.training.learning_rate)
        lines.append(f"optimizer = torch.optim.{text.format(p=params, rate=rate, s=chosen)}")
        flat = self.run.descent.optimizer_state
        if with_weights and memory and any(flat[name].any() for name in memory):
            lines.append(self._memory(memory))
        return "\n".join(lines)

    def _memory(self, memory: dict[str, str]) -> str:
        flat = self.run.descent.optimizer_state
        kept = {name: parts_of(self.run, flat[name]) for name in memory}
        is_counted = self.training.optimizer.name not in ("momentum", "nesterov")
        time = float(flat["time"][0]) if "time" in flat else float(self.run.step)
        lines = ["# what the optimizer remembers of the steps so far"]
        for name, tensor, layer in self.tensors:
            if layer.is_frozen:
                continue
            turned = ".T" if name.startswith("W") else ""
            parts = [f'"step": torch.tensor({time!r})'] if is_counted else []
            for vector, word in memory.items():
                array = array_text(kept[vector][name])
                parts.append(f'"{word}": torch.from_numpy({array}{turned}).clone()')
            lines.append(f"optimizer.state[{tensor}] = {{{', '.join(parts)}}}")
        return "\n".join(lines)

    def _loss(self, head: Head) -> str:
        name, experiment = self.run.experiment.loss, self.run.experiment
        if experiment.problem == "regression":
            found = {
                "squared_error": "0.5 * F.mse_loss(scores[:, 0], y)",
                "huber": "F.huber_loss(scores[:, 0], y)",
                "absolute_error": "F.l1_loss(scores[:, 0], y)",
            }
        elif experiment.outputs == 1:
            found = {
                "cross_entropy": "F.binary_cross_entropy_with_logits(scores[:, 0], y)",
                "squared_error": "0.5 * F.mse_loss(torch.tanh(scores[:, 0]), 2 * y - 1)",
                "hinge": "F.relu(1 - (2 * y - 1) * scores[:, 0]).mean()",
            }
        else:
            one_hot = f"2 * F.one_hot(y.long(), {experiment.outputs}) - 1"
            found = {
                "cross_entropy": "F.cross_entropy(scores, y.long())",
                "squared_error": f"0.5 * (torch.tanh(scores) - ({one_hot})).square().sum(dim=1).mean()",
                "hinge": f"{experiment.outputs} * F.multi_margin_loss(scores, y.long())",
            }
        if name not in found:
            raise refused(f"PyTorch has no loss that is {name}")
        return found[name]

    def mean_loss(self) -> str:
        """The loss as a function of scores and labels."""
        body = [
            '"""The mean loss of the points\' scores, without penalty."""',
            f"return {self._loss(self.run.network.head)}",
        ]
        return f"def mean_loss(scores, y):\n{indented(body)}"

    def functions(self) -> str:
        """``predict`` and ``loss_and_gradient``."""
        outputs = self.plan.outputs
        last = {
            "sigmoid": "torch.sigmoid(scores)",
            "softmax": "torch.softmax(scores, dim=1)",
            "tanh": "torch.tanh(scores)",
            "linear": "scores",
        }[self.run.network.head.activation]
        gradients = ", ".join(
            f"g{k}.T" if name.startswith("W") else f"g{k}" for k, (name, _, _) in enumerate(self.tensors)
        )
        names = ", ".join(f"g{k}" for k in range(len(self.tensors)))
        said = ", ".join(name for name, _, _ in self.tensors)
        return f'''def predict(points):
    """The predictions (n, {outputs}) at points (n, 2) of the plane."""
    model.eval()
    with torch.no_grad():
        scores = model(torch.from_numpy(features(points)))
        return {last}.numpy()


def loss_and_gradient(points, labels):
    """The mean loss at points (n, 2), without penalty, and its gradients by {said}."""
    model.eval()
    loss = mean_loss(model(torch.from_numpy(features(points))), torch.as_tensor(np.asarray(labels, float)))
    ({names},) = (g.numpy() for g in torch.autograd.grad(loss, parameters))
    return loss.item(), [{gradients}]'''

    def _penalised(self) -> list[tuple[str, float, float]]:
        """Tensors under a penalty, with the rates of L1 and L2."""
        tensors = {name: tensor for name, tensor, _ in self.tensors}
        return [(tensors[name], l1, l2) for _, name, l1, l2 in penalties(self.run)]

    def update(self) -> Section:
        """Clip, step, and what L1 and bounds ask for."""
        lines: list[Line] = []
        l1 = [(tensor, rate) for tensor, rate, _ in self._penalised() if rate]
        for tensor, rate in l1:
            text = f"torch.where({tensor} == 0, {tensor}.grad.clamp({-rate!r}, {rate!r}), 0.0)"
            lines.append(Line(f"{tensor}.grad -= {text}", "L1: a weight of 0 stays while the data pull less"))
        if self.training.clip_norm is not None:
            clip = f"nn.utils.clip_grad_norm_(learning, {number(self.training.clip_norm)})"
            lines.append(Line(clip, "the gradient is clipped"))
        if l1:
            lines.append(Line(f"before = [{', '.join(f'{t}.detach().clone()' for t, _ in l1)}]"))
        lines += [
            Line("for group in optimizer.param_groups:"),
            Line('    group["lr"] = rate'),
            Line("optimizer.step()", "the step downhill"),
        ]
        if l1:
            listed = ", ".join(tensor for tensor, _ in l1)
            lines += [
                Line("with torch.no_grad():"),
                Line(f"    for w, old in zip([{listed}], before):"),
                Line("        w[old * w < 0] = 0", "a step across 0 stops at 0"),
            ]
        bound = self.training.max_norm
        bounded = [t for n, t, layer in self.tensors if n.startswith("W") and not layer.is_frozen]
        if bound is not None and bounded:
            lines += [
                Line("with torch.no_grad():"),
                Line(f"    for w in [{', '.join(bounded)}]:"),
                Line(
                    f"        w *= torch.clamp({number(bound)} / w.norm(dim=1, keepdim=True), max=1)",
                    "the weights of a unit are bounded",
                ),
            ]
        if not self._learning():
            lines = [Line("pass", "all layers are frozen: nothing learns")]
        says = f"{self.training.optimizer.name}, learning rate {self.run.learning_rate:g}"
        return Section("update", says, tuple(lines))

    def step(self, backward: Section, update: Section) -> str:
        """The function of one training step, and of the penalty."""
        penalty = ""
        if self._penalised():
            terms = [f"{l1!r} * {tensor}.abs().sum()" for tensor, l1, _ in self._penalised() if l1]
            terms += [f"{l2!r} / 2 * {tensor}.square().sum()" for tensor, _, l2 in self._penalised() if l2]
            penalty = (
                'def penalty():\n    """The penalty on the weights, apart from the loss."""\n    return '
                + " + ".join(terms)
                + "\n\n\n"
            )
        body = [
            '"""One step on a minibatch that the network sees as X, with labels y."""',
            "model.train()",
            "X, y = torch.from_numpy(X), torch.from_numpy(y)",
            "loss = mean_loss(model(X), y)",
            "",
            "# backward",
            *aligned(backward.lines),
            "",
            "# update",
            *aligned(update.lines),
            "return loss.item()",
        ]
        return f"{penalty}def step(X, y, rate):\n{indented(body)}"
