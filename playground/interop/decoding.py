"""The text of a file's bytes: which encoding it was written in is found out from the bytes."""

from __future__ import annotations

import re
import unicodedata

from playground.engine.errors import ExperimentError, Note

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_WORD = re.compile(rb"[A-Za-z\x80-\xff]*[\x80-\xff][A-Za-z\x80-\xff]*")
_UNITS = frozenset({"°C", "°F", "°K", "µm", "µg", "µs", "µl", "µL", "µmol", "ÅA"})


def decoded(content: bytes) -> tuple[str, str]:
    """The text and its encoding: UTF-8, UTF-16 and UTF-32, Korean (CP949) or Western (CP1252, Latin-1).

    Raises ExperimentError with one sentence for bytes that are no text.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content.decode(encoding, errors="replace").lstrip("\ufeff"), encoding
    if content.startswith(b"PK"):
        raise ExperimentError(
            "", Note("this is a spreadsheet or an archive, not text; save the sheet as CSV and open that")
        )
    if b"\0" in content[:65536]:
        return _wide(content)
    try:
        return content.decode(), "utf-8"
    except UnicodeDecodeError:
        pass
    try:
        korean = content.decode("cp949")
    except UnicodeDecodeError:
        korean = ""
    if korean and _is_korean(content):
        return korean, "cp949"
    try:
        return content.decode("cp1252"), "cp1252"
    except UnicodeDecodeError:
        return content.decode("latin-1"), "latin-1"


# ------------------------------------------------------------------------------------- private


def _wide(content: bytes) -> tuple[str, str]:
    """UTF-16 without a mark: one of the two byte orders gives a text without control characters."""
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        start = text[:10_000]
        strange = sum(unicodedata.category(letter) in ("Cc", "Cn", "Co") for letter in start)
        strange -= sum(start.count(letter) for letter in "\t\r\n\x85")
        if strange == 0 and sum(letter.isascii() for letter in start) * 4 > len(start):
            return text, encoding
    raise ExperimentError("", Note("this file is no text; points come as CSV or TSV"))


def _is_korean(content: bytes) -> bool:
    """Whether words beyond ASCII read more naturally in CP949 than in the Western encodings.

    Bytes such as those of "Größe", "Ärger" and "°C" are Korean syllables as well.
    """
    votes = 0
    for word in _WORD.findall(content[:1_000_000]):
        try:
            korean = word.decode("cp949")
        except UnicodeDecodeError:
            return False
        if _is_western(word.decode("cp1252", errors="replace")):
            votes -= 1
        else:
            beyond = [letter for letter in korean if not letter.isascii()]
            hangul = sum("가" <= letter <= "힣" for letter in beyond)
            votes += 1 if hangul == len(beyond) else 0
    return votes >= 0


def _is_western(word: str) -> bool:
    """A unit, or a word mostly of plain letters with capitals where words have them."""
    if word in _UNITS:
        return True
    beyond = sum(not letter.isascii() for letter in word)
    usual = word.islower() or word.isupper() or word.istitle()
    return word.isalpha() and usual and len(word) >= 3 and 2 * beyond < len(word)
