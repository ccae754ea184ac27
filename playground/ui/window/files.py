"""Opening and saving, and the questions before work could be lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from playground.app.lessons import Lessons
from playground.app.session import Session
from playground.ui.widgets.file_dialogs import ask_to_open, ask_to_save


class Files(QObject):
    """Asks over the window, and lets the session read and write."""

    def __init__(self, window: QWidget, session: Session, lessons: Lessons) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._lessons = lessons

    def open(self) -> None:
        """Ask for a file and open it."""
        settings = self._session.settings
        take = settings.noting_folder(self._session.open)
        ask_to_open(self._window, settings.preferences.last_folder, take)

    def save(self) -> None:
        """Write the file; the first time it asks for a name."""
        if self._session.document.path is None:
            self.save_as()
        else:
            self._session.save()

    def save_as(self) -> None:
        """Ask for a name and write the file."""
        document = self._session.document
        settings = self._session.settings
        take = settings.noting_folder(self._session.save)
        ask_to_save(self._window, settings.preferences.last_folder, document.path, take)

    def unless_unsaved(self, go_on: Callable[[], object]) -> None:
        """Go on; where the work can be kept nowhere, once the user has saved it or given it up."""
        self._lessons.end()
        document = self._session.document
        if not document.is_modified or self._session.keep_work():
            go_on()
            return
        buttons = QMessageBox.StandardButton
        text = self.tr("This experiment has not been saved.")
        if document.path is not None:
            text = self.tr("{name} has changes that are not saved.").format(name=document.path.name)
        box = QMessageBox(
            QMessageBox.Icon.NoIcon,
            self.tr("Save the changes?"),
            text,
            buttons.Save | buttons.Discard | buttons.Cancel,
            self._window,
        )
        box.setInformativeText(self.tr("It cannot be kept for the next start."))
        box.setObjectName("unsavedQuestion")
        for button, word in (
            (buttons.Save, self.tr("Save")),
            (buttons.Discard, self.tr("Discard")),
            (buttons.Cancel, self.tr("Cancel")),
        ):
            box.button(button).setText(word)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def answered(answer: int) -> None:
            if answer == buttons.Discard:
                go_on()
            elif answer == buttons.Save and document.path is None:
                settings = self._session.settings
                take = settings.noting_folder(lambda path: self._save_and(path, go_on))
                ask_to_save(self._window, settings.preferences.last_folder, None, take)
            elif answer == buttons.Save:
                self._save_and(None, go_on)

        box.finished.connect(answered)
        box.open()

    def ask_about_changed(self, path: Path) -> None:
        """Another program changed the file: nothing is written before the user has chosen."""
        if self._window.findChild(QMessageBox, "changedQuestion") is not None:
            return
        box = QMessageBox(
            QMessageBox.Icon.NoIcon,
            self.tr("The file has changed"),
            self.tr("Another window or program changed {name} since it was read here.").format(
                name=path.name
            ),
            QMessageBox.StandardButton.Cancel,
            self._window,
        )
        box.setInformativeText(
            self.tr("Nothing is lost yet. If it is read again, your work is kept and can be brought back.")
        )
        box.setObjectName("changedQuestion")
        box.button(QMessageBox.StandardButton.Cancel).setText(self.tr("Cancel"))
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        role = QMessageBox.ButtonRole.ActionRole
        answers: dict[object, Callable[[], object]] = {}
        for name, word, act in (
            ("saveElsewhere", self.tr("Save as …"), self.save_as),
            ("readAgain", self.tr("Read it again"), lambda: self._session.open(path)),
            ("overwrite", self.tr("Overwrite it"), lambda: self._session.save(path)),
        ):
            button = box.addButton(word, role)
            button.setObjectName(name)
            answers[name] = act
        box.setDefaultButton(QMessageBox.StandardButton.Cancel)

        def answered() -> None:
            clicked = box.clickedButton()
            act = answers.get(clicked.objectName()) if clicked is not None else None
            if act is not None:
                act()

        box.finished.connect(answered)
        box.open()

    def _save_and(self, path: str | None, go_on: Callable[[], object]) -> None:
        if self._session.save(path):
            go_on()
