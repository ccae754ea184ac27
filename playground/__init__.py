"""A neural network playground: see every activation and every gradient while a network learns."""

from playground.engine.experiment import Experiment
from playground.engine.training import TrainingRun
from playground.interop.loading import load, save

__version__ = "0.1.0"
__all__ = ["Experiment", "TrainingRun", "load", "save"]
