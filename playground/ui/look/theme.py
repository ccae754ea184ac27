"""Colours, fonts and sizes by role: the only file that names a colour."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from playground.paths import resource
from playground.ui.look.stylesheet import stylesheet

ColorTable = NDArray[np.uint32]
Choice = Literal["system", "light", "dark"]
FontRole = Literal["small", "body", "title", "display", "code"]

GRID = 8
"""The window's spacing unit in pixels, before the presentation factor."""
PALER = 1.0 / 3.0
"""How much nearer to the panel the boundary is than its points."""

_FONT_PIXELS: dict[FontRole, int] = {"small": 11, "body": 13, "title": 13, "display": 23, "code": 14}
_PLAIN_FAMILIES = ("Sans Serif", "Sans", "DejaVu Sans", "MS Shell Dlg 2", "")
"""Families a system falls back to when nobody chose one; a better installed one goes before them."""
_GOOD_FAMILIES = (
    "Inter",
    "Noto Sans",
    "Segoe UI",
    "Cantarell",
    "Ubuntu",
    "Roboto",
    "Open Sans",
    "DejaVu Sans",
)
_CODE_FAMILIES = (
    "JetBrains Mono",
    "Cascadia Code",
    "SF Mono",
    "Menlo",
    "Consolas",
    "Noto Sans Mono",
    "DejaVu Sans Mono",
    "Liberation Mono",
    "monospace",
)
_HANGUL_FAMILIES = (
    "Noto Sans CJK KR",
    "Noto Sans KR",
    "Apple SD Gothic Neo",
    "Malgun Gothic",
    "NanumBarunGothic",
    "NanumGothic",
)


@dataclass(frozen=True)
class Theme:
    """Every colour of the window by its role."""

    name: Literal["light", "dark"]
    background: QColor
    panel: QColor
    field: QColor
    text: QColor
    quiet: QColor
    hairline: QColor
    edge: QColor
    accent: QColor
    accent_text: QColor
    button: QColor
    button_text: QColor
    positive: QColor
    negative: QColor
    zero: QColor
    forward: QColor
    gradient: QColor
    hover: QColor
    selection: QColor
    warning: QColor
    danger: QColor
    mark_outline: QColor
    class_colors: tuple[QColor, ...]

    def class_color(self, index: int, classes: int = 2) -> QColor:
        """The colour of a class: the two ends of the diverging scale, or a qualitative colour."""
        if classes == 2:
            return self.positive if index else self.negative
        return self.class_colors[index % len(self.class_colors)]


def _colors(*names: str) -> tuple[QColor, ...]:
    return tuple(QColor(name) for name in names)


_OKABE_ITO = ("#E69F00", "#0072B2", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442")

LIGHT = Theme(
    name="light",
    background=QColor("#FAFAF8"),
    panel=QColor("#FFFFFF"),
    field=QColor("#F3F3F0"),
    text=QColor("#1B1F27"),
    quiet=QColor("#5B626E"),
    hairline=QColor("#E6E6E1"),
    edge=QColor("#82878F"),
    accent=QColor("#5346C6"),
    accent_text=QColor("#FFFFFF"),
    button=QColor("#5B4FCF"),
    button_text=QColor("#FFFFFF"),
    positive=QColor("#1F78C8"),
    negative=QColor("#F0883A"),
    zero=QColor("#F1F1EE"),
    forward=QColor("#11703F"),
    gradient=QColor("#B92834"),
    hover=QColor("#EEEDF8"),
    selection=QColor("#DEDBF6"),
    warning=QColor("#8A5200"),
    danger=QColor("#B3261E"),
    mark_outline=QColor("#FFFFFF"),
    class_colors=_colors(*_OKABE_ITO, "#000000"),
)

DARK = Theme(
    name="dark",
    background=QColor("#14161B"),
    panel=QColor("#1A1D23"),
    field=QColor("#23272F"),
    text=QColor("#E9EBEF"),
    quiet=QColor("#A1A8B5"),
    hairline=QColor("#2A2E37"),
    edge=QColor("#767D8A"),
    accent=QColor("#A096FF"),
    accent_text=QColor("#14161B"),
    button=QColor("#6A5EE0"),
    button_text=QColor("#FFFFFF"),
    positive=QColor("#1F78C8"),
    negative=QColor("#F0883A"),
    zero=QColor("#22262E"),
    forward=QColor("#4CC38A"),
    gradient=QColor("#FF7D85"),
    hover=QColor("#262A35"),
    selection=QColor("#37345F"),
    warning=QColor("#E0B252"),
    danger=QColor("#FF8A80"),
    mark_outline=QColor("#101216"),
    class_colors=_colors(*_OKABE_ITO, "#B9BEC8"),
)


class ThemeSignals(QObject):
    """Tells that colours or sizes are other ones now."""

    changed = Signal()


@dataclass
class _State:
    theme: Theme = LIGHT
    choice: Choice = "system"
    scale: float = 1.0
    signals: ThemeSignals | None = None
    following: QObject | None = None


_state = _State()


def current() -> Theme:
    """The theme that is shown now."""
    return _state.theme


def choice() -> Choice:
    """What the user chose: a theme by name, or to follow the system."""
    return _state.choice


def signals() -> ThemeSignals:
    """The object whose ``changed`` is emitted after the theme or the scale changed."""
    if _state.signals is None:
        _state.signals = ThemeSignals()
    return _state.signals


def apply(app: QApplication, choice: Choice) -> None:
    """Show the theme in the whole program; ``system`` follows the system's colour scheme from now on."""
    _state.choice = choice
    hints = app.styleHints()
    if _state.following is not app:
        _state.following = app
        app.setStyle("Fusion")
        hints.colorSchemeChanged.connect(_follow)
    wanted = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark, "system": Qt.ColorScheme.Unknown}
    hints.setColorScheme(wanted[choice])
    _show(app)


