"""Icons: each has its shape, in the theme's colour and faded where its control is disabled."""

from __future__ import annotations

from typing import get_args

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon

from playground.paths import resource
from playground.ui.look import theme
from playground.ui.look.icons import IconName, icon


def darkest(shown, mode, size):
    """The colour that covers most, and how much of the picture anything covers."""
    image = shown.pixmap(QSize(size, size), 1.0, mode).toImage()
    pixels = [image.pixelColor(x, y) for x in range(size) for y in range(size)]
    return max(pixels, key=QColor.alpha), sum(one.alpha() > 0 for one in pixels) / size**2


@pytest.mark.parametrize("name", get_args(IconName))
def test_every_icon_is_drawn_in_its_colour(qapp, name):
    color, covered = darkest(icon(name, "accent"), QIcon.Mode.Normal, 48)
    assert color.name() == theme.current().accent.name()
    assert 0.02 < covered < 0.8
    faded, _ = darkest(icon(name, "accent"), QIcon.Mode.Disabled, 48)
    colors = theme.current()
    assert faded.name() == theme.mix(colors.quiet, colors.panel, 0.5).name()


def test_an_icon_follows_the_theme(qapp):
    before = theme.choice()
    try:
        theme.apply(qapp, "dark")
        color, _ = darkest(icon("play"), QIcon.Mode.Normal, 48)
        assert color.name() == theme.DARK.text.name()
    finally:
        theme.apply(qapp, before)


def test_every_shipped_shape_has_a_meaning():
    shapes = {path.stem for path in resource("icons").glob("*.svg")}
    assert set(get_args(IconName)) == {
        name for name in shapes if not name.endswith(("-light", "-dark")) and name != "playground"
    }
