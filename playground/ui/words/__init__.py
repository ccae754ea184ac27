"""Words: labels, names, numbers and translation."""
