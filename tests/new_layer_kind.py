"""A kind of layer that a test adds to a copy of the program."""

from __future__ import annotations

from copied_house import CopiedHouse

KIND = '''
"""The scale layer: one number a unit."""

from __future__ import annotations

import numpy as np

from playground.engine.layers.base import Draw, Layer, LayerKind, LayerPass, LayerPlan, Rules, Shape
from playground.engine.program import Array, Program
from playground.engine.schema import Positive


class Scale(Layer, frozen=True, tag="scale"):
    """Each unit times a number of its own: ``y = s x``; ``first`` is what the numbers begin with."""

    first: Positive = 1.0


def _initialize(plan: LayerPlan, parameters: Array, _state: Array, _draw: Draw) -> None:
    parameters[0] = plan.spec.first


def _forward(program: Program, layer: LayerPass) -> None:
    layer.pre = layer.inputs.values
    program.write(layer.make_outputs(program), np.multiply, layer.parameters.T, layer.inputs.values)


def _backward(program: Program, layer: LayerPass, needs_input_gradient: bool) -> None:
    layer.pre_gradient = program.empty(*layer.upstream.shape)
    program.write(layer.pre_gradient, np.multiply, layer.parameters.T, layer.upstream)
    if layer.gradients is not None:
        total = lambda x, g: np.add.reduce(x * g, axis=1)
        program.write(layer.gradients[0], total, layer.inputs.values, layer.upstream)
    layer.input_gradient = layer.pre_gradient if needs_input_gradient else None


SCALE = LayerKind(
    settings=Scale,
    shape=lambda _settings, _inputs: Shape(rows=1),
    training=Rules(_forward, _backward),
    initialize=_initialize,
)
'''


def add_scale_layer(house: CopiedHouse) -> None:
    """Let the copy's engine know a ``scale`` layer: one file, and its row in the table."""
    house.write("playground/engine/layers/scale.py", KIND.lstrip())
    kinds = "playground/engine/layers/kinds.py"
    house.insert(
        kinds, "from playground.engine.layers.norms", "from playground.engine.layers.scale import SCALE"
    )
    house.insert(kinds, '"layer_norm": LAYER_NORM', '    "scale": SCALE,')
