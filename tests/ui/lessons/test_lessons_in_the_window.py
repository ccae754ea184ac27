"""Lessons in the real window: the strip, the light, the list, the keys, and writing one."""

from __future__ import annotations

from functools import partial
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QScrollArea, QWidget
from shiboken6 import isValid

from playground.app import lessons as running
from playground.app.lessons import OBJECTS, shipped
from playground.ui.look import theme
from playground.ui.window.command_search import commands, matching

from ..window.seen_texts import problems, scrolled_away

IDS = [lesson.id for lesson in shipped()]
CONTROL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture(autouse=True)
def fast_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "RUN_SECONDS", 0.01)


def popup(name: str) -> QWidget:
    return next(one for one in QApplication.topLevelWidgets() if one.objectName() == name and one.isVisible())


def settle(program: Any) -> None:
    lessons = program.window.lessons
    program.until(lambda: lessons.progress is None)
    program.until(lambda: program.session.snapshot.run_id == program.session.run_id)


@pytest.mark.parametrize("name", IDS)
def test_each_step_of_each_lesson_is_the_sessions_state_with_its_light(start: Any, name: str) -> None:
    program = start(width=1280, height=720)
    lessons, stage = program.window.lessons, program.window.workspace.lesson
    assert lessons.start_shipped(name)
    for place, step in enumerate(lessons.lesson.steps):
        if place:
            program.key(Qt.Key.Key_PageDown)
        settle(program)
        assert lessons.place == place
        assert replace(program.session.experiment, comparison=None) == lessons.lesson.states[place]
        assert (program.session.experiment.comparison is not None) == (step.compare is not None)
        assert stage.strip.text.text() == step.text.en
        assert len(stage.strip.buttons) == (len(step.ask.choices) if step.ask else 0)
        for lit in step.highlight:
            assert stage.named(lit) is not None, lit
        if step.show is not None:
            assert program.window.workspace.drawer.shown == step.show
        assert stage.strip.isVisible()


def test_every_object_that_a_lesson_may_name_is_in_the_window(program: Any) -> None:
    stage = program.window.workspace.lesson
    missing = [name for name in OBJECTS if stage.named(name) is None]
    assert not missing


@pytest.mark.parametrize(
    ("name", "place"), [("linear-score", 0), ("bias", 1), ("raise-lambda", 2), ("class-templates", 0)]
)
def test_run_reaches_what_the_step_asks_for(program: Any, name: str, place: int) -> None:
    lessons = program.window.lessons
    assert lessons.start_shipped(name, place)
    settle(program)
    assert not lessons.is_done
    program.click("lessonRun")
    program.until(lambda: lessons.has_run)
    program.until(lambda: lessons.is_done)
    assert program.find("lessonTick").is_done
    step = lessons.step
    if step.ask is not None:
        assert program.find(f"lessonChoice{step.ask.answer}").is_right is True


def test_the_microscopes_lesson_goes_on_gate_by_gate(program: Any) -> None:
    lessons = program.window.lessons
    lessons.start_shipped("chain-rule")
    settle(program)
    microscope = program.window.workspace.microscope
    assert microscope.reached.position == 4
    program.click("lessonRun")
    program.until(lambda: lessons.is_done)
    assert microscope.reached.position == 5
    assert lessons.is_revealed
    program.window.set_language("ko")
    program.until(lambda: program.window.workspace.microscope.reached.position == 5)
    assert lessons.is_done
    lessons.again()
    program.until(lambda: program.window.workspace.microscope.reached.position == 4)


def test_a_step_begins_at_its_own_gate_whatever_the_microscope_showed_before(program: Any) -> None:
    lessons = program.window.lessons
    lessons.start_shipped("computational-graph")
    settle(program)
    microscope = program.window.workspace.microscope
    for _ in range(3):
        program.click("lessonRun")
    program.until(lambda: lessons.is_done)
    assert microscope.reached.position == 3
    lessons.again()
    settle(program)
    assert (microscope.reached.position, lessons.is_done) == (0, False)
    for _ in range(3):
        program.click("lessonRun")
    lessons.end()
    for name, start in (("forward-and-backward", 0), ("chain-rule", 4)):
        lessons.start_shipped(name)
        settle(program)
        assert (microscope.reached.position, lessons.is_done) == (start, False)
        assert not lessons.is_revealed
        lessons.end()


