"""The network as code: live, proved, and written out."""
