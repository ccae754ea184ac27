"""The README's tour with the keyboard alone, in English and in Korean."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from playground.ui.window.focus import reading_order
from playground.ui.window.korean_keys import latin_letter

JAMO = {"A": "ㅁ", "G": "ㅎ", "B": "ㅠ", "H": "ㅗ", "W": "ㅈ", "E": "ㄷ", "U": "ㅕ", "T": "ㅅ", "R": "ㄱ"}
MOST_STOPS = 150


class Keys:
    """Two hands on the keyboard, and eyes on the focus."""

    def __init__(self, program, language):
        self.program = program
        self.language = language

    @property
    def focus(self) -> QWidget | None:
        return QApplication.focusWidget()

    def press(self, key, modifiers=Qt.KeyboardModifier.NoModifier):
        target = QApplication.activePopupWidget() or self.program.window.windowHandle()
        QTest.keyClick(target, key, modifiers)

    def enter(self):
        self.press(Qt.Key.Key_Return)

    def letter(self, letter, modifiers=Qt.KeyboardModifier.NoModifier):
        """The key with this letter, as the layout of the language sends it."""
        if self.language == "en":
            self.press(getattr(Qt.Key, f"Key_{letter}"), modifiers)
            return
        sign = "ㄲ" if letter == "R" and modifiers else JAMO[letter]
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, ord(sign), modifiers, sign)
            QApplication.sendEvent(self.focus or self.program.window, event)

    def tab_to(self, name):
        """Tab until the control of this name has the focus, with a ring round it."""
        for _ in range(MOST_STOPS):
            self.press(Qt.Key.Key_Tab)
            focus = self.focus
            if focus is not None and name == name_of(focus):
                ring = self.program.window.focus_ring
                assert ring.isVisible()
                assert ring.target is focus
                assert self.program.window.rect().contains(ring.geometry())
                return focus
        raise AssertionError(f"Tab does not reach {name}")

    def type(self, text):
        QTest.keyClicks(self.focus, text)
        self.enter()


def name_of(widget):
    """Its name, or that of what holds it: a field's edit, a view's plot."""
    holder = widget.parentWidget()
    outer = holder.parentWidget() if holder is not None else None
    return next((one.objectName() for one in (widget, holder, outer) if one and one.objectName()), "")


@pytest.fixture(params=["en", "ko"])
def keys(request, start):
    program = start(width=1700, height=1000)
    program.window.set_language(request.param)
    return Keys(program, request.param)


def test_the_toolbar_by_keyboard(keys):
    session = keys.program.session
    keys.tab_to("playButton")
    keys.enter()
    assert session.is_playing
    keys.enter()
    assert not session.is_playing
    keys.tab_to("stepButton")
    keys.enter()
    keys.program.until(lambda: not session.is_playing and session.snapshot.epoch >= 1)
    keys.tab_to("speedSlider")
    keys.press(Qt.Key.Key_Home)
    assert session.speed == 1
    keys.tab_to("learningRate")
    keys.type("0.25")
    assert session.experiment.training.learning_rate == 0.25
    keys.tab_to("optimizer")
    keys.press(Qt.Key.Key_Down)
    assert session.experiment.training.optimizer.name != "sgd"
    keys.tab_to("loss")
    keys.press(Qt.Key.Key_Down)
    assert session.experiment.loss != "cross_entropy"
    keys.tab_to("batchSize")
    keys.type("25")
    assert session.experiment.training.batch_size == 25
    keys.tab_to("stop")
    keys.enter()
    panel = QApplication.activePopupWidget()
    assert panel is not None
    assert panel.objectName() == "stopPanel"
    keys.press(Qt.Key.Key_Escape)
    keys.tab_to("resetButton")
    keys.enter()
    keys.program.until(lambda: session.snapshot.epoch == 0)


def test_the_data_by_keyboard(keys):
    session = keys.program.session
    keys.tab_to("dataset_circle")
    chosen = []
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left):
        keys.press(key)
        chosen.append(session.experiment.data.dataset)
    assert chosen == ["xor", "gauss", "spiral", "blobs", "checkerboard"]
    assert session.snapshot.step == 0, "no arrow has trained"
    keys.tab_to("noiseValue")
    keys.type("33")
    assert session.experiment.data.noise == pytest.approx(0.33)
    keys.tab_to("samplesSlider")
    keys.press(Qt.Key.Key_Left)
    assert session.experiment.data.samples < 500
    keys.tab_to("samplesValue")
    keys.type("321")
    assert session.experiment.data.samples == 321
    keys.tab_to("trainShareValue")
    keys.type("80")
    assert session.experiment.data.train_fraction == pytest.approx(0.8)
    keys.tab_to("dataSeed")
    keys.type("12")
    assert session.experiment.data.seed == 12
    keys.tab_to("dataMore")
    keys.enter()
    keys.tab_to("labelNoiseValue")
    keys.type("5")
    assert session.experiment.data.label_noise == pytest.approx(0.05)


def test_the_network_by_keyboard(keys):
    session, canvas = keys.program.session, keys.program.window.workspace.canvas
    keys.tab_to("card_dropout")
    keys.enter()
    assert [layer.kind for layer in session.experiment.network.layers] == ["dense", "dense", "dropout"]
    keys.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    first = session.experiment.network.layers[0].id
    keys.tab_to(f"columnUnitsField{first}")
    keys.type("5")
    assert session.experiment.network.layers[0].units == 5
    keys.program.until(lambda: session.snapshot.layers[0].units == 5)
    keys.tab_to("networkCanvas")
    keys.press(Qt.Key.Key_Right)
    assert session.display.selected == (first, 0)
    keys.press(Qt.Key.Key_Down)
    assert session.display.selected == (first, 1)
    keys.enter()
    keys.type("0.75")
    keys.program.until(lambda: session.snapshot.layers[0].biases[1] == 0.75)
    keys.press(Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert session.display.selected_edge == (first, 0, 1)
    keys.press(Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert session.display.selected_edge == (first, 1, 1)
    keys.enter()
    keys.type("-1.5")
    keys.program.until(lambda: session.snapshot.layers[0].weights[1, 1] == -1.5)
    assert session.snapshot.step == 0, "no arrow has trained"
    assert canvas.hasFocus()
    keys.press(Qt.Key.Key_Delete)
    assert session.experiment.network.layers[0].units == 4


def test_an_activation_is_chosen_by_keyboard(keys):
    session = keys.program.session
    first = session.experiment.network.layers[0].id
    keys.tab_to(f"columnActivation{first}")
    keys.enter()
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    before = session.experiment.network.layers[0].activation
    keys.press(Qt.Key.Key_Up)
    keys.enter()
    assert session.experiment.network.layers[0].activation != before


def test_a_cards_activation_is_chosen_by_keyboard(keys):
    card = keys.tab_to("card_dense")
    keys.press(Qt.Key.Key_Down)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    keys.press(Qt.Key.Key_Down)
    chosen = menu.activeAction().text()
    keys.enter()
    assert card.choice == chosen
    before = len(keys.program.session.experiment.network.layers)
    keys.tab_to("card_dense")
    keys.enter()
    assert len(keys.program.session.experiment.network.layers) == before + 1


def test_nodes_edges_and_output_by_keyboard(keys):
    session = keys.program.session
    for letter, mode in (("G", "gradient"), ("B", "both"), ("H", "histogram"), ("A", "activation")):
        keys.letter(letter)
        assert session.display.node_mode == mode
    for letter, mode in (("E", "gradient"), ("U", "update"), ("T", "ratio"), ("W", "weight")):
        keys.letter(letter)
        assert session.display.edge_mode == mode
    keys.tab_to("boundaryModes")
    keys.press(Qt.Key.Key_Right)
    assert session.display.boundary_mode == "classes"
    keys.tab_to("showTest")
    keys.enter()
    assert session.display.show_test
    keys.tab_to("boundaryView")
    keys.press(Qt.Key.Key_Left)
    assert session.display.probe is not None
    keys.press(Qt.Key.Key_Plus)
    assert keys.program.find("boundaryView").plot.held_views()


def test_time_and_seeds_by_keyboard(keys):
    session = keys.program.session
    for epoch in (1, 2):
        keys.press(Qt.Key.Key_Right)
        keys.program.until(lambda epoch=epoch: session.snapshot.epoch == epoch)
    keys.press(Qt.Key.Key_Left)
    keys.program.until(lambda: session.snapshot.epoch == 1)
    keys.letter("R")
    keys.program.until(lambda: session.snapshot.epoch == 0)
    seed = session.experiment.network.seed
    keys.letter("R", Qt.KeyboardModifier.ShiftModifier)
    assert session.experiment.network.seed != seed


def test_every_tab_by_keyboard(keys):
    drawer = keys.program.window.workspace.drawer
    drawer.set_open(False)
    keys.tab_to("drawerTabs")
    for name in drawer.names[1:]:
        keys.press(Qt.Key.Key_Right)
        assert (drawer.is_open, drawer.shown) == (True, name)
        assert drawer.panel(name).isVisible()
    assert keys.program.session.snapshot.step == 0, "no arrow has trained"
    keys.press(Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert drawer.shown == drawer.names[0]


def test_tab_goes_in_reading_order_and_back(keys):
    window = keys.program.window
    stops = reading_order(window)
    names = [name_of(stop) for stop in stops]
    wanted = ["resetButton", "playButton", "learningRate", "loss", "batchSize", "schedule", "stop", "menuButton",
              "dataset_circle", "noiseValue", "samplesSlider", "dataSeed", "paintButton", "card_dense",
              "networkCanvas", "boundaryView", "boundaryModes", "showTrain", "backButton", "drawerTabs"]  # fmt: skip
    places = [names.index(name) for name in wanted]
    assert places == sorted(places), names
    assert len(set(map(id, stops))) == len(stops)
    keys.tab_to("learningRate")
    keys.press(Qt.Key.Key_Tab)
    after = keys.focus
    keys.press(Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert keys.focus.objectName() == "learningRate"
    keys.type("0.5")
    keys.press(Qt.Key.Key_Tab)
    assert keys.focus is after, "after Enter, Tab goes on from the field that was left"


def test_a_mouse_click_shows_no_ring(keys):
    keys.tab_to("noiseValue")
    QTest.mouseClick(keys.program.find("samplesValue"), Qt.MouseButton.LeftButton)
    assert keys.program.find("samplesValue").hasFocus()
    assert not keys.program.window.focus_ring.isVisible()


@pytest.mark.parametrize(
    ("sign", "letter"), [("ㄱ", "R"), ("ㄲ", "R"), ("ㅁ", "A"), ("ㅣ", "L"), ("r", ""), ("", "")]
)
def test_a_jamo_tells_the_letter_on_its_key(sign, letter):
    assert latin_letter(0, sign) == letter
    if sign and ord(sign) > 0x3000:
        assert latin_letter(ord(sign), "") == letter