def test_a_step_whose_aim_is_no_gate_has_no_button_for_the_next(program: Any) -> None:
    lessons = program.window.lessons
    lessons.start_shipped("sensitivity")
    settle(program)
    assert lessons.step.done.command == "nudge"
    assert program.find("lessonRun").text() == "Answer"
    program.click("lessonRun")
    assert lessons.is_revealed
    assert not lessons.is_done


def test_a_click_counts_an_answer_and_the_right_button_takes_it_back(program: Any) -> None:
    program.window.lessons.start_shipped("raise-lambda")
    for _ in range(3):
        program.click("lessonChoice0")
    program.click("lessonChoice1")
    QTest.mouseClick(program.find("lessonChoice0"), Qt.MouseButton.RightButton)
    assert program.window.lessons.counts == (2, 1)
    assert program.find("lessonChoice0").count == 2
    assert program.find("lessonChoice0").is_right is None


def test_a_click_on_a_dot_goes_to_its_step(program: Any) -> None:
    lessons = program.window.lessons
    lessons.start_shipped("raise-lambda")
    dots = program.find("lessonDots")
    QTest.mouseClick(dots, LEFT, pos=dots.dot(2))
    assert lessons.place == 2
    program.click("lessonBack")
    assert lessons.place == 1
    program.click("lessonNext")
    assert lessons.place == 2
    assert not program.find("lessonNext").isEnabled()
    program.key(Qt.Key.Key_PageUp)
    assert lessons.place == 1


def test_page_keys_are_the_microscopes_without_a_lesson(program: Any) -> None:
    workspace = program.window.workspace
    workspace.drawer.choose_tab("microscope")
    microscope = workspace.microscope
    at = microscope.reached.position
    program.key(Qt.Key.Key_PageDown)
    program.until(lambda: microscope.reached.position == at + 1)
    program.window.lessons.start_shipped("chain-rule")
    settle(program)
    program.key(Qt.Key.Key_PageDown)
    assert program.window.lessons.place == 1


def test_space_plays_a_step_as_far_as_it_says(program: Any) -> None:
    lessons = program.window.lessons
    lessons.start_shipped("linear-score")
    settle(program)
    program.key(Qt.Key.Key_Space)
    program.until(lambda: lessons.has_run)
    assert program.session.snapshot.epoch == lessons.step.run.epochs
    running = []  # a short run may be over before one looks
    lessons.changed.connect(lambda: running.append(lessons.is_running))
    program.key(Qt.Key.Key_Return, CONTROL)
    program.until(lambda: any(running) and lessons.has_run)


def test_the_end_brings_the_window_back(program: Any) -> None:
    workspace = program.window.workspace
    workspace.drawer.choose_tab("runPlot")
    before = program.session.experiment
    program.window.lessons.start_shipped("computational-graph")
    assert workspace.drawer.is_spread
    assert workspace.lesson.strip.isVisible()
    program.click("lessonEnd")
    assert not workspace.lesson.strip.isVisible()
    assert workspace.drawer.shown == "runPlot"
    assert workspace.drawer.is_open
    assert not workspace.drawer.is_spread
    assert workspace.lesson.light.lit == []
    assert program.session.experiment == before


