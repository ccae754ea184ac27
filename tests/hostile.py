"""Opens files and links that no honest program wrote: each must open or be refused in one sentence.

``python -m tests.hostile --times 2000``. Good files are cut, filled with other bytes, other numbers and other types.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from playground.engine.errors import ExperimentError
from playground.engine.experiment import Experiment, encode
from playground.engine.training import TrainingRun
from playground.interop.loading import propose_source
from playground.interop.proposal import LessonProposal

VALUES = (10**9, 10**400, -1, 0.5, 1e308, "", "x" * 10_000, None, True, [], {}, [[]] * 1000, "\x00", "NaN")
LINK = "https://playground.tensorflow.org/#activation=tanh&networkShape=3,2&dataset=spiral&noise=5&seed=0.4"
TABLE = "x1,x2,label\n" + "".join(f"{k / 7:.3f},{k % 5},{k % 2}\n" for k in range(40))


def cut(content: bytes, draw: random.Random) -> bytes:
    """The beginning of it."""
    return content[: draw.randrange(len(content))]


def flipped(content: bytes, draw: random.Random) -> bytes:
    """Some bytes are others."""
    changed = bytearray(content)
    for _ in range(draw.randint(1, 20)):
        changed[draw.randrange(len(changed))] = draw.randrange(256)
    return bytes(changed)


def repeated(content: bytes, draw: random.Random) -> bytes:
    """A piece of it stands there many times."""
    begin = draw.randrange(len(content))
    piece = content[begin : begin + draw.randint(1, 200)]
    return content[:begin] + piece * draw.randint(2, 500) + content[begin:]


def other_value(content: bytes, draw: random.Random) -> bytes:
    """One value of a JSON file is another."""
    try:
        tree = json.loads(content)
    except ValueError:
        return flipped(content, draw)
    places: list[tuple[Any, Any]] = []

    def visit(node: Any) -> None:
        pairs = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
        for key, value in pairs:
            places.append((node, key))
            visit(value)

    visit(tree)
    node, key = draw.choice(places)
    node[key] = draw.choice(VALUES)
    return json.dumps(tree).encode()


DAMAGES: tuple[Callable[[bytes, random.Random], bytes], ...] = (cut, flipped, repeated, other_value)


def tried(source: str) -> str:
    """``opened``, ``refused``, or what went wrong."""
    try:
        proposal = propose_source(source)
        if not isinstance(proposal, LessonProposal):
            TrainingRun(proposal.opened().experiment)
    except ExperimentError as error:
        return "refused" if "\n" not in str(error) else f"not one line: {error}"
    except Exception as error:
        return repr(error)
    return "opened"


def main() -> int:
    """Try as many as the command line says; 1 where one was neither opened nor refused."""
    parser = argparse.ArgumentParser(description="Opens hostile files and links.")
    parser.add_argument("--times", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    asked = parser.parse_args()
    draw = random.Random(asked.seed)
    run = TrainingRun(Experiment())
    run.train(3)
    good = [encode(replace(run.experiment, run=run.state())), encode(Experiment()), TABLE.encode()]
    counts = {"opened": 0, "refused": 0}
    slowest, wrong = 0.0, []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(asked.times):
            content = draw.choice(DAMAGES)(draw.choice(good), draw)
            path = Path(folder) / f"{number}{draw.choice(('.json', '.csv', '.playground', ''))}"
            path.write_bytes(content)
            link = flipped(LINK.encode(), draw).decode("latin-1").replace("\x00", "")
            for source in (str(path), link):
                begun = time.thread_time()
                said = tried(source)
                slowest = max(slowest, time.thread_time() - begun)
                if said in counts:
                    counts[said] += 1
                else:
                    wrong.append(f"{said} at {number}: {source[:200]}")
            path.unlink()
    print("\n".join(wrong[:20]), file=sys.stderr)
    print(
        f"{2 * asked.times:,} files and links: {counts['opened']:,} opened, {counts['refused']:,} refused in "
        f"one sentence, {len(wrong)} otherwise; {1000 * slowest:.0f} ms of processor at most "
        f"(seed {asked.seed})"
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
