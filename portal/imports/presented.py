"""What a list would do or did, as its page shows it: counts, reasons row by row, what changed."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext as _

from portal.imports.enums import HoldReason
from portal.imports.querysets import DECIDE
from portal.imports.registry import subject_source

if TYPE_CHECKING:
    from portal.accounts.models import User

MOST_SHOWN = 100


@dataclass(frozen=True)
class RowShown:
    """One row: where it stands, in a word what is the matter, and the rest of the sentence."""

    sheet: str
    row: int
    lp: Any
    word: str = ""
    words: str = ""
    number: str = ""
    values: list[tuple[Any, str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Part:
    """Rows of one kind: the first ones, and how many there are in all."""

    rows: list[RowShown]
    total: int

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.total - len(self.rows)

    def __bool__(self) -> bool:
        return self.total > 0


@dataclass(frozen=True)
class ReportShown:
    """Everything a page shows of a reading; ``people`` are the persons whose data are on it."""

    counts: list[tuple[str, int]]
    sheets: list[tuple[str, dict[str, int]]]
    new_rows: int
    parts: dict[str, Part]
    unknown_columns: list[dict[str, str]]
    unknown_wordings: list[dict[str, Any]]
    people: set[UUID]

    @property
    def is_news(self) -> bool:
        """Whether the list holds anything that was not known."""
        return self.new_rows > 0


def presented(stored: dict[str, Any], user: "User") -> ReportShown:
    """Return a stored reading in words, without the people whom ``user`` may not see."""
    report, reach = stored["report"], _Reach(stored, user)
    parts = {
        "changes": _part(stored["changes"], reach.shown),
        "held": _part(report["held_rows"], _held),
        "refused": _part(report["refused_rows"], lambda entry: _row(entry, words=entry["message"])),
        "skipped": _part(report.get("skipped_rows", []), _skipped),
        "incomplete": _part(report["incomplete_rows"], _incomplete),
        "merges": _part(stored["merges"], reach.shown),
    }
    return ReportShown(
        counts=_counts(report),
        sheets=list(report["sheets"].items()),
        new_rows=stored["new_rows"],
        parts=parts,
        unknown_columns=report["unknown_columns"][:MOST_SHOWN],
        unknown_wordings=report["unknown_wordings"][:MOST_SHOWN],
        people=reach.people,
    )


def _counts(report: dict[str, Any]) -> list[tuple[str, int]]:
    changed = len(report["changed_rows"])
    return [
        (_("new people"), report["created"]),
        (_("joined to a person with the same PESEL"), report["merged"]),
        (_("wait for a decision"), report["held"]),
        (_("changed since the last list"), changed),
        (_("unchanged"), report["unchanged"] - changed),
        (_("incomplete"), report["incomplete"]),
    ]


class _Reach:
    """Which people on a report the account may see; the others are left out without a trace."""

    def __init__(self, stored: dict[str, Any], user: "User") -> None:
        entries = [*stored["changes"], *stored["merges"]]
        everybody = subject_source().everybody().filter(pk__in={entry["subject"] for entry in entries})
        self._known = {str(pk) for pk in everybody.values_list("pk", flat=True)} if entries else set()
        seen = everybody.visible_to(user, DECIDE).values_list("pk", "number", "person_id") if entries else ()
        self._seen = {str(pk): (number, person) for pk, number, person in seen}
        self.people: set[UUID] = set()

    def shown(self, entry: dict[str, Any]) -> RowShown | None:
        subject = str(entry["subject"])
        if subject in self._known and subject not in self._seen:
            return None
        number, person = self._seen.get(subject, ("", None))
        if person:
            self.people.add(person)
        return _row(entry, number=number, values=[_value(*each) for each in entry["values"]])


def _value(name: str, known: Any, written: Any) -> tuple[Any, str, str]:
    in_words = subject_source().in_words
    label, before = in_words(name, known)
    return label, before, in_words(name, written)[1]


def _part(entries: list[dict[str, Any]], show: Any) -> Part:
    rows, hidden = [], 0
    for entry in entries:
        shown = show(entry) if len(rows) < MOST_SHOWN else None
        if shown is not None:
            rows.append(shown)
        elif len(rows) < MOST_SHOWN:
            hidden += 1
    return Part(rows, len(entries) - hidden)


def _held(entry: dict[str, Any]) -> RowShown:
    return _row(entry, word=str(HoldReason(entry["reason"]).label), words=entry["message"])


def _skipped(entry: dict[str, Any]) -> RowShown:
    words = _("“%(label)s”: a total or a signature, no row of the list.") % {"label": entry["label"]}
    return RowShown(entry["sheet"], entry["row"], None, words=words)


def _incomplete(entry: dict[str, Any]) -> RowShown:
    return _row(entry, words=subject_source().in_words("missing", " ".join(entry["missing"]))[1])


def _row(entry: dict[str, Any], **more: Any) -> RowShown:
    return RowShown(entry["sheet"], entry["row"], entry["lp"], **more)
