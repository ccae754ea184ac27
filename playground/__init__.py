"""A neural network playground: see every activation and every gradient while a network learns."""

from typing import TYPE_CHECKING, Any

from playground.engine.experiment import Experiment
from playground.engine.training import TrainingRun
from playground.interop.loading import load, save

if TYPE_CHECKING:
    from playground.observe.graph import graph

__version__ = "0.1.0"
__all__ = ["Experiment", "TrainingRun", "graph", "load", "save"]


def __getattr__(name: str) -> Any:
    """``graph``, which training does without, is loaded when it is asked for."""
    if name == "graph":
        from playground.observe.graph import graph

        return graph
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
