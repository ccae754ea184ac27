"""Nothing that can be read is cut and nothing lies over something else, at any size, in any look."""

from __future__ import annotations

from itertools import product

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from playground.ui.look import theme

from .seen_texts import problems

SIZES = ((1920, 1080), (1280, 720), (900, 470))
LOOKS = tuple(product(("en", "ko"), ("light", "dark"), (False, True)))


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_no_text_is_cut_or_covered(start, size):
    program = start(width=size[0], height=size[1])
    window, session = program.window, program.session
    session.display.set(probe=(1.0, 2.0, 1.0), node_mode="both")
    session.play()
    program.until(lambda: session.snapshot.epoch >= 500)  # long enough for numbers in powers of ten
    session.pause()
    program.until(lambda: session.snapshot.probe is not None and not session.snapshot.playing)
    found = {}
    for language, look, is_large in LOOKS:
        if window.language != language:
            window.set_language(language)
        window.set_theme(look)
        if is_large != (session.settings.preferences.text_scale > 1.0):
            window.toggle_large_text()
        for _ in range(3):
            QCoreApplication.processEvents()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        program.until(program.window.workspace.data_panel.gallery.is_current)
        for sentence in problems(window):
            found.setdefault(sentence, f"{language} {look} {'projector' if is_large else 'normal'}")
    theme.set_scale(1.0)
    assert not found, "\n".join(f"{where}: {sentence}" for sentence, where in found.items())
