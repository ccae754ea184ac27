"""The command line."""

from playground.cli.commands import main
from playground.cli.errors import STOPPED_BY_HAND, USAGE_ERROR

__all__ = ["STOPPED_BY_HAND", "USAGE_ERROR", "main"]
