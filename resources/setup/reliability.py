"""Runs what resources/RELIABILITY.md tells and writes it: python resources/setup/reliability.py [PART ...]

Without parts all are run, in under half an hour; with some only their rows are written anew.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "resources" / "RELIABILITY.md"


@dataclass(frozen=True)
class Part:
    """One row: what is tried, and the command whose last line says what came out."""

    tried: str
    command: str
    extra_lines: int = 0
    """So many lines before the last one belong to it."""


PARTS = {
    "kills": Part(
        "A window is killed (SIGKILL) in the middle of play, edits and saves", "-m tests.killing --times 20"
    ),
    "large kills": Part(
        "The same with many branches of a wide network", "-m tests.killing --times 5 --large"
    ),
    "signals": Part(
        "SIGKILL, SIGTERM, SIGHUP and SIGINT to a playing window: the work or the session is kept",
        "-m pytest -q tests/test_killed.py",
    ),
    "files": Part("Hostile files and links are opened", "-m tests.hostile --times 2000"),
    "disk": Part(
        "A disk without room: old files stay whole, one sentence says so, the work is kept again later",
        "-m pytest -q tests/test_full_disk.py tests/app/test_recovery.py tests/app/test_settings.py",
    ),
    "windows": Part(
        "Two windows or programs on one file, on the settings, and after a crash of both",
        "-m pytest -q tests/app/test_changed_files.py tests/app/test_recovery.py "
        "tests/ui/window/test_changed_question.py",
    ),
    "numbers": Part(
        "1e9, 1e18, 1e400, NaN, −1 and others for every number, with 3 GB of address space",
        "-m pytest -q tests/test_numbers.py",
    ),
    "sizes": Part("Networks too large for the window", "-m pytest -q tests/app/test_limits.py"),
    "monkey": Part(
        "Random mouse, keys, menus, drags, files, themes, languages", "-m tests.monkey --minutes 3"
    ),
    "soak": Part("Play and edits without a pause", "tests/benchmarks/soak.py --minutes 20", 3),
}

HEAD = """# Reliability

What was tried to break the program, how often, and what was lost. A script wrote this page after it ran the
commands: `make reliability` repeats all of them in under half an hour, `make reliability ARGS="kills soak"`
some (the rows of the others stay as they are). A row says *yes* where nothing was lost that should not be.

| part | tried | held | what came out | command, after `.venv/bin/python` | day |
|------|-------|------|---------------|-----------------------------------|-----|
"""

FOOT = """
What this means:

- A file is written whole or not at all: to a temporary file beside it, brought to disk, then put in its
  place.
- The work is kept every 2 seconds where it changed, beside the window, so that a kill costs at most 5 seconds
  of it, however large it is: only what is new is added to its file.
- Quitting asks nothing: what no file holds is kept and offered by the next start. Only where it cannot be
  kept (a full disk) there is a question.
- What a crashed window leaves has a name of its own and is offered at every start until it is brought back or
  thrown away; it goes only once another file holds it.
- A file that another program changed is not written before the user chose: overwrite it, save elsewhere, or
  read it again.
- The window shows networks of up to 100,000 weights and 256 features; the command line trains larger ones.
"""


def main() -> int:
    """Run the parts that are named, or all."""
    wanted = sys.argv[1:] or [*PARTS]
    unknown = [name for name in wanted if name not in PARTS]
    if unknown:
        print(f"{unknown[0]}: there is no such part; there are {', '.join(PARTS)}", file=sys.stderr)
        return 2
    rows = known_rows()
    has_failed = False
    for name in wanted:
        print(f"{name} …", flush=True)
        held, row = run(name)
        has_failed = has_failed or not held
        rows[name] = row
        PAGE.write_text(HEAD + "".join(rows[one] for one in PARTS if one in rows) + FOOT, encoding="utf-8")
        print(row, end="", flush=True)
    return int(has_failed)


def run(name: str) -> tuple[bool, str]:
    """Whether the part held, and its row."""
    part = PARTS[name]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, *part.command.split()], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    lines = [line.strip() for line in done.stdout.splitlines() if line.strip()] or ["it said nothing"]
    if done.returncode:
        print(done.stdout[-4000:], done.stderr[-4000:], file=sys.stderr)
    said = "; ".join(lines[-1 - part.extra_lines :]).replace("|", "/").strip("= ")
    held = "yes" if done.returncode == 0 else "**no**"
    day = time.strftime("%Y-%m-%d")
    return done.returncode == 0, f"| {name} | {part.tried} | {held} | {said} | `{part.command}` | {day} |\n"


def known_rows() -> dict[str, str]:
    """The rows that the page has."""
    if not PAGE.is_file():
        return {}
    lines = PAGE.read_text(encoding="utf-8").splitlines(keepends=True)
    rows = {line.split("|")[1].strip(): line for line in lines if line.startswith("| ")}
    return {name: row for name, row in rows.items() if name in PARTS}


if __name__ == "__main__":
    sys.exit(main())
