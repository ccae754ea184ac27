"""The palette over the canvas: a card for each kind of layer, to drag into the network."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QWidget

from playground.app.session import Session
from playground.engine.layers.kinds import LAYER_KINDS, AnyLayer
from playground.ui.look import theme
from playground.ui.network.buttons import KeyedButton, paint_arrow
from playground.ui.network.drag import DragPayload, LayerDrag
from playground.ui.network.kinds import KINDS, activation_of
from playground.ui.network.menu import activation_icon, activation_list, kind_icon
from playground.ui.network.names import kind_name
from playground.ui.panel import Panel
from playground.ui.widgets.text import Caption
from playground.ui.widgets.watchers import KeyClaim
from playground.ui.words import labels

HIDING_CONTROL = "numHiddenLayers"
"""The name under which a link hides the palette."""
_PICTURE = QSizeF(24, 16)
_HEIGHT = 56


class LayerPalette(Panel):
    """A strip of cards: one for each kind of layer; a dense layer's activation is chosen on its card."""

    NAME = "layerPalette"

    layer_wanted = Signal(object)
    """A layer that is to be added without being dragged."""

    def __init__(self, session: Session, drag: LayerDrag, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.setAccessibleName(self.tr("Layers to add"))
        self.cards = tuple(LayerCard(LAYER_KINDS[kind].settings(), drag, self) for kind in KINDS)
        """All cards from left to right."""
        for card in self.cards:
            card.wanted.connect(self.layer_wanted)
            card.changed.connect(self._place)
        self._caption = Caption(self.tr("Drag in"), size="body", parent=self)
        self._is_put_away = False
        self.restyle()
        self._hide_or_show(session.display.hidden_controls)

    def card(self, kind: str) -> LayerCard:
        """The card of a kind of layer."""
        return next(card for card in self.cards if card.layer.kind == kind)

    def display_changed(self, name: str, value: Any) -> None:
        if name == "hidden_controls":
            self._hide_or_show(value)

    def sizeHint(self) -> QSize:
        return QSize(theme.pixels(820), theme.pixels(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.pixels(280), theme.pixels(_HEIGHT))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), theme.current().background)

    def _place(self) -> None:
        """A caption comes where there is room; cards go without pictures, then without words, where not."""
        margin, gap = theme.pixels(20), theme.pixels(8)
        caption = self._caption.sizeHint().width() + theme.pixels(12)
        shows = ((True, True, True), (False, True, True), (False, False, True), (False, True, False))
        for has_caption, has_picture, has_name in shows:
            for card in self.cards:
                card.set_parts(has_picture=has_picture, has_name=has_name)
            widths = [card.needed_width() for card in self.cards]
            needed = sum(widths) + gap * (len(widths) - 1) + (caption if has_caption else 0)
            if needed <= self.width() - 2 * margin:
                break
        left = margin if needed <= self.width() - 2 * margin else theme.pixels(4)
        self._caption.setVisible(has_caption)
        if has_caption:
            self._caption.setGeometry(left, 0, self._caption.sizeHint().width(), self.height())
            left += caption
        room = self.width() - theme.pixels(4) - left - gap * (len(widths) - 1)
        share = min(1.0, room / sum(widths))
        top, height = theme.pixels(10), self.height() - theme.pixels(20)
        for card, width in zip(self.cards, widths, strict=True):
            card.setGeometry(left, top, int(width * share), height)
            left += int(width * share) + gap

    def _hide_or_show(self, hidden: frozenset[str]) -> None:
        """A link may hide what changes the number of layers."""
        is_put_away = HIDING_CONTROL in hidden
        if is_put_away != self._is_put_away:
            self._is_put_away = is_put_away
            self.setVisible(not is_put_away)

    def restyle(self) -> None:
        self.setFixedHeight(theme.pixels(_HEIGHT))
        for card in self.cards:
            card.restyle()
        self._place()
        self.update()


