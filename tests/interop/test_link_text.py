"""A link is understood however it was copied; what stands around it is no part of it."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.engine.errors import ExperimentError
from playground.interop.loading import load
from playground.interop.proposal import LinkProposal, propose
from playground.interop.tfplayground import looks_like_link, open_link

CHOICES = "activation=relu&batchSize=7&dataset=xor&regDataset=reg-gauss&regularizationRate=0.1&seed=0.53&initZero=false"
LINK = f"https://playground.tensorflow.org/#{CHOICES}"
MEANT = open_link(LINK).experiment

AROUND = [
    "[demo]({})",
    "See [the demo]({}), then play.",
    "({})",
    "<{}>",
    '"{}"',
    "'{}'",
    "“{}”",
    "‘{}’",
    "「{}」",
    "{}.",
    "{},",
    "{}!",
    "{}?",
    "{};",
    "{}:",
    "{}…",
    "{}。",
    "{}).",
    '{}".',
    "**{}**",
    "`{}`",
    "{} and look at the weights",
    "Look: {} (it is slow)",
    "{}를 보세요",
    "{} 를 보세요",
    "링크: {}",
    '<a href="{}">demo</a>',
    "[InternetShortcut]\nURL={}\n",
    "{}\n\nBest wishes,\nAda",
    "> {}\n> said Ada",
    '[net]({} "my net")',
    "[url={}]net[/url]",
    "[url]{}[/url]",
    "<{}|playground>",
    "\\url{{{}}}",
    "\\href{{{}}}{{net}}",
    "_{}_",
    "1: {}",
    "view-source:{}",
    '{{"url": "{}"}}',
    '<?xml version="1.0"?><plist><dict><key>URL</key><string>{}</string></dict></plist>',
    "[Desktop Entry]\nType=Link\nURL={}\n",
    "링크: {}입니다.",
    "\t{}\n\n",
    "\u200b{}\u200b",
    "\ufeff{}",
]


@pytest.mark.parametrize("around", AROUND)
def test_what_stands_around_a_link_is_no_part_of_it(around):
    text = around.format(LINK)
    assert looks_like_link(text)
    assert open_link(text).experiment == MEANT
    assert open_link(text).notes == open_link(LINK).notes
    assert isinstance(propose(text), LinkProposal)
    assert isinstance(propose(text.encode()), LinkProposal), "a file may hold a link too"


@pytest.mark.parametrize("width", [20, 30, 41, 60, 76])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\n> ", "\n    "])
def test_a_link_broken_over_lines_is_whole(width, end):
    text = end.join(LINK[place : place + width] for place in range(0, len(LINK), width))
    assert looks_like_link(text)
    assert open_link(text).experiment == MEANT
    assert open_link(text + "\nBye!").experiment == MEANT


@pytest.mark.parametrize(
    "written",
    [
        LINK.replace("https", "http"),
        LINK.replace("https://playground.tensorflow.org", "HTTPS://PLAYGROUND.TENSORFLOW.ORG"),
        LINK.removeprefix("https://"),
        LINK.replace("https://", "https://www."),
        LINK.replace("/#", "/?utm_source=share&utm_medium=mobile#"),
        LINK.replace("/#", "/index.html#"),
        LINK.replace("/#", "//#"),
        LINK.replace("/#", "/#!"),
        LINK.replace(".org/", ".org:443/"),
        LINK.replace("https://playground.tensorflow.org", "http://localhost:5000"),
        LINK.replace("&", "＆"),
        LINK.replace("&", "&amp;amp;"),
        LINK.replace("#", "%23").replace("&", "%26").replace("=", "%3D"),
        "https://playground.tensorflow.org/#" + quote(quote(CHOICES, safe=""), safe=""),
        "https://www.google.com/url?q=" + quote(LINK, safe="") + "&sa=D&source=docs",
        "https://l.facebook.com/l.php?u=" + quote(LINK, safe="") + "&h=AT0abc",
        "https://web.archive.org/web/2020/" + LINK,
        LINK.replace("&reg", "®"),
        LINK.replace("&reg", "%C2%AE"),
        LINK.replace("&reg", "%c2%ae"),
        LINK.replace("&reg", "%25C2%25AE"),
        LINK.replace("&reg", "&reg;"),
        LINK.replace("&reg", "Â®"),
        LINK.replace("&reg", "&amp;reg"),
        LINK.replace("=", "=3D"),
        LINK.replace("https://", ""),
        LINK.replace("https://", "www.").replace("www.", "http://www."),
        LINK.replace("playground.tensorflow.org", "Playground.TensorFlow.org"),
        LINK.replace("/#", "/?hl=ko#"),
        LINK.replace("/#", "#"),
        "https://www.google.com/url?q=" + LINK.replace("#", "%23").replace("&", "%26") + "&sa=D&source=docs",
    ],
)
def test_what_programs_make_of_a_link_is_undone(written):
    assert looks_like_link(written)
    assert open_link(written).experiment == MEANT


@pytest.mark.parametrize(
    ("value", "is_on"), [("true", True), ("false", False), ("1", False), ("TRUE", False), ("no", False)]
)
def test_only_true_switches_on_and_other_words_are_told(value, is_on):
    opened = open_link(f"https://playground.tensorflow.org/#seed=0.5&sinX={value}")
    assert ("sin_x1" in opened.experiment.network.features) == is_on
    assert any("neither true nor false" in note for note in opened.notes) == (value not in ("true", "false"))


@pytest.mark.parametrize(
    "text",
    [
        "https://platform.openai.com/playground",
        "https://example.org/playground?model=x#top",
        "https://www.typescriptlang.org/play/playground#code/abc=",
        "https://go.dev/playground?x=1&y=2",
    ],
)
def test_another_sites_playground_has_its_own_sentence(text):
    with pytest.raises(ExperimentError, match="another site's playground"):
        load(text)


@pytest.mark.parametrize(
    "text", ["https://bit.ly/3abc", "http://tinyurl.com/xyz", "https://t.co/a?x=1", "https://naver.me/5x"]
)
def test_a_shortened_link_has_its_own_sentence(text):
    with pytest.raises(ExperimentError, match="shortened link"):
        load(text)


def test_another_sites_query_is_no_link_though_its_names_are_the_same():
    with pytest.raises(ExperimentError, match="no TensorFlow Playground link"):
        load("https://example.org/plot?x=1&y=2&seed=3")


def test_a_table_that_mentions_a_link_is_a_table():
    proposal = propose(f"# made with {LINK}\nx,y,label\n1,2,a\n2,1,b\n")
    assert not isinstance(proposal, LinkProposal)
    assert len(proposal.opened().experiment.data.points) == 2


@given(
    st.text(max_size=30),
    st.text(max_size=30),
    st.lists(
        st.sampled_from(["&", "=", "%", "#", "®", "\n", "x=", "seed=", "(", ")", "]", "%C2", "=3D", " "]),
        max_size=12,
    ),
)
@settings(max_examples=150)
def test_any_text_around_or_in_a_link_opens_or_is_refused_in_a_sentence(before, behind, inside):
    text = before + LINK[:60] + "".join(inside) + LINK[60:] + behind
    try:
        open_link(text)
    except ExperimentError as error:
        assert 0 < len(str(error)) < 400
    looks_like_link(text)


def test_a_choice_that_is_spelled_otherwise_is_told():
    opened = open_link(LINK.replace("batchSize", "batchsize"))
    assert opened.experiment.training.batch_size == 10
    assert opened.notes[0].startswith("batchsize in the link: spelled otherwise")
