"""The observer: makes snapshots of a run, computing only what was asked for, on arrays of its own."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from playground.engine.arrays import sealed
from playground.engine.curve import Measures
from playground.engine.evaluation import GradientEvaluator, UnitEvaluator
from playground.engine.layers.base import FEATURES_ID, LayerPlan
from playground.engine.program import Array
from playground.engine.training import TrainingRun
from playground.observe.inspection import inspect
from playground.observe.plane import Plane, PlaneGrids, Prober, precision
from playground.observe.snapshot import (
    Grid,
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
from playground.observe.statistics import SetObserver

_SPACE_RESOLUTION = 40
_PLANES = 4
_COSTLY_SECONDS = 0.005


@dataclass(frozen=True)
class _Measured:
    """Measures, the run's progress they belong to, when they were taken and the seconds they cost."""

    measures: Measures
    progress: float
    taken: float
    cost: float


class Observer:
    """Makes snapshots of one run.

    Workspaces are made when first asked for and kept; none is shared with training. A run that has
    taken up other points, or reads them by another loss, gets new ones.
    """

    def __init__(self, run: TrainingRun) -> None:
        self.run = run
        self._take_up()

    def _take_up(self) -> None:
        self._network, self._points = self.run.network, self.run.points
        self._train = self.run.train_set
        self._planes: dict[int, Plane] = {}
        self._part_plane: Plane | None = None
        self._measured: _Measured | None = None
        for name in ("_gradient_evaluator", "_prober", "_sample", "_unit_evaluator"):
            self.__dict__.pop(name, None)

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
        if self._train is not self.run.train_set:
            self._take_up()
        with np.errstate(all="ignore"):
            return self._snapshot(
                request or SnapshotRequest(),
                run_id=run_id,
                playing=playing,
                steps_per_second=steps_per_second,
                epochs_per_second=epochs_per_second,
            )

    def _snapshot(
        self,
        request: SnapshotRequest,
        *,
        run_id: int,
        playing: bool,
        steps_per_second: float,
        epochs_per_second: float,
    ) -> Snapshot:
        run = self.run
        measured = self._measure(run, confusion=request.confusion, playing=playing)
        probe = None
        if request.probe is not None:
            x1, x2, label = request.probe
            probe = self._prober.look((x1, x2), label)
        grids = self._grids(request)
        gradients = self._gradients(run, request, probe)
        changes: dict[str, Any] = {}
        if request.boundary_resolution:
            changes |= self._boundary(request, grids)
        if request.part is not None:
            changes["part"] = self._part(request, request.part)
        if request.unit_resolution:
            changes["feature_grids"] = sealed(self._plane(request.unit_resolution).features)
        if request.point_predictions:
            changes["predictions"] = sealed(run.predictions("train"))
            changes["test_predictions"] = sealed(run.predictions("test"))
        if request.point_gradients_of is not None:
            changes["point_gradients"] = self._point_gradients(request.point_gradients_of)
        if request.inspect is not None:
            changes["inspection"] = self._inspection(run, request)
        if request.space is not None:
            changes["space"] = self._space(request.space, request, grids)
        return Snapshot(
            run_id=run_id,
            epoch=run.epoch,
            step=run.step,
            step_in_epoch=run.step_in_epoch,
            steps_per_epoch=run.steps_per_epoch,
            learning_rate=run.learning_rate,
            points=self._points,
            layers=self._layers(run, request, grids, gradients),
            train=measured.measures[0],
            test=measured.measures[1],
            measured_at=measured.progress,
            curve=run.curve(measured.measures, measured.progress) if request.curve else None,
            gradient_source=request.gradients,
            gradient_norm=None if gradients is None else float(np.linalg.norm(gradients)),
            probe=probe,
            first_loss_expected=_first_loss(run),
            diverged=run.diverged,
            finished=run.finished,
            playing=playing,
            steps_per_second=steps_per_second,
            epochs_per_second=epochs_per_second,
            request=request,
            **changes,
        )

    def _measure(self, run: TrainingRun, *, confusion: bool, playing: bool) -> _Measured:
        """The measures now. While playing, costly ones are taken again only after ten times their cost.

        The cost is processor time: a busy machine does not make the measures old.
        """
        last, now = self._measured, time.perf_counter()
        if last is not None and playing and not confusion and last.cost > _COSTLY_SECONDS:
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

    def _plane(self, resolution: int) -> Plane:
        if resolution not in self._planes:
            if len(self._planes) == _PLANES:
                self._planes.pop(next(iter(self._planes)))
            self._planes[resolution] = Plane(self._network, self._points.bounds, resolution)
        return self._planes[resolution]

    def _grids(self, request: SnapshotRequest) -> dict[int, PlaneGrids]:
        """One evaluation for each resolution that something is asked for at."""
        boundary, units = request.boundary_resolution, request.unit_resolution
        slopes = request.sensitivity_resolution
        focus_units = boundary if request.focus is not None else 0
        focus_slopes = boundary if request.focus is not None and request.focus_sensitivity else 0
        space = self._space_resolution(request) if request.space is not None else 0
        output = self._output(request)
        return {
            resolution: self._plane(resolution).evaluate(
                units=resolution in (units, focus_units, space),
                sensitivity_of=output if resolution in (slopes, focus_slopes) else None,
            )
            for resolution in {boundary, units, slopes, focus_units, focus_slopes, space} - {0}
        }

    def _boundary(self, request: SnapshotRequest, grids: dict[int, PlaneGrids]) -> dict[str, Any]:
        found = grids[request.boundary_resolution]
        focus = self._focus(request, self._plane(request.boundary_resolution), found)
        return {"boundary": found.boundary, **focus}

    def _part(self, request: SnapshotRequest, asked: PartRequest) -> Part:
        """The part of the plane that is looked at, on a plane of its own that moves with it."""
        plane, dtype = self._part_plane, precision(asked.bounds, asked.resolution)
        if plane is None or (plane.resolution, plane.dtype) != (asked.resolution, dtype):
            plane = self._part_plane = Plane(self._network, asked.bounds, asked.resolution, dtype)
        elif plane.bounds != asked.bounds:
            plane.look_at(asked.bounds)
        has_slopes = request.focus is not None and request.focus_sensitivity
        found = plane.evaluate(
            units=asked.units or request.focus is not None,
            sensitivity_of=self._output(request) if has_slopes else None,
        )
        units: dict[str, Any] = {}
        if asked.units:
            units = {"feature_grids": sealed(plane.features), "grids": tuple(found.units)}
        return Part(asked.bounds, found.boundary, **units, **self._focus(request, plane, found))

    def _output(self, request: SnapshotRequest) -> int:
        return min(max(request.sensitivity_output, 0), self._network.plan.outputs - 1)

    def _focus(self, request: SnapshotRequest, plane: Plane, found: PlaneGrids) -> dict[str, Any]:
        """The unit that is shown large, where there is one."""
        if request.focus is None:
            return {}
        layer_id, unit = request.focus
        index = self._network.plan.index(layer_id)
        if layer_id == FEATURES_ID:
            values, slopes = plane.features, found.feature_sensitivities
        elif index is None:
            return {}
        else:
            values = found.units[index]
            slopes = found.sensitivities[index] if found.sensitivities else None
        if not 0 <= unit < len(values):
            return {}
        changes: dict[str, Any] = {"focus": request.focus, "focus_grid": sealed(values[unit])}
        if request.focus_sensitivity and slopes is not None:
            changes["focus_sensitivity"] = sealed(slopes[unit])
        return changes

    def _space_resolution(self, request: SnapshotRequest) -> int:
        return request.unit_resolution or request.boundary_resolution or _SPACE_RESOLUTION

    def _space(
        self, keys: tuple[UnitKey, UnitKey], request: SnapshotRequest, grids: dict[int, PlaneGrids]
    ) -> LayerSpace | None:
        resolution = self._space_resolution(request)
        found: list[tuple[Grid, Array]] = []
        for layer_id, unit in keys:
            index = self._network.plan.index(layer_id)
            if index is None or not 0 <= unit < self._network.plan.layers[index].units:
                return None
            values, _ = self._unit_evaluator.measure(index, unit)
            found.append((grids[resolution].units[index][unit], values))
        grid = np.stack([found[0][0], found[1][0]], axis=-1)
        train = np.stack([found[0][1], found[1][1]], axis=-1)
        return LayerSpace(units=keys, grid=sealed(grid), train=sealed(train))

    # -------------------------------------------------------------------------------- gradients

    def _gradients(self, run: TrainingRun, request: SnapshotRequest, probe: Probe | None) -> Array | None:
        """The flat gradient of the source asked for, of data loss plus penalty."""
        if request.gradients == "minibatch":
            return run.descent.minibatch_gradient()
        penalty = run.descent.penalty.gradient(self._network.parameters)
        if request.gradients == "training_set":
            return self._gradient_evaluator.measure()[1] + penalty
        if request.gradients == "probe" and probe is not None and probe.loss is not None:
            return self._prober.gradients + penalty
        return None

    @cached_property
    def _gradient_evaluator(self) -> GradientEvaluator:
        network = self._network
        return GradientEvaluator(network.plan, network.parameters, network.state, network.head, self._train)

    @cached_property
    def _prober(self) -> Prober:
        return Prober(self._network)

    @cached_property
    def _sample(self) -> SetObserver:
        return SetObserver(self._network, self._train)

    @cached_property
    def _unit_evaluator(self) -> UnitEvaluator:
        network = self._network
        return UnitEvaluator(network.plan, network.parameters, network.state, network.head, self._train)

    def _point_gradients(self, key: UnitKey) -> Array | None:
        index = self._network.plan.index(key[0])
        if index is None or not 0 <= key[1] < self._network.plan.layers[index].units:
            return None
        return sealed(self._unit_evaluator.measure(index, key[1])[1])

    def _inspection(self, run: TrainingRun, request: SnapshotRequest) -> UnitInspection | None:
        """One unit taken apart: over (a sample of) the training set, or at the probe point."""
        asked = request.inspect
        assert asked is not None
        if asked.averaged:
            chosen = self._sample.indices
            features, labels = self._train.augmented[:-1, chosen].T, self._train.labels[chosen]
            return inspect(self._network, run.experiment, asked, features, labels)
        if request.probe is None:
            return None
        x1, x2, label = request.probe
        known = None if label is None or not self._prober.is_label(label) else np.array([label])
        return inspect(self._network, run.experiment, asked, self._network.seen(np.array([[x1, x2]])), known)

    # ----------------------------------------------------------------------------------- layers

    def _layers(
        self,
        run: TrainingRun,
        request: SnapshotRequest,
        grids: dict[int, PlaneGrids],
        gradients: Array | None,
    ) -> tuple[LayerSnapshot, ...]:
        parameters = sealed(self._network.parameters)
        gradients = None if gradients is None else sealed(gradients)
        update = run.descent.last_update()
        update = None if update is None else sealed(update)
        if request.statistics or request.histograms or request.unit_health or request.unit_histograms:
            self._sample.look()
        units = grids.get(request.unit_resolution)
        slopes = grids.get(request.sensitivity_resolution)
        layers = []
        for index, plan in enumerate(self._network.plan.layers):
            changes: dict[str, Any] = {}
            if plan.size:
                changes |= _parameters_of(plan, parameters, gradients, update)
            if units is not None and request.unit_resolution:
                changes["grids"] = units.units[index]
            if slopes is not None and request.sensitivity_resolution:
                changes["sensitivities"] = slopes.sensitivities[index]
            if plan.kind == "dropout":
                changes["dropped"] = _dropped(run, index)
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
            changes["dead"], changes["saturated"] = map(sealed, self._sample.health(index))
        if request.statistics or request.histograms:
            ratio = None
            if update is not None and plan.size:
                size = np.linalg.norm(plan.weights(self._network.parameters))
                ratio = float(np.linalg.norm(plan.weights(update)) / size) if size else None
            norm = None
            if gradients is not None and plan.size:
                norm = float(np.linalg.norm(plan.weights(gradients)))
            changes["statistics"] = self._sample.statistics(index, norm, ratio, histograms=request.histograms)
        if request.unit_histograms:
            found = self._sample.unit_histograms(index)
            changes["unit_pre_activations"] = found.pre_activations
            changes["unit_activations"] = found.activations
            changes["unit_gradients"] = found.gradients
        return changes


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


def _first_loss(run: TrainingRun) -> float | None:
    """The lecture's rule: with small weights, cross-entropy starts at the logarithm of the classes."""
    return math.log(run.experiment.data.classes) if run.experiment.loss == "cross_entropy" else None


def _dropped(run: TrainingRun, index: int) -> Array | None:
    """Which units the last step dropped for most of its batch's points."""
    workspace = run.descent.last_workspace()
    if workspace is None:
        return None
    (mask,) = workspace.passes[index].saved
    return sealed((mask == 0.0).mean(axis=1) > 0.5)


def snapshot_of(run: TrainingRun, request: SnapshotRequest | None = None) -> Snapshot:
    """A run looked at once; whoever looks again and again keeps an ``Observer``."""
    return Observer(run).snapshot(request)