def scale() -> float:
    """The presentation factor: how many pixels a logical pixel has; 1, or more for a projector."""
    return _state.scale


def set_scale(factor: float) -> None:
    """Draw text and controls larger by this factor (1 to 3)."""
    factor = min(max(factor, 1.0), 3.0)
    if factor != _state.scale:
        _state.scale = factor
        font.cache_clear()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            _show(app)


def pixels(length: float) -> int:
    """A length in logical pixels as pixels, at the present presentation factor."""
    return round(length * _state.scale)


@lru_cache(maxsize=32)
def font(role: FontRole) -> QFont:
    """The font of a role, with figures of equal width where the family has them; copy it to change it."""
    made = QFont()
    made.setFamilies([*(_CODE_FAMILIES if role == "code" else (_family(),)), *_HANGUL_FAMILIES])
    if role == "code":
        made.setStyleHint(QFont.StyleHint.Monospace)
    made.setPixelSize(pixels(_FONT_PIXELS[role]))
    if role in ("title", "display"):
        made.setWeight(QFont.Weight.DemiBold)
    if hasattr(QFont.Tag, "fromString"):  # PySide6 6.8 can make no tag
        made.setFeature(QFont.Tag("tnum"), 1)
    return made


def text_on(ground: QColor) -> QColor:
    """The colour of text or of text on the accent, whichever is read better on this ground."""
    colors = _state.theme
    return max((colors.text, colors.accent_text), key=lambda color: _contrast(color, ground))


def _contrast(first: QColor, second: QColor) -> float:
    """The contrast ratio of WCAG: from 1 to 21."""
    low, high = sorted((_luminance(first), _luminance(second)))
    return (high + 0.05) / (low + 0.05)


def _luminance(color: QColor) -> float:
    parts = (color.redF(), color.greenF(), color.blueF())
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def halo() -> QColor:
    """The colour behind text that stands over edges."""
    return with_alpha(_state.theme.background, 0.85)


def blackout() -> QColor:
    """What a screen is that shows nothing."""
    return QColor("#000000")


def with_alpha(color: QColor, alpha: float) -> QColor:
    """The colour at an opacity from 0 to 1."""
    made = QColor(color)
    made.setAlphaF(min(max(alpha, 0.0), 1.0))
    return made


def mix(first: QColor, second: QColor, share: float) -> QColor:
    """The colour ``share`` of the way from the first to the second."""
    keep = 1.0 - share
    return QColor.fromRgbF(
        first.redF() * keep + second.redF() * share,
        first.greenF() * keep + second.greenF() * share,
        first.blueF() * keep + second.blueF() * share,
    )


def diverging_table(paler: float = 0.0) -> ColorTable:
    """``(256,)`` ARGB: -1 negative, 0 zero, +1 positive; ``paler``: the share of the panel's colour."""
    return _diverging(_state.theme.name, paler)


