"""Ctrl+R: the window or one panel is recorded, each picture as it was painted; then it asks for a name."""

from __future__ import annotations

import time
from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget
from shiboken6 import isValid

from playground.app.session import Session
from playground.ui.widgets.file_dialogs import ask_where
from playground.ui.window.workspace import Workspace

if TYPE_CHECKING:
    from playground.app.recording.film import Pixels

FRAME_SECONDS = 1.0 / 30.0
"""Between two pictures, on the average at least."""
LEAST_SECONDS = 0.02
"""A GIF's frame that is shorter is shown longer by every browser."""


class Recorder(QObject):
    """Takes the pictures of the window that ``session.recording`` gets.

    What the window has painted is copied as it stands, nothing is painted for it; and only when something
    was painted anew. The light that says that it records is not in the picture.
    """

    def __init__(self, window: QWidget, session: Session) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self.recording = session.recording
        """What the pictures are given to."""
        self._workspace: Workspace | None = None
        self._name = ""
        self._recorded: QWidget | None = None
        self._next = 0.0
        self._due = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._due.timeout.connect(self._take)
        self.recording.changed.connect(self._follow)

    def attach(self, workspace: Workspace) -> None:
        """Record this content of the window from now on."""
        self._workspace = workspace
        self._recorded = None
        workspace.recording_light.follow(self.recording)
        self.recording.progressed.connect(workspace.busy_line.show_share)

    def toggle(self) -> None:
        """Ask what to record; while it is recorded, stop and ask where to write it."""
        if self.recording.is_recording:
            self.stop()
            self.ask_where()
        elif self.recording.is_writing:
            self.recording.say_writing()
        else:
            self.ask_what()

    def ask_what(self) -> QMenu:
        """Offer the window and the panels that are seen, the one with the focus first."""
        menu = QMenu(self._window)
        menu.setObjectName("recordMenu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        whole = menu.addAction(self.tr("Record the window"))
        whole.triggered.connect(lambda: self.start())
        for name, title in self.panels():
            action = menu.addAction(self.tr("Record this panel: {panel}").format(panel=title))
            action.triggered.connect(lambda _=False, name=name: self.start(name))
        middle = QPoint((self._window.width() - menu.sizeHint().width()) // 2, self._window.height() // 3)
        menu.popup(self._window.mapToGlobal(middle))
        menu.setActiveAction(whole)
        return menu

    def panels(self) -> list[tuple[str, str]]:
        """Object name and title of each panel that is seen; the one with the focus stands first."""
        workspace = self._workspace
        if workspace is None:
            return []
        drawer = workspace.drawer
        found: list[tuple[QWidget, str]] = [
            (workspace.canvas, self.tr("Network")),
            (workspace.output_panel, self.tr("Output")),
            (workspace.data_panel, self.tr("Data")),
        ]
        if drawer.is_open:
            found.insert(0, (drawer.panel(drawer.shown), drawer.tabs.tabText(drawer.tabs.currentIndex())))
        seen = [(widget, title) for widget, title in found if widget.isVisible()]
        focused = self._window.focusWidget()
        seen.sort(key=lambda one: focused is None or not (one[0] is focused or one[0].isAncestorOf(focused)))
        return [(widget.objectName(), title) for widget, title in seen]

    def start(self, name: str = "") -> None:
        """Record the panel of this object name from now on; without one the window."""
        if self.recording.is_recording or self.recording.is_writing:
            return
        self._name, self._recorded = name, None
        self._next = time.perf_counter() + FRAME_SECONDS
        self.recording.start()
        if self.recording.is_recording:
            self._window.installEventFilter(self)
            self._due.start(round(1000 * FRAME_SECONDS))

    def start_focused(self) -> None:
        """Record the panel that has the focus."""
        for name, _ in self.panels()[:1]:
            self.start(name)

    def stop(self) -> None:
        """Take the last picture and no more."""
        if self._due.isActive():
            self._take()
        self.recording.stop()

    def holds_back(self) -> bool:
        """Before the window closes: whether a recording is to be saved first, which then is asked."""
        is_recording, is_writing = self.recording.is_recording, self.recording.is_writing
        if is_recording or is_writing:
            self.toggle()
        return is_recording or is_writing

    def ask_where(self) -> QFileDialog | None:
        """Ask for the file to write; its ending says how."""
        if not self.recording.has_film or self.recording.is_writing:
            return None
        kinds = [
            self.tr("Animated GIF (*.gif)"),
            self.tr("MP4 film (*.mp4)"),
            self.tr("PNG of the last picture (*.png)"),
        ]
        settings = self._session.settings
        dialog = ask_where(
            self._window,
            settings.preferences.last_folder,
            self.tr("Save the recording"),
            kinds,
            f"playground-{datetime.now():%Y-%m-%d-%H%M}.gif",
            settings.noting_folder(self.recording.write),
        )
        dialog.rejected.connect(self.recording.say_unwritten)
        return dialog

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.UpdateRequest and not self._due.isActive():
            rest = self._next - time.perf_counter()
            self._due.start(max(0, round(1000 * rest)))  # 0: as soon as it is painted
        return False

    # --------------------------------------------------------------------------------------- private

    def _follow(self) -> None:
        if not self.recording.is_recording:
            self._due.stop()
            self._window.removeEventFilter(self)

    def _take(self) -> None:
        self._due.stop()
        pixels = self._picture()
        self._next = max(self._next + FRAME_SECONDS, time.perf_counter() + LEAST_SECONDS)
        if pixels is not None and not self.recording.offer(pixels):
            self._due.start(round(1000 * FRAME_SECONDS))

    def _picture(self) -> Pixels | None:
        """What is recorded, as it was painted last; None while it is not seen."""
        widget = self._widget()
        if widget is None or not widget.isVisible():
            return None
        area = QRect(widget.mapTo(self._window, QPoint()), widget.size())
        store = self._window.backingStore()
        painted = store.paintDevice() if store is not None else None
        if isinstance(painted, QImage) and painted.size() == self._window.size() * self._ratio:
            pixels = pixels_of(painted, self._in_pixels(area))
        else:  # a system that shows nobody what it has painted
            pixels = pixels_of(widget.grab().toImage())
        self._hide_light(pixels, area)
        return pixels

    def _hide_light(self, pixels: Pixels, area: QRect) -> None:
        light = self._workspace.recording_light if self._workspace is not None else None
        if light is None or not light.isVisible():
            return
        place = QRect(light.mapTo(self._window, QPoint()), light.size())
        if area.contains(place):
            hole = self._in_pixels(place.translated(-area.topLeft()))
            ground = light.palette().window().color().rgb()
            pixels[hole.top() : hole.bottom() + 1, hole.left() : hole.right() + 1] = ground

    @property
    def _ratio(self) -> float:
        return self._window.devicePixelRatio()

    def _in_pixels(self, area: QRect) -> QRect:
        return QRectF(area.topLeft() * self._ratio, area.size() * self._ratio).toAlignedRect()

    def _widget(self) -> QWidget | None:
        if not self._name:
            return self._window
        if self._recorded is None or not isValid(self._recorded):
            self._recorded = self._window.findChild(QWidget, self._name)
        return self._recorded


def pixels_of(image: QImage, area: QRect | None = None) -> Pixels:
    """A copy of the image's pixels, or of those in the area."""
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    rows = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), image.bytesPerLine() // 4)
    part = image.rect() if area is None else area.intersected(image.rect())
    inside = rows[part.top() : part.bottom() + 1, part.left() : part.right() + 1]
    return inside | np.uint32(0xFF000000)
