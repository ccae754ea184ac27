"""Views draw a Snapshot."""
