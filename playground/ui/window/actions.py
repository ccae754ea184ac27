"""One table of actions: names, words, keys, what they do and where the menu has them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QKeySequence

from playground.ui.window.main_window import MainWindow
from playground.ui.words.translation import QT_TRANSLATE_NOOP

Section = Literal["open", "save", "link", "view", "end"]
"""A part of the menu; its actions stand in it in the order of the table."""


@dataclass(frozen=True)
class Row:
    """One action. ``keys`` are portable sequences, the first is shown; ``menu`` is its part of the menu."""

    name: str
    text: str
    help: str
    keys: tuple[str, ...]
    do: Callable[[MainWindow], object]
    menu: Section | None = None
    is_checkable: bool = False
    repeats: bool = False


ROWS: tuple[Row, ...] = (
    Row(
        "play",
        QT_TRANSLATE_NOOP("actions", "Play or pause"),
        QT_TRANSLATE_NOOP("actions", "Train on, or hold still. Everything can be changed while it trains."),
        ("Space",),
        lambda window: window.toggle_play(),
    ),
    Row(
        "step_minibatch",
        QT_TRANSLATE_NOOP("actions", "One minibatch"),
        QT_TRANSLATE_NOOP("actions", "One update of the weights from the next minibatch, then pause."),
        (".",),
        lambda window: window.session.step_minibatch(),
        repeats=True,
    ),
    Row(
        "step_epoch",
        QT_TRANSLATE_NOOP("actions", "One epoch"),
        QT_TRANSLATE_NOOP("actions", "Train until every training point has been seen once more, then pause."),
        ("Right",),
        lambda window: window.session.step_epoch(),
        repeats=True,
    ),
    Row(
        "step_back",
        QT_TRANSLATE_NOOP("actions", "Back"),
        QT_TRANSLATE_NOOP("actions", "Back to the recorded moment before this one."),
        ("Left",),
        lambda window: window.session.step_back(),
        repeats=True,
    ),
    Row(
        "reset",
        QT_TRANSLATE_NOOP("actions", "Reset"),
        QT_TRANSLATE_NOOP(
            "actions", "Begin again: the same first weights, the same order of points, the same run."
        ),
        ("R",),
        lambda window: window.session.reset(),
    ),
    Row(
        "new_seed",
        QT_TRANSLATE_NOOP("actions", "New seed"),
        QT_TRANSLATE_NOOP("actions", "Begin again with other first weights on the same data."),
        ("Shift+R",),
        lambda window: window.session.new_seed(),
    ),
    Row(
        "undo",
        QT_TRANSLATE_NOOP("actions", "Undo"),
        QT_TRANSLATE_NOOP("actions", "Take the last change back. Weights that survive it stay trained."),
        ("Ctrl+Z",),
        lambda window: window.session.document.undo_stack.undo(),
        repeats=True,
    ),
    Row(
        "redo",
        QT_TRANSLATE_NOOP("actions", "Redo"),
        QT_TRANSLATE_NOOP("actions", "Make the change again that was taken back."),
        ("Ctrl+Shift+Z", "Ctrl+Y"),
        lambda window: window.session.document.undo_stack.redo(),
        repeats=True,
    ),
    Row(
        "new",
        QT_TRANSLATE_NOOP("actions", "New"),
        QT_TRANSLATE_NOOP("actions", "Start with the default experiment."),
        ("Ctrl+N",),
        lambda window: window.session.new(),
        menu="open",
    ),
    Row(
        "open",
        QT_TRANSLATE_NOOP("actions", "Open …"),
        QT_TRANSLATE_NOOP("actions", "Open an experiment, or a table of points (CSV, TSV)."),
        ("Ctrl+O",),
        lambda window: window.files.open(),
        menu="open",
    ),
    Row(
        "bring_back",
        QT_TRANSLATE_NOOP("actions", "Bring back the work before"),
        QT_TRANSLATE_NOOP("actions", "Show the unsaved work again that opening or New has replaced."),
        (),
        lambda window: window.session.perform("bring_back"),
        menu="save",
    ),
    Row(
        "save",
        QT_TRANSLATE_NOOP("actions", "Save"),
        QT_TRANSLATE_NOOP("actions", "Write the experiment with its weights into its file."),
        ("Ctrl+S",),
        lambda window: window.files.save(),
        menu="save",
    ),
    Row(
        "save_as",
        QT_TRANSLATE_NOOP("actions", "Save as …"),
        QT_TRANSLATE_NOOP("actions", "Write the experiment with its weights into another file."),
        ("Ctrl+Shift+S",),
        lambda window: window.files.save_as(),
        menu="save",
    ),
    Row(
        "save_network",
        QT_TRANSLATE_NOOP("actions", "Save the network's picture …"),
        QT_TRANSLATE_NOOP(
            "actions", "The network as it is seen, as PNG, SVG or PDF; PNG and SVG bring the experiment back."
        ),
        (),
        lambda window: _save_network(window),
        menu="save",
    ),
    Row(
        "export",
        QT_TRANSLATE_NOOP("actions", "Export …"),
        QT_TRANSLATE_NOOP(
            "actions", "The network as code, formulas, weights or points, to copy or to write into a file."
        ),
        ("Ctrl+Shift+E",),
        lambda window: window.export(),
        menu="save",
    ),
    Row(
        "record",
        QT_TRANSLATE_NOOP("actions", "Record …"),
        QT_TRANSLATE_NOOP(
            "actions",
            "Record the window or one panel as GIF, MP4 or PNG; once more stops and saves it.",
        ),
        ("Ctrl+R",),
        lambda window: window.recorder.toggle(),
        menu="save",
    ),
    Row(
        "record_window",
        QT_TRANSLATE_NOOP("actions", "Record the window"),
        QT_TRANSLATE_NOOP("actions", "Record all that the window shows, until Ctrl+R stops it."),
        (),
        lambda window: window.recorder.start(),
    ),
    Row(
        "record_panel",
        QT_TRANSLATE_NOOP("actions", "Record this panel"),
        QT_TRANSLATE_NOOP("actions", "Record the panel that has the focus, until Ctrl+R stops it."),
        (),
        lambda window: window.recorder.start_focused(),
    ),
    Row(
        "open_link",
        QT_TRANSLATE_NOOP("actions", "Open link …"),
        QT_TRANSLATE_NOOP(
            "actions", "Open a TensorFlow Playground link: the same points, weights and losses."
        ),
        ("Ctrl+L",),
        lambda window: window.workspace.data_panel.intake.ask_for_link(),
        menu="link",
    ),
    Row(
        "copy_link",
        QT_TRANSLATE_NOOP("actions", "Copy as link"),
        QT_TRANSLATE_NOOP(
            "actions", "Copy a TensorFlow Playground link of this experiment; it says what is lost."
        ),
        ("Ctrl+Shift+C",),
        lambda window: window.workspace.data_panel.intake.copy_link(),
        menu="link",
    ),
    Row(
        "paste",
        QT_TRANSLATE_NOOP("actions", "Paste link or points"),
        QT_TRANSLATE_NOOP("actions", "Open the link or the table of points that the clipboard holds."),
        ("Ctrl+V",),
        lambda window: window.workspace.data_panel.intake.paste(),
        menu="link",
    ),
    Row(
        "sweep",
        QT_TRANSLATE_NOOP("actions", "Sweep …"),
        QT_TRANSLATE_NOOP(
            "actions", "Train this experiment many times over some of its fields, beside the window."
        ),
        (),
        lambda window: window.workspace.show_sweep(),
        menu="link",
    ),
    Row(
        "show_lessons",
        QT_TRANSLATE_NOOP("actions", "Lessons …"),
        QT_TRANSLATE_NOOP("actions", "Every idea of the lecture as a lesson: a question, a run, an answer."),
        ("Ctrl+E",),
        lambda window: window.show_lessons(),
        menu="open",
    ),
    Row(
        "write_lesson",
        QT_TRANSLATE_NOOP("actions", "Write a lesson …"),
        QT_TRANSLATE_NOOP("actions", "Make a lesson of your own from what the window shows, step by step."),
        (),
        lambda window: window.write_lesson(),
        menu="save",
    ),
    Row(
        "lesson_act",
        QT_TRANSLATE_NOOP("actions", "Lesson: run the step"),
        QT_TRANSLATE_NOOP("actions", "Do what the button of the lesson's step says: run, go on, answer."),
        ("Ctrl+Return", "Ctrl+Enter"),
        lambda window: window.workspace.lesson.strip.act(),
    ),
    Row(
        "lesson_notes",
        QT_TRANSLATE_NOOP("actions", "Lesson: speaker's notes"),
        QT_TRANSLATE_NOOP("actions", "Show the note of each step below its text, or put it away."),
        ("Ctrl+Shift+N",),
        lambda window: window.lessons.show_notes(not window.lessons.shows_notes),
        menu="view",
    ),
    Row(
        "speaker_view",
        QT_TRANSLATE_NOOP("actions", "Lesson: speaker's view"),
        QT_TRANSLATE_NOOP(
            "actions", "A window for the second screen: the step's note, what comes next, clock and count."
        ),
        ("Ctrl+Shift+V",),
        lambda window: window.show_speaker_view(),
        menu="view",
    ),
    Row(
        "end_lesson",
        QT_TRANSLATE_NOOP("actions", "End the lesson"),
        QT_TRANSLATE_NOOP("actions", "Your own work comes back as you left it."),
        (),
        lambda window: window.lessons.end(),
        menu="open",
    ),
    Row(
        "present",
        QT_TRANSLATE_NOOP("actions", "Present"),
        QT_TRANSLATE_NOOP(
            "actions", "Full screen for the picture: boundary, network and time; Esc comes back."
        ),
        ("F11", "F5"),
        lambda window: window.toggle_presentation(),
        menu="view",
        is_checkable=True,
    ),
    Row(
        "step_out",
        QT_TRANSLATE_NOOP("actions", "Leave full screen"),
        QT_TRANSLATE_NOOP("actions", "Back from a panel over the whole middle, then from full screen."),
        ("Esc",),
        lambda window: window.step_out(),
    ),
    Row(
        "large_text",
        QT_TRANSLATE_NOOP("actions", "Projector text"),
        QT_TRANSLATE_NOOP(
            "actions", "Larger text and pictures, to be read from the last row; without room controls go."
        ),
        ("Ctrl+P",),
        lambda window: window.toggle_large_text(),
        menu="view",
        is_checkable=True,
    ),
    Row(
        "drawer",
        QT_TRANSLATE_NOOP("actions", "Lower panel"),
        QT_TRANSLATE_NOOP("actions", "Open or close the panel under the timeline."),
        ("Ctrl+J",),
        lambda window: window.workspace.drawer.choose_open(not window.workspace.drawer.is_open),
        menu="view",
        is_checkable=True,
    ),
    Row(
        "drawer_spread",
        QT_TRANSLATE_NOOP("actions", "Lower panel over the whole middle"),
        QT_TRANSLATE_NOOP("actions", "Give the shown tab the whole middle of the window, or send it back."),
        ("M",),
        lambda window: window.workspace.drawer.set_spread(not window.workspace.drawer.is_spread),
        menu="view",
        is_checkable=True,
    ),
    Row(
        "examine",
        QT_TRANSLATE_NOOP("actions", "Microscope"),
        QT_TRANSLATE_NOOP(
            "actions", "The selected unit, or else the loss, forward and backward gate by gate."
        ),
        ("X",),
        lambda window: window.workspace.examine(),
        menu="view",
    ),
    Row(
        "step_on",
        QT_TRANSLATE_NOOP("actions", "Next step"),
        QT_TRANSLATE_NOOP(
            "actions", "One step on in the lesson, else in the Microscope; every clicker has this key."
        ),
        ("PgDown",),
        lambda window: window.workspace.step_shown(1),
        repeats=True,
    ),
    Row(
        "step_off",
        QT_TRANSLATE_NOOP("actions", "Step before"),
        QT_TRANSLATE_NOOP(
            "actions", "One step back in the lesson, else in the Microscope; every clicker has this key."
        ),
        ("PgUp",),
        lambda window: window.workspace.step_shown(-1),
        repeats=True,
    ),
    Row(
        "drawer_taller",
        QT_TRANSLATE_NOOP("actions", "Lower panel taller"),
        QT_TRANSLATE_NOOP("actions", "Give the open lower panel more height."),
        ("Ctrl+Shift+Up",),
        lambda window: window.workspace.make_drawer_taller(1),
        menu="view",
        repeats=True,
    ),
    Row(
        "drawer_lower",
        QT_TRANSLATE_NOOP("actions", "Lower panel lower"),
        QT_TRANSLATE_NOOP("actions", "Give the network and its output more height."),
        ("Ctrl+Shift+Down",),
        lambda window: window.workspace.make_drawer_taller(-1),
        menu="view",
        repeats=True,
    ),
    Row(
        "next_tab",
        QT_TRANSLATE_NOOP("actions", "Next tab"),
        QT_TRANSLATE_NOOP("actions", "Open the next tab of the lower panel."),
        ("Ctrl+PgDown", "Ctrl+Tab"),
        lambda window: window.workspace.drawer.step_tab(1),
        repeats=True,
    ),
    Row(
        "previous_tab",
        QT_TRANSLATE_NOOP("actions", "Previous tab"),
        QT_TRANSLATE_NOOP("actions", "Open the tab before this one."),
        ("Ctrl+PgUp", "Ctrl+Shift+Tab"),
        lambda window: window.workspace.drawer.step_tab(-1),
        repeats=True,
    ),
    Row(
        "show_controls",
        QT_TRANSLATE_NOOP("actions", "Show all controls"),
        QT_TRANSLATE_NOOP("actions", "Show the controls that the opened link has hidden."),
        (),
        lambda window: window.session.display.set(hidden_controls=frozenset()),
        menu="view",
    ),
    Row(
        "find_command",
        QT_TRANSLATE_NOOP("actions", "Find a command …"),
        QT_TRANSLATE_NOOP(
            "actions", "Type a few letters of what you want: any action, dataset, tab, example."
        ),
        ("Ctrl+K",),
        lambda window: _find_command(window),
        menu="end",
    ),
    Row(
        "show_keys",
        QT_TRANSLATE_NOOP("actions", "All keys"),
        QT_TRANSLATE_NOOP("actions", "Every key on one sheet."),
        ("?", "Shift+?", "Shift+/", "F1"),
        lambda window: _show_keys(window),
        menu="end",
    ),
    Row(
        "about",
        QT_TRANSLATE_NOOP("actions", "About"),
        QT_TRANSLATE_NOOP("actions", "The version, and which engine runs the training steps."),
        (),
        lambda window: _show_about(window),
        menu="end",
    ),
    Row(
        "quit",
        QT_TRANSLATE_NOOP("actions", "Quit"),
        QT_TRANSLATE_NOOP("actions", "Close the program."),
        ("Ctrl+Q",),
        lambda window: window.leave(),
        menu="end",
    ),
)


def make_actions(window: MainWindow) -> dict[str, QAction]:
    """All actions by name, with their shortcuts alive in the window."""
    made = {}
    for row in ROWS:
        action = QAction(QCoreApplication.translate("actions", row.text), window)
        action.setObjectName(f"{row.name}Action")
        action.setShortcuts([QKeySequence(key) for key in row.keys])
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.setAutoRepeat(row.repeats)
        action.setCheckable(row.is_checkable)
        action.setToolTip(_tooltip(row))
        action.triggered.connect(_doing(row, window))
        window.addAction(action)
        made[row.name] = action
    return made


def _save_network(window: MainWindow) -> None:
    from playground.ui.network.picture import ask_for_file

    ask_for_file(window.workspace.canvas)


def _find_command(window: MainWindow) -> None:
    from playground.ui.window.command_search import CommandSearch

    CommandSearch(window).open()


def _show_keys(window: MainWindow) -> None:
    from playground.ui.window.key_list import KeyList

    KeyList(window).open()


def _show_about(window: MainWindow) -> None:
    from playground.ui.window.about import show_about

    show_about(window, window.session.engine)


def _doing(row: Row, window: MainWindow) -> Callable[[], None]:
    def do() -> None:
        window.lessons.note_command(row.name)
        row.do(window)

    return do


def _tooltip(row: Row) -> str:
    sentence = QCoreApplication.translate("actions", row.help)
    if not row.keys:
        return sentence
    key = QKeySequence(row.keys[0]).toString(QKeySequence.SequenceFormat.NativeText)
    return f"{sentence}  ({key})"
