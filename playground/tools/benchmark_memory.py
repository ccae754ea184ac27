"""What the real window collects while a user plays and edits: kind by kind, beside what the process takes."""

from __future__ import annotations

import gc
from itertools import cycle
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QImage, QPixmap, QPixmapCache

from playground.app.session import Session
from playground.engine import edits
from playground.engine.experiment import Experiment
from playground.tools.offscreen import offscreen_window
from playground.ui.window.application import settle

SECONDS = 60.0
WARM_UP_SECONDS = 5.0
_EDIT_MS = 400
_MB = 1 << 20


def measure(seconds: float = SECONDS) -> dict[str, Any]:
    """Megabytes: ``resident`` before and after, and ``held`` by kind (``now``, ``most``)."""
    with offscreen_window(Experiment()) as (_app, window, session):
        settle(window)
        session.play()
        _rest(WARM_UP_SECONDS)
        before = resident()
        acts = cycle((_wider, _narrower, Session.new_seed, Session.reset))
        editing = QTimer(interval=_EDIT_MS)

        def act() -> None:
            next(acts)(session)
            session.play()

        editing.timeout.connect(act)
        editing.start()
        _rest(seconds)
        editing.stop()
        session.pause()
        held = {
            one.what: {"now": one.now / _MB, "most": None if one.most is None else one.most / _MB}
            for one in session.held()
        }
        held["pictures of the window"] = {"now": pictures(), "most": None}
        held["pictures that Qt keeps"] = {"now": None, "most": QPixmapCache.cacheLimit() / 1024}
        return {"resident": {"before": before, "after": resident()}, "held": held}


def as_text(figures: dict[str, Any]) -> str:
    """The figures as a table."""
    rows = [("", "MB now", "MB at most")]
    rows += [(what, _number(one["now"]), _number(one["most"])) for what, one in figures["held"].items()]
    taken = figures["resident"]
    rows.append(("the process, before and after", _number(taken["before"]), _number(taken["after"])))
    width = max(len(row[0]) for row in rows)
    return "\n".join(f"{what:{width}}  {now:>8}  {most:>10}" for what, now, most in rows)


def resident() -> float:
    """Resident megabytes of this process; 0 where the system does not tell."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return 0.0
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def pictures() -> float:
    """Megabytes of the pictures that Python holds."""
    gc.unfreeze()  # what the collector passes over it does not tell of
    found = [thing for thing in gc.get_objects() if type(thing) in (QPixmap, QImage)]
    return float(sum(thing.width() * thing.height() * thing.depth() / 8 for thing in found)) / _MB


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.1f}"


def _rest(seconds: float) -> None:
    loop = QEventLoop()
    QTimer.singleShot(round(1000 * seconds), loop.quit)
    loop.exec()


def _wider(session: Session) -> None:
    session.edit(edits.with_units(session.experiment, 1, 8), "More units")


def _narrower(session: Session) -> None:
    session.edit(edits.with_units(session.experiment, 1, 4), "Fewer units")
