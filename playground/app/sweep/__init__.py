"""Sweeps: one experiment trained many times over some of its fields, on all cores or a cluster."""
