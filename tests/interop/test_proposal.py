"""The one door: what a content is taken for, what of it was guessed, and what can be overruled."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.engine import edits
from playground.engine.errors import ExperimentError
from playground.engine.experiment import Experiment, encode
from playground.interop.proposal import (
    NO_LABEL,
    ExperimentProposal,
    LinkProposal,
    Overrides,
    TableProposal,
    propose,
    propose_link,
)

TABLE = "width;height;kind\n" + "\n".join(f"{i};1,{i};{'pear' if i % 2 else 'apple'}" for i in range(9))
LINK = "https://playground.tensorflow.org/#seed=0.5&noise_hide=true"
XOR = edits.with_data(Experiment(), dataset="xor")


@pytest.mark.parametrize("content", [encode(XOR), encode(XOR).decode(), b"\xef\xbb\xbf" + encode(XOR)])
def test_an_experiments_text_is_an_experiment(content):
    assert propose(content, "any name") == ExperimentProposal("any name", XOR)


def test_a_link_is_an_experiment_with_hidden_controls():
    proposal = propose(f" {LINK}\n")
    assert isinstance(proposal, LinkProposal)
    assert proposal.opened().hidden_controls == {"noise"}
    assert proposal == propose_link(LINK)


def test_a_table_says_what_it_was_taken_for():
    proposal = propose(TABLE.encode("cp1252"), "fruit.csv")
    assert isinstance(proposal, TableProposal)
    table, columns = proposal.table, proposal.columns
    assert (proposal.name, table.delimiter, table.has_header, table.encoding) == (
        "fruit.csv",
        ";",
        True,
        "utf-8",
    )
    assert [table.names[column] for column in (columns.x1, columns.x2, columns.label)] == list(table.names)
    assert columns.problem == "classification"
    assert proposal.guess == "Read as points: width across, height up, kind is the label."
    assert len(proposal.imported.points) == 9
    assert len(proposal.sample(3).points) == 3


def test_a_table_gives_its_points_to_any_experiment_and_tells_the_guess_first():
    onto = edits.with_training(Experiment(), batch_size=3)
    opened = propose(TABLE).opened(onto)
    assert opened.experiment.training == onto.training
    assert opened.experiment.data.class_names == ("apple", "pear")
    assert opened.notes[0].startswith("Read as points")


@pytest.mark.parametrize(
    ("encoding", "found"), [("utf-8-sig", "utf-8"), ("utf-16", "utf-16"), ("cp1252", "cp1252")]
)
def test_the_encoding_is_told(encoding, found):
    assert propose("x,y,l\n1,2,grün\n3,4,b\n".encode(encoding)).table.encoding == found


def test_what_is_said_is_not_guessed():
    said = Overrides(delimiter=";", has_header=False, x1=1, x2=0, label=NO_LABEL)
    proposal = propose(TABLE, overrides=said)
    assert proposal.guess is None
    assert proposal.table.rows == 10
    assert (proposal.columns.x1, proposal.columns.x2, proposal.columns.label) == (1, 0, None)


def test_a_table_can_be_overruled_step_by_step():
    proposal = propose("a,b,c,kind\n" + "\n".join(f"{i},{-i},{i % 5},k{i % 3}" for i in range(12)))
    assert proposal.overruled(x2=0).columns.x1 == 1
    same = proposal.overruled(x1=0, x2=0)
    assert same.imported is None
    assert "both axes show the same column" in str(same.refusal)
    with pytest.raises(ExperimentError, match="both axes"):
        same.opened()
    values = same.overruled(x2=2, label=1)
    assert values.columns.problem == "regression"
    assert values.opened().experiment.problem == "regression"
    headless = values.overruled(has_header=False)
    assert headless.table.rows == 13
    assert headless.columns.label == 3, "another layout makes other columns"
    assert proposal == proposal.overruled()


def test_a_table_without_points_can_still_be_looked_at():
    proposal = propose("a;b\nx;y\n")
    assert proposal.columns is None
    assert proposal.guess is None
    assert "columns of numbers in this table: 0" in str(proposal.refusal)
    assert proposal.sample(10).points == ()
    with pytest.raises(ExperimentError, match="columns of numbers in this table: 0"):
        proposal.opened()


def test_two_equal_contents_are_the_same_proposal():
    assert propose(TABLE, "a") == propose(TABLE, "a")
    assert propose(TABLE, "a") != propose(TABLE, "b")


CONTENTS = st.one_of(
    st.text(max_size=80),
    st.binary(max_size=80),
    st.text(alphabet='{}[]":,;\t\n 0123456789.-e#=&xy%label', max_size=120),
    st.text(max_size=40).map(lambda text: "#" + text),
    st.text(max_size=40).map(lambda text: "{" + text),
)


@given(CONTENTS, st.sampled_from(["", "a.csv", "a.json", "\ud800"]))
def test_any_content_is_proposed_or_refused_in_one_sentence(content, name):
    try:
        proposal = propose(content, name)
    except ExperimentError as error:
        assert 0 < len(str(error)) < 400
    else:
        assert proposal.name in (name, "")


@given(
    st.builds(
        Overrides,
        delimiter=st.sampled_from([None, ",", ";", " ", "\t", "|"]),
        has_header=st.sampled_from([None, True, False]),
        x1=st.none() | st.integers(-2, 4),
        x2=st.none() | st.integers(-2, 4),
        label=st.none() | st.integers(-2, 4),
        problem=st.sampled_from([None, "classification", "regression"]),
    )
)
def test_whatever_is_said_of_a_table_gives_points_or_a_sentence(said):
    proposal = propose(TABLE, overrides=said)
    assert (proposal.imported is None) == (proposal.refusal is not None)
    if proposal.imported is not None:
        assert len(proposal.opened().experiment.data.points) in range(1, 11)


def test_a_column_is_named_by_its_name_a_part_of_it_or_its_number_from_1():
    table = propose("height,weight,kind\n1,2,a\n3,4,b\n5,1,a", "t.csv")
    said = {" Height ": 0, "wei": 1, "ind": 2, "1": 0, "3": 2}
    assert {one: table.column(one) for one in said} == said
    for unclear in ("0", "4", "-1", "ght", "i", "", "width"):
        with pytest.raises(ExperimentError, match=r"there are 1 height, 2 weight, 3 kind"):
            table.column(unclear)
