"""The right button on a control of the toolbar or of the data: compare over what it stands for."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QMenu, QWidget

from playground.app.session import Session
from playground.ui.data.data_panel import DataPanel
from playground.ui.network.comparing import add_comparisons, paths_within
from playground.ui.training.toolbar import Toolbar


class CompareMenus(QObject):
    """Gives each control a context menu; a text field keeps its own above."""

    def __init__(self, session: Session, toolbar: Toolbar, data: DataPanel) -> None:
        super().__init__(toolbar)
        self._session = session
        fields = toolbar.fields
        for widget, paths in (
            (toolbar.seed_button, ("network.seed",)),
            (fields.learning_rate, ("training.learning_rate",)),
            (fields.optimizer, ("training.optimizer",)),
            (fields.loss, ("training.loss",)),
            (fields.regularizer, ("training.regularizer.name",)),
            (fields.rate, ("training.regularizer.rate",)),
            (fields.batch_size, ("training.batch_size",)),
            (fields.schedule, ("training.schedule",)),
            (fields.steps, ("training.clip_norm", "training.max_norm", "training.shuffle")),
            (fields.stop, ()),  # one and the same run, ended earlier: there is nothing to compare
            (data.gallery, ("data.dataset",)),
            (data.noise, ("data.noise",)),
            (data.samples, ("data.samples",)),
            (data.train_share, ("data.train_fraction",)),
            (data.classes, ("data.classes",)),
            (data.balance, ("data.imbalance",)),
            (data.label_noise, ("data.label_noise",)),
            (data.seed_button, ("data.seed",)),
            (data.seed, ("data.seed",)),
        ):
            self._watch(widget, paths)

    def _watch(self, widget: QWidget, paths: tuple[str, ...]) -> None:
        """What a part does not use itself Qt hands to the widget around it; text fields and lists use it."""
        for part in (widget, *widget.findChildren(QLineEdit), *widget.findChildren(QComboBox)):
            part.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            part.customContextMenuRequested.connect(partial(self._show, part, paths))

    def _show(self, widget: QWidget, paths: tuple[str, ...], place: QPoint) -> None:
        self.make_menu(widget, paths).popup(widget.mapToGlobal(place))

    def make_menu(self, widget: QWidget, paths: Sequence[str]) -> QMenu:
        """The menu of a control that stands for these paths, or for all of a part's."""
        menu = widget.createStandardContextMenu() if isinstance(widget, QLineEdit) else QMenu(widget)
        menu.setObjectName("compareMenu")
        menu.aboutToHide.connect(menu.deleteLater)
        named = [one for path in paths for one in (paths_within(self._session, path) or [path])]
        add_comparisons(menu, self._session, named)
        return menu
