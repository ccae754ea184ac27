"""What nodes and edges can show: the modes' names, what they teach, their keys."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

translate = QCoreApplication.translate


class Mode(NamedTuple):
    """One way to show nodes or edges."""

    key: str
    label: str
    help: str
    shortcut: str = ""


def node_modes() -> tuple[Mode, ...]:
    """What nodes can show."""
    return (
        Mode(
            "activation",
            translate("CanvasModes", "Activation"),
            translate("CanvasModes", "Each tile shows its unit's output at every point of the plane."),
            "A",
        ),
        Mode(
            "gradient",
            translate("CanvasModes", "Gradient"),
            translate(
                "CanvasModes",
                "Each tile shows how much the output would move if the unit moved: ∂output/∂unit.",
            ),
            "G",
        ),
        Mode(
            "both",
            translate("CanvasModes", "Both"),
            translate(
                "CanvasModes",
                "Activation on the left, gradient on the right. Beside them the probe point's numbers: "
                "green the activation, red ∂loss/∂unit.",
            ),
            "B",
        ),
        Mode(
            "histogram",
            translate("CanvasModes", "Histogram"),
            translate(
                "CanvasModes",
                "Where the training points fall on each unit's curve: look for units that are flat "
                "(saturated) or 0 (dead) on all of them.",
            ),
            "H",
        ),
    )


def edge_modes() -> tuple[Mode, ...]:
    """What edges can show."""
    return (
        Mode(
            "weight",
            translate("CanvasModes", "Weight"),
            translate("CanvasModes", "Width and colour of an edge are its weight."),
            "W",
        ),
        Mode(
            "gradient",
            translate("CanvasModes", "Gradient"),
            translate(
                "CanvasModes",
                "Width and colour of an edge are ∂loss/∂weight: which weights the loss, with its penalty, "
                "asks to move.",
            ),
            "E",
        ),
        Mode(
            "update",
            translate("CanvasModes", "Update"),
            translate("CanvasModes", "Width and colour of an edge are what the last step added to it."),
            "U",
        ),
        Mode(
            "ratio",
            translate("CanvasModes", "Ratio"),
            translate(
                "CanvasModes",
                "The last update over the weight, in powers of ten: a healthy step is near 1e−3.",
            ),
            "T",
        ),
    )


def gradient_sources() -> tuple[Mode, ...]:
    """Of what the gradients can be."""
    return (
        Mode(
            "minibatch",
            translate("CanvasModes", "of the minibatch"),
            translate("CanvasModes", "The noisy gradient of the points of one step."),
        ),
        Mode(
            "training_set",
            translate("CanvasModes", "of the training set"),
            translate(
                "CanvasModes", "The gradient of the mean loss over all training points, with no unit dropped."
            ),
        ),
        Mode(
            "probe",
            translate("CanvasModes", "of the probe point"),
            translate(
                "CanvasModes", "The gradient of one point's own loss: click the plane to choose the point."
            ),
        ),
    )
