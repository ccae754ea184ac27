"""The network's formulas in LaTeX: forward, loss, backward and update."""

from __future__ import annotations

from typing import Any

import numpy as np

from playground.engine.features import FORMULA_SIGN
from playground.engine.formula import Node, Number, Variable, parse
from playground.engine.layers.base import LayerPlan
from playground.engine.program import Array
from playground.engine.training import TrainingRun
from playground.interop.carried import as_line, state_of
from playground.interop.code.arrays import parts_of, penalties
from playground.interop.code.script import Line, Script, Section, refused, require_something

_LARGEST = 8
"""A matrix with more rows or columns than this is not written out."""

_FEATURES = {
    "x1": "x_1", "x2": "x_2", "x1^2": "x_1^2", "x2^2": "x_2^2", "x1x2": "x_1 x_2",
    "sin_x1": r"\sin x_1", "sin_x2": r"\sin x_2", "cos_x1": r"\cos x_1", "cos_x2": r"\cos x_2",
}  # fmt: skip
_ACTIVATIONS = {
    "linear": "{z}",
    "relu": r"\max(0, {z})",
    "leaky_relu": r"\max(0.1\,{z}, {z})",
    "elu": r"\max(0, {z}) + e^{{\min(0, {z})}} - 1",
    "tanh": r"\tanh {z}",
    "sigmoid": r"\frac{{1}}{{1 + e^{{-{z}}}}}",
    "softplus": r"\log(1 + e^{{{z}}})",
    "gelu": r"\tfrac12 {z} \odot \bigl(1 + \tanh(\sqrt{{2/\pi}}\,({z} + 0.044715\,{z}^3))\bigr)",
    "silu": r"{z} \odot \frac{{1}}{{1 + e^{{-{z}}}}}",
}
_SLOPES = {
    "linear": "",
    "relu": r" \odot [{z} > 0]",
    "leaky_relu": r" \odot ([{z} > 0] + 0.1\,[{z} \le 0])",
    "elu": r" \odot (1 + \min(0, {h}))",
    "tanh": r" \odot (1 - {h}^2)",
    "sigmoid": r" \odot {h} \odot (1 - {h})",
    "softplus": r" \odot (1 - e^{{-{h}}})",
}
_PREDICTIONS = {
    "sigmoid": r"\frac{{1}}{{1 + e^{{-{z}}}}}",
    "softmax": r"\frac{{e^{{{z}}}}}{{\sum_k e^{{({z})_k}}}}",
    "tanh": r"\tanh {z}",
    "linear": "{z}",
}
_RULES: dict[str, tuple[str, ...]] = {
    "sgd": (r"\theta \leftarrow \theta - \eta\, g",),
    "momentum": (r"v \leftarrow {s.momentum:g}\, v + g", r"\theta \leftarrow \theta - \eta\, v"),
    "nesterov": (
        r"v \leftarrow {s.momentum:g}\, v + g",
        r"\theta \leftarrow \theta - \eta\,(g + {s.momentum:g}\, v)",
    ),
    "adagrad": (
        r"s \leftarrow s + g^2",
        r"\theta \leftarrow \theta - \eta\, \frac{{g}}{{\sqrt{{s}} + {epsilon}}}",
    ),
    "rmsprop": (
        r"s \leftarrow {s.decay:g}\, s + (1 - {s.decay:g})\, g^2",
        r"\theta \leftarrow \theta - \eta\, \frac{{g}}{{\sqrt{{s}} + {epsilon}}}",
    ),
    "adam": (
        r"m \leftarrow {s.beta1:g}\, m + (1 - {s.beta1:g})\, g",
        r"s \leftarrow {s.beta2:g}\, s + (1 - {s.beta2:g})\, g^2",
        r"\theta \leftarrow \theta - \eta\, \frac{{m / (1 - {s.beta1:g}^t)}}"
        r"{{\sqrt{{s / (1 - {s.beta2:g}^t)}} + {epsilon}}}",
    ),
}


def latex_script(run: TrainingRun, *, with_weights: bool = True) -> Script:
    """A document that compiles by itself. Raises ExperimentError where there is nothing to write about."""
    from playground import __version__

    require_something(run)
    sections = (_forward(run), _backward(run), _update(run))

    def write() -> str:
        network, data = run.experiment.network, run.experiment.data
        body = [
            rf"\section*{{{section.name.capitalize()}}}" + "\n" + _display(section.lines)
            for section in sections
        ]
        if with_weights:
            body.append(r"\section*{Weights}" + "\nRounded to four digits.\n" + "\n".join(_weights(run)))
        stands = f"after {run.epoch} epochs" if with_weights else "before training"
        return "\n".join(
            [
                f"% Written by playground {__version__}, {stands}; seeds: data {data.seed}, "
                f"network {network.seed}.",
                "% " + as_line(state_of(run, with_weights=with_weights)),
                r"\documentclass{article}",
                r"\usepackage{amsmath}",
                rf"\setcounter{{MaxMatrixCols}}{{{_LARGEST + 1}}}",
                r"\allowdisplaybreaks",
                r"\begin{document}",
                *body,
                r"\end{document}",
                "",
            ]
        )

    return Script(write, sections)


