"""Reads about legalisation: the dictionaries, the cases of a person with their checklists, deadlines that are near."""

import datetime
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet

from beneficiaries.models import Care, Participation
from cases.models import LegalisationCase, LegalisationDocument
from cases.rules.legalisation import last_day_to_speak_of, progress
from portal.clock import today
from portal.programmes.dictionaries import DOCUMENTS, KINDS, OFFICES
from portal.programmes.models import DictionaryEntry
from portal.reads import ahead

if TYPE_CHECKING:
    from portal.accounts.models import User

OTHER = "other"
RIGHT = "view_legalisation"


@dataclass(frozen=True)
class ChecklistItem:
    """One line: the dictionary’s entry or a name of one’s own, and what is recorded of it, if anything."""

    key: str
    entry: DictionaryEntry | None
    record: LegalisationDocument | None

    @property
    def state(self) -> str:
        """Collected, not needed, or blank: missing."""
        return self.record.state if self.record else ""

    @property
    def name(self) -> str:
        """The name in the language of the page."""
        return str(self.entry.name if self.entry else self.record.own_name if self.record else "")


@dataclass(frozen=True)
class Checklist:
    """A case and its lines, in the order of the dictionary, then those added by hand."""

    case: LegalisationCase
    kind: DictionaryEntry | None
    items: Sequence[ChecklistItem]

    @property
    def progress(self) -> tuple[int, int]:
        """Collected, needed."""
        return progress(item.state for item in self.items)


@dataclass(frozen=True)
class Dictionary:
    """What can be applied for, what each needs, and where."""

    kinds: dict[str, DictionaryEntry]
    documents: Sequence[DictionaryEntry]
    offices: dict[str, str]


def dictionary(participation: Participation | None = None) -> Dictionary:
    """Return the dictionaries of legalisation with all they ever held, each entry as it reads today (one query).

    A record whose page has read ahead asks nothing.
    """
    rows = ahead(participation, dictionary_rows) if participation else dictionary_rows()
    latest: dict[tuple[str, str], DictionaryEntry] = {}
    for each in rows:
        known = latest.setdefault((each.dictionary, each.code), each)
        if known.valid_from > today() >= each.valid_from:
            latest[each.dictionary, each.code] = each
    entries = list(latest.values())
    return Dictionary(
        {each.code: each for each in entries if each.dictionary == KINDS},
        [each for each in entries if each.dictionary == DOCUMENTS],
        {each.parent: each.value for each in entries if each.dictionary == OFFICES},
    )


def dictionary_rows(_participation: Participation | None = None) -> QuerySet[DictionaryEntry]:
    """Return the rows of ``dictionary``, the same for everybody."""
    rows = DictionaryEntry.objects.filter(dictionary__in=(KINDS, DOCUMENTS, OFFICES))
    return rows.order_by("position", "-valid_from")


def is_valid(entry: DictionaryEntry, day: datetime.date) -> bool:
    """Tell whether an entry holds on a day (R102)."""
    return entry.valid_from <= day and (entry.valid_to is None or day <= entry.valid_to)


def checklists_of(participation: Participation, day: datetime.date) -> list[Checklist]:
    """Return the cases of a person with their lines, those that go on first (three queries; one without cases)."""
    cases = list(
        _current(LegalisationCase, participation).select_related("recorded_by").order_by("decision", "fact_id")
    )
    return _with_lines(participation, cases, day) if cases else []


def checklist_of(participation: Participation, key: uuid.UUID, day: datetime.date) -> Checklist | None:
    """Return one case with its lines (three queries)."""
    cases = list(_current(LegalisationCase, participation).select_related("recorded_by").filter(fact_id=key))
    return next(iter(_with_lines(participation, cases, day)), None)


def open_deadlines(participation: Participation, day: datetime.date) -> list[LegalisationCase]:
    """Return the undecided cases of a person whose deadline is near or has passed, the nearest first (one query)."""
    return list(ahead(participation, deadline_rows, day))


def deadline_rows(participation: Participation, day: datetime.date) -> QuerySet[LegalisationCase]:
    """Return the rows of ``open_deadlines``."""
    return _current(LegalisationCase, participation).filter(is_near(day)).order_by("deadline")


def is_near(day: datetime.date) -> Q:
    """Return the condition for undecided cases whose deadline is near or has passed."""
    return Q(decision="", deadline__lte=last_day_to_speak_of(day))


def deadlines_of(account: "User", day: datetime.date) -> QuerySet[LegalisationCase]:
    """Return the near deadlines of the people whom the account is in charge of, the nearest first."""
    own = Care.objects.filter(person=OuterRef("person"), grant_project=OuterRef("grant_project"), caseworker=account.pk)
    people = Participation.objects.visible_to(account, RIGHT).filter(Exists(own), pk=OuterRef("participation"))
    near = LegalisationCase.objects.current().filter(is_near(day), Exists(people))  # type: ignore[attr-defined]
    return near.select_related("participation__person").order_by("deadline", "fact_id")


def _with_lines(participation: Participation, cases: Iterable[LegalisationCase], day: datetime.date) -> list[Checklist]:
    words = dictionary()
    documents = list(_current(LegalisationDocument, participation).select_related("recorded_by").order_by("fact_id"))
    for each in (*cases, *documents):
        each.participation = participation
    return [
        Checklist(case, words.kinds.get(case.kind), _items(case, documents, words.documents, day)) for case in cases
    ]


def _items(
    case: LegalisationCase,
    documents: Iterable[LegalisationDocument],
    entries: Iterable[DictionaryEntry],
    day: datetime.date,
) -> list[ChecklistItem]:
    mine = [each for each in documents if each.case == case.fact_id]
    by_code = {each.code: each for each in mine if each.code}
    listed = [
        ChecklistItem(entry.code, entry, by_code.get(entry.code))
        for entry in entries
        if entry.parent == case.kind and (entry.code in by_code or is_valid(entry, day))
    ]
    return [*listed, *(ChecklistItem(each.fact_id.hex, None, each) for each in mine if not each.code)]


def _current(model: type, participation: Participation) -> QuerySet:
    return model.objects.current().filter(participation=participation)  # type: ignore[attr-defined]
