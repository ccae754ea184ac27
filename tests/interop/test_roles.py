"""Which column is what, from all evidence together; and whatever shape the points are written in."""

from __future__ import annotations

import pytest

from playground.engine.errors import ExperimentError
from playground.interop.proposal import propose


def opened(text):
    return propose(text).opened()


def rows(*lines, times=1):
    return "\n".join((lines[0], *(lines[1:] * times))) + "\n"


@pytest.mark.parametrize(
    ("text", "axes", "classes"),
    [
        (rows("PassengerId,Survived,Pclass,Sex,Age", "1,0,3,m,22", "2,1,1,f,38", "3,1,3,f,26", "4,0,1,m,35"), ["Pclass", "Age"], ("0", "1")),
        (rows("customer_no,a,b,Bought", "901,1.5,2,0", "417,2.5,1,1", "233,1,1,0", "518,2,2,1"), ["a", "b"], ("0", "1")),
        (rows("x1,x2,y_pred,y_true", "1,2,0,1", "2,1,1,1", "3,3,0,0", "4,1,1,0"), ["x1", "x2"], ("0", "1")),
        (rows("x1,x2,y_true,y_pred", "1,2,0,1", "2,1,1,1", "3,3,0,0", "4,1,1,0"), ["x1", "x2"], ("0", "1")),
        (rows("0,0.5,0.2", "1,0.4,0.9", "0,0.1,0.2", "1,0.5,0.6"), ["column 2", "column 3"], ("0", "1")),
        (rows("1 5.1 0", "2 3.3 1", "3 4.4 0", "4 2.2 1"), ["column 1", "column 2"], ("0", "1")),
        (rows("x,y,is_cat,is_dog", "1.5,2,True,False", "2.5,1,False,True", "3,1,True,False"), ["x", "y"], ("is_cat", "is_dog")),
        (rows("x,y,label", "1,2,cat", "2,1,dog", "3,3,NA", "4,1,?", "4,1,null", "4,1,"), ["x", "y"], ("cat", "dog")),
        (rows("x,y,label", "1,2,007", "2,1,008", "3,3,007"), ["x", "y"], ("007", "008")),
        (rows("x,y,l", "1,2,12345678901234567890", "2,2,12345678901234567891", "3,2,12345678901234567890"), ["x", "y"], ("12345678901234567890", "12345678901234567891")),
        (rows("x,y,label,note", "1,2,0,", "2,1,1,", "3,3,0,odd", "4,1,1,"), ["x", "y"], ("0", "1")),
        (rows('"a" "b" "kind"', '"1" 5.1 1.4 "u"', '"2" 4.9 1.4 "v"', '"3" 4.7 1.3 "u"'), ["a", "b"], ("u", "v")),
        (rows("Table 1, by hand", "length,width,kind", "cm,cm,", "1.5,2,a", "3,4,b"), ["length (cm)", "width (cm)"], ("a", "b")),
        (rows("sepal,,petal,kind", "length,width,length,", "1,2,3,a", "2,3,4,b"), ["sepal length", "sepal width"], ("a", "b")),
        (rows("0,1,2", "1.5,2.5,0", "0.5,1.5,1", "2.5,1.5,0"), ["0", "1"], ("0", "1")),
        (rows("| x | y | kind |", "|---|:-:|---|", "| 1 | 2 | a |", "| 3 | 4 | b |"), ["x", "y"], ("a", "b")),
        ('"x\nlong","y\nlong",kind\n1,2,a\n3,4,b\n', ["x long", "y long"], ("a", "b")),
        ("x,y,l\n1,2,a\x85b\n3,4,c\u2028d\n", ["x", "y"], ("a\x85b", "c\u2028d")),
        ("% t\n@relation r\n@attribute 'a b' numeric\n@attribute w real\n@attribute class {u,v}\n@data\n1,2,u\n3,4,v\n", ["a b", "w"], ("u", "v")),
        ("a\tb\tiris\nc\tc\td\n\t\tclass\n1.5\t2\tu\n2.5\t3\tv\n", ["a", "b"], ("u", "v")),
        ("+1 1:0.5 2:1.5\n-1 1:0.25\n+1 2:3\n", ["x1", "x2"], ("-1", "+1")),
        ("[[ 1.  2.  0.]\n [ 2.  1.  1.]\n [ 3.  3.  0.]]", ["column 1", "column 2"], ("0", "1")),
        ("X = array([[1., 2.],\n       [3., 4.], [5., 6.]])\ny = array([0, 1, 0])", ["column 1", "column 2"], ("0", "1")),
        ("[[1,2,0],[2,1,1],[3.5,3,0]]", ["column 1", "column 2"], ("0", "1")),
        ('[{"x":1,"y":2,"label":"u"},{"x":3,"y":1,"label":"v"}]', ["x", "y"], ("u", "v")),
        ('{"x":1,"y":2,"label":"u"}\n{"x":3,"y":1,"label":"v"}\n', ["x", "y"], ("u", "v")),
        ('{"x":[1,2],"y":[2,3],"label":["u","v"]}', ["x", "y"], ("u", "v")),
    ],
)  # fmt: skip
def test_columns_are_taken_for_what_they_are(text, axes, classes):
    data = opened(text).experiment.data
    assert [axis.name for axis in data.axes] == axes
    assert data.class_names == classes


@pytest.mark.parametrize(
    "text",
    [
        "0,0,0.1\n0,1,0.3\n1,0,0.2\n1,1,0.7\n",
        "size,rooms,price\n50,2,100000\n70,3,150000\n90,3,200000\n120,4,250000\n",
    ],
)
def test_values_stay_values_however_few(text):
    assert opened(text).experiment.problem == "regression"


def test_spellings_of_one_class_are_one_and_told():
    result = opened("x,y,ok\n1,2,Yes\n2,3,yes\n4,5,No\n6,7,yes\n")
    assert result.experiment.data.class_names == ("No", "yes")
    assert "One class, written in several ways: yes, Yes." in result.notes


@pytest.mark.parametrize(("count", "share"), [(19, 1.0), (20, 0.5)])
def test_few_points_are_all_for_training_and_told(count, share):
    result = opened("x,y,label\n" + "".join(f"{i}.5,{i % 5},{i % 2}\n" for i in range(count)))
    assert result.experiment.data.train_fraction == share
    assert any("all for training" in note for note in result.notes) == (share == 1)


def test_a_row_with_too_many_cells_is_left_out_and_told():
    result = opened("x,y,l\n1,2,a\n3,4,b,c\n5,6,b\n")
    assert len(result.experiment.data.points) == 2
    assert any("row 3 has 4 cells, not 3" in note for note in result.notes)


def test_a_print_that_leaves_points_out_is_refused():
    with pytest.raises(ExperimentError, match="leaves points out"):
        opened("[[1. 2. 0.]\n ...\n [1. 2. 0.]]")


def test_a_broken_first_row_does_not_take_the_names_place():
    result = opened("x,y,label\n(1.5,2,a\n3,4,b\n5,6,a\n")
    assert [axis.name for axis in result.experiment.data.axes] == ["x", "y"]
    assert "1 of 3 rows left out: row 2 has no number in column 1 ('(1.5')" in result.notes
