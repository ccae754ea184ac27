"""The README's table "How to add" is true: each row is done here, in a copy of the program.

What is added works for a person at once, and no other files were touched than the row names.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from copied_house import PROGRAM, ROOT, CopiedHouse
from new_layer_kind import add_scale_layer

README = (ROOT / "README.md").read_text(encoding="utf-8")
pytestmark = pytest.mark.slow
LABELS = "playground/ui/words/labels.py"
ENGINE = """
from playground.engine.experiment import from_builtins
from playground.engine.training import TrainingRun
from playground.observe.gradcheck import check


def trained(**parts):
    run = TrainingRun(from_builtins({"format": "playground", "version": 1, **parts}))
    before = run.evaluate()[0].loss
    run.train(20)
    assert run.evaluate()[0].loss < 0.9 * before, (before, run.evaluate()[0].loss)
    return run


"""
CHOOSE = """
def choose(window, name, label):
    choice = window.findChild(QWidget, name)
    choice.setFocus()
    QTest.keyClick(choice, Qt.Key.Key_Home)  # letters are the window's: arrows choose
    for _ in range(choice.findText(label)):
        QTest.keyClick(choice, Qt.Key.Key_Down)
    assert choice.currentText() == label
    return choice


"""
TAB = """
def opened_tab(window, title, name):
    drawer = window.workspace.drawer
    place = [drawer.tabs.tabText(tab) for tab in range(drawer.tabs.count())].index(title)
    QTest.mouseClick(drawer.tabs, Qt.MouseButton.LeftButton, pos=drawer.tabs.tabRect(place).center())
    drawer.set_open(True)
    until(lambda: window.findChild(QWidget, name) is not None and window.findChild(QWidget, name).isVisible())
    return window.findChild(QWidget, name)


"""
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


def rows() -> dict[str, set[str]]:
    """What may be added -> the files that its row names; ``*`` stands for a name of one's own."""
    table = README[README.index("## How to add") :].split("\n## ")[0]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()]
    named = {row[0]: set(re.findall(r"`((?:playground|resources)/\S+)`", " ".join(row))) for row in cells}
    return {what: files for what, files in named.items() if files}


def add_tab(house: CopiedHouse, title: str, module: str, panel: str) -> None:
    """Give a panel of ``playground/ui/analysis`` its tab in the copy's window."""
    house.insert(
        "playground/ui/window/tabs.py",
        "TABS: tuple",
        f"""    Tab(
        "{module}",
        QT_TRANSLATE_NOOP("Tabs", "{title}"),
        QT_TRANSLATE_NOOP("Tabs", "What it shows."),
        "playground.ui.analysis.{module}.{panel}",
    ),""",
    )


@pytest.fixture
def house(tmp_path: Path) -> CopiedHouse:
    return CopiedHouse(tmp_path / "house")


@pytest.fixture
def only_touched(house: CopiedHouse) -> Callable[[str], None]:
    def claim(what: str) -> None:
        patterns = [re.escape(name).replace(r"\*", "[a-z_]+") for name in rows()[what]]
        assert house.touched
        for path in house.touched:
            assert any(re.fullmatch(pattern, path) for pattern in patterns), f"{what}: {path} is not told of"

    return claim


def test_every_row_is_done():
    done = re.findall(
        r'^    only_touched\("([^"]+)"\)$', Path(__file__).read_text(encoding="utf-8"), re.MULTILINE
    )
    assert set(done) == set(rows())


def test_a_new_activation_passes_the_gradient_check_and_has_a_card(house, only_touched):
    house.insert(
        "playground/engine/activations.py",
        "ACTIVATIONS: dict[str, Activation] = {",
        '    "softsign": Activation(lambda z: z / (1.0 + np.abs(z)), lambda z, a: np.square(1.0 - np.abs(a))),',
    )
    house.insert(LABELS, "ACTIVATIONS: dict[str, Text] = {", '    "softsign": ("Softsign", "Like tanh."),')
    house.run(
        ENGINE
        + """
layers = [{"kind": "dense", "units": 4, "activation": "softsign"}] * 2
assert check(trained(network={"layers": layers})).relative_error < 1e-7
"""
    )
    house.run(
        PROGRAM
        + """
with program() as (app, window, session):
    from PySide6.QtWidgets import QApplication

    card = window.findChild(QWidget, "card_dense")
    card.setFocus()
    QTest.keyClick(card, Qt.Key.Key_Down)
    menu = QApplication.activePopupWidget()
    action = next(action for action in menu.actions() if action.text() == "Softsign")
    assert action.toolTip() == "Like tanh."
    action.trigger()
    menu.close()
    assert "Softsign" in card.toolTip() and "Like tanh." in card.toolTip()
    QTest.keyClick(card, Qt.Key.Key_Return)
    assert session.experiment.network.layers[-1].activation == "softsign"
    session.play()
    until(lambda: session.snapshot.epoch > 3 and len(session.snapshot.layers) == 4)
"""
    )
    only_touched("an activation")


