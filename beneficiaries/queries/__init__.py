"""Reads about people: the list, the search, the record."""
