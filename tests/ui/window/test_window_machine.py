"""Whatever the user does, in whatever order: the window shows the document, and undo finds every step back."""

from __future__ import annotations

import importlib.util
import os
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit

from playground.engine.datasets import DATASETS
from playground.engine.experiment import encode
from playground.engine.layers.base import FEATURES_ID, OUTPUT_ID
from playground.engine.layers.dense import Dense
from playground.engine.training import TrainingRun
from playground.ui.plots.plot import Plot
from playground.ui.widgets.segmented import SegmentedControl
from playground.ui.widgets.slider import Slider
from playground.ui.window.actions import ROWS


def neighbour(name: str) -> Any:
    """A module beside this one, which is no test."""
    spec = importlib.util.spec_from_file_location(f"ui_{name}", Path(__file__).parent / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


odd = neighbour("odd_input")
person = neighbour("person")
EXAMPLES, STEPS = (50, 40) if os.environ.get("HYPOTHESIS_PROFILE") == "thorough" else (8, 25)

PLACE = st.integers(0, 200)
SHARE = st.floats(0.0, 1.0, allow_subnormal=False)
SIZES = st.tuples(st.integers(300, 2000), st.integers(200, 1200))
ENDS = st.sampled_from([Qt.Key.Key_Return, Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Escape])
BUTTONS = st.sampled_from([Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton])
TEXTS, PASTES, KEYS = (st.sampled_from(choice) for choice in (odd.TEXTS, odd.PASTES, odd.KEYS))
ASKING = ("open", "open_link", "save", "save_as", "paste", "quit", "sweep", "write_lesson", "speaker_view")
"""What leads out of the window: to dialogs, to other windows, to its end."""
SHORTCUTS = st.sampled_from([row.keys[0] for row in ROWS if row.keys and row.name not in ASKING])
EDGES = odd.experiments()


class WindowMachine(RuleBasedStateMachine):
    """One window from start to end; rules are what hands do, invariants what must always hold."""

    start: Any = None
    folder: Path = Path()

    @initialize()
    def open_the_window(self) -> None:
        self.rest = ExitStack()
        self.watch = self.rest.enter_context(person.Watch().over())
        self.program = type(self).start()
        self.session, self.window = self.program.session, self.program.window
        self.person = person.Person(self.window, self.session)
        self.tops = Counter(type(w).__name__ for w in QApplication.topLevelWidgets())

    def teardown(self) -> None:
        if hasattr(self, "program"):
            self.undo_all_and_redo_all()
            self.program.end()
            self.rest.close()
            assert not self.watch.problems

    # ------------------------------------------------------------------------------------------- time

    @rule(keys=SHORTCUTS)
    def press_a_shortcut(self, keys: str) -> None:
        self.window.setFocus()
        self.person.shortcut(keys)

    @rule(keys=KEYS)
    def press_a_key(self, keys: str) -> None:
        self.person.shortcut(keys)

    @rule()
    def play_for_a_moment(self) -> None:
        self.session.set_speed(None)
        self.session.play()
        snapshot = self.session.snapshot
        self.program.until(lambda: self.session.snapshot is not snapshot or not self.session.is_playing)

    # ------------------------------------------------------------------------------- whatever is seen

    @rule(place=PLACE)
    def click_a_button(self, place: int) -> None:
        self.person.click(self.person.pick(QAbstractButton, place))

    @rule(place=PLACE, entry=PLACE)
    def choose_from_a_list(self, place: int, entry: int) -> None:
        combo = self.person.pick(QComboBox, place)
        if combo is not None:
            self.person.choose(combo, entry)

    @rule(place=PLACE, text=TEXTS, end=ENDS)
    def type_something(self, place: int, text: str, end: Qt.Key) -> None:
        edit = self.person.pick(QLineEdit, place)
        if edit is not None:
            self.person.type_into(edit, text, end)

    @rule(place=PLACE, start=SHARE, end=SHARE)
    def slide(self, place: int, start: float, end: float) -> None:
        slider = self.person.pick(Slider, place)
        if slider is not None:
            self.person.slide(slider, start, end)

    @rule(place=PLACE, entry=PLACE)
    def switch_a_mode(self, place: int, entry: int) -> None:
        control = self.person.pick(SegmentedControl, place)
        if control is not None:
            self.person.choose_segment(control, entry)

    @rule(name=st.sampled_from(sorted(DATASETS)))
    def choose_data(self, name: str) -> None:
        self.person.click(self.person.named(f"dataset_{name}"))

    # ------------------------------------------------------------------------------------- the canvas

    @rule(
        card=PLACE, gap=PLACE, meanwhile=st.sampled_from(["", "", "undo", "redo", "escape", "remove", "dark"])
    )
    def drag_a_card(self, card: int, gap: int, meanwhile: str) -> None:
        cards = [one for one in self.window.workspace.layer_palette.cards if one.isVisible()]
        if cards:
            source = cards[card % len(cards)]
            self.person.drag(source, source.rect().center(), self.gap(gap), lambda: self.meanwhile(meanwhile))

    @rule(column=PLACE, gap=PLACE, meanwhile=st.sampled_from(["", "", "undo", "remove", "open"]))
    def drag_a_column(self, column: int, gap: int, meanwhile: str) -> None:
        titles = [self.named_title(layer.id) for layer in self.session.experiment.network.layers]
        titles = [title for title in titles if title is not None]
        if titles:
            title = titles[column % len(titles)]
            target = (
                self.gap(gap) if gap % 4 else self.window.mapToGlobal(QPoint(20, self.window.height() - 20))
            )
            self.person.drag(title, title.rect().center(), target, lambda: self.meanwhile(meanwhile))

    def named_title(self, layer_id: int) -> Any:
        title = self.window.workspace.canvas.headers[layer_id].title
        return title if title.isVisible() and not title.visibleRegion().isEmpty() else None

    def gap(self, place: int) -> QPoint:
        canvas = self.window.workspace.canvas
        rect = canvas.layout_.gap_rect(place % canvas.layout_.gaps)
        return canvas.mapToGlobal(rect.center().toPoint())

    def meanwhile(self, what: str) -> None:
        """What happens while a drag is on its way."""
        stack, layers = self.session.document.undo_stack, self.session.experiment.network.layers
        if what == "undo":
            stack.undo()
        elif what == "redo":
            stack.redo()
        elif what == "escape":
            self.person.key(Qt.Key.Key_Escape)
        elif what == "remove" and layers:
            self.window.workspace.canvas.commands.remove(layers[-1].id)
        elif what == "dark":
            self.window.set_theme("dark")
        elif what == "open":
            self.session.new()

    @rule(x=SHARE, y=SHARE, button=BUTTONS)
    def click_the_canvas(self, x: float, y: float, button: Qt.MouseButton) -> None:
        canvas = self.window.workspace.canvas
        self.person.click(canvas, self.person.point(canvas, x, y), button)

    @rule(column=PLACE, unit=PLACE, text=TEXTS, end=ENDS)
    def type_a_bias(self, column: int, unit: int, text: str, end: Qt.Key) -> None:
        canvas = self.window.workspace.canvas
        box = canvas.layout_.columns[column % len(canvas.layout_.columns)]
        if not box.spec.units:
            return
        place = box.rect(unit % box.spec.units).center().toPoint()
        if canvas.rect().contains(place):
            self.person.click(canvas, place)
            QTest.keyClick(canvas, Qt.Key.Key_Return)
        if canvas.input.editor.isVisible():
            edit = canvas.input.editor.findChild(QLineEdit, "valueEdit")
            self.person.type_into(edit, text, end)

    @rule(column=PLACE, entry=PLACE)
    def take_from_a_column_menu(self, column: int, entry: int) -> None:
        ids = [FEATURES_ID, *(layer.id for layer in self.session.experiment.network.layers), OUTPUT_ID]
        header = self.window.workspace.canvas.headers[ids[column % len(ids)]]
        if header.menu_button.isVisible() and not header.menu_button.visibleRegion().isEmpty():
            self.person.click(header.menu_button)
            self.person.take_from_menu(entry)

    @rule(x=SHARE, y=SHARE)
    def hover(self, x: float, y: float) -> None:
        self.person.hover(self.person.point(self.window, x, y))

    @rule(x=SHARE, y=SHARE, u=SHARE, v=SHARE)
    def drag_anything(self, x: float, y: float, u: float, v: float) -> None:
        places = [self.person.point(self.window, *place) for place in ((x, y), (u, v))]
        self.person.stroke(self.window.windowHandle(), places)

    # -------------------------------------------------------------------------------------- the plane

    @rule(x=SHARE, y=SHARE, button=BUTTONS)
    def click_the_plane(self, x: float, y: float, button: Qt.MouseButton) -> None:
        view = self.window.workspace.output_panel.boundary
        self.person.click(view, self.person.point(view, x, y), button)

    @rule(mode=PLACE, label=st.integers(0, 9), path=st.lists(st.tuples(SHARE, SHARE), min_size=1, max_size=4))
    def paint(self, mode: int, label: int, path: list[tuple[float, float]]) -> None:
        panel = self.window.workspace.data_panel
        if not panel.isVisible():
            return
        if not panel.paint.is_active:
            person.scroll_to(panel.paint_button)
            self.person.click(panel.paint_button)
        self.person.choose_segment(panel.paint_panel.tools, mode)
        self.person.key(Qt.Key(Qt.Key.Key_0 + label))
        view = self.window.workspace.output_panel.boundary
        self.person.stroke(view, [self.person.point(view, *place) for place in path])

    # ----------------------------------------------------------------------------- files and clipboard

    @rule(text=PASTES, accept=st.booleans())
    def paste(self, text: str, accept: bool) -> None:
        QGuiApplication.clipboard().setText(text)
        self.window.setFocus()
        self.person.shortcut("Ctrl+V")
        self.answer(accept)

    @rule(text=PASTES, accept=st.booleans())
    def ask_for_a_link(self, text: str, accept: bool) -> None:
        QGuiApplication.clipboard().setText(text)
        self.window.setFocus()
        self.person.shortcut("Ctrl+L")
        self.answer(accept)

    def answer(self, accept: bool) -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is not None:
            QTest.keyClick(dialog, Qt.Key.Key_Return if accept else Qt.Key.Key_Escape)

    @rule(name=st.sampled_from(sorted(EDGES)), epochs=st.sampled_from([0, 0, 3]))
    def open_an_experiment(self, name: str, epochs: int) -> None:
        run = TrainingRun(EDGES[name])
        run.train(epochs)
        path = type(self).folder / "edge.json"
        path.write_bytes(encode(replace(EDGES[name], run=run.state() if epochs else None)))
        self.person.drop_file(path)
        assert self.session.experiment == EDGES[name]

    @rule(name=st.sampled_from(sorted(odd.BROKEN)), suffix=st.sampled_from([".json", ".csv"]))
    def open_a_broken_file(self, name: str, suffix: str) -> None:
        before = self.session.experiment
        path = type(self).folder / f"broken{suffix}"
        path.write_bytes(odd.BROKEN[name])
        self.person.drop_file(path)
        assert self.session.experiment is before

    @rule()
    def save_and_open_again(self) -> None:
        path, before = type(self).folder / "saved.json", self.session.experiment
        assert self.session.save(path)
        self.program.until(lambda: not self.session.busy and not self.session.document.is_modified)
        assert self.session.open(path)
        assert self.session.experiment == before

    # ---------------------------------------------------------------------------------------- the looks

    @rule(size=SIZES)
    def resize(self, size: tuple[int, int]) -> None:
        self.window.resize(*size)

    @rule(entry=PLACE)
    def take_from_the_menu(self, entry: int) -> None:
        self.person.click(self.person.named("menuButton"))
        menu = QApplication.activePopupWidget()
        asking = {self.window.actions_by_name[name].text() for name in ASKING}
        if menu is not None:
            for action in person.leaves(menu):
                action.setEnabled(action.isEnabled() and action.text() not in asking)
            self.person.take_from_menu(entry)
            for name in ASKING:
                self.window.actions_by_name[name].setEnabled(True)

    @rule(entry=PLACE)
    def show_a_tab(self, entry: int) -> None:
        tabs = self.window.workspace.drawer.tabs
        if tabs.isVisible():
            self.person.click(tabs, tabs.tabRect(entry % tabs.count()).center())

    # ------------------------------------------------------------------------------------------- undo

    @rule()
    def undo_all_and_redo_all(self) -> None:
        stack = self.session.document.undo_stack
        place, states = stack.index(), {}
        for index in (*range(place, -1, -1), *range(stack.count() + 1)):
            stack.setIndex(index)
            experiment = self.session.experiment
            assert states.setdefault(index, experiment) == experiment
        stack.setIndex(place)
        assert self.session.experiment == states[place]

    # ---------------------------------------------------------------------------- what must always hold

    @invariant()
    def all_is_well(self) -> None:
        if not hasattr(self, "program"):
            return
        self.person.tidy()
        self.settle()
        self.window.grab()
        assert not self.watch.problems, self.watch.problems[0]
        self.the_run_is_of_the_document()
        self.the_window_shows_the_document()
        assert not [text for text in self.person.texts() if person.NO_NUMBER.search(text)]
        self.no_widget_is_left()

    def settle(self) -> None:
        """Wait until the window is in front, the run has followed and its picture is there."""
        self.person.come_to_front()
        answer = self.session.compute(lambda run: run.experiment)
        self.program.until(answer.done)
        alone = replace(self.session.experiment, comparison=None)  # what stands beside is no part of the run
        assert replace(answer.result(), run=None, comparison=None) == alone
        self.program.until(lambda: self.session.snapshot.run_id == self.session.run_id)

    def the_run_is_of_the_document(self) -> None:
        experiment, snapshot = self.session.experiment, self.session.snapshot
        shown = [(layer.id, layer.kind) for layer in snapshot.layers]
        wanted = [(layer.id, layer.kind) for layer in experiment.network.layers]
        assert shown[:-1] == wanted
        assert snapshot.layers[-1].units == experiment.outputs
        for layer, one in zip(experiment.network.layers, snapshot.layers, strict=False):
            if isinstance(layer, Dense):
                assert (one.units, one.unit_ids, one.activation) == (layer.units, layer.ids, layer.activation)
        if experiment.data.dataset == "custom":
            count = len(experiment.data.points or ())
            assert len(snapshot.points.train) + len(snapshot.points.test) == count

    def the_window_shows_the_document(self) -> None:
        experiment, workspace = self.session.experiment, self.window.workspace
        ids = [FEATURES_ID, *(layer.id for layer in experiment.network.layers), OUTPUT_ID]
        assert [box.spec.layer_id for box in workspace.canvas.layout_.columns] == ids
        assert workspace.data_panel.gallery.tile(experiment.data.dataset).isChecked()
        assert workspace.data_panel.noise.value == experiment.data.noise
        assert workspace.data_panel.samples.value == experiment.data.samples
        training, fields = experiment.training, workspace.toolbar.fields
        assert fields.learning_rate.control.value == training.learning_rate
        assert fields.batch_size.control.value == training.batch_size
        assert fields.optimizer.control.value == training.optimizer.name
        assert fields.loss.control.value == experiment.loss
        assert fields.regularizer.control.value == training.regularizer.name
        assert fields.rate.control.value == training.regularizer.rate
        stack, actions = self.session.document.undo_stack, self.window.actions_by_name
        assert actions["undo"].isEnabled() == stack.canUndo()
        assert actions["redo"].isEnabled() == stack.canRedo()
        assert workspace.toolbar.play_button.accessibleName() in (
            "Play",
            "Pause",
            "재생",
            "일시정지",
            "일시 정지",
        )

    def no_widget_is_left(self) -> None:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        now = Counter(type(w).__name__ for w in QApplication.topLevelWidgets())
        plots = len(
            self.window.findChildren(Plot)
        )  # each keeps one widget without a parent, made with its tab
        assert not {name: count for name, count in now.items() if count > self.tops[name] + 6 + plots}
        left = [w for w in QApplication.topLevelWidgets() if w.isVisible() and w is not self.window]
        assert not left


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_whatever_a_person_does_the_window_shows_the_document(start, tmp_path):
    machine = type("Machine", (WindowMachine,), {"start": staticmethod(start), "folder": tmp_path})
    phases = (Phase.generate,)  # each step takes its time: a failure is told as it was found
    limits = settings(max_examples=EXAMPLES, stateful_step_count=STEPS, phases=phases)
    run_state_machine_as_test(machine, settings=limits)
