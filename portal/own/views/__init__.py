"""Pages of the own space that belong to no app."""
