"""The network as an ONNX graph: from points of the plane to the prediction, features included."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from typing import Any

import numpy as np

from playground.engine.activations import LEAK
from playground.engine.features import FORMULA_SIGN
from playground.engine.formula import LARGEST_VALUE, Number, Variable, parse
from playground.engine.layers.base import LayerPlan
from playground.engine.training import TrainingRun
from playground.interop.carried import as_line, state_of
from playground.interop.code.script import refused, require_something

_OPSET = 17
_FORMULA_OPERATORS = {
    "+": "Add", "-": "Sub", "*": "Mul", "/": "Div", "^": "Pow", "negative": "Neg", "exp": "Exp",
    "log": "Log", "sqrt": "Sqrt", "abs": "Abs", "tanh": "Tanh", "sin": "Sin", "max": "Max", "min": "Min",
}  # fmt: skip


def run_as_onnx(run: TrainingRun) -> bytes:
    """The graph: one input ``points`` (n, 2) float64, one output ``prediction`` (n, outputs)."""
    require_something(run)
    try:
        import onnx
        from onnx import TensorProto, helper
    except ImportError as error:
        raise refused("ONNX needs the package onnx; pip install 'playground[onnx]' brings it") from error
    from playground import __version__

    graph = _Graph(helper)
    value = graph.features(run)
    for layer in run.network.plan.layers:
        value = graph.layer(run, layer, value)
    last = {"sigmoid": graph.sigmoid, "softmax": graph.softmax, "tanh": graph.tanh, "linear": graph.same}
    graph.node("Identity", last[run.network.head.activation](value), out="prediction")
    double, outputs = TensorProto.DOUBLE, run.network.plan.outputs
    whole = helper.make_graph(
        graph.nodes,
        "playground",
        [helper.make_tensor_value_info("points", double, ["n", 2])],
        [helper.make_tensor_value_info("prediction", double, ["n", outputs])],
        [onnx.numpy_helper.from_array(array, name) for name, array in graph.arrays.items()],
    )
    model = helper.make_model(
        whole,
        opset_imports=[helper.make_opsetid("", _OPSET)],
        producer_name="playground",
        producer_version=__version__,
        ir_version=8,
    )
    helper.set_model_props(model, {"playground": as_line(state_of(run))})
    onnx.checker.check_model(model, full_check=True)
    content: bytes = model.SerializeToString(deterministic=True)
    return content


class _Graph:
    """Nodes and constant arrays, as they are added."""

    def __init__(self, helper: Any) -> None:
        self._helper = helper
        self.nodes: list[Any] = []
        self.arrays: dict[str, Any] = {}

    def node(self, operator: str, *inputs: str, out: str = "", **attributes: Any) -> str:
        """Add a node; returns the name of what it gives."""
        name = out or f"v{len(self.nodes)}"
        self.nodes.append(self._helper.make_node(operator, [*inputs], [name], **attributes))
        return name

    def constant(self, value: Any) -> str:
        """Add an array; returns its name."""
        name = f"c{len(self.arrays)}"
        self.arrays[name] = np.ascontiguousarray(value)
        return name

    # -------------------------------------------------------------------------------- features

    def features(self, run: TrainingRun) -> str:
        """The columns that the network sees."""
        x1, x2 = (self.node("Gather", "points", self.constant(np.array([k])), axis=1) for k in range(2))
        columns = [self._feature(name, x1, x2) for name in run.network.features]
        return self.node("Concat", *columns, axis=1)

    def _feature(self, name: str, x1: str, x2: str) -> str:
        if name.startswith(FORMULA_SIGN):
            return self._finite(self._formula(parse(name[1:]).root, (x1, x2)), x1)
        found: dict[str, Callable[[], str]] = {
            "x1": lambda: x1,
            "x2": lambda: x2,
            "x1^2": lambda: self.node("Mul", x1, x1),
            "x2^2": lambda: self.node("Mul", x2, x2),
            "x1x2": lambda: self.node("Mul", x1, x2),
            "sin_x1": lambda: self.node("Sin", x1),
            "sin_x2": lambda: self.node("Sin", x2),
            "cos_x1": lambda: self._cosine(x1),
            "cos_x2": lambda: self._cosine(x2),
        }
        if name not in found:
            raise refused(f"the feature {name} has no words in ONNX")
        return found[name]()

    def _cosine(self, x: str) -> str:
        """As a sine: runtimes have cosines of single precision only."""
        return self.node("Sin", self.node("Add", x, self.constant(np.array(math.pi / 2))))

    def _formula(self, node: Any, variables: tuple[str, str]) -> str:
        if isinstance(node, Number):
            return self.constant(np.array(float(node.value)))
        if isinstance(node, Variable):
            return variables[node.index]
        inputs = [self._formula(one, variables) for one in node.arguments]
        if node.name == "cos":
            return self._cosine(*inputs)
        if node.name not in _FORMULA_OPERATORS:
            raise refused(f"{node.name} has no words in ONNX")
        operator = _FORMULA_OPERATORS[node.name]
        if operator in ("Max", "Min"):
            return functools.reduce(lambda a, b: self.node(operator, a, b), inputs)
        return self.node(operator, *inputs)

    def _finite(self, value: str, like: str) -> str:
        """No value counts as 0, and none is beyond the bound; a constant is spread over all points."""
        zero = self.node("Sub", like, like)
        value = self.node("Where", self.node("IsNaN", value), self.constant(np.array(0.0)), value)
        value = self.node("Max", value, self.constant(np.array(-LARGEST_VALUE)))
        value = self.node("Min", value, self.constant(np.array(LARGEST_VALUE)))
        return self.node("Add", value, zero)

    # ---------------------------------------------------------------------------------- layers

    def layer(self, run: TrainingRun, layer: LayerPlan, x: str) -> str:
        """One layer, while predicting."""
        flat = run.network.parameters
        if layer.is_dense:
            z = self.node("MatMul", x, self.constant(layer.weights(flat)))
            biases = layer.biases(flat)
            if biases is not None:
                z = self.node("Add", z, self.constant(biases))
            return self._activation(layer, z)
        if layer.kind == "dropout":
            return x
        if layer.kind not in ("batch_norm", "layer_norm"):
            raise refused(f"ONNX has no words for a {layer.kind} layer")
        if layer.kind == "batch_norm":
            mean, variance = layer.state(run.network.state)
            centered = self.node("Sub", x, self.constant(mean))
            deviation = self.constant(np.sqrt(variance + layer.spec.epsilon))
        else:
            centered = self.node("Sub", x, self.node("ReduceMean", x, axes=[1], keepdims=1))
            square = self.node("Mul", centered, centered)
            spread = self.node("ReduceMean", square, axes=[1], keepdims=1)
            shifted = self.node("Add", spread, self.constant(np.array(layer.spec.epsilon)))
            deviation = self.node("Sqrt", shifted)
        scale, shift = layer.block(flat)
        scaled = self.node("Mul", self.node("Div", centered, deviation), self.constant(scale))
        return self.node("Add", scaled, self.constant(shift))

    def _activation(self, layer: LayerPlan, z: str) -> str:
        def number(value: float) -> str:
            return self.constant(np.array(float(value)))

        if layer.activation == "maxout":
            pieces = self.node("Reshape", z, self.constant(np.array([-1, layer.pieces, layer.units])))
            return self.node("ReduceMax", pieces, axes=[1], keepdims=0)
        if layer.activation == "gelu":
            cube = self.node("Mul", z, self.node("Mul", z, z))
            inner = self.node("Add", z, self.node("Mul", cube, number(0.044715)))
            gate = self.node("Tanh", self.node("Mul", inner, number(math.sqrt(2.0 / math.pi))))
            return self.node("Mul", z, self.node("Mul", self.node("Add", gate, number(1)), number(0.5)))
        found: dict[str, Callable[[], str]] = {
            "linear": lambda: z,
            "relu": lambda: self.node("Max", z, number(0)),
            "leaky_relu": lambda: self.node("Max", z, self.node("Mul", z, number(LEAK))),
            "elu": lambda: self.node(
                "Add",
                self.node("Max", z, number(0)),
                self.node("Sub", self.node("Exp", self.node("Min", z, number(0))), number(1)),
            ),
            "tanh": lambda: self.tanh(z),
            "sigmoid": lambda: self.sigmoid(z),
            "softplus": lambda: self.node(
                "Add",
                self.node("Max", z, number(0)),
                self.node(
                    "Log",
                    self.node("Add", number(1), self.node("Exp", self.node("Neg", self.node("Abs", z)))),
                ),
            ),
            "silu": lambda: self.node("Mul", z, self.sigmoid(z)),
        }
        if layer.activation not in found:
            raise refused(f"ONNX has no words for the activation {layer.activation}")
        return found[layer.activation]()

    def sigmoid(self, z: str) -> str:
        """``1 / (1 + exp(-z))``."""
        return self.node("Sigmoid", z)

    def softmax(self, z: str) -> str:
        """Over the outputs."""
        return self.node("Softmax", z, axis=1)

    def tanh(self, z: str) -> str:
        """The hyperbolic tangent."""
        return self.node("Tanh", z)

    def same(self, z: str) -> str:
        """The scores themselves."""
        return z
