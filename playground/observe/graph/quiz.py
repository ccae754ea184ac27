"""Fill in the gradients: what is asked, whether an answer is right, and the mark."""

from __future__ import annotations

import math
from dataclasses import dataclass

from playground.observe.graph.structure import Graph
from playground.observe.graph.trace import Product

_NEAR = 0.02
"""An answer may be off by this share of the number, or by half a unit of its second decimal."""


@dataclass(frozen=True)
class Question:
    """The gradient along one wire; ``step`` is its step's place in ``Graph.steps``."""

    step: int
    wire: int
    product: Product


class Quiz:
    """The questions of a graph's backward pass, in order, and what has become of them."""

    def __init__(self, graph: Graph) -> None:
        self.questions = tuple(
            Question(number, product.wire.id, product)
            for number, step in enumerate(graph.steps)
            for product in step.products
        )
        self._tries: dict[Question, int] = {}
        self._right: set[Question] = set()
        self._shown: set[Question] = set()

    def asked_at(self, step: int) -> tuple[Question, ...]:
        """The questions of this step that are still open."""
        return tuple(q for q in self.questions if q.step == step and not self.is_done(q))

    def is_done(self, question: Question) -> bool:
        """Whether it is answered, or was shown."""
        return question in self._right or question in self._shown

    def answer(self, question: Question, value: float) -> bool:
        """Take an answer; True where it is right."""
        self._tries[question] = self._tries.get(question, 0) + 1
        right = question.product.downstream
        is_right = math.isclose(value, right, rel_tol=_NEAR, abs_tol=0.0 if _is_tiny(right) else 0.005001)
        if is_right:
            self._right.add(question)
        return is_right

    def show(self, question: Question) -> None:
        """Give the answer away."""
        if question not in self._right:
            self._shown.add(question)

    @property
    def is_over(self) -> bool:
        """Whether nothing is left to ask."""
        return all(map(self.is_done, self.questions))

    @property
    def mark(self) -> tuple[int, int]:
        """How many were right at the first try, of how many."""
        return sum(q in self._right and self._tries[q] == 1 for q in self.questions), len(self.questions)


def _is_tiny(value: float) -> bool:
    """Whether two decimals would say nothing of it."""
    return 0.0 < abs(value) < 0.005
