"""Looks: theme, style sheet and icons."""
