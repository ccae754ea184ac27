"""The window: puts the rooms together, with menu, actions, notices and the lower panel."""
