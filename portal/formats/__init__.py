"""Dates and numbers of the five languages for everything that the framework formats itself (glossary 2.4–2.8)."""
