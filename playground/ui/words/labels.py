"""Engine names in the user's language: a label and one sentence of help for each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QCoreApplication

from playground.ui.words.translation import QT_TRANSLATE_NOOP

Text = tuple[str, str]
"""(label, one sentence), marked for translation."""
Kind = Literal[
    "activation",
    "optimizer",
    "loss",
    "regularizer",
    "schedule",
    "initializer",
    "dataset",
    "layer_kind",
    "feature",
    "parameter",
    "export",
]

FORMULA_HELP = QT_TRANSLATE_NOOP("labels", "A feature from a formula you typed.")

ACTIVATIONS: dict[str, Text] = {
    "linear": (
        QT_TRANSLATE_NOOP("labels", "Linear"),
        QT_TRANSLATE_NOOP(
            "labels", "Passes its input on: a stack of linear layers is still one linear layer."
        ),
    ),
    "relu": (
        QT_TRANSLATE_NOOP("labels", "ReLU"),
        QT_TRANSLATE_NOOP(
            "labels", "max(0, z): cheap and fast to train; a unit that is 0 on all data is dead."
        ),
    ),
    "leaky_relu": (
        QT_TRANSLATE_NOOP("labels", "Leaky ReLU"),
        QT_TRANSLATE_NOOP("labels", "max(0.1 z, z): a small slope below 0 keeps every unit alive."),
    ),
    "elu": (
        QT_TRANSLATE_NOOP("labels", "ELU"),
        QT_TRANSLATE_NOOP("labels", "Like ReLU above 0; below it bends smoothly towards -1."),
    ),
    "tanh": (
        QT_TRANSLATE_NOOP("labels", "Tanh"),
        QT_TRANSLATE_NOOP("labels", "Squashes to -1 ... 1; its gradient vanishes where it saturates."),
    ),
    "sigmoid": (
        QT_TRANSLATE_NOOP("labels", "Sigmoid"),
        QT_TRANSLATE_NOOP(
            "labels", "Squashes to 0 ... 1; its slope is at most 1/4, so deep stacks lose their gradient."
        ),
    ),
    "maxout": (
        QT_TRANSLATE_NOOP("labels", "Maxout"),
        QT_TRANSLATE_NOOP(
            "labels", "The largest of several linear pieces: the unit learns its own bent line."
        ),
    ),
    "softplus": (
        QT_TRANSLATE_NOOP("labels", "Softplus"),
        QT_TRANSLATE_NOOP("labels", "log(1 + exp(z)): a smooth ReLU whose slope is the sigmoid."),
    ),
    "gelu": (
        QT_TRANSLATE_NOOP("labels", "GELU"),
        QT_TRANSLATE_NOOP(
            "labels", "z times the share of a bell curve below z: smooth, with a small dip left of 0."
        ),
    ),
    "silu": (
        QT_TRANSLATE_NOOP("labels", "SiLU"),
        QT_TRANSLATE_NOOP("labels", "z times its sigmoid: smooth, with a small dip left of 0."),
    ),
}

OPTIMIZERS: dict[str, Text] = {
    "sgd": (
        QT_TRANSLATE_NOOP("labels", "SGD"),
        QT_TRANSLATE_NOOP(
            "labels", "Each step goes against the minibatch's gradient, times the learning rate."
        ),
    ),
    "momentum": (
        QT_TRANSLATE_NOOP("labels", "Momentum"),
        QT_TRANSLATE_NOOP("labels", "Steps gather speed along directions that stay the same."),
    ),
    "nesterov": (
        QT_TRANSLATE_NOOP("labels", "Nesterov"),
        QT_TRANSLATE_NOOP("labels", "Momentum that looks ahead before it corrects itself."),
    ),
    "adagrad": (
        QT_TRANSLATE_NOOP("labels", "AdaGrad"),
        QT_TRANSLATE_NOOP(
            "labels", "Divides each step by the root of all past squared gradients: the rate only falls."
        ),
    ),
    "rmsprop": (
        QT_TRANSLATE_NOOP("labels", "RMSProp"),
        QT_TRANSLATE_NOOP("labels", "Divides each step by the recent size of that parameter's gradient."),
    ),
    "adam": (
        QT_TRANSLATE_NOOP("labels", "Adam"),
        QT_TRANSLATE_NOOP("labels", "Momentum and RMSProp together, corrected for their start at 0."),
    ),
    "adamw": (
        QT_TRANSLATE_NOOP("labels", "AdamW"),
        QT_TRANSLATE_NOOP("labels", "Adam with weights that decay by themselves, apart from the gradient."),
    ),
}

LOSSES: dict[str, Text] = {
    "cross_entropy": (
        QT_TRANSLATE_NOOP("labels", "Cross-entropy"),
        QT_TRANSLATE_NOOP(
            "labels", "-log of the probability given to the true class: confident mistakes cost most."
        ),
    ),
    "squared_error": (
        QT_TRANSLATE_NOOP("labels", "Squared error"),
        QT_TRANSLATE_NOOP("labels", "Half the squared distance from the target: outliers weigh heavily."),
    ),
    "hinge": (
        QT_TRANSLATE_NOOP("labels", "Hinge"),
        QT_TRANSLATE_NOOP("labels", "The SVM loss: 0 once a point is right by a margin of 1."),
    ),
    "huber": (
        QT_TRANSLATE_NOOP("labels", "Huber"),
        QT_TRANSLATE_NOOP("labels", "Squared near the target, straight beyond 1: outliers pull less."),
    ),
    "absolute_error": (
        QT_TRANSLATE_NOOP("labels", "Absolute error"),
        QT_TRANSLATE_NOOP(
            "labels", "The distance from the target: every mistake pulls with the same strength."
        ),
    ),
}

REGULARIZERS: dict[str, Text] = {
    "none": (
        QT_TRANSLATE_NOOP("labels", "None"),
        QT_TRANSLATE_NOOP("labels", "Only the data decides about the weights."),
    ),
    "l1": (
        QT_TRANSLATE_NOOP("labels", "L1"),
        QT_TRANSLATE_NOOP("labels", "Adds the sum of |w|: many weights become exactly 0."),
    ),
    "l2": (
        QT_TRANSLATE_NOOP("labels", "L2"),
        QT_TRANSLATE_NOOP(
            "labels", "Adds half the sum of squared weights: large weights shrink, the boundary calms."
        ),
    ),
    "elastic_net": (
        QT_TRANSLATE_NOOP("labels", "Elastic net"),
        QT_TRANSLATE_NOOP("labels", "A mix of L1 and L2."),
    ),
}

SCHEDULES: dict[str, Text] = {
    "constant": (
        QT_TRANSLATE_NOOP("labels", "Constant"),
        QT_TRANSLATE_NOOP("labels", "The learning rate stays as it is."),
    ),
    "step": (
        QT_TRANSLATE_NOOP("labels", "Step"),
        QT_TRANSLATE_NOOP("labels", "The learning rate is multiplied by a factor every few epochs."),
    ),
    "exponential": (
        QT_TRANSLATE_NOOP("labels", "Exponential"),
        QT_TRANSLATE_NOOP("labels", "The learning rate is multiplied by the decay after every epoch."),
    ),
    "cosine": (
        QT_TRANSLATE_NOOP("labels", "Cosine"),
        QT_TRANSLATE_NOOP("labels", "The learning rate falls along half a cosine."),
    ),
}

INITIALIZERS: dict[str, Text] = {
    "zeros": (
        QT_TRANSLATE_NOOP("labels", "Zeros"),
        QT_TRANSLATE_NOOP(
            "labels", "All weights 0: the units of a layer stay alike, so hidden layers learn nothing useful."
        ),
    ),
    "small_normal": (
        QT_TRANSLATE_NOOP("labels", "Small normal"),
        QT_TRANSLATE_NOOP(
            "labels", "0.01 times a normal number: fine for few layers, signals die out in many."
        ),
    ),
    "uniform": (
        QT_TRANSLATE_NOOP("labels", "Uniform"),
        QT_TRANSLATE_NOOP("labels", "Evenly between -0.5 and 0.5, whatever the number of inputs."),
    ),
    "xavier_uniform": (
        QT_TRANSLATE_NOOP("labels", "Xavier uniform"),
        QT_TRANSLATE_NOOP("labels", "Scaled by inputs and outputs so that tanh layers keep their signal."),
    ),
    "xavier_normal": (
        QT_TRANSLATE_NOOP("labels", "Xavier normal"),
        QT_TRANSLATE_NOOP("labels", "Like Xavier uniform, with normal numbers."),
    ),
    "he_uniform": (
        QT_TRANSLATE_NOOP("labels", "He uniform"),
        QT_TRANSLATE_NOOP("labels", "Scaled by the inputs so that ReLU layers keep their signal."),
    ),
    "he_normal": (
        QT_TRANSLATE_NOOP("labels", "He normal"),
        QT_TRANSLATE_NOOP("labels", "Like He uniform, with normal numbers."),
    ),
    "orthogonal": (
        QT_TRANSLATE_NOOP("labels", "Orthogonal"),
        QT_TRANSLATE_NOOP("labels", "Weight directions stand at right angles: lengths survive many layers."),
    ),
}

DATASETS: dict[str, Text] = {
    "circle": (
        QT_TRANSLATE_NOOP("labels", "Circle"),
        QT_TRANSLATE_NOOP("labels", "A disk inside a ring: no straight line parts them."),
    ),
    "xor": (
        QT_TRANSLATE_NOOP("labels", "XOR"),
        QT_TRANSLATE_NOOP("labels", "Opposite quarters share a class: the classic case for a hidden layer."),
    ),
    "gauss": (
        QT_TRANSLATE_NOOP("labels", "Gauss"),
        QT_TRANSLATE_NOOP("labels", "A cloud for each class, apart: straight boundaries are enough."),
    ),
    "spiral": (
        QT_TRANSLATE_NOOP("labels", "Spiral"),
        QT_TRANSLATE_NOOP("labels", "Interleaved arms: needs several units and patience."),
    ),
    "moons": (
        QT_TRANSLATE_NOOP("labels", "Moons"),
        QT_TRANSLATE_NOOP("labels", "Two half moons that hold each other."),
    ),
    "rings": (
        QT_TRANSLATE_NOOP("labels", "Rings"),
        QT_TRANSLATE_NOOP("labels", "Rings around each other, one for each class."),
    ),
    "checkerboard": (
        QT_TRANSLATE_NOOP("labels", "Checkerboard"),
        QT_TRANSLATE_NOOP("labels", "Fields in turn: many corners to learn."),
    ),
    "blobs": (
        QT_TRANSLATE_NOOP("labels", "Blobs"),
        QT_TRANSLATE_NOOP("labels", "A cloud for each class."),
    ),
    "plane": (
        QT_TRANSLATE_NOOP("labels", "Plane"),
        QT_TRANSLATE_NOOP("labels", "Values that rise along a diagonal: a linear network fits them."),
    ),
    "multi_gauss": (
        QT_TRANSLATE_NOOP("labels", "Hills"),
        QT_TRANSLATE_NOOP("labels", "Hills and hollows in two rows."),
    ),
    "saddle": (
        QT_TRANSLATE_NOOP("labels", "Saddle"),
        QT_TRANSLATE_NOOP("labels", "Values that follow the product of x1 and x2."),
    ),
    "ripple": (
        QT_TRANSLATE_NOOP("labels", "Ripple"),
        QT_TRANSLATE_NOOP("labels", "Waves that run out from the centre."),
    ),
    "custom": (
        QT_TRANSLATE_NOOP("labels", "Your points"),
        QT_TRANSLATE_NOOP("labels", "The points you painted or imported."),
    ),
}

LAYER_KINDS: dict[str, Text] = {
    "dense": (
        QT_TRANSLATE_NOOP("labels", "Dense"),
        QT_TRANSLATE_NOOP("labels", "Every unit sees every input: weights, a bias, an activation."),
    ),
    "dropout": (
        QT_TRANSLATE_NOOP("labels", "Dropout"),
        QT_TRANSLATE_NOOP(
            "labels", "While training, switches units off at random, so that none relies on another."
        ),
    ),
    "batch_norm": (
        QT_TRANSLATE_NOOP("labels", "Batch norm"),
        QT_TRANSLATE_NOOP(
            "labels", "Gives each unit mean 0 and deviation 1 over the batch, then scales and shifts."
        ),
    ),
    "layer_norm": (
        QT_TRANSLATE_NOOP("labels", "Layer norm"),
        QT_TRANSLATE_NOOP("labels", "Gives each point mean 0 and deviation 1 over the layer's units."),
    ),
    "output": (
        QT_TRANSLATE_NOOP("labels", "Output"),
        QT_TRANSLATE_NOOP("labels", "What the network says: its units follow from the data and the loss."),
    ),
}

FEATURES: dict[str, Text] = {
    "x1": ("x₁", QT_TRANSLATE_NOOP("labels", "The first coordinate, from left to right.")),
    "x2": ("x₂", QT_TRANSLATE_NOOP("labels", "The second coordinate, from bottom to top.")),
    "x1^2": ("x₁²", QT_TRANSLATE_NOOP("labels", "The square of the first coordinate.")),
    "x2^2": ("x₂²", QT_TRANSLATE_NOOP("labels", "The square of the second coordinate.")),
    "x1x2": ("x₁x₂", QT_TRANSLATE_NOOP("labels", "The product of both coordinates.")),
    "sin_x1": ("sin x₁", QT_TRANSLATE_NOOP("labels", "The sine of the first coordinate.")),
    "sin_x2": ("sin x₂", QT_TRANSLATE_NOOP("labels", "The sine of the second coordinate.")),
    "cos_x1": ("cos x₁", QT_TRANSLATE_NOOP("labels", "The cosine of the first coordinate.")),
    "cos_x2": ("cos x₂", QT_TRANSLATE_NOOP("labels", "The cosine of the second coordinate.")),
}

PARAMETERS: dict[str, Text] = {
    "momentum": (
        QT_TRANSLATE_NOOP("labels", "Momentum"),
        QT_TRANSLATE_NOOP(
            "labels", "How much of the last step's speed is kept; 0.9 adds up about ten steps."
        ),
    ),
    "epsilon": (
        QT_TRANSLATE_NOOP("labels", "Epsilon"),
        QT_TRANSLATE_NOOP("labels", "A small number that keeps the division from 0."),
    ),
    "decay": (
        QT_TRANSLATE_NOOP("labels", "Decay"),
        QT_TRANSLATE_NOOP("labels", "How much is kept from one time to the next."),
    ),
    "beta1": (
        QT_TRANSLATE_NOOP("labels", "Beta 1"),
        QT_TRANSLATE_NOOP("labels", "How long the mean of the gradients remembers."),
    ),
    "beta2": (
        QT_TRANSLATE_NOOP("labels", "Beta 2"),
        QT_TRANSLATE_NOOP("labels", "How long the mean of the squared gradients remembers."),
    ),
    "weight_decay": (
        QT_TRANSLATE_NOOP("labels", "Weight decay"),
        QT_TRANSLATE_NOOP(
            "labels", "The share of each weight, times the learning rate, taken off at every step."
        ),
    ),
    "every": (
        QT_TRANSLATE_NOOP("labels", "Every (epochs)"),
        QT_TRANSLATE_NOOP("labels", "After how many epochs the learning rate changes."),
    ),
    "factor": (
        QT_TRANSLATE_NOOP("labels", "Factor"),
        QT_TRANSLATE_NOOP("labels", "What the learning rate is multiplied by."),
    ),
    "epochs": (
        QT_TRANSLATE_NOOP("labels", "Length (epochs)"),
        QT_TRANSLATE_NOOP("labels", "How many epochs the fall takes."),
    ),
    "minimum": (
        QT_TRANSLATE_NOOP("labels", "Lowest share"),
        QT_TRANSLATE_NOOP("labels", "Where the fall ends, as a share of the learning rate."),
    ),
    "warmup": (
        QT_TRANSLATE_NOOP("labels", "Warm-up (epochs)"),
        QT_TRANSLATE_NOOP("labels", "The learning rate rises evenly over these first epochs."),
    ),
}


@dataclass(frozen=True)
class Label:
    """What a thing is called, and one sentence about what it does or what to look for."""

    label: str
    help: str


EXPORTS: dict[str, Text] = {
    "numpy": (
        QT_TRANSLATE_NOOP("labels", "NumPy"),
        QT_TRANSLATE_NOOP(
            "labels",
            "A script: forward, backward and update line by line; it trains on as the playground would.",
        ),
    ),
    "pytorch": (
        QT_TRANSLATE_NOOP("labels", "PyTorch"),
        QT_TRANSLATE_NOOP(
            "labels", "A script that trains on as the playground would, with PyTorch's own gradients."
        ),
    ),
    "notebook": (
        QT_TRANSLATE_NOOP("labels", "Jupyter notebook"),
        QT_TRANSLATE_NOOP("labels", "The PyTorch script as a notebook; its last cell trains on."),
    ),
    "keras": (
        QT_TRANSLATE_NOOP("labels", "Keras"),
        QT_TRANSLATE_NOOP("labels", "A script that predicts as this network does."),
    ),
    "scikit-learn": (
        QT_TRANSLATE_NOOP("labels", "scikit-learn"),
        QT_TRANSLATE_NOOP(
            "labels", "A script that predicts as this network does, for what scikit-learn can say."
        ),
    ),
    "latex": (
        QT_TRANSLATE_NOOP("labels", "LaTeX formulas"),
        QT_TRANSLATE_NOOP(
            "labels", "The formulas forward, backward and update, with the weights rounded to four digits."
        ),
    ),
    "tikz": (
        QT_TRANSLATE_NOOP("labels", "TikZ picture"),
        QT_TRANSLATE_NOOP("labels", "The network as a picture for LaTeX: edges as strong as their weights."),
    ),
    "json": (
        QT_TRANSLATE_NOOP("labels", "Experiment"),
        QT_TRANSLATE_NOOP("labels", "The playground's own file."),
    ),
    "csv": (
        QT_TRANSLATE_NOOP("labels", "Points"),
        QT_TRANSLATE_NOOP("labels", "All points with their labels, and which of them train."),
    ),
    "log": (
        QT_TRANSLATE_NOOP("labels", "Training log"),
        QT_TRANSLATE_NOOP("labels", "Loss, accuracy and learning rate, a row for each recorded epoch."),
    ),
    "npz": (
        QT_TRANSLATE_NOOP("labels", "NumPy arrays"),
        QT_TRANSLATE_NOOP("labels", "The weights and biases of each layer, for np.load."),
    ),
    "onnx": (
        QT_TRANSLATE_NOOP("labels", "ONNX"),
        QT_TRANSLATE_NOOP("labels", "One graph from a point to the prediction, features included."),
    ),
    "safetensors": (
        QT_TRANSLATE_NOOP("labels", "safetensors"),
        QT_TRANSLATE_NOOP("labels", "The weights and biases of each layer, for PyTorch and others."),
    ),
}

LABELS: dict[Kind, dict[str, Text]] = {
    "activation": ACTIVATIONS,
    "optimizer": OPTIMIZERS,
    "loss": LOSSES,
    "regularizer": REGULARIZERS,
    "schedule": SCHEDULES,
    "initializer": INITIALIZERS,
    "dataset": DATASETS,
    "layer_kind": LAYER_KINDS,
    "feature": FEATURES,
    "parameter": PARAMETERS,
    "export": EXPORTS,
}


def label(kind: Kind, name: str) -> Label:
    """The label of an engine name of this kind; a formula feature (``=x1*x2``) is its own label.

    A parameter (of an optimizer or a schedule) goes by its field name. A name without words of its own
    is shown as it stands.
    """
    if kind == "feature" and name.startswith("="):
        return Label(name[1:].strip(), _translated(FORMULA_HELP))
    text, sentence = LABELS[kind].get(name, (name, ""))
    return Label(_translated(text), _translated(sentence) if sentence else "")


def _translated(text: str) -> str:
    return QCoreApplication.translate("labels", text)