def _display(lines: tuple[Line, ...]) -> str:
    rows = [line.code + (rf" && \text{{{_escaped(line.note)}}}" if line.note else "") for line in lines]
    return r"\begin{align*}" + "\n" + " \\\\\n".join(rows) + "\n" + r"\end{align*}"


def _escaped(text: str) -> str:
    return text.replace("_", r"\_").replace("%", r"\%").replace("->", r"$\to$").replace("#", r"\#")


def _forward(run: TrainingRun) -> Section:
    plan = run.network.plan
    features = r" & ".join(feature_in_latex(name) for name in run.network.features)
    lines = [
        Line(
            rf"h_0 &= \begin{{pmatrix}} {features} \end{{pmatrix}}^T"
            if len(run.network.features) <= _LARGEST + 1
            else r"h_0 &= (\text{features})",
            f"({len(plan.features)}, 1)",
        )
    ]
    for place, layer in enumerate(plan.layers, start=1):
        lines += _layer_lines(layer, place)
    z = f"z_{{{len(plan.layers)}}}"
    lines.append(Line(rf"p &= {_PREDICTIONS[run.network.head.activation].format(z=z)}", "", -1))
    lines.append(Line(rf"L &= \frac1m \sum_{{i=1}}^m {_loss(run, z)}", "the mean over the points", -1))
    return Section("forward", "one point: a column", tuple(lines))


def _layer_lines(layer: LayerPlan, k: int) -> list[Line]:
    before, z, h = f"h_{{{k - 1}}}", f"z_{{{k}}}", f"h_{{{k}}}"
    column = f"({layer.units}, 1)"
    if layer.is_dense:
        bias = f" + b_{{{k}}}" if layer.has_bias else ""
        shapes = f"({layer.width}, {layer.inputs})({layer.inputs}, 1)"
        lines = [Line(rf"{z} &= W_{{{k}}}\, {before}{bias}", shapes, layer.id)]
        if layer.is_output:
            return lines
        if layer.activation == "maxout":
            pieces = ", ".join(f"{z}^{{({piece + 1})}}" for piece in range(layer.pieces))
            return [*lines, Line(rf"{h} &= \max({pieces})", column, layer.id)]
        named = rf"\operatorname{{{{{_escaped(layer.activation)}}}}}({{z}})"
        value = _ACTIVATIONS.get(layer.activation, named)
        return [*lines, Line(f"{h} &= {value.format(z=z)}", column, layer.id)]
    if layer.kind == "dropout":
        note = f"while training: r is 1 with probability {1 - layer.spec.rate:g}, else 0"
        return [Line(rf"{h} &= {before} \odot r_{{{k}}} / {1 - layer.spec.rate:g}", note, layer.id)]
    if layer.kind in ("batch_norm", "layer_norm"):
        over = "batch" if layer.kind == "batch_norm" else "units"
        deviation = rf"\sigma_{{{k}}}"
        mean, hat = rf"\mu_{{{k}}}", rf"\hat h_{{{k}}}"
        root = rf"\sqrt{{\overline{{({before} - {mean})^2}} + {_power(layer.spec.epsilon)}}}"
        return [
            Line(
                rf"{mean} &= \overline{{{before}}}, \quad {deviation} = {root}", f"over the {over}", layer.id
            ),
            Line(rf"{hat} &= ({before} - {mean}) / {deviation}", column, layer.id),
            Line(rf"{h} &= \gamma_{{{k}}} \odot {hat} + \beta_{{{k}}}", column, layer.id),
        ]
    raise refused(f"a {layer.kind} layer has no words in LaTeX")


