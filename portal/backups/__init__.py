"""Backups encrypted to keys that are not on the server, and bringing them back (S61, L24, T8)."""
