"""Tables as people have them open as whoever wrote them meant: `tables/`, each with its right answer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from playground.interop.loading import open_source

TABLES = Path(__file__).with_name("tables")
EXPECTED = json.loads((TABLES / "expected.json").read_text(encoding="utf-8"))


def test_every_table_has_an_answer():
    assert {path.name for path in TABLES.iterdir()} - {"expected.json"} == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_a_table_opens_as_it_was_meant_and_says_what_was_guessed(name):
    meant, opened = EXPECTED[name], open_source(TABLES / name)
    data = opened.experiment.data
    assert opened.notes[0].startswith("Read as ")
    if "axes" in meant:
        assert [axis.name for axis in data.axes] == meant["axes"]
    if "value" in meant:
        assert (data.problem, data.value_axis.name) == ("regression", meant["value"])
    elif isinstance(meant.get("classes"), int):
        assert len(data.class_names) == meant["classes"]
    elif "classes" in meant:
        assert sorted(data.class_names) == meant["classes"]
    assert len(data.points) == meant["points"]
    if "first" in meant:
        *place, label = meant["first"]
        found = [axis.offset + axis.scale * x for axis, x in zip(data.axes, data.points[0], strict=False)]
        assert found == pytest.approx(place)
        if "value" in meant:
            own = data.value_axis.offset + data.value_axis.scale * data.points[0][2]
            assert own == pytest.approx(label)
        elif label is not None:
            assert data.class_names[int(data.points[0][2])] == label
