"""Runs beside each other: tiles, their measures, and one loss plot for all."""
