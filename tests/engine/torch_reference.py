"""The same trainings in PyTorch: an implementation that shares nothing with ours but the experiment."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from playground.engine.experiment import Experiment
from playground.engine.features import evaluate
from playground.engine.network import Network
from playground.engine.points import make_points


def train(experiment: Experiment, steps: int) -> np.ndarray:
    """The flat parameters after so many steps in our order, then the running statistics."""
    torch.set_num_threads(1)
    generator = np.random.default_rng(experiment.network.seed)
    first = Network(experiment, generator)
    net = _Net(experiment, generator).double()
    net.load(first.parameters)
    points = make_points(experiment.data)
    inputs = torch.from_numpy(evaluate(experiment.network.features, points.train))
    labels = torch.from_numpy(points.train_labels.copy())
    optimizer = _optimizer(experiment, net)
    schedule = _schedule(experiment, optimizer)
    size, taken = experiment.training.batch_size, 0
    while True:
        for start in range(0, len(labels), size):
            optimizer.zero_grad()
            scores = net(inputs[start : start + size])
            objective = _loss(experiment, scores, labels[start : start + size]) + _penalty(experiment, net)
            objective.backward()
            if experiment.training.clip_norm is not None:
                nn.utils.clip_grad_norm_(net.parameters(), experiment.training.clip_norm)
            before = _hold_zeros(experiment, net)
            optimizer.step()
            _stop_at_zero(net, before)
            if experiment.training.max_norm is not None:
                _bound(net, experiment.training.max_norm)
            taken += 1
            if taken == steps:
                return net.flat()
        schedule.step()


class _Dropout(nn.Module):
    """Inverted dropout whose masks come from the run's NumPy generator, drawn unit by unit."""

    def __init__(self, rate: float, generator: np.random.Generator) -> None:
        super().__init__()
        self.rate, self.generator = rate, generator

    def forward(self, x: Tensor) -> Tensor:
        drawn = self.generator.random((x.shape[1], x.shape[0]))
        return x * torch.from_numpy(np.where(drawn.transpose() < self.rate, 0.0, 1.0 / (1.0 - self.rate)))


class _Activation(nn.Module):
    def __init__(self, name: str, pieces: int) -> None:
        super().__init__()
        self.name, self.pieces = name, pieces

    def forward(self, z: Tensor) -> Tensor:
        match self.name:
            case "linear":
                return z
            case "leaky_relu":
                return functional.leaky_relu(z, 0.1)
            case "gelu":
                return functional.gelu(z, approximate="tanh")
            case "maxout":
                return z.reshape(z.shape[0], self.pieces, -1).max(dim=1).values
            case _:
                return (
                    getattr(functional, self.name)(z)
                    if hasattr(functional, self.name)
                    else getattr(torch, self.name)(z)
                )


class _Net(nn.Module):
    def __init__(self, experiment: Experiment, generator: np.random.Generator) -> None:
        super().__init__()
        width, parts = len(experiment.network.features), []
        for layer in experiment.network.layers:
            if layer.kind == "dense":
                pieces = layer.pieces if layer.activation == "maxout" else 1
                linear = nn.Linear(width, pieces * layer.units, bias=layer.bias)
                linear.requires_grad_(not layer.frozen)
                parts += [linear, _Activation(layer.activation, pieces)]
                width = layer.units
            elif layer.kind == "dropout":
                parts.append(_Dropout(layer.rate, generator))
            elif layer.kind == "batch_norm":
                parts.append(nn.BatchNorm1d(width, eps=layer.epsilon, momentum=layer.momentum))
            else:
                parts.append(nn.LayerNorm(width, eps=layer.epsilon))
        parts.append(nn.Linear(width, experiment.outputs, bias=experiment.network.output.bias))
        self.parts = nn.Sequential(*parts)

    def forward(self, x: Tensor) -> Tensor:
        return self.parts(x)

    def linears(self) -> Iterator[nn.Linear]:
        return (part for part in self.parts if isinstance(part, nn.Linear))

    def _tensors(self) -> Iterator[Tensor]:
        for part in self.parts:
            if isinstance(part, nn.Linear):
                yield part.weight.data.T
            elif isinstance(part, nn.BatchNorm1d | nn.LayerNorm):
                yield part.weight.data
            if getattr(part, "bias", None) is not None:
                yield part.bias.data

    def load(self, flat: np.ndarray) -> None:
        offset = 0
        for tensor in self._tensors():
            tensor.copy_(
                torch.from_numpy(flat[offset : offset + tensor.numel()].copy()).reshape(tensor.shape)
            )
            offset += tensor.numel()
        assert offset == flat.size

    def flat(self) -> np.ndarray:
        norms = [part for part in self.parts if isinstance(part, nn.BatchNorm1d)]
        state = [tensor for norm in norms for tensor in (norm.running_mean, norm.running_var)]
        return np.concatenate([tensor.numpy().ravel() for tensor in [*self._tensors(), *state]])


