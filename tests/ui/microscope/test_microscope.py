"""The microscope in the window: ways in, steps, nudge, quiz, folding, update, and what it leaves alone."""

from __future__ import annotations

import random
import re

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QContextMenuEvent, QFontMetricsF, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QMenu, QToolButton

from playground.engine import edits
from playground.engine.formula import FormulaError
from playground.engine.layers.base import OUTPUT_ID
from playground.engine.training import ParameterEdit, TrainingRun
from playground.observe.graph import (
    PRESETS,
    GraphError,
    diagram,
    folded,
    graph,
    network_graph,
    reached,
    unfolded,
)
from playground.observe.graph.expression import graph as expression
from playground.ui.look import theme
from playground.ui.microscope import scene as scenes
from playground.ui.microscope import words
from playground.ui.microscope.scene import Scene
from playground.ui.microscope.stepper import SPEEDS


@pytest.fixture
def opened(start, build):
    """The program with a network of 4 and 2 units, and its microscope open on the first example."""
    layers = [{"kind": "dense", "units": 4}, {"kind": "dense", "units": 2}]
    program = start(build(network={"layers": layers}), height=720)
    program.window.workspace.drawer.choose_tab("microscope")
    program.until(lambda: program.find("microscopePicture").isVisible())
    return program


def panel(program):
    return program.window.workspace.microscope


def text(program, name):
    return program.find(name).text()


def step(program):
    return panel(program).reached


def press(program, key):
    QTest.keyClick(program.find("microscopePicture"), key)


def waits_for(program, kind):
    """Let the program run until a part of the network is there."""
    shown = panel(program)
    program.until(lambda: shown.subject.kind == kind and not shown.is_waiting and shown.examined is not None)


# ------------------------------------------------------------------------------------------ places


def texts_of(scene: Scene) -> list[QRectF]:
    """Where all texts of a picture stand: names, numbers, words, glyphs."""
    found, graph_ = [], scene.diagram.graph
    for node in scene.diagram.nodes:
        box = scene.layout.nodes[node.id]
        if node.kind != "gate":
            found.append(QRectF(box.left, box.top, box.width, box.height))
            continue
        gate = graph_.gates[node.gates[0]]
        if gate.rule.is_leaf:
            found.append(QRectF(box.left, box.top, scenes.name_width(gate.label), box.height))
        else:
            found += [scenes.gate_rect(box), scenes.word_rect(box, gate)]
    for place in range(len(scene.layout.labels)):
        if scenes.is_bundle(scene.diagram, place):
            continue
        found += [scenes.value_box(scene, place), scenes.gradient_box(scene, place)]
    return found


def crossing(rects: list[QRectF]) -> list:
    rects = sorted(rects, key=lambda rect: rect.left())
    found = []
    for place, one in enumerate(rects):
        for other in rects[place + 1 :]:
            if other.left() >= one.right():
                break
            both = one.intersected(other)
            if both.width() > 0.01 and both.height() > 0.01:
                found.append((one, other))
    return found


def random_graph(seed: int):
    draw = random.Random(seed)
    for _ in range(50):
        parts = [f"x{k}" for k in range(draw.randint(1, 6))]
        for _ in range(draw.randint(2, 40)):
            one, two = draw.choice(parts), draw.choice(parts[-8:])
            kinds = (
                f"({one} + {two})",
                f"({one} * {two})",
                f"tanh({one})",
                f"max({one}, {two})",
                f"sigmoid({one})",
            )
            made = draw.choice(kinds)
            if len(made) < 300:
                parts.append(made)
        text = " + ".join(parts[-3:])
        used = {f"x{k}": draw.uniform(-1, 1) for k in range(6) if f"x{k}" in text}
        try:
            return expression(text, **used)
        except (GraphError, FormulaError):
            continue
    raise AssertionError("no graph was found")


@pytest.mark.parametrize("scale", [1.0, 1.4])
def test_no_text_crosses_another_in_any_preset_or_random_graph(qapp, scale):
    theme.set_scale(scale)
    try:
        graphs = [expression(one.expression, **one.values) for one in PRESETS.values()]
        graphs += [random_graph(seed) for seed in range(200)]
        graphs += [folded(each) for each in graphs[:9]] + [unfolded(each) for each in graphs[:9]]
        for each in graphs:
            shown = diagram(each)
            scene = Scene(shown, scenes.layout_of(shown), len(each.steps))
            assert not crossing(texts_of(scene))
    finally:
        theme.set_scale(1.0)


def words_of(scene: Scene) -> list[QRectF]:
    """Where the words beneath the gates stand, and the air around them that a wire must leave."""
    graph_ = scene.diagram.graph
    gates = [(node, graph_.gates[node.gates[0]]) for node in scene.diagram.nodes if node.kind == "gate"]
    return [
        scenes.word_rect(scene.layout.nodes[node.id], gate).adjusted(-3.0, -3.0, 3.0, 3.0)
        for node, gate in gates
        if not gate.rule.is_leaf
    ]


