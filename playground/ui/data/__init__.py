"""Data: gallery, painting, import and links."""
