"""One layer's lines of NumPy, forward and backward, in either spelling."""

from __future__ import annotations

from dataclasses import dataclass
from inspect import signature

from playground.engine.activations import ACTIVATIONS
from playground.engine.layers.base import LayerPlan, Mode
from playground.interop.code.script import Line, Spelling
from playground.interop.code.symbols import Trace, number

_SLOPES = {"relu": "({z} > 0)"}
"""Slopes that a reader knows in another spelling than the engine's, of the same value."""


@dataclass(frozen=True)
class Spelled:
    """A spelling, for a minibatch of so many ``points``: what shapes and sums over units look like in it."""

    spelling: Spelling
    points: int

    @property
    def is_column(self) -> bool:
        """Whether one point is a column."""
        return self.spelling == "column"

    def shape(self, units: int) -> str:
        """The shape of a layer's values."""
        return f"({units}, 1)" if self.is_column else f"({self.points}, {units})"

    def over_units(self, what: str, text: str) -> str:
        """A sum or mean over the units of each point."""
        return f"np.{what}({text})" if self.is_column else f"np.{what}({text}, axis=1, keepdims=True)"

    def trace(self) -> Trace:
        """A trace whose reductions go over the units."""
        return Trace("axis=0, keepdims=True" if self.is_column else "axis=1, keepdims=True")


