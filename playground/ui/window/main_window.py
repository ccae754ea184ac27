"""The window: its content, made anew for another language or size, and what its actions do."""

from __future__ import annotations

import base64
import math
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QCoreApplication, QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QAction, QCloseEvent, QMouseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu, QScrollArea, QWidget
from shiboken6 import isValid

from playground.app.heap import give_back_memory
from playground.app.lessons import Lessons
from playground.app.notices import Notice
from playground.app.session import Session
from playground.observe.snapshot import Snapshot
from playground.ui.look import theme
from playground.ui.widgets.tooltips import WrappedTips
from playground.ui.window import view_state
from playground.ui.window.files import Files
from playground.ui.window.focus import FocusRing, next_stop
from playground.ui.window.key_guard import KeyGuard
from playground.ui.window.notice_bar import NoticeBar
from playground.ui.window.spotlight import Spotlight
from playground.ui.window.workspace import Workspace
from playground.ui.words.translation import Translator

if TYPE_CHECKING:
    from playground.ui.window.recorder import Recorder

SMALLEST = QSize(900, 470)
"""With its frame it fits 911 x 512: a 1366 x 768 laptop at 150 %."""
FRAME = QSize(16, 42)
"""What a window manager puts round a window, at most."""
USUAL = QSize(1600, 900)
PROJECTOR_SCALES = (1.15, 1.6)
"""The least and the most by which projector text is larger; large windows have room for more."""
PROJECTOR_ROOM = QSize(985, 554)
"""What is left of a window with projector text, in logical pixels."""
FULL_ROOM = QSize(1920, 1080)
"""A window beyond this grows its text and pictures too, not only the gaps between them."""
_LAYERS_OF_LAYOUT = 3
"""So often layouts ask each other for room before all have theirs."""
SETTLED_MS = 200
"""So long after the last change of its size the window's text follows."""
LOW_WINDOW = 800
"""Up to this height in logical pixels the drawer is closed until the user opens it."""


