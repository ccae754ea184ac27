"""Panels edit the Experiment."""
