"""A file that somebody else changed is not written over without a word."""

from __future__ import annotations

import os

import pytest

from playground.engine import edits
from playground.engine.experiment import Experiment
from playground.interop.loading import load, save


@pytest.fixture
def saved(driver):
    """Save, at once or as soon as the trainer answers."""

    def save_and_wait(*path):
        assert driver.session.save(*path)
        driver.wait(lambda: not driver.session.document.is_modified and not driver.session.busy)

    return save_and_wait


@pytest.fixture
def mine(driver, tmp_path):
    """A session whose work is saved in a file and changed since; what it told of that file."""
    path = tmp_path / "mine.json"
    assert driver.session.save(path)
    driver.wait(lambda: driver.session.document.path == path)
    rate(driver.session, 0.11)
    told = []
    driver.session.changed_on_disk.connect(told.append)
    return driver.session, path, told


def rate(session, value):
    session.edit(edits.with_training(session.experiment, learning_rate=value), "Rate")


def others(path):
    save(edits.with_training(Experiment(), learning_rate=0.99), path)


def test_another_programs_work_stays_until_the_user_chose(mine, saved):
    session, path, told = mine
    others(path)
    assert not session.save()
    assert told == [path]
    assert load(path).training.learning_rate == 0.99
    assert session.document.is_modified
    saved(path)  # to overwrite it is the user's word
    assert load(path).training.learning_rate == 0.11
    rate(session, 0.12)
    saved()
    assert told == [path]


def test_a_change_of_as_many_bytes_at_the_same_time_is_seen(mine):
    session, path, told = mine
    before = path.stat()
    content = path.read_bytes()
    path.write_bytes(content.replace(b"0.03", b"0.04", 1))
    assert path.stat().st_size == before.st_size
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns + 1))
    assert not session.save()
    assert told


def test_a_file_that_was_only_touched_or_is_gone_is_written(mine, saved):
    session, path, told = mine
    os.utime(path)
    saved()
    path.unlink()
    rate(session, 0.13)
    saved()
    assert not told
    assert load(path).training.learning_rate == 0.13


def test_reading_it_again_keeps_the_work_to_be_brought_back(mine):
    session, path, _ = mine
    others(path)
    assert not session.save()
    assert session.open(path)
    assert session.experiment.training.learning_rate == 0.99
    assert session.perform("bring_back")
    assert session.experiment.training.learning_rate == 0.11
    assert not session.save(), "the file still has what this work never saw"
    assert load(path).training.learning_rate == 0.99


def test_of_two_windows_the_second_one_asks(open_session, tmp_path):
    path = tmp_path / "both.json"
    save(Experiment(), path)
    first, second = open_session(), open_session()
    told = []
    second.session.changed_on_disk.connect(told.append)
    for number, driver in enumerate((first, second)):
        driver.session.open(path)
        rate(driver.session, 0.21 + number)
    assert first.session.save()
    first.wait(lambda: not first.session.document.is_modified)
    assert not second.session.save()
    assert told == [path]
    assert load(path).training.learning_rate == 0.21