def test_no_wire_touches_the_word_beneath_a_gate(qapp):
    graphs = [expression(one.expression, **one.values) for one in PRESETS.values()]
    graphs += [random_graph(seed) for seed in range(40)]
    graphs += [folded(each) for each in graphs[: len(PRESETS)]]
    for each in graphs:
        shown = diagram(each)
        scene = Scene(shown, scenes.layout_of(shown), len(each.steps))
        words_there = words_of(scene)
        for place in range(len(scene.layout.wires)):
            path = scenes.wire_path(scene.layout, place)
            points = [path.pointAtPercent(share) for share in np.linspace(0.0, 1.0, 101)]
            assert not [rect for rect in words_there if any(rect.contains(point) for point in points)]


def test_no_text_crosses_another_in_a_networks_graph(opened):
    shown = panel(opened)
    shown.open_loss()
    waits_for(opened, "loss")
    for level in shown.examined.levels:
        shown.examined.show_level(level)
        scene = Scene(shown.examined.diagram, scenes.layout_of(shown.examined.diagram), 0)
        assert not crossing(texts_of(scene)), level


@pytest.mark.parametrize("value", [0.5, -0.314, -1.2e-7, -123456.0, 8.6e-38, -5.1e-300, 2.5e30])
def test_every_number_has_room_also_after_a_nudge_to_it(opened, value):
    shown = panel(opened)
    shown.open_expression("f = x + y; x = 1, y = 1", position=-1)
    shown.view.picture.nudged.emit(shown.examined.graph.gate("x").id, value - 1.0)
    view = shown.view.picture.scene
    assert view.diagram.graph.gate("x").value == pytest.approx(value, abs=1e-9)
    metrics = QFontMetricsF(scenes.font(scenes.NUMBER_PIXELS, bold=True))
    for place in range(len(view.layout.labels)):
        room, number = scenes.value_box(view, place).width(), scenes.number_text
        gate = view.diagram.graph.gates[scenes.value_gate(view, place)]
        for each in (gate.value, gate.gradient):
            assert metrics.horizontalAdvance(number(each, room, scenes.NUMBER_PIXELS)) <= room


def test_every_preset_fills_its_room_without_overlaps(opened):
    shown = panel(opened)
    for name in PRESETS:
        shown.open_preset(name)
        shown.go_to(-1)
        picture = shown.view.picture
        assert not crossing(texts_of(picture.scene)), name
        whole = [picture.node_rect(node.id) for node in picture.scene.diagram.nodes]
        assert all(picture.rect().contains(rect) for rect in whole), name
        wide = max(r.right() for r in whole) - min(r.left() for r in whole)
        assert wide > 0.7 * picture.width(), name


# ------------------------------------------------------------------------------------------- steps


def test_the_first_example_is_stepped_with_keys_and_clicker(opened):
    shown = panel(opened)
    assert (step(opened).position, step(opened).phase) == (1, "forward")
    shown.ask_for_focus()
    press(opened, Qt.Key.Key_Right)
    assert step(opened).gate == "q"
    assert "3.00" in text(opened, "microscopeFormula")
    press(opened, Qt.Key.Key_PageDown)
    press(opened, Qt.Key.Key_PageDown)
    assert step(opened).phase == "seed"
    press(opened, Qt.Key.Key_Right)
    assert (step(opened).phase, step(opened).gate) == ("backward", "f")
    assert "swaps" in text(opened, "microscopeRule")
    assert "upstream" in text(opened, "microscopeFormula")
    press(opened, Qt.Key.Key_Left)
    assert step(opened).phase == "seed"
    press(opened, Qt.Key.Key_End)
    assert step(opened).position == step(opened).count == 6
    press(opened, Qt.Key.Key_Home)
    assert step(opened).position == 0


def test_a_clicker_steps_wherever_the_focus_is(opened):
    opened.window.setFocus()
    opened.key(Qt.Key.Key_PageDown)
    assert step(opened).position == 2
    opened.key(Qt.Key.Key_PageUp)
    assert step(opened).position == 1


def test_what_is_not_reached_is_an_empty_slot(opened):
    shown = panel(opened)
    shown.go_to(0)
    scene = shown.view.picture.scene
    assert reached(scene.diagram.graph, scene.position).values == frozenset()
    empty = shown.view.picture.grab().toImage()
    shown.go_to(-1)
    opened.until(lambda: shown.view.picture.scene.pulse == 1.0)
    full = shown.view.picture.grab().toImage()
    green, red = theme.current().forward, theme.current().gradient

    def has(image, color):
        return any(
            image.pixelColor(x, y).name() == color.name()
            for x in range(0, image.width())
            for y in range(0, image.height(), 2)
        )

    assert not has(empty, green)
    assert not has(empty, red)
    assert has(full, green)
    assert has(full, red)


def test_buttons_and_dots_do_what_keys_do(opened):
    opened.click("microscopeNext")
    assert step(opened).position == 2
    opened.click("microscopeFinish")
    assert step(opened).phase == "forward"
    assert step(opened).position == 3
    opened.click("microscopeFinish")
    assert step(opened).position == 6
    opened.click("microscopeBack")
    assert step(opened).position == 5
    opened.click("microscopeRestart")
    assert step(opened).position == 0
    dots = opened.find("microscopeDots")
    opened.click("microscopeDots", dots.places()[3].toPoint())
    assert step(opened).position == 4