def test_the_light_follows_its_control(program: Any) -> None:
    program.window.lessons.start_shipped("bias")
    light = program.window.workspace.lesson.light
    boundary = program.find("boundaryView")
    program.until(lambda: light.lit == [boundary])
    rings = [one for one in program.window.findChildren(QWidget, "lessonLight") if one.isVisible()]
    assert len(rings) == 1

    def holds() -> bool:
        corner = boundary.mapTo(program.window, QPoint(0, 0))
        return bool(rings[0].geometry().contains(corner)) and bool(
            rings[0].geometry().contains(corner + QPoint(boundary.width() - 1, boundary.height() - 1))
        )

    program.until(holds)
    program.window.resize(1500, 900)
    program.until(holds)


def test_a_step_hides_what_it_names_as_long_as_it_is_shown(program: Any) -> None:
    lesson = shipped()[0]
    first = replace(lesson.steps[0], hide=("layerPalette", "datasetGallery"))
    program.window.lessons.start(lesson.with_steps((first, *lesson.steps[1:])))
    for name in ("layerPalette", "datasetGallery"):
        assert not program.find(name).isVisible()
    program.key(Qt.Key.Key_PageDown)
    for name in ("layerPalette", "datasetGallery"):
        assert program.find(name).isVisible()


def test_speakers_notes_are_a_second_line_by_a_key(program: Any) -> None:
    program.window.lessons.start_shipped("raise-lambda")
    note = program.find("lessonNote")
    assert not note.isVisible()
    program.key(Qt.Key.Key_N, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    assert note.isVisible()
    assert note.text() == program.window.lessons.step.note.en
    program.key(Qt.Key.Key_N, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    assert not note.isVisible()


def test_the_speakers_view_shows_the_note_and_what_comes_next(program: Any) -> None:
    lessons = program.window.lessons
    assert not program.window.actions_by_name["speaker_view"].isEnabled()
    lessons.start_shipped("bias")
    both = CONTROL | Qt.KeyboardModifier.ShiftModifier
    program.key(Qt.Key.Key_V, both)
    view = program.find("speakerView")
    assert view.isVisible()
    assert view.isWindow()
    steps = lessons.lesson.steps
    assert view.note.text() == steps[0].note.en
    assert view.next_text.text() == steps[1].text.en
    assert view.place.text() == "Step 1 of 3"
    assert f"of {lessons.lesson.file.minutes} min" in view.clock.text()
    program.click("lessonChoice0")
    assert f"✓ {steps[0].ask.choices[0].en}: 1" in view.answers.text()
    handle = view.windowHandle()
    QTest.keyClick(handle, Qt.Key.Key_Return, CONTROL)
    program.until(lambda: lessons.has_run)
    assert view.run.text() == "Again"
    QTest.keyClick(handle, Qt.Key.Key_PageDown)
    assert (lessons.place, view.note.text()) == (1, steps[1].note.en)
    QTest.mouseClick(view.next, LEFT)
    assert lessons.place == 2
    assert not view.next.isEnabled()
    assert view.next_text.text() == "This is the last step."
    QTest.keyClick(handle, Qt.Key.Key_PageUp)
    assert lessons.place == 1
    program.window.set_language("ko")
    program.until(lambda: view.text.text() == steps[1].text.ko)
    QTest.mouseClick(view.run, LEFT)
    program.until(lambda: lessons.is_running)
    program.until(lambda: lessons.has_run)
    QTest.keyClick(handle, Qt.Key.Key_Escape)
    program.until(lambda: not isValid(view))


def test_the_speakers_view_goes_with_its_lesson_and_by_its_key(program: Any) -> None:
    both = CONTROL | Qt.KeyboardModifier.ShiftModifier
    program.window.lessons.start_shipped("chain-rule")
    settle(program)
    program.key(Qt.Key.Key_V, both)
    view = program.find("speakerView")
    QTest.mouseClick(view.run, LEFT)
    program.until(lambda: program.window.lessons.is_done)
    QTest.keyClick(view.windowHandle(), Qt.Key.Key_V, both)
    program.until(lambda: not isValid(view))
    program.window.activateWindow()
    program.key(Qt.Key.Key_V, both)
    again = next(one for one in program.window.findChildren(type(view)) if one.isVisible())
    program.window.lessons.end()
    program.until(lambda: not isValid(again))


def test_full_screen_keeps_boundary_network_lesson_and_time(program: Any) -> None:
    lessons = program.window.lessons
    lessons.start_shipped("layer-sizes")
    program.key(Qt.Key.Key_F11)
    for name in ("lessonStrip", "networkCanvas", "boundaryView", "timeline"):
        assert program.find(name).isVisible(), name
    assert not program.find("toolbar").isVisible()
    program.key(Qt.Key.Key_PageDown)
    assert program.find("compare").isVisible()
    program.key(Qt.Key.Key_PageDown)
    assert program.find("boundaryView").isVisible()
    assert not program.window.workspace.drawer.isVisible()
    program.key(Qt.Key.Key_Escape)


def test_another_language_and_size_keep_the_step(program: Any) -> None:
    lessons = program.window.lessons
    lessons.start_shipped("raise-lambda", 1)
    lessons.answer(1)
    program.window.set_language("ko")
    assert program.find("lessonText").text() == lessons.step.text.ko
    assert program.find("lessonChoice1").count == 1
    program.window.toggle_large_text()
    assert program.find("lessonStrip").isVisible()
    program.click("lessonEnd")
    assert not lessons.is_on


def fits(strip: QWidget, least: float) -> None:
    """Every text of the strip is whole, and no smaller than ``least`` pixels."""
    for label in strip.findChildren(QLabel):
        if label.isVisible() and label.text():
            flags = int(Qt.TextFlag.TextWordWrap)
            room = QFontMetrics(label.font()).boundingRect(0, 0, label.width(), 10_000, flags, label.text())
            assert room.height() <= label.height(), label.text()
            assert room.width() <= label.width() + 1, label.text()
            assert label.font().pixelSize() >= least, label.text()
    for button in strip.findChildren(QPushButton):
        if button.isVisible():
            assert button.font().pixelSize() >= least, button.objectName()
            assert button.width() >= button.minimumSizeHint().width(), button.text()
            there = button.rect().translated(button.mapTo(strip, QPoint(0, 0)))
            assert strip.rect().contains(there), button.objectName()


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize(("size", "is_large"), [((1920, 1080), True), ((1280, 720), False)])
def test_no_text_of_any_step_is_cut_or_small(
    start: Any, size: tuple[int, int], is_large: bool, language: str
) -> None:
    """At 1920 x 1080, with projector text, nothing of the strip is smaller than 28 pixels."""
    program = start(width=size[0], height=size[1])
    program.window.set_language(language)
    if is_large:
        program.window.toggle_large_text()
    lessons, strip = program.window.lessons, program.window.workspace.lesson.strip
    lessons.show_notes(True)
    least = 28 * size[0] / 1920
    for lesson in shipped():
        lessons.start(lesson)
        for place in range(len(lesson.steps)):
            lessons.go_to(place)
            program.until(partial(fits, strip, least))
            assert program.window.workspace.rect().contains(strip.geometry())


@pytest.mark.parametrize(
    ("name", "place"), [("computational-graph", 2), ("sensitivity", 2), ("network-as-code", 2)]
)
def test_what_a_step_speaks_of_needs_no_scrolling(start: Any, name: str, place: int) -> None:
    program = start(width=1280, height=720)
    program.window.toggle_large_text()
    program.window.lessons.start_shipped(name, place)
    settle(program)

    def is_seen() -> None:
        assert program.window.workspace.lesson.light.lit
        assert not scrolled_away(program.window.workspace.lesson.light.lit)

    program.until(is_seen)


def test_what_is_only_seen_by_scrolling_is_found(qtbot: Any) -> None:
    area = QScrollArea()
    qtbot.addWidget(area)
    content = QLabel()
    content.setFixedSize(100, 300)
    area.setWidget(content)
    area.resize(200, 200)
    area.show()
    assert scrolled_away([area])
    area.resize(200, 400)
    qtbot.waitUntil(lambda: not scrolled_away([area]))


STEPS = [(lesson, place) for lesson in shipped() for place in range(len(lesson.steps))]
ROOMS = list(product(("light", "dark"), ((1280, 720), (1920, 1080)), ("en", "ko")))


@pytest.mark.slow
@pytest.mark.parametrize("room", range(len(ROOMS)))
def test_with_projector_text_all_that_a_step_speaks_of_is_whole_and_seen(start: Any, room: int) -> None:
    """A step is seen in two rooms that have neither theme, size nor language in common."""
    theme_name, size, language = ROOMS[room]
    program = start(width=size[0], height=size[1])
    program.window.set_theme(theme_name)
    program.window.set_language(language)
    program.window.toggle_large_text()
    lessons, stage = program.window.lessons, program.window.workspace.lesson
    turn = min(room, len(ROOMS) - 1 - room)

    def is_seen() -> None:
        assert not scrolled_away(stage.light.lit)

    def is_whole() -> None:
        assert not problems(program.window)

    for lesson, place in STEPS[turn :: len(ROOMS) // 2]:
        if lessons.lesson is not lesson:
            lessons.start(lesson)
        lessons.go_to(place)
        settle(program)
        program.until(is_seen)
        program.until(is_whole)
        while lessons.step.done is not None and lessons.step.done.gate is not None and not lessons.is_done:
            stage.strip.act()
            program.until(is_seen)


# --------------------------------------------------------------------------------------- the list


@pytest.mark.parametrize("name", IDS)
def test_each_idea_is_two_clicks_from_a_fresh_start(start: Any, name: str) -> None:
    program = start(width=1280, height=720)
    clicks = 0

    def click(widget: QWidget) -> None:
        nonlocal clicks
        clicks += 1
        place = widget.mapTo(widget.window(), widget.rect().center())
        QTest.mouseClick(widget.window().windowHandle(), LEFT, pos=place)

    click(program.find("lessonsButton"))
    card = popup("lessonList").findChild(QWidget, f"lessonCard_{name}")
    assert not card.visibleRegion().isEmpty()
    click(card)
    program.until(lambda: program.window.lessons.is_on)
    assert program.window.lessons.lesson.id == name
    assert clicks == 2


def test_the_first_hint_offers_the_lessons(program: Any) -> None:
    program.window.greet()
    program.click("noticeAction")
    assert len(popup("lessonList").shown) == len(IDS)
    popup("lessonList").close()


def test_typing_finds_lessons_in_the_list_and_enter_begins_one(program: Any) -> None:
    program.key(Qt.Key.Key_E, CONTROL)
    shown = popup("lessonList")
    QTest.keyClicks(shown.edit, "lambda")
    assert [card.lesson.id for card in shown.shown] == ["raise-lambda"]
    QTest.keyClick(shown.edit, Qt.Key.Key_Return)
    program.until(lambda: program.window.lessons.is_on)
    assert program.window.lessons.lesson.id == "raise-lambda"


def test_the_lists_pictures_are_made_from_first_steps(program: Any, qtbot: Any) -> None:
    from playground.ui.lessons import lesson_list

    lesson_list.made_looks.clear()
    program.window.show_lessons()
    shown = popup("lessonList")
    qtbot.waitUntil(lambda: set(lesson_list.made_looks) == set(IDS), timeout=60_000)
    for card in shown.cards:
        look = lesson_list.made_looks[card.lesson.id]
        assert (look.graph is not None) == (card.lesson.steps[0].microscope is not None)
        assert (look.grid is None) == (look.graph is not None)
    before = shown.cards[0].grab().toImage()
    assert before.pixelColor(60, before.height() // 2) != theme.current().field
    shown.close()


def test_commands_find_lessons(program: Any) -> None:
    found = matching(commands(program.window), "L10")
    assert found[0].text.startswith("L10")
    found[0].do()
    assert program.window.lessons.lesson.id == "raise-lambda"


# --------------------------------------------------------------------------------------- writing one


def test_a_lesson_is_written_played_and_saved(program: Any, tmp_path: Path) -> None:
    program.window.write_lesson()
    writer = program.window.findChild(QWidget, "lessonWriter")
    assert not writer.play.isEnabled()
    QTest.keyClicks(writer.title, "Mine")
    QTest.mouseClick(writer.take, LEFT)
    QTest.keyClicks(writer.text, "What happens?")
    writer.choices.setPlainText("this | 이것\nthat | 저것")
    writer.answer.setValue(2)
    writer.run.setValue(3)
    program.session.new_seed()
    QTest.mouseClick(writer.take, LEFT)
    QTest.keyClicks(writer.text, "And now?")
    own = program.session.experiment
    QTest.mouseClick(writer.up, LEFT)
    QTest.mouseClick(writer.play, LEFT)
    lessons = program.window.lessons
    assert lessons.lesson.id == "mine"
    assert [step.text.en for step in lessons.lesson.steps] == ["And now?", "What happens?"]
    assert lessons.lesson.steps[1].ask.answer == 1
    assert lessons.lesson.steps[1].run.epochs == 3
    assert lessons.lesson.states[0].network.seed == own.network.seed
    lessons.end()
    path = tmp_path / "mine.json"
    assert writer.save_file(str(path))
    assert program.session.open(path)
    assert lessons.lesson.steps[1].ask.choices[1].ko == "저것"
    lessons.end()
    writer.close()


def test_a_broken_file_is_one_sentence_in_the_writer(program: Any, tmp_path: Path) -> None:
    path = tmp_path / "broken.json"
    path.write_text('{"format": "playground-lesson", "version": 1, "id": "x", "steps": [{}]}')
    program.window.write_lesson()
    writer = program.window.findChild(QWidget, "lessonWriter")
    assert not writer.open_file(str(path))
    assert writer.message.text()
    assert "\n" not in writer.message.text()
    writer.close()


def test_a_tab_that_is_spoken_of_alone_has_the_whole_middle_of_a_low_window(start: Any) -> None:
    program = start(width=1280, height=720)
    drawer = program.window.workspace.drawer
    program.window.lessons.start_shipped("two-hidden-layers", 2)
    settle(program)
    assert program.window.lessons.step.highlight == ("layerSpace",)
    assert drawer.shown == "layerSpace"
    assert drawer.is_spread
    program.window.resize(1600, 1000)
    program.until(lambda: not drawer.is_spread)
    program.window.toggle_large_text()
    drawer = program.window.workspace.drawer
    program.until(lambda: drawer.is_spread)
    program.window.toggle_large_text()
    program.window.lessons.end()
    assert "layerSpace" not in program.window.workspace.drawer.spread_tabs


def test_a_tab_that_wants_the_whole_middle_has_it_in_the_second_lesson_too(start: Any) -> None:
    program = start(width=1280, height=720)
    lessons, drawer = program.window.lessons, program.window.workspace.drawer
    for _ in range(2):
        lessons.start_shipped("gate-patterns")
        settle(program)
        assert (drawer.shown, drawer.is_spread) == ("microscope", True)
        lessons.end()
    drawer.choose_tab("microscope")
    drawer.set_spread(False)
    lessons.start_shipped("gate-patterns")
    settle(program)
    assert not drawer.is_spread, "the user's own choice stays"


@pytest.mark.parametrize(
    ("name", "place"), [("linear-score", 1), ("raise-lambda", 0), ("activation-functions", 3)]
)
def test_the_curve_that_a_step_speaks_of_is_there_with_projector_text(
    start: Any, name: str, place: int
) -> None:
    program = start(width=1280, height=720)
    program.window.toggle_large_text()
    program.window.lessons.start_shipped(name, place)
    settle(program)
    panel = program.window.workspace.output_panel
    program.until(lambda: panel.loss_plot.isVisible())
    program.until(lambda: panel.rect().contains(panel.loss_plot.geometry()))
    program.window.toggle_large_text()
