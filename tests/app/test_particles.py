"""Korean particles follow the sound of what stands before them."""

from __future__ import annotations

import pytest

from playground.app.particles import with_particles


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("원은(는) 좋습니다", "원은 좋습니다"),
        ("나비은(는) 좋습니다", "나비는 좋습니다"),
        ("16 %을(를)", "16 %를"),
        ("bad1.json을(를) 열지", "bad1.json을 열지"),
        ("points.csv을(를) 열지", "points.csv를 열지"),
        ("“abc”은(는)", "“abc”는"),
        ("7(으)로", "7로"),
        ("3(으)로", "3으로"),
        ("2(으)로", "2로"),
        ("10(으)로", "10으로"),
        ("UTF-8(으)로", "UTF-8로"),
        ("서울(으)로", "서울로"),
        ("L이(가)", "L이"),
        ("손실이(가)", "손실이"),
        ("[1, 2]이(가)", "[1, 2]가"),
        ("3과(와) 4", "3과 4"),
        ("5과(와) 6", "5와 6"),
        ("0.5은(는)", "0.5는"),
        ("no marks here", "no marks here"),
    ],
)
def test_the_particle_is_the_one_that_the_sound_asks_for(text, said):
    assert with_particles(text) == said


@pytest.mark.parametrize("digit", "0123456789")
def test_every_digit_has_its_particles(digit):
    closed = digit in "013678"
    assert with_particles(f"{digit}을(를)") == digit + ("을" if closed else "를")
    assert with_particles(f"{digit}(으)로") == digit + ("으로" if digit in "036" else "로")
