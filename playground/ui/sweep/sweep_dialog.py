"""The sweep's window, beside the main one: ask, watch, look, open a row, export."""

from __future__ import annotations

import time
from typing import Any

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from playground.app import sentences
from playground.app.session import Session
from playground.app.sweep.plan import SweepError, idle_field
from playground.engine.errors import ExperimentError
from playground.ui.look import theme
from playground.ui.sweep.sweep_form import SweepForm
from playground.ui.sweep.sweep_plot import SweepPlot
from playground.ui.sweep.sweep_table import MEASURES, SweepTable
from playground.ui.widgets.choice import Choice
from playground.ui.widgets.color_scale import ColorScale
from playground.ui.widgets.file_dialogs import file_dialog
from playground.ui.widgets.message import Message
from playground.ui.words.fields import field_name

_LEFT = 300
_WIDE, _TALL = 1200, 720
"""The window's size in logical pixels, where there is room."""
_PAUSE = 20.0
"""While rows come, so many times what showing them takes goes by before they are shown again."""


class SweepDialog(QDialog):
    """Not modal: the main window goes on. The sweep itself belongs to the session and outlives this."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sweepDialog")
        self.setWindowTitle(self.tr("Sweep"))
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self._session, self._desk = session, session.sweep
        self._seconds = 0.0
        self._shows_running = False
        self._make()
        self._lay_out()
        self.form.show_experiment(session.experiment)
        self.form.show_request(self._desk.request)
        self.form.changed.connect(self._judge)
        session.document.changed.connect(self._on_experiment)
        self._desk.changed.connect(self._on_news)
        self._pace = QTimer(self, singleShot=True)
        self._pace.timeout.connect(self.refresh)
        self.table.chosen.connect(self._on_row)
        self.table.opened.connect(self.open_row)
        self.plot.pointed.connect(self.table.select)
        self.plot.brushed.connect(self.table.source.keep_only)
        self.measure.chosen.connect(lambda _: self._draw())
        theme.signals().changed.connect(self._show_scale)
        self._judge()
        self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._on_experiment()

    # ------------------------------------------------------------------------------ what can be done

    def begin(self) -> None:
        """Start anew, or cancel what runs."""
        if self._desk.is_running:
            self._desk.cancel()
            return
        try:
            self._desk.start(self._session.experiment, self.form.request)
        except (SweepError, ExperimentError) as error:
            self.message.say(_told(error), "error")

    def open_row(self, row: dict[str, Any] | None = None) -> None:
        """Make the experiment of a row the window's, with its first seed, from its start; undoable."""
        row = row or self.table.selected
        results = self._desk.results
        if row is None or results is None:
            return
        plan = results.plan
        trial = plan.trial(row["place"] * plan.seeds)
        self._session.begin(plan.experiment_of(trial), self.tr("Open a row of the sweep"))

    def ask_for_file(self) -> QFileDialog:
        """Ask where to write the table."""
        settings = self._session.settings
        take = settings.noting_folder(lambda path: self._session.write_file(path, self._desk.csv()))
        dialog = file_dialog(
            self,
            settings.preferences.last_folder,
            self.tr("Save the table"),
            [self.tr("Table (*.csv)")],
            take,
        )
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.setDefaultSuffix("csv")
        dialog.selectFile("sweep.csv")
        dialog.open()
        return dialog

    def refresh(self) -> None:
        """Show the rows and the progress there are now."""
        started = time.perf_counter()
        self._pace.stop()
        self._shows_running = self._desk.is_running
        desk, results = self._desk, self._desk.results
        done, total = (0, 0) if results is None else (len(results.rows), len(results.plan))
        self.progress.setRange(0, max(total, 1))
        self.progress.setValue(done)
        self.count.setText(
            ""
            if results is None
            else self.tr("{done} of {total} trials").format(done=f"{done:,}", total=f"{total:,}")
        )
        self.begin_button.setText(self.tr("Cancel") if desk.is_running else self.tr("Start"))
        self.resume_button.setVisible(desk.can_resume)
        self.table.show_results(results)
        has_rows = bool(self.table.source.rows)
        self._offer_measures()
        self.export_button.setEnabled(has_rows)
        self._on_row(self.table.selected)
        self._draw()
        if desk.sentence:
            self.message.say(sentences.sentence(desk.sentence), "error")
        if self.isVisible():
            self.plot.viewport().repaint()  # at once, so that its time counts too
        self._seconds = time.perf_counter() - started

    # --------------------------------------------------------------------------------------- private

    def _on_news(self) -> None:
        """Show the news: beginning and end at once, rows at a pace that leaves the main window its time."""
        if self._desk.is_running != self._shows_running:
            self.refresh()
        elif not self._pace.isActive():
            self._pace.start(round(1000.0 * _PAUSE * self._seconds))

    def _make(self) -> None:
        self.title = QLabel(self.tr("Train this experiment many times over some of its fields."))
        self.title.setWordWrap(True)
        self.title.setProperty("role", "quiet")
        self.form = SweepForm()
        self.message = Message()
        self.message.setObjectName("sweepMessage")
        self.message.setMinimumHeight(theme.pixels(32))
        self.begin_button = QPushButton()
        self.begin_button.setObjectName("sweepBegin")
        self.begin_button.setProperty("role", "accent")
        self.begin_button.setAutoDefault(False)
        self.resume_button = QPushButton(self.tr("Resume"))
        self.resume_button.setObjectName("sweepResume")
        self.resume_button.setToolTip(self.tr("Train what the cancelled sweep has not trained."))
        self.progress = QProgressBar()
        self.progress.setObjectName("sweepProgress")
        self.progress.setAccessibleName(self.tr("Progress of the sweep"))
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(theme.pixels(6))
        self.count = QLabel()
        self.count.setProperty("role", "quiet")
        self.table = SweepTable()
        self.measure = Choice()
        self.measure.setObjectName("sweepMeasure")
        self.measure.setAccessibleName(self.tr("Measure"))
        self.plot = SweepPlot(self._session.write_file)
        self.scale = ColorScale()
        self.scale.setObjectName("sweepScale")
        self.open_button = QPushButton(self.tr("Open row"))
        self.open_button.setObjectName("sweepOpen")
        self.open_button.setToolTip(
            self.tr("Make this row's experiment the window's, from its start. Undo brings yours back.")
        )
        self.export_button = QPushButton(self.tr("Save as CSV …"))
        self.export_button.setObjectName("sweepExport")
        for button in (self.resume_button, self.open_button, self.export_button):
            button.setAutoDefault(False)
        self.begin_button.clicked.connect(self.begin)
        self.resume_button.clicked.connect(self._desk.resume)
        self.open_button.clicked.connect(lambda: self.open_row())
        self.export_button.clicked.connect(self.ask_for_file)

    def _lay_out(self) -> None:
        gap = theme.pixels(16)
        scrolled = QWidget()
        fields = QVBoxLayout(scrolled)
        fields.setContentsMargins(0, 0, 0, 0)
        fields.addWidget(self.form)
        fields.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setAccessibleName(self.windowTitle())
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(scrolled)
        buttons = QHBoxLayout()
        buttons.addWidget(self.begin_button, 1)
        buttons.addWidget(self.resume_button, 1)
        left = QVBoxLayout()
        left.setSpacing(theme.pixels(10))
        left.addWidget(self.title)
        left.addWidget(area, 1)
        left.addWidget(self.message)
        left.addLayout(buttons)
        left.addWidget(self.progress)
        left.addWidget(self.count)
        side = QWidget()
        side.setLayout(left)
        side.setFixedWidth(theme.pixels(_LEFT))
        left.setContentsMargins(0, 0, 0, 0)
        lower = QWidget()
        below = QVBoxLayout(lower)
        below.setContentsMargins(0, theme.pixels(8), 0, 0)
        head = QHBoxLayout()
        head.setSpacing(gap)
        head.addWidget(self.measure, 0, Qt.AlignmentFlag.AlignLeft)
        head.addWidget(self.scale, 1)
        below.addLayout(head)
        below.addWidget(self.plot, 1)
        halves = QSplitter(Qt.Orientation.Vertical)
        halves.setChildrenCollapsible(False)
        halves.addWidget(self.table)
        halves.addWidget(lower)
        halves.setSizes([theme.pixels(340), theme.pixels(300)])
        row = QHBoxLayout()
        row.addWidget(self.open_button)
        row.addWidget(self.export_button)
        row.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(theme.pixels(10))
        right.addWidget(halves, 1)
        right.addLayout(row)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(gap, gap, gap, gap)
        whole.setSpacing(gap)
        whole.addWidget(side)
        whole.addLayout(right, 1)
        screen, beside = self.screen().availableSize(), self.parentWidget()
        room = screen if beside is None else screen.expandedTo(beside.window().size())
        self.resize(QSize(theme.pixels(_WIDE), theme.pixels(_TALL)).boundedTo(room))

    def _judge(self) -> None:
        """Say how many trials this would be, or what is wrong with it."""
        try:
            plan = self._desk.plan_of(self._session.experiment, self.form.request)
        except (SweepError, ExperimentError) as error:
            self.message.say(_told(error), "error")
            self.begin_button.setEnabled(self._desk.is_running)
            return
        self.begin_button.setEnabled(True)
        several = self.tr("{sets} sets of values × {seeds} seeds = {trials} trials")
        single = self.tr("{trials} sets of values, one seed each")
        text = (several if plan.seeds > 1 else single).format(
            sets=f"{len(plan.combinations):,}", seeds=plan.seeds, trials=f"{len(plan):,}"
        )
        idle = idle_field(plan)
        if idle is not None:
            told = self.tr(
                "{field} does nothing while {other} is off: sweep over it as well, or switch it on."
            )
            text += "\n" + told.format(field=field_name(idle[0]), other=field_name(idle[1]))
        self.message.say(text)

    def _on_experiment(self, *_: object) -> None:
        self.form.show_experiment(self._session.experiment)
        self._judge()

    def _on_row(self, row: dict[str, Any] | None) -> None:
        self.open_button.setEnabled(row is not None)
        self.plot.select(None if row is None else row["place"])

    def _offer_measures(self) -> None:
        names = self.table.source.measures or MEASURES
        model = self.table.source
        if [self.measure.itemData(k) for k in range(self.measure.count())] != list(names):
            wanted = self.measure.value if self.measure.count() else "test_loss"
            self.measure.set_options([(name, model.measure_name(name), "") for name in names])
            self.measure.set_value(wanted if wanted in names else names[0])

    def _draw(self) -> None:
        model, name = self.table.source, self.measure.value
        self.plot.show_rows(self._desk.results, model.rows, name, model.measure_name(name))
        self.plot.say("" if model.rows else self.tr("Each row of the table will be drawn here."))
        self._show_scale()

    def _show_scale(self) -> None:
        """Say what the map's colours mean, as long as there is a map."""
        legend = self.plot.legend
        self.scale.setVisible(legend is not None)
        if legend is not None:
            self.scale.show_bar(*legend)


def _told(error: Exception) -> str:
    """What is wrong with the request, the field called as in the form."""
    if isinstance(error, ExperimentError) and error.path:
        return sentences.sentence(f"{field_name(error.path)}: {error.reason}")
    if not isinstance(error, SweepError):
        return sentences.sentence(str(error))
    path = error.note.values.get("path")
    named = {} if path is None else {"path": field_name(path)}
    return sentences.sentence(sentences.told(error.note, **named))
