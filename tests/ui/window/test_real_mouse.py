"""A real mouse on a real display: a card from the palette becomes a layer where it is dropped."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        shutil.which("Xvfb") is None or shutil.which("xdotool") is None, reason="needs Xvfb and xdotool"
    ),
]

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
PATIENCE_SECONDS = 30.0


class Screen:
    """A virtual display with the program's window on it, and a mouse."""

    def __init__(self, display: str, window: subprocess.Popen[str]) -> None:
        self._environment = {**os.environ, "DISPLAY": display}
        self._window = window

    def ask(self, question: str) -> Any:
        """What the window answers."""
        assert self._window.stdin is not None
        assert self._window.stdout is not None
        self._window.stdin.write(question + "\n")
        self._window.stdin.flush()
        line = self._window.stdout.readline()
        assert line, "the window is gone"
        return json.loads(line)

    def until(self, question: str, is_right: Callable[[Any], bool]) -> Any:
        """Ask until the answer is right."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not is_right(found := self.ask(question)):
            assert time.monotonic() < deadline, f"{question} stays {found}"
        return found

    def mouse(self, *commands: object) -> None:
        """Move and press with xdotool."""
        arguments = ["xdotool", *(str(command) for command in commands)]
        subprocess.run(arguments, env=self._environment, check=True, timeout=PATIENCE_SECONDS)


@pytest.fixture
def display() -> Iterator[str]:
    read_end, write_end = os.pipe()
    command = ["Xvfb", "-displayfd", str(write_end), "-screen", "0", "1400x900x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[write_end], stderr=subprocess.DEVNULL)
    os.close(write_end)
    with os.fdopen(read_end) as numbers:
        number = numbers.readline().strip()
    yield f":{number}"
    server.terminate()
    server.wait(PATIENCE_SECONDS)


@pytest.fixture
def screen(display: str, tmp_path: Path) -> Iterator[Screen]:
    environment = {
        **os.environ,
        "DISPLAY": display,
        "QT_QPA_PLATFORM": "xcb",
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, str(HERE / "real_window.py"), str(tmp_path)]
    with subprocess.Popen(
        command, env=environment, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as window:
        made = Screen(display, window)
        made.until("ready", bool)
        yield made
        assert window.stdin is not None
        window.stdin.close()
        assert window.wait(PATIENCE_SECONDS) == 0


def take_card_to(screen: Screen, gap: int) -> None:
    """Press on the ReLU card and move over the gap, the button held down."""
    screen.mouse("mousemove", *screen.ask("card"), "mousedown", 1)
    x, y = screen.ask("gaps")[gap]
    screen.mouse("mousemove", x - 40, y - 30)
    screen.until("drag", lambda drag: drag[0])
    screen.mouse("mousemove", x, y)
    screen.until("drag", lambda drag: drag == [True, gap])


@pytest.mark.parametrize("gap", [0, 1, 2])
def test_a_card_becomes_a_layer_in_the_gap_and_undo_takes_it_out(screen, gap):
    before = screen.ask("layers")
    take_card_to(screen, gap)
    assert screen.ask("layers") == before
    screen.mouse("mouseup", 1)
    wanted = [*before[:gap], ["dense", "tanh"], *before[gap:]]
    screen.until("layers", lambda layers: layers == wanted)
    screen.mouse("mousemove", *screen.ask("widget undoButton"), "click", 1)
    screen.until("layers", lambda layers: layers == before)


def test_a_card_dropped_outside_and_escape_change_nothing(screen):
    before = screen.ask("layers")
    take_card_to(screen, 1)
    screen.mouse("mousemove", *screen.ask("outside"))
    screen.until("drag", lambda drag: drag == [True, None])
    screen.mouse("mouseup", 1)
    screen.until("drag", lambda drag: not drag[0])
    assert screen.ask("layers") == before
    take_card_to(screen, 1)
    screen.mouse("key", "Escape")
    screen.until("drag", lambda drag: not drag[0])
    screen.mouse("mouseup", 1)
    assert screen.ask("layers") == before


def test_the_program_opens_a_window_and_a_key_ends_it(display, tmp_path):
    environment = {
        **os.environ,
        "DISPLAY": display,
        "QT_QPA_PLATFORM": "xcb",
        "XDG_CONFIG_HOME": str(tmp_path),
        "XDG_DATA_HOME": str(tmp_path),
    }
    with subprocess.Popen([sys.executable, "-m", "playground"], env=environment, cwd=ROOT) as program:
        search = ["xdotool", "search", "--sync", "--onlyvisible", "--name", "Playground"]
        found = subprocess.run(
            search, env=environment, capture_output=True, text=True, check=True, timeout=PATIENCE_SECONDS
        )
        window = found.stdout.split()[0]
        deadline = time.monotonic() + PATIENCE_SECONDS
        while program.poll() is None and time.monotonic() < deadline:
            press = ["xdotool", "windowfocus", window, "key", "ctrl+q"]
            subprocess.run(press, env=environment, capture_output=True, check=False)
        program.kill()
        assert program.wait() == 0