def _loss(run: TrainingRun, z: str) -> str:
    name, outputs = run.experiment.loss, run.network.plan.outputs
    is_regression = run.network.problem == "regression"
    if is_regression:
        found = {
            "squared_error": r"\tfrac12 (p - y)^2",
            "huber": r"\begin{cases} \tfrac12 (p - y)^2 & |p - y| \le 1 \\ "
            r"|p - y| - \tfrac12 & \text{otherwise} \end{cases}",
            "absolute_error": r"|p - y|",
        }
    elif outputs == 1:
        found = {
            "cross_entropy": r"-\bigl(y \log p + (1 - y) \log(1 - p)\bigr)",
            "squared_error": r"\tfrac12 \bigl(p - (2y - 1)\bigr)^2",
            "hinge": r"\max\bigl(0, 1 - (2y - 1)\, p\bigr)",
        }
    else:
        found = {
            "cross_entropy": r"-\log p_y",
            "squared_error": r"\tfrac12 \sum_k (p_k - t_k)^2",
            "hinge": r"\sum_{k \ne y} \max(0, p_k - p_y + 1)",
        }
    if name not in found:
        raise refused(f"the loss {name} has no words in LaTeX")
    return found[name]


def _backward(run: TrainingRun) -> Section:
    plan = run.network.plan
    lines: list[Line] = []
    last = len(plan.layers)
    is_plain = run.experiment.loss == "cross_entropy" or (
        run.experiment.loss == "squared_error" and run.network.problem == "regression"
    )
    target = "y" if plan.outputs == 1 else "t"
    seed = (
        rf"\tfrac1m (p - {target})"
        if is_plain
        else rf"\tfrac1m\, \frac{{\partial L_i}}{{\partial z_{{{last}}}}}"
    )
    lines.append(Line(rf"\delta z_{{{last}}} &= {seed}", "the one place of 1/m", -1))
    for k in range(last, 0, -1):
        lines += _layer_back(plan.layers[k - 1], k, is_needed=k - 1 > plan.first_with_parameters)
    return Section("backward", "every line: upstream times local", tuple(lines))


def _layer_back(layer: LayerPlan, k: int, *, is_needed: bool) -> list[Line]:
    """One layer's lines back; ``is_needed`` says whether the gradient goes on to the layer before."""
    dz, dh, before = rf"\delta z_{{{k}}}", rf"\delta h_{{{k}}}", f"h_{{{k - 1}}}"
    found: list[tuple[str, str]] = []
    if layer.is_dense:
        if layer.activation == "maxout" and not layer.is_output:
            piece = rf"z_{{{k}}}^{{(j)}}"
            found.append((rf"\delta {piece} &= {dh} \odot [{piece} = h_{{{k}}}]", "to the largest piece"))
        elif not layer.is_output:
            slope = _SLOPES.get(layer.activation, rf" \odot f_{{{{{k}}}}}'({{z}})")
            local = slope.format(z=f"z_{{{k}}}", h=f"h_{{{k}}}")
            found.append((rf"{dz} &= {dh}{local}", "upstream times local"))
        found.append((rf"\delta W_{{{k}}} &= \sum_i {dz}\, {before}^T", f"({layer.width}, {layer.inputs})"))
        if layer.has_bias:
            found.append((rf"\delta b_{{{k}}} &= \sum_i {dz}", f"({layer.width}, 1)"))
        back = rf"W_{{{k}}}^T\, {dz}"
    elif layer.kind == "dropout":
        back = rf"{dh} \odot r_{{{k}}} / {1 - layer.spec.rate:g}"
    else:
        hat, g = rf"\hat h_{{{k}}}", f"g_{{{k}}}"
        found += [
            (rf"\delta \gamma_{{{k}}} &= \sum_i {dh} \odot {hat}", f"({layer.units}, 1)"),
            (rf"\delta \beta_{{{k}}} &= \sum_i {dh}", f"({layer.units}, 1)"),
            (rf"{g} &= \gamma_{{{k}}} \odot {dh}", f"({layer.units}, 1)"),
        ]
        means = rf"{hat} \odot \overline{{{g} \odot {hat}}} - \overline{{{g}}}"
        back = rf"({g} - {means}) / \sigma_{{{k}}}"
    if is_needed:
        found.append((rf"\delta {before} &= {back}", f"({layer.inputs}, 1)"))
    return [Line(code, note, layer.id) for code, note in found]


def _penalty(run: TrainingRun) -> tuple[list[Line], list[Line]]:
    """What the penalties add to the gradients, and what L1 does after the step."""
    pulls, stops = [], []
    for layer, name, l1, l2 in penalties(run):
        w = f"W_{{{name[1:]}}}"
        terms = [rf"{l2:g}\, {w}"] if l2 else []
        terms += [rf"{l1:g}\, \operatorname{{sign}} {w}"] if l1 else []
        pull = rf"\delta {w} &\leftarrow \delta {w} + {' + '.join(terms)}"
        pulls.append(Line(pull, "the penalty, apart from the loss", layer.id))
        if l1:
            note = f"a weight of 0 stays while its gradient is at most {l1:g}; one that crosses 0 stops there"
            stops.append(Line(rf"{w} &\leftarrow {w}", note, layer.id))
    return pulls, stops


