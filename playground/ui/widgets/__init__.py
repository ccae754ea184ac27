"""Widgets that know neither engine nor app."""
