"""What the network sees of a point, as an expression in NumPy: features and formulas."""

from __future__ import annotations

import functools

from playground.engine.features import FORMULA_SIGN
from playground.engine.formula import LARGEST_VALUE, Call, Node, Number, Variable, parse
from playground.engine.training import TrainingRun
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


def feature_text(name: str) -> str:
    """What a feature is, as an expression of the arrays x1 and x2."""
    if name.startswith(FORMULA_SIGN):
        return f"finite({formula_text(parse(name[1:]).root)})"
    if name not in _FEATURES:
        raise refused(f"the feature {name} has no words in a script")
    return _FEATURES[name]


def features_part(run: TrainingRun) -> str:
    """The function that makes what the network sees of points of the plane."""
    names = run.network.features
    columns = ", ".join(feature_text(name) for name in names)
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


def formula_text(node: Node, level: int = 0) -> str:
    """A formula's tree in NumPy's words."""
    if isinstance(node, Number):
        return repr(float(node.value))
    if isinstance(node, Variable):
        return ("x1", "x2")[node.index]
    if node.name == "negative":
        text = f"-{formula_text(node.arguments[0], 3)}"
        return f"({text})" if level else text
    if node.name == "^":
        return f"np.power({', '.join(formula_text(one) for one in node.arguments)})"
    if node.name in _SIGNS:
        sign, own = _SIGNS[node.name]
        first, second = node.arguments
        text = f"{formula_text(first, own)}{sign}{formula_text(second, own + 1)}"
        return f"({text})" if own < level else text
    return _function_text(node)


def _function_text(node: Call) -> str:
    if node.name in ("max", "min"):
        name = "np.maximum" if node.name == "max" else "np.minimum"
        return functools.reduce(lambda a, b: f"{name}({a}, {b})", map(formula_text, node.arguments))
    return f"np.{node.name}({', '.join(formula_text(one) for one in node.arguments)})"
