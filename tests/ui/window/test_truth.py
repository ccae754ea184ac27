"""What the window says stays true while it is used: legends, names, sentences that go when they are over."""

from __future__ import annotations

import numpy as np
from flow_cases import experiment, network
from PySide6.QtTest import QTest

from playground.engine import edits
from playground.ui.network.readout import source_text
from playground.ui.widgets.text import Caption
from playground.ui.words import numbers

FIVE = {"data": {"dataset": "blobs", "classes": 5}}


def hover(program, column: int, unit: int) -> None:
    canvas = program.find("networkCanvas")
    QTest.mouseMove(canvas, canvas.layout_.columns[column].rect(unit).center().toPoint())


def test_the_legend_follows_the_unit_that_is_shown_large(start):
    program = start(network({"kind": "dense", "units": 4, "activation": "relu"}))
    boundary, scale = program.find("boundaryView"), program.find("outputPanel").scale
    program.until(lambda: program.session.snapshot is not None and boundary.plot is not None)
    program.until(lambda: scale.toolTip() == "0 – 1")
    hover(program, 1, 2)
    program.until(lambda: boundary.plot.shows_unit)
    program.until(lambda: scale.toolTip() != "0 – 1")
    largest = float(np.abs(program.session.snapshot.focus_grid).max())
    assert scale.toolTip() == f"{numbers.plain(-largest)} – {numbers.plain(largest)}"
    hover(program, 2, 0)
    program.until(lambda: not boundary.plot.shows_unit)
    assert scale.toolTip() == "0 – 1", "the output unit is the boundary itself"


def test_a_class_that_is_gone_is_no_label_of_the_probe(start):
    program = start(experiment(**FIVE))
    session, panel = program.session, program.find("probePanel")
    session.display.set(probe=(0.0, 0.0, 4.0))
    program.until(lambda: session.snapshot is not None and session.snapshot.probe is not None)
    choice = program.find("probeClass")
    assert choice.value == "4"
    session.edit(edits.with_data(session.experiment, classes=3), "three classes")
    program.until(lambda: session.snapshot.probe is not None and session.snapshot.probe.label is None)
    program.until(lambda: choice.currentIndex() == -1)
    said = f"output, class {int(np.argmax(session.snapshot.probe.outputs))}"
    program.until(lambda: said in [caption.text() for caption in panel.findChildren(Caption)])


def test_a_probe_of_another_plane_goes_with_it(start):
    far = [[20.0, 20.0, 0.0], [-20.0, -20.0, 1.0], [15.0, -15.0, 1.0], [-15.0, 15.0, 0.0]]
    program = start(experiment(data={"dataset": "custom", "points": far}))
    session, boundary = program.session, program.find("boundaryView")
    program.until(lambda: session.snapshot is not None and boundary.whole[1] > 15.0)
    session.display.set(probe=(18.0, 18.0, 0.0))
    program.until(lambda: session.snapshot.probe is not None)
    session.edit(edits.with_data(session.experiment, dataset="circle"), "circle")
    program.until(lambda: session.display.probe is None)


def test_what_was_said_of_the_end_goes_with_it(start):
    program = start(experiment(data={"dataset": "plane"}, training={"learning_rate": 1e6}))
    session, bar = program.session, program.window.notice_bar
    program.until(lambda: session.snapshot is not None)
    session.play()
    program.until(lambda: "diverged" in bar.text)
    session.reset()
    program.until(lambda: bar.text == "")


def test_a_gradient_says_whether_its_step_was_taken(start):
    program = start(experiment())
    session, canvas = program.session, program.find("networkCanvas")
    session.display.set(edge_mode="gradient")
    program.until(lambda: canvas.snapshot is not None and canvas.snapshot.gradient_source == "minibatch")
    assert "next minibatch" in source_text(canvas.snapshot)
    session.step_minibatch()
    program.until(lambda: canvas.snapshot.step == 1)
    assert "last minibatch" in source_text(canvas.snapshot)
