"""The experiment that a script, picture or film carries: opening it brings the experiment back."""

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
_GIF = (b"GIF87a", b"GIF89a")
_GIF_COMMENT = 0xFE
_MP4 = b"ftyp"
_MP4_TEXT = b"data\0\0\0\1"
"""What stands between the length of a text in an MP4 file's metadata and its locale."""


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


def is_film(content: bytes) -> bool:
    """Whether a content is a film: its experiment stands before the first frame, or after the last one."""
    return content.startswith(_GIF) or content[4:8] == _MP4


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


def gif_comment(text: str) -> bytes:
    """A text as a block of a GIF file, to stand before the frames."""
    raw = text.encode()
    parts = (raw[place : place + 255] for place in range(0, len(raw), 255))
    return bytes((0x21, _GIF_COMMENT)) + b"".join(bytes((len(part),)) + part for part in parts) + b"\0"


def experiment_in(content: bytes) -> bytes | None:
    """The experiment's file that a script, notebook, picture or film carries; None where there is none."""
    if content.startswith(_PNG):
        return _in_chunks(content)
    if content.startswith(_GIF):
        return _after_mark(_in_gif_comments(content))
    if content[4:8] == _MP4:
        return _after_mark(_in_mp4(content))
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


def _in_gif_comments(gif: bytes) -> bytes:
    """The text of all comments that stand before the first frame."""
    place, text = 13, b""
    if len(gif) > place and gif[10] & 0x80:
        place += 3 * 2 ** ((gif[10] & 7) + 1)
    while gif[place : place + 1] == b"!":
        is_comment = gif[place + 1 : place + 2] == bytes((_GIF_COMMENT,))
        place += 2
        while place < len(gif) and (length := gif[place]):
            text += gif[place + 1 : place + 1 + length] if is_comment else b""
            place += 1 + length
        place += 1
    return text


def _in_mp4(film: bytes) -> bytes:
    """The text with the mark, as long as the file says that it is."""
    place = film.rfind(_MARK)
    head = place - 16  # length (4 bytes), "data", the kind of text, the locale (4 bytes)
    if head < 0 or film[head + 4 : head + 12] != _MP4_TEXT:
        return b""
    (length,) = struct.unpack(">I", film[head : head + 4])
    return film[place : head + length]


def _after_mark(text: bytes) -> bytes | None:
    return text[len(_MARK) - 1 :] if text.startswith(_MARK) else None


def _in_notebook(content: bytes) -> bytes | None:
    try:
        raw = msgspec.json.decode(content)
    except (msgspec.DecodeError, RecursionError):
        return None
    metadata = raw.get("metadata") if isinstance(raw, dict) and "nbformat" in raw else None
    kept = metadata.get("playground") if isinstance(metadata, dict) else None
    return None if kept is None else msgspec.json.encode(kept)
