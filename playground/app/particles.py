"""Korean particles: ``은(는)`` becomes the one that the sound before it asks for."""

from __future__ import annotations

import re
import unicodedata

_PAIRS = {"은(는)": ("은", "는"), "이(가)": ("이", "가"), "을(를)": ("을", "를"), "과(와)": ("과", "와")}
_TO = "(으)로"
_MARK = re.compile("|".join(map(re.escape, (*_PAIRS, _TO))))
_OPEN_DIGITS = "2459"
_R_LIKE = "178"
_CLOSED_LETTERS = "lmn"
"""Latin letters whose names end in a consonant, 엘, 엠, 엔; words that end in them, or in -ng, do so too."""


def with_particles(text: str) -> str:
    """The text with each double form settled by the sound before it, quotes and brackets aside."""
    return _MARK.sub(lambda mark: _settled(text[: mark.start()], mark[0]), text)


def _settled(before: str, mark: str) -> str:
    final = _final(before)
    if mark == _TO:
        return "로" if final in ("", "ㄹ") else "으로"
    closed, is_open = _PAIRS[mark]
    return closed if final else is_open


def _final(before: str) -> str:
    """What the last syllable ends in: "" (a vowel), "ㄹ", or another consonant ("ㄱ" stands for all)."""
    last = before.rstrip("\"'”’»)]} \u2009")[-2:]
    if not last:
        return ""
    sign = last[-1]
    if "가" <= sign <= "힣":
        place = (ord(sign) - ord("가")) % 28
        return "" if place == 0 else "ㄹ" if place == 8 else "ㄱ"
    if sign.isdigit():
        return "" if sign in _OPEN_DIGITS else "ㄹ" if sign in _R_LIKE else "ㄱ"
    letter = unicodedata.normalize("NFKD", sign)[:1].lower()
    if letter.isdigit():
        return _final(letter)
    if not letter.isascii() or not letter.isalpha():
        return ""
    if letter in _CLOSED_LETTERS or last.lower() == "ng":
        return "ㄹ" if letter == "l" else "ㄱ"
    return ""