def _loss(experiment: Experiment, scores: Tensor, labels: Tensor) -> Tensor:
    name = experiment.loss
    if experiment.problem == "regression":
        s = scores[:, 0]
        if name == "huber":
            return functional.huber_loss(s, labels)
        return (
            functional.l1_loss(s, labels)
            if name == "absolute_error"
            else 0.5 * functional.mse_loss(s, labels)
        )
    if experiment.outputs == 1:
        s, signs = scores[:, 0], 2.0 * labels - 1.0
        if name == "cross_entropy":
            return functional.binary_cross_entropy_with_logits(s, labels)
        return (
            functional.relu(1.0 - signs * s).mean()
            if name == "hinge"
            else 0.5 * functional.mse_loss(torch.tanh(s), signs)
        )
    classes = labels.long()
    if name == "cross_entropy":
        return functional.cross_entropy(scores, classes)
    if name == "hinge":
        return functional.multi_margin_loss(scores, classes) * scores.shape[1]
    signs = 2.0 * functional.one_hot(classes, scores.shape[1]) - 1.0
    return 0.5 * (torch.tanh(scores) - signs).square().sum(dim=1).mean()


def _penalty(experiment: Experiment, net: _Net) -> Tensor:
    l1, l2 = _rates(experiment)
    total = torch.zeros((), dtype=torch.float64)
    for linear in net.linears():
        w = linear.weight
        total = total + l1 * w.abs().sum() + l2 * 0.5 * w.square().sum()
    return total


def _rates(experiment: Experiment) -> tuple[float, float]:
    chosen = experiment.training.regularizer
    if chosen.name == "none":
        return 0.0, 0.0
    ratio = {"l1": 1.0, "l2": 0.0, "elastic_net": chosen.l1_ratio}[chosen.name]
    return chosen.rate * ratio, chosen.rate * (1.0 - ratio)


def _hold_zeros(experiment: Experiment, net: _Net) -> list[Tensor]:
    """Under L1, a weight of zero moves only where the data pull harder than the rate."""
    l1, _ = _rates(experiment)
    if not l1:
        return []
    for linear in net.linears():
        grad = linear.weight.grad
        assert grad is not None
        grad -= torch.where(linear.weight == 0.0, grad.clamp(-l1, l1), 0.0)
    return [linear.weight.detach().clone() for linear in net.linears()]


def _stop_at_zero(net: _Net, before: list[Tensor]) -> None:
    """Under L1, a step across zero stops at zero."""
    with torch.no_grad():
        for linear, old in zip(net.linears(), before, strict=False):
            linear.weight[old * linear.weight < 0.0] = 0.0


def _bound(net: _Net, bound: float) -> None:
    with torch.no_grad():
        for linear in net.linears():
            norms = linear.weight.norm(dim=1, keepdim=True)
            linear.weight.mul_(torch.clamp(bound / norms, max=1.0))


def _optimizer(experiment: Experiment, net: _Net) -> torch.optim.Optimizer:
    chosen, rate = experiment.training.optimizer, experiment.training.learning_rate
    learning = [p for p in net.parameters() if p.requires_grad]
    match chosen.name:
        case "sgd":
            return torch.optim.SGD(learning, rate)
        case "momentum":
            return torch.optim.SGD(learning, rate, momentum=chosen.momentum)
        case "nesterov":
            return torch.optim.SGD(learning, rate, momentum=chosen.momentum, nesterov=True)
        case "adagrad":
            return torch.optim.Adagrad(learning, rate, eps=chosen.epsilon)
        case "rmsprop":
            return torch.optim.RMSprop(learning, rate, alpha=chosen.decay, eps=chosen.epsilon)
        case "adam":
            return torch.optim.Adam(learning, rate, (chosen.beta1, chosen.beta2), chosen.epsilon)
    weights = [linear.weight for linear in net.linears()]
    others = [p for p in learning if not any(p is w for w in weights)]
    groups = [
        {"params": weights, "weight_decay": chosen.weight_decay},
        {"params": others, "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(groups, rate, (chosen.beta1, chosen.beta2), chosen.epsilon)


def _schedule(experiment: Experiment, optimizer: torch.optim.Optimizer) -> Any:
    """PyTorch's own schedules; with warm-up, the factor spelled out."""
    chosen = experiment.training.schedule
    schedules = torch.optim.lr_scheduler
    if chosen.warmup:

        def factor(epoch: int) -> float:
            warm = min((epoch + 1) / chosen.warmup, 1.0)
            if chosen.name == "constant":
                return warm
            share = min(epoch / chosen.epochs, 1.0)
            return warm * (chosen.minimum + (1.0 - chosen.minimum) * (1.0 + math.cos(math.pi * share)) / 2.0)

        return schedules.LambdaLR(optimizer, factor)
    match chosen.name:
        case "step":
            return schedules.StepLR(optimizer, chosen.every, chosen.factor)
        case "exponential":
            return schedules.ExponentialLR(optimizer, chosen.decay)
        case "cosine":
            least = chosen.minimum * experiment.training.learning_rate
            cosine = schedules.CosineAnnealingLR(optimizer, chosen.epochs, least)
            return _Until(cosine, chosen.epochs)
    return schedules.LambdaLR(optimizer, lambda _epoch: 1.0)


class _Until:
    """A schedule that stands still after so many epochs (PyTorch's cosine would rise again)."""

    def __init__(self, schedule: Any, epochs: int) -> None:
        self.schedule, self.left = schedule, epochs

    def step(self) -> None:
        if self.left:
            self.left -= 1
            self.schedule.step()
