"""The seeded tester plays for a while with a new seed; the seed is printed, so that it can be played again."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

SECONDS = 40


@pytest.mark.slow
@pytest.mark.timeout(SECONDS + 240)
def test_a_new_seed_finds_nothing():
    seed = random.SystemRandom().randrange(10**6)
    played = subprocess.run(
        [
            sys.executable,
            "-X",
            "faulthandler",
            "-m",
            "tests.monkey",
            "--minutes",
            str(SECONDS / 60),
            "--seed",
            str(seed),
        ],
        cwd=Path(__file__).parent.parent,
        capture_output=True,
        text=True,
    )
    print(played.stdout)
    assert played.returncode == 0, f"seed {seed}: {played.stdout}{played.stderr}"
