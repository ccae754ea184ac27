"""The program without widgets."""