@dataclass
class LayerLines:
    """One layer's lines forward and backward; ``signal`` comes in, ``output`` goes out."""

    spelled: Spelled
    layer: LayerPlan
    place: int
    signal: str
    signal_gradient: str
    mode: Mode
    needs_input_gradient: bool

    @property
    def output(self) -> str:
        """The name of what goes out."""
        if self.layer.is_output:
            return f"z{self.place}"
        if self.layer.kind == "dropout" and self.mode == "evaluation":
            return self.signal
        return f"h{self.place}"

    def _line(self, code: str, note: str = "") -> Line:
        return Line(code, note, self.layer.id)

    def dense(self) -> tuple[list[Line], list[Line]]:
        """``z = x W + b``, ``a = f(z)``; back ``dz = upstream f'(z)``, ``dW = x dz``, ``dx = dz W``."""
        spelled, layer, k, x = self.spelled, self.layer, self.place, self.signal
        inputs, width = layer.inputs, layer.width
        m, is_column = spelled.points, spelled.is_column
        bias = f" + b{k}" if layer.has_bias else ""
        if is_column:
            product = f"np.dot(W{k}, {x}){bias}"
            shapes = f"({width}, {inputs}) . ({inputs}, 1)" + (f" + ({width}, 1)" if bias else "")
            back = f"np.dot(dz{k}, {x}.T)", f"({width}, 1) . (1, {inputs})  -> ({width}, {inputs})"
            down = f"np.dot(W{k}.T, dz{k})", f"({inputs}, {width}) . ({width}, 1)  -> ({inputs}, 1)"
            total = f"dz{k}", f"({width}, 1)   b{k} is added: dz{k} goes on as it is"
        else:
            product = f"{x} @ W{k}{bias}"
            shapes = f"({m}, {inputs}) @ ({inputs}, {width})" + (f" + ({width},)" if bias else "")
            back = f"{x}.T @ dz{k}", f"({inputs}, {m}) @ ({m}, {width})  -> ({inputs}, {width})"
            down = f"dz{k} @ W{k}.T", f"({m}, {width}) @ ({width}, {inputs})  -> ({m}, {inputs})"
            total = f"dz{k}.sum(axis=0)", f"({width},)   a sum over points: b{k} is copied to each"
        forward = [self._line(f"z{k} = {product}", f"{shapes}  -> {spelled.shape(width)}")]
        backward: list[Line] = []
        if not layer.is_output:
            more, backward = self._activation()
            forward += more
        backward.append(self._line(f"dW{k} = {back[0]}", back[1]))
        if bias:
            backward.append(self._line(f"db{k} = {total[0]}", total[1]))
        if self.needs_input_gradient:
            backward.append(self._line(f"d{x} = {down[0]}", down[1]))
        return forward, backward

    def _activation(self) -> tuple[list[Line], list[Line]]:
        spelled, layer, k = self.spelled, self.layer, self.place
        record, units = ACTIVATIONS[layer.activation], layer.units
        trace = spelled.trace()
        cut = "z{k}[{a}:{b}]" if spelled.is_column else "z{k}[:, {a}:{b}]"
        pieces = [
            cut.format(k=k, a=piece * units or "", b=(piece + 1) * units if piece + 1 < layer.pieces else "")
            for piece in range(layer.pieces)
        ]
        z, h = trace.leaf(f"z{k}", pieces if record.has_pieces else ()), f"h{k}"
        value = record.value(z)
        value, *saved = value if isinstance(value, tuple) else (value,)
        saved_names = [f"{name.strip('_')}{k}" for name in [*signature(record.slope).parameters][2:]]
        named = [*zip(saved_names, saved, strict=False), (h, value)]
        shape = spelled.shape(units)
        forward = [self._line(f"{one.name} = {one.text}", shape) for one in trace.lines(named)]
        slope = record.slope(z, trace.leaf(h), *(trace.leaf(name) for name in saved_names))
        upstream = trace.leaf(f"dh{k}")
        if layer.activation in _SLOPES:
            text = f"dh{k} * " + _SLOPES[layer.activation].format(z=f"z{k}")
            note = f"{shape}   relu routes: 0 where it was off"
            return forward, [self._line(f"dz{k} = {text}", note)]
        if not record.has_pieces:
            found = trace.lines([(f"dz{k}", upstream * slope)])
            return forward, [
                self._line(
                    f"{one.name} = {one.text}",
                    shape + ("   upstream times local" if one is found[-1] else ""),
                )
                for one in found
            ]
        parts = [(f"d{k}_{piece + 1}", upstream * one) for piece, one in enumerate(slope)]
        backward = [self._line(f"{one.name} = {one.text}", shape) for one in trace.lines(parts)]
        axis = 0 if spelled.is_column else 1
        joined = f"np.concatenate([{', '.join(name for name, _ in parts)}], axis={axis})"
        note = f"{spelled.shape(layer.width)}   maxout routes to the largest piece"
        return forward, [*backward, self._line(f"dz{k} = {joined}", note)]

    def dropout(self) -> tuple[list[Line], list[Line]]:
        """While training a value is kept with probability 1 - rate, and then divided by it."""
        if self.mode == "evaluation":
            return [], []
        k, x, rate, units = self.place, self.signal, self.layer.spec.rate, self.layer.units
        shape = self.spelled.shape(units)
        drawn = f"drawn{k}[:, [k]]" if self.spelled.is_column else f"rng.random(({units}, m)).T"
        kept = number(1.0 - rate)
        forward = [
            self._line(
                f"mask{k} = ({drawn} >= {number(rate)}) / {kept}", f"{shape}   0 for units that are off"
            ),
            self._line(f"h{k} = {x} * mask{k}", shape),
        ]
        backward = [self._line(f"d{x} = dh{k} * mask{k}", f"{shape}   off units pass nothing back")]
        return forward, backward if self.needs_input_gradient else []

    def batch_norm(self) -> tuple[list[Line], list[Line]]:
        """Normalised over the batch, by the running statistics in evaluation; then scale and shift."""
        k, x, spec, units = self.place, self.signal, self.layer.spec, self.layer.units
        epsilon, momentum = number(spec.epsilon), number(spec.momentum)
        shape, row = self.spelled.shape(units), f"({units},)"
        if self.mode == "evaluation":
            column = f"({units}, 1)" if self.spelled.is_column else row
            lines = [
                self._line(f"deviation{k} = np.sqrt(variance{k} + {epsilon})", column),
                self._line(f"n{k} = ({x} - mean{k}) / deviation{k}", shape),
            ]
            slope = f"dn{k} / deviation{k}"
        else:
            lines = [
                self._line(f"center{k} = np.mean({x}, axis=0)", f"{row}   over the batch"),
                self._line(f"spread{k} = np.mean(({x} - center{k})**2, axis=0)", row),
                self._line(f"deviation{k} = np.sqrt(spread{k} + {epsilon})", row),
                self._line(f"n{k} = ({x} - center{k}) / deviation{k}", shape),
                self._line(
                    f"mean{k}[:] = (1 - {momentum}) * mean{k} + {momentum} * center{k}", "the running mean"
                ),
                self._line("if m > 1:"),
                self._line(
                    f"    variance{k}[:] = (1 - {momentum}) * variance{k}"
                    f" + {momentum} * (m / (m - 1)) * spread{k}",
                ),
            ]
            over = "np.mean({}, axis=0)"
            slope = (
                f"(dn{k} - n{k} * {over.format(f'dn{k} * n{k}')} - {over.format(f'dn{k}')}) / deviation{k}"
            )
        return self._scaled(lines, slope)

    def layer_norm(self) -> tuple[list[Line], list[Line]]:
        """Normalised over the units of each point; then scale and shift."""
        k, x, units = self.place, self.signal, self.layer.units
        mean = self.spelled.over_units
        shape, one = self.spelled.shape(units), self.spelled.shape(1)
        lines = [
            self._line(f"center{k} = {mean('mean', x)}", f"{one}   over the units of a point"),
            self._line(f"spread{k} = {mean('mean', f'({x} - center{k})**2')}", one),
            self._line(f"deviation{k} = np.sqrt(spread{k} + {number(self.layer.spec.epsilon)})", one),
            self._line(f"n{k} = ({x} - center{k}) / deviation{k}", shape),
        ]
        slope = f"(dn{k} - n{k} * {mean('mean', f'dn{k} * n{k}')} - {mean('mean', f'dn{k}')}) / deviation{k}"
        return self._scaled(lines, slope)

    def _scaled(self, lines: list[Line], slope: str) -> tuple[list[Line], list[Line]]:
        k, x, units = self.place, self.signal, self.layer.units
        shape = self.spelled.shape(units)
        forward = [*lines, self._line(f"h{k} = n{k} * scale{k} + shift{k}", shape)]
        total = "{}" if self.spelled.is_column else "({}).sum(axis=0)"
        row = f"({units}, 1)" if self.spelled.is_column else f"({units},)"
        own = f"dh{k}" if self.spelled.is_column else f"dh{k}.sum(axis=0)"
        backward = [
            self._line(f"dscale{k} = {total.format(f'dh{k} * n{k}')}", row),
            self._line(f"dshift{k} = {own}", row),
            self._line(f"dn{k} = dh{k} * scale{k}", shape),
        ]
        if self.needs_input_gradient:
            backward.append(self._line(f"d{x} = {slope}", shape))
        return forward, backward
