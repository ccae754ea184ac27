"""Open and save: whole files or nothing, and one sentence for whatever cannot be opened."""

from __future__ import annotations

import os
import stat

import pytest

from playground import Experiment, TrainingRun, load, save
from playground.engine import edits
from playground.engine.errors import ExperimentError
from playground.engine.experiment import Training
from playground.interop import loading
from playground.interop.carried import as_line, gif_comment
from playground.interop.loading import open_source, propose_source, write_whole
from playground.interop.proposal import Overrides, TableProposal

LINK = "https://playground.tensorflow.org/#seed=0.5&playButton_hide=true"


def test_a_saved_experiment_opens_as_the_same(tmp_path):
    experiment = edits.with_data(Experiment(), dataset="spiral", classes=3)
    save(experiment, tmp_path / "spiral.json")
    assert load(tmp_path / "spiral.json") == experiment
    assert [path.name for path in tmp_path.iterdir()] == ["spiral.json"]


def test_a_trained_run_opens_where_it_was(tmp_path):
    run = TrainingRun(Experiment())
    run.train(epochs=3)
    from msgspec.structs import replace

    save(replace(run.experiment, run=run.state()), tmp_path / "run.json")
    again = TrainingRun(load(tmp_path / "run.json"))
    assert again.epoch == 3
    assert again.network.parameters.tobytes() == run.network.parameters.tobytes()


def test_a_csv_is_an_experiment(tmp_path):
    path = tmp_path / "points.csv"
    path.write_text("x,y,label\n" + "".join(f"{i % 7 - 3},{i % 5 - 2},{int(i % 7 > 3)}\n" for i in range(60)))
    assert isinstance(propose_source(path), TableProposal)
    run = TrainingRun(load(path))
    run.train(epochs=60)
    assert run.metrics()["train"]["accuracy"] > 0.9


def test_a_file_can_be_read_otherwise_than_it_would_be(tmp_path):
    path = tmp_path / "points.csv"
    path.write_text("a,b,c\n" + "".join(f"{i % 7},{i % 5},{i % 2}\n" for i in range(60)))
    assert [axis.name for axis in load(path).data.axes] == ["a", "b"]
    otherwise = propose_source(path, Overrides(x1=2, x2=1, label=0)).opened().experiment
    assert [axis.name for axis in otherwise.data.axes] == ["c", "b"]
    assert otherwise.data.class_names == tuple("0123456")


def test_a_link_is_an_experiment():
    opened = open_source(LINK)
    assert opened.hidden_controls == {"playButton"}
    assert load(LINK) == opened.experiment


def test_a_file_whose_name_looks_like_a_link_is_a_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    save(Experiment(), "#seed=1")
    assert load("#seed=1") == Experiment()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.json", b"", "this is no JSON file"),
        ("a.json", b'{"format": "playground", "versi', "this is no JSON file"),
        ("a.json", b"{}", "not a playground experiment"),
        ("a.json", b'{"format": "playground", "version": 2}', "version: 2 is not a version"),
        ("a.json", b'{"format": "playground", "version": 1, "x": 1}', "the field 'x' is unknown"),
        ("a.txt", b'{"format": "other"}', "not a playground experiment"),
        ("a.csv", b"", "nothing in this table"),
        ("a.csv", b"hello", "columns of numbers in this table: 0"),
        ("a.xlsx", b"PK\x03\x04", "save the sheet as CSV"),
        ("a.png", b"\x89PNG\0", "no text"),
    ],
)
def test_a_broken_file_is_one_sentence(tmp_path, name, content, sentence):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(ExperimentError, match=sentence):
        load(path)


def test_a_file_that_is_not_there_or_no_file_is_one_sentence(tmp_path):
    with pytest.raises(ExperimentError, match="there is no such file"):
        load(tmp_path / "nothing.json")
    with pytest.raises(ExperimentError, match="this is a folder"):
        load(tmp_path)
    with pytest.raises(ExperimentError, match="file"):
        load("a\0b")
    with pytest.raises(ExperimentError, match="cannot be read"):
        load("x" * 5000)


def test_a_file_that_is_too_large_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr(loading, "LARGEST_FILE", 10)
    path = tmp_path / "big.csv"
    path.write_text("1,2,3\n" * 10)
    with pytest.raises(ExperimentError, match="larger than"):
        load(path)


def test_a_failed_save_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    path = tmp_path / "a.json"
    save(Experiment(), path)
    before = path.read_bytes()

    def full_disk(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(OSError, match="No space left"):
        save(edits.with_data(Experiment(), seed=99), path)
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["a.json"]


def test_saving_keeps_permissions_and_follows_links(tmp_path):
    real = tmp_path / "real.json"
    real.write_text("old")
    real.chmod(0o640)
    link = tmp_path / "link.json"
    link.symlink_to(real)
    write_whole(link, b"new")
    assert link.is_symlink()
    assert real.read_bytes() == b"new"
    assert stat.S_IMODE(real.stat().st_mode) == 0o640


def test_a_folder_that_is_not_there_cannot_be_saved_to(tmp_path):
    with pytest.raises(OSError, match="No such file"):
        save(Experiment(), tmp_path / "nowhere" / "a.json")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes with a name")
def test_what_may_never_end_is_not_read(tmp_path):
    pipe, endless = tmp_path / "pipe.json", tmp_path / "endless.json"
    os.mkfifo(pipe)
    endless.symlink_to("/dev/zero")
    for path in (pipe, endless):
        with pytest.raises(ExperimentError, match="no regular file"):
            load(path)


def test_an_experiments_own_ending_opens(tmp_path):
    path = tmp_path / "x.playground"
    save(Experiment(), path)
    assert load(path) == Experiment()


@pytest.mark.parametrize("place", ["before", "after"])
def test_a_film_of_any_size_gives_its_experiment(tmp_path, monkeypatch, place):
    experiment = Experiment(training=Training(learning_rate=0.25))
    path, frames = tmp_path / "film", bytes(50_000)
    if place == "before":
        path.write_bytes(b"GIF89a" + bytes(7) + gif_comment(as_line(experiment)) + frames)
    else:
        text = as_line(experiment).encode()
        head = (16 + len(text)).to_bytes(4, "big") + b"data" + bytes([0, 0, 0, 1]) + bytes(4)
        path.write_bytes(bytes(4) + b"ftyp" + frames + head + text)
    monkeypatch.setattr(loading, "LARGEST_FILE", 20_000)
    assert load(path).training.learning_rate == 0.25
    path.write_bytes(b"x1,x2\n" + frames)
    with pytest.raises(ExperimentError, match="larger than"):
        load(path)
