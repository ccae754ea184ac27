"""Text tables: delimiters, headers, numbers and encodings found out; broken ones refused in words."""

from __future__ import annotations

import json
import math
import tracemalloc

import pytest

from playground.engine.errors import ExperimentError
from playground.interop import room
from playground.interop.numerals import read_numbers
from playground.interop.table import read_table


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("x,y,label\n1,2,a\n3,4,b\n", ","),
        ("x;y;label\n1,5;2,5;a\n3,0;4,1;b\n", ";"),
        ("x\ty\tlabel\n1,5\t2\ta b\n3\t4\tb, c\n", "\t"),
        ("x|y\n1|2\n3|4\n", "|"),
        ("1 2 0\n3  4 1\n  5 6 1\n", " "),
        ("1, 2, 0\n3, 4, 1\n", ","),
    ],
)
def test_the_delimiter_is_found_out(text, delimiter):
    found = read_table(text)
    assert found.delimiter == delimiter
    assert found.rows == 2 + (delimiter == " ")
    assert all(found.is_numeric(column) for column in (0, 1))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("x,y\n1,2\n", ("x", "y")),
        ("# x , y\n1,2\n", ("x", "y")),
        (",y\n1,2\n", ("column 1", "y")),
        ("1,2\n3,4\n", ("column 1", "column 2")),
        ("1,a\n3,b\n", ("column 1", "column 2")),
        ("x,y\n1.5,2,3\n", ("x", "y", "column 3")),
        ("x,y\n1,2,3\n", ("column 1", "x", "y")),
    ],
)
def test_a_header_is_found_out(text, names):
    assert read_table(text).names == names


def test_a_header_can_be_stated():
    found = read_table("1,2\n3,4\n", has_header=True)
    assert found.names == ("1", "2")
    assert found.rows == 1
    assert read_table("x,y\n1,2\n", has_header=False).rows == 2


def test_rows_keep_the_numbers_of_their_lines():
    assert read_table("\n\nx,y\n\n1,2\n,\n3,4\n").lines == (5, 7)


@pytest.mark.parametrize(
    ("cell", "value"),
    [("1.5", 1.5), (" -2e3 ", -2000.0), ("1,5", 1.5), ("+.5", 0.5)],
)
def test_numbers_are_read_with_point_or_comma(cell, value):
    assert read_numbers([cell]).values[0] == value


@pytest.mark.parametrize("cell", ["", "a", "1_000", "nan", "inf", "1e301", "1,00", "1.2,3", "0x10", "--1"])
def test_what_is_no_number_is_none(cell):
    assert math.isnan(read_numbers([cell, "1.5"]).values[0])


@pytest.mark.parametrize(
    "content",
    [
        "x,y,label\n1,2,rot\n3,4,grün\n".encode(),
        "x,y,label\n1,2,rot\n3,4,grün\n".encode("utf-8-sig"),
        "x,y,label\n1,2,rot\n3,4,grün\n".encode("utf-16"),
        "x,y,label\n1,2,rot\n3,4,grün\n".encode("cp1252"),
        "x,y,label\r\n1,2,rot\r\n3,4,grün\r\n".encode(),
    ],
)
def test_usual_encodings_are_understood(content):
    assert read_table(content).words(2) == ["rot", "grün"]


def test_korean_words_are_understood():
    text = "x,y,종류\n1,2,사과\n3,4,배\n"
    assert read_table(text.encode("euc-kr")).words(2) == read_table(text.encode()).words(2) == ["사과", "배"]


def test_a_stray_quotation_mark_swallows_no_lines():
    found = read_table('x,y,l\n1,2,"a\n3,4,b\n5,6,c\n')
    assert found.words(2) == ["a", "b", "c"]


def test_quoted_cells_may_hold_the_delimiter():
    assert read_table('x,y,l\n1,2,"a, b"\n3,4,"c ""d"""\n').words(2) == ["a, b", 'c "d"']


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "nothing in this table"),
        (" \n\n,,\n", "nothing in this table"),
        (b"PK\x03\x04rest", "save the sheet as CSV"),
        (b"\x89PNG\r\n\0\0", "no text"),
    ],
)
def test_what_is_no_table_is_one_sentence(content, sentence):
    with pytest.raises(ExperimentError, match=sentence):
        read_table(content)


def test_there_is_a_highest_number_of_cells(monkeypatch):
    monkeypatch.setattr(room, "MAXIMUM_CELLS", 100)
    with pytest.raises(ExperimentError, match="150 cells, more than the 100"):
        read_table("1,2,3\n" * 50)
    with pytest.raises(ExperimentError, match="far more columns"):
        read_table("1" + ",1" * 20 + "\n1,2" * 30)


def test_there_is_a_highest_number_of_columns():
    assert read_table(",".join("1" * 1000)).columns == 1000
    with pytest.raises(ExperimentError, match="1,001 columns, more than the 1,000"):
        read_table(",".join("1" * 1001))


MUCH = 60_000
"""Rows of three cells, far more than the highest number set below."""


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("1,2,0\n" * MUCH, "180,000 cells, more than the 1,000 that can be read; shorten it"),
        ("|1|2|0|\n" * MUCH, "more than the 1,000"),
        ("\n\n" + "1;2;0\n\n" * MUCH, "more than the 1,000"),
        ("[" + "[1,2,0],\n" * MUCH + "[1,2,0]]", "more than the 1,000 cells"),
        ('{"points":[' + "[1,2,0]," * MUCH + "[1,2,0]]}", "more than the 1,000 cells"),
        ("[" + '{"x":1,"y":2,"c":"a,b"},' * MUCH + "{}]", "more than the 1,000 cells"),
        ('{"x":1,"y":2,"c":0}\n' * MUCH, "more than the 1,000 cells"),
        ("array([" + "[1. 2. 0.]\n" * MUCH + "])", "more than the 1,000 cells"),
        ("@attribute x\n@attribute y\n@data\n" + "1,2\n" * MUCH, "more than the 1,000 cells"),
        ("x\ty\nc\tc\n\tclass\n" + "1\t2\n" * MUCH, "more than the 1,000 cells"),
        ("C#x\tC#y\n" + "1\t2\n" * MUCH, "more than the 1,000 cells"),
        ("1 1:1 2:1\n" * MUCH, "more than the 1,000 cells"),
        ("1 900:1\n" * 20, "more than the 1,000 cells"),
        ("[" + ",".join(f'{{"a{k}":1}}' for k in range(500)) + "]", "more than the 1,000 cells"),
    ],
)
def test_too_much_is_refused_before_it_is_read(monkeypatch, text, sentence):
    """What is read takes many times the memory of the text: here no more of it is than can be kept."""
    monkeypatch.setattr(room, "MAXIMUM_CELLS", 1000)
    tracemalloc.start()
    try:
        with pytest.raises(room.TableTooLargeError, match=sentence):
            read_table(text)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 20 * len(text) + 2_000_000


def test_commas_in_words_are_no_cells(monkeypatch):
    monkeypatch.setattr(room, "MAXIMUM_CELLS", 100)
    rows = [{"x": k, "y": -k, "name": 'one, "two", three, four\\'} for k in range(30)]
    assert read_table(json.dumps(rows)).rows == 30


def test_rows_of_empty_cells_do_not_count(monkeypatch):
    monkeypatch.setattr(room, "MAXIMUM_CELLS", 100)
    assert read_table("1,2,3\n" * 20 + ",,\n" * 500).rows == 20


def test_a_long_cell_below_a_mark_is_no_fault():
    found = read_table("x#,y\n1," + "2" * 200_000 + "\n3,4\n")
    assert found.columns == 2
