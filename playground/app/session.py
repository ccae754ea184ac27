"""The running program: document, trainer, display and the latest snapshot. All that the UI may call."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from playground.app import commands as do
from playground.app import sentences
from playground.app.branches import Branch
from playground.app.comparing import Comparing
from playground.app.display import Display
from playground.app.display_timer import DisplayTimer
from playground.app.document import Act, Aside, Document
from playground.app.errors import ErrorDesk
from playground.app.files import data_folder
from playground.app.limits import check_window
from playground.app.memory import Held, held_by_undo
from playground.app.notices import Notice
from playground.app.opening import Opening, Proposal
from playground.app.playback import Playback
from playground.app.recovery import Autosave
from playground.app.saving import Saving
from playground.app.settings import Settings
from playground.app.trainer import Failure, Report, Trainer
from playground.app.work import trained
from playground.engine import edits, native
from playground.engine.errors import ExperimentError
from playground.engine.experiment import Experiment
from playground.engine.training import ParameterEdit, TrainingRun
from playground.interop.tfplayground_export import WrittenLink, write_link
from playground.observe.snapshot import Snapshot, SnapshotRequest

if TYPE_CHECKING:
    from playground.app.recording.recording import Recording
    from playground.app.sweep.desk import SweepDesk

T = TypeVar("T")
translate = sentences.translate

SHUTDOWN_SECONDS = 2.0
LARGEST_PARAMETER = 1e300


class Session(QObject):
    """Everything the window needs, in one place.

    Methods never raise for what the user did: they say it by ``notice`` and leave the work as it was.
    ``shutdown`` must be called before the object goes.
    """

    snapshot_ready = Signal(object)
    playing_changed = Signal(bool)
    speed_changed = Signal(object)
    notice = Signal(object)
    lesson_read = Signal(object)
    """A lesson was opened: it begins, and the work is put aside until it ends."""
    about_to_replace = Signal()
    """Another work is about to take this one's place, or the session to end."""
    proposed = Signal(object)
    """A TableProposal that the user should look at; ``accept`` takes it, or what they made of it."""
    changed_on_disk = Signal(object)
    """The document's own file (a Path) was not saved: another program changed it meanwhile."""
    busy_changed = Signal(str)
    """What the program has been working on for longer than a moment; "" when it is done."""

    def __init__(
        self,
        experiment: Experiment | None = None,
        *,
        folder: Path | None = None,
        settings: Settings | None = None,
        trainer: Trainer | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.settings = settings or Settings(folder / "settings.json" if folder else None, self)
        self.document = Document(experiment, self)
        self.display = Display(self.settings, self)
        self.comparing = Comparing(self.document, self.try_edit, self.try_begin, self)
        self.errors = ErrorDesk()
        self._trainer = trainer or Trainer()
        self._saving = Saving(self.document, self.settings, self._trainer, self)
        self._opening = Opening(
            self.document, self.display, self.settings, self._trainer, self._saving, self.pause
        )
        self._playback = Playback(self.document, self._trainer, self.settings, self._opening.take_run, self)
        self._autosave = Autosave(self.document, self._trainer, self._saving, folder or data_folder())
        self._aside: Aside | None = None
        self._display_timer = DisplayTimer(self._trainer, self)
        self._has_ended_well: bool | None = None
        self._busy = ""
        self._spoken_failure = 0

        self.document.changed.connect(self._on_changed)
        self._playback.snapshot_ready.connect(self.snapshot_ready)
        self._playback.playing_changed.connect(self.playing_changed)
        self._playback.speed_changed.connect(self.speed_changed)
        self._playback.notice.connect(self.notice)
        self._playback.posted.connect(self._display_timer.hasten)
        self._saving.notice.connect(self.notice)
        self._saving.changed_on_disk.connect(self.changed_on_disk)
        self._opening.notice.connect(self.notice)
        self._opening.proposed.connect(self.proposed)
        self._opening.lesson_read.connect(self.lesson_read)
        self._opening.about_to_replace.connect(self.about_to_replace)
        self._opening.about_to_replace.connect(self._autosave.forget_brought)
        self._opening.recovered.connect(self._autosave.brought_back)
        self._opening.not_recovered.connect(self._autosave.put_off)
        self._saving.saved.connect(self._autosave.on_saved)
        self._display_timer.reported.connect(self._take)
        self._display_timer.ticked.connect(self._on_tick)
        self._trainer.start()
        self._playback.begin_first()
        self._display_timer.start()

    # --------------------------------------------------------------------------------- what there is

    @property
    def experiment(self) -> Experiment:
        """What the user has chosen now."""
        return self.document.experiment

    @property
    def is_playing(self) -> bool:
        """Whether training goes on by itself."""
        return self._playback.is_playing

    @property
    def speed(self) -> float | None:
        """Steps per second at most; None: as fast as the machine goes."""
        return self._playback.speed

    @property
    def snapshot(self) -> Snapshot | None:
        """The latest picture of the present run; None before the first."""
        return self._playback.snapshot

    @property
    def recorded_epochs(self) -> Sequence[int]:
        """The epochs that ``seek`` can go to, rising."""
        return self._playback.report.recorded_epochs

    @property
    def branches(self) -> Sequence[Branch]:
        """All branches that are kept, the oldest first."""
        return self._playback.report.branches

    @property
    def branch(self) -> Branch | None:
        """The branch that is trained now."""
        present = self._playback.report.branch
        return next((one for one in self.branches if one.id == present), None)

    @property
    def branch_bytes(self) -> int:
        """Bytes that the branches that were left take, of ``branches.BYTES`` at most."""
        return self._playback.report.branch_bytes

    @property
    def run_id(self) -> int:
        """The run that the Experiment asks for; a snapshot of it has the same ``run_id``."""
        return self._playback.run_id

    @property
    def is_over(self) -> bool:
        """Whether ``shutdown`` was called."""
        return self._has_ended_well is not None

    @property
    def engine(self) -> str:
        """What runs the training steps: ``native``, or ``numpy`` call by call."""
        return native.description()

    @property
    def busy(self) -> str:
        """What the program has been working on for longer than a moment, or ""."""
        return self._busy

    # ----------------------------------------------------------------------------------------- edits

    def edit(self, new: Experiment, label: str, merge_key: str | None = None) -> None:
        """Replace the Experiment as one undo step (see ``Document.edit``); not by what is too large."""
        self.try_edit(lambda: new, label, merge_key)

    def try_edit(self, change: Callable[[], Experiment], label: str, merge_key: str | None = None) -> bool:
        """Edit to what ``change`` returns; what cannot be becomes a sentence and changes nothing."""
        new = self._what_can_be(change)
        if new is not None:
            self.document.edit(new, label, merge_key)
        return new is not None

    def set_parameter(
        self, layer_id: int, row: int, unit: int, value: float | str, merge_key: str | None = None
    ) -> bool:
        """Set one weight (``row``: index of the input) or bias (``row`` -1); undoable."""
        number = _parameter_value(value)
        if number is None:
            self._say(Notice("warning", sentences.no_number(value)))
            return False
        if not self._has_parameter(layer_id, row, unit):
            self._say(Notice("warning", sentences.no_parameter()))
            return False
        label = translate("Session", "Set bias") if row < 0 else translate("Session", "Set weight")
        self.set_parameters((ParameterEdit(layer_id, row, unit, number),), label, merge_key)
        return True

    def set_parameters(
        self, changes: Sequence[ParameterEdit], label: str, merge_key: str | None = None
    ) -> None:
        """Set several weights and biases, which the network has, as one undo step."""
        self._playback.set_parameters(tuple(changes), label, merge_key)

    def new_seed(self) -> None:
        """Other first weights on the same data; undoable."""
        seed = (self.experiment.network.seed + 1) % 2**53
        self.edit(edits.with_network(self.experiment, seed=seed), translate("Session", "New seed"))

    # ------------------------------------------------------------------------------------------ time

    def play(self) -> None:
        """Train on until pause, a stop condition or divergence."""
        self._playback.play()

    def play_to(
        self,
        epoch: int,
        is_reached: Callable[[Sequence[TrainingRun]], bool] | None = None,
        steps_per_second: float | None = None,
    ) -> None:
        """Train until this epoch, or until ``is_reached`` holds at the end of one, then pause.

        ``steps_per_second`` is a limit beside the user's own. ``is_reached`` is called in the trainer's
        thread.
        """
        self._playback.play_to(epoch, is_reached, steps_per_second)

    def pause(self) -> None:
        """Stop training where it is."""
        self._playback.pause()

    def toggle_play(self) -> None:
        """Play or pause."""
        if self.is_playing:
            self.pause()
        else:
            self.play()

    def step_minibatch(self) -> None:
        """One update, then pause."""
        self._playback.step(do.StepMinibatch())

    def step_epoch(self) -> None:
        """To the end of the running epoch, then pause."""
        self._playback.step(do.StepEpoch())

    def step_back(self) -> None:
        """To the recorded state before this one, then pause."""
        self._playback.go_back(do.StepBack())

    def seek(self, epoch: int) -> None:
        """To the recorded state at or before this epoch, then pause. Training on from there branches off."""
        self._playback.go_back(do.Seek(epoch))

    def reset(self) -> None:
        """The same run again from its beginning, paused: same seed, same weights, same data order.

        Undoable, as everything that ends a branch is.
        """
        self.document.act(Act("reset"), translate("Session", "Reset"), merge_key="reset")

    def begin(self, new: Experiment, label: str) -> None:
        """Another experiment from its beginning, paused, as one undo step."""
        self.document.act(Act("reset"), label, new)

    def try_begin(self, change: Callable[[], Experiment], label: str) -> bool:
        """Begin what ``change`` returns, and play on if it played; what cannot be becomes a sentence."""
        new, was_playing = self._what_can_be(change), self.is_playing
        if new is not None:
            self.begin(new, label)
        if new is not None and was_playing:
            self.play()
        return new is not None

    def go_to_branch(self, branch: int, epoch: int | None = None) -> None:
        """To another branch: where it was left, or its recorded state at or before the epoch; undoable."""
        self._playback.go_to_branch(branch, epoch)

    def set_speed(self, steps_per_second: float | None) -> None:
        """Limit the speed, from one step every ten seconds; None: as fast as the machine goes."""
        self._playback.set_speed(steps_per_second)

    # ----------------------------------------------------------------------------------------- files

    def open(self, source: str | Path) -> bool:
        """Open a file or link (a large file beside the window). False, with a sentence, if it cannot be.

        What becomes of it, and of a text that is pasted, stands in ``opening``.
        """
        return self._opening.open(str(source))

    def open_as_proposed(self, source: str | Path) -> bool:
        """The same, but a table is taken as it is proposed, without a look."""
        return self._opening.open_as_proposed(str(source))

    def paste(self, text: str) -> bool:
        """Take a text that is a link, a table or an experiment. False, with a sentence, if it is none."""
        return self._opening.paste(text)

    def accept(self, proposal: Proposal) -> bool:
        """Take what was proposed, as an undoable step. False, with a sentence, if it cannot be."""
        return self._opening.accept(proposal)

    def save(self, path: str | Path | None = None) -> bool:
        """Write the experiment with its weights; without a path to its own file (False if it has none).

        Its own file is not written where somebody else changed it (``changed_on_disk``).
        While the trainer is busy True says that the file is written as soon as it answers.
        """
        return self._saving.save(Path(path) if path is not None else None)

    def export(self, format_name: str, path: str | Path, said: str, *, with_weights: bool = True) -> bool:
        """Write the run in another format (a name of ``EXPORTERS``), then say ``said`` with its {name}."""
        return self._saving.export(format_name, Path(path), said, with_weights=with_weights)

    def link(self) -> WrittenLink:
        """The TensorFlow Playground link that comes closest to what is here."""
        return write_link(
            self.experiment,
            hidden_controls=self.display.hidden_controls,
            show_test=self.display.show_test,
            discretize=self.display.discretize,
            is_trained=self.snapshot is not None and self.snapshot.step > 0,
        )

    def write_file(self, path: str | Path, content: bytes) -> bool:
        """Write something beside the experiment (a picture, a table) and say so; False where it cannot be."""
        return self._saving.write(Path(path), content)

    def new(self) -> None:
        """The default experiment, nothing trained."""
        self._opening.new()

    def put_aside(self) -> None:
        """Keep the work - its run, branches and undo - as it is, while ``show`` puts other work there."""
        if self._aside is None:
            self.pause()
            self._saving.finish()
            self._autosave.hold()
            self._aside = self.document.put_aside()
            self._playback.set_aside()

    def show(self, experiment: Experiment) -> None:
        """Put an Experiment, trained where it has a ``run``, in the place of what was put aside."""
        self._opening.show(experiment)

    def take_up(self) -> None:
        """The work that was put aside is there again, exactly as it was."""
        aside, self._aside = self._aside, None
        if aside is not None:
            self.document.take_up(aside)
            self._autosave.go_on()

    def keep_work(self) -> bool:
        """Whether all of the work, saved or not, is kept for the next start: it is written now."""
        return self._autosave.keep_now()

    @property
    def can_bring_back(self) -> bool:
        """Whether ``perform("bring_back")`` shows work again that no file holds."""
        return self._opening.can_bring_back

    def perform(self, action: str) -> bool:
        """Do what a notice offered (``Notice.action``)."""
        if action == "bring_back":
            return self._opening.bring_back()
        if action == "cancel_recording":
            self.recording.cancel()
            return True
        if action == "cancel_opening":
            self._opening.cancel()
            return True
        left = self._autosave.offered
        if action == "recover" and left is not None:
            return self._opening.recover(left)
        if action == "throw_away":
            self._autosave.throw_away()
            return True
        return False

    def put_off(self, action: str) -> None:
        """The user closed a notice that offered this, without an answer."""
        if action == "recover":
            self._autosave.put_off()

    # ------------------------------------------------------------------------------- what views need

    def require(self, asker: str, request: SnapshotRequest) -> None:
        """Say what a visible view needs in each snapshot; it replaces what the asker said before."""
        self._display_timer.require(asker, request)

    def release(self, asker: str) -> None:
        """The view is hidden and needs nothing."""
        self._display_timer.release(asker)

    def compute(self, function: Callable[[TrainingRun], T]) -> Future[T]:
        """Run a short function of the run on the trainer's thread, between two slices.

        It must copy what it returns. Poll ``future.done()``; a long computation on the copy belongs
        into a ``Background``.
        """
        return self._playback.compute(function)

    def held(self) -> tuple[Held, ...]:
        """What the session has collected, kind by kind, with the most that each may come to."""
        steps = self.document.history.steps
        experiments = [one for step in steps for one in (step.before, step.after)]
        return (*self._trainer.held().result(), held_by_undo(experiments))

    @cached_property
    def sweep(self) -> SweepDesk:
        """The sweep beside the window; made when it is first asked for."""
        from playground.app.sweep.desk import SweepDesk

        desk = SweepDesk(self)
        desk.failed.connect(self.errors.report)
        return desk

    @cached_property
    def recording(self) -> Recording:
        """What the window's pictures are given to; made when it is first asked for."""
        from playground.app.recording.recording import Recording

        made = Recording(lambda: self.compute(trained), lambda: self.experiment, self)
        made.notice.connect(self.notice)
        return made

    def shutdown(self) -> bool:
        """End the thread and write what is to be kept.

        False: the thread did not end; a recovery file is written, and the process should leave at once
        (``os._exit``), since nothing can be relied on any more.
        """
        if self._has_ended_well is not None:
            return self._has_ended_well
        self.about_to_replace.emit()
        self._display_timer.stop()
        if "sweep" in self.__dict__:
            self.sweep.close()
        if "recording" in self.__dict__:
            self.recording.close()
        self.document.undo_stack.blockSignals(True)  # when it goes it tells of each step
        self._playback.close()
        last = self._trainer.keep(self.document.history)
        is_clean = self._has_ended_well = self._trainer.stop(SHUTDOWN_SECONDS)
        self._saving.finish()
        self._opening.close()
        has_answer = is_clean and last.done() and last.exception() is None
        self._autosave.close(last.result() if has_answer else None)
        self.settings.close()
        return is_clean

    # --------------------------------------------------------------------------------------- private

    def _on_changed(self, old: Experiment, new: Experiment) -> None:
        self.display.forget_gone(new)
        self._playback.follow(old, new)

    def _take(self, report: Report) -> None:
        self.comparing.take(report.beside)
        for failure in report.failures:
            if failure.number > self._spoken_failure:
                self._spoken_failure = failure.number
                self._report_failure(failure)
        self._playback.take(report)

    def _report_failure(self, failure: Failure) -> None:
        if isinstance(failure.error, ExperimentError):  # the engine's own sentence
            self._say(Notice("warning", sentences.rejection(failure.error), failure.details))
        else:
            self.errors.report(failure.error, failure.details)

    def _on_tick(self) -> None:
        self._say(self.errors.take_notice())
        self._say(self._autosave.take_offer())
        self._say(self._autosave.take_failure())
        if self.settings.failure is not None:
            error, self.settings.failure = self.settings.failure, None
            self._say(Notice("info", sentences.settings_not_written(error), str(error)))
        self._saving.tick()
        if self.snapshot is not None:
            self._autosave.tick(self.snapshot)
        working = translate("Session", "Working …") if self._playback.is_late else ""
        writing = self.recording.busy if "recording" in self.__dict__ else ""
        busy = self._saving.busy or self._opening.busy or writing or working
        if busy != self._busy:
            self._busy = busy
            self.busy_changed.emit(busy)

    def _what_can_be(self, change: Callable[[], Experiment]) -> Experiment | None:
        """What ``change`` returns; None, said in a sentence, where it cannot be."""
        try:
            new = change()
            check_window(new, self.experiment)
        except ExperimentError as error:
            self._say(Notice("warning", sentences.rejection(error), str(error)))
        except (ValueError, TypeError) as error:  # a part that was built without the edits module
            self._say(Notice("warning", sentences.rejection(ExperimentError("", str(error))), str(error)))
        else:
            return new
        return None

    def _has_parameter(self, layer_id: int, row: int, unit: int) -> bool:
        layer = self.snapshot.layer(layer_id) if self.snapshot is not None else None
        if layer is None or layer.weights is None:
            return False
        inputs, columns = layer.weights.shape
        return bool(-1 <= row < inputs and 0 <= unit < columns)

    def _say(self, notice: Notice | None) -> None:
        if notice is not None:
            self.notice.emit(notice)


def _parameter_value(value: float | str) -> float | None:
    """The number that a weight can have, also with a decimal comma; None where it is none."""
    try:
        number = float(value.strip().replace(",", ".") if isinstance(value, str) else value)
    except (ValueError, OverflowError):
        return None
    return number if abs(number) <= LARGEST_PARAMETER else None
