"""Formulas in a room of their own: how large they are written."""

from __future__ import annotations

from playground.ui.widgets.formula import FormulaText, Word


def height(formula: FormulaText, *numbers: str) -> int:
    """The height of a line of these numbers, once they have been seen."""
    formula.set_lines([[Word(number, "text") for number in numbers]])
    formula.grab()
    return formula.heightForWidth(formula.width())


def test_letters_do_not_grow_and_shrink_with_the_numbers_that_training_changes(qtbot):
    formula = FormulaText()
    qtbot.addWidget(formula)
    formula.resize(200, 300)
    formula.set_room(300)
    with qtbot.waitExposed(formula):
        formula.show()
    large = height(formula, "0.5")
    small = height(formula, "−0.123456789012345678")
    assert small < large
    assert height(formula, "0.5") == small
    assert height(formula, "0.5", "0.7") == large, "another formula"
