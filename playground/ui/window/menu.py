"""The window's one menu, behind the button at the top right."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from playground.paths import resource
from playground.ui.words.translation import LANGUAGES


def make_menu(
    parent: QWidget,
    actions: Mapping[str, QAction],
    *,
    open_source: Callable[[str], object],
    recent: Callable[[], tuple[str, ...]],
    theme: tuple[str, Callable[[str], object]],
    language: tuple[str, Callable[[str], object]],
) -> QMenu:
    """The menu: files, examples, looks. ``theme`` and ``language`` are what is chosen and who is told."""
    translate = QCoreApplication.translate
    menu = QMenu(parent)
    menu.setObjectName("mainMenu")
    menu.setToolTipsVisible(True)
    for name in ("new", "open"):
        menu.addAction(actions[name])
    menu.addMenu(_recent_menu(menu, open_source, recent))
    examples = _examples_menu(menu, open_source)
    if examples is not None:
        menu.addMenu(examples)
    for name in ("bring_back", "save", "save_as"):
        menu.addAction(actions[name])
    menu.addSeparator()
    for name in ("open_link", "copy_link", "paste"):
        menu.addAction(actions[name])
    menu.addSeparator()
    for name in ("present", "large_text", "drawer", "drawer_taller", "drawer_lower", "show_controls"):
        menu.addAction(actions[name])
    themes = {
        "system": translate("WindowMenu", "Like the system"),
        "light": translate("WindowMenu", "Light"),
        "dark": translate("WindowMenu", "Dark"),
    }
    menu.addMenu(_choice_menu(menu, translate("WindowMenu", "Theme"), themes, *theme))
    languages = {"": translate("WindowMenu", "Like the system"), **LANGUAGES}
    menu.addMenu(_choice_menu(menu, translate("WindowMenu", "Language"), languages, *language))
    menu.addSeparator()
    menu.addAction(actions["quit"])
    return menu


def example_files() -> list[Path]:
    """The examples that ship with the program, by name."""
    return sorted(resource("examples").glob("*.json"))


def _examples_menu(parent: QMenu, open_source: Callable[[str], object]) -> QMenu | None:
    files = example_files()
    if not files:
        return None
    menu = QMenu(QCoreApplication.translate("WindowMenu", "Examples"), parent)
    menu.setObjectName("examplesMenu")
    for path in files:
        action = menu.addAction(path.stem.replace("-", " ").replace("_", " ").capitalize())
        action.triggered.connect(_opening(open_source, str(path)))
    return menu


def _recent_menu(
    parent: QMenu, open_source: Callable[[str], object], recent: Callable[[], tuple[str, ...]]
) -> QMenu:
    menu = QMenu(QCoreApplication.translate("WindowMenu", "Open recent"), parent)
    menu.setObjectName("recentMenu")

    def fill() -> None:
        menu.clear()
        for source in recent():
            is_link = "://" in source
            action = menu.addAction(source[:60] + " …" if is_link and len(source) > 60 else Path(source).name)
            action.setToolTip(source)
            action.triggered.connect(_opening(open_source, source))
        menu.setEnabled(bool(recent()))

    parent.aboutToShow.connect(fill)
    fill()
    return menu


def _choice_menu(
    parent: QMenu, title: str, options: Mapping[str, str], chosen: str, tell: Callable[[str], object]
) -> QMenu:
    menu = QMenu(title, parent)
    group = QActionGroup(menu)
    for key, text in options.items():
        action = menu.addAction(text)
        action.setCheckable(True)
        action.setChecked(key == chosen)
        group.addAction(action)
        action.triggered.connect(_opening(tell, key))
    return menu


def _opening(do: Callable[[str], object], what: str) -> Callable[[], None]:
    def act() -> None:
        do(what)

    return act
