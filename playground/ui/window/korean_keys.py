"""The Latin letter on the key that a Korean layout (two-set) writes a jamo with."""

from __future__ import annotations

_LATIN = "QWERTYUIOPASDFGHJKLZXCVBNM"
_JAMO = "ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔㅁㄴㅇㄹㅎㅗㅓㅏㅣㅋㅌㅊㅍㅠㅜㅡ"
_WITH_SHIFT = {"ㅃ": "Q", "ㅉ": "W", "ㄸ": "E", "ㄲ": "R", "ㅆ": "T", "ㅒ": "O", "ㅖ": "P"}
_LETTERS = dict(zip(_JAMO, _LATIN, strict=True)) | _WITH_SHIFT


def latin_letter(key: int, text: str) -> str:
    """``R`` for the key that writes ㄱ or ㄲ, told by its text or its code; empty where it is no jamo."""
    sign = text if len(text) == 1 else chr(key) if 0x3131 <= key <= 0x3163 else ""
    return _LETTERS.get(sign, "")
