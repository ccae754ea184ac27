"""The palette over the canvas: cards to drag into the network."""

from __future__ import annotations

from typing import Any

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
from playground.engine.layers.kinds import AnyLayer
from playground.ui.look import theme
from playground.ui.network.drag import DragPayload, LayerDrag
from playground.ui.network.kinds import KINDS, activation_of, new_layers
from playground.ui.network.menu import activation_icon, kind_icon
from playground.ui.network.names import kind_name
from playground.ui.panel import Panel
from playground.ui.widgets.text import Caption
from playground.ui.words import labels

HIDING_CONTROL = "numHiddenLayers"
"""The name under which a link hides the palette."""
_PICTURE = QSizeF(26, 18)
_ORDER = ("relu", "leaky_relu", "elu", "tanh", "sigmoid", "maxout", "linear", "softplus", "gelu", "silu")


class LayerPalette(Panel):
    """A strip of cards: a dense layer of each activation, dropout and the norms."""

    NAME = "layerPalette"

    layer_wanted = Signal(object)
    """A layer that is to be added without being dragged."""

    def __init__(self, session: Session, drag: LayerDrag, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.setAccessibleName(self.tr("Layers to add"))
        layers = [layer for kind in KINDS for layer in new_layers(kind)]
        self._dense = [LayerCard(layer, drag, self) for layer in layers if activation_of(layer)]
        self._dense.sort(key=lambda card: _place_in_order(card.key[1]))
        self._others = [LayerCard(layer, drag, self) for layer in layers if not activation_of(layer)]
        for card in self.cards:
            card.wanted.connect(self.layer_wanted)
        self._caption = Caption(self.tr("Drag in"), size="body", parent=self)
        self._is_put_away = False
        self.restyle()
        self._hide_or_show(session.display.hidden_controls)

    @property
    def cards(self) -> tuple[LayerCard, ...]:
        """All cards from left to right."""
        return (*self._dense, *self._others)

    def card(self, kind: str, activation: str = "") -> LayerCard:
        """The card of a kind of layer."""
        return next(card for card in self.cards if card.key == (kind, activation))

    def display_changed(self, name: str, value: Any) -> None:
        if name == "hidden_controls":
            self._hide_or_show(value)

    def sizeHint(self) -> QSize:
        return QSize(theme.pixels(820), theme.pixels(68))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.pixels(480), theme.pixels(68))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def paintEvent(self, event: QPaintEvent) -> None:
        colors = theme.current()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillRect(self.rect(), colors.background)
            painter.setPen(QPen(colors.hairline, 1.0))
            painter.setBrush(colors.panel)
            for strip in self._strips():
                painter.drawRoundedRect(QRectF(strip).adjusted(-0.5, -0.5, 0.5, 0.5), 8, 8)

    def _strips(self) -> list[QRect]:
        return [self._around(self._dense), self._around(self._others)]

    def _around(self, cards: list[LayerCard]) -> QRect:
        room = QRect()
        for card in cards:
            room = room.united(card.geometry())
        return room

    def _place(self) -> None:
        """Cards share what width there is; larger words and a caption come where they fit."""
        margin, gap = theme.pixels(20), theme.pixels(12)
        roles: tuple[theme.FontRole, ...] = ("body", "small")
        for role in roles:
            for card in self.cards:
                card.set_role(role)
            wants: list[float] = [card.needed_width() for card in self.cards]
            free = self.width() - 2 * margin - gap - sum(wants)
            if free >= theme.pixels(80):
                break
        caption = self._caption.sizeHint().width() + gap
        has_caption = free >= caption + theme.pixels(60)
        self._caption.setVisible(has_caption)
        left = float(margin)
        if has_caption:
            self._caption.setGeometry(margin, 0, caption - gap, self.height())
            left, free = left + caption, free - caption
        extra = min(free / len(wants), theme.pixels(18))
        if free < 0:
            left = max(theme.pixels(6), margin + free / 2)
            extra = min(0.0, (self.width() - 2 * left - gap - sum(wants)) / len(wants))
        is_named = extra >= -theme.pixels(11)
        if not is_named:  # no room for words: pictures of one width, whose names are in their tooltips
            wants = [(self.width() - 2 * left - gap) / len(wants)] * len(wants)
            extra = 0.0
        for card in self.cards:
            card.set_named(is_named)
        top, height = theme.pixels(8), self.height() - theme.pixels(16)
        for index, (card, want) in enumerate(zip(self.cards, wants, strict=True)):
            if index == len(self._dense):
                left += gap
            card.setGeometry(round(left), top, round(left + want + extra) - round(left), height)
            left += want + extra

    def _hide_or_show(self, hidden: frozenset[str]) -> None:
        """A link may hide what changes the number of layers."""
        is_put_away = HIDING_CONTROL in hidden
        if is_put_away != self._is_put_away:
            self._is_put_away = is_put_away
            self.setVisible(not is_put_away)

    def restyle(self) -> None:
        self.setFixedHeight(theme.pixels(68))
        for card in self.cards:
            card.restyle()
        self._place()
        self.update()