def test_a_new_loss_passes_the_gradient_check_and_is_in_the_choice(house, only_touched):
    losses = "playground/engine/losses.py"
    house.insert(
        losses,
        "LOSSES: dict[str, Loss] = {",
        """    "log_cosh": Loss(
        real_values=_on_scores(
            _values, lambda s, t: np.log(np.cosh(s - t)), lambda s, t, share: share * np.tanh(s - t)
        ),
    ),""",
    )
    house.insert(LABELS, "LOSSES: dict[str, Text] = {", '    "log_cosh": ("Log-cosh", "Huber, but smooth."),')
    house.run(
        ENGINE
        + """
run = trained(data={"dataset": "saddle"}, training={"loss": "log_cosh"})
assert check(run).relative_error < 1e-6
"""
    )
    house.run(
        PROGRAM
        + CHOOSE
        + """
with program() as (app, window, session):
    QTest.mouseClick(window.findChild(QWidget, "dataset_saddle"), Qt.MouseButton.LeftButton)
    choose(window, "loss", "Log-cosh")
    assert session.experiment.loss == "log_cosh"
    session.play()
    until(lambda: session.snapshot.epoch > 3)
"""
    )
    only_touched("a loss")


def test_a_new_optimizer_learns_and_has_its_parameters_in_the_toolbar(house, only_touched):
    optimizers = "playground/engine/optimizers.py"
    house.replace(
        optimizers,
        "class RmsProp(",
        '''class Signed(Named, frozen=True, tag="signed"):
    """Sign descent with momentum (Bernstein et al. 2018)."""

    momentum: OpenShare = 0.9


def _signed(s: Signed, w: Quantity, g: Quantity, rate: Quantity, velocity: Quantity) -> None:
    velocity *= s.momentum
    velocity += g
    w -= rate * np.sign(velocity)


class RmsProp(''',
    )
    house.insert(
        optimizers,
        "OPTIMIZERS: dict[str, OptimizerKind] = {",
        '    "signed": OptimizerKind(Signed, _signed, ("velocity",)),',
    )
    house.insert(LABELS, "OPTIMIZERS: dict[str, Text] = {", '    "signed": ("Signed", "Steps of one size."),')
    house.run(
        ENGINE
        + """
from playground.engine.experiment import decode, encode

settings = {"optimizer": {"name": "signed", "momentum": 0.5}, "learning_rate": 0.003}
experiment = trained(training=settings).experiment
assert decode(encode(experiment)) == experiment
assert experiment.training.optimizer.momentum == 0.5
"""
    )
    house.run(
        PROGRAM
        + CHOOSE
        + """
with program() as (app, window, session):
    choice = choose(window, "optimizer", "Signed")
    assert "Steps of one size." in choice.toolTip()
    QTest.mouseClick(window.findChild(QWidget, "optimizerParameters"), Qt.MouseButton.LeftButton)
    assert window.findChild(QWidget, "signed_momentum").isVisible()
    session.play()
    until(lambda: session.snapshot.epoch > 3)
"""
    )
    only_touched("an optimizer")


def test_a_new_dataset_has_a_tile_in_the_gallery_and_is_learned(house, only_touched):
    house.insert(
        "playground/engine/datasets.py",
        '"blobs": Dataset(',
        '    "halves": Dataset("classification", 2, 2, _halves),',
    )
    house.replace(
        "playground/engine/datasets.py",
        "def _moons(",
        '''def _halves(counts: Counts, noise: float, generator: Generator) -> Labelled:
    """The left half of the plane and the right one."""
    labels = _labels(counts)
    x1 = (1.0 + 4.0 * generator.random(labels.size)) * (2.0 * labels - 1.0)
    x2 = 10.0 * generator.random(labels.size) - 5.0
    return _blurred(np.stack([x1, x2], axis=1), noise, generator), labels


def _moons(''',
    )
    house.insert(LABELS, "DATASETS: dict[str, Text] = {", '    "halves": ("Halves", "Left and right."),')
    house.run(
        PROGRAM
        + """
with program() as (app, window, session):
    tile = window.findChild(QWidget, "dataset_halves")
    until(lambda: tile.picture is not None)
    assert tile.isVisible() and "Halves" in tile.toolTip() and "Left and right." in tile.toolTip()
    QTest.mouseClick(tile, Qt.MouseButton.LeftButton)
    assert session.experiment.data.dataset == "halves"
    session.play()
    until(lambda: session.snapshot.test.accuracy > 0.95)
"""
    )
    only_touched("a dataset")


