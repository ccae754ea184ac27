"""What nodes and edges can show: the modes' names, what they teach, their keys."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QCoreApplication


class Mode(NamedTuple):
    """One way to show nodes or edges."""

    key: str
    label: str
    help: str
    shortcut: str = ""


def tr(text: str) -> str:
    """The text in the person's language."""
    return QCoreApplication.translate("CanvasModes", text)


def node_modes() -> tuple[Mode, ...]:
    """What nodes can show."""
    return (
        Mode(
            "activation",
            tr("Activation"),
            tr("Each tile shows its unit's output at every point of the plane."),
            "A",
        ),
        Mode(
            "gradient",
            tr("Gradient"),
            tr("Each tile shows how much the output would move if the unit moved: ∂output/∂unit."),
            "G",
        ),
        Mode(
            "both",
            tr("Both"),
            tr(
                "Activation on the left, gradient on the right. Beside them the probe point's numbers: "
                "green the activation, red ∂loss/∂unit."
            ),
            "B",
        ),
        Mode(
            "histogram",
            tr("Histogram"),
            tr(
                "Where the training points fall on each unit's curve: look for units that are flat "
                "(saturated) or 0 (dead) on all of them."
            ),
            "H",
        ),
    )


def edge_modes() -> tuple[Mode, ...]:
    """What edges can show."""
    return (
        Mode("weight", tr("Weight"), tr("Width and colour of an edge are its weight."), "W"),
        Mode(
            "gradient",
            tr("Gradient"),
            tr("Width and colour of an edge are ∂loss/∂weight: which weights the loss asks to move."),
            "E",
        ),
        Mode(
            "update", tr("Update"), tr("Width and colour of an edge are what the last step added to it."), "U"
        ),
        Mode(
            "ratio",
            tr("Ratio"),
            tr("The last update over the weight, in powers of ten: a healthy step is near 1e−3."),
            "T",
        ),
    )


def gradient_sources() -> tuple[Mode, ...]:
    """Of what the gradients can be."""
    return (
        Mode("minibatch", tr("of the minibatch"), tr("The noisy gradient of the points of one step.")),
        Mode(
            "training_set",
            tr("of the training set"),
            tr("The gradient of the mean loss over all training points."),
        ),
        Mode(
            "probe",
            tr("of the probe point"),
            tr("The gradient of one point's own loss: click the plane to choose the point."),
        ),
    )
