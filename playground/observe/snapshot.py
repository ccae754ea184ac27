"""What a run looks like at one instant: frozen, read-only arrays; and how one asks for it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from playground.engine.arrays import FloatArray
from playground.engine.checkpoints import Divergence
from playground.engine.curve import Curve
from playground.engine.evaluation import Metrics
from playground.engine.points import Bounds, Points

Grid = NDArray[np.float32]
"""Values over the plane: ``[..., row, column]``; row 0 is the top (largest x2), column 0 the left.

A cell's value is taken at the cell's centre. Of a part of the plane so small that neighbouring cells are one
number in float32, the values are float64.
"""

GradientSource = Literal["minibatch", "training_set", "probe"]
UnitKey = tuple[int, int]
"""(layer id, index of the unit in its layer)."""


@dataclass(frozen=True)
class InspectionRequest:
    """One unit to be taken apart: at the probe point, or averaged over the training set.

    ``piece`` is the piece of a maxout unit to show, None the one that wins. ``nudge`` is ``(row, h)``:
    what the loss would do if that weight (row -1: the bias) moved by h.
    """

    unit: UnitKey
    averaged: bool = False
    piece: int | None = None
    nudge: tuple[int, float] | None = None


@dataclass(frozen=True)
class PartRequest:
    """A part of the plane (or more than it) to be looked at closely; ``units``: with each unit's values."""

    bounds: Bounds
    resolution: int
    units: bool = False


@dataclass(frozen=True)
class SnapshotRequest:
    """What the next snapshot must hold, so that nothing is computed that nobody looks at.

    A resolution of 0 means: not needed. ``merged`` is what two askers need together. ``focus`` is one unit
    over the plane at the boundary's resolution, and over the ``part`` that is looked at.
    ``beside_resolution`` is that of the runs that stand beside: they come with the snapshot, not in it.
    """

    boundary_resolution: int = 0
    beside_resolution: int = 0
    part: PartRequest | None = None
    unit_resolution: int = 0
    sensitivity_resolution: int = 0
    sensitivity_output: int = 0
    focus: UnitKey | None = None
    focus_sensitivity: bool = False
    gradients: GradientSource | None = None
    probe: tuple[float, float, float | None] | None = None
    statistics: bool = False
    histograms: bool = False
    unit_health: bool = False
    unit_histograms: bool = False
    point_predictions: bool = False
    point_gradients_of: UnitKey | None = None
    space: tuple[UnitKey, UnitKey] | None = None
    inspect: InspectionRequest | None = None
    confusion: bool = False
    curve: bool = True

    def merged(self, other: SnapshotRequest) -> SnapshotRequest:
        """The request that serves both: the larger resolution, either's extras (``other`` wins ties)."""
        changes: dict[str, object] = {}
        for name, default in _DEFAULTS.items():
            mine, theirs = getattr(self, name), getattr(other, name)
            if isinstance(default, bool):
                changes[name] = mine or theirs
            elif isinstance(default, int):
                changes[name] = max(mine, theirs)
            else:
                changes[name] = mine if theirs is None else theirs
        return replace(self, **changes)  # type: ignore[arg-type]


_DEFAULTS = {name: getattr(SnapshotRequest(), name) for name in SnapshotRequest.__dataclass_fields__}


@dataclass(frozen=True)
class Histogram:
    """Counts of values between ``edges``: ``counts (bins,)`` or ``(units, bins)``; ``edges (bins + 1,)``."""

    counts: NDArray[np.int64]
    edges: FloatArray


@dataclass(frozen=True)
class LayerStatistics:
    """One layer over the training set (at most ``STATISTICS_POINTS`` of its points).

    ``gradients`` are d(mean data loss)/d(pre-activation) times the number of points, so one point's own.
    ``gradient_norm`` is the 2-norm of d loss / d weights of the snapshot's gradient source;
    ``update_ratio`` the norm of the last update over the norm of the weights.
    ``penalty_norm`` is the 2-norm of the penalty's part, ``l1`` the largest L1 rate of a weight.
    ``input_size``, ``pre_gradient_size`` and ``unit_gradient_size`` are root mean squares over points and
    units: of what comes in, of d loss / d pre-activation and of d loss / d activation.
    ``dead`` / ``saturated`` are shares of points, per unit: zero local gradient (never of an activation that
    saturates), and a local gradient below a twentieth of its largest.
    """

    gradient_norm: float | None
    update_ratio: float | None
    dead: FloatArray
    saturated: FloatArray
    penalty_norm: float = 0.0
    l1: float = 0.0
    input_size: float = 1.0
    pre_gradient_size: float = 0.0
    unit_gradient_size: float = 0.0
    activations: Histogram | None = None
    gradients: Histogram | None = None