def test_a_new_kind_of_layer_has_a_card_is_dragged_in_drawn_set_and_inspected(house, only_touched):
    add_scale_layer(house)
    house.insert(
        "playground/ui/network/kinds.py",
        "KINDS: dict[str, KindRow] = {",
        '    "scale": KindRow(parameters=(Parameter(0, "factor", "factor", 1.0, "Factor of {unit}"),)),',
    )
    house.insert(
        LABELS, "LAYER_KINDS: dict[str, Text] = {", '    "scale": ("Scale", "Stretches each unit."),'
    )
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
    only_touched("a kind of layer")


def test_a_new_panel_has_a_tab_and_shows_each_snapshot(house, only_touched):
    house.write(
        "playground/ui/analysis/weight_length.py",
        '''"""How long the first layer's weights are."""

from __future__ import annotations

import numpy as np
from PySide6.QtWidgets import QLabel, QVBoxLayout

from playground.app.session import Session
from playground.observe.snapshot import Snapshot
from playground.ui.panel import Panel


class WeightLength(Panel):
    """The Euclidean length of the first layer's weights."""

    NAME = "weightLength"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.text = QLabel()
        QVBoxLayout(self).addWidget(self.text)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show this instant."""
        self.text.setText(f"{np.linalg.norm(snapshot.layers[0].weights):.6f}")
''',
    )
    add_tab(house, "Length", "weight_length", "WeightLength")
    house.run(
        PROGRAM
        + TAB
        + """
import numpy as np

with program() as (app, window, session):
    panel = opened_tab(window, "Length", "weightLength")

    def is_told():
        return float(panel.text.text()) == round(float(np.linalg.norm(session.snapshot.layers[0].weights)), 6)

    until(is_told)
    before = panel.text.text()
    session.step_epoch()
    until(lambda: session.snapshot.epoch == 1 and is_told() and panel.text.text() != before)
"""
    )
    only_touched("a panel")


def test_a_new_plot_stands_on_the_base_of_all_plots(house, only_touched):
    house.write(
        "playground/ui/analysis/loss_ratio.py",
        '''"""The test loss over the training loss."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout

from playground.app.session import Session
from playground.observe.snapshot import Snapshot, SnapshotRequest
from playground.ui.panel import Panel
from playground.ui.plots.curves import CurvePlot, Lane, Trace


class LossRatio(Panel):
    """One curve over the epochs."""

    NAME = "lossRatio"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        lanes = [Lane(self.tr("Test over training loss"), (Trace("", "accent"),))]
        self.plot = CurvePlot(self.tr("Ratio"), lanes, across=self.tr("epoch"), keep=session.write_file)
        QVBoxLayout(self).addWidget(self.plot)

    def wants(self) -> SnapshotRequest:
        """The curve."""
        return SnapshotRequest(curve=True)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the run up to this instant."""
        curve = snapshot.curve
        if curve is not None:
            self.plot.show_curves(curve.epochs, [[curve.test_loss / curve.train_loss]])
''',
    )
    add_tab(house, "Ratio", "loss_ratio", "LossRatio")
    house.run(
        PROGRAM
        + TAB
        + """
import numpy as np

with program() as (app, window, session):
    for _ in range(5):
        session.step_epoch()
    until(lambda: session.snapshot.epoch == 5)
    plot = opened_tab(window, "Ratio", "lossRatio").plot

    def shows_the_curve():
        curve = session.snapshot.curve
        table = plot.table() if curve is not None and len(curve.epochs) == 6 else None
        return table is not None and np.allclose([*table.values()][-1], curve.test_loss / curve.train_loss)

    until(shows_the_curve)
    before = plot.pane.view.viewRange()[0]
    plot.setFocus()
    QTest.keyClick(plot, Qt.Key.Key_Plus)
    seen = plot.pane.view.viewRange()[0]
    assert seen[1] - seen[0] < before[1] - before[0]
"""
    )
    only_touched("a plot")


