"""The kinds of layers: one file says all about one kind."""
