"""The experiment that a script or a picture carries along, so that opening it brings the experiment back."""

from __future__ import annotations

import html
import re
import struct
import zlib

import msgspec
from msgspec.structs import replace

from playground.engine.experiment import Experiment, RunState
from playground.engine.training import TrainingRun

_LINE = re.compile(rb"^(?:#|%|//)? ?playground experiment: (\{.*?\})\s*(?:</metadata>)?\s*$", re.MULTILINE)
_MARK = b"playground experiment: {"
_PNG = b"\x89PNG\r\n\x1a\n"
_KEYWORD = b"playground"
_END = b"IEND"


def state_of(run: TrainingRun, *, with_weights: bool = True) -> Experiment:
    """The experiment with its present state, or as it begins; without the curve, which no script needs."""
    state = replace(run.state(), history=RunState().history) if with_weights else None
    return replace(run.experiment, run=state)


def as_line(experiment: Experiment) -> str:
    """The experiment as one line, to stand in a comment."""
    return "playground experiment: " + msgspec.json.encode(experiment).decode()


def is_picture(content: bytes) -> bool:
    """Whether a content is a picture that can carry an experiment."""
    return content.startswith(_PNG) or _is_svg(content)


def carrying(picture: bytes, experiment: Experiment) -> bytes:
    """A picture that carries the experiment, without the curve; any other content stays as it is."""
    kept = experiment
    if experiment.run is not None:
        kept = replace(experiment, run=replace(experiment.run, history=RunState().history))
    if picture.startswith(_PNG):
        return in_png(picture, kept)
    return in_svg(picture, kept) if _is_svg(picture) else picture


def _is_svg(content: bytes) -> bool:
    return b"<svg" in content[:2000] and content.rstrip().endswith(b"</svg>")


def in_png(png: bytes, experiment: Experiment) -> bytes:
    """The picture with the experiment as a text of its own (a compressed iTXt chunk)."""
    text = zlib.compress(msgspec.json.encode(experiment), 9)
    body = b"iTXt" + _KEYWORD + b"\0\1\0\0\0" + text
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    end = png.rindex(_END) - 4
    return png[:end] + chunk + png[end:]


def in_svg(svg: bytes, experiment: Experiment) -> bytes:
    """The picture with the experiment in its metadata."""
    line = html.escape(as_line(experiment), quote=False).encode()
    end = svg.rindex(b"</svg>")
    return svg[:end] + b"<metadata>\n" + line + b"\n</metadata>\n" + svg[end:]


def experiment_in(content: bytes) -> bytes | None:
    """The experiment's file that a script, a notebook or a picture carries; None where there is none."""
    if content.startswith(_PNG):
        return _in_chunks(content)
    if content[:64].lstrip().startswith(b"{"):
        return _in_notebook(content) if b'"nbformat"' in content else None
    lines = [*_LINE.finditer(content)] if _MARK in content else []
    if not lines:
        return None
    found = lines[-1]
    if not _is_svg(content):
        return found[1]
    return html.unescape(found[1].decode("utf-8", "replace")).encode()


def _in_chunks(png: bytes) -> bytes | None:
    place = len(_PNG)
    while place + 12 <= len(png):
        (length,) = struct.unpack(">I", png[place : place + 4])
        kind, body = png[place + 4 : place + 8], png[place + 8 : place + 8 + length]
        start = _KEYWORD + b"\0\1\0\0\0"
        if kind == b"iTXt" and body.startswith(start):
            try:
                return zlib.decompress(body[len(start) :])
            except zlib.error:
                return None
        place += 12 + length
    return None


def _in_notebook(content: bytes) -> bytes | None:
    try:
        raw = msgspec.json.decode(content)
    except (msgspec.DecodeError, RecursionError):
        return None
    metadata = raw.get("metadata") if isinstance(raw, dict) and "nbformat" in raw else None
    kept = metadata.get("playground") if isinstance(metadata, dict) else None
    return None if kept is None else msgspec.json.encode(kept)
