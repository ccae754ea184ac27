"""The network: the canvas and what is dragged onto it."""
