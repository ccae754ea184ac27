"""Every reason and remark about files, links, tables, formulas and edits: what brings it about, word for word.

A sentence that is new has no line here; the last test tells it.
"""

from __future__ import annotations

import contextlib
import dataclasses
import io
import json
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import msgspec
import numpy as np
import pytest
from flow_cases import dense, experiment

from playground.app import branch_file, journal, limits
from playground.app.comparison import compared_over, kept_beside
from playground.app.recording import film as films
from playground.app.recording.mp4 import write_mp4
from playground.engine import edits
from playground.engine.datasets import DATASETS
from playground.engine.errors import ExperimentError, Note, require_known
from playground.engine.experiment import decode, from_builtins
from playground.engine.formula import FormulaError, parse, parse_expression
from playground.engine.training import ParameterEdit, TrainingRun
from playground.interop import loading, points_table, room, table, tfplayground
from playground.interop.lessons import read_lesson
from playground.interop.proposal import propose
from playground.interop.tfplayground import open_link
from playground.interop.tfplayground_export import write_link
from playground.ui.data.interop_texts import TEMPLATES

Trigger = Callable[[], object]


def rows(line: str, count: int = 30, head: str = "a,b,kind") -> str:
    made = (line.format(i=i, odd=i % 2, sq=i * i % 17, k=i % 7) for i in range(count))
    return "\n".join([head, *made]) + "\n"


GOOD = rows("{k}.5,{sq}.25,{odd}")
NUMBERS = rows("{k}.5,{sq}.25,{i}.125", head="a,b,c")


def link(rest: str) -> Trigger:
    return lambda: open_link(f"https://playground.tensorflow.org/#{rest}")


def read(text: str | bytes, **columns: object) -> Trigger:
    """A table that is proposed and opened, with some columns chosen."""

    def opened() -> object:
        proposed = propose(text, "t.csv")
        return (proposed.overruled(**columns) if columns else proposed).opened()

    return opened


def file(**parts: object) -> Trigger:
    return lambda: from_builtins({"format": "playground", "version": 1, **parts})


def data(**parts: object) -> Trigger:
    return file(data=parts)


def state(**parts: object) -> Trigger:
    """A trained run whose state says something else."""

    def brought_back() -> object:
        run = TrainingRun(experiment())
        run.take_steps(3)
        said = msgspec.structs.replace(run.state(), **parts)
        return TrainingRun(msgspec.structs.replace(run.experiment, run=said))

    return brought_back


def grown_curve() -> object:
    run = TrainingRun(experiment())
    run.train(2)
    raw = msgspec.to_builtins(run.state())
    raw["history"]["columns"]["epochs"] = [0.0, 2.0, 1.0]
    return TrainingRun(from_builtins({"format": "playground", "version": 1, "run": raw}))


def written(is_trained: bool = False, **parts: object) -> Trigger:
    return lambda: write_link(experiment(**parts), is_trained=is_trained)


def lesson(*steps: object, **head: object) -> Trigger:
    said = {
        "format": "playground-lesson",
        "version": 1,
        "id": "t",
        "title": {"en": "t"},
        "steps": steps,
        **head,
    }
    return lambda: read_lesson(json.dumps(said))


def parameter(layer: int, row: int, unit: int, value: float = 1.0, **parts: object) -> Trigger:
    return lambda: TrainingRun(experiment(**parts)).set_parameters([ParameterEdit(layer, row, unit, value)])


def beside(count: int) -> object:
    made = None
    for seed in range(count):
        made = kept_beside(made, experiment(network={"seed": seed}))
    return made


POINTS = [[0.0, 0.0, 0.0], [1.0, 1.0, 1.0]]
REGRESSION = {"dataset": "plane"}

