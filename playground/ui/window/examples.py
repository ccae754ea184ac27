"""The examples that ship with the program, with the names they are shown by."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication

from playground.paths import resource
from playground.ui.words.translation import QT_TRANSLATE_NOOP

_TITLES = {
    "case-study-linear": QT_TRANSLATE_NOOP("Examples", "Case study: a linear classifier"),
    "case-study-relu": QT_TRANSLATE_NOOP("Examples", "Case study: one hidden layer"),
    "five-classes": QT_TRANSLATE_NOOP("Examples", "Five classes"),
    "linear-layers-stay-linear": QT_TRANSLATE_NOOP("Examples", "Linear layers stay linear"),
    "overfitting": QT_TRANSLATE_NOOP("Examples", "Overfitting"),
    "regression-ripple": QT_TRANSLATE_NOOP("Examples", "Regression: a ripple"),
    "spiral": QT_TRANSLATE_NOOP("Examples", "Spiral"),
    "vanishing-gradient": QT_TRANSLATE_NOOP("Examples", "Vanishing gradient"),
}


def example_files() -> list[Path]:
    """The examples, by file name."""
    return sorted(resource("examples").glob("*.json"))


def example_title(path: Path) -> str:
    """What the example is called; one without a title of its own goes by its file's name."""
    stem = path.stem.replace("_", "-")
    plain = stem.replace("-", " ").capitalize()
    return QCoreApplication.translate("Examples", _TITLES[stem]) if stem in _TITLES else plain
