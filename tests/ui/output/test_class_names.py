"""An import's own words for its classes are said wherever a class is named."""

import pytest
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QScrollArea

from playground.engine.experiment import Data, Experiment
from playground.engine.layers.base import OUTPUT_ID
from playground.ui.network.names import brief_unit_name, class_name, unit_name

LONG = "a very long name that no legend has the room for"


def named(*names):
    points = tuple((float(k % 5), float(k % 3), float(k % len(names))) for k in range(60))
    return Experiment(
        data=Data(dataset="custom", points=points, classes=len(names), class_names=names),
    )


def test_the_legend_and_the_probe_say_the_classes_own_names(start):
    program = start(named("setosa", "versicolor", "virginica"))
    scale = program.window.workspace.output_panel.scale
    assert scale.accessibleName() == "setosa, versicolor, virginica"
    program.session.display.set(probe=(1.0, 1.0, 2.0))
    assert program.find("probeClass").currentText() == "virginica"
    program.window.grab()


def test_two_named_classes_stand_at_the_ends_of_the_scale(start):
    program = start(named("no", "yes"))
    assert program.window.workspace.output_panel.scale.accessibleName() == "no – yes"


def test_outputs_are_called_by_their_class():
    experiment = named("setosa", "versicolor", "virginica")
    assert unit_name(experiment, (OUTPUT_ID, 1)) == "Output · versicolor"
    assert brief_unit_name(experiment, (OUTPUT_ID, 1)) == "Versicolor"
    assert class_name(Experiment(), 1) == "class 1"


@pytest.mark.parametrize(
    "names", [(LONG, "b"), (LONG, LONG + "2", "c"), tuple(f"{LONG} {k}" for k in range(8))]
)
def test_long_names_widen_nothing(start, names):
    program = start(named(*names), width=1024, height=680)
    program.session.display.set(probe=(1.0, 1.0, 1.0))
    program.until(lambda: program.session.snapshot.probe is not None)
    panel = program.find("dataPanel")
    program.window.grab()
    content = panel.findChild(QScrollArea).widget()
    assert content.minimumSizeHint().width() <= panel.width()
    scale = program.window.workspace.output_panel.scale
    assert QFontMetrics(scale.font()).horizontalAdvance(LONG) > scale.width()
    assert scale.toolTip().startswith(LONG)
