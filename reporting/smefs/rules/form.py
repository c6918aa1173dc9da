"""Whether a line has the form that SM EFS takes: width, days, lists, dictionaries, what is needed (R8–R10, R24)."""

import re
from collections.abc import Iterator

from reporting.smefs.rules.findings import Finding
from reporting.smefs.rules.layout import Layout, Words
from reporting.smefs.rules.lines import FarDay, Line, UnreadableDay, read_day
from reporting.smefs.rules.sources import NAMES, NEEDED
from reporting.smefs.rules.words import words_found

DAYS = ("start_on", "end_on", "education_end", "added_on", "modified_on")
LISTS = ("support_scope", "support_kind", "support_detail", "support_on")
FILLED = {"support_scope": "item", "support_kind": "item-kind", "support_on": "item"}
"""Lists without blank items; a „w tym” may be blank, since some kinds of support have none (D7)."""
PHONE = range(7, 16)
POSTCODE = re.compile(r"[0-9]{2}-[0-9]{3}")
POLAND = ("", "polska")
POLISH_LETTERS = frozenset("ąćęłńóśźżĄĆĘŁŃÓŚŹŻ")


def form_found(line: Line, layout: Layout, words: Words) -> Iterator[Finding]:
    """Yield what is wrong with the form of a line; one of another width is not looked at further."""
    if len(line.cells) != len(layout.columns):
        yield Finding("width", line.number, None, {"found": len(line.cells), "wanted": len(layout.columns)})
        return
    yield from _blank(line, layout)
    yield from _unreadable(line, layout)
    yield from _lists(line, layout)
    yield from _items(line, layout)
    yield from _plain(line, layout)
    yield from words_found(line, layout, words)


def _blank(line: Line, layout: Layout) -> Iterator[Finding]:
    for source in NEEDED:
        if source in layout.places and not line.of(layout, source):
            place = layout.places[source]
            yield Finding("blank", line.number, place, {"header": layout.columns[place].header})
    yield from _names(line, layout)
    if not line.of(layout, "project_number"):
        yield Finding("project", line.number, layout.places.get("project_number"))


def _names(line: Line, layout: Layout) -> Iterator[Finding]:
    """Yield blank names: without any the record is incomplete, and some documents hold one name alone."""
    blank = [source for source in NAMES if source in layout.places and not line.of(layout, source)]
    code = "blank" if len(blank) == len(NAMES) else "one-name"
    for source in blank:
        place = layout.places[source]
        yield Finding(code, line.number, place, {"header": layout.columns[place].header})


def _unreadable(line: Line, layout: Layout) -> Iterator[Finding]:
    for source in DAYS:
        if wrong := _wrong_day(line.of(layout, source)):
            yield Finding(wrong, line.number, layout.places[source])
    for wrong in sorted({_wrong_day(item) for item in line.items(layout, "support_on")} - {""}):
        yield Finding(wrong, line.number, layout.places["support_on"])
    age = line.of(layout, "age")
    if age and not (age.isascii() and age.isdecimal()):
        yield Finding("number", line.number, layout.places["age"])


def _lists(line: Line, layout: Layout) -> Iterator[Finding]:
    """Blank columns are a matter of what is needed; a column of blanks alone may be blank as a whole."""
    lengths = {source: len(line.items(layout, source)) for source in LISTS}
    filled = {length for length in lengths.values() if length}
    if len(filled) > 1 or (filled and not (lengths["support_kind"] and lengths["support_on"])):
        found = ", ".join(str(length) for length in lengths.values())
        yield Finding("lists", line.number, layout.places["support_kind"], {"lengths": found})


def _items(line: Line, layout: Layout) -> Iterator[Finding]:
    """Yield the first blank item of each list: position n of every list is support n (R10)."""
    for source, code in FILLED.items():
        items = line.items(layout, source)
        if "" in items:
            place = layout.places[source]
            said = {"item": items.index("") + 1, "header": layout.columns[place].header}
            yield Finding(code, line.number, place, said)


def _plain(line: Line, layout: Layout) -> Iterator[Finding]:
    """Values that no dictionary of the portal holds: sex, urbanisation, postcode, phone, e-mail."""
    sexes = list(layout.content["values"]["sex"].values())
    if line.of(layout, "sex") not in ("", *(each.strip() for each in sexes)):
        yield Finding("sex", line.number, layout.places["sex"], {"first": sexes[0], "second": sexes[1]})
    degurba = line.of(layout, "degurba")
    if degurba and not any(code in degurba for code in "123"):
        yield Finding("word-D4", line.number, layout.places["degurba"])
    postcode, country = line.of(layout, "postcode"), line.of(layout, "country").casefold()
    if postcode and country in POLAND and not POSTCODE.fullmatch(postcode):
        yield Finding("postcode", line.number, layout.places["postcode"])
    phone = line.of(layout, "phone")
    if phone and len(phone) not in PHONE:
        yield Finding("phone", line.number, layout.places["phone"])
    if POLISH_LETTERS & set(line.of(layout, "email")):
        yield Finding("email", line.number, layout.places["email"])


def _wrong_day(text: str) -> str:
    """Return the finding of a cell that holds no day; blank for a day and for nothing."""
    try:
        read_day(text)
    except FarDay:
        return "day-far"
    except UnreadableDay:
        return "day"
    return ""