@dataclass(frozen=True)
class LayerSnapshot:
    """One layer, hidden or output (id ``experiment.OUTPUT_ID``), in the order of the network.

    ``weights (inputs, units)`` and ``biases (units,)`` are None for kinds without them; for maxout
    they are ``(inputs, pieces * units)``, piece-major: column ``p * units + u``. The same for
    ``weight_gradients`` and ``bias_gradients`` (of the snapshot's ``gradient_source``, data loss
    plus penalty; a minibatch's as in training, the others' in evaluation mode) and
    ``weight_updates`` / ``bias_updates`` (what the last step added).
    Norm layers carry scale as ``weights (1, units)`` and shift as ``biases``.
    ``grids`` and ``sensitivities`` are ``(units, R, R)``: the unit's output, and d prediction / d unit
    for the requested output. The output layer's grids are its predictions, its sensitivities
    d prediction / d score; its activation is "linear", since the head belongs to the loss.
    ``dropped (units,)`` marks units that the last training step dropped for the majority of its
    batch's points (only dropout layers).
    """

    id: int
    kind: str
    activation: str
    units: int
    unit_ids: tuple[int, ...]
    weights: FloatArray | None = None
    biases: FloatArray | None = None
    weight_gradients: FloatArray | None = None
    bias_gradients: FloatArray | None = None
    weight_updates: FloatArray | None = None
    bias_updates: FloatArray | None = None
    grids: Grid | None = None
    sensitivities: Grid | None = None
    dropped: NDArray[np.bool_] | None = None
    dead: FloatArray | None = None
    saturated: FloatArray | None = None
    statistics: LayerStatistics | None = None
    unit_pre_activations: Histogram | None = None
    unit_activations: Histogram | None = None
    unit_gradients: Histogram | None = None


@dataclass(frozen=True)
class ProbeLayer:
    """One layer at the probe point, evaluation mode: each array ``(units,)``.

    ``gradients`` are d loss / d activation, ``pre_gradients`` d loss / d pre-activation (data loss of
    this one point); both None where the probe has no label. For maxout ``pre_activations`` are of
    the winning piece. The output layer's activations are the predictions, and both its gradients are
    d loss / d score. A norm layer's pre-activations are the normalised inputs.
    """

    id: int
    inputs: FloatArray
    pre_activations: FloatArray
    activations: FloatArray
    gradients: FloatArray | None
    pre_gradients: FloatArray | None


@dataclass(frozen=True)
class Probe:
    """The network at one point of the plane."""

    point: tuple[float, float]
    label: float | None
    features: FloatArray
    feature_gradients: FloatArray | None
    layers: tuple[ProbeLayer, ...]
    outputs: FloatArray
    loss: float | None


@dataclass(frozen=True)
class Nudge:
    """A weight moved by ``step``: the loss before, ``step`` times the gradient, and what really came."""

    row: int
    step: float
    loss: float
    predicted: float
    actual: float


@dataclass(frozen=True)
class UnitInspection:
    """One unit's formula with its numbers, in evaluation mode (see ``inspection.inspect``).

    Every number is a mean over ``points`` points (1: the probe point). ``inputs``, ``weights``,
    ``weight_gradients`` and ``penalty_gradients`` are ``(inputs,)``; ``pre_activation`` is
    ``sum(weights * inputs) + bias``. A maxout unit shows one piece, the one asked for or the ``winner``
    (averaged: the piece that wins most often, on ``winner_share`` of the points); ``others`` are the
    ``pre_activation`` of all its pieces. Of softmax they are the scores of all output units.
    Chain rule at one point: ``pre_gradient = upstream * local_gradient``,
    ``weight_gradients = pre_gradient * inputs``; averaged, means of those products.
    ``upstream`` is d loss / d activation; at a hidden unit that feeds dense units it is the sum of
    ``downstream_weights * downstream_gradients``. Gradients are of the data loss alone,
    ``penalty_gradients`` come on top; all are None (arrays: None) where the probe has no label.
    Norm units: ``center`` and ``spread`` normalise the input to ``pre_activation``, ``weights[0]`` is the
    scale and ``bias`` the shift. ``target`` is what an output unit should give, in the loss's coding.
    """

    request: InspectionRequest
    kind: str
    activation: str
    points: int
    inputs: FloatArray
    weights: FloatArray
    bias: float
    pre_activation: float
    activation_value: float
    loss: float | None
    local_gradient: float | None = None
    upstream: float | None = None
    pre_gradient: float | None = None
    input_gradient: float | None = None
    weight_gradients: FloatArray | None = None
    bias_gradient: float | None = None
    penalty_gradients: FloatArray | None = None
    downstream_weights: FloatArray | None = None
    downstream_gradients: FloatArray | None = None
    downstream_kind: str | None = None
    target: float | None = None
    piece: int = 0
    winner: int | None = None
    winner_share: float | None = None
    center: float | None = None
    spread: float | None = None
    others: FloatArray | None = None
    nudge: Nudge | None = None


