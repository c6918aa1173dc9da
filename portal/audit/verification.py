"""Finding what somebody changed, added, removed or moved behind the portal's back (S33).

Everything is read as text and streamed: a row that is no longer readable is named and hides no other.
"""

import datetime
import hmac
import json
import uuid
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import F, QuerySet, TextField
from django.db.models.functions import Cast

from portal.audit import findings
from portal.audit.chain import START, cut_mac, link_hash
from portal.audit.cutting import kept_since
from portal.audit.findings import Finding
from portal.audit.heads import Content
from portal.audit.known_heads import head_findings, heads_of_table, trusted
from portal.audit.macs import FIELDS, mac_of_fields
from portal.audit.models import AuditCut, AuditEvent, AuditSeal
from portal.audit.sealer import waiting_events

_READ_AS_TEXT = ("id", "at", "subjects", "detail")
_PLAIN = [name for name in FIELDS if name not in _READ_AS_TEXT]
_AT_ONCE = 2000
Row = dict[str, Any]


def broken_events() -> Iterator[str]:
    """Yield the id, as it stands in the table, of each event whose fields no longer fit their hash."""
    for row in _texts(AuditEvent.objects.order_by("at", "id")).iterator(_AT_ONCE):
        if not _is_whole(row):
            yield str(row["id_text"])


def verify_trail(elsewhere: Sequence[Content] = ()) -> Iterator[Finding]:
    """Yield everything that is not as it was written; nothing for an untouched trail.

    ``elsewhere`` are heads kept outside the database (``known_heads.read_heads``); without them an end of the
    chain that was cut off together with its heads cannot be missed. Events that wait for their seal are no finding.
    """
    table = heads_of_table()
    yield from head_findings(table, elsewhere)
    yield from _chain(trusted([*table, *(head for head in elsewhere if head not in table)]))
    yield from _unsealed()


def _chain(heads: Sequence[Content]) -> Iterator[Finding]:
    """Walk along the seals; after a break go on from what stands there, so that one break is one finding.

    Up to the last cut that the portal made, events are gone and their links cannot be followed: the hash where it ends
    is under the keyed hash of the cut and, before it, in the signed heads.
    """
    before, end, named = START, 0, defaultdict(list)
    cut_at, forged = _cuts()
    yield from forged
    for head in heads:
        named[head["sequence"]].append(head)
    for row in _seals().iterator(_AT_ONCE):
        place, found = row["sequence"], _bytes(row["hash"])
        if not isinstance(place, int):
            yield findings.broken(_named(row["key_text"]), end + 1)
            continue
        if place > end + 1:
            yield findings.missing(end + 1, place - 1)
        if not (place <= cut_at and _is_gone(row)):
            yield from _seal(row, before, follows=place == end + 1)
        yield from (findings.replaced(head["day"], place) for head in named[place] if head["hash"] != found.hex())
        before, end = found, place
    yield from (findings.truncated(head["day"], end, head["sequence"]) for head in heads if head["sequence"] > end)


def _cuts() -> tuple[int, list[Finding]]:
    """Return how far the portal has cut the trail, and the cuts that are not its own."""
    ends, forged = [0], []
    for each in AuditCut.objects.order_by("sequence"):
        seal = AuditSeal.objects.filter(sequence=each.sequence).first()
        if seal is not None and _is_own(each, seal):
            ends.append(each.sequence)
        else:
            forged.append(findings.cut(each.sequence))
    return max(ends), forged


def _is_own(cut: AuditCut, seal: AuditSeal) -> bool:
    expected = cut_mac(cut.sequence, bytes(seal.hash), cut.at)
    return hmac.compare_digest(expected, bytes(cut.mac)) and seal.sealed_at < kept_since(cut.at)


def _seals() -> QuerySet:
    seal = {"key_text": Cast("event_id", TextField()), "sealed_text": Cast("sealed_at", TextField())}
    return _texts(AuditSeal.objects.order_by("sequence"), "event__", "sequence", "hash", **seal)


def _seal(row: Row, before: bytes, *, follows: bool) -> Iterator[Finding]:
    event, place = _named(row["key_text"]), row["sequence"]
    if _is_gone(row):
        yield findings.deleted(event, place)
    elif not _is_whole(row):
        yield findings.edited(event, place)
    elif follows and not _fits(row, before):
        yield findings.broken(event, place)


def _is_gone(row: Row) -> bool:
    """Tell whether nothing stands at the end of a seal: its id is read from the seal, the rest from the event."""
    return all(row[f"e_{name}"] is None for name in ("mac", "action", "reason"))


def _fits(row: Row, before: bytes) -> bool:
    try:
        sealed_at, key = _moment(row["sealed_text"]), uuid.UUID(row["key_text"])
    except (ValueError, TypeError, AttributeError):
        return False
    expected = link_hash(before, row["sequence"], key, _bytes(row["e_mac"]), sealed_at)
    return hmac.compare_digest(expected, _bytes(row["hash"]))


def _unsealed() -> Iterator[Finding]:
    """Yield events that nobody sealed and that the portal did not write as they stand."""
    for row in _texts(waiting_events().order_by("at", "id")).iterator(_AT_ONCE):
        if not _is_whole(row):
            yield findings.forged(_named(row["id_text"]))


def _texts(rows: QuerySet, way: str = "", *more: str, **others: Any) -> QuerySet:
    """Return the columns of the events at the end of ``way``; those that a database may fail to read as text."""
    texts = {f"{name}_text": Cast(f"{way}{name}", TextField()) for name in _READ_AS_TEXT}
    plain = {f"e_{name}": F(f"{way}{name}") for name in (*_PLAIN, "mac")}
    return rows.values(*more, **texts, **plain, **others)


def _is_whole(row: Row) -> bool:
    try:
        fields = {
            **{name: row[f"e_{name}"] for name in _PLAIN},
            "id": uuid.UUID(row["id_text"]),
            "at": _moment(row["at_text"]),
            "subjects": json.loads(row["subjects_text"]),
            "detail": json.loads(row["detail_text"]),
        }
        return hmac.compare_digest(_bytes(row["e_mac"]), mac_of_fields(fields))
    except (ValueError, TypeError, AttributeError):
        return False


def _bytes(value: Any) -> bytes:
    return bytes(value) if isinstance(value, bytes | memoryview) else b""


def _named(key: Any) -> str:
    """Return an id as it is usually written; what is none as it stands."""
    try:
        return str(uuid.UUID(str(key)))
    except ValueError:
        return str(key)


def _moment(text: str) -> datetime.datetime:
    """Read a moment as the database prints it: SQLite without a zone, in UTC; PostgreSQL with one."""
    moment = datetime.datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)
