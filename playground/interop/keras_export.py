"""The network as a Keras script: for predicting, on any of Keras's backends."""

from __future__ import annotations

from playground.engine.layers.base import LayerPlan
from playground.engine.training import TrainingRun
from playground.interop.code.arrays import dense_names
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
from playground.interop.numpy_export import head_lines

_ACTIVATIONS = {
    "linear": "",
    "relu": "relu",
    "leaky_relu": 'LeakyReLU(negative_slope=0.1, dtype="float64")',
    "elu": "elu",
    "tanh": "tanh",
    "sigmoid": "sigmoid",
    "maxout": "",
    "softplus": "softplus",
    "gelu": 'Activation(partial(keras.activations.gelu, approximate=True), dtype="float64")',
    "silu": "silu",
}
_LIMITS = (
    "It predicts; to train on exactly as the playground does, take the NumPy or the PyTorch script: Keras",
    "draws its own batches, and some of its optimizers place epsilon elsewhere.",
)


def keras_script(run: TrainingRun, *, with_weights: bool = True) -> Script:
    """The script. Raises ExperimentError with the reason where it cannot say what the run does."""
    require_something(run)
    plan, head = run.network.plan, run.network.head
    count = min(run.experiment.training.batch_size, run.train_set.count)
    lines = [
        Line("scores = keras.Sequential(["),
        Line(f"    keras.Input(({len(plan.features)},)),", f"({count}, {len(plan.features)})"),
    ]
    loads, index = [], 0
    for place, layer in enumerate(plan.layers, start=1):
        added, arrays = _layer(layer, place)
        if arrays:
            loads.append(f"scores.layers[{index}].set_weights([{', '.join(arrays)}])")
        for text, units in added:
            lines.append(Line(f"    keras.layers.{text},", f"({count}, {units})", layer.id))
            index += 1
    lines.append(Line("])"))
    has_head = head.activation != "linear"
    if has_head:
        last = f'keras.layers.Activation("{head.activation}", dtype="float64")'
        lines.append(Line(f"model = keras.Sequential([scores, {last}])", f"({count}, {plan.outputs})", -1))
    else:
        lines.append(Line("model = scores", f"({count}, {plan.outputs})", -1))
    functions = f'''def predict(points):
    """The predictions (n, {plan.outputs}) at points (n, 2) of the plane."""
    return keras.ops.convert_to_numpy(model(features(points), training=False))


def loss_of(points, labels):
    """The mean loss at points (n, 2), without penalty."""
    return mean_loss(keras.ops.convert_to_numpy(scores(features(points), training=False)), labels)'''

    def write() -> str:
        parts = parts_of_file(
            run,
            "Keras",
            "from functools import partial\n\nimport keras\nimport numpy as np",
            ["# forward\n" + "\n".join([*aligned(lines), *loads]), _mean_loss(run), functions],
            Check("1e-5", "loss_of(points, labels)"),
            with_weights=with_weights,
            says=_LIMITS,
        )
        return whole_file(run, parts, with_weights=with_weights)

    section = Section(
        "forward", f"one minibatch X: ({count}, {len(plan.features)}), rows are points", tuple(lines)
    )
    return Script(write, (section,))


def _mean_loss(run: TrainingRun) -> str:
    """The function ``mean_loss(z, labels)``, in NumPy."""
    body = [
        '"""The mean loss of scores z (n, outputs), without penalty."""',
        "m, y = len(z), np.asarray(labels, float)[:, None]",
        *head_lines(run),
        "return loss",
    ]
    return f"def mean_loss(z, labels):\n{indented(body)}"


def _layer(layer: LayerPlan, place: int) -> tuple[list[tuple[str, int]], list[str]]:
    """The Keras layers of one layer, each with its units, and the arrays that the first one takes."""
    names = list(dense_names(layer, place))
    exact = 'dtype="float64"'
    if layer.is_dense:
        if layer.activation not in _ACTIVATIONS:
            raise refused(f"Keras has no activation that is {layer.activation}")
        activation = _ACTIVATIONS[layer.activation]
        bias = "" if layer.has_bias else ", use_bias=False"
        inside = f', activation="{activation}"' if activation.islower() else ""
        found = [(f"Dense({layer.width}{inside}{bias}, {exact})", layer.width)]
        if activation and not inside:
            found.append((activation, layer.units))
        if layer.activation == "maxout":
            found.append((f"Reshape(({layer.pieces}, {layer.units}), {exact})", layer.width))
            found.append((f"GlobalMaxPooling1D({exact})", layer.units))
        return found, names
    if layer.kind == "dropout":
        return [(f"Dropout({number(layer.spec.rate)}, {exact})", layer.units)], []
    if layer.kind == "batch_norm":
        settings = f"momentum={1.0 - layer.spec.momentum!r}, epsilon={layer.spec.epsilon!r}"
        arrays = [*names, f"mean{place}", f"variance{place}"]
        return [(f"BatchNormalization({settings}, {exact})", layer.units)], arrays
    if layer.kind == "layer_norm":
        return [(f"LayerNormalization(epsilon={layer.spec.epsilon!r}, {exact})", layer.units)], names
    raise refused(f"Keras has no layer that is a {layer.kind}")
