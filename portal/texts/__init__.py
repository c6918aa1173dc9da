"""Texts that people publish in five languages: information, questions of consent, public pages.

A text is worked on as a draft. Publishing writes a row for each language that nobody can change any more, in the
database either; the next version is another row.
"""
