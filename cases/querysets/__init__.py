"""Rows of what is kept about a case, by who asks."""
