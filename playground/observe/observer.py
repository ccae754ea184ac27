"""The observer: makes snapshots of a run, computing only what was asked for, on arrays of its own."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal

import numpy as np

from playground.engine.arrays import sealed
from playground.engine.curve import Measures
from playground.engine.layers.base import FEATURES_ID, LayerPass, LayerPlan
from playground.engine.passes import LabelledSet, Pass
from playground.engine.points import Bounds
from playground.engine.program import Array
from playground.engine.training import TrainingRun
from playground.observe.inspection import inspect
from playground.observe.plane import Plane, PlaneGrids, precision
from playground.observe.probe import Prober
from playground.observe.snapshot import (
    InspectionRequest,
    LayerSnapshot,
    LayerSpace,
    Part,
    PartRequest,
    Probe,
    Snapshot,
    SnapshotRequest,
    UnitInspection,
    UnitKey,
)
from playground.observe.statistics import LayerObserver, RunNumbers

COSTLY_SECONDS = 0.005
"""While playing, measures that cost more than this are not taken again for every snapshot."""
_SPACE_RESOLUTION = 40
_PLANES = 4


@dataclass(frozen=True)
class _Measured:
    """Measures, the run's progress they belong to, when they were taken and the seconds they cost."""

    measures: Measures
    progress: float
    taken: float
    cost: float


class _Instruments:
    """What looks at a run's network and its points: each made when first asked for, and kept."""

    def __init__(self, run: TrainingRun) -> None:
        self.network, self.bounds, self.train = run.network, run.points.bounds, run.train_set
        self._planes: dict[int, Plane] = {}
        self._part: Plane | None = None
        self._unit_passes: dict[tuple[str, int], Pass] = {}

    def plane(self, resolution: int) -> Plane:
        """The grid of this resolution; only the last few are kept."""
        if resolution not in self._planes:
            if len(self._planes) == _PLANES:
                self._planes.pop(next(iter(self._planes)))
            self._planes[resolution] = Plane(self.network, self.bounds, resolution)
        return self._planes[resolution]

    def part(self, bounds: Bounds, resolution: int) -> Plane:
        """A grid of a part of the plane, which moves with it."""
        part, dtype = self._part, precision(bounds, resolution)
        if part is None or (part.resolution, part.dtype) != (resolution, dtype):
            part = self._part = Plane(self.network, bounds, resolution, dtype)
        elif part.bounds != bounds:
            part.look_at(bounds)
        return part

    @cached_property
    def prober(self) -> Prober:
        """Looks at one point of the plane."""
        return Prober(self.network)

    @cached_property
    def layers(self) -> LayerObserver:
        """Looks at what goes on inside the layers."""
        return LayerObserver(self.network, self.train)

    @cached_property
    def gradient(self) -> Pass:
        """The gradient of the training set's mean loss."""
        return Pass(self.network, self.train, {"parameter_gradients"}, of="mean_loss")

    def at_points(self, want: Literal["activations", "unit_gradients"], key: UnitKey) -> Array | None:
        """One unit's number ``(n,)`` at every training point; None when there is no such unit.

        An output's activation is its score. A gradient is of that point's own loss.
        """
        layer_id, unit = key
        index = self.network.plan.index(layer_id)
        if index is None or not 0 <= unit < self.network.plan.layers[index].units:
            return None
        if (want, index) not in self._unit_passes:
            self._unit_passes[want, index] = Pass(self.network, self.train, {want}, layers=[index])
        numbers = np.empty(self.train.count)
        for part in self._unit_passes[want, index].parts():
            rows = part.activations if want == "activations" else part.unit_gradients
            numbers[part.place] = rows[index][unit]
        return sealed(numbers)


