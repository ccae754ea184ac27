"""A script as a whole file: what those of all languages begin with, and what they end with."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

from playground.engine.features import FORMULA_SIGN
from playground.engine.formula import LARGEST_VALUE, Call, Node, Number, Variable, parse
from playground.engine.training import TrainingRun
from playground.interop.carried import as_line, state_of
from playground.interop.code.arrays import data_part, weights_part
from playground.interop.code.script import refused

_FEATURES = {
    "x1": "x1",
    "x2": "x2",
    "x1^2": "x1 * x1",
    "x2^2": "x2 * x2",
    "x1x2": "x1 * x2",
    "sin_x1": "np.sin(x1)",
    "sin_x2": "np.sin(x2)",
    "cos_x1": "np.cos(x1)",
    "cos_x2": "np.cos(x2)",
}
_SIGNS = {"+": (" + ", 0), "-": (" - ", 0), "*": (" * ", 1), "/": (" / ", 1)}


@dataclass(frozen=True)
class Check:
    """What a script compares when it is run as a program: its ``loss``, an expression.

    ``known`` is that loss here (None: the engine's mean loss).
    """

    tolerance: str
    loss: str = "loss_and_gradient(points, labels)[0]"
    known: float | None = None


def begun(run: TrainingRun, *, with_weights: bool) -> TrainingRun:
    """The run as the script has it: as it stands, or as it begins."""
    return run if with_weights else TrainingRun(state_of(run, with_weights=False), run.points)


def parts_of_file(
    run: TrainingRun,
    language: str,
    imports: str,
    body: Sequence[str],
    check: Check,
    *,
    with_weights: bool,
    says: Sequence[str] = (),
    weights: str = "",
) -> list[str]:
    """The parts of a file around its ``body``: what it is, features and weights; data and check.

    ``weights`` are written otherwise than as the engine has them; ``says`` are more lines of its first words.
    """
    return [
        _header(run, language, says, with_weights=with_weights),
        imports,
        _features_part(run),
        weights or weights_part(run, with_weights=with_weights),
        *body,
        data_part(run),
        _check_part(run, check, with_weights=with_weights),
    ]


def whole_file(run: TrainingRun, parts: Sequence[str], *, with_weights: bool) -> str:
    """The text: the parts, two empty lines between them; the last line carries the experiment."""
    last = "# " + as_line(state_of(run, with_weights=with_weights))
    return "\n\n\n".join(part.strip("\n") for part in (*parts, last) if part) + "\n"


# ------------------------------------------------------------------------------------- private


def _header(run: TrainingRun, language: str, says: Sequence[str], *, with_weights: bool) -> str:
    from playground import __version__

    data, network = run.experiment.data, run.experiment.network
    widths = [len(network.features), *(layer.units for layer in run.network.plan.layers if layer.is_dense)]
    stands = f"after {run.epoch} epochs" if with_weights else "before training"
    more = "".join(f"\n{line}" for line in says)
    name = "own points" if data.dataset == "custom" else data.dataset
    return (
        f'"""A {"-".join(map(str, widths))} network on {name}, {stands}, in {language}.\n\n'
        f"Written by playground {__version__}; seeds: data {data.seed}, network {network.seed}. The last line"
        f" carries the experiment:\nopen this file in the playground to go on there.{more}\n"
        '"""'
    )


def _features_part(run: TrainingRun) -> str:
    """The function that makes what the network sees of points of the plane."""
    names = run.network.features
    columns = ", ".join(_feature_text(name) for name in names)
    finite = ""
    if any(name.startswith(FORMULA_SIGN) for name in names):
        finite = (
            "def finite(values):\n"
            '    """A formula without a value counts as 0, and none is beyond the bound."""\n'
            f"    return np.clip(np.where(np.isnan(values), 0.0, values), -{LARGEST_VALUE!r}, "
            f"{LARGEST_VALUE!r})\n\n\n"
        )
    return (
        f"{finite}def features(points):\n"
        f'    """What the network sees of points (n, 2): (n, {len(names)})."""\n'
        "    x1, x2 = np.asarray(points, float).reshape(-1, 2).T\n"
        '    with np.errstate(all="ignore"):\n'
        f"        return np.column_stack([np.broadcast_to(column, x1.shape) for column in ({columns},)])"
    )


def _feature_text(name: str) -> str:
    """What a feature is, as an expression of the arrays x1 and x2."""
    if name.startswith(FORMULA_SIGN):
        return f"finite({_formula_text(parse(name[1:]).root)})"
    if name not in _FEATURES:
        raise refused(f"the feature {name} has no words in a script")
    return _FEATURES[name]


def _formula_text(node: Node, level: int = 0) -> str:
    """A formula's tree in NumPy's words."""
    if isinstance(node, Number):
        return repr(float(node.value))
    if isinstance(node, Variable):
        return ("x1", "x2")[node.index]
    if node.name == "negative":
        text = f"-{_formula_text(node.arguments[0], 3)}"
        return f"({text})" if level else text
    if node.name == "^":
        return f"np.power({', '.join(_formula_text(one) for one in node.arguments)})"
    if node.name in _SIGNS:
        sign, own = _SIGNS[node.name]
        first, second = node.arguments
        text = f"{_formula_text(first, own)}{sign}{_formula_text(second, own + 1)}"
        return f"({text})" if own < level else text
    return _function_text(node)


def _function_text(node: Call) -> str:
    if node.name in ("max", "min"):
        name = "np.maximum" if node.name == "max" else "np.minimum"
        return functools.reduce(lambda a, b: f"{name}({a}, {b})", map(_formula_text, node.arguments))
    return f"np.{node.name}({', '.join(_formula_text(one) for one in node.arguments)})"


def _check_part(run: TrainingRun, check: Check, *, with_weights: bool) -> str:
    known = check.known
    if known is None:
        known = begun(run, with_weights=with_weights).evaluate()[0].loss
    return f"""if __name__ == "__main__":
    loss = {check.loss}
    print(f"loss {{loss:.6g}}; in the playground {known:.6g}")
    if not abs(loss - {known!r}) <= {check.tolerance} * max(1.0, abs(loss)):
        raise SystemExit("these are not the same")"""
