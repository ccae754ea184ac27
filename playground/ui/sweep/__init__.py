"""The sweep's window: what is swept over, its progress, its table and its plots."""
