"""The network as a scikit-learn script: a multilayer perceptron for predicting."""

from __future__ import annotations

import numpy as np

from playground.engine.training import TrainingRun
from playground.interop.carried import state_of
from playground.interop.code.script import (
    Line,
    Script,
    Section,
    aligned,
    data_part,
    dense_names,
    features_part,
    header,
    last_line,
    refused,
    require_something,
    weights_part,
    whole,
)

_ACTIVATIONS = {"linear": "identity", "sigmoid": "logistic", "tanh": "tanh", "relu": "relu"}
_LIMITS = (
    "It predicts; to train on exactly as the playground does, take the NumPy or the PyTorch script:",
    "scikit-learn draws its own batches and weighs its penalty by their size.",
)


def run_as_sklearn(run: TrainingRun) -> bytes:
    """The script with its weights."""
    return sklearn_script(run).text.encode()


def untrained_as_sklearn(run: TrainingRun) -> bytes:
    """The script that draws the first weights itself."""
    return sklearn_script(run, with_weights=False).text.encode()


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
    predicted = (
        "model.predict(features(points)).reshape(-1, 1)"
        if is_regression
        else "model.predict_proba(features(points))" + ("[:, 1:]" if plan.outputs == 1 else "")
    )

    def write() -> str:
        now = run if with_weights else TrainingRun(state_of(run, with_weights=False), run.points)
        known = _loss(now)
        if is_regression:
            loss = "0.5 * np.mean((predict(points)[:, 0] - labels)**2)"
        else:
            right = (
                "np.where(labels == 1, p[:, 0], 1 - p[:, 0])"
                if plan.outputs == 1
                else "p[np.arange(len(p)), labels.astype(int)]"
            )
            loss = f"-np.mean(np.log(np.maximum({right}, 1e-15)))"
        first = "" if is_regression else "    p = predict(points)\n"
        return whole(
            header(run, "scikit-learn", _LIMITS, with_weights=with_weights),
            f"import numpy as np\nfrom sklearn.neural_network import {name}",
            features_part(run),
            weights_part(run, with_weights=with_weights),
            "# forward\n" + "\n".join(aligned(lines)),
            "def predict(points):\n"
            f'    """The predictions (n, {plan.outputs}) at points (n, 2) of the plane."""\n'
            f"    return {predicted}",
            data_part(run),
            f'if __name__ == "__main__":\n{first}    loss = {loss}\n'
            f'    print(f"loss {{loss:.6g}}; in the playground {known:.6g}")\n'
            f"    if not abs(loss - {known!r}) <= 1e-6 * max(1.0, abs(loss)):\n"
            '        raise SystemExit("these are not the same")',
            last_line(run, with_weights=with_weights),
        )

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
