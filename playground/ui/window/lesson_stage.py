"""What a lesson's step does to the window: tabs, light, what is hidden, the microscope; and undoes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from playground.app.lessons import Lessons, Step
from playground.ui.lessons.light import Light
from playground.ui.lessons.strip import LessonStrip
from playground.ui.window.drawer import Drawer

if TYPE_CHECKING:
    from playground.ui.microscope.panel import Microscope


class LessonStage(QObject):
    """Follows the lesson in one workspace, its ``ground``."""

    room_wanted = Signal(object)
    """The tab that a step wants to be seen (a str), or None: none."""
    left = Signal(str, bool, frozenset)
    """The lesson is over: the tab that was shown before it, whether it was open, which were spread."""

    def __init__(self, lessons: Lessons, drawer: Drawer, ground: QWidget) -> None:
        super().__init__(ground)
        self._lessons = lessons
        self._drawer = drawer
        self._ground = ground
        self.strip = LessonStrip(lessons, ground)
        self.light = Light(ground)
        self._hidden: list[QWidget] = []
        self._before: tuple[str, bool, frozenset[str]] | None = None
        self._is_listening = False
        self._is_opened = False
        """Whether the microscope shows what the step asks for, and no longer what came before it."""
        self.strip.examine_next.connect(self._examine_next)
        self._lessons.step_changed.connect(self.show_step)
        self._lessons.ended.connect(self._end)

    def set_up(self) -> None:
        """The workspace stands: show the lesson that runs, if one does."""
        if self._lessons.is_on:
            self.show_step()

    def show_step(self) -> None:
        """Show what the step wants to be seen."""
        step = self._lessons.step
        if step is None:
            return
        self._bring_back()
        self._is_opened = False
        drawer = self._drawer
        if self._before is None:
            self._before = (drawer.shown, drawer.is_open, drawer.spread_tabs)
        self.strip.show_lesson()
        self.room_wanted.emit(step.room)
        if step.microscope is not None:
            self._open_microscope(step)
        self._hidden = [
            one for name in step.hide if (one := self.named(name)) is not None and not one.isHidden()
        ]
        for widget in self._hidden:
            widget.hide()
        found = [one for name in step.highlight if (one := self.named(name)) is not None]
        self.light.shine_on(found)

    def named(self, name: str) -> QWidget | None:
        """The widget that a lesson calls so; a tab's panel where it is shown."""
        drawer = self._drawer
        if name in drawer.names:
            return drawer.stack if drawer.shown == name else drawer.tabs
        found = self._ground.findChild(QWidget, name)
        return found if isinstance(found, QWidget) else None

    @property
    def _microscope(self) -> Microscope:
        return cast("Microscope", self._drawer.panel("microscope"))

    def _open_microscope(self, step: Step) -> None:
        asked, panel = step.microscope, self._microscope
        assert asked is not None
        if not self._is_listening:
            self._is_listening = True
            panel.reached_changed.connect(self._tell_gate)
            panel.commanded.connect(self._lessons.note_command)
        reached = asked.step if self._lessons.gate is None else self._lessons.gate
        if asked.expression is not None:
            panel.open_expression(asked.expression, dict(asked.values), reached, folded=asked.folded)
        elif asked.of is not None:
            panel.open_part(asked.of, asked.point, asked.label, reached)
        self._is_opened = True
        self._tell_gate()

    def _tell_gate(self) -> None:
        step = self._lessons.step
        if self._is_opened and step is not None and step.microscope is not None:
            reached = self._microscope.reached
            self._lessons.note_gate(reached.position, reached.count)

    def _examine_next(self) -> None:
        self._microscope.act("next")

    def _bring_back(self) -> None:
        for widget in filter(isValid, self._hidden):
            widget.show()
        self._hidden = []

    def _end(self) -> None:
        self._bring_back()
        self.light.shine_on(())
        before, self._before = self._before, None
        if before is not None:
            self.left.emit(*before)
