"""A format's text on the clipboard, and a word of it in the window."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtGui import QGuiApplication

from playground.app.notices import Notice
from playground.app.scripts import file_of
from playground.app.session import Session
from playground.ui.words import labels

_POLL_MS = 20


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
