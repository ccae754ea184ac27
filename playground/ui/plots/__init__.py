"""Plots: every picture with axes stands on pyqtgraph, through one base."""