class LayerCard(KeyedButton):
    """One card: drag it into a gap of the network, or press Enter on it.

    Where its kind has an activation, a click on that, or Down, opens the list of them.
    """

    wanted = Signal(object)
    """The card's layer, by Enter or a double click."""
    changed = Signal()
    """Another activation was chosen."""

    def __init__(self, layer: AnyLayer, drag: LayerDrag, parent: QWidget) -> None:
        super().__init__(parent)
        self.layer = layer
        self._drag = drag
        self._pressed_at: QPointF | None = None
        self._was_taken = False
        self._has_picture = self._has_name = True
        self._picture = QPixmap()
        self.setText(labels.label("layer_kind", layer.kind).label)
        self.setObjectName(f"card_{layer.kind}")
        self._describe()
        self.clicked.connect(lambda: self.wanted.emit(self.layer))
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        KeyClaim(self, lambda event: event.key() == Qt.Key.Key_Down and bool(self.choice))

    @property
    def choice(self) -> str:
        """The activation's name, "" where the kind has none."""
        activation = activation_of(self.layer)
        return labels.label("activation", activation).label if activation else ""

    @property
    def choice_rect(self) -> QRect:
        """Where the activation is written."""
        width = self._choice_width()
        return QRect(self.width() - width, 0, width, self.height())

    def choose(self, activation: str) -> None:
        """Offer a layer with this activation from now on."""
        self.layer = replace(self.layer, activation=activation)
        self._describe()
        self.restyle()
        self.changed.emit()

    def restyle(self) -> None:
        """Draw the picture in the theme's colours and size."""
        size = QSize(theme.pixels(_PICTURE.width()), theme.pixels(_PICTURE.height()))
        ratio = max(self.devicePixelRatioF(), 1.0)
        if activation := activation_of(self.layer):
            icon = activation_icon(activation, _PICTURE, ratio=ratio)
        else:
            icon = kind_icon(self.layer.kind, _PICTURE, ratio=ratio)
        self._picture = icon.pixmap(size, ratio)
        self.update()

    def set_parts(self, *, has_picture: bool, has_name: bool) -> None:
        """Show the picture, the words, or both."""
        if (has_picture, has_name) != (self._has_picture, self._has_name):
            self._has_picture, self._has_name = has_picture, has_name
            self.update()

    def needed_width(self) -> int:
        """The width of what it shows with some air."""
        width = theme.pixels(12)
        if self._has_picture:
            width += theme.pixels(_PICTURE.width())
        if self._has_picture and self._has_name:
            width += theme.pixels(6)
        if self._has_name:
            width += QFontMetrics(theme.font("body")).horizontalAdvance(self.text())
        return width + (self._choice_width() if self.choice else theme.pixels(12))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and self.choice:
            self._open_list()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed_at = event.globalPosition()
            self._was_taken = False
        elif event.button() == Qt.MouseButton.RightButton:
            self._drag.cancel()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed_at is None:
            return
        place = event.globalPosition()
        drag = self._drag
        if self._was_taken:
            drag.move(place.toPoint())
        elif (place - self._pressed_at).manhattanLength() >= QApplication.startDragDistance():
            self._was_taken = True
            payload = DragPayload(self.accessibleName(), layer=self.layer, picture=self._picture)
            drag.begin(payload, place.toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._pressed_at is None:
            return
        self._pressed_at = None
        self._drag.drop(event.globalPosition().toPoint())
        if not self._was_taken and self.choice and self.choice_rect.contains(event.position().toPoint()):
            self._open_list()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        is_choice = self.choice and self.choice_rect.contains(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and not is_choice:
            self.click()

    def paintEvent(self, event: QPaintEvent) -> None:
        colors = theme.current()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.setPen(QPen(colors.accent if self.hasFocus() else colors.edge, 1.0))
            painter.setBrush(colors.hover if self.underMouse() else colors.panel)
            painter.drawRoundedRect(rect, 7, 7)
            left = theme.pixels(12)
            if self._has_picture:
                size = self._picture.deviceIndependentSize()
                painter.drawPixmap(QPoint(left, round((self.height() - size.height()) / 2)), self._picture)
                left += round(size.width()) + theme.pixels(6)
            painter.setFont(theme.font("body"))
            flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            if self._has_name:
                painter.setPen(colors.text)
                painter.drawText(QRect(left, 0, self.width() - left, self.height()), flags, self.text())
            if self.choice:
                painter.setPen(colors.quiet)
                room = self.choice_rect
                painter.drawText(room.adjusted(theme.pixels(6), 0, 0, 0), flags, self.choice)
                paint_arrow(
                    painter, QPointF(room.right() - theme.pixels(13), room.center().y() + 1), colors.quiet
                )

    def _choice_width(self) -> int:
        return QFontMetrics(theme.font("body")).horizontalAdvance(self.choice) + theme.pixels(30)

    def _open_list(self) -> None:
        menu = activation_list(self, activation_of(self.layer), self.choose)
        menu.popup(self.mapToGlobal(QPoint(self.choice_rect.left(), self.height())))

    def _describe(self) -> None:
        name = kind_name(self.layer)
        self.setAccessibleName(name)
        text = labels.label("layer_kind", self.layer.kind).help
        how = self.tr("Drag it into the network, between any two columns; Enter adds it at the end.")
        if activation := activation_of(self.layer):
            text += f"<br><b>{self.choice}</b>: {labels.label('activation', activation).help}"
            how += " " + self.tr("A click on the activation, or Down, chooses another.")
        self.setToolTip(f"<p><b>{self.text()}</b>: {text}<br>{how}</p>")
        self.setAccessibleDescription(how)
