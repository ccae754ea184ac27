"""Dense layers with no activation between them are one layer: its matrix, and that it is so."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.engine.activations import curve
from playground.engine.experiment import Experiment
from playground.engine.layers.base import OUTPUT_ID
from playground.engine.layers.kinds import LAYER_KINDS
from playground.observe.snapshot import Grid, LayerSnapshot, Snapshot

Values = NDArray[np.float64]


@dataclass(frozen=True)
class LinearStack:
    """The one layer ``z = matrix x + bias`` that several are: ``matrix (units, inputs)``, ``bias (units,)``.

    ``places`` are those of the layers in the network, from 1 on; ``ids`` theirs in the same order. Each row
    of the matrix belongs to a unit of the last of them, each column to an input of the first.
    """

    places: tuple[int, ...]
    ids: tuple[int, ...]
    matrix: Values
    bias: Values


def linear_stacks(snapshot: Snapshot) -> list[LinearStack]:
    """All stacks of two and more layers; dropout between them passes on what comes while evaluating."""
    found: list[LinearStack] = []
    running: list[tuple[int, LayerSnapshot]] = []

    def close() -> None:
        if len(running) > 1:
            found.append(_product(running))
        running.clear()

    for place, layer in enumerate(snapshot.layers, start=1):
        if LAYER_KINDS[layer.kind].passes_on:
            continue
        if not _is_affine(layer):
            close()
            continue
        running.append((place, layer))
        if layer.activation != "linear":
            close()
    close()
    return found


def largest_difference(snapshot: Snapshot, stack: LinearStack, experiment: Experiment) -> float | None:
    """How far apart the network and the one layer are anywhere on the plane's grid; None without grids.

    What is compared is what the last layer shows: its activation, of the output the prediction.
    """
    layers = {layer.id: layer for layer in snapshot.layers}
    inputs = _inputs(snapshot, stack.places[0])
    shown = layers[stack.ids[-1]].grids
    if inputs is None or shown is None or len(inputs) != stack.matrix.shape[1]:
        return None
    scores = np.tensordot(stack.matrix, inputs.astype(np.float64), axes=1) + stack.bias[:, None, None]
    head = layers[stack.ids[-1]].activation
    if stack.ids[-1] == OUTPUT_ID:
        head = experiment.output_activation
    made = _softmax(scores) if head == "softmax" else curve(head, scores.ravel())[0].reshape(scores.shape)
    return float(np.abs(made - shown).max(initial=0.0)) if made.shape == shown.shape else None


def _is_affine(layer: LayerSnapshot) -> bool:
    weights = layer.weights if LAYER_KINDS[layer.kind].is_dense else None
    return weights is not None and weights.shape[1] == layer.units


def _product(running: list[tuple[int, LayerSnapshot]]) -> LinearStack:
    matrix: Values | None = None
    bias = np.zeros(0)
    for _, layer in running:
        assert layer.weights is not None
        own = np.asarray(layer.weights, dtype=np.float64).T
        shift = np.zeros(layer.units) if layer.biases is None else np.asarray(layer.biases, dtype=np.float64)
        if matrix is None:
            matrix, bias = own, shift
        else:
            matrix, bias = own @ matrix, own @ bias + shift
    assert matrix is not None
    places, ids = zip(*((place, layer.id) for place, layer in running), strict=True)
    return LinearStack(places, ids, matrix, bias)


def _inputs(snapshot: Snapshot, place: int) -> Grid | None:
    """What comes into the layer at a place, over the plane."""
    return snapshot.feature_grids if place == 1 else snapshot.layers[place - 2].grids


def _softmax(scores: Values) -> Values:
    powers = np.exp(scores - scores.max(axis=0))
    return np.asarray(powers / powers.sum(axis=0))
