"""Reads about needs, help and results."""