def boundary_table() -> ColorTable:
    """The diverging table of the decision boundary, a third paler than the points on it."""
    return diverging_table(PALER)


def class_table(classes: int = 8, paler: float = 0.0) -> ColorTable:
    """``(classes,)`` ARGB of the class colours, in order."""
    theme = _state.theme
    made = [mix(theme.class_color(k, classes), theme.panel, paler).rgb() for k in range(classes)]
    return np.array(made, dtype=np.uint32)


def uncertainty_table() -> ColorTable:
    """``(256,)`` ARGB from sure (the panel's side) to undecided (the text's side); no data colour."""
    return _uncertainty(_state.theme.name)


@lru_cache(maxsize=2)
def _uncertainty(name: str) -> ColorTable:
    theme = DARK if name == "dark" else LIGHT
    made = [mix(theme.zero, theme.quiet, place / 255.0).rgb() for place in range(256)]
    return np.array(made, dtype=np.uint32)


@lru_cache(maxsize=8)
def _diverging(name: str, paler: float) -> ColorTable:
    theme = DARK if name == "dark" else LIGHT
    anchors = [mix(c, theme.panel, paler) for c in (theme.negative, theme.zero, theme.positive)]
    places = np.linspace(-1.0, 1.0, 256)
    channels = [
        np.rint(np.interp(places, (-1.0, 0.0, 1.0), values)).astype(np.uint32)
        for values in (
            [c.red() for c in anchors],
            [c.green() for c in anchors],
            [c.blue() for c in anchors],
        )
    ]
    packed = 0xFF000000 | (channels[0] << 16) | (channels[1] << 8) | channels[2]
    table = packed.astype(np.uint32)
    table.setflags(write=False)
    return table


def _follow() -> None:
    app = QApplication.instance()
    if isinstance(app, QApplication):
        _show(app)


def _show(app: QApplication) -> None:
    dark = _state.choice == "dark"
    if _state.choice == "system":
        dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    theme = DARK if dark else LIGHT
    style = stylesheet(_names(theme))
    if theme is _state.theme and style == app.styleSheet():
        return  # a style sheet that is set again styles every widget again
    _state.theme = theme
    app.setPalette(_palette(theme))
    app.setFont(font("body"))
    app.setStyleSheet(style)
    signals().changed.emit()


def _names(theme: Theme) -> dict[str, str]:
    """What the stylesheet's names stand for: roles are colours, ``s8`` is 8 pixels at the present scale."""
    names = {role: getattr(theme, role).name() for role in ROLES}
    names["faded"] = mix(theme.quiet, theme.panel, 0.4).name()
    names["check"] = resource(f"icons/check-{theme.name}.svg").as_posix()
    names["open"] = resource(f"icons/open-{theme.name}.svg").as_posix()
    names["f11"] = str(font("small").pixelSize())
    return names | {f"s{length}": str(pixels(length)) for length in range(2, 25)}


def _palette(theme: Theme) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for target, color in {
        role.Window: theme.panel,
        role.WindowText: theme.text,
        role.Base: theme.panel,
        role.AlternateBase: theme.background,
        role.ToolTipBase: theme.panel,
        role.ToolTipText: theme.text,
        role.PlaceholderText: theme.quiet,
        role.Text: theme.text,
        role.Button: theme.panel,
        role.ButtonText: theme.text,
        role.BrightText: theme.danger,
        role.Link: theme.accent,
        role.LinkVisited: theme.accent,
        role.Highlight: theme.accent,
        role.HighlightedText: theme.accent_text,
        role.Light: theme.panel,
        role.Midlight: theme.field,
        role.Mid: theme.hairline,
        role.Dark: theme.quiet,
        role.Shadow: theme.hairline,
        role.Accent: theme.accent,
    }.items():
        palette.setColor(target, color)
    faded = mix(theme.quiet, theme.panel, 0.4)
    for target in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, target, faded)
    return palette


@lru_cache(maxsize=1)
def _family() -> str:
    system = QFontInfo(QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)).family()
    if system not in _PLAIN_FAMILIES:
        return system
    installed = set(QFontDatabase.families())
    return next((family for family in _GOOD_FAMILIES if family in installed), system)


ROLES = tuple(f.name for f in fields(Theme) if f.name not in ("name", "class_colors"))
"""The names of all single colours, for the stylesheet and the tests."""
