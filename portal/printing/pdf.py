"""HTML into a tagged PDF (PDF/UA-1); the renderer comes into memory with the first page that is printed.

It takes some 60 MiB, so a process that never prints does without. What is long is printed in processes apart
(``apart.py``).
"""


def pdf_of(html: str, *, is_part: bool = False) -> bytes:
    """Return the PDF of a page; its language and title are those of the HTML.

    A part of a longer document is left without numbers of pages: they come when the parts are joined
    (``joining.py``). Raises ``NothingToFetch`` when the page refers to anything outside itself.
    """
    from portal.printing.rendering import rendered  # noqa: PLC0415 - large, and most processes never print

    return rendered(html, is_part=is_part)
