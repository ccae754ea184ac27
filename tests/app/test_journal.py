"""The file that the work is kept in while the program runs: small to add to, whole at every byte."""

from __future__ import annotations

import errno
from dataclasses import replace
from itertools import pairwise

import pytest
from branching import RICH, new_data, plus, undo, whole

from playground.app import journal
from playground.app.journal import Journal, Own, own_file_of, read
from playground.app.packed_line import unpack
from playground.engine import edits
from playground.engine.errors import ExperimentError
from playground.engine.training import TrainingRun


def kept_of(driver):
    return driver.trainer.keep(driver.session.document.history).result(10)


def state_of(kept):
    """All that a Kept holds, to be compared."""
    lines = {branch: whole(TrainingRun.resumed(unpack(line))) for branch, line in kept.left.items()}
    present = whole(TrainingRun.resumed(kept.line))
    return kept.experiment, kept.branches, lines, kept.present, present, kept.history, kept.places


@pytest.fixture
def branched(open_session):
    driver = open_session(RICH)
    driver.wait(lambda: driver.session.snapshot is not None)
    driver.train(20)
    for act in (plus, type(driver.session).new_seed, new_data, type(driver.session).reset):
        act(driver.session)
        driver.train(4)
    return driver


def test_what_is_written_is_read_again_bit_for_bit(branched, tmp_path):
    path = tmp_path / "work.kept"
    kept, own = kept_of(branched), Own(tmp_path / "mine.json", None, is_edited=True)
    Journal(path).write(kept, own)
    found, found_own = read(path)
    assert state_of(found) == state_of(kept)
    assert found_own == own_file_of(path) == own


def test_any_mix_of_training_branches_and_undo_is_read_as_the_last_instant(branched, tmp_path):
    path = tmp_path / "work.kept"
    written = Journal(path)
    session = branched.session
    acts = (
        lambda: branched.train(3),
        lambda: plus(session),
        lambda: undo(branched),
        lambda: session.seek(2),
        lambda: branched.train(2),
        lambda: session.set_parameter(1, 0, 0, 0.5),
        lambda: session.go_to_branch(session.branches[0].id),
        lambda: branched.train(1),
    )
    for act in acts:
        act()
        branched.settle()
        kept = kept_of(branched)
        written.write(kept, Own())
        assert state_of(read(path)[0]) == state_of(kept)


def test_an_instant_costs_only_what_is_new(branched, tmp_path):
    path = tmp_path / "work.kept"
    written = Journal(path)
    branched.train(200)
    plus(branched.session)
    branched.settle()
    written.write(kept_of(branched), Own())
    first = path.stat().st_size
    branched.train(1)
    written.write(kept_of(branched), Own())
    assert path.stat().st_size - first < first / 4


def test_a_file_that_was_cut_off_anywhere_holds_the_last_whole_instant(branched, tmp_path):
    path = tmp_path / "work.kept"
    written = Journal(path)
    first = kept_of(branched)
    written.write(first, Own())
    size = path.stat().st_size
    branched.train(2)
    second = kept_of(branched)
    written.write(second, Own())
    content = path.read_bytes()
    for end in range(size, len(content), max(1, (len(content) - size) // 23)):
        path.write_bytes(content[:end])
        assert state_of(read(path)[0]) == state_of(first)
    broken = bytearray(content)
    broken[size + 40] ^= 1
    path.write_bytes(broken)
    assert state_of(read(path)[0]) == state_of(first)
    path.write_bytes(content)
    assert state_of(read(path)[0]) == state_of(second)


@pytest.mark.parametrize("content", [b"", b"{}", b"playground work 1\n", b"playground work 1\n" + bytes(99)])
def test_a_file_without_an_instant_is_one_sentence(content, tmp_path):
    path = tmp_path / "work.kept"
    path.write_bytes(content)
    with pytest.raises(ExperimentError, match="holds no work"):
        read(path)
    assert own_file_of(path) is None


def test_the_past_goes_before_it_is_much(branched, tmp_path, monkeypatch):
    monkeypatch.setattr(journal, "PAST", 0)
    path = tmp_path / "work.kept"
    written, sizes = Journal(path), []
    for _ in range(40):
        branched.train(1)
        written.write(kept_of(branched), Own())
        sizes.append(path.stat().st_size)
    assert any(later < size for size, later in pairwise(sizes))
    assert max(sizes) < 5 * sizes[0]
    assert state_of(read(path)[0]) == state_of(kept_of(branched))


def test_after_a_full_disk_all_is_written_anew(branched, tmp_path, monkeypatch):
    path = tmp_path / "work.kept"
    written = Journal(path)
    written.write(kept_of(branched), Own())
    before = state_of(read(path)[0])
    branched.train(1)

    def fail(_descriptor):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(journal.os, "fsync", fail)
    with pytest.raises(OSError, match="No space"):
        written.write(kept_of(branched), Own())
    monkeypatch.undo()
    kept = kept_of(branched)
    assert state_of(read(path)[0]) in (before, state_of(kept)), "what was there, or all that is new"
    branched.train(1)
    kept = kept_of(branched)
    written.write(kept, Own())
    assert state_of(read(path)[0]) == state_of(kept)


def test_points_of_the_users_own_stand_there_once(branched, tmp_path):
    path = tmp_path / "work.kept"
    points = tuple((i % 11 - 5.0, i % 7 - 3.0, float(i % 2)) for i in range(3000))
    session = branched.session
    session.edit(edits.with_data(session.experiment, dataset="custom", points=points), "Points")
    branched.settle()
    kept, written = kept_of(branched), Journal(path)
    written.write(kept, Own())
    first = path.stat().st_size
    written.write(replace(kept, trained=1), Own())
    assert path.stat().st_size - first < first / 2
    assert read(path)[0].experiment.data.points == points
