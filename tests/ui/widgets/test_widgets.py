"""Controls by what the user does with mouse and keys."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QHBoxLayout, QWidget

from playground.ui.look import theme
from playground.ui.widgets.choice import Choice, NumberChoice
from playground.ui.widgets.message import Message
from playground.ui.widgets.segmented import Option, SegmentedControl
from playground.ui.widgets.slider import NumberSlider, Scale, Slider
from playground.ui.widgets.text import ValueText
from playground.ui.words.numbers import ROOM, forms


@pytest.fixture(autouse=True)
def light(qapp):
    theme.apply(qapp, "light")


@pytest.fixture
def segments(qtbot):
    control = SegmentedControl([Option("a", "One"), Option("b", "Two"), Option("c", "Three")])
    qtbot.addWidget(control)
    control.show()
    return control


def test_a_click_on_a_segment_chooses_it_once(segments, qtbot):
    heard = []
    segments.chosen.connect(heard.append)
    for _ in range(2):
        qtbot.mouseClick(
            segments, Qt.MouseButton.LeftButton, pos=segments.option_rect("c").center().toPoint()
        )
    assert heard == ["c"]
    assert segments.value == "c"


def test_arrow_keys_move_the_segment_and_stop_at_the_ends(segments, qtbot):
    qtbot.keyClick(segments, Qt.Key.Key_Right)
    assert segments.value == "b"
    qtbot.keyClick(segments, Qt.Key.Key_End)
    qtbot.keyClick(segments, Qt.Key.Key_Right)
    assert segments.value == "c"


def test_setting_a_segment_tells_nobody(segments):
    segments.chosen.connect(lambda key: pytest.fail(key))
    segments.set_value("b")
    segments.set_value("nothing of that name")
    assert segments.value == "b"


def test_a_slider_goes_where_it_is_pressed_and_follows_the_pointer(qtbot):
    slider = Slider()
    slider.setRange(0, 100)
    slider.resize(216, 20)
    qtbot.addWidget(slider)
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(108, 10))
    assert slider.value() == 50
    QTest.mouseMove(slider, QPoint(208, 10))
    assert slider.value() == 100
    QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPoint(208, 10))
    assert not slider.isSliderDown()


def test_a_slider_is_high_enough_to_be_hit(qtbot):
    slider = Slider()
    slider.setRange(0, 100)
    qtbot.addWidget(slider)
    slider.resize(slider.minimumSizeHint().expandedTo(slider.sizeHint()))
    assert slider.minimumSizeHint().height() >= 24
    for y in (1, slider.height() - 2):
        slider.setValue(0)
        QTest.mouseClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(slider.width() - 1, y))
        assert slider.value() == 100


@pytest.fixture
def number(qtbot):
    control = NumberChoice([0.01, 0.03, 0.1], minimum=0.0, maximum=10.0)
    qtbot.addWidget(control)
    control.show()
    control.set_value(0.03)
    return control


def type_in(qtbot, control, text):
    edit = control.lineEdit()
    edit.selectAll()
    qtbot.keyClicks(edit, text)
    qtbot.keyClick(edit, Qt.Key.Key_Return)


def test_a_long_number_widens_its_field(qtbot):
    row = QWidget()
    qtbot.addWidget(row)
    control = NumberChoice([0.1], sample="0.1", maximum=1e300)
    layout = QHBoxLayout(row)
    layout.addWidget(control)
    layout.addStretch(1)
    row.resize(400, 60)
    row.show()
    for value, text in ((0.1, "0.1"), (1.23457e-300, "1.23457e-300")):
        control.set_value(value)
        qtbot.waitUntil(lambda: control.width() == control.sizeHint().width())
        edit = control.lineEdit()
        assert edit.text() == text
        assert edit.fontMetrics().horizontalAdvance(text) < edit.width()


def test_a_typed_number_is_told(number, qtbot):
    with qtbot.waitSignal(number.chosen) as told:
        type_in(qtbot, number, "0.25")
    assert told.args == [0.25]
    assert number.lineEdit().text() == "0.25"


@pytest.mark.parametrize("text", ["abc", "", "nan", "1e400", "-1", "11"])
def test_what_is_no_allowed_number_stays_to_be_mended_and_says_why(number, qtbot, text):
    number.chosen.connect(lambda value: pytest.fail(str(value)))
    number.lineEdit().selectAll()
    qtbot.keyClick(number.lineEdit(), Qt.Key.Key_Delete)
    type_in(qtbot, number, text)
    assert number.value == 0.03
    assert number.lineEdit().text() == text
    assert number.error.sentence
    number.set_value(0.03)
    assert number.lineEdit().text() == text, "what is shown anew leaves what is to be mended"
    number.set_value(0.1)
    assert (number.lineEdit().text(), number.error.sentence) == ("0.1", "")


@pytest.mark.parametrize(("whole", "told"), [(True, [3.0]), (False, [2.6])])
def test_where_only_whole_numbers_go_a_typed_one_is_rounded(qtbot, whole, told):
    slider = NumberSlider("Classes", Scale(range(1, 9), 1, 8), whole=whole)
    qtbot.addWidget(slider)
    heard = []
    slider.changed.connect(heard.append)
    slider.show()
    slider.readout.setFocus()
    slider.readout.selectAll()
    qtbot.keyClicks(slider.readout, "2.6")
    qtbot.keyClick(slider.readout, Qt.Key.Key_Return)
    assert heard == told
    assert slider.value == told[0]


def test_escape_gives_up_what_was_typed(number, qtbot):
    number.lineEdit().selectAll()
    qtbot.keyClicks(number.lineEdit(), "7")
    qtbot.keyClick(number.lineEdit(), Qt.Key.Key_Escape)
    assert number.lineEdit().text() == "0.03"


def test_a_list_tells_the_key_that_was_picked(qtbot):
    control = Choice()
    qtbot.addWidget(control)
    control.set_options([("a", "One", ""), ("b", "Two", "")])
    control.show()
    with qtbot.waitSignal(control.chosen) as told:
        qtbot.keyClick(control, Qt.Key.Key_Down)
    assert told.args == ["b"]


def test_new_options_keep_the_choice_and_tell_nobody(qtbot):
    control = Choice()
    qtbot.addWidget(control)
    control.set_options([("a", "One", ""), ("b", "Two", "")])
    control.set_value("b")
    control.chosen.connect(lambda key: pytest.fail(key))
    control.set_options([("b", "Deux", ""), ("c", "Trois", "")])
    assert (control.value, control.currentText()) == ("b", "Deux")


def test_a_changing_text_asks_for_no_layout(qtbot):
    text = ValueText("1", sample="000,000")
    qtbot.addWidget(text)
    before = text.sizeHint()
    text.set_text("123,456")
    assert text.sizeHint() == before
    assert text.text() == "123,456"


def test_a_message_keeps_its_size_whatever_it_says_and_under_every_theme(qtbot, qapp):
    message = Message()
    qtbot.addWidget(message)
    message.say("before it is seen")
    message.show()
    small = theme.font("small").pixelSize()
    for choice in ("light", "dark", "light"):
        theme.apply(qapp, choice)
        assert message.font().pixelSize() == small
        for role in ("message", "message", "error", "message"):
            message.say(f"{role} in {choice}", role)
            assert message.font().pixelSize() == small


@pytest.mark.parametrize("value", [0.0, 0.314159, -12.3456, 1.3e-7, -8.64e-38, 5.1e-300, 987654.3, -2.5e300])
def test_a_number_without_room_is_shortened_and_never_cut(qtbot, value):
    text = ValueText("", sample=ROOM)
    qtbot.addWidget(text)
    text.setToolTip("What it is.")
    text.set_forms(forms(value, 3))
    text.show()
    for width in range(text.sizeHint().width(), 200, 3):
        text.resize(width, text.height())
        assert not text.is_clipped()
        assert text.text() in forms(value, 3)
        assert (text.text() == forms(value, 3)[0]) == (text.toolTip() == "What it is.")
        assert text.toolTip() in ("What it is.", f"What it is.\n{forms(value, 3)[0]}")
    assert text.text() == forms(value, 3)[0]


def test_a_number_stands_at_its_place_after_another_theme_too(qtbot, qapp):
    control = NumberChoice([0.0, 0.1])
    qtbot.addWidget(control)
    control.show()
    before = control.grab().toImage()
    theme.apply(qapp, "dark")
    theme.apply(qapp, "light")
    assert control.grab().toImage() == before
