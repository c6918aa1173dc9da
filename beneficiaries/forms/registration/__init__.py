"""The questions of a registration, one form a page."""
