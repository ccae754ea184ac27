"""The Korean of the window keeps to its glossary, and nothing that can be met in it is English."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest
from PySide6.QtCore import QTranslator

from playground.app import sentences
from playground.app.session import Session
from playground.engine.experiment import Experiment
from playground.engine.formula import FormulaError, parse
from playground.paths import resource
from playground.ui.network import feature_editor
from playground.ui.window.examples import example_files, example_title

FORBIDDEN = {
    "매개변수": "파라미터",
    "페널티": "규제 항",
    "밀집": "완전 연결",
    "훈련 점": "훈련 샘플",
    "테스트 점": "테스트 샘플",
    "잡음": "노이즈",
    "갈래": "분기",
    "갱신": "업데이트",
    "초승달": "반달",
    "인스펙터": "유닛 살펴보기",
    "층의 공간": "표현 공간",
    "국소": "local",
    "이산화": "결정만 보기",
    "레이블": "라벨",
    "그래디언트": "그레이디언트",
    "변화도": "그레이디언트",
    "에포크": "에폭",
}
DOUBLE = re.compile(r"은\(는\)|이\(가\)|을\(를\)|과\(와\)|와\(과\)|\(으\)로")
SETTLED = {
    "Interop": None,
    "Microscope": None,
    "Session": {
        "Saved as {name}.",
        "{name} was not opened. {reason}",
        "{name} was not saved. {reason}",
        "Training diverged in epoch {epoch}: {what} grew too large for a number. It paused before that.",
    },
}
"""Texts whose double forms ``with_particles`` settles: None: all of the context."""


def entries() -> list[tuple[str, str, str]]:
    """(context, English, Korean) of every text."""
    root = ET.parse(resource("translations/playground_ko.ts")).getroot()
    return [
        (context.findtext("name") or "", entry.findtext("source") or "", entry.findtext("translation") or "")
        for context in root.findall("context")
        for entry in context.findall("message")
    ]


def test_no_text_has_a_word_that_the_glossary_replaces():
    found = [(bad, korean) for _, _, korean in entries() for bad in FORBIDDEN if bad in korean]
    assert found == []


def test_a_gradient_is_never_called_a_slope():
    wrong = [
        korean for _, english, korean in entries() if "기울기" in korean and "slope" not in english.lower()
    ]
    assert wrong == []
    for _, english, korean in entries():
        if korean and "gradient" in english.lower() and "slope" not in english.lower() and "%" not in english:
            assert re.search("그레이디언트|gradient|미분", korean), english


def test_a_deviation_of_1_is_a_standard_deviation():
    assert not [korean for *_, korean in entries() if re.search(r"(?<!표준)편차", korean)]


def test_reset_is_told_from_initialization():
    for _, english, korean in entries():
        if re.search(r"\bReset\b", english):
            assert "초기화하" not in korean, english


def test_double_particles_stand_only_where_they_are_settled():
    for context, english, korean in entries():
        if DOUBLE.search(korean):
            known = SETTLED.get(context, set())
            assert known is None or english in known, english


@pytest.fixture
def korean(qapp):
    translator = QTranslator()
    assert translator.load(str(resource("translations/playground_ko.qm")))
    qapp.installTranslator(translator)
    yield
    qapp.removeTranslator(translator)


def is_english(text: str) -> bool:
    """Whether three English words or more stand beside each other, quoted names, lists and code aside."""
    text = re.sub(r"[\"'“‘(\[{][^\"'”’)\]}]*[\"'”’)\]}]|https?://\S+|\S*[=_.*/]\S*", " ", text)
    return bool(re.search(r"(?:\b[A-Za-z][a-z]+\b +){2,}\b[A-Za-z][a-z]+\b", text))


FILES = {
    "not JSON": ("a.json", "{ nonsense"),
    "another JSON": ("a.json", '{"format": "other"}'),
    "another version": ("a.json", '{"format": "playground", "version": 9}'),
    "unknown field": ("a.json", '{"format": "playground", "version": 1, "foo": 1}'),
    "out of range": (
        "a.json",
        '{"format": "playground", "version": 1, "network": {"layers": [{"kind": "dense", "units": 0}]}}',
    ),
    "wrong type": ("a.json", '{"format": "playground", "version": 1, "training": {"batch_size": "x"}}'),
    "unknown name": ("a.json", '{"format": "playground", "version": 1, "data": {"dataset": "foo"}}'),
    "unknown feature": ("a.json", '{"format": "playground", "version": 1, "network": {"features": ["x9"]}}'),
    "broken formula": (
        "a.json",
        '{"format": "playground", "version": 1, "network": {"features": ["=sin("]}}',
    ),
    "wrong loss": ("a.json", '{"format": "playground", "version": 1, "training": {"loss": "huber"}}'),
    "empty table": ("a.csv", ""),
    "no numbers": ("a.csv", "a,b\nx,y\n"),
    "too many classes": ("a.csv", "x,y,l\n" + "".join(f"{i},1,w{i}\n" for i in range(9))),
    "no text": ("a.csv", "PK\x03\x04"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_refused_file_is_refused_in_korean(korean, qtbot, tmp_path, name):
    session, heard = Session(Experiment(), folder=tmp_path / "home"), []
    session.notice.connect(lambda notice: heard.append(notice.text))
    try:
        path = tmp_path / FILES[name][0]
        path.write_text(FILES[name][1], encoding="utf-8")
        session.open_as_proposed(str(path))
        qtbot.waitUntil(lambda: bool(heard))
        assert re.search("[가-힣]", heard[-1])
        assert not is_english(heard[-1]), heard[-1]
        assert not DOUBLE.search(heard[-1]), heard[-1]
    finally:
        assert session.shutdown()


LINKS = (
    "https://bit.ly/abc#activation=tanh",
    "https://example.com/playground/#x=1",
    "https://example.com/",
    "https://playground.tensorflow.org/#batchSize=0.5&networkShape=4,2",
    "https://playground.tensorflow.org/#learningRate=abc&networkShape=4,2",
    "https://playground.tensorflow.org/#percTrainData=0&networkShape=4,2",
    "https://playground.tensorflow.org/#networkShape=4,2000",
)


@pytest.mark.parametrize("link", LINKS)
def test_a_refused_link_is_refused_in_korean(korean, link):
    from playground.app.opening import propose_link
    from playground.engine.errors import ExperimentError

    with pytest.raises(ExperimentError) as caught:
        propose_link(link)
    text = sentences.link_not_opened(caught.value)
    assert re.search("[가-힣]", text.removeprefix("링크"))
    assert not is_english(text), text


@pytest.mark.parametrize(
    "formula",
    ["", "foo", "sin(x1", "x1 +", "sin", "max(x1)", "x1^99", "(" * 40, "x1 $ 2", "sin(x1, x2)", ")"],
)
def test_a_refused_formula_is_refused_in_korean(korean, formula):
    with pytest.raises(FormulaError) as caught:
        parse(formula)
    text = feature_editor.told(caught.value)
    assert re.search("[가-힣]", text)
    assert not is_english(text), text


def test_the_examples_have_korean_names(korean):
    for path in example_files():
        assert re.search("[가-힣]", example_title(path)), path.stem


def test_a_refused_edit_is_refused_in_korean(korean):
    from playground.engine import edits
    from playground.engine.errors import ExperimentError

    for change in (
        lambda: edits.with_training(Experiment(), batch_size=0),
        lambda: edits.with_training(Experiment(), learning_rate=-1.0),
        lambda: edits.with_network(Experiment(), features=("x1", "x1")),
        lambda: edits.with_data(Experiment(), classes=99),
    ):
        with pytest.raises(ExperimentError) as caught:
            change()
        text = sentences.rejection(caught.value)
        assert not is_english(text), text
        assert not DOUBLE.search(text), text
