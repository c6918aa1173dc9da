"""Parts of a long document joined to one tagged PDF (PDF/UA-1): pages, structure, bookmarks; one part open at a time.

A part is laid out alone, so that memory follows the longest part and not the document, and before anybody knows on
which page it begins, so that parts can be laid out side by side: numbers of pages are laid over the whole at the end.
Title, language and metadata are those of the first part.
"""

import io
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pikepdf

NUMBER = "/Number%d"


def joined(parts: Sequence[Path], goal: Path, numbers: Callable[[], bytes] | None = None) -> None:
    """Write the parts, in order, as one PDF to ``goal``; the same parts give the same bytes.

    ``numbers`` gives a PDF with the number of each page on a page of its own, to be laid over them. It is asked last:
    it may still be printed while the parts are joined.
    """
    with pikepdf.open(parts[0]) as whole:
        for place, path in enumerate(parts[1:], start=1):
            with pikepdf.open(path) as part:
                _append(whole, part, f"p{place}-")
        if numbers is not None:
            _number(whole, numbers())
        whole.save(goal, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def _number(whole: pikepdf.Pdf, numbers: bytes) -> None:
    """Lay a number over each page, as an artifact: a screen reader knows where it is without it."""
    with pikepdf.open(io.BytesIO(numbers)) as document:
        for place, (page, number) in enumerate(zip(whole.pages, document.pages, strict=True), start=1):
            form = whole.copy_foreign(number.as_form_xobject())
            name = page.add_resource(form, pikepdf.Name.XObject, pikepdf.Name(NUMBER % place))
            page.contents_add(b"q ", prepend=True)
            page.contents_add(f" Q /Artifact BMC q {name} Do Q EMC".encode())


def pages_of(path: Path) -> int:
    """Return how many pages a PDF has."""
    with pikepdf.open(path) as document:
        return len(document.pages)


def _append(whole: pikepdf.Pdf, part: pikepdf.Pdf, prefix: str) -> None:
    first, moved = len(whole.pages), len(_nums(whole)) // 2
    for page in part.pages:
        page.obj.StructParents = int(page.obj.StructParents) + moved
    for element in _elements(part.Root.StructTreeRoot):
        _rename(element, prefix)
    whole.pages.extend(part.pages)
    body, more = (document.Root.StructTreeRoot.K[0] for document in (whole, part))
    for child in whole.copy_foreign(part.make_indirect(more)).K:
        child.P = body
        body.K.append(child)
    nums = _nums(whole)
    for key, value in _pairs(part):
        nums.append(key + moved)
        nums.append(whole.copy_foreign(part.make_indirect(value)))
    _append_bookmarks(whole, part, first)


def _nums(document: pikepdf.Pdf) -> Any:
    return document.Root.StructTreeRoot.ParentTree.Nums


def _pairs(document: pikepdf.Pdf) -> Iterator[tuple[int, Any]]:
    nums = _nums(document)
    for place in range(0, len(nums), 2):
        yield int(nums[place]), nums[place + 1]


def _elements(node: Any) -> Iterator[Any]:
    """Yield every element of a structure tree below ``node``."""
    waiting = [node]
    while waiting:
        children = waiting.pop().get("/K", [])
        for child in children if isinstance(children, pikepdf.Array) else [children]:
            if isinstance(child, pikepdf.Dictionary):
                yield child
                waiting.append(child)


def _rename(element: Any, prefix: str) -> None:
    """Give the heads of tables, and the cells that name them, a name that no other part has."""
    if "/ID" in element:
        element.ID = pikepdf.String(prefix + str(element.ID))
    if "/A" in element:
        attributes = element.A if isinstance(element.A, pikepdf.Array) else [element.A]
        for each in attributes:
            if isinstance(each, pikepdf.Dictionary) and "/Headers" in each:
                each.Headers = pikepdf.Array([pikepdf.String(prefix + str(head)) for head in each.Headers])


def _append_bookmarks(whole: pikepdf.Pdf, part: pikepdf.Pdf, first: int) -> None:
    pages = {page.obj.objgen: place for place, page in enumerate(part.pages)}
    with part.open_outline() as there, whole.open_outline() as here:
        here.root.extend(_bookmark(item, pages, first) for item in there.root)


def _bookmark(item: Any, pages: dict[Any, int], first: int) -> pikepdf.OutlineItem:
    destination = item.destination
    place = pages.get(destination[0].objgen, 0) if isinstance(destination, pikepdf.Array) else 0
    made = pikepdf.OutlineItem(item.title, first + place)
    made.children.extend(_bookmark(child, pages, first) for child in item.children)
    return made
