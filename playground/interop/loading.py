"""Open and save: an experiment's file, a table of points or a link; whole files or nothing."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from playground.engine.edits import with_data
from playground.engine.errors import ExperimentError
from playground.engine.experiment import Experiment, decode, encode
from playground.interop.notes import Opened
from playground.interop.points_table import Columns, convert, recognise
from playground.interop.table import Table, read_table
from playground.interop.tfplayground import looks_like_link, open_link

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
LARGEST_FILE = 128 * 2**20
"""Bytes; a bigger file is refused before it is read."""


def load(source: str | os.PathLike[str]) -> Experiment:
    """The Experiment of a file (ours, or CSV / TSV points) or of a TensorFlow Playground link.

    Raises ExperimentError with one sentence for whatever cannot be opened.
    """
    return open_source(source).experiment


def open_source(source: str | os.PathLike[str]) -> Opened:
    """Like ``load``, with a link's hidden controls and the notes on what was left out or may differ."""
    text = os.fspath(source)
    if looks_like_link(text) and not _is_file(text):
        return open_link(text)
    return _open_bytes(read_file(text), Path(text).name)


def is_table(path: str | os.PathLike[str]) -> bool:
    """Whether a file is a table of points rather than an experiment."""
    return not _is_experiment(read_file(path, most=4096), Path(path).name)


def save(experiment: Experiment, path: str | os.PathLike[str]) -> None:
    """Write the experiment's file whole or not at all: the old file stays until the new one is on disk.

    Raises OSError where it cannot be written.
    """
    write_whole(path, encode(experiment))


def write_whole(path: str | os.PathLike[str], content: bytes) -> None:
    """Write a temporary file in the same folder, bring it to disk, then put it in the place of ``path``."""
    target = Path(path)
    if target.is_symlink():
        target = target.resolve()
    descriptor, name = tempfile.mkstemp(prefix=f".{target.name[:40]}.", suffix=".part", dir=target.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(_mode(target))
        Path(name).replace(target)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise


def open_table(table: Table, columns: Columns | None = None, onto: Experiment | None = None) -> Opened:
    """The experiment ``onto`` (the default one) with a table's points as its data."""
    imported = convert(table, columns or recognise(table))
    experiment = with_data(onto or Experiment(), **imported.data_changes())
    return Opened(experiment, notes=imported.notes)


def read_file(path: str | os.PathLike[str], most: int = -1) -> bytes:
    """A file's bytes (at most so many). Raises ExperimentError with a sentence where they cannot be had."""
    file = Path(path)
    try:
        if file.is_dir():
            raise ExperimentError("", "this is a folder; choose a file in it")
        if file.stat().st_size > LARGEST_FILE:
            raise ExperimentError(
                "", f"this file is larger than {LARGEST_FILE // 2**20} MB and was not opened"
            )
        with file.open("rb") as stream:
            return stream.read(most)
    except FileNotFoundError as error:
        raise ExperimentError("", "there is no such file") from error
    except PermissionError as error:
        raise ExperimentError("", "this file may not be read; check its permissions") from error
    except (OSError, ValueError) as error:
        if isinstance(error, ExperimentError):
            raise
        why = error.strerror if isinstance(error, OSError) and error.strerror else error
        raise ExperimentError("", f"this file cannot be read ({why})") from error


# ------------------------------------------------------------------------------------- private


def _open_bytes(content: bytes, name: str) -> Opened:
    if _is_experiment(content[:4096], name):
        return Opened(decode(content.removeprefix(_BYTE_ORDER_MARK)))
    return open_table(read_table(content))


def _is_experiment(start: bytes, name: str) -> bool:
    text = start.removeprefix(_BYTE_ORDER_MARK).lstrip()
    return text.startswith(b"{") or name.lower().endswith(".json")


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
