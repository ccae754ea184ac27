"""One sentence in the last row of the window: it covers nothing, and goes when it is stale."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from playground.app.notices import WORK_IS_DONE, Notice
from playground.ui.look import theme
from playground.ui.look.icons import icon
from playground.ui.widgets.icon_button import IconButton

INFO_MS = 6000
WARNING_MS = 12_000
LEAST_HEIGHT = 32
"""Logical pixels: room for one line and its buttons; only what takes two lines moves the rows above."""


class NoticeBar(QFrame):
    """Shows one notice at a time; errors, and offers that can be had nowhere else, stay until answered."""

    acted = Signal(str)
    """The action that the notice's button stands for."""
    put_off = Signal(str)
    """A notice with this action was closed without an answer."""
    appeared = Signal(bool)
    """It is there, or it has gone."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("noticeBar")
        self.setProperty("role", "notice")
        self.notice: Notice | None = None
        """What is shown."""
        self._sign = QLabel()
        self._text = QLabel()
        self._text.setObjectName("noticeText")
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._act = QPushButton()
        self._act.setObjectName("noticeAction")
        self._other = QPushButton()
        self._other.setObjectName("noticeOther")
        self._copy = QPushButton(self.tr("Copy details"))
        self._copy.setObjectName("noticeCopy")
        self._copy.setToolTip(self.tr("Copy what a developer needs to find the mistake."))
        self._close = IconButton("close", self.tr("Close the message"), size=14)
        self._close.setObjectName("noticeClose")
        for button in (self._act, self._other, self._copy):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row = self._row = QHBoxLayout(self)
        unit = theme.pixels(theme.GRID)
        row.setContentsMargins(2 * unit, 0, unit, 0)
        row.setSpacing(theme.pixels(12))
        row.addWidget(self._sign)
        row.addWidget(self._text, 1)
        row.addWidget(self._act)
        row.addWidget(self._other)
        row.addWidget(self._copy)
        row.addWidget(self._close)
        self._leave = QTimer(self, singleShot=True)
        self._leave.timeout.connect(self.dismiss)
        self._fresh = QTimer(self, singleShot=True, interval=0)
        self._close.clicked.connect(self._put_off)
        self._copy.clicked.connect(self._copy_details)
        self._act.clicked.connect(self._do_action)
        self._other.clicked.connect(self._do_other)
        theme.signals().changed.connect(self._restyle)
        self.hide()

    @property
    def text(self) -> str:
        """The sentence that is shown, "" when none is."""
        return self.notice.text if self.notice is not None else ""

    @property
    def is_fresh(self) -> bool:
        """Whether the notice came in this turn of the event loop: by what the user does right now."""
        return self._fresh.isActive()

    def show_notice(self, notice: Notice) -> None:
        """Show a sentence; an error is not covered by less.

        One with an action stays until it is answered, unless it ``passes``.
        """
        if notice is WORK_IS_DONE:
            if self.notice is not None and self.notice.is_of_work:
                self.dismiss()
            return
        if self.notice is not None and self.notice.kind == "error" and notice.kind == "info":
            return
        self.notice = notice
        self._text.setText(notice.text)
        for button, label in ((self._act, notice.action_label), (self._other, notice.other_label)):
            button.setText(label)
            button.setAccessibleName(label)
            button.setToolTip(label)
        self._act.setVisible(bool(notice.action))
        self._other.setVisible(bool(notice.other_action))
        self._copy.setVisible(bool(notice.details) and notice.kind == "error")
        self.setAccessibleName(notice.text)
        self._restyle()
        self.show()
        self._fit()
        self._fresh.start()
        if _stays(notice):
            self._leave.stop()
        else:
            is_short = notice.kind == "info" and not notice.action
            self._leave.start(INFO_MS if is_short else WARNING_MS)

    def dismiss(self) -> None:
        """Take the notice away."""
        self.notice = None
        self._leave.stop()
        self._fresh.stop()
        self.hide()

    def forget_stale(self) -> None:
        """The user does something else: what was said of an act before is over, not what this one brought."""
        is_old = self.notice is not None and not self.is_fresh
        if is_old and self.notice is not None and not _stays(self.notice):
            self.dismiss()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.appeared.emit(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self.isHidden():
            self.appeared.emit(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _do_action(self) -> None:
        action = self.notice.action if self.notice is not None else ""
        self.dismiss()
        self.acted.emit(action)

    def _do_other(self) -> None:
        action = self.notice.other_action if self.notice is not None else ""
        self.dismiss()
        self.acted.emit(action)

    def _put_off(self) -> None:
        action = self.notice.action if self.notice is not None else ""
        self.dismiss()
        self.put_off.emit(action)

    def _copy_details(self) -> None:
        if self.notice is not None:
            QGuiApplication.clipboard().setText(self.notice.details)

    def _fit(self) -> None:
        """Be as high as the sentence needs at this width."""
        self._row.activate()
        text = self._text.heightForWidth(self._text.width()) + theme.pixels(8)
        self.setFixedHeight(max(theme.pixels(LEAST_HEIGHT), text))

    def _restyle(self) -> None:
        colors = {"info": "accent", "warning": "warning", "error": "danger"}
        side = theme.pixels(18)
        name = self.notice.kind if self.notice is not None else "info"
        self._sign.setPixmap(icon(name, colors[name]).pixmap(side, side))


def _stays(notice: Notice) -> bool:
    return notice.kind == "error" or (bool(notice.action) and not notice.passes)