class Observer:
    """Makes snapshots of one run, from outside: nothing it works on is shared with training.

    Its instruments are made anew when the run takes up other points, or reads them by another loss.
    """

    def __init__(self, run: TrainingRun) -> None:
        self.run = run
        self._instruments = _Instruments(run)
        self._measured: _Measured | None = None

    def snapshot(
        self,
        request: SnapshotRequest | None = None,
        *,
        run_id: int = 0,
        playing: bool = False,
        steps_per_second: float = 0.0,
        epochs_per_second: float = 0.0,
    ) -> Snapshot:
        """What the run looks like now, with everything that the request names."""
        if self._instruments.train is not self.run.train_set:
            self._instruments, self._measured = _Instruments(self.run), None
        with np.errstate(all="ignore"):
            return replace(
                self._snapshot(request or SnapshotRequest(), playing=playing),
                run_id=run_id,
                playing=playing,
                steps_per_second=steps_per_second,
                epochs_per_second=epochs_per_second,
            )

    def _snapshot(self, request: SnapshotRequest, *, playing: bool) -> Snapshot:
        run = self.run
        measured = self._measure(confusion=request.confusion, playing=playing)
        probe = None
        if request.probe is not None:
            x1, x2, label = request.probe
            probe = self._instruments.prober.look((x1, x2), label)
        grids = self._grids(request)
        gradients = self._gradients(request, probe)
        changes: dict[str, Any] = {}
        if request.boundary_resolution:
            found = grids[request.boundary_resolution]
            plane = self._instruments.plane(request.boundary_resolution)
            changes |= {"boundary": found.boundary, **self._focus(request, plane, found)}
        if request.part is not None:
            changes["part"] = self._part(request, request.part)
        if request.unit_resolution:
            changes["feature_grids"] = self._instruments.plane(request.unit_resolution).features
        if request.point_predictions:
            changes["predictions"] = sealed(run.predictions("train"))
            changes["test_predictions"] = sealed(run.predictions("test"))
        if request.point_gradients_of is not None:
            changes["point_gradients"] = self._instruments.at_points(
                "unit_gradients", request.point_gradients_of
            )
        if request.inspect is not None:
            changes["inspection"] = self._inspection(request, request.inspect)
        if request.space is not None:
            changes["space"] = self._space(request.space, grids[_space_resolution(request)])
        return Snapshot(
            run_id=0,
            epoch=run.epoch,
            step=run.step,
            step_in_epoch=run.step_in_epoch,
            steps_per_epoch=run.steps_per_epoch,
            learning_rate=run.learning_rate,
            points=run.points,
            layers=self._layers(request, grids, gradients),
            train=measured.measures[0],
            test=measured.measures[1],
            measured_at=measured.progress,
            curve=run.curve(measured.measures, measured.progress) if request.curve else None,
            gradient_source=request.gradients,
            gradient_is_next=request.gradients == "minibatch" and not run.descent.has_gradient,
            looked_at=self._instruments.layers.sample.count if _looks_inside(request) else 0,
            gradient_norm=None if gradients is None else float(np.linalg.norm(gradients)),
            probe=probe,
            first_loss_expected=_first_loss(run),
            diverged=run.diverged,
            finished=run.finished,
            request=request,
            **changes,
        )

    def _measure(self, *, confusion: bool, playing: bool) -> _Measured:
        """The measures now. While playing, costly ones are taken again only after ten times their cost.

        The cost is processor time: a busy machine does not make the measures old.
        """
        run, last, now = self.run, self._measured, time.perf_counter()
        has_all = last is not None and (not confusion or last.measures[0].confusion is not None)
        if last is not None and playing and has_all and last.cost > COSTLY_SECONDS:
            is_of_this_past = last.progress <= run.progress
            if is_of_this_past and now - last.taken < 10.0 * last.cost:
                return last
        begun = time.thread_time()
        measures = run.evaluate(confusion=confusion)
        cost = time.thread_time() - begun
        if last is not None:
            cost = min(cost, last.cost)
        self._measured = _Measured(measures, run.progress, now, cost)
        return self._measured

    # -------------------------------------------------------------------------------- the plane

    def _grids(self, request: SnapshotRequest) -> dict[int, PlaneGrids]:
        """One evaluation for each resolution that something is asked for at."""
        boundary, units = request.boundary_resolution, request.unit_resolution
        slopes = request.sensitivity_resolution
        focus_units = boundary if request.focus is not None else 0
        focus_slopes = boundary if request.focus is not None and request.focus_sensitivity else 0
        space = _space_resolution(request) if request.space is not None else 0
        output = self._output(request)
        return {
            resolution: self._instruments.plane(resolution).evaluate(
                units=resolution in (units, focus_units, space),
                sensitivity_of=output if resolution in (slopes, focus_slopes) else None,
            )
            for resolution in {boundary, units, slopes, focus_units, focus_slopes, space} - {0}
        }

    def _part(self, request: SnapshotRequest, asked: PartRequest) -> Part:
        """The part of the plane that is looked at."""
        plane = self._instruments.part(asked.bounds, asked.resolution)
        has_slopes = request.focus is not None and request.focus_sensitivity
        found = plane.evaluate(
            units=asked.units or request.focus is not None,
            sensitivity_of=self._output(request) if has_slopes else None,
        )
        units: dict[str, Any] = {}
        if asked.units:
            units = {"feature_grids": plane.features, "grids": tuple(found.units)}
        return Part(asked.bounds, found.boundary, **units, **self._focus(request, plane, found))

    def _output(self, request: SnapshotRequest) -> int:
        return min(max(request.sensitivity_output, 0), self.run.network.plan.outputs - 1)

    def _focus(self, request: SnapshotRequest, plane: Plane, found: PlaneGrids) -> dict[str, Any]:
        """The unit that is shown large, where there is one."""
        if request.focus is None:
            return {}
        layer_id, unit = request.focus
        index = self.run.network.plan.index(layer_id)
        if layer_id == FEATURES_ID:
            values, slopes = plane.features, found.feature_sensitivities
        elif index is None:
            return {}
        else:
            values = found.units[index]
            slopes = found.sensitivities[index] if found.sensitivities else None
        if not 0 <= unit < len(values):
            return {}
        changes: dict[str, Any] = {"focus": request.focus, "focus_grid": values[unit]}
        if request.focus_sensitivity and slopes is not None:
            changes["focus_sensitivity"] = slopes[unit]
        return changes

    def _space(self, keys: tuple[UnitKey, UnitKey], grids: PlaneGrids) -> LayerSpace | None:
        over_plane, at_points = [], []
        for layer_id, unit in keys:
            numbers = self._instruments.at_points("activations", (layer_id, unit))
            index = self.run.network.plan.index(layer_id)
            if numbers is None or index is None:
                return None
            over_plane.append(grids.units[index][unit])
            at_points.append(numbers)
        grid, train = np.stack(over_plane, axis=-1), np.stack(at_points, axis=-1)
        return LayerSpace(units=keys, grid=sealed(grid), train=sealed(train))

    # -------------------------------------------------------------------------------- gradients

    def _gradients(self, request: SnapshotRequest, probe: Probe | None) -> Array | None:
        """The flat gradient of the source asked for, of data loss plus penalty."""
        descent = self.run.descent
        if request.gradients == "minibatch":
            return descent.minibatch_gradient()
        if request.gradients == "training_set":
            data_gradient: Array | None = self._instruments.gradient.run().parameter_gradients
        elif request.gradients == "probe" and probe is not None:
            data_gradient = self._instruments.prober.gradients
        else:
            return None
        penalty = descent.penalty.gradient(self.run.network.parameters)
        return None if data_gradient is None else data_gradient + penalty

    def _inspection(self, request: SnapshotRequest, asked: InspectionRequest) -> UnitInspection | None:
        """One unit taken apart: over (a sample of) the training set, or at the probe point."""
        samples: LabelledSet | Array
        if asked.averaged:
            samples = self._instruments.layers.sample
        elif request.probe is None:
            return None
        else:
            x1, x2, label = request.probe
            samples = self._instruments.prober.samples((x1, x2), label)
        return inspect(self.run.network, self.run.descent.penalty, asked, samples)

    # ----------------------------------------------------------------------------------- layers

    def _layers(
        self, request: SnapshotRequest, grids: dict[int, PlaneGrids], gradients: Array | None
    ) -> tuple[LayerSnapshot, ...]:
        run = self.run
        parameters = sealed(run.network.parameters)
        gradients = None if gradients is None else sealed(gradients)
        update = run.descent.last_update()
        update = None if update is None else sealed(update)
        if _looks_inside(request):
            only_health = not (request.statistics or request.histograms or request.unit_histograms)
            self._instruments.layers.look(only_health=only_health)
        units, slopes = grids.get(request.unit_resolution), grids.get(request.sensitivity_resolution)
        layers = []
        for index, plan in enumerate(run.network.plan.layers):
            changes: dict[str, Any] = {}
            if plan.size:
                changes |= _parameters_of(plan, parameters, gradients, update)
            if units is not None:
                changes["grids"] = units.units[index]
            if slopes is not None:
                changes["sensitivities"] = slopes.sensitivities[index]
            if plan.record.dropped is not None:
                changes["dropped"] = _dropped(run, index, plan.record.dropped)
            changes |= self._inside(request, index, plan, gradients, update)
            layers.append(
                LayerSnapshot(
                    id=plan.id,
                    kind=plan.kind,
                    activation=plan.activation,
                    units=plan.units,
                    unit_ids=plan.unit_ids,
                    **changes,
                )
            )
        return tuple(layers)

    def _inside(
        self,
        request: SnapshotRequest,
        index: int,
        plan: LayerPlan,
        gradients: Array | None,
        update: Array | None,
    ) -> dict[str, Any]:
        """What goes on inside a layer over the training points, where it was asked for."""
        changes: dict[str, Any] = {}
        if request.unit_health:
            changes["dead"], changes["saturated"] = self._instruments.layers.health(index)
        if request.statistics or request.histograms:
            of_run = self._numbers(plan, gradients, update) if plan.size else RunNumbers()
            changes["statistics"] = self._instruments.layers.statistics(
                index, of_run, histograms=request.histograms
            )
        if request.unit_histograms:
            found = self._instruments.layers.unit_histograms(index)
            changes["unit_pre_activations"] = found.pre_activations
            changes["unit_activations"] = found.activations
            changes["unit_gradients"] = found.gradients
        return changes

    def _numbers(self, plan: LayerPlan, gradients: Array | None, update: Array | None) -> RunNumbers:
        """Norms of a layer's weights: of their gradient, of the last update against them, of the penalty."""
        parameters, penalty = self.run.network.parameters, self.run.descent.penalty
        size = float(np.linalg.norm(plan.weights(parameters)))
        moved = None if update is None else float(np.linalg.norm(plan.weights(update)))
        return RunNumbers(
            gradient_norm=None if gradients is None else float(np.linalg.norm(plan.weights(gradients))),
            update_ratio=moved / size if moved is not None and size else None,
            penalty_norm=float(np.linalg.norm(plan.weights(penalty.gradient(parameters)))),
            l1=float(plan.weights(penalty.l1).max(initial=0.0)),
        )