def test_it_plays_by_itself_to_the_end_and_stops(opened, monkeypatch):
    monkeypatch.setitem(SPEEDS, "usual", 5)
    opened.click("microscopePlay")
    opened.until(lambda: step(opened).position == step(opened).count)
    opened.until(lambda: not opened.find("microscopePlay").isChecked())


def test_a_click_on_a_gate_goes_to_its_step_and_another_to_its_backward_step(opened):
    shown = panel(opened)
    gate = shown.examined.graph.gate("q")
    place = shown.view.picture.node_rect(shown.examined.diagram.node_of[gate.id])
    click = QPoint(place.center().x(), place.top() + place.height() // 3)
    QTest.mouseClick(shown.view.picture, Qt.MouseButton.LeftButton, pos=click)
    assert (step(opened).gate, step(opened).phase) == ("q", "forward")
    QTest.mouseClick(shown.view.picture, Qt.MouseButton.LeftButton, pos=click)
    assert (step(opened).gate, step(opened).phase) == ("q", "backward")


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_is_in_the_menu_and_steps_through(opened, name):
    shown = panel(opened)
    menu = opened.find("microscopeExamples", QToolButton).menu()
    action = next(action for action in menu.actions() if action.objectName() == f"preset-{name}")
    action.trigger()
    assert text(opened, "microscopeExpression") == PRESETS[name].expression
    while step(opened).position < step(opened).count:
        before = step(opened).position
        shown.act("next")
        assert step(opened).position > before
        assert text(opened, "microscopeRule")
    expected = graph(PRESETS[name].expression, **PRESETS[name].values)
    assert shown.examined.graph.gradients == expected.gradients


def test_the_sum_over_all_uses_and_numpy_are_shown_on_demand(opened):
    shown = panel(opened)
    shown.open_preset("copy")
    shown.go_to(-1)
    assert not shown.view.text.code.isVisibleTo(shown)
    shown.view.head.code.setChecked(True)
    assert text(opened, "microscopeCode") == "dx = dx_1 + dx_2"
    shown.act("back")
    assert "sum over 2 uses" in text(opened, "microscopeSum")


# ---------------------------------------------------------------------------------- typed expressions


def test_an_expression_with_values_is_typed(opened):
    field = opened.find("microscopeExpression", QLineEdit)
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "g = a * b + a; a = 2, b=-3")
    QTest.keyClick(field, Qt.Key.Key_Return)
    shown = panel(opened)
    assert shown.examined.graph.value == -4.0
    assert shown.examined.graph.gradients == {"a": -2.0, "b": 2.0}
    field.selectAll()
    QTest.keyClicks(field, "g = a * b * c")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert shown.subject.values == {"a": 2.0, "b": -3.0, "c": 1.0}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("x +", "missing at the end"),
        ("f = 1/(x - x)", "nothing can be divided by 0"),
        ("log(0*x)", "positive"),
        ("x * y; z = 3", "z is no variable"),
        ("x * y; x = soup", "no finite number"),
        ("(" * 400, "."),
        ("", "write an expression".capitalize()),
    ],
)
def test_what_is_no_expression_gets_one_sentence_and_loses_nothing(opened, typed, said):
    shown = panel(opened)
    before = shown.examined
    assert not shown.open_expression(typed)
    assert said.lower() in text(opened, "microscopeMessage").lower()
    assert shown.examined is before


def test_all_refusals_are_there_in_words():
    from playground.observe.graph.errors import SENTENCES
    from playground.observe.graph.trace import RULES

    assert set(words.GRAPH_ERRORS) == set(SENTENCES)
    assert set(RULES) <= set(words.RULES)
    needs = {rule.needs for rule in words_rules() if rule.needs}
    assert needs <= set(words.NEEDS)
    assert {rule.side for rule in words_rules() if rule.side} == set(words.SIDES)


def words_rules():
    from playground.observe.graph.gates import GATES

    return GATES.values()


# ------------------------------------------------------------------------------------------- nudge


def green(program, label):
    """The place of a value's green number in the picture."""
    shown = panel(program)
    scene = shown.view.picture.scene
    gate = scene.diagram.graph.gate(label).id
    place = next(k for k in range(len(scene.layout.labels)) if scenes.value_gate(scene, k) == gate)
    return gate, shown.view.picture.value_rect(place).center()


