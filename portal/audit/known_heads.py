"""Heads of the chain that are known when it is checked: those of the table, and those kept elsewhere (S33)."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from portal.audit import findings
from portal.audit.findings import Finding
from portal.audit.heads import FIELDS, Content, checksum, content_of, is_signed
from portal.audit.models import AuditHead


def heads_of_table() -> list[Content]:
    """Return the heads that the database holds, the oldest first."""
    return [content_of(head) for head in AuditHead.objects.order_by("day")]


def read_heads(folder: Path) -> list[Content]:
    """Return the heads in the files ``*.json`` of a folder, the oldest first.

    A file that is no head is returned as one that nobody signed. Raises ``OSError`` when the folder cannot be read.
    """
    return [_read(path) for path in sorted(folder.iterdir()) if path.suffix == ".json"]


def trusted(heads: Sequence[Content]) -> list[Content]:
    """Return the heads whose signature fits."""
    return [head for head in heads if is_signed(head)]


def head_findings(table: Sequence[Content], elsewhere: Sequence[Content]) -> Iterator[Finding]:
    """Yield heads that are not signed, do not follow each other, or are not in the table as they are elsewhere."""
    for head in (*table, *elsewhere):
        if not is_signed(head):
            yield findings.head_wrong(_day(head), "is not signed by this portal")
    yield from _out_of_line(table)
    known = {_day(head): head for head in table}
    for head in trusted(elsewhere):
        if _day(head) not in known:
            yield findings.head_wrong(_day(head), "is not in the database")
        elif known[_day(head)] != head:
            yield findings.head_wrong(_day(head), "is another in the database")


def _out_of_line(table: Sequence[Content]) -> Iterator[Finding]:
    before = ""
    for head in table:
        if head["previous"] != before:
            yield findings.head_wrong(_day(head), "does not follow the head before it")
        before = checksum(head)


def _read(path: Path) -> Content:
    try:
        content = json.loads(path.read_text(encoding="ascii"))
        return {name: content[name] for name in FIELDS}
    except (OSError, ValueError, KeyError, TypeError):
        return {"day": path.name}


def _day(head: Content) -> str:
    return str(head["day"])
