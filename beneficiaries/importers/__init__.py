"""Readers of the sheet of people."""
