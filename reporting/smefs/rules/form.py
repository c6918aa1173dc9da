"""Whether a line has the form that SM EFS takes: width, days, lists, dictionaries, what is needed (R8–R10, R24)."""

from collections.abc import Iterator

from reporting.smefs.rules.findings import WORDS_OF, Finding
from reporting.smefs.rules.layout import Column, Layout, Words
from reporting.smefs.rules.lines import FarDay, Line, UnreadableDay, folded, read_day
from reporting.smefs.rules.sources import NEEDED

DAYS = ("start_on", "end_on", "education_end", "added_on", "modified_on")
LISTS = ("support_scope", "support_kind", "support_detail", "support_on")
PHONE = range(7, 16)
POLISH_LETTERS = frozenset("ąćęłńóśźżĄĆĘŁŃÓŚŹŻ")


def form_found(line: Line, layout: Layout, words: Words) -> Iterator[Finding]:
    """Yield what is wrong with the form of a line; one of another width is not looked at further."""
    if len(line.cells) != len(layout.columns):
        yield Finding("width", line.number, None, {"found": len(line.cells), "wanted": len(layout.columns)})
        return
    yield from _blank(line, layout)
    yield from _unreadable(line, layout)
    yield from _lists(line, layout)
    yield from _plain(line, layout)
    for place, column in enumerate(layout.columns):
        if column.words and not _is_word(line.cells[place], column, words):
            yield Finding(WORDS_OF[column.words], line.number, place)


def _blank(line: Line, layout: Layout) -> Iterator[Finding]:
    for source in NEEDED:
        if source in layout.places and not line.of(layout, source).strip("| "):
            place = layout.places[source]
            yield Finding("blank", line.number, place, {"header": layout.columns[place].header})
    if not line.of(layout, "project_number"):
        yield Finding("project", line.number, layout.places.get("project_number"))


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


def _plain(line: Line, layout: Layout) -> Iterator[Finding]:
    """Values that no dictionary of the portal holds: sex, urbanisation, phone, e-mail."""
    sexes = list(layout.content["values"]["sex"].values())
    if line.of(layout, "sex") not in ("", *(each.strip() for each in sexes)):
        yield Finding("sex", line.number, layout.places["sex"], {"first": sexes[0], "second": sexes[1]})
    degurba = line.of(layout, "degurba")
    if degurba and not any(code in degurba for code in "123"):
        yield Finding("word-D4", line.number, layout.places["degurba"])
    phone = line.of(layout, "phone")
    if phone and len(phone) not in PHONE:
        yield Finding("phone", line.number, layout.places["phone"])
    if POLISH_LETTERS & set(line.of(layout, "email")):
        yield Finding("email", line.number, layout.places["email"])


def _is_word(text: str, column: Column, words: Words) -> bool:
    """Say whether a cell holds a value of its dictionary, to the letter; blank cells are asked for elsewhere."""
    values = words.get(column.words, {})
    if not text.strip() or not values:
        return True
    if column.words == "smefs-citizenship" and folded(text) == "bezpaństwowiec":
        return True
    allowed = [value for code, value in values.items() if column.may_refuse or code != "refused"]
    return text in allowed or text.strip() in allowed


def _wrong_day(text: str) -> str:
    """Return the finding of a cell that holds no day; blank for a day and for nothing."""
    try:
        read_day(text)
    except FarDay:
        return "day-far"
    except UnreadableDay:
        return "day"
    return ""
