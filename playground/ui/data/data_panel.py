"""The data: the gallery, what a dataset is made of, painting and importing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from playground.app.session import Session
from playground.engine import edits
from playground.engine.datasets import DATASETS, MAXIMUM_CLASSES
from playground.engine.experiment import Data, Experiment
from playground.ui.data.dataset_gallery import DatasetGallery
from playground.ui.data.intake import Intake
from playground.ui.data.paint import Paint
from playground.ui.data.paint_panel import PaintPanel
from playground.ui.look import theme
from playground.ui.look.icons import icon
from playground.ui.output.boundary_view import BoundaryView
from playground.ui.panel import Panel
from playground.ui.widgets.disclosure import Disclosure
from playground.ui.widgets.slider import NumberSlider, Scale, TypedNumber
from playground.ui.widgets.text import Heading
from playground.ui.words import labels

WIDTHS = (216, 320)
"""The least and the most, in logical pixels."""
LOW_HEIGHT = 440
"""Below this height what a tooltip says too gives its room to the buttons."""
ROOMY_HEIGHT = 640
"""From this height on the rows stand further apart."""
_SAMPLES = [
    *range(10, 100, 10), *range(100, 300, 20), *range(300, 1000, 50),
    *range(1000, 5000, 500), *range(5000, 20_001, 1000),
]  # fmt: skip
NOISE = Scale([n / 100 for n in range(51)], 0.0, 1.0, factor=100, unit="\u2009%")
SAMPLES = Scale(_SAMPLES, 10, 20_000)
SHARE = Scale([n / 100 for n in range(5, 101, 5)], 0.001, 1.0, factor=100, unit="\u2009%")
CLASSES = Scale(range(2, MAXIMUM_CLASSES + 1), 2, MAXIMUM_CLASSES)
BALANCE = Scale([n / 100 for n in range(0, 96, 5)], 0.0, 0.999, factor=100, unit="\u2009%")
LABEL_NOISE = Scale([n / 100 for n in range(0, 51)], 0.0, 1.0, factor=100, unit="\u2009%")
LARGEST_SEED = 2**53


class DataPanel(Panel):
    """Edits ``experiment.data``. ``attach`` gives it the view that is painted on.

    Its parts: ``gallery``, ``noise``, ``samples``, ``train_share``, ``classes``, ``balance``,
    ``label_noise``, ``seed``, ``paint``, ``intake``.
    """

    NAME = "dataPanel"

    painting_changed = Signal(bool)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.setAccessibleName(self.tr("Data"))
        self._is_compact = False
        self._wanted_classes = session.experiment.data.classes
        """The number of classes where it was last to be chosen: datasets between that have fewer keep it."""
        self._own_classes: tuple[object, int] = (None, 2)
        """Points of the user's own, and how many classes they have at least."""
        self.intake = Intake(session, self)
        self.paint = Paint(session, self)
        self.gallery = DatasetGallery()
        self._make_controls()
        self._lay_out()
        self._connect()
        self._show(session.experiment)

    def attach(self, view: BoundaryView) -> None:
        """Paint on this view."""
        self.paint.attach(view)
        self.paint_button.setEnabled(True)

    def add_section(self, section: QWidget) -> None:
        """Put another section below, parted by space."""
        place = self._sections.count() - 1
        self._sections.insertSpacing(place, theme.pixels(theme.GRID))
        self._sections.insertWidget(place + 1, section)

    def set_compact(self, is_compact: bool) -> None:
        """Keep only the pictures and what stands below them: larger text leaves no room for controls."""
        if is_compact != self._is_compact:
            self._is_compact = is_compact
            self._show(self.experiment)

    def experiment_changed(self, old: Experiment, new: Experiment) -> None:
        if old.data is not new.data:
            self._show(new)

    def display_changed(self, name: str, value: Any) -> None:
        if name == "hidden_controls":
            self._show(self.experiment)

    def restyle(self) -> None:
        self.setMinimumWidth(theme.pixels(WIDTHS[0]))
        self.setMaximumWidth(theme.pixels(WIDTHS[1]))
        self.split_text.setFont(theme.font("small"))
        self.seed.setFixedWidth(theme.pixels(56))
        self.seed_button.setMinimumWidth(1)
        for button in self.findChildren(QPushButton):
            picture = button.property("picture")
            if picture:
                button.setIcon(icon(picture))
                button.setIconSize(QSize(theme.pixels(16), theme.pixels(16)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_height()
        self._give_split_room()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.restyle()
        self._show(self.experiment)
        self.intake.accept_drops(self.window())

    # ------------------------------------------------------------------------------------- private

    def _make_controls(self) -> None:
        self.noise = self._slider("noise", self.tr("Noise"), NOISE)
        self.noise.setToolTip(
            self.tr(
                "How far points stray from their shape: with much noise no network can get them all right."
            )
        )
        self.samples = self._slider("samples", self.tr("Samples"), SAMPLES, whole=True)
        self.samples.setToolTip(self.tr("How many points there are, training and test together."))
        self.train_share = self._slider("trainShare", self.tr("Training share"), SHARE)
        self.split_text = QLabel()
        self.split_text.setWordWrap(True)
        self.split_text.setProperty("role", "quiet")
        self.split_text.setObjectName("splitText")
        self.classes = self._slider("classes", self.tr("Classes"), CLASSES, whole=True)
        self.balance = self._slider("balance", self.tr("Imbalance"), BALANCE)
        self.balance.setToolTip(
            self.tr("Each class has this much fewer points than the one before: watch which one is given up.")
        )
        self.label_noise = self._slider("labelNoise", self.tr("Label noise"), LABEL_NOISE)
        self.label_noise.setToolTip(
            self.tr(
                "Each point gets a wrong label with this probability. A large network learns even "
                "those by heart."
            )
        )
        self.seed_button = self._button("newDataButton", self.tr("New data"), "seed")
        self.seed = TypedNumber()
        self.seed.setObjectName("dataSeed")
        self.seed.setAccessibleName(self.tr("Seed of the data"))
        self.seed.setToolTip(self.tr("The seed of the data: the same seed draws the same points."))
        self.paint_button = self._button("paintButton", self.tr("Paint"), "paint")
        self.paint_button.setCheckable(True)
        self.paint_button.setEnabled(False)
        self.paint_button.setToolTip(self.tr("Paint your own points on the plane while the network learns."))
        self.import_button = self._button("importButton", self.tr("Import"), "import")
        self.import_button.setToolTip(
            self.tr(
                "Points from a CSV or TSV file; or drop it on the window, or paste cells of a spreadsheet."
            )
        )
        self.more = Disclosure(self.tr("More"))
        self.more.header.setObjectName("dataMore")
        self.more.header.setToolTip(self.tr("Class balance, label noise, files and links."))
        self.export_button = self._button("exportPointsButton", self.tr("Export points"))
        self.export_button.setToolTip(self.tr("Write all points as a CSV file."))
        self.open_link_button = self._button("openLinkButton", self.tr("Open link"))
        self.open_link_button.setToolTip(
            self.tr("Open a TensorFlow Playground link: the same points and the same run.")
        )
        self.copy_link_button = self._button("copyLinkButton", self.tr("Copy as link"))
        self.copy_link_button.setToolTip(self.tr("Copy this experiment as a TensorFlow Playground link."))
        self.paint_panel = PaintPanel(self.session, self.paint)
        self.paint_panel.hide()

    def _lay_out(self) -> None:
        content = QWidget()
        self._sections = QVBoxLayout(content)
        self._sections.addWidget(Heading(self.tr("Data")))
        self._sections.addWidget(self.gallery)
        self._sections.addSpacing(theme.pixels(4))
        for widget in (self.noise, self.samples, self.train_share, self.split_text, self.classes):
            self._sections.addWidget(widget)
        self._sections.addLayout(_row(self.seed_button, self.seed))
        self._sections.addLayout(_row(self.paint_button, self.import_button))
        self._sections.addWidget(self.paint_panel)
        self._sections.addWidget(self.more)
        for widget in (self.balance, self.label_noise):
            self.more.body.addWidget(widget)
        for button in (self.export_button, self.open_link_button, self.copy_link_button):
            self.more.body.addWidget(button)
        self._sections.addStretch(1)
        area = self._area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(content)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)
        self.restyle()

    def _connect(self) -> None:
        self.gallery.chosen.connect(self._choose)
        self._binds(self.noise, "noise", self.tr("Noise"), float)
        self._binds(self.samples, "samples", self.tr("Samples"), int)
        self._binds(self.train_share, "train_fraction", self.tr("Training share"), float)
        self._binds(self.balance, "imbalance", self.tr("Imbalance"), float)
        self._binds(self.label_noise, "label_noise", self.tr("Label noise"), float)
        self.classes.changed.connect(self._set_classes)
        self.classes.released.connect(self.session.document.close_merge)
        self.seed_button.clicked.connect(self._new_data)
        self.seed.typed.connect(self._set_seed)
        self.paint_button.clicked.connect(self.paint.set_active)
        self.paint.changed.connect(self._on_paint)
        self.import_button.clicked.connect(self.intake.choose_file)
        self.export_button.clicked.connect(self.intake.export_points)
        self.open_link_button.clicked.connect(self.intake.ask_for_link)
        self.copy_link_button.clicked.connect(self.intake.copy_link)

    def _slider(self, name: str, caption: str, scale: Scale, *, whole: bool = False) -> NumberSlider:
        slider = NumberSlider(caption, scale, whole=whole)
        slider.slider.setObjectName(f"{name}Slider")
        slider.readout.setObjectName(f"{name}Value")
        return slider

    def _button(self, name: str, text: str, picture: str = "") -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setProperty("picture", picture)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        return button

    def _binds(self, slider: NumberSlider, field: str, label: str, kind: Callable[[float], Any]) -> None:
        def change(value: float) -> None:
            self._edit(lambda: edits.with_data(self.experiment, **{field: kind(value)}), label, field)

        slider.changed.connect(change)
        slider.released.connect(self.session.document.close_merge)

    def _edit(self, change: Callable[[], Experiment], label: str, key: str | None = None) -> None:
        if not self.session.try_edit(change, label, f"data {key}" if key else None):
            self._show(self.experiment)

    def _choose(self, name: str) -> None:
        if name != "custom":
            told = labels.label("dataset", name).label
            classes = self._wanted_classes
            self._edit(lambda: edits.with_data(self.experiment, dataset=name, classes=classes), told)

    def _set_classes(self, classes: float) -> None:
        experiment = self.experiment
        is_custom = experiment.data.dataset == "custom"
        self._edit(
            lambda: (
                edits.with_classes(experiment, int(classes))
                if is_custom
                else edits.with_data(experiment, classes=int(classes))
            ),
            self.tr("Classes"),
            "classes",
        )

    def _new_data(self) -> None:
        data = self.experiment.data
        seed = (data.seed + 1) % LARGEST_SEED
        if data.dataset == "custom":
            self._edit(
                lambda: edits.with_data(self.experiment, seed=seed, split="shuffled"),
                self.tr("New split"),
            )
        else:
            self._edit(lambda: edits.with_data(self.experiment, seed=seed), self.tr("New data"))

    def _set_seed(self, text: str) -> None:
        plain = text.strip().lstrip("#").strip().replace(",", "")
        if not plain.isdecimal() or int(plain) > LARGEST_SEED:
            self.seed.refuse(self.tr("A seed is a whole number, such as 7."))
            return
        self._edit(lambda: edits.with_data(self.experiment, seed=int(plain)), self.tr("Seed"))

    def _on_paint(self) -> None:
        active = self.paint.is_active
        self.paint_button.setChecked(active)
        if active != self.paint_panel.isVisibleTo(self):
            self.paint_panel.setVisible(active)
            self._show(self.experiment)
            self._area.ensureWidgetVisible(self.paint_button, 0, theme.pixels(240))
            self.painting_changed.emit(active)

    def _show(self, experiment: Experiment) -> None:
        data = experiment.data
        is_custom = data.dataset == "custom"
        is_classes = experiment.problem == "classification"
        low, high = self._class_bounds(data) if is_classes else (data.classes, data.classes)
        if low < high:
            self._wanted_classes = data.classes
        self.gallery.set_experiment(experiment, self._wanted_classes)
        self.noise.set_value(data.noise)
        self.samples.set_value(data.samples)
        self.train_share.set_value(data.train_fraction)
        self.balance.set_value(data.imbalance)
        self.label_noise.set_value(data.label_noise)
        self.label_noise.setVisible(not is_custom)
        self.balance.setVisible(not is_custom and is_classes)
        self._show_fitting(is_custom)
        self._show_split(data)
        self._show_classes(data, low, high, is_classes=is_classes)
        self.seed.show_text(f"#{data.seed}")
        self.seed_button.setText(self.tr("New split") if is_custom else self.tr("New data"))
        self.seed_button.setToolTip(
            self.tr("Deal the points into training and test set anew.")
            if is_custom
            else self.tr("Draw other points of the same kind: the next seed.")
        )

    @property
    def _is_low(self) -> bool:
        return self.height() < theme.pixels(LOW_HEIGHT)

    def _fit_height(self) -> None:
        """Rows stand closer where the panel is low."""
        is_roomy = self.height() >= theme.pixels(ROOMY_HEIGHT)
        self._sections.setSpacing(theme.pixels(8 if is_roomy else 2))
        top = theme.pixels(16 if is_roomy else 8)
        self._sections.setContentsMargins(theme.pixels(16), top, theme.pixels(12), theme.pixels(8))

    def _show_fitting(self, is_custom: bool) -> None:
        """Show what makes sense now: painting needs the room, own points have no noise, links hide."""
        hidden = self.session.display.hidden_controls
        is_painting = self.paint.is_active
        self.gallery.setVisible("dataset" not in hidden)
        is_roomy = not is_painting and not self._is_compact
        self.noise.setVisible(not is_custom and is_roomy and "noise" not in hidden)
        self.samples.setVisible(not is_custom and is_roomy)
        self.train_share.setVisible(is_roomy and "percTrainData" not in hidden)
        self._give_split_room()
        for widget in (self.seed_button, self.seed, self.more):
            widget.setVisible(is_roomy)
        for widget in (self.paint_button, self.import_button):
            widget.setVisible(is_painting or not self._is_compact)

    def _give_split_room(self) -> None:
        """Say in words what the share comes to, where the panel is high enough."""
        self.split_text.setVisible(not self.train_share.isHidden() and not self._is_low)

    def _class_bounds(self, data: Data) -> tuple[int, int]:
        """The fewest and the most classes that there can be."""
        if data.dataset != "custom":
            return DATASETS[data.dataset].minimum_classes, DATASETS[data.dataset].maximum_classes
        if self.paint.is_active:  # each stroke has other points, and nobody chooses classes meanwhile
            return 2, MAXIMUM_CLASSES
        if data.points is not self._own_classes[0]:
            highest = max((point[2] for point in data.points or ()), default=0)
            self._own_classes = (data.points, max(2, int(highest) + 1))
        return self._own_classes[1], MAXIMUM_CLASSES

    def _show_classes(self, data: Data, low: int, high: int, *, is_classes: bool) -> None:
        is_shown = is_classes and not self.paint.is_active and not self._is_compact
        self.classes.setVisible(is_shown)
        if not is_shown:
            return
        told = labels.label("dataset", data.dataset).label
        self.classes.set_scale(Scale(range(low, high + 1), low, high))
        self.classes.set_value(data.classes)
        self.classes.setEnabled(low < high)
        self.classes.setToolTip(
            self.tr("How many classes there are to tell apart: each gets an output of its own.")
            if low < high
            else self.tr(
                "{name} has {count} classes; Spiral, Gauss, Rings, Checkerboard and Blobs can have more."
            ).format(name=told, count=low)
        )

    def _show_split(self, data: Data) -> None:
        split = self._split(data)
        self.split_text.setText(split)
        share = self.tr(
            "The share of points that the network learns from. The others are the test set: the network "
            "never learns from them, so their loss shows whether it understood or only memorised."
        )
        self.train_share.setToolTip(f"{share} {split}.")

    def _split(self, data: Data) -> str:
        count = len(data.points or ()) if data.dataset == "custom" else data.samples
        training = min(count, max(1, int(count * data.train_fraction + 1e-9)))
        if training == count:
            return self.tr("All {count} train, none is held out").format(count=f"{count:,}")
        return self.tr("{training} train, {test} only test").format(
            training=f"{training:,}", test=f"{count - training:,}"
        )


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.pixels(8))
    for widget in widgets:
        row.addWidget(widget)
    return row
