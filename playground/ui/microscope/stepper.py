"""The controls of a trace: back, next, finish, restart, play, and a dot for each step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QHideEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from playground.observe.graph import Diagram
from playground.ui.look import theme
from playground.ui.microscope import words
from playground.ui.widgets.icon_button import IconButton
from playground.ui.widgets.segmented import Option, SegmentedControl

_LEAST_PITCH = 3.0
"""Where dots would stand closer than this, in pixels, a bar shows the phase."""
_ENOUGH_FOR_DOTS = 300
SPEEDS = {"slow": 2000, "usual": 1000, "fast": 350}
"""Milliseconds a step when it plays."""


class Stepper(QWidget):
    """Buttons that act by the same names as the picture's keys."""

    acted = Signal(str)
    """``next``, ``back``, ``finish`` or ``restart``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("microscopeStepper")
        translate = words.translate
        self.restart = IconButton("reset", translate("Microscope", "To the beginning (Home)"), size=16)
        self.restart.setObjectName("microscopeRestart")
        self.back = QPushButton("◂ " + translate("Microscope", "Back"))
        self.back.setObjectName("microscopeBack")
        self.next = QPushButton(translate("Microscope", "Next") + " ▸")
        self.next.setObjectName("microscopeNext")
        self.next.setProperty("role", "accent")
        self.finish = QPushButton()
        self.finish.setObjectName("microscopeFinish")
        self.play = IconButton("play", translate("Microscope", "Play the steps"), size=16)
        self.play.setObjectName("microscopePlay")
        self.play.setCheckable(True)
        self.speed = SegmentedControl(
            [
                Option("slow", "½×", translate("Microscope", "A step every two seconds")),
                Option("usual", "1×", translate("Microscope", "A step a second")),
                Option("fast", "3×", translate("Microscope", "Three steps a second")),
            ]
        )
        self.speed.setObjectName("microscopeSpeed")
        self.speed.setAccessibleName(translate("Microscope", "Speed of the steps"))
        self.speed.set_value("usual")
        self.dots = StepDots()
        self._is_small = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(lambda: self.acted.emit("next"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.pixels(theme.GRID))
        for widget in (self.back, self.next, self.finish, self.restart, self.play, self.speed):
            row.addWidget(widget)
        row.addSpacing(theme.pixels(theme.GRID))
        row.addWidget(self.dots, 1)
        for button, name in (
            (self.back, "back"), (self.next, "next"), (self.finish, "finish"), (self.restart, "restart"),
        ):  # fmt: skip
            button.clicked.connect(lambda _=False, name=name: self.acted.emit(name))
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.play.toggled.connect(self._on_play)
        self.speed.chosen.connect(lambda _: self._timer.setInterval(SPEEDS[self.speed.value]))

    def set_small(self, is_small: bool) -> None:
        """In a low panel only what is needed most."""
        self._is_small = is_small
        self.dots.setVisible(not is_small)
        self._show_speed()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_speed()

    def _show_speed(self) -> None:
        """The speed is there where the dots keep room beside it."""
        others = (self.back, self.next, self.finish, self.restart, self.play, self.speed)
        spacing = theme.pixels(theme.GRID)
        needed = sum(widget.sizeHint().width() + spacing for widget in others)
        has_room = self.width() >= needed + theme.pixels(_ENOUGH_FOR_DOTS)
        self.speed.setVisible(not self._is_small and has_room)

    def stop(self) -> None:
        """Play no further."""
        self.play.setChecked(False)

    def show_place(self, diagram: Diagram | None, position: int, count: int, more: int) -> None:
        """Show a position of so many steps; ``more`` of them come after the trace, those of an update."""
        last = count + more
        self.back.setEnabled(position > 0)
        self.restart.setEnabled(position > 0)
        self.next.setEnabled(position < last)
        self.play.setEnabled(position < last)
        self.finish.setEnabled(position < last)
        if position >= last:
            self.stop()
        steps = diagram.graph.steps if diagram is not None else ()
        following = steps[position].phase if position < len(steps) else "update" if more else "backward"
        self.finish.setText(
            {
                "forward": words.translate("Microscope", "Finish forward"),
                "seed": words.translate("Microscope", "Finish backward"),
                "backward": words.translate("Microscope", "Finish backward"),
                "update": words.translate("Microscope", "Finish update"),
            }[following]
        )
        self.dots.show_steps([step.phase for step in steps] + ["update"] * more, position)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.stop()

    def _on_play(self, plays: bool) -> None:
        self.play.set_icon("pause" if plays else "play")
        if plays:
            self._timer.start(SPEEDS[self.speed.value])
        else:
            self._timer.stop()


class StepDots(QWidget):
    """A dot for each step, phase by phase: green forward, red backward, full as far as it is reached."""

    jumped = Signal(int)
    """To this number of steps."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("microscopeDots")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip(words.translate("Microscope", "One dot a step; click one to go there."))
        self._phases: list[str] = []
        self._position = 0

    def sizeHint(self) -> QSize:
        return QSize(theme.pixels(240), theme.pixels(24))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.pixels(60), theme.pixels(24))

    def show_steps(self, phases: Sequence[str], position: int) -> None:
        """Show these steps' phases, and how far one is."""
        self._phases, self._position = list(phases), position
        self.setAccessibleDescription(f"{position} / {len(phases)}")
        self.update()

    def places(self) -> list[QPointF]:
        """Where each step's dot is; where they have no room they stand closer."""
        return self._arranged()[0]

    def _arranged(self) -> tuple[list[QPointF], list[tuple[float, str]], float]:
        metrics = QFontMetricsF(theme.font("small"))
        kinds = list(dict.fromkeys(self._phases))
        names = {kind: words.translate("Microscope", words.PHASES[kind]) for kind in kinds}
        gap = float(theme.pixels(8))
        words_width = sum(metrics.horizontalAdvance(name) + 3 * gap for name in names.values())
        has_names = self.width() - words_width > 3.0 * len(self._phases)
        room = self.width() - (words_width if has_names else 2 * gap * len(kinds)) - gap
        pitch = min(float(theme.pixels(17)), max(room, 1.0) / max(len(self._phases), 1))
        x, y = 0.0, self.height() / 2
        dots, titles, last = [], [], ""
        for phase in self._phases:
            if phase != last:
                x += 2 * gap if last else 0.0
                if has_names:
                    titles.append((x, names[phase]))
                    x += metrics.horizontalAdvance(names[phase]) + gap
                last = phase
            dots.append(QPointF(x + pitch / 2, y))
            x += pitch
        return dots, titles, pitch

    def paintEvent(self, event: QPaintEvent) -> None:
        colors = theme.current()
        dots, titles, pitch = self._arranged()
        radius = min(theme.pixels(5), max(0.36 * pitch, 1.0))
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(theme.font("small"))
            painter.setPen(colors.quiet)
            metrics = QFontMetricsF(theme.font("small"))
            for x, name in titles:
                painter.drawText(QPointF(x, self.height() / 2 + metrics.ascent() / 2 - 1), name)
            painter.setPen(Qt.PenStyle.NoPen)
            phase_colors = {"forward": colors.forward, "update": colors.accent}
            if pitch < _LEAST_PITCH:
                self._paint_bars(painter, dots, phase_colors)
                return
            for number, (dot, phase) in enumerate(zip(dots, self._phases, strict=True), 1):
                color = phase_colors.get(phase, colors.gradient)
                if number == self._position:
                    painter.setBrush(theme.with_alpha(colors.accent, 0.35))
                    painter.drawEllipse(dot, radius + theme.pixels(3), radius + theme.pixels(3))
                is_reached = number <= self._position
                painter.setBrush(color if is_reached else theme.with_alpha(color, 0.18))
                painter.drawEllipse(dot, radius, radius)

    def _paint_bars(
        self, painter: QPainter, dots: Sequence[QPointF], phase_colors: Mapping[str, QColor]
    ) -> None:
        """A bar for each phase, where dots would be too close to be told apart."""
        height = float(theme.pixels(6))
        for phase in dict.fromkeys(self._phases):
            places = [k for k, one in enumerate(self._phases) if one == phase]
            color = phase_colors.get(phase, theme.current().gradient)
            done = min(max(self._position - places[0], 0), len(places)) / len(places)
            left, wide = dots[places[0]].x(), max(dots[places[-1]].x() - dots[places[0]].x(), 2.0)
            bar = QRectF(left, (self.height() - height) / 2, wide, height)
            painter.setBrush(theme.with_alpha(color, 0.18))
            painter.drawRoundedRect(bar, height / 2, height / 2)
            painter.setBrush(color)
            painter.drawRect(QRectF(left, bar.top(), wide * done, height))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        dots = self.places()
        if event.button() == Qt.MouseButton.LeftButton and dots:
            near = min(range(len(dots)), key=lambda k: abs(dots[k].x() - event.position().x()))
            self.jumped.emit(near + 1)
