"""Writes the invented project: in bulk, chapter by chapter, as if it had been written down over two years."""
