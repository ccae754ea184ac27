"""Analysis: gradient flow, inspector, run, layer space and loss surface."""
