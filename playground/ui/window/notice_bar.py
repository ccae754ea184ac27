"""One sentence that floats over the picture: calm, non-modal, with details to copy."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from playground.ui.look import theme
from playground.ui.look.icons import icon
from playground.ui.widgets.icon_button import IconButton

INFO_MS = 6000
WARNING_MS = 12_000
_MARGIN = 16
_LIFT = 84
"""Pixels between the notice and the lower edge: the switches there stay free."""
_WIDEST = 720


class NoticeBar(QFrame):
    """Shows one notice at a time; errors stay until they are closed."""

    acted = Signal(str)
    """The action that the notice's button stands for."""

    def __init__(self, parent: QWidget, over: QWidget) -> None:
        super().__init__(parent)
        self._over = over
        self._ground = parent
        self.setObjectName("noticeBar")
        self.setProperty("role", "notice")
        self._details = ""
        self._action = ""
        self._kind = "info"
        self._sign = QLabel()
        self._text = QLabel()
        self._text.setObjectName("noticeText")
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._act = QPushButton()
        self._act.setObjectName("noticeAction")
        self._copy = QPushButton(self.tr("Copy details"))
        self._copy.setObjectName("noticeCopy")
        self._copy.setToolTip(self.tr("Copy what a developer needs to find the mistake."))
        self._close = IconButton("close", self.tr("Close the message"), size=14)
        self._close.setObjectName("noticeClose")
        for button in (self._act, self._copy):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row = self._row = QHBoxLayout(self)
        edge = theme.pixels(12)
        row.setContentsMargins(edge, edge // 2, edge // 2, edge // 2)
        row.setSpacing(edge)
        row.addWidget(self._sign)
        row.addWidget(self._text, 1)
        row.addWidget(self._act)
        row.addWidget(self._copy)
        row.addWidget(self._close)
        self._leave = QTimer(self, singleShot=True)
        self._leave.timeout.connect(self.hide)
        self._close.clicked.connect(self.dismiss)
        self._copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._details))
        self._act.clicked.connect(self._do_action)
        theme.signals().changed.connect(self._restyle)
        over.installEventFilter(self)
        self.hide()

    @property
    def text(self) -> str:
        """The sentence that is shown, "" when none is."""
        return self._text.text() if self.isVisible() else ""

    def show_notice(
        self,
        kind: str,
        text: str,
        details: str = "",
        action: str = "",
        label: str = "",
        *,
        passes: bool = False,
    ) -> None:
        """Show a sentence of kind ``info``, ``warning`` or ``error``; an error is not covered by less.

        One with an action stays until it is answered, unless it ``passes``.
        """
        if self.isVisible() and self._kind == "error" and kind == "info":
            return
        self._kind, self._details, self._action = kind, details, action
        self._text.setText(text)
        self._act.setText(label)
        self._act.setAccessibleName(label)
        self._act.setToolTip(label)
        self._act.setVisible(bool(action))
        self._copy.setVisible(bool(details) and kind == "error")
        self.setAccessibleName(text)
        self._restyle()
        self.show()
        self.raise_()
        self._place()
        stays = kind == "error" or (bool(action) and not passes)
        if stays:
            self._leave.stop()
        else:
            self._leave.start(INFO_MS if kind == "info" and not action else WARNING_MS)

    def dismiss(self) -> None:
        """Take the notice away."""
        self._leave.stop()
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def _do_action(self) -> None:
        action = self._action
        self.dismiss()
        self.acted.emit(action)

    def _restyle(self) -> None:
        colors = {"info": "accent", "warning": "warning", "error": "danger"}
        side = theme.pixels(18)
        name = self._kind if self._kind in ("info", "warning", "error") else "info"
        self._sign.setPixmap(icon(name, colors[name]).pixmap(side, side))  # type: ignore[arg-type]

    def _place(self) -> None:
        """Over the lower middle of the widget that it covers, as wide as its sentence needs."""
        room = self._over.rect().translated(self._over.mapTo(self._ground, QPoint(0, 0)))
        metrics = self._text.fontMetrics()
        self._row.activate()
        beside = self.sizeHint().width() - self._text.sizeHint().width()
        widest = min(theme.pixels(_WIDEST), room.width() - 2 * _MARGIN)
        wanted = metrics.horizontalAdvance(self._text.text()) + theme.pixels(8)
        width = min(max(beside + wanted, theme.pixels(200)), max(widest, theme.pixels(200)))
        flags = int(Qt.TextFlag.TextWordWrap)
        lines = metrics.boundingRect(QRect(0, 0, width - beside, 10_000), flags, self._text.text())
        height = max(lines.height() + theme.pixels(22), self.minimumSizeHint().height())
        left = room.left() + (room.width() - width) // 2
        self.setGeometry(left, room.bottom() - height - theme.pixels(_LIFT), width, height)
