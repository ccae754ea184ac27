"""What stands beside the picture: the step in words, symbols and numbers, the nudge, the quiz."""

from __future__ import annotations

from typing import Literal, TypeAlias

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontDatabase, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from playground.ui.look import theme
from playground.ui.microscope import words
from playground.ui.microscope.examined import Nudged
from playground.ui.microscope.step_text import Room
from playground.ui.words import numbers

Size: TypeAlias = Literal["small", "usual", "large"]
SHARES = (1.0, 0.9, 0.8, 0.7, 0.6)
"""So much of its usual size a step's text has: the largest with which all of it is seen."""


class Explanation(QScrollArea):
    """Three large lines and what belongs to them; a small panel shows them smaller."""

    put_back = Signal()
    """The nudged value shall be as it was."""
    kept = Signal()
    """The nudged value shall be the value from now on."""
    applied = Signal()
    """The update shall be done in the run."""
    resized = Signal()
    """There is another room for the text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("microscopeText")
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.eyebrow = _label("microscopeStep", role="quiet")
        self.rule = _label("microscopeRule")
        self.formula = _label("microscopeFormula")
        self.sum = _label("microscopeSum", role="quiet")
        self.code = _label("microscopeCode", role="codeLine")
        self.code.setTextFormat(Qt.TextFormat.PlainText)
        self.message = _label("microscopeMessage")
        self.mark = _label("microscopeMark")
        self.nudge = _label("microscopeNudge")
        self.back_button = QPushButton(words.translate("Microscope", "Put back"))
        self.back_button.setObjectName("microscopePutBack")
        self.back_button.setToolTip(words.translate("Microscope", "Every value is again what it was."))
        self.keep_button = QPushButton(words.translate("Microscope", "Keep"))
        self.keep_button.setObjectName("microscopeKeep")
        self.keep_button.setToolTip(
            words.translate(
                "Microscope",
                "From now on this is the value: in the expression, or of the weight or bias in the run, "
                "where undo takes it back.",
            )
        )
        self.apply_button = QPushButton(words.translate("Microscope", "Do this step in the run"))
        self.apply_button.setObjectName("microscopeApply")
        self.apply_button.setProperty("role", "accent")
        self.apply_button.setToolTip(
            words.translate(
                "Microscope",
                "Pauses the training and moves these weights once, downhill. Undo takes it back.",
            )
        )
        self.context = _label("microscopeContext", role="quiet")
        self._buttons = QWidget()
        row = QHBoxLayout(self._buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.back_button)
        row.addWidget(self.keep_button)
        row.addStretch(1)
        page = QWidget()
        self._column = QVBoxLayout(page)
        for widget in (
            self.message, self.eyebrow, self.rule, self.formula, self.apply_button, self.mark, self.sum,
            self.code, self.nudge, self._buttons, self.context,
        ):  # fmt: skip
            self._column.addWidget(widget)
        self._column.addStretch(1)
        self.setWidget(page)
        self.back_button.clicked.connect(self.put_back)
        self.keep_button.clicked.connect(self.kept)
        self.apply_button.clicked.connect(self.applied)
        self._share = 1.0
        self.show_nudge(None)
        self.show_mark("")
        self.offer_update(False)
        self.say("")
        self.set_size("usual")

    @property
    def room(self) -> Room:
        """What a step's text has."""
        margins = self._column.contentsMargins()
        bar = self.verticalScrollBar().sizeHint().width()
        large = round({"small": 15, "usual": 22, "large": 29}[self._size] * self._share * theme.scale())
        return Room(self.width() - margins.left() - margins.right() - bar, large)

    @property
    def is_whole(self) -> bool:
        """Whether all that is said is seen without scrolling."""
        bar = self.verticalScrollBar().sizeHint().width()
        return self._column.totalHeightForWidth(self.width() - bar) <= self.height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    def set_share(self, share: float) -> None:
        """Write the step in this share of its usual size; a small panel's text is small enough."""
        if share != self._share and self._size != "small":
            self._share = share
            self._set_fonts()

    def set_size(self, size: Size) -> None:
        """Fonts and room for a low panel, for the middle of a window, or for that of a wide one."""
        self._size: Size = size
        self._share = 1.0
        is_small = size == "small"
        unit = theme.pixels(theme.GRID)
        self._column.setContentsMargins(unit * 2, unit // 2 if is_small else unit * 2, unit * 2, unit)
        self._column.setSpacing(unit // 2 if is_small else round(1.2 * unit))
        self.setFixedWidth(theme.pixels({"small": 400, "usual": 344, "large": 460}[size]))
        self.context.setVisible(not is_small)
        self._set_fonts()

    def _set_fonts(self) -> None:
        size = self._size
        small = QFont(theme.font("small"))
        if size == "large":
            small.setPixelSize(round(1.2 * small.pixelSize()))
        rule = QFont(theme.font("body"))
        pixels = {"small": 14, "usual": 21, "large": 27}[size]
        rule.setPixelSize(round(pixels * self._share * theme.scale()))
        rule.setWeight(QFont.Weight.DemiBold)
        body = QFont(theme.font("body"))
        for label, used in (
            (self.eyebrow, small), (self.rule, rule), (self.formula, body), (self.sum, body),
            (self.message, body), (self.mark, body), (self.nudge, body), (self.context, small),
        ):  # fmt: skip
            label.setFont(used)
        code = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        code.setPixelSize(theme.pixels(13))
        self.code.setFont(code)

    def sizeHint(self) -> QSize:
        return QSize(theme.pixels(344), theme.pixels(200))

    def show_step(self, eyebrow: str, rule: str, formula: str, total: str, code: str) -> None:
        """Show a step; what is empty takes no room."""
        for label, text in (
            (self.eyebrow, eyebrow), (self.rule, rule), (self.formula, formula), (self.sum, total),
            (self.code, code),
        ):  # fmt: skip
            label.setText(text)
            label.setVisible(bool(text))

    def show_terms(self, text: str) -> None:
        """Let whoever points at the step read what its words mean; "" : nothing."""
        self.rule.setToolTip(text)
        self.formula.setToolTip(text)

    def clear(self) -> None:
        """Say nothing at all."""
        self.show_step("", "", "", "", "")
        self.show_terms("")
        self.say("")
        self.show_nudge(None)
        self.offer_update(False)
        self.show_context("")

    def say(self, text: str, role: str = "text") -> None:
        """Say a sentence above the step; "" : nothing."""
        color = theme.current().danger if role == "error" else theme.current().text
        self.message.setText(f'<span style="color:{color.name()}">{text}</span>' if text else "")
        self.message.setVisible(bool(text))

    def show_mark(self, text: str) -> None:
        """Show what the quiz says; "" : nothing."""
        self.mark.setText(text)
        self.mark.setVisible(bool(text))

    def show_context(self, text: str) -> None:
        """Say of which instant the numbers are."""
        self.context.setText(text)

    def offer_update(self, is_offered: bool) -> None:
        """Show or hide the button that does the step in the run."""
        self.apply_button.setVisible(is_offered)

    def show_nudge(self, nudged: Nudged | None) -> None:
        """Compare what the red number says with what the result did; None: nothing is nudged."""
        self._buttons.setVisible(nudged is not None)
        self.nudge.setVisible(nudged is not None)
        if nudged is None:
            return
        self.keep_button.setVisible(nudged.can_be_kept)
        colors, predicted = theme.current(), nudged.predicted
        color = colors.quiet if predicted is None else colors.gradient
        title = words.translate("Microscope", "Nudge {name} by {h}").format(
            name=words.rich_name(nudged.gate.label), h=f"<b>{numbers.change(nudged.by)}</b>"
        )
        red = words.translate("Microscope", "red number × h")
        did = words.translate("Microscope", "what {name} really did").format(name=words.rich_name(nudged.of))
        said = (
            words.translate("Microscope", "not reached yet")
            if predicted is None
            else numbers.change(predicted)
        )
        self.nudge.setText(
            f"{title}<table cellspacing=0><tr><td>{red}&nbsp;&nbsp;&nbsp;</td>"
            f'<td style="color:{color.name()}"><b>{said}</b></td></tr>'
            f"<tr><td>{did}&nbsp;&nbsp;&nbsp;</td><td><b>{numbers.change(nudged.actual)}</b></td></tr></table>"
        )


def _label(name: str, role: str = "") -> QLabel:
    made = QLabel()
    made.setObjectName(name)
    made.setWordWrap(True)
    made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)  # the panel has its width
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    if role:
        made.setProperty("role", role)
    return made
