"""The heads of the columns: what each one is, how many units it has, and the way to all else about it."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QCoreApplication, QObject, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFontMetrics,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QWidget

from playground.engine.experiment import Experiment
from playground.engine.layers.base import FEATURES_ID, OUTPUT_ID
from playground.engine.layers.kinds import AnyLayer
from playground.ui.look import theme
from playground.ui.network.buttons import TARGET, ChoiceButton, DotsButton, KeyedButton, QuietButton, Stepper
from playground.ui.network.columns import layer_of, title
from playground.ui.network.commands import CanvasCommands
from playground.ui.network.drag import DragPayload, LayerDrag
from playground.ui.network.geometry import CanvasLayout
from playground.ui.network.kinds import KINDS, HeaderNumber, activation_of, own_units
from playground.ui.network.menu import (
    Examining,
    activation_menu,
    add_enlarging,
    add_examining,
    features_menu,
    layer_menu,
    output_menu,
)
from playground.ui.widgets.tooltips import set_tip
from playground.ui.words import labels, numbers

Brevity = Literal["full", "brief", "tight"]
"""How much a header says: its kind too; its activation alone; and without a menu button as well."""


class ColumnHeader(QWidget):
    """Title (press and drag it to move the column), a menu, and the units between a minus and a plus."""

    activation_wanted = Signal(QPoint)
    enlarging_wanted = Signal()
    menu_wanted = Signal(QPoint)
    stepped = Signal(int)
    typed = Signal(str)
    action_wanted = Signal()
    chosen = Signal()
    drag_began = Signal(QPoint)
    drag_moved = Signal(QPoint)
    drag_ended = Signal(QPoint)

    def __init__(self, layer_id: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.layer_id = layer_id
        self.setObjectName(f"columnHeader{layer_id}")
        self.title = _Title(self)
        self.title.setObjectName(f"columnTitle{layer_id}")
        self.activation = ChoiceButton(self)
        self.activation.setObjectName(f"columnActivation{layer_id}")
        self.menu_button = DotsButton(self)
        self.menu_button.setObjectName(f"columnMenu{layer_id}")
        self.stepper = Stepper(self)
        self.stepper.setObjectName(f"columnUnits{layer_id}")
        self.stepper.field.setObjectName(f"columnUnitsField{layer_id}")
        self.stepper.minus.setObjectName(f"columnUnitsMinus{layer_id}")
        self.stepper.plus.setObjectName(f"columnUnitsPlus{layer_id}")
        self.note = QuietButton(self)
        self.note.setObjectName(f"columnNote{layer_id}")
        self._shown: tuple[object, ...] | None = None
        self._texts = ("", "")
        self._stepper_texts: tuple[str, str, str] | None = None
        self._note_text = ""
        self._brevity: Brevity = "full"
        self.title.clicked.connect(self._title_clicked)
        self.activation.clicked.connect(self._activation_clicked)
        self.title.drag_began.connect(self.drag_began)
        self.title.drag_moved.connect(self.drag_moved)
        self.title.drag_ended.connect(self.drag_ended)
        self.menu_button.clicked.connect(lambda: self._ask_menu(self.menu_button))
        self.stepper.stepped.connect(self.stepped)
        self.stepper.typed.connect(self.typed)
        self.note.clicked.connect(self.action_wanted)
        self._activation_texts = ("", "")
        self._is_enlargeable = True

    def show_column(self, experiment: Experiment) -> None:
        """Show the column as the Experiment has it; nothing where it shows that already."""
        layer = layer_of(experiment, self.layer_id)
        shown = (layer, len(experiment.network.features), experiment.outputs, experiment.output_activation)
        if shown == self._shown:
            return
        self._shown = shown
        self._stepper_texts, self._note_text = None, ""
        self._activation_texts = ("", "")
        if self.layer_id == FEATURES_ID:
            self._show_features(len(experiment.network.features))
        elif self.layer_id == OUTPUT_ID:
            self._show_output(experiment)
        elif layer is not None:
            self._show_layer(layer)
        self._is_enlargeable = layer is None or own_units(layer) is not None
        self.activation.setVisible(bool(activation_of(layer)))
        self.stepper.setVisible(self._stepper_texts is not None)
        self.note.setVisible(bool(self._note_text))
        self._place()

    def set_brevity(self, brevity: Brevity) -> None:
        """Say less where columns stand close."""
        if brevity != self._brevity:
            self._brevity = brevity
            self._place()

    def needed_width(self, brevity: Brevity) -> float:
        """The room the header takes when it says so much."""
        is_brief = brevity != "full"
        width = float(self.title.needed_width(self._texts[is_brief]))
        has_choice = any(self._activation_texts)
        if has_choice:
            width += self.activation.needed_width(self._activation_texts[is_brief])
        if brevity != "tight":
            width += theme.pixels(TARGET) * (1 if has_choice else 2)
        if self._stepper_texts:
            number, suffix, brief = self._stepper_texts
            width = max(width, self.stepper.needed_width(number, brief if is_brief else suffix))
        if self._note_text:
            width = max(width, self.note.needed_width(self._note_text))
        return width + theme.pixels(4 if is_brief else 12)

    def set_chosen(self, is_chosen: bool) -> None:
        """Show whether this is the selected column."""
        self.title.set_marked(is_chosen)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self._ask_menu(self.title)
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _show_features(self, active: int) -> None:
        self._texts = (self.tr("Features"), self.tr("Features"))
        self._explain(
            self.tr("What the network sees of a point. Click a feature below to switch it on or off.")
            + f"<br>{self._enlarge_help()}"
        )
        self._note_text = "+ f(x)"
        self.note.setToolTip(self.tr("Add a feature of your own: type a formula in x₁ and x₂."))
        self.note.setAccessibleName(self.tr("Add a formula feature"))
        self._name(self.tr("Features: {number} switched on").format(number=active))

    def _show_output(self, experiment: Experiment) -> None:
        label = labels.label("layer_kind", "output")
        self._texts = (label.label, label.label)
        self._explain(f"{label.help}<br>{self._enlarge_help()}")
        head = {
            "softmax": self.tr("softmax · {number} classes").format(number=experiment.outputs),
            "sigmoid": self.tr("logistic"),
            "tanh": self.tr("tanh"),
            "linear": self.tr("linear"),
        }[experiment.output_activation]
        self._note_text = head
        self.note.setToolTip(self.tr("How scores become the output; it follows from the data and the loss."))
        self._name(f"{label.label}, {head}")

    def _show_layer(self, layer: AnyLayer) -> None:
        kind, row = labels.label("layer_kind", layer.kind), KINDS[layer.kind]
        drag = self.tr("Drag to move the layer, out of the canvas to remove it.")
        if name := activation_of(layer):
            activation = labels.label("activation", name)
            sign = " ❄" if getattr(layer, "frozen", False) else ""
            self._texts = (f"{kind.label} ·", f"{activation.label}{sign}")
            self._activation_texts = (f"{activation.label}{sign}", "")
            self._explain(f"<b>{kind.label}</b>: {kind.help}<br>{self._enlarge_help()} {drag}")
            choose = self.tr("Click to choose the activation.")
            set_tip(self.activation, f"<p><b>{activation.label}</b>: {activation.help}<br>{choose}</p>")
            self._name(f"{kind.label} {activation.label}, {own_units(layer)}")
            self.activation.setAccessibleName(self.tr("Activation: {name}").format(name=activation.label))
        else:
            self._texts = (kind.label, kind.label.replace(" ", "\n", 1))
            self._explain(f"<b>{kind.label}</b>: {kind.help}<br>{drag}")
            self._name(kind.label)
        if row.number is not None:
            self._show_number(layer, row.number)
        else:
            self._note_text = row.note
            self.note.setToolTip(self.tr(row.note_help) if row.note_help else "")

    def _show_number(self, layer: AnyLayer, number: HeaderNumber) -> None:
        value = getattr(layer, number.field)
        suffix = ""
        if number.field == "units":
            suffix = self.tr("unit") if value == 1 else self.tr("units", "", value)
        self._stepper_texts = (f"{value:g}", suffix, "")
        stepper = self.stepper
        for button, sentence, name in (
            (stepper.plus, number.more, number.more_name),
            (stepper.minus, number.less, number.less_name),
            (stepper.field, number.about, number.name),
        ):
            button.setToolTip(self.tr(sentence))
            button.setAccessibleName(f"{self.tr(name)}: {self.accessibleName()}")

    def _explain(self, text: str) -> None:
        set_tip(self.title, f"<p>{text}</p>")

    def _name(self, name: str) -> None:
        self.setAccessibleName(name)
        self.title.setAccessibleName(name)
        self.menu_button.setAccessibleName(self.tr("Options of {column}").format(column=name))
        self.menu_button.setToolTip(self.tr("Options of this column"))

    def _enlarge_help(self) -> str:
        return self.tr("Click to enlarge its units, again to see all layers alike.")

    def _title_clicked(self) -> None:
        self.chosen.emit()
        if self._is_enlargeable:
            self.enlarging_wanted.emit()
        else:
            self._ask_menu(self.title)

    def _activation_clicked(self) -> None:
        self.chosen.emit()
        self.activation_wanted.emit(self.activation.mapToGlobal(QPoint(0, self.activation.height())))

    def _ask_menu(self, under: QWidget) -> None:
        self.chosen.emit()
        self.menu_wanted.emit(under.mapToGlobal(QPoint(0, under.height())))

    def _place(self) -> None:
        is_brief = self._brevity != "full"
        self.title.set_text(self._texts[is_brief])
        if self._stepper_texts:
            number, suffix, brief = self._stepper_texts
            self.stepper.show_value(number, brief if is_brief else suffix)
        self.note.set_text(self._note_text)
        row, middle = theme.pixels(TARGET), self.width() / 2
        choice = 0
        if not self.activation.isHidden():
            self.activation.set_text(self._activation_texts[is_brief])
            choice = self.activation.needed_width(self.activation.text())
        beside = choice + (row if self._brevity != "tight" else 0)
        width = min(self.title.needed_width(self.title.text()), self.width() - beside)
        lines = self.title.text().count("\n") + 1
        height = row if lines == 1 else theme.pixels(34)
        left = max(0, min(round(middle - (width + choice) / 2), self.width() - width - beside))
        self.title.setGeometry(left, 0, width, height)
        self.activation.setGeometry(left + width, 0, choice, row)
        place = min(left + width + choice, self.width() - row)
        self.menu_button.setVisible(self._brevity != "tight")
        self.menu_button.setGeometry(place, 0, row, row)
        second = self.stepper.sizeHint() if self._stepper_texts else self.note.sizeHint()
        under = self.stepper if self._stepper_texts else self.note
        under.setGeometry(round(middle - second.width() / 2), height, second.width(), second.height())


class _Title(KeyedButton):
    """The column's name: a click enlarges the column, a drag takes it along."""

    drag_began = Signal(QPoint)
    drag_moved = Signal(QPoint)
    drag_ended = Signal(QPoint)

    def __init__(self, parent: ColumnHeader) -> None:
        super().__init__(parent)
        self._pressed_at: QPointF | None = None
        self._drags = False
        self._is_marked = False
        self._can_move = parent.layer_id not in (FEATURES_ID, OUTPUT_ID)
        self.setCursor(Qt.CursorShape.OpenHandCursor if self._can_move else Qt.CursorShape.PointingHandCursor)

    def set_marked(self, is_marked: bool) -> None:
        if is_marked != self._is_marked:
            self._is_marked = is_marked
            self.update()

    def needed_width(self, text: str) -> int:
        metrics = QFontMetrics(theme.font("title"))
        air = theme.pixels(7 if text.endswith("·") else 12)
        return max(metrics.horizontalAdvance(line) for line in text.split("\n")) + air

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed_at = event.globalPosition()
            self._drags = False
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed_at is None or not self._can_move:
            return
        place = event.globalPosition()
        if not self._drags:
            if (place - self._pressed_at).manhattanLength() < QApplication.startDragDistance():
                return
            self._drags = True
            self.setDown(False)
            self.drag_began.emit(place.toPoint())
        self.drag_moved.emit(place.toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._drags:
            self._drags, self._pressed_at = False, None
            self.setDown(False)
            self.drag_ended.emit(event.globalPosition().toPoint())
            return
        self._pressed_at = None
        super().mouseReleaseEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(self.needed_width(self.text()), theme.pixels(24))

    def paintEvent(self, event: QPaintEvent) -> None:
        colors = theme.current()
        rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self.underMouse() or self._is_marked:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(colors.selection if self._is_marked else colors.hover)
                painter.drawRoundedRect(rect, 6, 6)
            if self.hasFocus():
                painter.setPen(QPen(colors.accent, 1.0))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(rect, 6, 6)
            painter.setFont(theme.font("title"))
            painter.setPen(colors.text)
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())


