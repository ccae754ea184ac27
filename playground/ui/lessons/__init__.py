"""Lessons in the window: the strip with a step, the light on controls, the list, and writing one."""
