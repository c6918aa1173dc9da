"""Needs and results."""
