"""Measurements: each figure beside its floor, by turns, in the same run (``make bench``)."""
