"""The row that says what is looked at: expression, unit, output or loss, and which gradient."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QLineEdit, QMenu, QPushButton, QToolButton, QWidget

from playground.engine.formula import MAXIMUM_EXPRESSION_LENGTH
from playground.observe.graph import PRESETS
from playground.ui.look import theme
from playground.ui.microscope import words
from playground.ui.microscope.export import FILTERS
from playground.ui.microscope.subject import Subject
from playground.ui.widgets.segmented import Option, SegmentedControl

_LEAST_FIELD, _USUAL_FIELD = 120, 220
"""The width of the expression's field, in logical pixels."""


class Head(QWidget):
    """Knows nothing of graphs; it shows a subject and tells what the user wants."""

    typed = Signal(str)
    kind_chosen = Signal(str)
    preset_chosen = Signal(str)
    gradient_chosen = Signal(str)
    quiz_toggled = Signal(bool)
    follow_toggled = Signal(bool)
    take_wanted = Signal()
    export_wanted = Signal(str)
    code_toggled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("microscopeHead")
        self._is_small = False
        self._subject = Subject("expression")
        self.edit = QLineEdit()
        self.edit.setObjectName("microscopeExpression")
        self.edit.setAccessibleName(self.tr("Expression"))
        self.edit.setPlaceholderText("f = (x + y) * z; x = -2, y = 5, z = -4")
        self.edit.setToolTip(
            self.tr("Type an expression and press Enter; values may follow after a semicolon.")
        )
        self.edit.setMaxLength(2 * MAXIMUM_EXPRESSION_LENGTH)
        self.kinds = SegmentedControl([])
        self.kinds.setObjectName("microscopeKinds")
        self.kinds.setAccessibleName(self.tr("What is looked at"))
        self.examples = _menu_button("microscopeExamples", self.tr("Examples"))
        self.gradient = _menu_button("microscopeGradient", "")
        self.quiz = QPushButton(self.tr("Quiz"))
        self.quiz.setObjectName("microscopeQuiz")
        self.quiz.setCheckable(True)
        self.quiz.setToolTip(self.tr("The red numbers become fields: fill in the gradients."))
        self.take = QPushButton(self.tr("Take values"))
        self.take.setObjectName("microscopeTake")
        self.take.setToolTip(self.tr("Show the network as it is now, at the same step."))
        self.follow = QPushButton(self.tr("Follow training"))
        self.follow.setObjectName("microscopeFollow")
        self.follow.setCheckable(True)
        self.follow.setToolTip(self.tr("Let the values follow the training, at this step of the trace."))
        self.code = QPushButton("Σ NumPy")
        self.code.setObjectName("microscopeCodeSwitch")
        self.code.setCheckable(True)
        self.code.setToolTip(self.tr("Also show the sum over all uses, and the step in NumPy."))
        self.export = _menu_button("microscopeExport", self.tr("Export"))
        self.more = _menu_button("microscopeMore", "⋯", arrow=False)
        self._make_menus()
        row = QHBoxLayout(self)
        row.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # where it is narrow it shows less
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.pixels(theme.GRID))
        row.addWidget(self.kinds)
        row.addWidget(self.edit, 1)
        row.addStretch(0)
        for widget in (
            self.examples, self.gradient, self.code, self.quiz, self.take, self.follow,
            self.export, self.more,
        ):  # fmt: skip
            row.addWidget(widget)
        for button in (self.quiz, self.take, self.follow, self.code):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.edit.returnPressed.connect(lambda: self.typed.emit(self.edit.text()))
        self.kinds.chosen.connect(self.kind_chosen)
        self.quiz.toggled.connect(self.quiz_toggled)
        self.take.clicked.connect(self.take_wanted)
        self.follow.toggled.connect(self.follow_toggled)
        self.code.toggled.connect(lambda _: self.code_toggled.emit())

    @property
    def expression(self) -> str:
        """What stands in the field."""
        return self.edit.text()

    @property
    def is_following(self) -> bool:
        """Whether values follow the training."""
        return self.follow.isChecked()

    @property
    def shows_code(self) -> bool:
        """Whether sums and NumPy are wanted."""
        return self.code.isChecked()

    def set_following(self, follows: bool) -> None:
        """Show whether values follow; ``follow_toggled`` is not emitted."""
        with QSignalBlocker(self.follow):
            self.follow.setChecked(follows)

    def set_quizzing(self, quizzes: bool) -> None:
        """Show whether gradients are asked for; ``quiz_toggled`` is not emitted."""
        with QSignalBlocker(self.quiz):
            self.quiz.setChecked(quizzes)

    def set_small(self, is_small: bool) -> None:
        """In a low panel the rarer buttons go into one menu."""
        self._is_small = is_small
        self._show_buttons()

    def sizeHint(self) -> QSize:
        return QSize(theme.pixels(600), self.kinds.sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.pixels(160), self.kinds.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_buttons()

    def show_subject(self, subject: Subject, unit_name: str) -> None:
        """Show what is looked at."""
        self._subject = subject
        self.kinds.set_options(
            [
                Option("expression", self.tr("Expression"), self.tr("A typed function as a graph of gates")),
                Option("unit", unit_name or self.tr("Unit"), self.tr("One unit of the network, live")),
                Option("output", self.tr("Output"), self.tr("All the way to the network's prediction")),
                Option("loss", self.tr("Loss here"), self.tr("All the way to the loss at the probe point")),
            ]
        )
        self.kinds.set_value(subject.kind)
        if subject.kind == "expression" and not self.edit.hasFocus():
            self.edit.setText(subject.expression)
        self._show_gradient()
        self._show_buttons()

    # ---------------------------------------------------------------------------------------- private

    def _show_buttons(self) -> None:
        """As many as have room, the rarest left out first; what is left out is in one menu."""
        is_live, spacing = self._subject.is_live, theme.pixels(theme.GRID)

        def width(widget: QWidget) -> int:
            return widget.sizeHint().width() + spacing

        live: list[QWidget] = [self.take, self.follow]
        always: list[QWidget] = [self.examples, self.quiz, self.gradient, self.export, self.code]
        usual = [*live, *always] if is_live else always
        field = 0 if is_live else theme.pixels(_LEAST_FIELD if self._is_small else _USUAL_FIELD)
        room = self.width() - width(self.kinds)
        shown = [] if self._is_small else [*usual]
        while shown and field + sum(map(width, shown)) + (len(shown) < len(usual)) * width(self.more) > room:
            shown.pop()
        for button in (
            self.take,
            self.follow,
            self.examples,
            self.quiz,
            self.gradient,
            self.export,
            self.code,
        ):
            button.setVisible(button in shown)
        self.more.setVisible(len(shown) < len(usual))
        left = room - self.more.sizeHint().width()
        least = theme.pixels(_LEAST_FIELD)
        self.edit.setVisible(not is_live and (bool(shown) or left >= least))
        if not shown and not is_live:
            self.examples.setVisible(left >= least + width(self.examples))
        self.edit.setMinimumWidth(least)

    def _gradients(self) -> list[tuple[str, str]]:
        """The gradients that this subject has, by key and name."""
        own = {
            "expression": self.tr("of f"),
            "unit": self.tr("of the unit itself"),
            "output": self.tr("of the output"),
            "loss": "",
        }[self._subject.kind]
        loss = ("loss", self.tr("of the loss at this point"))
        batch = ("minibatch", self.tr("of the minibatch's mean loss"))
        return {
            "expression": [("own", own)],
            "output": [("own", own)],
            "unit": [loss, ("own", own), batch],
            "loss": [loss, batch],
        }[self._subject.kind]

    def _show_gradient(self) -> None:
        options = self._gradients()
        chosen = self._subject.gradient if self._subject.is_live else "own"
        name = next((name for key, name in options if key == chosen), options[0][1])
        text = self.tr("gradient {of}").format(of=name)
        self.gradient.setText(f"{text} ▾" if len(options) > 1 else text)
        self.gradient.setEnabled(len(options) > 1)
        for menu in (self.gradient.menu(), self._more_gradients):
            menu.clear()
            group = menu.findChild(QActionGroup) or QActionGroup(menu)
            for key, name in options:
                action = menu.addAction(name)
                action.setCheckable(True)
                action.setChecked(key == chosen)
                group.addAction(action)
                action.triggered.connect(partial(self._tell_gradient, key))

    def _tell_gradient(self, key: str, _checked: bool = False) -> None:
        self.gradient_chosen.emit(key)

    def _make_menus(self) -> None:
        presets = self.examples.menu()
        for name, preset in PRESETS.items():
            action = presets.addAction(words.translate("Microscope", words.PRESET_TITLES[name]))
            action.setObjectName(f"preset-{name}")
            action.setToolTip(preset.expression)
            action.triggered.connect(partial(self._tell_preset, name))
        self._more_gradients = QMenu(self.tr("Gradient"), self.more.menu())
        for menu in (self.export.menu(), QMenu(self.tr("Export"), self.more.menu())):
            for kind, title in FILTERS.items():
                menu.addAction(title).triggered.connect(partial(self._tell_export, kind))
            inner = menu
        more = self.more.menu()
        more.addMenu(self._more_gradients)
        again = more.addMenu(self.tr("Examples"))
        again.addActions(presets.actions())
        for button in (self.quiz, self.follow, self.code):
            action = QAction(button.text(), more)
            action.setCheckable(True)
            button.toggled.connect(action.setChecked)
            action.toggled.connect(button.setChecked)
            more.addAction(action)
        more.addAction(self.take.text()).triggered.connect(lambda _=False: self.take_wanted.emit())
        more.addMenu(inner)

    def _tell_preset(self, name: str, _checked: bool = False) -> None:
        self.preset_chosen.emit(name)

    def _tell_export(self, kind: str, _checked: bool = False) -> None:
        self.export_wanted.emit(kind)


def _menu_button(name: str, text: str, *, arrow: bool = True) -> QToolButton:
    made = QToolButton()
    made.setObjectName(name)
    made.setText(f"{text} ▾" if arrow and text else text)
    made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    menu = QMenu(made)
    menu.setToolTipsVisible(True)
    made.setMenu(menu)
    return made
