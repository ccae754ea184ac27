"""Record what PyTorch makes of the reference cases: ``python tests/engine/make_references.py``.

Writes ``torch_references.npz`` beside this file, which stands in where PyTorch is not installed.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

FOLDER = Path(__file__).parent


def main() -> None:
    """Train every case and write the file."""
    sys.path.insert(0, str(FOLDER))
    import reference_cases
    import torch_reference

    found = {
        name: torch_reference.train(experiment, reference_cases.STEPS)
        for name, experiment in reference_cases.cases().items()
    }
    np.savez_compressed(FOLDER / "torch_references.npz", **found)
    sys.stdout.write(f"{len(found)} cases\n")


if __name__ == "__main__":
    main()
