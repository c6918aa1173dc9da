"""Who is known already: people by PESEL, and participants of the project by birth date (R109).

A list is read with the eyes of the account that brings it: whoever is hidden from it is not there (S26, S27).
"""

import datetime
import uuid
from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Exists, Max, OuterRef, Prefetch
from django.db.models.functions import Coalesce

from beneficiaries.importers.parsing import PersonRow
from beneficiaries.models import Care, Participation, Person
from beneficiaries.rules.likeness import ANOTHER_NAME, name_likeness, sketch_of
from beneficiaries.rules.names import name_keys
from portal.accounts.models import User
from portal.crypto.sealing import blind_index
from portal.imports.reading import heading
from portal.programmes.models import GrantProject

_CHUNK = 500


@dataclass
class Candidate:
    """A person that a row may be about: known from before, or from an earlier row of this file.

    ``place``: at which a new person's PESEL is written down, behind those of people who are hidden.
    """

    has_pesel: bool
    birth_date: datetime.date
    keys: frozenset[str]
    person: Person | None = None
    participation: uuid.UUID | None = None
    rows: list[PersonRow] = field(default_factory=list)
    spellings: frozenset[str] = frozenset()
    organisations: frozenset[uuid.UUID] = frozenset()
    place: int = 0


class KnownPeople:
    """Candidates by PESEL and by birth date, growing as rows are taken; ``by``: who brings the rows, or nobody."""

    def __init__(self, project: GrantProject, rows: list[PersonRow], by: User | None) -> None:
        self._by_pesel: dict[bytes, Candidate] = {}
        self._places: dict[bytes, int] = {}
        self._by_birth: dict[datetime.date, list[Candidate]] = defaultdict(list)
        self._by_participation: dict[uuid.UUID, Candidate] = {}
        marks = {blind_index("pesel", row.pesel.number) for row in rows if row.pesel}
        births = {row.values["birth_date"] for row in rows if row.values["birth_date"]}
        for people in self._load(project, marks - {None}, births, by):
            for person in people:
                self._note(project, person)

    def _load(self, project: GrantProject, marks: set, births: set, by: User | None):  # noqa: ANN202
        taking_part, care = (
            Participation.objects.filter(grant_project=project),
            Care.objects.filter(grant_project=project),
        )
        of_each = [
            each
            for way in ("", "merged_into__")
            for each in (Prefetch(f"{way}participations", taking_part), Prefetch(f"{way}care", care), f"{way}aliases")
        ]
        people = Person.objects.select_related("merged_into").prefetch_related(*of_each)
        if by is not None:
            seen = Person.objects.not_hidden_from(by).filter(pk=OuterRef("stays"))
            people = people.annotate(stays=Coalesce("merged_into", "pk")).filter(Exists(seen))
        in_project = people.filter(participations__grant_project=project)
        for values, query, name in ((marks, people, "pesel_index"), (births, in_project, "birth_date")):
            ordered = sorted(values)
            for first in range(0, len(ordered), _CHUNK):
                some = {f"{name}__in": ordered[first : first + _CHUNK]}
                if query is people:
                    self._count_places(some)
                yield query.filter(**some)

    def _count_places(self, some: dict[str, list[bytes]]) -> None:
        """Note at which place each PESEL is free, whoever has it (one query)."""
        held = Person.objects.filter(**some).values_list("pesel_index").annotate(last=Max("pesel_place"))
        self._places |= {bytes(mark): last + 1 for mark, last in held.order_by()}

    def _note(self, project: GrantProject, person: Person) -> Candidate:
        if person.merged_into is not None:
            return self._note_merged(project, person)
        participation = next(iter(person.participations.all()), None)
        mark = bytes(person.pesel_index) if person.pesel_index else None
        if participation is not None and participation.pk in self._by_participation:
            return self._by_participation[participation.pk]
        names = (person.list_name, person.original_name, *(alias.name for alias in person.aliases.all()))
        candidate = Candidate(
            has_pesel=mark is not None,
            birth_date=person.birth_date,
            keys=name_keys(*(name for name in names if name)),
            person=person,
            participation=participation.pk if participation else None,
            spellings=frozenset(heading(name) for name in names if name),
            organisations=frozenset(care.organisation_id for care in person.care.all()),
        )
        if mark is not None:
            self._by_pesel[mark] = candidate
        if participation is not None:
            self._by_participation[participation.pk] = candidate
            self._by_birth[person.birth_date].append(candidate)
        return candidate

    def _note_merged(self, project: GrantProject, person: Person) -> Candidate:
        """Let what is known of a record that was merged lead to the one that stayed (R34)."""
        candidate = self._note(project, person.merged_into)
        if person.pesel_index:
            self._by_pesel[bytes(person.pesel_index)] = candidate
        return candidate

    def add(self, row: PersonRow) -> Candidate:
        """Note a new person first seen in this row."""
        place = self.place_of(row)
        candidate = Candidate(
            row.pesel is not None, row.values["birth_date"], name_keys(*row.names), rows=[row], place=place
        )
        if row.pesel:
            self._by_pesel[_mark(row)] = candidate
        self._by_birth[candidate.birth_date].append(candidate)
        return candidate

    def join(self, candidate: Candidate, row: PersonRow) -> None:
        """Note how a further row of the same person writes the name."""
        candidate.keys |= name_keys(*row.names)

    def same_pesel(self, row: PersonRow) -> Candidate | None:
        """Return the person with the row's PESEL."""
        return self._by_pesel.get(_mark(row)) if row.pesel else None

    def place_of(self, row: PersonRow) -> int:
        """Return the place at which the row's PESEL is free."""
        return self._places.get(_mark(row), 0) if row.pesel else 0

    def same_name_and_birth(self, row: PersonRow) -> list[Candidate]:
        """Return people who may be this one: same name and birth date, a PESEL missing on a side (R109)."""
        keys = name_keys(*row.names)
        return [each for each in self._of_that_birth(row) if each.keys & keys]

    def near_name_and_birth(self, row: PersonRow) -> list[Candidate]:
        """Return known people of the row's birth date whose name is nearly its own, a PESEL missing on a side."""
        known = [each for each in self._of_that_birth(row) if each.participation is not None]
        if not known:
            return []
        sketch, keys = sketch_of(row.names, None), name_keys(*row.names)
        return [
            each
            for each in known
            if not each.keys & keys and name_likeness(sketch, sketch_of(sorted(each.spellings), None)) >= ANOTHER_NAME
        ]

    def is_near_alone(self, row: PersonRow) -> bool:
        """Say whether the name of a row is nearly that of somebody known, and the same as nobody's."""
        return not self.same_name_and_birth(row) and bool(self.near_name_and_birth(row))

    def _of_that_birth(self, row: PersonRow) -> list[Candidate]:
        people = self._by_birth.get(row.values["birth_date"], ())
        return [each for each in people if row.pesel is None or not each.has_pesel]


def _mark(row: PersonRow) -> bytes:
    return (row.pesel and blind_index("pesel", row.pesel.number)) or b""
