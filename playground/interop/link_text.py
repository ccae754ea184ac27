"""A link as it stands in a text: in brackets, in a sentence, escaped by a mail program, broken over lines."""

from __future__ import annotations

import re
from collections.abc import Collection
from urllib.parse import unquote

from playground.engine.errors import ExperimentError, Note

HOST = "playground.tensorflow.org"
LONGEST = 20_000
"""Characters of a text that may hold a link."""

_SHORTENERS = frozenset(
    {
        "bit.ly", "goo.gl", "g.co", "tinyurl.com", "t.co", "ow.ly", "is.gd", "v.gd", "buff.ly", "rebrand.ly",
        "cutt.ly", "rb.gy", "shorturl.at", "lnkd.in", "t.ly", "me2.do", "naver.me", "han.gl", "url.kr",
        "vo.la", "vvd.bz", "bitly.com", "tiny.cc", "s.id", "dub.sh", "shorturl.com", "buly.kr", "c11.kr",
    }
)  # fmt: skip
_ESCAPES = (
    ("&amp;", "&"),
    ("&#38;", "&"),
    ("&#x26;", "&"),
    ("&reg;", "&reg"),
    ("&#174;", "&reg"),
    ("Â®", "&reg"),
    ("®", "&reg"),
    ("＆", "&"),
)
"""What pages and mail programs write -> what stands in the link; a bare "&reg..." becomes a trade mark."""
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\0"))
_ADDRESS = re.compile(rf"(?:https?(?::|%3A)(?:/|%2F){{2}})?(?:www\.)?{re.escape(HOST)}\S*", re.IGNORECASE)
_ANY_ADDRESS = re.compile(r"(?:https?:|www\.)\S+", re.IGNORECASE)
_BEHIND = re.compile(r"[\"<>`“”‘’«»「」『』【】（）|]|&quot;|&gt;|&lt;|&#39;|\[/")
_QUOTED_LINE = re.compile(r"^[>\s|]+")
_TABLE_LINE = re.compile(r"\s*[-+.\d]+\s*[,;\t ]\s*[-+.\d]+.*")


def link_in(text: str, names: Collection[str]) -> str:
    """The link in a text, with its escapes undone; "" where there is none. ``names`` are a link's choices."""
    text = _unescaped(text)
    lines = [_QUOTED_LINE.sub("", line).rstrip() for line in text.splitlines()]
    for pattern in (_ADDRESS, _ANY_ADDRESS):
        for place, line in enumerate(lines):
            if found := pattern.search(line):
                behind = [line[found.end() :], *lines[place + 1 :]]
                return _ended(_continued(found[0], behind, names))
    words = text.split()
    if words and (words[0].lstrip("<([\"'").startswith("#") or _states(words[0], names)):
        return _ended(_continued(words[0], ["", *words[1:]], names))
    return ""


def is_link(text: str, names: Collection[str]) -> bool:
    """Whether a text is meant as a web address (rather than a file's path or a table)."""
    text = text.strip()
    if not 0 < len(text) <= LONGEST:
        return False
    lines = text.splitlines()
    if len(lines) > 1:
        plain = unquote(_unescaped(text))
        has_choices = HOST in re.sub(r"[\s>]+", "", plain.lower()) or _states(
            plain.split()[0] if plain.split() else "", names
        )
        return has_choices and not any(_TABLE_LINE.fullmatch(line) for line in lines)
    plain = unquote(_unescaped(text))
    lowered = plain.lower().lstrip("<([\"'*_`“‘「")
    if lowered.startswith(("http:", "https:", "www.", "#")) or HOST in lowered:
        return True
    if re.match(r"\[[^\]]*\]\(https?:", lowered):
        return True
    return _states(plain, names)


