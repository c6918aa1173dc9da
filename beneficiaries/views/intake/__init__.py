"""Applications, for the staff."""
