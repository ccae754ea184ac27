"""The tabs of the lower panel, from left to right: what they are called and which panel they show."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module

from playground.app.session import Session
from playground.ui.panel import Panel
from playground.ui.words.translation import QT_TRANSLATE_NOOP


@dataclass(frozen=True)
class Tab:
    """``panel`` is a Panel's class with its module, which is imported when the tab is first seen."""

    name: str
    title: str
    help: str
    panel: str

    def make(self, session: Session) -> Panel:
        """The panel that it shows."""
        module, _, kind = self.panel.rpartition(".")
        made: Panel = getattr(import_module(module), kind)(session)
        return made


TABS: tuple[Tab, ...] = (
    Tab(
        "gradientFlow",
        QT_TRANSLATE_NOOP("Tabs", "Gradient flow"),
        QT_TRANSLATE_NOOP(
            "Tabs", "How strong signals and gradients are in each layer: do they vanish or explode?"
        ),
        "playground.ui.analysis.gradient_flow.GradientFlow",
    ),
    Tab(
        "inspector",
        QT_TRANSLATE_NOOP("Tabs", "Inspector"),
        QT_TRANSLATE_NOOP(
            "Tabs", "The selected unit's formula and gradient with their real numbers; nudge its weights."
        ),
        "playground.ui.analysis.inspector.Inspector",
    ),
    Tab(
        "microscope",
        QT_TRANSLATE_NOOP("Tabs", "Microscope"),
        QT_TRANSLATE_NOOP(
            "Tabs", "Forward and backward, gate by gate: of a typed expression, a unit, or the whole network."
        ),
        "playground.ui.microscope.panel.Microscope",
    ),
    Tab(
        "codeView",
        QT_TRANSLATE_NOOP("Tabs", "Code"),
        QT_TRANSLATE_NOOP(
            "Tabs", "The network as code: forward, backward and update, line by line, and it runs."
        ),
        "playground.ui.code.code_view.CodeView",
    ),
    Tab(
        "runPlot",
        QT_TRANSLATE_NOOP("Tabs", "Run"),
        QT_TRANSLATE_NOOP(
            "Tabs", "Loss, accuracy, gradient norm and learning rate over the whole run, with zoom."
        ),
        "playground.ui.analysis.run.RunPlot",
    ),
    Tab(
        "compare",
        QT_TRANSLATE_NOOP("Tabs", "Compare"),
        QT_TRANSLATE_NOOP(
            "Tabs", "Variants of the experiment beside each other, trained in turn on one clock."
        ),
        "playground.ui.compare.compare_panel.ComparePanel",
    ),
    Tab(
        "layerSpace",
        QT_TRANSLATE_NOOP("Tabs", "Layer space"),
        QT_TRANSLATE_NOOP(
            "Tabs", "How a layer has bent the plane: two of its units as axes, the points in that space."
        ),
        "playground.ui.analysis.layer_space.LayerSpaceView",
    ),
    Tab(
        "contributions",
        QT_TRANSLATE_NOOP("Tabs", "Contributions"),
        QT_TRANSLATE_NOOP(
            "Tabs", "What each unit adds to the output: the score as a running sum, unit by unit."
        ),
        "playground.ui.analysis.contributions.ContributionsView",
    ),
    Tab(
        "lossSurface",
        QT_TRANSLATE_NOOP("Tabs", "Loss surface"),
        QT_TRANSLATE_NOOP(
            "Tabs", "The loss around the present weights along two directions, with the path taken so far."
        ),
        "playground.ui.analysis.loss_surface.LossSurfaceView",
    ),
)
