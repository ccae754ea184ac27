"""Compare over this: the same part of a menu for every control that stands for a field."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMenu

from playground.app.comparison import usual_values
from playground.app.session import Session
from playground.engine import fields
from playground.ui.words.fields import field_name, value_name

translate = QCoreApplication.translate


def add_comparisons(menu: QMenu, session: Session, paths: Sequence[str]) -> None:
    """Comparing over each of these paths with its usual values, and keeping the present run beside."""
    experiment = session.experiment
    rows = [(path, values) for path in paths if len(values := usual_values(experiment, path)) > 1]
    if not menu.isEmpty():
        menu.addSeparator()
    target, is_single = menu, len(rows) == 1
    if len(rows) > 1:
        target = menu.addMenu(translate("comparing", "Compare over"))
        target.setObjectName("compareOverMenu")
    for path, values in rows:
        name = field_name(path)
        said = ", ".join(value_name(path, value) for value in values)
        text = f"{name}: {said}"
        if is_single:
            text = translate("comparing", "Compare over {name}: {values}").format(name=name, values=said)
        action = target.addAction(text, partial(session.comparing.over_usual, path))
        action.setObjectName(f"compareOver:{path}")
    keep = menu.addAction(translate("comparing", "Keep this run beside"), session.comparing.keep_present)
    keep.setObjectName("keepBeside")


def paths_within(session: Session, part: str) -> list[str]:
    """The paths of all single values of a part, such as ``network.layers[0]``."""
    return [one.path for one in fields.all_fields(session.experiment) if one.path.startswith(f"{part}.")]