class Headers(QObject):
    """Keeps one header widget per column and turns what is done to it into edits."""

    chosen = Signal(int)
    enlarging_wanted = Signal(int)
    formula_wanted = Signal()

    def __init__(self, canvas: QWidget, commands: CanvasCommands, drag: LayerDrag) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._commands = commands
        self._drag = drag
        self._headers: dict[int, ColumnHeader] = {}
        self.enlarged: int | None = None
        """The layer whose units are shown large now."""

    def __getitem__(self, layer_id: int) -> ColumnHeader:
        return self._headers[layer_id]

    def show_columns(self, experiment: Experiment) -> None:
        """Make, change and remove headers so that they are those of the Experiment."""
        ids = _columns_of(experiment)
        for gone in [layer_id for layer_id in self._headers if layer_id not in ids]:
            header = self._headers.pop(gone)
            header.hide()
            header.deleteLater()
        for layer_id in ids:
            if layer_id not in self._headers:
                self._headers[layer_id] = self._made(layer_id)
            self._headers[layer_id].show_column(experiment)

    def are_of(self, experiment: Experiment) -> bool:
        """Whether each column of the Experiment has a header, and no other."""
        return self._headers.keys() == {*_columns_of(experiment)}

    def width(self, layer_id: int, brevity: Brevity) -> float:
        """The room a column's header takes."""
        return self._headers[layer_id].needed_width(brevity)

    def set_brevity(self, brevity: Brevity) -> None:
        """Say less where columns stand close."""
        for header in self._headers.values():
            header.set_brevity(brevity)

    def set_chosen(self, layer_id: int | None) -> None:
        """Mark the chosen column's header."""
        for one, header in self._headers.items():
            header.set_chosen(one == layer_id)

    def place(self, layout: CanvasLayout) -> None:
        """Put each header over its column."""
        height = theme.pixels(54)
        top = round(layout.metrics.header) - height
        for box in layout.columns:
            header = self._headers.get(box.spec.layer_id)
            if header is not None:
                width = round(box.spec.header)
                header.setGeometry(round(box.x - width / 2), top, width, height)
                is_seen = box.x + width / 2 > 0 and box.x - width / 2 < layout.width
                if header.isHidden() == is_seen:
                    header.setVisible(is_seen)

    def open_menu(self, layer_id: int, place: QPoint, examining: Examining | None = None) -> None:
        """Show a column's menu."""
        canvas, commands = self._canvas, self._commands
        if layer_id == FEATURES_ID:
            menu = features_menu(canvas, commands, self.formula_wanted.emit)
        elif layer_id == OUTPUT_ID:
            menu = output_menu(canvas, commands)
        else:
            menu = layer_menu(canvas, commands, layer_id)
        layer = layer_of(commands.experiment, layer_id)
        if layer is None or own_units(layer) is not None:
            add_enlarging(menu, layer_id == self.enlarged, lambda: self.enlarging_wanted.emit(layer_id))
        add_examining(menu, examining)
        commands.add_comparisons(menu, layer_id)
        menu.popup(place)

    def _made(self, layer_id: int) -> ColumnHeader:
        canvas, commands = self._canvas, self._commands
        header = ColumnHeader(layer_id, canvas)
        header.chosen.connect(lambda: self.chosen.emit(layer_id))
        header.enlarging_wanted.connect(lambda: self.enlarging_wanted.emit(layer_id))
        header.menu_wanted.connect(lambda place: self.open_menu(layer_id, place))
        header.activation_wanted.connect(
            lambda place: activation_menu(canvas, commands, layer_id).popup(place)
        )
        header.stepped.connect(lambda by: self._step(layer_id, by))
        header.typed.connect(lambda text: self._take_typed(layer_id, text))
        header.action_wanted.connect(lambda: self._act(layer_id))
        header.drag_began.connect(lambda place: self._begin_drag(layer_id, place))
        header.drag_moved.connect(self._drag.move)
        header.drag_ended.connect(self._drag.drop)
        return header

    def _act(self, layer_id: int) -> None:
        if layer_id == FEATURES_ID:
            self.formula_wanted.emit()

    def _begin_drag(self, layer_id: int, place: QPoint) -> None:
        self._drag.begin(DragPayload(title(self._commands.experiment, layer_id), layer_id=layer_id), place)

    def _step(self, layer_id: int, by: int) -> None:
        layer = layer_of(self._commands.experiment, layer_id)
        number = KINDS[layer.kind].number if layer is not None else None
        if number is not None:
            before = getattr(layer, number.field)
            value = round((before + by * number.step) / number.step) * number.step
            value = round(min(max(value, number.lowest), number.highest), 4)
            if value != before:
                self._commands.set_number(layer_id, number, value)

    def _take_typed(self, layer_id: int, text: str) -> None:
        layer = layer_of(self._commands.experiment, layer_id)
        number = KINDS[layer.kind].number if layer is not None else None
        if number is None:
            return
        value = numbers.read(text)
        if value is None or (number.is_whole and value != int(value)):
            shown = text if len(text) <= 20 else text[:19] + "…"
            sentence = QCoreApplication.translate("Headers", number.refusal)
            self._commands.refuse(sentence.format(text=shown))
        else:
            self._commands.set_number(layer_id, number, value)


def _columns_of(experiment: Experiment) -> list[int]:
    return [FEATURES_ID, *(layer.id for layer in experiment.network.layers), OUTPUT_ID]
