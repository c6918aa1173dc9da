"""Whether what stands in a line are words of the dictionaries, to the letter (D1–D8)."""

from collections.abc import Iterator, Mapping

from reporting.smefs.rules.findings import WORDS_OF, Finding
from reporting.smefs.rules.layout import Layout, Words
from reporting.smefs.rules.lines import Line, codes_of, folded
from reporting.smefs.rules.sources import DICTIONARY

STATELESS = "bezpaństwowiec"
"""One form splits it off (D1)."""


def words_found(line: Line, layout: Layout, words: Words) -> Iterator[Finding]:
    """Yield cells that hold no value of their dictionary."""
    for place, column in enumerate(layout.columns):
        dictionary = column.words or DICTIONARY.get(column.source, "")
        text = line.cells[place]
        if dictionary == "smefs-citizenship" and folded(text) == STATELESS:
            continue
        if dictionary and not _is_word(text, words.get(dictionary, {}), column.may_refuse):
            yield Finding(WORDS_OF[dictionary], line.number, place)
    yield from _detail(line, layout, words)


def _is_word(text: str, values: Mapping[str, str], may_refuse: bool) -> bool:
    """Say whether a cell holds one of the values; blank cells are asked for elsewhere."""
    allowed = [value for code, value in values.items() if may_refuse or code != "refused"]
    return not text.strip() or not values or text in allowed or text.strip() in allowed


def _detail(line: Line, layout: Layout, words: Words) -> Iterator[Finding]:
    """Yield a „w tym” that does not belong to the status beside it (D5).

    How employers are called differs from form to form, so that an unknown one is a warning.
    """
    text, details = line.of(layout, "status_detail"), words.get("smefs-status-detail", {})
    if not text or not details:
        return
    statuses = tuple(words.get("smefs-status", {}).items())
    status = next(iter(codes_of(statuses, line.of(layout, "status"))), "")
    found = [code for code, value in details.items() if value.strip() == text]
    if not any(code.startswith(status) for code in found):
        code = "word-employer" if status == "employed" and not found else "word-detail"
        yield Finding(code, line.number, layout.places["status_detail"])
