"""Runs beside each other, as the user asks for them: every change is an undo step of the document."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from playground.app import comparison as compared
from playground.app.compared_runs import ComparisonView
from playground.app.document import Act, Document
from playground.app.sentences import translate
from playground.engine.experiment import Comparison, Experiment

TryEdit = Callable[[Callable[[], Experiment], str], bool]


class Comparing(QObject):
    """Begins, changes and ends the comparison of a session. What cannot be becomes a sentence there.

    A lesson or script says ``session.comparing.over({"network.layers[0].units": (3, 6, 20)})``.
    """

    view_ready = Signal(object)
    """A ComparisonView not seen before."""
    begun = Signal()
    """The user asked for a comparison: it is to be seen now."""

    def __init__(
        self, document: Document, try_edit: TryEdit, try_begin: TryEdit, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._document, self._try_edit, self._try_begin = document, try_edit, try_begin
        self.view: ComparisonView | None = None

    @property
    def comparison(self) -> Comparison | None:
        """What stands beside the experiment now."""
        return self._document.experiment.comparison

    def over(self, values: Mapping[str, Sequence[Any]]) -> bool:
        """Compare the experiment over one path or two, ``{path: values}``: 2 to 12 untrained runs.

        The present run begins anew with them, on the same clock; what it had learned is a branch.
        """
        return self._begin(
            self._try_begin,
            lambda: compared.compared_over(self._alone, values),
            translate("Session", "Compare"),
        )

    def over_usual(self, path: str) -> bool:
        """Compare over a path, with the values that one usually tries there."""
        return self.over({path: compared.usual_values(self._alone, path)})

    def keep_present(self) -> bool:
        """Put the present run beside, as it stands."""
        return self._begin(
            self._try_edit,
            lambda: compared.kept_beside(self.comparison, self._alone),
            translate("Session", "Keep this run beside"),
        )

    def again(self) -> bool:
        """The same comparison of the experiment as it is now."""
        old = self.comparison
        if old is None or not old.over:
            return False
        made_of = [old.experiment(place) for place, variant in enumerate(old.variants) if not variant.kept]
        values = {
            path: tuple(dict.fromkeys(compared.value_of(one, path) for one in made_of)) for path in old.over
        }
        return self.over(values)

    def remove(self, number: int) -> bool:
        """Take away the variant of this id; the last one ends the comparison."""
        old = self.comparison
        if old is None:
            return False
        left = compared.without(old, number)
        return self._put(self._try_edit, lambda: left, translate("Session", "Remove a compared run"))

    def open(self, number: int) -> bool:
        """Make the variant of this id the experiment, trained as it is, its comparison still beside."""
        old = self.comparison
        place = next((k for k, one in enumerate(old.variants if old else ()) if one.id == number), None)
        if old is None or place is None:
            return False
        chosen = old.experiment(place)
        self._document.act(
            Act("open", run=number),
            translate("Session", "Open a compared run"),
            replace(chosen, comparison=old),
        )
        return True

    def end(self) -> bool:
        """Nothing stands beside any more."""
        return self._put(self._try_edit, lambda: None, translate("Session", "End the comparison"))

    def take(self, view: ComparisonView | None) -> None:
        """Called with what the worker left."""
        if view is not None and view is not self.view:
            self.view = view
            self.view_ready.emit(view)

    @property
    def _alone(self) -> Experiment:
        return replace(self._document.experiment, run=None, comparison=None)

    def _begin(self, way: TryEdit, make: Callable[[], Comparison], label: str) -> bool:
        done = self._put(way, make, label)
        if done:
            self.begun.emit()
        return done

    def _put(self, way: TryEdit, make: Callable[[], Comparison | None], label: str) -> bool:
        return way(lambda: replace(self._document.experiment, comparison=make()), label)
