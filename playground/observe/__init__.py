"""Looks at a run and never trains it: snapshots, grids, statistics, inspections."""
