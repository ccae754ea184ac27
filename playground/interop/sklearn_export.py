"""The network as a scikit-learn script: a multilayer perceptron for predicting."""

from __future__ import annotations

import numpy as np

from playground.engine.training import TrainingRun
from playground.interop.code.arrays import dense_names
from playground.interop.code.program import Check, begun, parts_of_file, whole_file
from playground.interop.code.script import Line, Script, Section, aligned, refused, require_something

_ACTIVATIONS = {"linear": "identity", "sigmoid": "logistic", "tanh": "tanh", "relu": "relu"}
_LIMITS = (
    "It predicts; to train on exactly as the playground does, take the NumPy or the PyTorch script:",
    "scikit-learn draws its own batches and weighs its penalty by their size.",
)


def sklearn_script(run: TrainingRun, *, with_weights: bool = True) -> Script:
    """The script. Raises ExperimentError with the reason where it cannot say what the run does."""
    require_something(run)
    activation = _activation(run)
    plan = run.network.plan
    hidden = tuple(layer.units for layer in plan.layers[:-1])
    is_regression = run.network.problem == "regression"
    name = "MLPRegressor" if is_regression else "MLPClassifier"
    classes = "" if is_regression else f", classes=np.arange({max(plan.outputs, 2)})"
    count = min(run.experiment.training.batch_size, run.train_set.count)
    lines = [
        Line(f"model = {name}(hidden_layer_sizes={hidden}, activation={activation!r}, random_state=0)"),
        Line(
            f"model.partial_fit(np.zeros((1, {len(plan.features)})), np.zeros(1){classes})",
            "makes room for the weights",
        ),
    ]
    for place, layer in enumerate(plan.layers, start=1):
        weights, *biases = dense_names(layer, place)
        bias = biases[0] if biases else f"np.zeros({layer.width})"
        inputs, units = layer.inputs, layer.units
        note = f"({count}, {inputs}) @ ({inputs}, {units}) + ({units},)  -> ({count}, {units})"
        code = f"model.coefs_[{place - 1}], model.intercepts_[{place - 1}] = {weights}, {bias}"
        lines.append(Line(code, note, layer.id))
    predicted = "model.predict_proba(features(points))" + ("[:, 1:]" if plan.outputs == 1 else "")
    right = "p[np.arange(len(p)), labels.astype(int)]"
    if plan.outputs == 1:
        right = "np.where(labels == 1, p[:, 0], 1 - p[:, 0])"
    loss = f"-np.mean(np.log(np.maximum({right}, 1e-15)))"
    if is_regression:
        predicted, loss = (
            "model.predict(features(points)).reshape(-1, 1)",
            "0.5 * np.mean((p[:, 0] - labels)**2)",
        )
    functions = f'''def predict(points):
    """The predictions (n, {plan.outputs}) at points (n, 2) of the plane."""
    return {predicted}


def loss_of(points, labels):
    """The mean loss at points (n, 2), without penalty."""
    p = predict(points)
    return {loss}'''

    def write() -> str:
        parts = parts_of_file(
            run,
            "scikit-learn",
            f"import numpy as np\nfrom sklearn.neural_network import {name}",
            ["# forward\n" + "\n".join(aligned(lines)), functions],
            Check("1e-6", "loss_of(points, labels)", _loss(begun(run, with_weights=with_weights))),
            with_weights=with_weights,
            says=_LIMITS,
        )
        return whole_file(run, parts, with_weights=with_weights)

    return Script(write, (Section("forward", "rows are points", tuple(lines)),))


def _activation(run: TrainingRun) -> str:
    """The one activation of all hidden layers. Raises ExperimentError for what the library has not."""
    hidden = run.network.plan.layers[:-1]
    for layer in hidden:
        if not layer.is_dense:
            raise refused(f"scikit-learn's networks have no {layer.kind} layer; take PyTorch")
        if layer.activation not in _ACTIVATIONS:
            raise refused(f"scikit-learn's networks have no {layer.activation}; take PyTorch")
    if len({layer.activation for layer in hidden}) > 1:
        raise refused("scikit-learn's networks have one activation in all hidden layers; take PyTorch")
    loss = run.experiment.loss
    if loss != ("squared_error" if run.network.problem == "regression" else "cross_entropy"):
        raise refused(f"scikit-learn's networks do not learn by {loss}; take PyTorch")
    return _ACTIVATIONS[hidden[0].activation] if hidden else "identity"


def _loss(run: TrainingRun) -> float:
    """The loss of the predictions, with probabilities from 1e-15 on as the script takes them."""
    p, labels = run.predictions("train"), run.points.train_labels
    if run.network.problem == "regression":
        return float(0.5 * np.mean((p[:, 0] - labels) ** 2))
    if p.shape[1] == 1:
        right = np.where(labels == 1, p[:, 0], 1.0 - p[:, 0])
    else:
        right = p[np.arange(len(p)), labels.astype(int)]
    return float(-np.mean(np.log(np.maximum(right, 1e-15))))
