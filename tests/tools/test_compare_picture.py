"""The README's picture of Compare is drawn by the real window."""

from __future__ import annotations

from PySide6.QtGui import QImage

from playground.tools.compare_picture import draw


def test_it_shows_three_runs_of_the_same_epoch(qapp, tmp_path):
    written = draw(tmp_path, epochs=2)
    picture = QImage(str(written))
    assert (picture.width(), picture.height()) == (1600, 900)
    ground = picture.pixelColor(1595, 400).rgb()
    for left in (30, 560, 1090):
        tile = [picture.pixelColor(left + 10 * k, 220 + 10 * k).rgb() for k in range(30)]
        assert ground not in tile
        assert len(set(tile)) > 5
