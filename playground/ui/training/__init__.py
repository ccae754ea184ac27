"""Training: toolbar, options and the timeline."""