ENGINE: list[tuple[str, Trigger]] = [
    ("1 numbers do not fit this network, which needs 25", state(parameters=(1.0,))),
    ("a number is not finite", state(parameters=(float("inf"),) * 25)),
    ("this is no order of the 250 training points; each stands there once", state(order=(0, 0))),
    ("99 is no step of an epoch that has 25", state(order=tuple(range(250)), position=99)),
    ("this is no state of the random generator", state(generator={"bit_generator": "other"})),
    ("each epoch must be later than the one before", grown_curve),
    ("there is no layer with id 9", parameter(9, 0, 0)),
    ("there is no layer with id 9", lambda: edits.with_units(experiment(), 9, 3)),
    ("layer 1 has no bias; switch it on first", parameter(1, -1, 0, network={"layers": dense(2, "tanh", bias=False)})),
    ("layer 1 has no parameter at input 7, unit 0", parameter(1, 7, 0)),
    ("inf is no finite number; a parameter needs one, such as 0.5", parameter(1, 0, 0, float("inf"))),
    ("a state does not fit its network", lambda: other_line()),
    ("a dropout layer has no units of its own",
        lambda: edits.with_units(experiment(network={"layers": [{"kind": "dropout", "id": 1}]}), 1, 3)),
    ("a point is made of three finite numbers", lambda: edits.add_points(experiment(), [(float("inf"), 0.0, 0)])),
    ("label 0.5 is no class; classes go from 0 to 7", lambda: edits.add_points(experiment(), [(0.0, 0.0, 0.5)])),
    ("200 units need 200 different ids", file(network={"layers": [{"kind": "dense", "units": 200, "unit_ids": [1]}]})),
    ("3 numbers do not fit this network, which has 25",
        lambda: TrainingRun(experiment(network={"initial_parameters": [1.0, 2.0, 3.0]}))),
    ("0 is below 1", file(network={"layers": [{"kind": "dense", "units": 0}]})),
    ("5 is above 1", data(noise=5)),
    ("0 must be above 0", file(training={"clip_norm": 0})),
    ("1 must be below 1", file(network={"layers": [{"kind": "dropout", "rate": 1}]})),
    ("0.5 is no whole number", file(training={"batch_size": 0.5})),
    ("'x' is no number", file(training={"learning_rate": "x"})),
    ("3 is no text", data(dataset=3)),
    ("3 is no true or false", file(training={"shuffle": 3})),
    ("3 is no list", file(network={"layers": 3})),
    ("3 is no object", file(data=3)),
    ("the field 'foo' is unknown", file(foo=1)),
    ("the field 'measure' is missing", lesson({"run": {"epochs": 3, "until": {}}})),
    ("[1, 2] must have length 3", data(dataset="custom", points=[[1, 2]])),
    ("'foo' is unknown", lambda: require_known("x", "foo", ())),
    ("'foo' is unknown; known: a, b", lambda: require_known("x", "foo", ("a", "b"))),
    ("label 9 is no class from 0 to 1", data(dataset="custom", points=[[0.0, 0.0, 9.0]])),
    ('this file is not a playground experiment ("format": "playground" is missing)', lambda: decode(b"{}")),
    ("7 is not a version this program can read (it reads 1)", lambda: decode(b'{"format": "playground", "version": 7}')),
    ("this is no JSON file (JSON is malformed: invalid character (byte 4))", lambda: decode(b"nonsense")),
    ('own points go with "dataset": "custom"', data(points=POINTS)),
    ("circle is a classification dataset, not regression", data(problem="regression")),
    ("circle has 2 classes, not 3", data(classes=3)),
    ("spiral has 2 to 4 classes, not 5", lambda: fewer_classes()),
    ("each feature may stand there once", file(network={"features": ["x1", "x1"]})),
    ("two layers have the same id", file(network={"layers": [{"kind": "dense", "units": 2, "id": 4}] * 2})),
    ("hinge does not go with regression data; choose one of squared_error, huber, absolute_error",
        file(data=REGRESSION, training={"loss": "hinge"})),
    ("batch_norm cannot normalise a batch of 1 point; choose 2 or more, or remove the batch_norm layer",
        file(network={"layers": [{"kind": "batch_norm"}]}, training={"batch_size": 1})),
]  # fmt: skip


