"""Workbooks whose cells are data: a text is never a formula, an address, a number or markup (S39).

``portal.workbooks.book`` is imported where a workbook is made: the library comes with it, and most processes never
need that.
"""

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Head(str):
    """The text of a heading."""
