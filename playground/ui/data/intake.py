"""What comes in and goes out: points and links by dialog, drop and clipboard."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from playground.app import sentences
from playground.app.background import Background, Steps
from playground.app.files import is_large
from playground.app.sentences import Notice, NoticeKind
from playground.app.session import Session
from playground.engine import edits
from playground.engine.errors import ExperimentError
from playground.interop.loading import is_table, read_file, write_whole
from playground.interop.notes import Note, Opened
from playground.interop.points_table import Imported, points_as_csv
from playground.interop.table import Table, TableTooLargeError, read_table
from playground.interop.tfplayground import looks_like_link, open_link
from playground.interop.tfplayground_export import write_link
from playground.ui.data.import_dialog import ImportDialog
from playground.ui.data.link_dialog import LinkDialog
from playground.ui.widgets.file_dialogs import file_dialog

TABLE_SUFFIXES = (".csv", ".tsv", ".txt", ".dat")
LARGEST_PASTE = 20_000_000
"""Characters."""


class Intake(QObject):
    """Opens links, imports and exports points. Points and links come in as undoable edits.

    ``accept_drops`` makes a window take files, links and tables that are dropped on it.
    """

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._widget = parent
        self._background = Background(self)
        self._background.finished.connect(self._on_read)
        self._background.failed.connect(self._on_failed)
        self._source = ""

    # ----------------------------------------------------------------------------------------- in

    def choose_file(self) -> None:
        """Ask for a table of points and show its preview."""
        tables = " ".join(f"*{suffix}" for suffix in TABLE_SUFFIXES)
        kinds = [self.tr("Tables ({patterns})").format(patterns=tables), self.tr("All files (*)")]
        dialog = self._file_dialog(self.tr("Import points"), kinds, self.open_path)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.open()

    def open_path(self, path: str) -> None:
        """Show the preview of a table; anything else is opened as an experiment."""
        self._background.cancel()
        try:
            if not is_table(path):
                self._session.open(path)
                return
        except ExperimentError as error:
            self._on_failed(error, path)
            return
        self._source = path
        if is_large(path):
            self._background.start(partial(_reading, path))
            return
        try:
            content = read_file(path)
            self._preview(content, read_table(content), Path(path).name)
        except ExperimentError as error:
            self._on_failed(error)

    def paste(self) -> None:
        """Take the link or the table on the clipboard."""
        self.take(QGuiApplication.clipboard().text())

    def take(self, text: str) -> bool:
        """Take a text that is a link or a table; say so where it is neither."""
        if len(text) > LARGEST_PASTE:
            self._say("warning", self.tr("That is too much to paste; import it as a file."))
            return False
        if looks_like_link(text):
            return self.open_link(text)
        try:
            table = read_table(text)
            has_points = sum(table.is_numeric(column) for column in range(table.columns)) >= 2
        except TableTooLargeError as error:
            self._say("warning", sentences.rejection(error))
            return False
        except ExperimentError:
            has_points = False
        if not has_points:
            self._say(
                "warning",
                self.tr(
                    "There is neither a link nor a table with two columns of numbers in what you pasted."
                ),
            )
            return False
        self._preview(text, table, self.tr("Pasted table"))
        return True

    def ask_for_link(self) -> None:
        """Ask for a link, beginning with the one on the clipboard."""
        text = QGuiApplication.clipboard().text()
        dialog = LinkDialog(text.strip() if looks_like_link(text) else "", self._widget.window())
        dialog.opened.connect(self._use)
        dialog.open()

    def open_link(self, text: str) -> bool:
        """Open a link as an undoable edit; False, with a sentence, where it is none."""
        try:
            opened = open_link(text)
        except ExperimentError as error:
            self._say(
                "error", sentences.not_opened(text if "://" in text else f"://{text}", error), str(error)
            )
            return False
        self._use(opened)
        return True

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
        display, snapshot = self._session.display, self._session.snapshot
        link = write_link(
            self._session.experiment,
            hidden_controls=display.hidden_controls,
            show_test=display.show_test,
            discretize=display.discretize,
            is_trained=snapshot is not None and snapshot.step > 0,
        )
        QGuiApplication.clipboard().setText(link.text)
        if link.losses:
            text = self.tr("The link is on the clipboard. It does not say: {losses}.")
            self._say("info", text.format(losses=sentences.listed(link.losses)), link.text)
        else:
            self._say(
                "info", self.tr("The link is on the clipboard; it says all of this experiment."), link.text
            )

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
        try:
            write_whole(path, points_as_csv(self._session.experiment).encode())
        except OSError as error:
            self._say("error", sentences.not_saved(Path(path), error), str(error))
            return False
        self._say("info", self.tr("The points are in {name}.").format(name=Path(path).name))
        return True

    # ------------------------------------------------------------------------------------- private

    def _file_dialog(self, title: str, kinds: list[str], take: Callable[[str], object]) -> QFileDialog:
        settings = self._session.settings
        folder, noting = settings.preferences.last_folder, settings.noting_folder(take)
        dialog = file_dialog(self._widget.window(), folder, title, kinds, noting)
        dialog.setObjectName("pointsFileDialog")
        return dialog

    def _preview(self, content: bytes | str, table: Table, source: str) -> None:
        dialog = ImportDialog(content, table, source, self._widget.window())
        dialog.imported.connect(self._import)
        dialog.open()

    def _import(self, imported: Imported) -> None:
        changes = imported.data_changes()
        if self._session.try_edit(
            lambda: edits.with_data(self._session.experiment, **changes), self.tr("Import points")
        ):
            self._tell(imported.notes)

    def _use(self, opened: Opened) -> None:
        self._session.take_over(opened.experiment, self.tr("Open link"))
        self._session.display.take_up(opened)
        self._tell(opened.notes)

    def _take_drop(self, data: QMimeData) -> None:
        files = [url.toLocalFile() for url in data.urls() if url.isLocalFile()]
        if files:
            self.open_path(files[0])
            if len(files) > 1:
                self._say(
                    "info", self.tr("Of {count} files the first one was opened.").format(count=len(files))
                )
        else:
            self.take(data.text())

    def _on_read(self, result: tuple[bytes, Table]) -> None:
        content, table = result
        self._preview(content, table, Path(self._source).name)

    def _on_failed(self, error: Exception, source: str = "") -> None:
        self._say("error", sentences.not_opened(source or self._source, error), str(error))

    def _tell(self, notes: tuple[Note, ...]) -> None:
        if notes:  # in one notice, since one at a time is seen
            self._say("info", "\n".join(sentences.told(note) for note in notes))

    def _say(self, kind: NoticeKind, text: str, details: str = "") -> None:
        self._session.notice.emit(Notice(kind, text, details))


def _reading(path: str) -> Steps:
    """Read a large table as a computation for ``Background``."""
    yield 0.0
    content = read_file(path)
    yield 0.2
    table = read_table(content)
    yield 0.6
    _ = table.numbers
    return content, table


def _is_takable(data: QMimeData | None) -> bool:
    return data is not None and (any(url.isLocalFile() for url in data.urls()) or data.hasText())