def drag(widget, start, by):
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    for kind, place, button, buttons in (
        (QEvent.Type.MouseButtonPress, start, left, left),
        (QEvent.Type.MouseMove, start + by, none, left),
        (QEvent.Type.MouseButtonRelease, start + by, left, none),
    ):
        there = QPointF(widget.mapToGlobal(place))
        event = QMouseEvent(kind, QPointF(place), there, button, buttons, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(widget, event)


def test_a_green_number_is_nudged_by_drag_wheel_keys_and_typing(opened):
    shown = panel(opened)
    shown.go_to(-1)
    gate, place = green(opened, "x")
    drag(shown.view.picture, place, QPoint(0, -30))
    assert shown.examined.nudge == (gate, pytest.approx(0.1))
    said = text(opened, "microscopeNudge")
    assert "−0.400" in said, said
    assert shown.examined.graph.value == pytest.approx(-12.4)
    turn = QWheelEvent(
        QPointF(place), shown.view.picture.mapToGlobal(QPointF(place)), QPoint(), QPoint(0, 120),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.ShiftModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(shown.view.picture, turn)
    assert shown.examined.nudge[1] == pytest.approx(0.2)
    shown.ask_for_focus()
    press(opened, Qt.Key.Key_Up)
    assert shown.examined.nudge[1] == pytest.approx(0.21)
    press(opened, Qt.Key.Key_2)
    edit = shown.nudging.editor.findChild(QLineEdit)
    edit.setText("0")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert shown.examined.nudge[1] == pytest.approx(2.0)
    opened.click("microscopePutBack")
    assert shown.examined.nudge is None
    assert shown.examined.graph.value == -12.0


def test_a_value_inside_is_nudged_too_and_shows_where_the_line_bends(opened):
    shown = panel(opened)
    shown.open_preset("neuron")
    shown.go_to(-1)
    gate, _ = green(opened, "q4")
    shown.view.picture.value_chosen.emit(gate)
    shown.view.picture.nudged.emit(gate, 0.5)
    said = text(opened, "microscopeNudge")
    assert "+0.0983" in said
    assert "+0.0865" in said


def test_kept_values_are_the_expressions_own(opened):
    shown = panel(opened)
    shown.go_to(-1)
    gate, _ = green(opened, "x")
    shown.view.picture.value_chosen.emit(gate)
    shown.view.picture.nudged.emit(gate, 1.0)
    opened.click("microscopeKeep")
    assert shown.subject.values["x"] == -1.0
    assert shown.examined.nudge is None
    assert (shown.examined.graph.value, step(opened).position) == (-16.0, 6)


def test_a_kept_weight_is_a_real_edit_of_the_run_that_undo_takes_back(opened):
    shown, session = panel(opened), opened.session
    session.display.set(probe=(1.2, -0.4, 1.0))
    session.play()
    shown.open_unit((1, 0))
    waits_for(opened, "unit")
    session.pause()
    shown.take_present_values()
    opened.until(lambda: not shown.is_waiting)
    gate = shown.examined.graph.gate("w1.1.2")
    shown.view.picture.nudged.emit(gate.id, 0.25)
    before = shown.seen.network.parameters
    opened.click("microscopeKeep")
    opened.until(lambda: "Undo takes it back" in text(opened, "microscopeMessage"))
    assert "Set in the run" in text(opened, "microscopeMessage")
    assert shown.examined.nudge is None
    assert shown.examined.graph.gate("w1.1.2").value == gate.value + 0.25
    after = shown.seen.network.parameters
    assert np.count_nonzero(before != after) == 1
    session.document.undo_stack.undo()
    shown.take_present_values()
    opened.until(lambda: not shown.is_waiting)
    assert np.array_equal(shown.seen.network.parameters, before)


def test_what_is_no_parameter_of_the_network_is_only_looked_at(opened):
    shown = panel(opened)
    shown.open_unit((1, 0))
    waits_for(opened, "unit")
    for name in ("x1", "z1.1"):
        shown.view.picture.nudged.emit(shown.examined.graph.gate(name).id, 0.25)
        assert not opened.find("microscopeKeep").isVisible()


# -------------------------------------------------------------------------------------------- quiz


def field_of(program):
    return next(
        f for f in program.find("microscopePicture").findChildren(QLineEdit, "quizField") if f.isVisible()
    )


def test_the_quiz_asks_checks_names_the_rule_and_gives_a_mark(opened):
    shown = panel(opened)
    shown.view.head.quiz.setChecked(True)
    assert "swaps" not in text(opened, "microscopeRule")
    wrong = True
    while shown.quiz is not None:
        question = shown.quiz.asked_at(step(opened).position - 1)[0]
        field = shown.quizzing.fields.field(question)
        right = question.product.downstream
        if wrong:
            QTest.keyClicks(field, "99")
            QTest.keyClick(field, Qt.Key.Key_Return)
            assert "swaps" in text(opened, "microscopeMark")
            assert "?" in text(opened, "microscopeFormula")
            field.selectAll()
            wrong = False
        QTest.keyClicks(field, f"{right:.2f}")
        QTest.keyClick(field, Qt.Key.Key_Return)
    assert "3 of 4" in text(opened, "microscopeMark")
    assert not shown.view.head.quiz.isChecked()
    assert step(opened).position == 6


def test_next_gives_the_answer_away_and_back_ends_the_quiz(opened):
    shown = panel(opened)
    shown.view.head.quiz.setChecked(True)
    assert step(opened).position == 5
    shown.act("next")
    assert step(opened).position == 6
    shown.act("back")
    assert shown.quiz is None
    assert not opened.find("microscopePicture").findChildren(QLineEdit, "quizField") or not any(
        f.isVisible() for f in opened.find("microscopePicture").findChildren(QLineEdit, "quizField")
    )


# ----------------------------------------------------------------------------------------- folding


def test_a_sigmoid_folds_and_unfolds_with_its_numbers(opened):
    shown = panel(opened)
    shown.open_preset("neuron")
    shown.go_to(-1)
    assert len(shown.view.picture.scene.frames) == 1
    shown.view.picture.frame_clicked.emit()
    sigmoid = shown.examined.graph.output
    assert sigmoid.kind == "sigmoid"
    assert sigmoid.local[0] == pytest.approx(0.1966, abs=5e-5)
    shown.ask_for_focus()
    press(opened, Qt.Key.Key_Return)
    assert shown.examined.graph.output.kind == "reciprocal"
    assert shown.examined.graph.gradients["w2"] == pytest.approx(0.1966, abs=5e-5)
    press(opened, Qt.Key.Key_Backspace)
    assert shown.examined.graph.output.kind == "sigmoid"


def test_a_network_folds_from_gates_to_layers_and_one_unit_opens_alone(opened):
    shown = panel(opened)
    shown.open_loss()
    waits_for(opened, "loss")
    assert shown.examined.levels == ["layers", "units", "sums", "gates"]
    assert shown.examined.level == "units"
    whole = shown.examined.whole
    node = shown.examined.diagram.node_of[shown.examined.graph.gate("a1.2").id]
    shown.view.picture.node_opened.emit(node)
    labels = {gate.label for gate in shown.examined.graph.gates}
    assert {"z1.2", "w1.2.1"} <= labels
    assert "z1.1" not in labels
    shown.act("leave")
    assert "z1.2" not in {gate.label for gate in shown.examined.graph.gates}
    for level in shown.examined.levels:
        shown.view.levels.chosen.emit(level)
        assert shown.examined.graph.value == pytest.approx(whole.value, rel=1e-12)
        assert shown.examined.graph.gradients["x1"] == pytest.approx(whole.gradients["x1"], rel=1e-12)
        shown.go_to(-1)
        assert step(opened).phase == "backward"


def test_a_large_networks_far_inputs_fold_and_open(start, build):
    program = start(
        build(network={"layers": [{"kind": "dense", "units": 40}, {"kind": "dense", "units": 40}]})
    )
    shown = panel(program)
    shown.open_unit((2, 0))
    waits_for(program, "unit")
    folded = [node for node in shown.examined.diagram.nodes if node.kind == "more"]
    assert len(folded) == 1
    assert len(shown.examined.diagram.nodes) <= 61
    assert shown.examined.enter(folded[0].id)
    assert len(shown.examined.diagram.nodes) > 61
    assert shown.examined.leave(None)
    assert len(shown.examined.diagram.nodes) <= 61


# ------------------------------------------------------------------------------------ the live network


def centre_of(program, layer_id, unit):
    layout = program.find("networkCanvas").layout_
    column = layout.column(layer_id)
    return layout.columns[column].rect(unit).center().toPoint()


def test_a_double_click_opens_a_unit_while_it_trains_and_disturbs_nothing(opened):
    program, shown = opened, panel(opened)
    program.window.workspace.drawer.set_spread(False)
    program.session.play()
    program.until(lambda: program.session.snapshot.epoch >= 2)
    canvas = program.find("networkCanvas")
    place = centre_of(program, 2, 1)
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(canvas, Qt.MouseButton.LeftButton, pos=place)
    waits_for(program, "unit")
    assert shown.subject.unit == (2, 1)
    assert program.session.is_playing
    frozen = shown.examined.graph.value
    at = program.session.snapshot.epoch
    program.until(lambda: program.session.snapshot.epoch > at + 3)
    assert shown.examined.graph.value == frozen
    while step(program).position < step(program).count:
        shown.act("next")
    assert program.session.is_playing


def test_the_shown_numbers_are_the_engines(opened):
    shown = panel(opened)
    opened.session.display.set(probe=(1.2, -0.4, 1.0))
    shown.open_loss()
    waits_for(opened, "loss")
    run = opened.session.compute(lambda run: run.network.copy())
    opened.until(run.done)
    expected = network_graph(run.result(), (1.2, -0.4), 1.0)
    assert shown.examined.whole.value == expected.value
    assert shown.examined.whole.gradients == expected.gradients
    assert "label 1" in text(opened, "microscopeContext")
    assert "point (1.20, −0.40)" in text(opened, "microscopeContext")


@pytest.mark.parametrize("point", [(1.5, -1.0), (0.0, 1.234), (-3.14159, 2.0)])
def test_the_point_is_written_as_beside_the_boundary(opened, point):
    opened.session.display.set(probe=(*point, 1.0))
    panel(opened).open_loss()
    waits_for(opened, "loss")
    beside_boundary = opened.window.workspace.probe.place.text()
    assert f"point {beside_boundary}" in text(opened, "microscopeContext")


@pytest.mark.parametrize(
    ("language", "terms"),
    [
        ("en", ("from the output", "of this gate alone", "on to the input", "add is a sum")),
        ("ko", ("출력 쪽에서 내려온", "이 노드만의 미분", "입력 쪽으로 보내는", "덧셈")),
    ],
)
def test_pointing_at_a_backward_step_says_what_its_words_mean(opened, language, terms):
    opened.window.set_language(language)
    panel(opened).go_to(-1)
    opened.until(lambda: step(opened).phase == "backward")
    for name in ("microscopeRule", "microscopeFormula"):
        assert all(term in opened.find(name).toolTip() for term in terms)
    panel(opened).go_to(1)
    assert not opened.find("microscopeFormula").toolTip()


def test_which_gradient_it_is_can_be_chosen(opened):
    shown = panel(opened)
    shown.open_unit((1, 0))
    waits_for(opened, "unit")
    assert shown.examined.graph.of == "L"
    shown.view.head.gradient_chosen.emit("own")
    opened.until(lambda: shown.examined.graph.of == "a1.1")
    shown.view.head.gradient_chosen.emit("minibatch")
    opened.until(lambda: shown.examined.graph.of == "Lm")
    mean = shown.examined.graph.output
    assert (mean.kind, mean.constant) == ("mul_constant", 0.1)
    assert "10 points" in text(opened, "microscopeContext")


def test_values_are_taken_and_followed(opened):
    shown = panel(opened)
    shown.open_output()
    waits_for(opened, "output")
    shown.go_to(-1)
    before, position = shown.examined.graph.value, step(opened).position
    opened.session.step_epoch()
    opened.until(lambda: opened.session.snapshot.epoch == 1)
    assert shown.examined.graph.value == before
    shown.take_present_values()
    opened.until(lambda: shown.examined.graph.value != before)
    assert step(opened).position == position
    shown.view.head.follow.setChecked(True)
    opened.session.play()
    values = set()

    def has_moved():
        values.add(shown.examined.graph.value)
        return len(values) > 3

    opened.until(has_moved)
    opened.session.pause()
    assert step(opened).position == position


def letters(program):
    """How large the rule, the formula and its rows are written."""
    sizes = re.findall(r"font-size:(\d+)px", text(program, "microscopeFormula"))
    return [program.find("microscopeRule").font().pixelSize(), *map(int, sizes)]


def test_letters_keep_their_size_while_only_the_numbers_change(opened):
    shown = panel(opened)
    shown.open_unit((1, 0))
    waits_for(opened, "unit")
    wire = next(gate.parameter for gate in shown.examined.whole.inputs if gate.parameter is not None)

    def with_weight(weight):
        before = shown.examined.whole
        opened.session.set_parameters([ParameterEdit(*wire, weight)], "Weight")
        shown.take_present_values()
        opened.until(lambda: shown.examined.whole is not before and not shown.is_waiting)
        return letters(opened)

    with_weight(0.5)
    last = shown.examined.count
    shown.go_to(last)
    large = letters(opened)
    small = with_weight(-1.234e-120)
    assert max(small[1:]) < max(large[1:])
    assert with_weight(0.5) == small
    shown.go_to(last - 1)
    shown.go_to(last)
    assert letters(opened) == large, "the step is written anew"


def test_looking_changes_no_bit_of_the_training(opened):
    shown, session = panel(opened), opened.session
    shown.open_unit((1, 1), "minibatch")
    opened.until(lambda: not shown.is_waiting)
    shown.view.head.follow.setChecked(True)
    for epoch in range(1, 4):
        session.step_epoch()
        opened.until(lambda: session.snapshot.epoch == epoch)  # noqa: B023
        opened.until(lambda: not shown.is_waiting)
        shown.act("next")
    later = session.compute(lambda run: run.network.parameters.copy())
    opened.until(later.done)
    alone = TrainingRun(session.experiment)
    alone.train(3)
    assert np.array_equal(later.result(), alone.network.parameters)


def test_an_update_is_one_real_step_that_undo_takes_back(opened):
    shown, session = panel(opened), opened.session
    session.display.set(probe=(1.2, -0.4, 1.0))
    session.play()
    shown.open_loss()
    waits_for(opened, "loss")
    opened.until(lambda: session.snapshot.epoch >= 1)
    shown.go_to(-1)
    asked = []
    shown.commanded.connect(asked.append)
    opened.click("microscopeApply")
    opened.until(lambda: asked == ["update"])
    assert not session.is_playing
    later = session.compute(lambda run: run.network.parameters.copy())
    opened.until(later.done)
    seen, update = shown.seen.network, shown.examined.update
    for gate in shown.examined.whole.inputs:
        if gate.parameter is not None:
            layer = seen.plan.layers[seen.plan.index(gate.parameter[0])]
            new = layer.block(later.result())[gate.parameter[1], gate.parameter[2]]
            assert new == update.values[gate.label]
            assert new == pytest.approx(gate.value - shown.seen.rate * gate.gradient, rel=1e-12)
    assert "Undo takes it back" in text(opened, "microscopeMessage")
    session.document.undo_stack.undo()
    undone = session.compute(lambda run: run.network.parameters.copy())
    opened.until(undone.done)
    assert np.array_equal(undone.result(), seen.parameters)


def test_an_updates_steps_show_old_and_new_side_by_side(opened):
    shown = panel(opened)
    shown.open_unit((1, 0))
    waits_for(opened, "unit")
    shown.go_to(-1)
    assert step(opened).phase == "backward"
    shown.act("next")
    assert step(opened).phase == "update"
    said = text(opened, "microscopeFormula")
    assert "old" in said
    assert "new" in said
    node = next(iter(shown.view.picture.scene.active))
    gate = shown.examined.graph.gates[shown.examined.diagram.nodes[node].gates[0]]
    assert gate.label == step(opened).gate == "w1.1.1"
    shown.act("finish")
    assert step(opened).position == step(opened).count == shown.examined.count + 3


def test_a_minibatch_shows_some_points_and_folds_the_others(opened):
    shown = panel(opened)
    shown.open_unit((1, 0), "minibatch")
    opened.until(lambda: shown.subject.gradient == "minibatch" and not shown.is_waiting)
    labels = [
        shown.examined.graph.gates[n.gates[0]].label for n in shown.examined.diagram.nodes if n.kind == "gate"
    ]
    assert [label for label in labels if label[0] == "L"] == ["L1", "L2", "L3", "Lm"]
    (more,) = [node for node in shown.examined.diagram.nodes if node.kind == "more"]
    assert scenes.more_text(shown.examined.diagram, more.id) == "+7 inputs"


def test_an_expression_keeps_its_values_while_one_looks_at_the_network(opened):
    shown = panel(opened)
    shown.view.head.kinds.chosen.emit("loss")
    waits_for(opened, "loss")
    shown.view.head.kinds.chosen.emit("expression")
    assert shown.subject.values == {"x": -2.0, "y": 5.0, "z": -4.0}
    assert shown.examined.graph.value == -12.0


def test_the_largest_network_is_refused_in_a_sentence_and_a_large_one_waits_for_nobody(start, build):
    program = start(
        build(network={"layers": [{"kind": "dense", "units": 300}, {"kind": "dense", "units": 300}]})
    )
    shown = panel(program)
    shown.open_loss()
    program.until(lambda: "a graph is drawn of up to" in text(program, "microscopeMessage"))
    network = edits.with_network(
        program.session.experiment, layers=program.session.experiment.network.layers[:1]
    )
    program.session.edit(network, "one layer")
    shown.open_loss()
    program.until(
        lambda: shown.examined is not None and not shown.is_waiting and shown.subject.kind == "loss"
    )
    assert shown.examined.levels[:2] == ["layers", "units"]
    shown.go_to(-1)
    assert step(program).phase == "backward"
    program.find("microscopeDots").grab()


def test_an_edit_of_the_network_closes_the_trace_with_a_sentence(opened):
    shown = panel(opened)
    shown.open_unit((1, 0))
    waits_for(opened, "unit")
    session = opened.session
    session.edit(edits.toggle_feature(session.experiment, "x1x2"), "feature")
    assert shown.examined is None
    assert "was edited" in shown.view.picture.sentence
    shown.act("next")
    shown.open_preset("first")
    session.edit(edits.toggle_feature(session.experiment, "x1x2"), "feature")
    assert shown.examined is not None, "an expression has nothing to do with the network"


def test_a_unit_that_is_gone_is_said(opened):
    shown = panel(opened)
    shown.open_unit((77, 3))
    opened.until(lambda: "no longer in the network" in text(opened, "microscopeMessage"))


# ----------------------------------------------------------------------------------------- ways in


def menu_of(program, widget, place):
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, widget.mapToGlobal(place))
    QApplication.sendEvent(widget, event)
    menu = next(menu for menu in widget.findChildren(QMenu) if menu.isVisible())
    action = next(action for action in menu.actions() if action.objectName() == "examineAction")
    action.trigger()
    menu.close()


def test_units_and_edges_have_it_in_their_menu(opened):
    shown, canvas = panel(opened), opened.find("networkCanvas")
    opened.window.workspace.drawer.set_spread(False)
    opened.until(canvas.isVisible)
    menu_of(opened, canvas, centre_of(opened, 1, 2))
    waits_for(opened, "unit")
    assert shown.subject.unit == (1, 2)
    opened.window.workspace.drawer.set_spread(False)
    opened.until(canvas.isVisible)
    edges, layout = canvas.edges, canvas.layout_
    middle = (centre_of(opened, 1, 0) + centre_of(opened, 2, 0)) / 2
    hit = next(
        QPoint(middle.x(), y)
        for y in range(int(layout.top), int(layout.bottom))
        if edges.nearest(QPointF(middle.x(), y), 4.0) is not None
        and layout.unit_at(QPointF(middle.x(), y)) is None
        and layout.bias_at(QPointF(middle.x(), y)) is None
    )
    menu_of(opened, canvas, hit)
    opened.until(
        lambda: shown.subject.unit is not None and shown.subject.unit[0] == 2 and not shown.is_waiting
    )
    assert step(opened).phase == "backward"


def test_the_loss_plot_and_the_boundary_have_it_in_their_menu(opened):
    shown, output = panel(opened), opened.window.workspace.output_panel
    opened.window.workspace.drawer.set_spread(False)
    actions = {action.objectName(): action for action in output.loss_plot.plot.actions()}
    actions["examineAction"].trigger()
    waits_for(opened, "loss")
    shown.open_preset("first")
    plot = output.boundary.make_plot()
    plot.pointed.emit(QPointF(60, 60))
    actions = {action.objectName(): action for action in plot.actions()}
    actions["examineAction"].trigger()
    waits_for(opened, "loss")
    assert opened.session.display.probe is not None
    assert shown.source.point == opened.session.display.probe[:2]


def test_one_key_opens_the_selected_unit_or_the_loss(program):
    program.window.setFocus()
    program.key(Qt.Key.Key_X)
    waits_for(program, "loss")
    assert program.window.workspace.drawer.shown == "microscope"
    program.session.display.set(selected=(OUTPUT_ID, 0))
    program.window.setFocus()
    program.key(Qt.Key.Key_X)
    waits_for(program, "unit")
    assert panel(program).subject.unit == (OUTPUT_ID, 0)


def test_what_is_opened_last_is_shown_at_its_own_step(opened):
    shown = panel(opened)
    shown.open_unit((1, 0), position=2)
    shown.open_unit((2, 1), position=4)
    opened.until(lambda: not shown.is_waiting and shown.examined.graph.output.label == "a2.2")
    assert step(opened).position == 4
    shown.open_unit((1, 0))
    shown.open_preset("first")
    later = opened.session.compute(lambda run: run.step)
    opened.until(lambda: later.done() and not shown.is_waiting)
    assert shown.examined.graph.value == -12.0


def test_a_lesson_opens_an_expression_or_a_part_at_a_step(opened):
    shown = panel(opened)
    assert shown.open_expression("f = (x + y) * z", {"x": 1.0, "y": 1.0, "z": 2.0}, position=5)
    assert (step(opened).position, step(opened).phase) == (5, "backward")
    neuron = PRESETS["neuron"]
    assert shown.open_expression(neuron.expression, neuron.values, position=-1, folded=True)
    assert shown.examined.graph.output.kind == "sigmoid"
    assert step(opened).position == step(opened).count
    shown.open_part("1.2", (1.2, -0.4), None, position=-1)
    opened.until(lambda: shown.examined.graph.of == "a1.2")
    assert step(opened).position == shown.examined.count
    shown.open_part("loss", (1.2, -0.4), 0.0, position=2)
    opened.until(lambda: shown.examined.graph.of == "L" and shown.subject.kind == "loss")
    assert step(opened).position == 2
    assert "label 0" in text(opened, "microscopeContext")


# ------------------------------------------------------------------------------------------ export


@pytest.mark.parametrize(
    ("kind", "begins"), [("svg", b"<?xml"), ("png", b"\x89PNG"), ("tex", b"\\documentclass"), ("py", b'"""f')]
)
def test_the_graph_is_saved(opened, tmp_path, kind, begins):
    shown = panel(opened)
    shown.go_to(-1)
    shown.view.head.export_wanted.emit(kind)
    dialog = opened.window.findChild(QFileDialog, "microscopeSave")
    path = tmp_path / f"graph.{kind}"
    dialog.fileSelected.emit(str(path))
    dialog.close()
    assert path.read_bytes().startswith(begins)


# ------------------------------------------------------------------------------------------- looks


def test_it_zooms_pans_and_shows_the_whole_again(opened):
    picture = panel(opened).view.picture
    before = picture.zoom
    press(opened, Qt.Key.Key_Plus)
    assert picture.zoom > before
    press(opened, Qt.Key.Key_0)
    assert picture.zoom == pytest.approx(before)
    empty, node = QPoint(4, picture.height() - 4), picture.node_rect(0)
    drag(picture, empty, QPoint(60, -25))
    assert picture.node_rect(0).topLeft() - node.topLeft() == QPoint(60, -25)
    QTest.mouseDClick(picture, Qt.MouseButton.LeftButton, pos=empty)
    assert picture.node_rect(0) == node
    assert picture.zoom == pytest.approx(before)


@pytest.mark.parametrize("spread", [True, False])
def test_what_acts_is_in_sight_at_any_size(opened, spread):
    shown = panel(opened)
    opened.window.workspace.drawer.set_spread(spread)
    shown.open_loss()
    waits_for(opened, "loss")
    shown.view.levels.chosen.emit("sums")
    while step(opened).position < shown.examined.count:
        shown.act("next")
        active = shown.view.picture.scene.active
        if active:
            middle = shown.view.picture.node_rect(next(iter(active))).center()
            assert shown.view.picture.rect().contains(middle)


def test_hovering_a_number_says_all_of_it(opened):
    shown = panel(opened)
    shown.open_preset("neuron")
    shown.go_to(-1)
    _, place = green(opened, "w2")
    assert "∂f/∂w2 = 0.196612" in shown.view.picture.tip_at(place)
    assert "w2 = −3" in shown.view.picture.tip_at(place)