def fewer_classes() -> object:
    """A dataset that has no more than four classes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(DATASETS, "spiral", dataclasses.replace(DATASETS["spiral"], maximum_classes=4))
        return experiment(data={"dataset": "spiral", "classes": 5})


def other_line() -> object:
    run = TrainingRun(experiment())
    run.train(1)
    line = run.line()
    other = experiment(network={"layers": dense(9, "tanh")})
    return TrainingRun.resumed(dataclasses.replace(line, experiment=other))


FORMULAS: list[tuple[str, Trigger]] = [
    ("write a formula in x1 and x2, such as x1*x2 or sin(2*x1)", lambda: parse(" ")),
    ("write an expression, such as f = (x + y) * z", lambda: parse_expression(" ")),
    ("'2' cannot stand left of the equals sign; put one name there", lambda: parse_expression("2 = x")),
    ("the formula is longer than 199 characters", lambda: parse("x1+" * 200)),
    ("the formula is nested too deeply; use fewer parentheses", lambda: parse("(" * 90 + "x1" + ")" * 90)),
    ("'$' cannot stand in a formula", lambda: parse("x1$")),
    ("'y' is unknown; use x1, x2, pi, e, sin, cos, tanh, exp, log, sqrt, abs, max and min", lambda: parse("y")),
    ("something is missing at the end", lambda: parse("x1*")),
    ("')' cannot stand here", lambda: parse("x1)")),
    ("a closing ) is missing", lambda: parse("sin(x1")),
    ("sin needs its argument in parentheses, such as sin(x1)", lambda: parse("sin x1")),
    ("sin needs one argument", lambda: parse("sin(x1, x2)")),
    ("max needs 2 to 8 arguments, separated by commas", lambda: parse("max(x1)")),
    ("1e999 is no number", lambda: parse("1e999")),
    ("the power 99 is too high; 64 is the highest", lambda: parse("x1^99")),
    ("'foo' is unknown; known: x1, x2, x1^2, x2^2, x1x2, sin_x1, sin_x2, cos_x1, cos_x2, or a formula such as \"=x1*x2\"",
        file(network={"features": ["foo"]})),
]  # fmt: skip

LINKS: list[tuple[str, Trigger]] = [
    ("Noise in the link: spelled otherwise than TensorFlow Playground does, so left out.", link("seed=0.5&Noise=10")),
    ("this is no TensorFlow Playground link; such a link looks like "
     "https://playground.tensorflow.org/#activation=tanh&networkShape=4,2", lambda: open_link("https://example.org/")),
    ("this is a shortened link (bit.ly); open it in a browser and copy the address that comes up",
        lambda: open_link("https://bit.ly/abc")),
    ("this is another site's playground (playground.example.org), no TensorFlow Playground link; such a link begins "
     "with https://playground.tensorflow.org/", lambda: open_link("https://playground.example.org/#seed=0.5")),
    ("percTrainData=0 is out of range; it goes from 1 to 100 percent", link("percTrainData=0")),
    ("xTimesY in the link: neither true nor false, so taken as false.", link("seed=0.5&xTimesY=maybe")),
    ("A noise of 90 is out of range; as in TensorFlow Playground it became 50.", link("seed=0.5&noise=90")),
    ("tutorial in the link: without effect, as in TensorFlow Playground.", link("seed=0.5&tutorial=x")),
    ("The link names no seed, so 0.12345 was drawn for it.", lambda: unseeded()),
    ("dataset=foo is unknown to TensorFlow Playground, which then takes circle; so it is here.",
        link("seed=0.5&dataset=foo")),
    ("the link's noise=abc is no number; correct it there and open it again", link("noise=abc")),
    ("batchSize=0.5 is no number of points; it is 1, 2, 3 ...", link("batchSize=0.5")),
    ("This run may differ from TensorFlow Playground's: 250 training points leave a smaller batch at the end of each "
     "epoch, which is a batch of its own here and carried over there.", link("seed=0.5&batchSize=7&percTrainData=50")),
    ("This run may differ from TensorFlow Playground's: with L1 a weight that crosses zero stops there and may leave "
     "again, while there it stays zero for good.", link("seed=0.5&regularization=L1&regularizationRate=0.1")),
    ("networkShape has 99 layers; at most 32 can be opened", link("networkShape=" + ",".join(["2"] * 99))),
    ("the link's networkShape has a layer that is not of 1 to 64 units; correct it there and open it again", link("networkShape=4,0")),
    ("learningRate and regularizationRate cannot be negative", link("learningRate=-1")),
]  # fmt: skip

TABLES: list[tuple[str, Trigger]] = [
    ("this file is no text; points come as CSV or TSV", read(b"\x00\x01\x02\xff\xfe\x00\x9f" * 50)),
    ("this is a spreadsheet or an archive, not text; save the sheet as CSV and open that", read(b"PK\x03\x04" + b"0" * 99)),
    ("there is nothing in this table; it needs rows of numbers", read(" \n")),
    ("the lists of this JSON are not of the same length; correct it", read('{"a": [1, 2], "b": [1, 2, 3]}')),
    ("this print leaves points out (...); print it whole, after np.set_printoptions(threshold=10**6)",
        read("[[1. 2.]\n [3. 4.]\n ...\n [5. 6.]\n [7. 8.]]")),
    ("these lines name column 99,999,999; at most 1,000 can be read", read("1 1:2 99999999:3\n0 1:3 2:4\n")),
    ("The file's text was read as CP949.", read(rows("{k}.5,{sq}.25,{odd}", head="가로,세로,kind").encode("cp949"))),
    ("Above the names of the columns, left out: line 1.", read("A title\n" + GOOD)),
    ("Line 1 was taken for the columns' names.", read(rows("{k}.5,{sq}.25,{odd}", head="2019,2020,2021"), has_header=True)),
    ("columns of numbers in this table: 0; points need two, and a label if there is one", read("a,b\nx,y\nz,w\n")),
    ("both axes show the same column; choose two different ones", read(GOOD, x1=0, x2=0)),
    ("the label is one of the axes' columns; choose another one", read(GOOD, x1=0, x2=1, label=0)),
    ("values need a column of their own; choose it as the label", read(GOOD, label=-1, problem="regression")),
    ("one axis alone needs values or classes over it; choose them as the label",
        read(GOOD, x1=0, x2=-1, label=-1, problem="classification")),
    ("there are no rows below the names of the columns", lambda: points_table.convert(table.read_table("a,b\n", has_header=True), points_table.Columns(0, 1, None))),
    ("no row can be used: row 2 has no number in column 1 ('x')", read("a,b\nx,1\ny,2\n", x1=0, x2=1)),
    ("c has 30 different labels, more than the 8 classes there can be; choose another column or read it as values",
        read(NUMBERS, label=2, problem="classification")),
    ("kind has 30 different labels, more than the 8 classes there can be; choose another column",
        read(rows("{k}.5,{sq}.25,n{i}"), label=2, problem="classification")),
    ("2 of 32 rows left out: row 32 has no number in column 1; row 33 has no number in column 1", read(GOOD + ",1,0\n,2,1\n")),
    ("4 of 34 rows left out: row 32 has no number in column 1; row 33 has no number in column 1; "
     "row 34 has no number in column 1; and 1 more", read(GOOD + ",1,0\n" * 4)),
    ("row 32 has no label", read(GOOD + "1,2,\n")),
    ("row 32 has 5 cells, not 3", read(GOOD + "1,2,1,4,5\n")),
    ("One class, written in several ways: yes, Yes.", read(rows("{k}.5,{sq}.25,yes") + "1,2,Yes\n2,1,no\n")),
    ("So few points are all for training; none is held out for the test.", read(rows("{k}.5,{sq}.25,{odd}", 9))),
    ("Two columns of numbers are points of one class here; b over a can be learned too: choose no second axis and b "
     "as the values.", read(rows("{k}.5,{sq}.25", head="a,b"))),
    ("There is no label column, so all points are of class 0.", read(NUMBERS, label=-1)),
    ("a from 0 to 290 is scaled to -5 to 5.", read(rows("{i}0,{sq}.25,{odd}"))),
    ("Classes: 0 = apple (15), 1 = pear (15).", lambda: read(GOOD.replace(",0\n", ",apple\n").replace(",1\n", ",pear\n"))()),
    ("Not used: note.", read(rows("{k}.5,{sq}.25,{odd},n{i}", head="a,b,kind,note"))),
    ("a: 1,234 was read as 1.234.", read(rows("1,234;{sq}.25;{odd}").replace("a,b,kind", "a;b;kind"))),
    ("there is no column 9; this table has 3", lambda: points_table.recognise(table.read_table(GOOD), x1=8)),
    ("there is no column foo; there are 1 a, 2 b, 3 kind", lambda: propose(GOOD, "t.csv").column("foo")),
    ("Read as points: a across, b up, kind is the label.", read(GOOD)),
    ("Read as points: a across, b up.", read(rows("{k}.5,{sq}.25", head="a,b"))),
    ("Read as values: b over a.", read(rows("{k}.5,{sq}.25", head="a,b"), x2=-1, label=1)),
]  # fmt: skip

LOST: list[tuple[str, Trigger]] = [
    ("what the network has learned so far: a link starts the run anew", written(is_trained=True)),
    ("the feature cos_x1: a link has no such input", written(network={"features": ["cos_x1"]})),
    ("the dropout layers: a link has dense layers only", written(network={"layers": [{"kind": "dropout"}]})),
    ("the size of the network: a link takes layers of up to 64 units", written(network={"layers": dense(65, "tanh")})),
    ("the activation relu: a link has one for all layers, here tanh",
        written(network={"layers": [*dense(2, "tanh"), *dense(2, "relu")]})),
    ("biases that are switched off: a link has them in every layer", written(network={"layers": dense(2, "tanh", bias=False)})),
    ("frozen layers: a link trains them all", written(network={"layers": dense(2, "tanh", frozen=True)})),
    ("regularization of single layers: a link has one for all",
        written(network={"layers": dense(2, "tanh", regularizer={"name": "l2", "rate": 0.1})})),
    ("elastic_net regularization: a link has L1 or L2", written(training={"regularizer": {"name": "elastic_net", "rate": 0.1}})),
    ("the loss cross_entropy: a link trains with squared error", written()),
    ("the optimizer adam: a link trains with plain SGD", written(training={"optimizer": {"name": "adam"}})),
    ("the learning rate's schedule: a link keeps one rate", written(training={"schedule": {"name": "cosine"}})),
    ("the limits on gradients and weights", written(training={"max_norm": 1.0})),
    ("the stop conditions", written(training={"stop": {"epochs": 3}})),
    ("shuffling: a link goes through the points in the same order in every epoch", written()),
    ("your own points: a link only names a dataset, here circle", written(data={"dataset": "custom", "points": POINTS})),
    ("the dataset moons: circle stands in for it", written(data={"dataset": "moons"})),
    ("these very points: TensorFlow Playground draws its own of the same kind", written()),
    ("the number of points: a link always has 500", written(data={"samples": 100})),
    ("more than two classes", written(data={"dataset": "spiral", "classes": 3})),
    ("label noise and class balance", written(data={"label_noise": 0.1})),
    ("noise above 80 %", written(data={"noise": 0.9})),
    ("the first weights: TensorFlow Playground draws its own", written()),
]  # fmt: skip


def unseeded() -> object:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tfplayground.entropy, "random", lambda: 0.12345)
        return open_link("https://playground.tensorflow.org/#noise=10")


def small(module: object, name: str, value: int, trigger: Trigger) -> Trigger:
    """With a bound that is quickly reached."""

    def tried() -> object:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(module, name, value)
            return trigger()

    return tried


def filmed() -> object:
    film = films.Film()
    try:
        film.offer(np.arange(64, dtype=np.uint32).reshape(8, 8), 0.0)
        return film.stop(1.0)
    finally:
        film.finish()
        film.close()


def without_av() -> object:
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "av", None)
        return list(write_mp4(films.Film.__new__(films.Film), io.BytesIO()))


def opened_file(make: Callable[[Path], Path]) -> Trigger:
    def tried() -> object:
        with tempfile.TemporaryDirectory() as folder:
            return loading.read_file(make(Path(folder)))

    return tried


def _fifo(folder: Path) -> Path:
    os.mkfifo(folder / "pipe")
    return folder / "pipe"


def _large(folder: Path) -> Path:
    (folder / "large").write_bytes(b"12345")
    return folder / "large"


def refused(error: OSError) -> Trigger:
    def tried() -> object:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Path, "is_dir", lambda _: (_ for _ in ()).throw(error))
            return loading.read_file("any")

    return tried


def empty_journal() -> object:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "work").write_bytes(b"")
        return journal.read(Path(folder) / "work")


PROGRAM: list[tuple[str, Trigger]] = [
    ("this text holds no branches; delete it to open the rest",
        lambda: branch_file.read(msgspec.structs.replace(experiment(), branches="nonsense"))),
    ("a comparison is over one field or two", lambda: compared_over(experiment(), {})),
    ("compare 2 to 12 runs, not 99; a sweep has more", lambda: compared_over(experiment(), {"network.seed": range(99)})),
    ("two of the runs would be the same", lambda: compared_over(experiment(), {"network.seed": [1, 1]})),
    ("12 runs stand there already; remove one first", lambda: beside(13)),
    ("no hidden layer has such a field; add a layer first",
        lambda: compared_over(experiment(network={"layers": []}), {"network.layers[*].units": [1, 2]})),
    ("a network with 250,248 weights is too large to be shown smoothly: the window takes up to 100,000, and the "
     "command playground train takes it as it is",
        lambda: limits.check_window(experiment(network={"layers": [*dense(1000, "tanh"), *dense(248, "tanh")]}))),
    ('this file is no lesson ("format": "playground-lesson" is missing)', lambda: read_lesson("{}")),
    ("this file holds no work that can be brought back", empty_journal),
    ("there is no step before the first", lesson({"text": {"en": "?"}, "continues": True})),
    ("this is a folder; choose a file in it", opened_file(lambda folder: folder)),
    ("there is no such file", opened_file(lambda folder: folder / "none")),
    ("this is no regular file; save it as one first", opened_file(_fifo)),
    ("this file is larger than 0 MB and was not opened", small(loading, "LARGEST_FILE", 4, opened_file(_large))),
    ("this file may not be read; check its permissions", refused(PermissionError())),
    ("this file cannot be read (Input/output error)", refused(OSError(5, "Input/output error"))),
    ("a recording may take 0 GB of the disk, not more", small(films, "LARGEST_FILM", 10, filmed)),
    ("MP4 needs the package av, GIF does not; pip install 'playground[video]' brings it", without_av),
    ("two variants have the same id", file(comparison={"variants": [{"id": 1}, {"id": 1}]})),
    ("there are 0 points; no more than 1 have room",
        small(edits, "MAXIMUM_POINTS", 1, lambda: edits.add_points(edits.clear_points(experiment()), [(0.0, 0.0, 0), (1.0, 1.0, 1)]))),
    ("The first 20 rows are used; 10 more are left out.", small(points_table, "MAXIMUM_POINTS", 20, read(GOOD))),
    ("this table has 93 cells, more than the 50 that can be read; shorten it", small(room, "MAXIMUM_CELLS", 50, read(GOOD))),
    ("this table has 4 columns, more than the 3 that can be read", small(room, "MAXIMUM_COLUMNS", 3, read(rows("{k},{k},{k},{k}", head="a,b,c,d")))),
    ("this table has more than the 50 cells that can be read",
        small(room, "MAXIMUM_CELLS", 50, read(json.dumps([[1, 2, 3]] * 30)))),
    ("a row of this table has far more columns than the others; correct it",
        small(room, "MAXIMUM_CELLS", 90, read(json.dumps([[1, 2]] * 30 + [[1] * 20])))),
]  # fmt: skip

ALL = [*ENGINE, *FORMULAS, *LINKS, *TABLES, *LOST, *PROGRAM]


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[Note]:
    """All notes that are made meanwhile."""
    made: list[Note] = []
    new = Note.__new__

    def remembered(cls: type[Note], template: str, **values: object) -> Note:
        note = new(cls, template, **values)
        made.append(note)
        return note

    monkeypatch.setattr(Note, "__new__", remembered)
    return made


def bring_about(trigger: Trigger) -> None:
    with contextlib.suppress(ExperimentError, FormulaError):
        trigger()


@pytest.mark.parametrize(("sentence", "trigger"), ALL, ids=[sentence[:50] for sentence, _ in ALL])
def test_it_is_said_word_for_word(said, sentence, trigger):
    bring_about(trigger)
    assert sentence in said


def test_every_sentence_has_a_line(said):
    for _, trigger in ALL:
        bring_about(trigger)
    wanted = "\n".join(sentence for sentence, _ in ALL)
    assert {note.template for note in said if note in wanted} >= set(TEMPLATES)


@pytest.mark.parametrize(
    "trigger",
    [read(GOOD, x1=0, x2=1, label=2), link("seed=0.5"), file(), lambda: parse("x1*x2")],
    ids=["table", "link", "file", "formula"],
)
def test_what_is_sound_hears_of_no_fault(said, trigger):
    bring_about(trigger)
    told = {note.partition(" ")[0] for note in said}
    assert told <= {"a", "b", "Read"}, said
