"""Who cannot see the window hears it: every control has a name, every number a value, every part its words."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QRadioButton, QWidget

from playground.observe.snapshot import Snapshot
from playground.ui.code.export_dialog import ExportDialog
from playground.ui.data.intake import LinkDialog
from playground.ui.widgets.segmented import SegmentedControl
from playground.ui.words import numbers

ROLE = QAccessible.Role
CONTROLS = {
    ROLE.Button, ROLE.CheckBox, ROLE.RadioButton, ROLE.ButtonMenu, ROLE.ButtonDropDown, ROLE.ComboBox,
    ROLE.EditableText, ROLE.Slider, ROLE.SpinBox, ROLE.PageTab, ROLE.Grip, ROLE.Table, ROLE.List, ROLE.StaticText,
}  # fmt: skip
VALUED = {ROLE.EditableText, ROLE.Slider, ROLE.ComboBox, ROLE.SpinBox}


def parts(one: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    yield one
    for place in range(one.childCount()):
        child = one.child(place)
        if child is not None and child.isValid():
            yield from parts(child)


def said(one: QAccessibleInterface, what: QAccessible.Text) -> str:
    return one.text(what).strip()


def name_of(one: QAccessibleInterface) -> str:
    """The name, or for a list the name of its label: on Linux Qt says a list's value in its name's place."""
    if one.role() == ROLE.ComboBox:
        labels = [other for other, kind in one.relations(QAccessible.RelationFlag.Label)]
        return " ".join(said(label, QAccessible.Text.Name) for label in labels)
    return said(one, QAccessible.Text.Name)


def unspoken(window: QWidget) -> set[str]:
    """A sentence for each control that is seen and has no name or no value, or says marks instead of words."""
    found = set()
    root = QAccessible.queryAccessibleInterface(window)
    for one in parts(root):
        widget = one.object()
        if not isinstance(widget, QWidget) or not widget.isVisible() or widget.window() is not window:
            continue
        who = f"{type(widget).__name__} {widget.objectName()}"
        is_reached = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.isEnabled()
        is_reached = is_reached and widget.focusProxy() is None and type(widget) is not QWidget
        is_control = one.role() in CONTROLS and not widget.objectName().startswith("qt_")
        empty = one.role() == ROLE.StaticText and not widget.property("text")
        if (is_control or is_reached) and not empty and not name_of(one):
            found.add(f"no name: {who}")
        is_empty = one.role() == ROLE.EditableText and not widget.property("text")
        is_empty = is_empty or (one.role() == ROLE.ComboBox and not widget.property("currentText"))
        if one.role() in VALUED and not is_empty and not said(one, QAccessible.Text.Value):
            found.add(f"no value: {who}")
        for what in (QAccessible.Text.Name, QAccessible.Text.Description):
            if re.search(r"<(b|br|p|table)>|<br|<table", one.text(what)):
                found.add(f"marks in its words: {who}")
    return found


@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_control_has_a_name_and_every_number_a_value(start, language):
    program = start(width=1600, height=900)
    window, session = program.window, program.session
    if language != "en":
        window.set_language(language)
    drawer = window.workspace.drawer
    session.display.set(probe=(1.0, 2.0, 1.0), selected=(1, 0))
    program.next_snapshot()
    found = {}
    for name in drawer.names:
        drawer.choose_tab(name)
        drawer.panel(name)
        program.qtbot.wait(1)
        found |= dict.fromkeys(unspoken(window), name)
    for dialog in (ExportDialog(session, parent=window), LinkDialog("", window)):
        dialog.show()
        found |= {sentence: type(dialog).__name__ for sentence in unspoken(dialog)}
        dialog.close()
        dialog.deleteLater()
    sweep = window.workspace.show_sweep()
    found |= dict.fromkeys(unspoken(sweep), "sweep")
    sweep.close()
    assert not found, "\n".join(f"{where}: {sentence}" for sentence, where in sorted(found.items()))


def test_the_walk_tells_of_a_control_without_a_name(program):
    button = program.find("playButton")
    button.setAccessibleName("")
    button.setToolTip("<b>Play</b>")
    found = unspoken(program.window)
    assert "no name: PlayButton playButton" in found
    assert "marks in its words: PlayButton playButton" in found


def test_options_are_radio_buttons_that_can_be_pressed(program):
    control = program.find("nodeMode", SegmentedControl)
    options = [
        one for one in parts(QAccessible.queryAccessibleInterface(control)) if one.role() == ROLE.RadioButton
    ]
    assert [said(one, QAccessible.Text.Name) for one in options] == [one.label for one in control.options]
    assert [one.state().checked for one in options] == [one.key == control.value for one in control.options]
    last = control.options[-1]
    options[-1].object().click()
    assert program.session.display.node_mode == last.key
    rect = control.option_rect(last.key).toRect()
    assert control.findChildren(QRadioButton)[-1].geometry() == rect


def test_keys_on_the_network_say_unit_weight_value_and_gradient(program):
    session, canvas = program.session, program.find("networkCanvas")
    session.display.set(probe=(1.0, 2.0, 1.0))
    canvas.setFocus(Qt.FocusReason.TabFocusReason)
    program.key(Qt.Key.Key_Right)
    layer, unit = session.display.selected

    def snapshot_with_probe() -> Snapshot:
        return session.snapshot

    program.until(lambda: "probe" in canvas.accessibleDescription())
    found = next(one for one in snapshot_with_probe().probe.layers if one.id == layer)
    words = canvas.accessibleDescription()
    assert words.startswith(f"Layer {layer}, unit {unit + 1}")
    assert numbers.plain(float(found.activations[unit]), 3) in words
    assert numbers.compact(float(found.gradients[unit])) in words
    program.key(Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    program.key(Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    row = session.display.selected_edge[1]
    assert row >= 0
    program.until(lambda: "∂loss/∂w" in canvas.accessibleDescription())
    shown = session.snapshot.layer(layer)
    words = canvas.accessibleDescription()
    assert numbers.plain(float(shown.weights[row, unit]), 3) in words
    assert numbers.compact(float(shown.weight_gradients[row, unit])) in words


def test_keys_on_the_graph_say_the_gates_value_and_then_its_gradient(program):
    program.window.workspace.drawer.choose_tab("microscope")
    panel = program.find("microscope")
    panel.open_expression("f = (x + y) * z", {"x": -2.0, "y": 5.0, "z": -4.0})
    picture = program.find("microscopePicture")
    heard = []
    for _ in range(8):
        heard.append(picture.accessibleDescription())
        panel.view.stepper.next.click()
    assert "q = 3.00000" in heard
    assert any(one.startswith("q = 3.00000; ∂f/∂q = −4.00000") for one in heard)


def test_gates_of_the_graph_are_parts_that_say_value_and_gradient_as_the_steps_bring_them(program):
    program.window.workspace.drawer.choose_tab("microscope")
    panel = program.find("microscope")
    panel.open_expression("f = (x + y) * z", {"x": -2.0, "y": 5.0, "z": -4.0}, position=0)
    picture = program.find("microscopePicture")

    def told() -> dict[str, str]:
        group = QAccessible.queryAccessibleInterface(picture.parts)
        gates = [one for one in parts(group) if one.role() == ROLE.ListItem]
        for place, gate in enumerate(gates):
            assert gate.rect().size() == picture.node_rect(place).size()
        return {said(one, QAccessible.Text.Name): said(one, QAccessible.Text.Value) for one in gates}

    assert told() == {"x": "x", "y": "y", "z": "z", "q = x + y, distributes": "q", "f = q * z, swaps": "f"}
    panel.go_to(-1)
    assert told() == {
        "x": "x = −2.00000; ∂f/∂x = −4.00000",
        "y": "y = 5.00000; ∂f/∂y = −4.00000",
        "z": "z = −4.00000; ∂f/∂z = 3.00000",
        "q = x + y, distributes": "q = 3.00000; ∂f/∂q = −4.00000",
        "f = q * z, swaps": "f = −12.0000; ∂f/∂f = 1.00000",
    }
    panel.act("back")
    panel.view.head.quiz.click()
    assert "∂" not in " ".join(told().values()), "a quiz asks for the gradients"


def test_numbers_that_are_only_painted_are_said(program):
    epoch = program.find("epochLabel")
    program.session.step_epoch()
    program.until(lambda: epoch.text() == "1")
    one = QAccessible.queryAccessibleInterface(epoch)
    assert (said(one, QAccessible.Text.Name), said(one, QAccessible.Text.Description)) == ("Epoch", "1")
    samples = program.find("samplesSlider")
    assert samples.accessibleDescription() == f"{program.session.experiment.data.samples}"
