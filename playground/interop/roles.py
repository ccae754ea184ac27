"""What a table's columns are for: which are features, which one is the label, which only number the rows.

Nothing of this stands in a table, so all evidence is weighed together: names, places, how many rows are
filled, whether values come again. What was found is said, and the user can say otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from playground.engine.datasets import MAXIMUM_CLASSES
from playground.interop.table import Table

Problem: TypeAlias = Literal["classification", "regression"]

_NAMED = re.compile(r"column \d+")
_IDENTIFIER = re.compile(
    r"(?:.*[\s_.\-])?(?:id|ids|idx|index|no|nr|number|row|rownames?|key|uuid|code|serial|#)\.?|unnamed: ?0"
    r"|(?:subject|patient|participant|respondent|student|customer|sample|case|obs|observation|record|seq|entry)"
    r"|순번|학번|사번|.*\s?(?:번호|아이디|코드)",
    re.IGNORECASE,
)
_CAMEL_IDENTIFIER = re.compile(r".*[a-z](?:I[Dd]|No|Nr|Index|Number)")
_LABELS = frozenset(
    {
        "label",
        "labels",
        "class",
        "classes",
        "target",
        "targets",
        "species",
        "category",
        "categories",
        "group",
        "cluster",
        "y_true",
        "purchased",
        "outcome",
        "diagnosis",
        "survived",
        "churn",
        "variety",
        "kind",
        "result",
        "truth",
        "true_label",
        "ground_truth",
        "라벨",
        "레이블",
        "클래스",
        "종류",
        "정답",
        "품종",
        "분류",
        "범주",
        "타겟",
        "결과",
        "목표",
        "구매",
    }
)
_VALUES = ("value", "z", "y", "output", "response", "f(x)", "값", "출력")
_PREDICTIONS = frozenset(
    {
        "y_pred",
        "pred",
        "preds",
        "prediction",
        "predictions",
        "predicted",
        "y_hat",
        "yhat",
        "ŷ",
        "score",
        "proba",
        "probability",
        "예측",
        "예측값",
    }
)
_REMARKS = frozenset(
    {
        "remark",
        "remarks",
        "comment",
        "comments",
        "note",
        "notes",
        "name",
        "description",
        "memo",
        "source",
        "file",
        "filename",
        "date",
        "time",
        "timestamp",
        "비고",
        "메모",
        "이름",
        "설명",
        "날짜",
    }
)
_TIME = re.compile(
    r"(?:time|timestamp|elapsed|t|sec|seconds|ms|zeit|datetime|date|시간|시각)(?:[\s_]*[\[(].*[\])])?"
    r"|time[_ ].*",
    re.IGNORECASE,
)
_COORDINATE = re.compile(r"\w{1,2}|[a-z]+[_ ]?\d+|x.*", re.IGNORECASE)
FEW_ROWS = 4
"""In a column of fewer rows counting says nothing."""
_UNLIKELY, _SURE = -20.0, 25.0


def features_of(table: Table) -> list[int]:
    """The columns of numbers that may be axes: identifiers and parts of one-hot groups are none.

    An identifier is one as long as two other columns of numbers remain.
    """
    numeric = [
        column
        for column in range(table.columns)
        if table.is_numeric(column) and column not in table.members and table.filled(column) >= 0.25
    ]
    kept = [
        column
        for column in numeric
        if not _identifies(table, column) and not (_is_a_clock(table, column) and column == numeric[0])
    ]
    label, weight = _label(table, (), spare=True)
    others = [column for column in kept if column != label or weight < _SURE]
    return kept if len(others) >= 2 else numeric


def likely_label(table: Table, taken: Collection[int | None], *, spare: bool) -> int | None:
    """The column most likely meant as the label; ``spare``: there are more numbers than the plane needs."""
    return _label(table, taken, spare=spare)[0]


def likely_problem(table: Table, label: int | None) -> Problem:
    """Classes for words and for few whole numbers that come again or number something; values otherwise."""
    if label is None or not table.is_numeric(label):
        return "classification"
    values = table.numbers[label][np.isfinite(table.numbers[label])]
    distinct = np.unique(values)
    if not (distinct == np.floor(distinct)).all():
        return "regression"
    if distinct.size <= MAXIMUM_CLASSES:
        comes_again = distinct.size < values.size
        is_class = comes_again or _are_consecutive(table, label) or _is_label_name(table, label)
        return "classification" if is_class else "regression"
    return "classification" if are_too_long(distinct) else "regression"


def are_too_long(values: NDArray[np.float64]) -> bool:
    """Whether whole numbers are so long that different ones are the same float: they are words."""
    return bool((np.abs(values[np.isfinite(values)]) >= 2.0**53).any())


# ------------------------------------------------------------------------------------- private


def _label(table: Table, taken: Collection[int | None], *, spare: bool) -> tuple[int | None, float]:
    """The likeliest label and how much speaks for it."""
    best, chosen = _UNLIKELY, None
    for column in range(table.columns):
        if column in taken or column in table.members or _tells_the_split(table, column):
            continue
        if table.is_numeric(column):
            if not spare:
                continue
            weight = _numbers_weight(table, column) - 60.0 * _identifies(table, column)
        else:
            words = {word.casefold() for word in table.words(column)} - {""}
            if not 0 < len(words) <= MAXIMUM_CLASSES:
                continue
            weight = _words_weight(table, column, len(words))
        weight += _common_weight(table, column)
        if weight > best:
            best, chosen = weight, column
    return chosen, best


def _common_weight(table: Table, column: int) -> float:
    name = table.names[column].lower()
    last = table.columns - 1 - bool(table.members)
    weight = (12.0 if table.has_header else 20.0) if column == last else 3.0 if column == 0 else 0.0
    weight -= 60.0 * (1.0 - table.filled(column))
    if _is_label_name(table, column):
        weight += 50.0
    if name in _PREDICTIONS or name.startswith(("pred_", "predicted")):
        weight -= 45.0
    if name in _REMARKS:
        weight -= 45.0
    return weight


def _words_weight(table: Table, column: int, classes: int) -> float:
    weight = 20.0 if classes > 1 else 0.0
    if table.members and column == table.columns - 1:
        weight += 15.0
    if classes == table.rows and classes > 3:
        weight -= 15.0
    if classes * 2 > table.rows and table.rows > 8:
        weight -= 10.0
    return weight


def _numbers_weight(table: Table, column: int) -> float:
    weight = 0.0
    if np.unique(table.numbers[column][np.isfinite(table.numbers[column])]).size < 2:
        weight -= 15.0
    elif classes := _few_whole(table, column):
        alike = [
            other for other in range(table.columns) if table.is_numeric(other) and _few_whole(table, other)
        ]
        # On a grid the coordinates are few whole numbers as well: then the last column is the label.
        is_alone = alike == [column] and _are_consecutive(table, column)
        is_last = column == table.columns - 1 - bool(table.members)
        weight += 15.0 + 6.0 * (classes == 2) if is_last or is_alone else 5.0
    name = table.names[column].lower()
    has_x = bool({"x", "x₁"} & {other.lower() for other in table.names})
    if name in _VALUES and not (name == "y" and has_x):
        weight += 40.0 - _VALUES.index(name)
    elif name in ("x", "y", "x1", "x2", "x_1", "x_2", "x0"):
        weight -= 30.0
    return weight


def _few_whole(table: Table, column: int) -> int:
    """How many different whole numbers there are where they are as few as classes and come again; else 0."""
    values = table.numbers[column][np.isfinite(table.numbers[column])]
    distinct = np.unique(values[:100_000])
    are_few = 1 < distinct.size <= MAXIMUM_CLASSES and 2 * distinct.size <= values.size + 1
    return distinct.size if are_few and (distinct == np.floor(distinct)).all() else 0


def _are_consecutive(table: Table, column: int) -> bool:
    """Whether the values number something: 0, 1, 2 ... or 1, 2, 3 ... or -1 and 1."""
    distinct = np.unique(table.numbers[column][np.isfinite(table.numbers[column])]).tolist()
    return distinct in ([0, 1], [-1, 1]) or (
        distinct[0] in (0, 1) and distinct == list(range(int(distinct[0]), int(distinct[0]) + len(distinct)))
    )


def _is_label_name(table: Table, column: int) -> bool:
    name = table.names[column].strip().lower()
    return name in _LABELS or bool(re.fullmatch(r"(?:.*[\s_.\-])?(?:label|class|target|species)", name))


def _has_name(table: Table, column: int, pattern: re.Pattern[str]) -> bool:
    return bool(pattern.fullmatch(table.names[column].strip()))


def _tells_the_split(table: Table, column: int) -> bool:
    """Whether a column says which points train, as exported points do: it is no label."""
    return table.names[column].lower() == "split" and set(table.words(column)) <= {"train", "test", ""}


def _identifies(table: Table, column: int) -> bool:
    """Whether a column only numbers or names the rows: whole numbers, each of them once."""
    values = table.numbers[column]
    values = values[np.isfinite(values)]
    if values.size < 2 or not (values == np.floor(values)).all() or np.unique(values).size < values.size:
        return False
    if _has_name(table, column, _IDENTIFIER) or _has_name(table, column, _CAMEL_IDENTIFIER):
        return True
    if column:
        return False
    counts = bool((np.diff(values) == 1).all()) and values[0] in (0, 1)
    if not _has_name(table, column, _NAMED):
        is_long = values.size >= FEW_ROWS and _measuring(table) > 0
        return counts and is_long and not _has_name(table, column, _COORDINATE)
    return counts or table.has_header or bool(values.min() >= 1000 and _measuring(table) > 1)


def _measuring(table: Table) -> int:
    """How many columns have decimals, as only what is measured has."""
    finite = (values[np.isfinite(values)] for values in table.numbers)
    return sum(bool((values != np.floor(values)).any()) for values in finite)


def _is_a_clock(table: Table, column: int) -> bool:
    """Whether a column only says when each row was taken: a time that goes on from row to row."""
    values = table.numbers[column]
    goes_on = bool((np.diff(values[np.isfinite(values)]) > 0).all())
    return goes_on and table.rows > 2 and _has_name(table, column, _TIME)