def _space_resolution(request: SnapshotRequest) -> int:
    return request.unit_resolution or request.boundary_resolution or _SPACE_RESOLUTION


def _parameters_of(
    plan: LayerPlan, parameters: Array, gradients: Array | None, update: Array | None
) -> dict[str, Any]:
    changes: dict[str, Any] = {"weights": plan.weights(parameters), "biases": plan.biases(parameters)}
    if gradients is not None:
        changes |= {
            "weight_gradients": plan.weights(gradients),
            "bias_gradients": plan.biases(gradients),
        }
    if update is not None:
        changes |= {"weight_updates": plan.weights(update), "bias_updates": plan.biases(update)}
    return changes


def _looks_inside(request: SnapshotRequest) -> bool:
    return request.statistics or request.histograms or request.unit_histograms or request.unit_health


def _first_loss(run: TrainingRun) -> float | None:
    """The lecture's rule: with small weights, cross-entropy starts at the logarithm of the classes."""
    return math.log(run.experiment.data.classes) if run.experiment.loss == "cross_entropy" else None


def _dropped(run: TrainingRun, index: int, dropped: Callable[[LayerPass], Array]) -> Array | None:
    """Which units the last step dropped for most of its batch's points."""
    workspace = run.descent.last_workspace()
    return None if workspace is None else sealed(dropped(workspace.passes[index]).mean(axis=1) > 0.5)


def snapshot_of(run: TrainingRun, request: SnapshotRequest | None = None) -> Snapshot:
    """A run looked at once; whoever looks again and again keeps an ``Observer``."""
    return Observer(run).snapshot(request)
