"""``python -m playground`` is the command line; ``window`` is what the desktop's starter calls."""

from __future__ import annotations

import sys


def window() -> int:
    """Open the window without a terminal."""
    from playground.ui.window import open_window

    return open_window(sys.argv[1] if len(sys.argv) > 1 else None)


if __name__ == "__main__":
    from playground.cli import main

    main()
