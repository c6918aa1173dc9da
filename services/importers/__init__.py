"""Readers of the sheet of support."""
