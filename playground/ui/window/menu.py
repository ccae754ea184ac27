"""The window's one menu, behind the button at the top right."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu

from playground.app.session import Session
from playground.ui.window.actions import ROWS, Section
from playground.ui.window.examples import example_files, example_title
from playground.ui.window.main_window import MainWindow
from playground.ui.words import labels
from playground.ui.words.translation import LANGUAGES


def make_menu(window: MainWindow) -> QMenu:
    """The menu: files, examples, links, looks, language."""
    translate = QCoreApplication.translate
    actions, preferences = window.actions_by_name, window.session.settings.preferences
    menu = QMenu(window)
    menu.setObjectName("mainMenu")
    menu.setToolTipsVisible(True)

    def add(section: Section) -> None:
        for row in ROWS:
            if row.menu == section:
                menu.addAction(actions[row.name])

    add("open")
    menu.addMenu(_recent_menu(menu, window.session))
    examples = _examples_menu(menu, window.session)
    if examples is not None:
        menu.addMenu(examples)
    add("save")
    menu.addMenu(_copy_menu(menu, window.session))
    menu.addSeparator()
    add("link")
    menu.addSeparator()
    add("view")
    themes = {
        "system": translate("WindowMenu", "Like the system"),
        "light": translate("WindowMenu", "Light"),
        "dark": translate("WindowMenu", "Dark"),
    }
    title = translate("WindowMenu", "Theme")
    menu.addMenu(_choice_menu(menu, title, themes, preferences.theme, window.set_theme))
    languages = {"": translate("WindowMenu", "Like the system"), **LANGUAGES}
    title = translate("WindowMenu", "Language")
    menu.addMenu(_choice_menu(menu, title, languages, preferences.language, window.set_language))
    menu.addSeparator()
    add("end")
    menu.aboutToShow.connect(lambda: actions["bring_back"].setEnabled(window.session.can_bring_back))
    return menu


def _examples_menu(parent: QMenu, session: Session) -> QMenu | None:
    files = example_files()
    if not files:
        return None
    menu = QMenu(QCoreApplication.translate("WindowMenu", "Examples"), parent)
    menu.setObjectName("examplesMenu")
    for path in files:
        action = menu.addAction(example_title(path))
        action.triggered.connect(_telling(session.open, str(path)))
    return menu


def _recent_menu(parent: QMenu, session: Session) -> QMenu:
    menu = QMenu(QCoreApplication.translate("WindowMenu", "Open recent"), parent)
    menu.setObjectName("recentMenu")

    def fill() -> None:
        menu.clear()
        recent = session.settings.preferences.recent_files
        for source in recent:
            is_link = "://" in source
            action = menu.addAction(source[:60] + " …" if is_link and len(source) > 60 else Path(source).name)
            action.setToolTip(source)
            action.triggered.connect(_telling(session.open, source))
        menu.setEnabled(bool(recent))

    parent.aboutToShow.connect(fill)
    fill()
    return menu


def _copy_menu(parent: QMenu, session: Session) -> QMenu:
    """Each format that is a text, to be put on the clipboard."""
    menu = QMenu(QCoreApplication.translate("WindowMenu", "Copy as"), parent)
    menu.setObjectName("copyMenu")
    menu.setToolTipsVisible(True)

    def fill() -> None:
        from playground.app.scripts import EXPORTERS
        from playground.ui.code.export_dialog import copy_as

        if not menu.isEmpty():
            return
        for name, exporter in EXPORTERS.items():
            if exporter.is_text:
                words = labels.label("export", name)
                action = menu.addAction(words.label)
                action.setToolTip(words.help or exporter.holds)
                action.triggered.connect(_telling(partial(copy_as, session), name))

    parent.aboutToShow.connect(fill)
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
        action.triggered.connect(_telling(tell, key))
    return menu


def _telling(do: Callable[[str], object], what: str) -> Callable[[], None]:
    def act() -> None:
        do(what)

    return act
