"""Recording the window: frames with their true times, kept on disk, written as GIF, MP4 or PNG."""
