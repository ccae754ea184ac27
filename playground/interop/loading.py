"""From the disk and to it: what is opened is read and proposed, what is saved is whole or not there."""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from playground.engine.errors import ExperimentError, Note
from playground.engine.experiment import Experiment, encode
from playground.interop.carried import is_film
from playground.interop.opened import Opened
from playground.interop.proposal import Overrides, Proposal, propose, propose_link
from playground.interop.tfplayground import looks_like_link

LARGEST_FILE = 128 * 2**20
"""Bytes; a bigger file is refused before it is read."""


def load(source: str | os.PathLike[str]) -> Experiment:
    """The Experiment of a file (ours, or CSV / TSV points) or of a TensorFlow Playground link.

    Raises ExperimentError with one sentence for whatever cannot be opened.
    """
    return open_source(source).experiment


def open_source(source: str | os.PathLike[str]) -> Opened:
    """Like ``load``, with hidden controls and the notes on what was guessed, left out or may differ."""
    return propose_source(source).opened()


def propose_source(source: str | os.PathLike[str], overrides: Overrides | None = None) -> Proposal:
    """What a file or link is (see ``propose``); a text that is both is the file.

    Raises ExperimentError with one sentence for whatever cannot be opened.
    """
    text = os.fspath(source)
    if looks_like_link(text) and not _is_file(text):
        return propose_link(text)
    return propose(read_file(text), Path(text).name, overrides or Overrides())


@dataclass(frozen=True)
class Stamp:
    """How a file was when it was read or written: time of change (ns), number on disk, and its bytes."""

    modified: int
    number: int
    size: int
    digest: bytes

    def still_holds(self, path: Path) -> bool:
        """Whether the file is as it was, or gone: then there is nothing to write over."""
        try:
            found = path.stat()
        except FileNotFoundError:
            return True
        except OSError:
            return False
        if (found.st_mtime_ns, found.st_ino, found.st_size) == (self.modified, self.number, self.size):
            return True
        if found.st_size != self.size:
            return False
        now = stamp_of(path)
        return now is not None and now.digest == self.digest


def stamp_of(source: str | os.PathLike[str]) -> Stamp | None:
    """The stamp of a file as it is now; None for what is no file that can be read."""
    if not _is_file(os.fspath(source)):
        return None
    try:
        found = Path(source).stat()
        return _stamp(found, read_file(source))
    except (ExperimentError, OSError):
        return None


def save(experiment: Experiment, path: str | os.PathLike[str]) -> Stamp:
    """Write the experiment's file whole or not at all: the old file stays until the new one is on disk.

    Raises OSError where it cannot be written.
    """
    content = encode(experiment)
    return _stamp(write_whole(path, content), content)


def write_whole(path: str | os.PathLike[str], content: bytes) -> os.stat_result:
    """Write a temporary file in the same folder, bring it to disk, then put it in the place of ``path``."""
    with whole_file(path) as file:
        file.write(content)
        file.flush()
        return os.fstat(file.fileno())


@contextmanager
def whole_file(path: str | os.PathLike[str]) -> Iterator[IO[bytes]]:
    """The same for what is written bit by bit: left by an exception, the old file stays as it was."""
    target = Path(path)
    if target.is_symlink():
        target = target.resolve()
    descriptor, name = tempfile.mkstemp(prefix=f".{target.name[:40]}.", suffix=".part", dir=target.parent)
    try:
        with os.fdopen(descriptor, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(_mode(target))
        Path(name).replace(target)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise


def read_file(path: str | os.PathLike[str]) -> bytes:
    """A file's bytes; of a long film its begin and its end, which hold what it carries.

    Raises ExperimentError with a sentence where they cannot be had.
    """
    file = Path(path)
    try:
        if file.is_dir():
            raise ExperimentError("", Note("this is a folder; choose a file in it"))
        if not stat.S_ISREG(file.stat().st_mode):  # a pipe or a device may never end
            raise ExperimentError("", Note("this is no regular file; save it as one first"))
        with file.open("rb") as opened:
            content = opened.read(LARGEST_FILE + 1)
            if len(content) > LARGEST_FILE and is_film(content):
                opened.seek(-LARGEST_FILE // 2, os.SEEK_END)
                return content[: LARGEST_FILE // 2] + opened.read()
        if len(content) > LARGEST_FILE:
            raise ExperimentError(
                "", Note("this file is larger than {size} MB and was not opened", size=LARGEST_FILE // 2**20)
            )
        return content
    except FileNotFoundError as error:
        raise ExperimentError("", Note("there is no such file")) from error
    except PermissionError as error:
        raise ExperimentError("", Note("this file may not be read; check its permissions")) from error
    except (OSError, ValueError) as error:
        if isinstance(error, ExperimentError):
            raise
        why = error.strerror if isinstance(error, OSError) and error.strerror else error
        raise ExperimentError("", Note("this file cannot be read ({why})", why=why)) from error


# ------------------------------------------------------------------------------------- private


def _stamp(found: os.stat_result, content: bytes) -> Stamp:
    digest = hashlib.blake2b(content, digest_size=16).digest()
    return Stamp(found.st_mtime_ns, found.st_ino, len(content), digest)


def _is_file(text: str) -> bool:
    try:
        return Path(text).is_file()
    except (OSError, ValueError):
        return False


def _mode(target: Path) -> int:
    """The permissions of the file that is replaced; for a new one what the system gives new files."""
    try:
        return target.stat().st_mode & 0o777
    except OSError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
