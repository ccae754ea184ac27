"""Colours and fonts by role."""

import numpy as np
import pytest
from PySide6.QtWidgets import QLineEdit, QPushButton, QToolButton

from playground.ui.look import theme
from playground.ui.widgets.choice import Choice, NumberChoice


def luminance(color):
    channels = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in color.getRgbF()[:3]]
    return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]


def contrast(first, second):
    high, low = sorted((luminance(first), luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.fixture(autouse=True)
def light_theme_afterwards(qapp):
    theme.apply(qapp, "light")
    yield
    theme.set_scale(1.0)
    theme.apply(qapp, "light")


@pytest.mark.parametrize("shown", [theme.LIGHT, theme.DARK], ids=lambda t: t.name)
@pytest.mark.parametrize("ground", ["background", "panel", "field"])
@pytest.mark.parametrize("role", ["text", "quiet", "forward", "gradient", "warning", "danger"])
def test_text_is_readable_on_every_ground(shown, ground, role):
    wanted = 7.0 if role == "text" else 4.3
    assert contrast(getattr(shown, role), getattr(shown, ground)) >= wanted


@pytest.mark.parametrize("shown", [theme.LIGHT, theme.DARK], ids=lambda t: t.name)
def test_text_on_filled_controls_is_readable(shown):
    assert contrast(shown.button, shown.button_text) >= 4.3
    assert contrast(shown.accent, shown.accent_text) >= 4.3


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize("share", [0.08, 0.3, 0.5, 0.54, 0.58, 0.7, 0.9])
def test_text_on_any_shade_of_the_accent_is_readable(qapp, name, share):
    theme.apply(qapp, name)
    ground = theme.mix(theme.current().field, theme.current().accent, share)
    assert contrast(theme.text_on(ground), ground) >= 4.0


def test_choosing_a_theme_tells_listeners_and_changes_the_palette(qapp, qtbot):
    with qtbot.waitSignal(theme.signals().changed):
        theme.apply(qapp, "dark")
    assert theme.current() is theme.DARK
    assert qapp.palette().window().color() == theme.DARK.panel


def test_a_theme_that_is_shown_already_is_not_shown_again(qapp, qtbot):
    theme.apply(qapp, "dark")
    with qtbot.assertNotEmitted(theme.signals().changed):
        theme.apply(qapp, "dark")


def test_the_diverging_table_goes_from_negative_over_zero_to_positive():
    table = theme.diverging_table()
    assert table.shape == (256,)
    assert table[0] == theme.LIGHT.negative.rgb()
    assert table[255] == theme.LIGHT.positive.rgb()
    middle = theme.LIGHT.zero.rgb()
    assert all(abs(int(table[128] >> s & 255) - (middle >> s & 255)) <= 2 for s in (0, 8, 16))


def test_the_boundary_is_paler_than_its_points():
    plain, pale = theme.diverging_table(), theme.boundary_table()
    assert np.all((pale & 255) >= (plain & 255))
    assert pale[0] != plain[0]


def test_presentation_scale_makes_fonts_larger(qapp):
    before = theme.font("body").pixelSize()
    theme.set_scale(1.5)
    assert theme.font("body").pixelSize() == round(before * 1.5)


def test_two_classes_take_the_ends_of_the_scale_and_more_a_qualitative_set():
    assert theme.current().class_color(1, 2) == theme.current().positive
    colors = {theme.current().class_color(k, 8).name() for k in range(8)}
    assert len(colors) == 8


GROUNDS = ("panel", "background", "field", "hover", "selection")
THEMES = pytest.mark.parametrize("shown", [theme.LIGHT, theme.DARK], ids=lambda one: one.name)


@THEMES
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("role", ["text", "quiet", "accent", "forward", "gradient", "warning", "danger"])
def test_every_text_has_a_contrast_of_4_5_on_every_ground(shown, ground, role):
    assert contrast(getattr(shown, role), getattr(shown, ground)) >= 4.5


@THEMES
def test_controls_have_edges_that_are_seen(shown):
    assert min(contrast(shown.edge, getattr(shown, ground)) for ground in GROUNDS[:3]) >= 3.0


def switch() -> QToolButton:
    made = QToolButton()
    made.setProperty("role", "switch")
    return made


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize(
    "make", [QPushButton, QLineEdit, switch, Choice, lambda: NumberChoice((1.0,), minimum=0.0, maximum=2.0)],
    ids=["button", "edit", "switch", "list", "number"],
)  # fmt: skip
def test_the_edge_of_a_control_is_painted_so(qapp, qtbot, name, make):
    theme.apply(qapp, name)
    control = make()
    qtbot.addWidget(control)
    control.resize(120, 30)
    picture = control.grab().toImage()
    seen = [picture.pixelColor(x, picture.height() // 2) for x in range(3)]
    assert max(contrast(color, theme.current().panel) for color in seen) >= 3.0
