"""A disk without room: every file is written whole or stays as it was, and one sentence says so."""

from __future__ import annotations

import errno
import os
import subprocess
import sys

import pytest
from PySide6.QtGui import QImage

from playground.engine.experiment import Experiment
from playground.interop.loading import save
from playground.tools.recording import Recording

ROOM = "256k"
FILES = {
    "render": ("old.png", ["--epochs", "1", "--size", "4000"]),
    "export": ("old.py", ["--epochs", "1", "--to", "numpy"]),
    "train": ("old.json", ["--epochs", "1", "--save"]),
}


@pytest.fixture
def full(tmp_path):
    """A small disk that holds four old files and has no room left for a fifth."""
    folder = tmp_path / "full"
    folder.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip("only root mounts a disk")
    for name in ("old.png", "old.py", "old.json", "playground-demo.png"):
        (folder / name).write_text("old")
    with (folder / "filler").open("wb", buffering=0) as filler:
        try:
            while filler.write(bytes(4096)):
                pass
        except OSError:
            pass
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.mark.skipif(not sys.platform.startswith("linux") or os.geteuid() != 0, reason="only root mounts")
@pytest.mark.parametrize("name", FILES)
def test_a_command_leaves_the_old_file_and_says_why(name, full, tmp_path, command):
    source = tmp_path / "source.json"
    save(Experiment(), source)
    file, options = FILES[name]
    target = full / file
    parts = [*options, target] if name == "train" else [target, *options]
    before = sorted(path.name for path in full.iterdir())
    code, _, told = command(name, source, *parts)
    assert code == 2
    assert told.strip().splitlines()[-1] == f"{target}: No space left on device"
    assert target.read_text() == "old"
    assert sorted(path.name for path in full.iterdir()) == before


def test_the_demonstration_without_room_is_one_sentence(command, tmp_path, monkeypatch):
    def fail(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("playground.tools.demo.record", fail)
    code, _, told = command("demo", "--out", tmp_path)
    assert (code, told.strip()) == (2, f"{tmp_path}: No space left on device")
    assert not [*tmp_path.iterdir()]


def test_a_demonstration_that_cannot_be_written_leaves_the_old_film(tmp_path, qapp, monkeypatch):
    film = tmp_path / "film.gif"
    film.write_bytes(b"old")
    recording = Recording(40, 10)
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(0)
    recording.add(image)

    def fail(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("playground.interop.loading.os.fsync", fail)
    with pytest.raises(OSError, match="No space"):
        recording.save(film)
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"old"]
