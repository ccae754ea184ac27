"""A new kind of layer is one file, two rows and one label: it has a card, is dragged in, drawn, set, inspected."""

from __future__ import annotations

import pytest
from copied_house import PROGRAM, CopiedHouse

KIND = '''
"""The scale layer: one number a unit."""

from __future__ import annotations

import numpy as np

from playground.engine.layers.base import Draw, Layer, LayerKind, LayerPass, LayerPlan, Rules, Shape
from playground.engine.program import Array, Program
from playground.engine.schema import Positive


class Scale(Layer, frozen=True, tag="scale"):
    """Each unit times a number of its own: ``y = s x``; ``first`` is what the numbers begin with."""

    first: Positive = 1.0


def _initialize(plan: LayerPlan, parameters: Array, _state: Array, _draw: Draw) -> None:
    parameters[0] = plan.spec.first


def _forward(program: Program, layer: LayerPass) -> None:
    layer.pre = layer.inputs.values
    program.write(layer.make_outputs(program), np.multiply, layer.parameters.T, layer.inputs.values)


def _backward(program: Program, layer: LayerPass, needs_input_gradient: bool) -> None:
    layer.pre_gradient = program.empty(*layer.upstream.shape)
    program.write(layer.pre_gradient, np.multiply, layer.parameters.T, layer.upstream)
    if layer.gradients is not None:
        total = lambda x, g: np.add.reduce(x * g, axis=1)
        program.write(layer.gradients[0], total, layer.inputs.values, layer.upstream)
    layer.input_gradient = layer.pre_gradient if needs_input_gradient else None


SCALE = LayerKind(
    settings=Scale,
    shape=lambda _settings, _inputs: Shape(rows=1),
    training=Rules(_forward, _backward),
    initialize=_initialize,
)
'''
ENGINE_KINDS = "playground/engine/layers/kinds.py"
WINDOW_KINDS = "playground/ui/network/kinds.py"
LABELS = "playground/ui/words/labels.py"

DRAG = """
LEFT = Qt.MouseButton.LeftButton


def drag(card, canvas, place):
    middle, target = card.rect().center(), card.mapFromGlobal(canvas.mapToGlobal(place))
    QTest.mousePress(card, LEFT, pos=middle)
    for point in (middle + QPoint(6, 8), middle + QPoint(12, 16), target):
        QTest.mouseMove(card, point)
    QTest.mouseRelease(card, LEFT, pos=target)


def choose(menu, *texts):
    for text in texts[:-1]:
        menu = next(action.menu() for action in menu.actions() if action.text() == text)
    next(action for action in menu.actions() if action.text() == texts[-1]).trigger()
"""


@pytest.fixture
def house(tmp_path) -> CopiedHouse:
    """A copy of the program that knows a ``scale`` layer."""
    house = CopiedHouse(tmp_path)
    house.write("playground/engine/layers/scale.py", KIND.lstrip())
    house.insert(
        ENGINE_KINDS,
        "from playground.engine.layers.norms",
        "from playground.engine.layers.scale import SCALE",
    )
    house.insert(ENGINE_KINDS, '"layer_norm": LAYER_NORM', '    "scale": SCALE,')
    house.insert(
        WINDOW_KINDS,
        "KINDS: dict[str, KindRow] = {",
        '    "scale": KindRow(parameters=(Parameter(0, "factor", "factor", 1.0, "Factor of {unit}"),)),',
    )
    house.insert(
        LABELS, "LAYER_KINDS: dict[str, Text] = {", '    "scale": ("Scale", "Stretches each unit."),'
    )
    return house


@pytest.mark.slow
def test_a_new_kind_has_a_card_is_dragged_in_drawn_set_and_inspected(house):
    house.run(
        PROGRAM
        + "from PySide6.QtCore import QPoint\n"
        + DRAG
        + """
from playground.ui.network.menu import layer_menu

with program() as (app, window, session):
    canvas, display = window.workspace.canvas, session.display
    card = window.findChild(QWidget, "card_scale")
    assert card.isVisible() and "Stretches each unit." in card.toolTip()

    drag(card, canvas, canvas.layout_.gap_rect(1).center().toPoint())
    layer = session.experiment.network.layers[1]
    assert layer.kind == "scale"
    assert session.document.undo_stack.undoText() == "Add Scale"

    choose(layer_menu(canvas, canvas.commands, layer.id), "first", "2")
    assert session.experiment.network.layers[1].first == 2.0
    session.reset()
    until(lambda: session.snapshot.layers[1].weights is not None and session.snapshot.layers[1].weights[0, 0] == 2.0)

    column = canvas.layout_.column(layer.id)
    box = canvas.layout_.columns[column]
    assert window.findChild(QWidget, f"columnTitle{layer.id}").text() == "Scale"
    until(lambda: len(canvas.layout_.columns) == 5 and canvas.snapshot is session.snapshot)
    place = canvas.layout_.columns[column].rect(0).center().toPoint()
    ratio = canvas.devicePixelRatioF()
    def colour():
        return canvas.grab().toImage().pixelColor(place * ratio)
    until(lambda: colour().blue() > 180 and colour().red() < 80)

    QTest.mouseMove(canvas, place)
    QTest.mouseClick(canvas, LEFT, pos=place)
    edit = canvas.findChild(QWidget, "valueEdit")
    assert edit.isVisible()
    edit.selectAll()
    QTest.keyClicks(edit, "-1")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    until(lambda: session.snapshot.layers[1].weights[0, 0] == -1.0)

    drawer = window.workspace.drawer
    drawer.tabs.setCurrentIndex(1)
    drawer.set_open(True)
    inspector = window.findChild(QWidget, "inspector")
    until(lambda: inspector.found is not None and inspector.found.kind == "scale")
    assert inspector.target.unit == (layer.id, 0)
    assert [row.name for row in inspector.table.rows] == ["factor"]
    assert "∂L/∂factor" in inspector.formula.text()
    drawer.tabs.setCurrentIndex(0)
    flow = window.findChild(QWidget, "gradientFlow")
    session.step_epoch()
    until(lambda: "scale" in [lane.layer.kind for lane in flow.lanes.lanes])
"""
    )
    assert house.touched == {"playground/engine/layers/scale.py", ENGINE_KINDS, WINDOW_KINDS, LABELS}


def test_every_kind_of_the_engine_has_a_row_and_a_label():
    from playground.engine.layers.kinds import LAYER_KINDS
    from playground.ui.network.kinds import KINDS
    from playground.ui.words.labels import LABELS as WORDS

    assert set(KINDS) == set(LAYER_KINDS)
    assert set(LAYER_KINDS) <= set(WORDS["layer_kind"])
