"""A table reads back to the same points in whatever dialect it was written."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from playground.engine.errors import ExperimentError
from playground.interop.proposal import propose

POINTS = [
    (1.5, -20.25, 0),
    (2.25, 1234.5, 1),
    (-3.5, 10.75, 1),
    (4.75, 7.5, 0),
    (0.25, -9.5, 2),
    (6.5, 3.25, 2),
]

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp949", "cp1252")
DELIMITERS = (",", ";", "\t", "|", " ")
DECIMALS = (".", ",")
HEADERS = ("none", "names", "comment", "preamble", "row names")
LABELS = {
    "numbers": ("0", "1", "2"),
    "words": ("pear", "plum", "fig"),
    "long numbers": ("1234567", "1234568", "1234569"),
    "signs": ("-1", "0", "1"),
}
WORDS_OF = {"cp949": ("사과", "배", "믜"), "cp1252": ("grün", "été", "Größe")}


def number(value: float, decimal: str) -> str:
    return repr(value).replace(".", decimal)


def written(points, labels, delimiter=",", decimal=".", header="names", quoted=False, ending="\n"):
    """The points as a table's text."""
    rows = [[number(x, decimal), number(y, decimal), labels[label]] for x, y, label in points]
    names = ["length", "width", "kind"]
    if header == "row names":
        rows = [[f"r{place}", *row] for place, row in enumerate(rows, start=1)]
    if quoted:
        rows = [[f'"{cell}"' for cell in row] for row in rows]
    lines = [delimiter.join(row) for row in rows]
    above = {
        "none": [],
        "names": [delimiter.join(names)],
        "comment": ["# " + delimiter.join(names)],
        "preamble": ["# made by hand", "Measured in May", delimiter.join(names)],
        "row names": [delimiter.join(names)],
    }[header]
    return ending.join([*above, *lines, ""])


def read(content):
    """The points in their own units with their classes' names, and the axes' names."""
    data = propose(content).opened().experiment.data
    points = [
        (
            *(axis.offset + axis.scale * value for axis, value in zip(data.axes, point, strict=False)),
            data.class_names[int(point[2])],
        )
        for point in data.points
    ]
    return points, [axis.name for axis in data.axes]


def same(content, points, labels, names=("length", "width")):
    found, axes = read(content)
    assert len(found) == len(points)
    for (x, y, label), (own_x, own_y, own_label) in zip(found, points, strict=True):
        assert (x, y) == pytest.approx((own_x, own_y), rel=1e-9, abs=1e-9)
        assert label == labels[own_label]
    if names:
        assert axes == list(names)


CORPUS = [
    case
    for case in itertools.product(ENCODINGS, DELIMITERS, DECIMALS, HEADERS, LABELS)
    if not (case[1] == "," and case[2] == ",")  # needs quotation marks: below
]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("delimiter", DELIMITERS)
@pytest.mark.parametrize("header", HEADERS)
def test_every_encoding_with_every_delimiter_header_decimal_and_label(encoding, delimiter, header):
    cases = [case for case in CORPUS if (case[0], case[1], case[3]) == (encoding, delimiter, header)]
    assert len(cases) >= len(LABELS)
    for _, _, decimal, _, kind in cases:
        labels = WORDS_OF.get(encoding, LABELS[kind]) if kind == "words" else LABELS[kind]
        text = written(POINTS, labels, delimiter, decimal, header)
        names = None if header == "none" else ("length", "width")
        same(text.encode(encoding), POINTS, labels, names)


@pytest.mark.parametrize("decimal", DECIMALS)
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("header", HEADERS[:2])
def test_quoted_cells_in_every_line_ending(decimal, ending, header):
    text = written(POINTS, ("a", "b", "c"), ",", decimal, header, quoted=True, ending=ending)
    same(text, POINTS, ("a", "b", "c"), None if header == "none" else ("length", "width"))


@st.composite
def tables(draw):
    value = st.integers(-99_999, 99_999).map(lambda whole: whole / 100)
    points = draw(st.lists(st.tuples(value, value, st.integers(0, 2)), min_size=4, max_size=25))
    assume({label for _, _, label in points} == {0, 1, 2})
    assume(len({x for x, _, _ in points}) > 2)
    assume(len({y for _, y, _ in points}) > 2)
    delimiter = draw(st.sampled_from(DELIMITERS))
    decimal = draw(st.sampled_from(DECIMALS))
    labels = draw(st.sampled_from([*LABELS.values(), ("사과", "배", "믜"), ("Yes", "No", "maybe")]))
    quoted = delimiter == decimal or (delimiter != " " and draw(st.booleans()))
    ending = draw(st.sampled_from(["\n", "\r\n"]))
    header = draw(st.sampled_from(HEADERS[:1] if quoted and delimiter == "," else HEADERS))
    text = written(points, labels, delimiter, decimal, header, quoted, ending)
    encodings = ENCODINGS[:6] if text.isascii() else ("utf-8", "utf-16", "utf-16-le", "cp949")
    return text.encode(draw(st.sampled_from(encodings))), points, labels


@given(tables())
@settings(max_examples=100, deadline=None)
def test_a_table_in_a_random_dialect_reads_back_to_the_same_points(case):
    content, points, labels = case
    found, _ = read(content)
    assert len(found) == len(points)
    for (x, y, label), (own_x, own_y, own_label) in zip(found, points, strict=True):
        assert (x, y) == pytest.approx((own_x, own_y), rel=1e-9, abs=1e-9)
        assert label == labels[own_label]


PIECES = st.one_of(
    st.sampled_from(
        ["x", "y", "label", "1", "0", "-1.5", "1,200", "1.200,5", "1 234", "5 cm", "$3", "40 %", "NaN", "?", "", "a", "Yes",
         "#", "%", "@data", "@attribute x real", "sep=;", "1:0.5", "+1 1:2", "[[1, 2]", "{\"a\":[1]}", "(1, 2)", "...", '"', "|", "---"]
    ),
    st.text(max_size=5),
    st.floats().map(str),
)  # fmt: skip


@given(
    st.lists(st.lists(PIECES, max_size=6), max_size=12),
    st.sampled_from([*DELIMITERS, ", ", "  "]),
    st.sampled_from(ENCODINGS[:5]),
)
@settings(max_examples=150, deadline=1000)
def test_whatever_stands_in_a_table_is_points_or_one_sentence(rows, delimiter, encoding):
    content = "\n".join(delimiter.join(row) for row in rows).encode(encoding, "replace")
    try:
        experiment = propose(content).opened().experiment
    except ExperimentError as error:
        assert 0 < len(str(error)) < 500
    else:
        assert len(experiment.data.points) > 0


@pytest.mark.parametrize("block", range(0xAC00, 0xD7A4, 588))
def test_every_korean_syllable_of_excel_is_read(block):
    syllables = [chr(code) for code in range(block, min(block + 588, 0xD7A4))]
    for one, other in itertools.pairwise(syllables[::21]):
        content = f"길이,너비,종류\n1.5,2,{one}\n2.5,1,{other}\n3.5,3,{one}\n".encode("cp949")
        assert propose(content).opened().experiment.data.class_names == tuple(sorted((one, other)))
    whole = "길이,너비,종류\n" + "".join(f"1.5,2,{syllable}\n" for syllable in syllables)
    assert propose(whole.encode("cp949")).table.words(2) == syllables