def _update(run: TrainingRun) -> Section:
    training = run.experiment.training
    optimizer: Any = training.optimizer
    pulls, stops = _penalty(run)
    lines = [Line(rf"\eta &= {_power(run.learning_rate)}", "the learning rate now"), *pulls]
    if training.clip_norm is not None:
        clip = rf"g &\leftarrow g \min(1, {training.clip_norm:g} / \|g\|)"
        lines.append(Line(clip, "the gradient is clipped"))
    name = "adam" if optimizer.name == "adamw" else optimizer.name
    if name not in _RULES:
        raise refused(f"the optimizer {optimizer.name} has no words in LaTeX")
    if optimizer.name == "adamw":
        decay = rf"W &\leftarrow W - {optimizer.weight_decay:g}\, \eta\, W"
        lines.append(Line(decay, "decay of the weights alone"))
    epsilon = _power(getattr(optimizer, "epsilon", 0.0))
    for rule in _RULES[name]:
        text = rule.format(s=optimizer, epsilon=epsilon)
        lines.append(Line(text.replace(r"\leftarrow", r"&\leftarrow", 1)))
    lines += stops
    if training.max_norm is not None:
        bound = rf"w &\leftarrow w \min(1, {training.max_norm:g} / \|w\|)"
        lines.append(Line(bound, "for each unit's incoming weights w"))
    frozen = [f"{k}" for k, layer in enumerate(run.network.plan.layers, start=1) if layer.is_frozen]
    if frozen:
        lines.append(Line(rf"\theta_k &\leftarrow \theta_k, \quad k = {', '.join(frozen)}", "frozen layers"))
    return Section("update", "for each parameter and its gradient g", tuple(lines))


def _weights(run: TrainingRun) -> list[str]:
    found = []
    for name, array in parts_of(run, run.network.parameters).items():
        letters = {"W": "W", "b": "b", "scale": r"\gamma", "shift": r"\beta"}
        word = name.rstrip("0123456789")
        symbol = f"{letters[word]}_{{{name[len(word) :]}}}"
        matrix = array.T if word == "W" else array[:, None]
        if max(matrix.shape) > _LARGEST:
            text = rf"\in \mathbf R^{{{matrix.shape[0]} \times {matrix.shape[1]}}}"
            found.append(rf"\[ {symbol} {text} \]")
        else:
            found.append(rf"\[ {symbol} = {_matrix(matrix)} \]")
    return found


def _matrix(matrix: Array) -> str:
    rows = r" \\ ".join(
        " & ".join(f"{value:.4g}" if "e" not in f"{value:.4g}" else _power(value) for value in row)
        for row in np.asarray(matrix).tolist()
    )
    return rf"\begin{{pmatrix}} {rows} \end{{pmatrix}}"


def _power(value: float) -> str:
    """A number as LaTeX writes it: ``10^{-8}``."""
    digits, sign, power = f"{value:.4g}".partition("e")
    if not sign:
        return digits
    exponent = rf"10^{{{int(power)}}}"
    return exponent if digits == "1" else rf"{digits} \cdot {exponent}"


def feature_in_latex(name: str) -> str:
    """A feature as LaTeX writes it."""
    if name.startswith(FORMULA_SIGN):
        return _formula(parse(name[1:]).root)
    return _FEATURES.get(name, rf"\operatorname{{{_escaped(name)}}}")


def _formula(node: Node) -> str:
    if isinstance(node, Number):
        return _power(node.value)
    if isinstance(node, Variable):
        return ("x_1", "x_2")[node.index]
    parts = [_formula(one) for one in node.arguments]
    match node.name:
        case "/":
            return rf"\frac{{{parts[0]}}}{{{parts[1]}}}"
        case "^":
            return rf"\left({parts[0]}\right)^{{{parts[1]}}}"
        case "*":
            return rf"\left({parts[0]}\right)\left({parts[1]}\right)"
        case "+" | "-":
            return rf"\left({parts[0]} {node.name} {parts[1]}\right)"
        case "negative":
            return rf"\left(-{parts[0]}\right)"
        case "sqrt":
            return rf"\sqrt{{{parts[0]}}}"
        case "abs":
            return rf"\left|{parts[0]}\right|"
    name = node.name if node.name in ("sin", "cos", "tanh", "exp", "log", "max", "min") else ""
    return rf"\{name}\left({', '.join(parts)}\right)"
