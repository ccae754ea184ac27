"""The output: boundary, points, probe and loss."""
