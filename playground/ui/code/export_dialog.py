"""Every format, to copy or to write into a file: at once, or from a list that shows what it holds."""

from __future__ import annotations

from concurrent.futures import Future
from functools import partial

from PySide6.QtCore import QCoreApplication, QSignalBlocker, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from playground.app.notices import Notice
from playground.app.scripts import EXPORTERS, MOST_SHOWN, File, file_of
from playground.app.session import Session
from playground.ui.code.code_text import CodeHighlighter
from playground.ui.look import theme
from playground.ui.network.canvas import NetworkCanvas
from playground.ui.network.picture import ask_for_file
from playground.ui.widgets.file_dialogs import file_dialog
from playground.ui.widgets.message import Message
from playground.ui.widgets.segmented import Option, SegmentedControl
from playground.ui.words import labels

_POLL_MS = 20
_SIZE = (920, 560)
_LIST_WIDTH = 200


class ExportDialog(QDialog):
    """The list of formats with a preview. The run may go on meanwhile: what is written is its state then."""

    saved = Signal(str)
    """A file of this format was asked to be written."""

    def __init__(self, session: Session, format_name: str = "numpy", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("exportDialog")
        self.setWindowTitle(self.tr("Export"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._session = session
        self._canvas = parent.findChild(NetworkCanvas) if parent is not None else None
        self._answer: Future[File] | None = None
        self._file = File()
        self._timer = QTimer(self, interval=_POLL_MS)
        self._timer.timeout.connect(self._poll)
        self._make()
        self._lay_out()
        names = list(EXPORTERS)
        self.formats.setCurrentRow(names.index(format_name) if format_name in names else 0)

    @property
    def format_name(self) -> str:
        """The chosen format."""
        return str(self.formats.currentItem().data(Qt.ItemDataRole.UserRole))

    @property
    def with_weights(self) -> bool:
        """Whether with the trained state."""
        return self.weights.value == "with" or not EXPORTERS[self.format_name].has_untrained

    def copy(self) -> None:
        """Put the text on the clipboard."""
        text = self._file.content.decode("utf-8", "replace")
        QGuiApplication.clipboard().setText(text)
        count = f"{text.count(chr(10)):,}"
        self.message.say(self.tr("Copied: {count} lines are on the clipboard.").format(count=count))

    def ask_where(self) -> QFileDialog:
        """Ask for the file to write."""
        name, suffix = self.format_name, EXPORTERS[self.format_name].suffix
        kinds = [f"{labels.label('export', name).label} (*{suffix})"]
        settings = self._session.settings
        dialog = file_dialog(
            self,
            settings.preferences.last_folder,
            self.tr("Export"),
            kinds,
            settings.noting_folder(self.save),
        )
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.setDefaultSuffix(suffix[1:])
        dialog.selectFile(f"network{suffix}")
        dialog.open()
        return dialog

    def ask_for_picture(self) -> None:
        """Save the network's picture instead: the dialog makes room for the question where."""
        self.accept()
        if self._canvas is not None:
            ask_for_file(self._canvas)

    def save(self, path: str) -> None:
        """Write the format's file, then say so in the window."""
        name = self.format_name
        if self._session.export(name, path, self.tr("Exported as {name}."), with_weights=self.with_weights):
            self.saved.emit(name)
            self.accept()

    # ------------------------------------------------------------------------------------- private

    def _make(self) -> None:
        self.formats = QListWidget()
        self.formats.setObjectName("exportFormats")
        self.formats.setAccessibleName(self.tr("Formats"))
        self.formats.setFixedWidth(theme.pixels(_LIST_WIDTH))
        for name in EXPORTERS:
            label = labels.label("export", name)
            item = QListWidgetItem(label.label)
            item.setData(Qt.ItemDataRole.UserRole, name)
            item.setToolTip(label.help or EXPORTERS[name].holds)
            item.setSizeHint(QSize(0, theme.pixels(28)))
            self.formats.addItem(item)
        self.formats.currentRowChanged.connect(self._on_format)
        self.holds = Message()
        self.weights = SegmentedControl(
            [
                Option("with", self.tr("With weights"), self.tr("As trained so far.")),
                Option("without", self.tr("Without"), self.tr("As the run begins.")),
            ]
        )
        self.weights.setObjectName("exportWeights")
        self.weights.setAccessibleName(self.tr("Weights"))
        self.weights.chosen.connect(self._want)
        self.preview = QPlainTextEdit()
        self.preview.setObjectName("exportPreview")
        self.preview.setAccessibleName(self.tr("Preview"))
        self.preview.setReadOnly(True)
        self.preview.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.preview.setFont(theme.font("code"))
        self._highlighter = CodeHighlighter(self.preview.document())
        self.message = Message()
        self.message.setObjectName("exportMessage")
        self.close_button = QPushButton(self.tr("Close"))
        self.close_button.clicked.connect(self.reject)
        self.picture_button = QPushButton(self.tr("Picture of the network …"))
        self.picture_button.setObjectName("exportPicture")
        self.picture_button.setToolTip(self.tr("What the window shows of the network, as PNG, SVG or PDF."))
        self.picture_button.setVisible(self._canvas is not None)
        self.picture_button.clicked.connect(self.ask_for_picture)
        self.copy_button = QPushButton(self.tr("Copy"))
        self.copy_button.setObjectName("exportCopy")
        self.copy_button.clicked.connect(self.copy)
        self.save_button = QPushButton(self.tr("Save …"))
        self.save_button.setObjectName("exportSave")
        self.save_button.setProperty("role", "accent")
        self.save_button.setDefault(True)
        self.save_button.clicked.connect(self.ask_where)

    def _lay_out(self) -> None:
        unit = theme.pixels(theme.GRID)
        top = QHBoxLayout()
        top.addWidget(self.holds, 1)
        top.addWidget(self.weights)
        buttons = QHBoxLayout()
        buttons.setSpacing(unit)
        buttons.addWidget(self.message, 1)
        for button in (self.picture_button, self.close_button, self.copy_button, self.save_button):
            buttons.addWidget(button)
        right = QVBoxLayout()
        right.setSpacing(unit)
        right.addLayout(top)
        right.addWidget(self.preview, 1)
        right.addLayout(buttons)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * unit, 2 * unit, 2 * unit, 2 * unit)
        row.setSpacing(2 * unit)
        row.addWidget(self.formats)
        row.addLayout(right, 1)
        room = self.screen().availableSize()
        width, height = (theme.pixels(length) for length in _SIZE)
        self.resize(min(width, room.width() - 40), min(height, room.height() - 80))

    def _on_format(self) -> None:
        exporter = EXPORTERS[self.format_name]
        label = labels.label("export", self.format_name)
        self.holds.say(label.help or exporter.holds)
        self.weights.setVisible(exporter.has_untrained)
        self._want()

    def _want(self) -> None:
        """Have the file of what is chosen made."""
        self.message.say("")
        self._answer = self._session.compute(
            partial(file_of, name=self.format_name, with_weights=self.with_weights)
        )
        self._timer.start()

    def _poll(self) -> None:
        if self._answer is None or not self._answer.done():
            return
        answer, self._answer = self._answer, None
        self._timer.stop()
        if answer.cancelled():
            return
        error = answer.exception()
        self._file = File(refusal=str(error)) if error is not None else answer.result()
        self._show()

    def _show(self) -> None:
        is_text, refusal = EXPORTERS[self.format_name].is_text, self._file.refusal
        self.copy_button.setEnabled(is_text and not refusal)
        self.save_button.setEnabled(not refusal)
        if refusal:
            self.message.say(refusal[:1].upper() + refusal[1:] + ".", "error")
            text = ""
        elif is_text:
            text = self._file.content[:MOST_SHOWN].decode("utf-8", "replace")
            text += "\n…" if len(self._file.content) > MOST_SHOWN else ""
        else:
            size = f"{len(self._file.content):,}"
            text = self.tr("A binary file of {size} bytes.").format(size=size)
        self._highlighter.sign = "%" if EXPORTERS[self.format_name].suffix == ".tex" else "#"
        with QSignalBlocker(self.preview):
            self.preview.setPlainText(text)


def copy_as(session: Session, name: str) -> None:
    """Put the run in this format (a name of EXPORTERS) on the clipboard as soon as the trainer gives it."""
    answer = session.compute(partial(file_of, name=name, with_weights=True))
    timer = QTimer(session, interval=_POLL_MS)

    def take() -> None:
        if not answer.done():
            return
        timer.stop()
        timer.deleteLater()
        if answer.cancelled() or answer.exception() is not None:
            return
        file, title = answer.result(), labels.label("export", name).label
        if file.refusal:
            text = f"{title}: {file.refusal}."
            session.notice.emit(Notice("warning", text))
            return
        content = file.content.decode("utf-8", "replace")
        QGuiApplication.clipboard().setText(content)
        text = QCoreApplication.translate("Clipboard", "{format} is on the clipboard: {count} lines.")
        lines = f"{content.count(chr(10)):,}"
        session.notice.emit(Notice("info", text.format(format=title, count=lines)))

    timer.timeout.connect(take)
    timer.start()