def test_a_new_export_format_is_written_from_the_command_line_and_by_the_session(house, only_touched):
    house.write(
        "playground/interop/text_export.py",
        """from playground.engine.training import TrainingRun


def sizes_as_text(run: TrainingRun) -> bytes:
    return " ".join(str(weights.shape[1]) for weights in run.network.weights).encode()
""",
    )
    exporters = "playground/interop/exporters.py"
    house.insert(
        exporters,
        "from playground.interop.pytorch_export import",
        "from playground.interop.text_export import sizes_as_text",
    )
    house.insert(
        exporters,
        "EXPORTERS: dict[str, Exporter] = {",
        '    "text": Exporter(".txt", "the number of units of each layer", sizes_as_text),',
    )
    example, out = "resources/examples/spiral.json", str(house.folder / "sizes.txt")
    script = f"from playground.cli import main; main(['export', {example!r}, {out!r}, '--to', 'text', '--epochs', '1'])"
    assert "the number of units of each layer" in house.run(script)
    assert (house.folder / "sizes.txt").read_text() == "12 12 1"
    house.run(
        PROGRAM
        + """
with program() as (app, window, session), tempfile.TemporaryDirectory() as folder:
    out = Path(folder) / "sizes.txt"
    assert session.export("text", out, "{name} is written.")
    until(out.exists)
    until(lambda: window.notice_bar.text == "sizes.txt is written.")
    assert out.read_text() == "4 2 1"
"""
    )
    only_touched("an export format")


def test_a_new_shortcut_fires(house, only_touched):
    house.insert(
        "playground/ui/window/actions.py",
        "ROWS: tuple[Row, ...] = (",
        """    Row(
        "ten_epochs",
        QT_TRANSLATE_NOOP("actions", "Ten epochs"),
        QT_TRANSLATE_NOOP("actions", "Train through all points ten times."),
        ("Shift+Right",),
        lambda c: [c.session.step_epoch() for _ in range(10)],
    ),""",
    )
    house.run(
        PROGRAM
        + """
with program() as (app, window, session):
    assert "Ten epochs" in [action.text() for action in window.actions()]
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    until(lambda: session.snapshot.epoch == 10)
"""
    )
    only_touched("a shortcut")


def test_a_changed_shortcut_fires_by_its_new_key_only(house, only_touched):
    house.replace("playground/ui/window/actions.py", '("Right",)', '("N",)')
    house.run(
        PROGRAM
        + """
with program() as (app, window, session):
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Right)
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_N)
    until(lambda: session.snapshot.epoch == 1)
    QTest.qWait(50)
    assert session.snapshot.epoch == 1
"""
    )
    only_touched("a shortcut")


def test_a_changed_colour_is_on_the_screen_and_a_new_role_is_in_both_themes(house, only_touched):
    theme = "playground/ui/look/theme.py"
    text = house.read(theme)
    text = text.replace("    danger: QColor\n", "    danger: QColor\n    halo: QColor\n")
    text = text.replace(
        '    danger=QColor("#B3261E"),', '    danger=QColor("#B3261E"),\n    halo=QColor("#123456"),'
    )
    text = text.replace(
        '    danger=QColor("#FF8A80"),', '    danger=QColor("#FF8A80"),\n    halo=QColor("#654321"),'
    )
    text = text.replace('button=QColor("#5B4FCF")', 'button=QColor("#00FF7F")')
    house.write(theme, text)
    house.run(
        PROGRAM
        + """
from playground.ui.look import theme


def colours(widget):
    image = widget.grab().toImage()
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}


with program() as (app, window, session):
    window.set_theme("light")
    assert "#00ff7f" in colours(window.findChild(QWidget, "playButton"))
    assert theme.current().halo.name() == "#123456"
    window.set_theme("dark")
    assert "#00ff7f" not in colours(window.findChild(QWidget, "playButton"))
    assert theme.current().halo.name() == "#654321"
"""
    )
    only_touched("a colour")


def test_a_new_language_is_in_the_menu_and_spoken(house, only_touched):
    house.replace("playground/ui/words/translation.py", '"ko": "한국어"}', '"ko": "한국어", "de": "Deutsch"}')
    house.run_file("resources/setup/translations.py", "de", code=1)
    words = house.read("resources/translations/playground_de.ts")
    source = '<source>Reset</source>\n        <translation type="unfinished"></translation>'
    assert source in words
    house.write(
        "resources/translations/playground_de.ts",
        words.replace(source, "<source>Reset</source>\n        <translation>Von vorn</translation>"),
    )
    house.run_file("resources/setup/translations.py", code=1)
    house.run(
        PROGRAM
        + """
from PySide6.QtWidgets import QMenu

with program() as (app, window, session):
    entries = [action for menu in window.findChildren(QMenu) for action in menu.actions()]
    next(action for action in entries if action.text() == "Deutsch").trigger()
    until(lambda: window.actions_by_name["reset"].text() == "Von vorn")
    assert session.settings.preferences.language == "de"
"""
    )
    only_touched("a language")
