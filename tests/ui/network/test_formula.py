"""The formula above the network says what the network computes: it is read and calculated here."""

import re

import numpy as np
import pytest

from playground.engine.activations import ACTIVATIONS, curve
from playground.engine.experiment import from_builtins
from playground.engine.layers.kinds import LAYER_KINDS
from playground.engine.training import TrainingRun
from playground.ui.network.formula import formula_forms
from playground.ui.words import labels

_DIGITS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")


def text_of(experiment, form=0):
    return "".join(word.text for word in formula_forms(experiment)[form])


class Reader:
    """Calculates ``W₂ max(0, W₁ x + b₁) + b₂`` with a network's numbers: ``term + b``, ``W term``, names."""

    def __init__(self, text, run, x):
        self.tokens = re.findall(r"W[₀-₉]+ᵏ?|b[₀-₉]+ᵏ?|max\(0,|[^\s()+]+\(|[()+]|x", text)
        self.run, self.x = run, x
        self.plans = dict(enumerate(run.network.plan.layers, start=1))
        self.at = 0

    def take(self):
        self.at += 1
        return self.tokens[self.at - 1]

    def parameters(self, name):
        place = int(re.sub("[Wbᵏ]", "", name).translate(_DIGITS))
        dense = [k for k, plan in self.plans.items() if plan.is_dense]
        index = dense.index(place)
        return self.run.network.weights[index], self.run.network.biases[index]

    def sum(self):
        value = self.term()
        while self.at < len(self.tokens) and self.tokens[self.at] == "+":
            self.take()
            value = value + np.asarray(self.parameters(self.tokens[self.at])[1])[:, None]
            self.take()
        return value

    def term(self):
        token = self.take()
        if token == "x":
            return self.x
        if token.startswith("W"):
            return np.asarray(self.parameters(token)[0]).T @ self.term()
        value = self.sum()
        assert self.take() == ")"
        return self.applied(token[:-1] if token != "max(0," else "max0", value)

    def applied(self, name, value):
        known = {"": lambda z: z, "max0": lambda z: np.maximum(0.0, z), "tanh": np.tanh}
        known["σ"] = lambda z: 1.0 / (1.0 + np.exp(-z))
        known["maxₖ"] = lambda z: z.reshape(2, -1, z.shape[1]).max(axis=0)
        if name in known:
            return known[name](value)
        if name == "Dropout":
            return value
        activation = next(
            a for a in ACTIVATIONS if labels.label("activation", a).label.replace(" ", "") == name
        )
        return curve(activation, value.ravel())[0].reshape(value.shape)


def dense(units, activation, **options):
    return {"kind": "dense", "units": units, "activation": activation, **options}


def experiment_of(layers, **data):
    parts = {"format": "playground", "version": 1, "network": {"layers": layers}, "data": data}
    return from_builtins(parts)


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("classes", [2, 3])
def test_the_formula_computes_what_the_network_computes(activation, classes):
    layers = [dense(4, activation), {"kind": "dropout"}, dense(3, activation, bias=False), dense(3, "linear")]
    experiment = experiment_of(layers, dataset="blobs", classes=classes)
    run = TrainingRun(experiment)
    run.train(2)
    text = text_of(experiment)
    formula, _, head = text.removeprefix("f = ").partition("     ")
    points = run.points.train[:40]
    scores = Reader(formula, run, points.T.astype(np.float64)).sum()
    expected = run.network.predict(points).T
    if head == "p = softmax(f)":
        found = np.exp(scores) / np.exp(scores).sum(axis=0)
    else:
        assert head == "p = σ(f)"
        found = 1.0 / (1.0 + np.exp(-scores))
    np.testing.assert_allclose(found, expected, rtol=2e-4, atol=1e-5)


def test_the_lectures_formulas_are_written_as_there():
    assert text_of(experiment_of([]), 1) == "f = W₁ x + b₁"
    assert text_of(experiment_of([dense(3, "relu")]), 1) == "f = W₂ max(0, W₁ x + b₁) + b₂"
    two = [dense(3, "relu"), dense(3, "relu")]
    assert text_of(experiment_of(two), 1) == "f = W₃ max(0, W₂ max(0, W₁ x + b₁) + b₂) + b₃"


@pytest.mark.parametrize("kind", LAYER_KINDS)
def test_every_kind_of_layer_is_named(kind):
    text = text_of(experiment_of([dense(3, "tanh"), {"kind": kind}]))
    name = labels.label("layer_kind", kind).label.title().replace(" ", "")
    assert (f"{name}(tanh(W₁ x + b₁))" in text) or LAYER_KINDS[kind].is_dense


def test_a_long_formula_is_shortened_in_its_middle_and_stays_balanced():
    forms = formula_forms(experiment_of([dense(3, "tanh")] * 8))
    texts = ["".join(word.text for word in form) for form in forms]
    assert sorted(texts, key=len, reverse=True) == texts
    for text in texts[2:-1]:
        assert "… tanh(W₁ x + b₁) …" in text
        assert text.startswith("f = W₉ ")
        assert text.endswith(" + b₉")
    for text in texts:
        assert text.count("(") == text.count(")")


def test_the_canvas_shows_the_longest_formula_that_has_room(stage, network):
    one = stage(network(*[3] * 8), 1000, 620)
    line = one.canvas.formula
    wide = line.text()
    one.resize(520, 620)
    assert "…" in line.text()
    assert len(line.text()) < len(wide)
    assert "tanh" in line.accessibleDescription()
    assert line.accessibleDescription().count("tanh") == 8
    one.canvas.commands.set_activation(1, "relu")
    assert line.accessibleDescription().count("tanh") == 7


def test_linear_layers_get_a_card_with_their_product(stage, network):
    one = stage(network(4, 3))
    assert one.canvas.stacks.cards == []
    for layer_id in (1, 2):
        one.canvas.commands.set_activation(layer_id, "linear")
    (card,) = one.canvas.stacks.cards
    assert card.isVisible()
    assert card.accessibleDescription().startswith("W = W₃ W₂ W₁. f = W x + b.")
    assert card.is_equal
    weights = one.session.run.network.weights
    np.testing.assert_allclose(card.stack.matrix, (weights[0] @ weights[1] @ weights[2]).T, rtol=1e-5)
    assert card.geometry().top() >= one.canvas.layout_.bottom
    assert card.geometry().bottom() <= one.canvas.controls.geometry().top()
    one.session.run.train(1)
    one.session.refresh()
    weights = one.session.run.network.weights
    np.testing.assert_allclose(card.stack.matrix, (weights[0] @ weights[1] @ weights[2]).T, rtol=1e-5)
    one.canvas.commands.set_activation(2, "relu")
    assert card.accessibleDescription().startswith("W = W₂ W₁. z₂ = W x + b.")
    one.canvas.commands.set_activation(1, "relu")
    assert one.canvas.stacks.cards == []
