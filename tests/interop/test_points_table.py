"""Points from tables and back: columns recognised, labels understood, scales recorded, bad rows told."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from playground.engine import edits
from playground.engine.datasets import DATASETS
from playground.engine.errors import ExperimentError
from playground.engine.experiment import Experiment
from playground.engine.training import TrainingRun
from playground.interop import points_table
from playground.interop.csv_export import points_as_csv
from playground.interop.points_table import NO_LABEL, Columns, convert, recognise
from playground.interop.proposal import propose
from playground.interop.table import read_table


def imported(text, columns=None):
    table = read_table(text)
    return convert(table, columns or recognise(table))


def rows(count, line):
    return "\n".join(line.format(i=i, sq=i * i % 17) for i in range(count))


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        ("x,y,label", Columns(0, 1, 2)),
        ("label,x,y", Columns(1, 2, 0)),
        ("x1,x2,y", Columns(0, 1, 2)),
        ("x,y,z", Columns(0, 1, 2)),
        ("a,class,b", Columns(0, 2, 1)),
    ],
)
def test_columns_are_recognised_by_name(header, columns):
    assert recognise(read_table(f"{header}\n0,1,1\n1,0,0\n1,1,0\n0,0,1")) == columns


def test_given_columns_are_taken_and_the_others_found_out():
    table = read_table("a,b,c,kind\n" + rows(12, "{i},1.{sq},{sq},k"))
    assert recognise(table) == Columns(0, 1, 3)
    assert recognise(table, x1=1) == Columns(1, 0, 3)
    assert recognise(table, label=0) == Columns(1, 2, 0, "regression")
    assert recognise(table, x1=2, x2=0) == Columns(2, 0, 3)
    assert recognise(table, label=NO_LABEL) == Columns(0, 1, None)
    assert recognise(table, label=2, problem="classification").problem == "classification"


@pytest.mark.parametrize("given", [{"x1": 3}, {"label": 3}, {"x2": -2}, {"label": -2}])
def test_a_given_column_must_exist(given):
    with pytest.raises(ExperimentError, match=r"there is no column .*; this table has 3"):
        recognise(read_table("1,2,0\n3,4,1\n"), **given)


def test_a_column_that_tells_the_split_is_no_label():
    text = "x,y,value,split\n" + rows(30, "{i},{sq},0.{i},train") + "\n1,1,0.5,test"
    assert recognise(read_table(text)) == Columns(0, 1, 2, "regression")


def test_a_column_that_only_counts_the_rows_is_passed_over():
    table = read_table("id,width,height,kind\n" + rows(9, "{i},1.{i},{sq},k{i}"))
    assert recognise(table) == Columns(1, 2, None)


def test_words_are_the_label_where_nothing_is_named():
    result = imported("1,2,pear\n3,4,apple\n5,1,pear")
    assert result.class_names == ("apple", "pear")
    assert result.points[:, 2].tolist() == [1, 0, 1]
    assert result.classes == 2


def test_two_columns_are_points_of_one_class():
    result = imported("1,2\n3,4")
    assert result.points[:, 2].tolist() == [0, 0]
    assert "Two columns of numbers are points of one class" in " ".join(result.notes)


def test_whole_numbers_are_classes_in_their_order():
    result = imported("x,y,label\n1,2,1\n3,4,-1\n5,6,1")
    assert result.problem == "classification"
    assert result.class_names == ("-1", "1")
    assert result.points[:, 2].tolist() == [1, 0, 1]


def test_many_or_broken_numbers_are_values():
    result = imported("x,y,value\n1,2,0.5\n3,4,-0.25\n5,6,1")
    assert result.problem == "regression"
    assert result.points[:, 2].tolist() == [0.5, -0.25, 1]
    assert result.value_axis.scale == 1
    assert imported("x,y,value\n" + rows(20, "{i},{sq},{i}")).problem == "regression"


def test_large_values_are_scaled_and_the_scale_is_recorded():
    result = imported("x,y,price\n1,2,100.5\n3,4,300\n5,6,200")
    axis = result.value_axis
    assert result.points[:, 2].min() == -1
    assert result.points[:, 2].max() == 1
    assert (axis.offset + axis.scale * result.points[:, 2]).tolist() == [100.5, 300, 200]
    assert "price from 100.5 to 300 is scaled to -1 to 1." in result.notes


def test_the_plane_is_scaled_to_the_data_and_says_so():
    result = imported("year,rate,label\n1990,0.001,a\n2020,0.003,b\n2005,0.002,a")
    assert np.abs(result.points[:, :2]).max(axis=0) == pytest.approx([5, 5])
    years = result.axes[0].offset + result.axes[0].scale * result.points[:, 0]
    assert years == pytest.approx([1990, 2020, 2005])
    assert result.axes[0].name == "year"
    assert "year from 1990 to 2020 is scaled to -5 to 5." in result.notes


def test_data_that_fit_the_plane_stay_as_they_are():
    result = imported("x,y,label\n-5.5,2,0\n3,4,1")
    assert result.points[:, :2].tolist() == [[-5.5, 2], [3, 4]]
    assert (result.axes[0].offset, result.axes[0].scale) == (0, 1)


def test_bad_rows_are_counted_and_told():
    result = imported("x,y,label\n1,2,a\n3,x,b\n4,5,\n7\n1,1,b\n1e999,2,a\n" + "2,2,a\n" * 5)
    assert len(result.points) == 7
    assert result.notes[0] == (
        "4 of 11 rows left out: row 3 has no number in column 2 ('x'); row 4 has no label; "
        "row 5 has no number in column 2; and 1 more"
    )


def test_rows_beyond_the_limit_are_told(monkeypatch):
    monkeypatch.setattr(points_table, "MAXIMUM_POINTS", 4)
    result = imported("x,y,label\n" + "1,2,a\n" * 6)
    assert len(result.points) == 4
    assert "The first 4 rows are used; 2 more are left out." in result.notes


@pytest.mark.parametrize(
    ("text", "columns", "sentence"),
    [
        ("hello\nworld", None, "columns of numbers in this table: 0"),
        ("x,l\n1,a\n2,b", None, "columns of numbers in this table: 1;"),
        ("x,y\n", None, "columns of numbers in this table: 0"),
        ("x,y,l\n1,2,a", Columns(0, 0, 2), "both axes show the same column"),
        ("x,y,l\n1,2,a", Columns(0, 1, 1), "the label is one of the axes"),
        ("x,y,l\n1,2,a", Columns(0, 1, None, "regression"), "values need a column"),
        ("x,y,l\na,2,a\nb,3,b", Columns(0, 1, 2), "no row can be used: row 2 has no number in column 1"),
        ("x,y,l\n1,2,a", Columns(0, 1, 2, "regression"), "no row can be used: row 2 has no label"),
        ("x,y,l\n" + rows(9, "{i},1,w{i}"), Columns(0, 1, 2), "9 different labels, more than the 8"),
        ("x,y,l\n" + rows(9, "{i},1,{i}"), Columns(0, 1, 2), "or read it as values"),
    ],
)
def test_columns_that_cannot_be_used_are_one_sentence(text, columns, sentence):
    with pytest.raises(ExperimentError, match=sentence):
        imported(text, columns)


@pytest.mark.parametrize("dataset", DATASETS)
def test_exported_points_come_back_as_they_were(dataset):
    before = edits.with_data(Experiment(), dataset=dataset, samples=60)
    after = propose(points_as_csv(TrainingRun(before))).opened().experiment
    own = edits.with_own_points(before).data
    assert after.data.problem == before.data.problem
    assert np.allclose(after.data.points, own.points, rtol=1e-12)


def test_exported_points_are_in_the_datas_own_units_and_words():
    text = "year,rate,kind\n1990,0.001,pear\n2020,0.003,apple\n"
    exported = points_as_csv(TrainingRun(propose(text).opened().experiment)).decode()
    assert exported.splitlines()[0] == "year,rate,label,split"
    first = exported.splitlines()[1].split(",")
    assert [float(first[0]), float(first[1])] == pytest.approx([1990, 0.001])
    assert first[2] == "pear"


def test_one_hot_columns_are_one_label_though_a_row_leaves_them_empty():
    rows = "1,2,1,0,0\n3,4,0,1,0\n5,6,,,\n7,8,0,0,1\n9,1,1,0,0"
    table = read_table(f"x1,x2,kind_a,kind_b,kind_c\n{rows}")
    assert table.members == (2, 3, 4)
    imported = convert(table, recognise(table))
    assert (imported.class_names, len(imported.points)) == (("kind_a", "kind_b", "kind_c"), 4)
    assert "row 4 has no label" in str(imported.notes)
    none_on = read_table(f"x1,x2,kind_a,kind_b,kind_c\n{rows.replace('5,6,,,', '5,6,0,0,0')}")
    assert none_on.members == ()


def test_an_import_replaces_only_the_data():
    onto = edits.with_network(edits.with_training(Experiment(), batch_size=3), features=("x1",))
    opened = propose("1,2,0.5\n3,4,0.25\n1,1,0.75").opened(onto)
    assert opened.experiment.network.features == ("x1",)
    assert opened.experiment.training.batch_size == 3
    assert opened.experiment.loss == "squared_error"


_cells = st.one_of(
    st.floats(width=32).map(str),
    st.integers(-9, 9).map(str),
    st.sampled_from(
        ["", "a", "b", "x", "nan", '"', "1,5", "1e300", "-1e300", "5e-324", "label", "#", "='1'"]
    ),
    st.text(max_size=6),
)
_tables = st.tuples(
    st.lists(st.lists(_cells, max_size=5), max_size=8), st.sampled_from([",", ";", "\t", " ", "|"])
).map(lambda made: "\n".join(made[1].join(row) for row in made[0]))


@given(st.one_of(_tables, st.text(max_size=80), st.binary(max_size=80)))
@example("1e300,-1e300,1\n-1e300,1e300,0")
@example("5e-324,0,1\n0,5e-324,0")
@example("1,2,0\n1,2,1")
def test_any_text_is_points_or_gets_its_sentence(content):
    try:
        experiment = propose(content).opened().experiment
    except ExperimentError as error:
        assert 0 < len(str(error)) < 400
    else:
        assert np.isfinite(experiment.data.points).all()
        assert points_as_csv(TrainingRun(experiment))
