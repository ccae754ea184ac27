"""Plots: every picture with axes stands on pyqtgraph, by the base in ``plot``, whose head has the recipe.

``pane`` is one pair of axes in it; ``curves`` has lanes of curves under one cursor, ``contours`` and
``marks`` what is put on a picture, ``scale`` the arithmetic, without pyqtgraph.
"""
