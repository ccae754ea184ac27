"""The program among a desktop's own: what is written, and that it is right."""

from __future__ import annotations

import configparser
import shlex
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from PySide6.QtGui import QIcon, QImage

from playground.app.files import SUFFIXES
from playground.paths import resource
from playground.tools import desktop

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="needs a Linux desktop's folders"
)


@pytest.fixture
def home(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    return tmp_path / "share"


def test_it_is_written_and_taken_away(command, home):
    code, out, _ = command("install-desktop")
    written = [Path(line) for line in out.splitlines()]
    assert code == 0
    assert len(written) == 4
    assert all(path.is_file() and home in path.parents for path in written)
    entry = configparser.ConfigParser(interpolation=None)
    entry.read(home / "applications" / "playground.desktop", encoding="utf-8")
    program, *arguments = shlex.split(entry["Desktop Entry"]["Exec"])
    assert Path(program).is_file()
    assert arguments[-1] == "%f"
    code, out, _ = command("install-desktop", "--remove")
    assert code == 0
    assert [Path(line) for line in out.splitlines()] == written
    assert not any(path.exists() for path in written)


def test_where_nothing_may_be_written_it_says_so(command, monkeypatch, tmp_path):
    (tmp_path / "share").write_text("a file, no folder")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    code, _, err = command("install-desktop")
    assert code == 2
    assert len(err.splitlines()) == 1


def test_names_agree():
    kind = ElementTree.parse(resource("desktop/playground-mime.xml")).getroot()
    space = "{http://www.freedesktop.org/standards/shared-mime-info}"
    told = kind.find(f"{space}mime-type")
    assert told.find(f"{space}glob").get("pattern") == f"*{SUFFIXES[0]}"
    entry = configparser.ConfigParser(interpolation=None)
    entry.read(resource("desktop/playground.desktop"), encoding="utf-8")
    assert entry["Desktop Entry"]["MimeType"] == f"{told.get('type')};"
    about = ElementTree.parse(resource("desktop/playground.metainfo.xml")).getroot()
    assert about.find("launchable").text == "playground.desktop"
    assert about.find("provides/mediatype").text == told.get("type")
    assert about.find("provides/binary").text == entry["Desktop Entry"]["Exec"].split()[0]


def test_the_icon_is_a_picture(qtbot):
    image: QImage = QIcon(str(resource("icons/playground.svg"))).pixmap(64, 64).toImage()
    assert image.pixelColor(32, 6).name() == "#5b4fcf"
    assert image.pixelColor(0, 0).alpha() == 0


def test_installing_writes_what_a_wheel_has(tmp_path):
    assert {path.name for path in desktop.install(tmp_path)} >= {"playground.desktop", "playground.svg"}
