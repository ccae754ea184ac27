"""Everything that can be done by name: the rows of the actions, tabs, datasets, examples; found by typing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeySequence

from playground.app.lessons import shipped
from playground.engine.datasets import DATASETS
from playground.ui.window.examples import example_files, example_title
from playground.ui.window.main_window import MainWindow
from playground.ui.words import labels


@dataclass(frozen=True)
class Command:
    """What it is called, what stands at its right (a key, or its kind), a sentence, and what it does."""

    text: str
    note: str
    help: str
    do: Callable[[], object]


def commands(window: MainWindow) -> list[Command]:
    """All commands that can be given now."""
    translate = QCoreApplication.translate
    workspace = window.workspace
    found = [
        Command(
            action.text().removesuffix(" …"),
            action.shortcut().toString(QKeySequence.SequenceFormat.NativeText),
            action.toolTip(),
            action.trigger,
        )
        for name, action in window.actions_by_name.items()
        if action.isEnabled() and name != "find_command"
    ]
    drawer = workspace.drawer
    tab = translate("Commands", "Tab")
    for place, name in enumerate(drawer.names):
        text, sentence = drawer.tabs.tabText(place), drawer.tabs.tabToolTip(place)
        found.append(Command(text, tab, sentence, partial(drawer.choose_tab, name)))
    dataset = translate("Commands", "Dataset")
    for name in DATASETS:
        told = labels.label("dataset", name)
        choose = partial(workspace.data_panel.gallery.chosen.emit, name)
        found.append(Command(told.label, dataset, told.help, choose))
    taught = translate("Commands", "Lesson")
    for lesson in shipped():
        words = f"{lesson.file.idea} {lesson.file.title.to(window.language)}".strip()
        found.append(Command(words, taught, "", partial(window.lessons.start, lesson)))
    example = translate("Commands", "Example")
    for path in example_files():
        open_it = partial(window.session.open, str(path))
        found.append(Command(example_title(path), example, "", open_it))
    return found


def matching(found: Iterable[Command], typed: str) -> list[Command]:
    """Those whose name has the typed letters in their order, the closest first; all for none."""
    ranked = [
        (rank, place, one) for place, one in enumerate(found) if (rank := _rank(one, typed)) is not None
    ]
    return [one for _, _, one in sorted(ranked, key=lambda entry: entry[:2])]


def _rank(command: Command, typed: str) -> float | None:
    """Smaller is closer: a beginning, a word's beginning, a part, letters apart; None: not all letters."""
    wanted, name = _plain(typed), _plain(command.text)
    if wanted in name:
        place = name.index(wanted)
        return 0.0 if place == 0 else 1.0 if name[place - 1] == " " else 2.0
    letters = wanted.replace(" ", "")
    place, gaps = -1, 0
    for letter in letters:
        later = name.find(letter, place + 1)
        if later < 0:
            return None
        gaps += later - place - 1
        place = later
    return 3.0 + gaps / max(len(name), 1)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