@dataclass(frozen=True)
class LayerSpace:
    """The plane as two units of one layer see it.

    ``grid (R, R, 2)`` are the two activations over the plane, ``train (n, 2)`` those of the training points.
    """

    units: tuple[UnitKey, UnitKey]
    grid: Grid
    train: FloatArray


@dataclass(frozen=True)
class Part:
    """A part of the plane: the prediction ``boundary (outputs, R, R)`` there, and what else was asked for.

    ``focus_grid (R, R)`` and ``focus_sensitivity`` are of the unit ``focus``. With ``units`` in the request
    ``feature_grids (features, R, R)`` and ``grids``, one ``(units, R, R)`` per layer, else neither.
    """

    bounds: Bounds
    boundary: Grid
    focus: UnitKey | None = None
    focus_grid: Grid | None = None
    focus_sensitivity: Grid | None = None
    feature_grids: Grid | None = None
    grids: tuple[Grid, ...] = ()


@dataclass(frozen=True)
class Snapshot:
    """A run at one instant. ``run_id`` says of which rebuild; older ones are to be dropped.

    ``feature_grids (features, R, R)`` are at ``unit_resolution``; ``boundary (outputs, R, R)`` is the
    network's prediction: probabilities, tanh, scores or values; ``part`` the part that was asked for.
    ``predictions`` are of the training
    points ``(n_train, outputs)`` and test points. ``point_gradients (n_train,)`` are d loss / d activation of
    the requested unit at each training point (that point's own loss); of an output unit d loss / d score.
    ``train``, ``test`` and the curve's end were measured at ``measured_at`` epochs: now, or while playing
    on very much data a little earlier.
    ``gradient_is_next``: the gradient's minibatch is that of the next step, since none was taken from here.
    Statistics, histograms and dead shares are over ``looked_at`` training points (0: no such are there).
    ``first_loss_expected`` is log K with cross-entropy (the lecture's rule for small weights), else None.
    ``finished`` names the stop condition that ended the run (``epochs``, ``loss_below`` ...).
    """

    run_id: int
    epoch: int
    step: int
    step_in_epoch: int
    steps_per_epoch: int
    learning_rate: float
    points: Points
    layers: tuple[LayerSnapshot, ...]
    train: Metrics
    test: Metrics | None
    measured_at: float = 0.0
    curve: Curve | None = None
    boundary: Grid | None = None
    part: Part | None = None
    feature_grids: Grid | None = None
    focus: UnitKey | None = None
    focus_grid: Grid | None = None
    focus_sensitivity: Grid | None = None
    gradient_source: GradientSource | None = None
    gradient_is_next: bool = False
    gradient_norm: float | None = None
    looked_at: int = 0
    probe: Probe | None = None
    predictions: FloatArray | None = None
    test_predictions: FloatArray | None = None
    point_gradients: FloatArray | None = None
    space: LayerSpace | None = None
    inspection: UnitInspection | None = None
    first_loss_expected: float | None = None
    diverged: Divergence | None = None
    finished: str | None = None
    playing: bool = False
    steps_per_second: float = 0.0
    epochs_per_second: float = 0.0
    request: SnapshotRequest = field(default_factory=SnapshotRequest)

    @property
    def progress(self) -> float:
        """Epochs trained, with the part of the running one."""
        return self.epoch + self.step_in_epoch / max(self.steps_per_epoch, 1)

    def layer(self, layer_id: int) -> LayerSnapshot | None:
        """The layer with this id, or None when the snapshot has none."""
        return next((layer for layer in self.layers if layer.id == layer_id), None)