class LayerCard(QWidget):
    """One card: drag it into a gap of the network, or press Enter on it."""

    wanted = Signal(object)
    """The card's layer, by Enter or a double click."""

    def __init__(self, layer: AnyLayer, drag: LayerDrag, parent: QWidget) -> None:
        super().__init__(parent)
        self.layer = layer
        self._drag = drag
        self._pressed_at: QPointF | None = None
        self._was_taken = False
        self._role: theme.FontRole = "small"
        self._is_named = True
        self._picture = QPixmap()
        activation = activation_of(layer)
        self.key = (layer.kind, activation)
        self.setObjectName("card_" + "_".join(part for part in self.key if part))
        label = (
            labels.label("activation", activation) if activation else labels.label("layer_kind", layer.kind)
        )
        self.text = label.label
        name = kind_name(layer)
        self.setAccessibleName(name)
        how = self.tr("Drag it into the network, between any two columns; Enter adds it at the end.")
        self.setToolTip(f"<p><b>{name}</b>: {label.help}<br>{how}</p>")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    def restyle(self) -> None:
        """Draw the picture in the theme's colours and size."""
        activation = self.key[1]
        size = QSize(theme.pixels(_PICTURE.width()), theme.pixels(_PICTURE.height()))
        ratio = max(self.devicePixelRatioF(), 1.0)
        if activation:
            icon = activation_icon(activation, _PICTURE, ratio=ratio)
        else:
            icon = kind_icon(self.layer.kind, _PICTURE, ratio=ratio)
        self._picture = icon.pixmap(size, ratio)
        self.update()

    def set_role(self, role: theme.FontRole) -> None:
        """Write the name in this size."""
        if role != self._role:
            self._role = role
            self.update()

    def set_named(self, is_named: bool) -> None:
        """Show the name below the picture, or the picture alone."""
        if is_named != self._is_named:
            self._is_named = is_named
            self.update()

    def needed_width(self) -> int:
        """The width of its name with some air."""
        return max(
            QFontMetrics(theme.font(self._role)).horizontalAdvance(self.text) + theme.pixels(14),
            theme.pixels(44),
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.wanted.emit(self.layer)
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
        if event.button() == Qt.MouseButton.LeftButton and self._pressed_at is not None:
            self._pressed_at = None
            self._drag.drop(event.globalPosition().toPoint())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.wanted.emit(self.layer)

    def paintEvent(self, event: QPaintEvent) -> None:
        colors = theme.current()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            rect = QRectF(self.rect()).adjusted(2.5, 2.5, -2.5, -2.5)
            if self.underMouse() or self.hasFocus():
                painter.setPen(QPen(colors.accent, 1.0) if self.hasFocus() else Qt.PenStyle.NoPen)
                painter.setBrush(colors.hover)
                painter.drawRoundedRect(rect, 6, 6)
            size = self._picture.deviceIndependentSize()
            left = round((self.width() - size.width()) / 2)
            if not self._is_named:
                painter.drawPixmap(QPoint(left, round((self.height() - size.height()) / 2)), self._picture)
                return
            painter.drawPixmap(QPoint(left, theme.pixels(9)), self._picture)
            painter.setFont(theme.font(self._role))
            painter.setPen(colors.text)
            room = QRect(0, self.height() - theme.pixels(21), self.width(), theme.pixels(16))
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, self.text)


def _place_in_order(activation: str) -> int:
    """The usual activations come first; any other stands behind them."""
    return _ORDER.index(activation) if activation in _ORDER else len(_ORDER)
