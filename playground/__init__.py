"""A neural network playground: see every activation and every gradient while a network learns."""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal

from playground.engine.experiment import Experiment
from playground.engine.training import TrainingRun
from playground.interop.loading import load, save

if TYPE_CHECKING:
    from playground.observe.graph import graph

__version__ = "0.1.0"
__all__ = ["Experiment", "TrainingRun", "graph", "load", "save"]


def _show(run: TrainingRun, kind: Literal["png", "html"]) -> Any:
    """What a notebook shows of a run; without Qt the measures alone."""
    from playground.observe.notebook import as_html

    try:
        draw = import_module("playground.tools.picture").content
    except ImportError:
        png = None
    else:
        png = draw(run, "png", "light", 480)
    return png if kind == "png" else as_html(run, png)


TrainingRun.shown_by = _show


def __getattr__(name: str) -> Any:
    """``graph``, which training does without, is loaded when it is asked for."""
    if name == "graph":
        from playground.observe.graph import graph

        return graph
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
