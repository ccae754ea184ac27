"""The hands that points and links pass through: file dialogs, clipboard and drops. The Session decides."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QMimeData, QObject
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from playground.app import sentences
from playground.app.notices import Notice
from playground.app.opening import TableProposal, looks_like_link
from playground.app.session import Session
from playground.ui.data.link_dialog import LinkDialog
from playground.ui.widgets.file_dialogs import file_dialog

TABLE_SUFFIXES = (".csv", ".tsv", ".txt", ".dat")


class Intake(QObject):
    """Asks for files and links, takes what is dropped, and shows what the Session proposes.

    ``accept_drops`` makes a window take files, links and tables that are dropped on it.
    """

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._widget = parent
        session.proposed.connect(self._show)

    # ----------------------------------------------------------------------------------------- in

    def choose_file(self) -> None:
        """Ask for a table of points."""
        tables = " ".join(f"*{suffix}" for suffix in TABLE_SUFFIXES)
        kinds = [self.tr("Tables ({patterns})").format(patterns=tables), self.tr("All files (*)")]
        dialog = self._file_dialog(self.tr("Import points"), kinds, self._session.open)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.open()

    def paste(self) -> None:
        """Take what is on the clipboard."""
        self._session.paste(QGuiApplication.clipboard().text())

    def ask_for_link(self) -> None:
        """Ask for a link, beginning with the one on the clipboard."""
        text = QGuiApplication.clipboard().text()
        dialog = LinkDialog(text.strip() if looks_like_link(text) else "", self._widget.window())
        dialog.accepted_proposal.connect(self._session.accept)
        dialog.open()

    def accept_drops(self, window: QWidget) -> None:
        """Take what is dropped on this window."""
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take drops of files, links and tables."""
        if isinstance(event, QDropEvent) and _is_takable(event.mimeData()):
            if event.type() == QEvent.Type.Drop:
                event.acceptProposedAction()
                self._take_drop(event.mimeData())
                return True
            if isinstance(event, QDragEnterEvent):
                event.acceptProposedAction()
                return True
        return super().eventFilter(watched, event)

    # ---------------------------------------------------------------------------------------- out

    def copy_link(self) -> None:
        """Put the experiment on the clipboard as a link, and say what the link loses."""
        link = self._session.link()
        QGuiApplication.clipboard().setText(link.text)
        if link.losses:
            text = self.tr("The link is on the clipboard. It does not say: {losses}.")
            self._say(text.format(losses=sentences.listed(link.losses)), link.text)
        else:
            self._say(self.tr("The link is on the clipboard; it says all of this experiment."), link.text)

    def export_points(self) -> None:
        """Ask for a file and write all points as CSV."""
        kinds = [self.tr("Tables ({patterns})").format(patterns="*.csv")]
        dialog = self._file_dialog(self.tr("Export points"), kinds, self.export_to)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.selectFile("points.csv")
        dialog.open()

    def export_to(self, path: str) -> bool:
        """Write all points to this file."""
        return self._session.export("csv", path, self.tr("The points are in {name}."))

    # ------------------------------------------------------------------------------------- private

    def _file_dialog(self, title: str, kinds: list[str], take: Callable[[str], object]) -> QFileDialog:
        settings = self._session.settings
        folder, noting = settings.preferences.last_folder, settings.noting_folder(take)
        dialog = file_dialog(self._widget.window(), folder, title, kinds, noting)
        dialog.setObjectName("pointsFileDialog")
        return dialog

    def _show(self, proposal: TableProposal) -> None:
        from playground.ui.data.import_dialog import ImportDialog

        dialog = ImportDialog(proposal, self._widget.window())
        dialog.accepted_proposal.connect(self._session.accept)
        dialog.open()

    def _take_drop(self, data: QMimeData) -> None:
        files = [url.toLocalFile() for url in data.urls() if url.isLocalFile()]
        if not files:
            self._session.paste(data.text())
            return
        self._session.open(files[0])
        if len(files) > 1:
            self._say(self.tr("Of {count} files the first one was opened.").format(count=len(files)))

    def _say(self, text: str, details: str = "") -> None:
        self._session.notice.emit(Notice("info", text, details))


def _is_takable(data: QMimeData | None) -> bool:
    return data is not None and (any(url.isLocalFile() for url in data.urls()) or data.hasText())
