"""The mathematics: NumPy and msgspec only."""