class MainWindow(QMainWindow):
    """The one window. Another language or text size builds its content anew; the session goes on."""

    def __init__(
        self,
        session: Session,
        translator: Translator,
        make_actions: Callable[[MainWindow], dict[str, QAction]],
        make_menu: Callable[[MainWindow], QMenu],
    ) -> None:
        super().__init__()
        self.setObjectName("mainWindow")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # a click on what takes none
        self.session = session
        self.lessons = Lessons(session)
        self._translator = translator
        self._make_actions = make_actions
        self._make_menu = make_menu
        self.files = Files(self, session, self.lessons)
        self.spotlight = Spotlight(self)
        self._guard = KeyGuard(self, self.spotlight)
        self._left: QWidget | None = None
        self.focus_ring = FocusRing(self)
        self._is_presenting = False
        self._settled = QTimer(self, singleShot=True, interval=SETTLED_MS)
        self._settled.timeout.connect(self._fit_scale)
        WrappedTips(self)
        self._actions: dict[str, QAction] = {}
        self._menu: QMenu | None = None
        self._recorder: Recorder | None = None
        self.workspace: Workspace
        self.notice_bar: NoticeBar
        self.setMinimumSize(SMALLEST)
        self.resize(USUAL)
        self._build()
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus)
        session.notice.connect(self.show_notice)
        session.changed_on_disk.connect(self.files.ask_about_changed)
        session.document.changed.connect(self._forget_stale_notice)
        session.snapshot_ready.connect(self._forget_untrue_notice)
        session.playing_changed.connect(self._on_playing)
        session.document.path_changed.connect(self._show_title)
        session.document.modified_changed.connect(self._show_title)
        session.display.changed.connect(self._on_display)
        for heard in (self.lessons.started, self.lessons.ended):
            heard.connect(self._allow_lesson)
        stack = session.document.undo_stack
        stack.canUndoChanged.connect(self._on_undo)
        stack.canRedoChanged.connect(self._on_undo)
        stack.indexChanged.connect(self._on_undo)
        self._restore()

    # ---------------------------------------------------------------------------------- the content

    @property
    def actions_by_name(self) -> dict[str, QAction]:
        """The window's actions."""
        return self._actions

    @property
    def language(self) -> str:
        """The language that is spoken."""
        return self._translator.language

    def rebuild(self, change: Callable[[], object] = lambda: None) -> None:
        """Do a change of language or size and make all widgets anew, between two paints of the window.

        The old ones go first: a style sheet that is set has no widget to style anew, which is what took
        the time. What the user has before them comes back.
        """
        self.setUpdatesEnabled(False)
        try:
            state = view_state.take(self.workspace)
            was_open = self.workspace.drawer.is_open
            self.workspace.deleteLater()
            QCoreApplication.sendPostedEvents(self.workspace, QEvent.Type.DeferredDelete)
            change()
            self._build(was_open, state.tab)
            view_state.give_back(self.workspace, state)
            for _ in range(_LAYERS_OF_LAYOUT):
                QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        finally:
            self.setUpdatesEnabled(True)
        QTimer.singleShot(SETTLED_MS, give_back_memory)  # of thousands of widgets

    def _build(self, was_open: bool | None = None, tab: int = 0) -> None:
        for action in self._actions.values():
            self.removeAction(action)
            action.setParent(None)  # nobody finds it any more, though it may be what was just triggered
            action.deleteLater()
        if self._menu is not None:
            self._menu.deleteLater()
        self._actions = self._make_actions(self)
        self._menu = self._make_menu(self)
        self.workspace = Workspace(self.session, self.lessons, self._actions, self._menu, self)
        self.notice_bar = self.workspace.notice_bar
        self.workspace.data_panel.intake.accept_drops(self)
        self.notice_bar.acted.connect(self._perform)
        self.notice_bar.put_off.connect(self.session.put_off)
        self._actions["large_text"].setChecked(self.session.settings.preferences.text_scale > 1.0)
        self._actions["present"].setChecked(self._is_presenting)
        self._build_drawer(was_open, tab)
        self.setCentralWidget(self.workspace)
        self.workspace.show()  # at once: its panels then show the present instant
        if self._is_presenting:
            self.workspace.set_presenting(True)
        self.workspace.lesson.strip.set_language(self.language)
        self.workspace.lesson.set_up()
        if self._recorder is not None:
            self._recorder.attach(self.workspace)
            self._on_recording()
        self._on_undo()
        self._allow_show_controls()
        self._allow_lesson()
        self._show_title()

    def _build_drawer(self, was_open: bool | None, tab: int) -> None:
        """Open it or not before it is first laid out: what is laid out once need not be laid out anew."""
        drawer = self.workspace.drawer
        drawer.toggled.connect(self._on_drawer)
        drawer.chosen.connect(self._on_drawer_chosen)
        drawer.spread_changed.connect(self._on_spread)
        self._on_drawer(True)
        self._on_spread(False)
        drawer.tabs.setCurrentIndex(tab)
        if was_open is not None and "drawer" in self.session.settings.preferences.panels:
            drawer.set_open(was_open)
        else:
            self._show_fitting_drawer()

    @property
    def recorder(self) -> Recorder:
        """What records the window; made when it is first asked for."""
        if self._recorder is None:
            from playground.ui.window.recorder import Recorder

            self._recorder = Recorder(self, self.session)
            self._recorder.attach(self.workspace)
            self.session.recording.changed.connect(self._on_recording)
        return self._recorder

    # ---------------------------------------------------------------------------- what actions ask for

    def leave(self) -> None:
        """Close the window; a recording is asked about, and work that cannot be kept for the next start."""
        if self._recorder is not None and self._recorder.holds_back():
            return
        self.files.unless_unsaved(self.close)

    def export(self) -> None:
        """Show every format that the run can be written in."""
        from playground.ui.code.export_dialog import ExportDialog

        ExportDialog(self.session, parent=self).open()

    def show_lessons(self) -> None:
        """Show all lessons, to begin one."""
        from playground.ui.lessons.lesson_list import LessonList

        shown = LessonList(self.lessons, self.language, self)
        shown.write.clicked.connect(shown.close)
        shown.write.clicked.connect(self._actions["write_lesson"].trigger)
        shown.open()

    def write_lesson(self) -> None:
        """Show where a lesson is written."""
        from playground.ui.lessons.writer import LessonWriter

        known = self.findChild(LessonWriter, "lessonWriter")
        writer = (
            known if known is not None else LessonWriter(self.session, self.lessons, self, self._shown_tab)
        )
        writer.show()
        writer.raise_()

    def show_speaker_view(self) -> None:
        """Show the speaker's view of the lesson, on a second screen where there is one; or put it away."""
        from playground.ui.lessons.speaker_view import SpeakerView

        known = self.findChild(SpeakerView, "speakerView")
        if known is not None and known.isVisible():
            known.close()
            return
        view = SpeakerView(
            self.lessons, self, lambda: self.language, lambda: self.workspace.lesson.strip, self.toggle_play
        )
        view.show_beside()

    def _shown_tab(self) -> str:
        drawer = self.workspace.drawer
        return drawer.shown if drawer.is_open else ""

    def set_theme(self, choice: str) -> None:
        """Show a theme from now on: system, light or dark."""
        self.session.settings.set(theme=choice)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme.apply(app, self.session.settings.preferences.theme)

    def set_language(self, code: str) -> None:
        """Speak this language from now on ("" : the system's)."""
        self.session.settings.set(language=code)
        self.rebuild(lambda: self._translator.use(code))

    def toggle_play(self) -> None:
        """Play or pause; a lesson's step plays as far as it says."""
        lessons = self.lessons
        if lessons.can_run and not self.session.is_playing:
            lessons.run()
        else:
            self.session.toggle_play()

    def toggle_large_text(self) -> None:
        """Larger text for a projector, or back."""
        is_large = self.session.settings.preferences.text_scale > 1.0
        self.session.settings.set(text_scale=1.0 if is_large else PROJECTOR_SCALES[0])
        self.rebuild(lambda: theme.set_scale(self._fitting_scale()))

    def _fitting_scale(self) -> float:
        """How many pixels a logical pixel is: more in a very large window, and with projector text."""
        width, height = self.width(), self.height()
        room = min(width / FULL_ROOM.width(), height / FULL_ROOM.height())
        factor = 1.0 + max(0.0, math.floor(4 * 0.8 * (room - 1.0)) / 4)
        if self.session.settings.preferences.text_scale > 1.0:
            least, most = PROJECTOR_SCALES
            spare = min(width / PROJECTOR_ROOM.width(), height / PROJECTOR_ROOM.height()) / factor
            factor *= min(max(math.floor(20 * spare) / 20, least), most)
        return factor

    def _fit_scale(self) -> None:
        """After a change of the window's size: text and controls as they suit it."""
        wanted = self._fitting_scale()
        if wanted != theme.scale():
            self.rebuild(lambda: theme.set_scale(wanted))

    def toggle_presentation(self) -> None:
        """Full screen for the picture, or back."""
        self._is_presenting = not self._is_presenting
        self._guard.is_presenting = self._is_presenting
        self._actions["present"].setChecked(self._is_presenting)
        self._allow_step_out()
        self.workspace.set_presenting(self._is_presenting)
        if self._is_presenting:
            self.showFullScreen()
        else:
            self.showNormal()
            self._show_fitting_drawer()

    def step_out(self) -> None:
        """Back from a panel over the whole middle, or from full screen."""
        if self.workspace.drawer.is_spread:
            self.workspace.drawer.set_spread(False)
        elif self._is_presenting:
            self.toggle_presentation()

    # --------------------------------------------------------------------------------------- events

    def show_notice(self, notice: Notice) -> None:
        """Show a sentence of the session in the last row."""
        self.notice_bar.show_notice(notice)

    def greet(self) -> None:
        """Say how to begin, to whoever opens the program for the first time, until training begins."""
        panels = self.session.settings.preferences.panels
        if panels.get("greeted"):
            return
        self.session.settings.set(panels={**panels, "greeted": True})
        text = self.tr(
            "Press Space and watch the network learn; everything can be changed while it does. "
            "Or take a lesson: each idea of the lecture in a few steps."
        )
        self.show_notice(Notice("info", text, action="show_lessons", action_label=self.tr("Lessons")))

    def _forget_stale_notice(self, *_: object) -> None:
        self.notice_bar.forget_stale()

    def _forget_untrue_notice(self, snapshot: Snapshot) -> None:
        notice = self.notice_bar.notice
        if notice is not None and notice.is_stale(snapshot):
            self.notice_bar.dismiss()

    def _on_playing(self, is_playing: bool) -> None:
        if is_playing:
            self.notice_bar.forget_stale()
            if self.notice_bar.notice is not None and self.notice_bar.notice.action == "show_lessons":
                self.notice_bar.dismiss()

    def _perform(self, action: str) -> None:
        """Do what a notice offered: the window what is the window's, the session the rest."""
        if action == "show_stops":
            self.workspace.toolbar.open_stops()
        elif action in ("show_keys", "show_lessons"):
            self._actions[action].trigger()
        elif action == "save_recording":
            self.recorder.ask_where()
        else:
            self.session.perform(action)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab: to the next control in reading order, from the one that was left where none has the focus."""
        present = QApplication.focusWidget()
        if present is None or present is self:
            present = self._left if self._left is not None and isValid(self._left) else None
        wanted = next_stop(self, present, forward=forward)
        if wanted is None:
            return False
        self.focus_ring.announce()
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        wanted.setFocus(reason)
        _bring_into_sight(wanted)
        return True

    def _on_focus(self, old: QWidget | None, new: QWidget | None) -> None:
        if new is self and old is not None and old.window() is self:
            self._left = old

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit_scale()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.isVisible():
            self._settled.start()
        if "drawer" not in self.session.settings.preferences.panels:
            self._show_fitting_drawer()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        super().mousePressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.lessons.end()
        recording = self.session.recording if self._recorder is not None else None
        is_held = recording is not None and (recording.is_recording or recording.is_writing)
        if event.spontaneous() and (is_held or self.session.document.is_modified):
            event.ignore()
            self.leave()
            return
        geometry = base64.b64encode(self.saveGeometry().data()).decode("ascii")
        self.session.settings.set(window_geometry=geometry)
        super().closeEvent(event)

    def _restore(self) -> None:
        preferences = self.session.settings.preferences
        if preferences.window_geometry:
            try:
                raw = base64.b64decode(preferences.window_geometry, validate=True)
            except ValueError:
                raw = b""
            self.restoreGeometry(QByteArray(raw))
        else:
            screen = self.screen().availableGeometry()
            if screen.isValid():
                self.resize(USUAL.boundedTo(screen.size() - FRAME))
        self._show_fitting_drawer()

    def _show_fitting_drawer(self) -> None:
        """Open the drawer as it was chosen; without a choice where the window is high enough."""
        if not self._is_presenting and not self.lessons.is_on:
            choice = self.session.settings.preferences.panels.get("drawer")
            is_high = self.height() / theme.scale() > LOW_WINDOW
            self.workspace.drawer.set_open(is_high if choice is None else choice)

    def _on_drawer(self, is_open: bool) -> None:
        self._actions["drawer"].setChecked(is_open)
        for name in ("drawer_taller", "drawer_lower"):
            self._actions[name].setEnabled(is_open)

    def _on_spread(self, is_spread: bool) -> None:
        self._actions["drawer_spread"].setChecked(is_spread)
        self._allow_step_out()

    def _allow_step_out(self) -> None:
        is_spread = self.workspace.drawer.is_spread
        self._actions["step_out"].setEnabled(self._is_presenting or is_spread)

    def _on_drawer_chosen(self, is_open: bool) -> None:
        if not self._is_presenting:
            panels = {**self.session.settings.preferences.panels, "drawer": is_open}
            self.session.settings.set(panels=panels)

    def _on_undo(self) -> None:
        stack = self.session.document.undo_stack
        for name, can, what in (
            ("undo", stack.canUndo(), stack.undoText()),
            ("redo", stack.canRedo(), stack.redoText()),
        ):
            action = self._actions[name]
            action.setEnabled(can)
            plain = self.tr("Undo") if name == "undo" else self.tr("Redo")
            action.setText(f"{plain}: {what}" if what else plain)

    def _on_recording(self) -> None:
        is_on, is_writing = self.session.recording.is_recording, self.session.recording.is_writing
        self._actions["record"].setText(self.tr("Stop recording") if is_on else self.tr("Record …"))
        for name in ("record_window", "record_panel"):
            self._actions[name].setEnabled(not is_on and not is_writing)

    def _on_display(self, name: str, _value: object) -> None:
        if name == "hidden_controls":
            self._allow_show_controls()

    def _allow_show_controls(self) -> None:
        self._actions["show_controls"].setEnabled(bool(self.session.display.hidden_controls))

    def _allow_lesson(self) -> None:
        is_on = self.lessons.is_on
        for name in ("end_lesson", "lesson_act", "speaker_view"):
            self._actions[name].setEnabled(is_on)
        if is_on:
            self.notice_bar.dismiss()

    def _show_title(self) -> None:
        path: Path | None = self.session.document.path
        name = path.name if path is not None else self.tr("Untitled")
        self.setWindowTitle(f"{name}[*] – Playground")
        self.setWindowModified(self.session.document.is_modified and path is not None)


def _bring_into_sight(widget: QWidget) -> None:
    """Scroll what holds the widget so that it is seen."""
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            parent.ensureWidgetVisible(widget)
        parent = parent.parentWidget()
