"""Reads about support."""