def require_peer(address: str, choices: Collection[str], usual: Collection[str]) -> None:
    """Raise ExperimentError where an address is not TensorFlow Playground's.

    A copy of it elsewhere is one by its ``choices``; ``usual`` names are other sites' too.
    """
    host = (
        re.sub(r"^[a-z]+:/*", "", unquote(address).strip().lower()).split("/")[0].split("?")[0].split(":")[0]
    )
    if host.removeprefix("www.") == HOST or (not host and choices):
        return
    if host.removeprefix("www.") in _SHORTENERS:
        raise ExperimentError(
            "",
            Note(
                "this is a shortened link ({host}); open it in a browser and copy the address that comes up",
                host=host,
            ),
        )
    if set(choices) - set(usual):
        return
    if "playground" in address.lower():
        raise ExperimentError(
            "",
            Note(
                "this is another site's playground ({site}), no TensorFlow Playground link; such a link "
                "begins with https://{host}/",
                site=host or address[:60],
                host=HOST,
            ),
        )
    raise ExperimentError(
        "",
        Note(
            "this is no TensorFlow Playground link; such a link looks like "
            "https://{host}/#activation=tanh&networkShape=4,2",
            host=HOST,
        ),
    )


# ------------------------------------------------------------------------------------- private


def _unescaped(text: str) -> str:
    text = text.encode("utf-8", "replace").decode().translate(_INVISIBLE).replace("\u00a0", " ").strip()
    if "=3D" in text:  # quoted-printable, as mails are stored
        text = re.sub(r"=\r?\n", "", text).replace("=3D", "=")
    text = re.sub(r"%(?:25)*C2%(?:25)*AE", "®", text, flags=re.IGNORECASE).replace("\\", "")
    for _ in range(4):
        for written, meant in _ESCAPES:
            text = text.replace(written, meant)
    return text


def _states(text: str, names: Collection[str]) -> bool:
    """Whether a text has ``name=`` of a link's choices."""
    return "=" in text and any(
        part.split("=")[0] in names for part in re.split(r"[#&?]", text) if "=" in part
    )


def _continued(link: str, lines: list[str], names: Collection[str]) -> str:
    """The link with the lines after it that go on with it."""
    behind = lines[0].split() if lines else []
    run: list[str] = []
    for line in lines[1:] if not behind else ():
        parts = line.split()
        if len(parts) != 1 or _ANY_ADDRESS.match(parts[0]):
            behind = parts[:1]
            break
        run.append(parts[0])
    # A line that goes on with the link for certain takes those before it along.
    certain = max((place + 1 for place, part in enumerate(run) if "=" in part or "&" in part), default=0)
    link += "".join(run[:certain])
    for part in (*run[certain:], *behind):
        if not _goes_on(link, part, names):
            break
        link += part
    return link


def _goes_on(link: str, part: str, names: Collection[str]) -> bool:
    if re.match(r"(?:https?:|www\.)", part, re.IGNORECASE) or not part.isascii():
        return False
    if link.endswith(("&", "=", "#", "?", ",", "%", "-", "/")) or part.startswith(("&", "#", "=", ",", "%")):
        return True
    if "=" in part or "&" in part:
        return True
    name, _, value = link.rpartition("&")[2].partition("=")
    if value.startswith(("t", "f")) and value not in ("true", "false"):
        return True
    core = part.rstrip(").]>\"'!")
    return name.rpartition("#")[2] in names and value[-1:].isdigit() and core.replace(",", "").isdigit()


def _ended(link: str) -> str:
    """The link without what stands behind it: brackets, quotes, full stops, a particle."""
    link = _BEHIND.split(link.lstrip("<([{\"'*_`“‘「（"))[0]
    for opening, closing in ("()", "[]", "{}"):
        place = link.find(closing)
        while place >= 0:
            if link[:place].count(opening) < link[: place + 1].count(closing):
                link = link[:place]
                break
            place = link.find(closing, place + 1)
    ended = link.rstrip(".,;:!?'*_~…。，、")
    name = ended.rpartition("&")[2].partition("=")[0].rpartition("#")[2]
    if name not in ("seed", "tutorial"):
        ended = re.sub(r"(?<=[\x21-\x7e])[가-힣]+$", "", ended)
    return ended + ("," if name == "networkShape" and link[len(ended) :].startswith(",,") else "")
