"""Who may be the same person as somebody described, best first, with reasons (R109). Hints, never decisions (S70)."""

import datetime
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet, prefetch_related_objects

from beneficiaries.enums import DuplicateReason
from beneficiaries.models import DuplicateKey, DuplicateSketch, Person
from beneficiaries.queries.duplicate_keys import key_numbers
from beneficiaries.rules.duplicate_reasons import MOST_SUPPORT, Described, reasons_for, support_of
from beneficiaries.rules.likeness import Sketch, parse_sketch, score
from portal.crypto.sealing import blind_index
from portal.statements import WORD, asked_again, many, prepared

if TYPE_CHECKING:
    from portal.accounts.models import User

VIEW = "view_person"
MARKS = ("pesel", "phone", "email")
Marks = tuple[bytes | None, ...]
"""Keyed hashes of PESEL, phone and e-mail."""
MOST = 10
COMPARED, BY_NAME_ALONE, MOST_SHARING = 60, 240, 1000
"""How many of those who share most keys are looked at, and from how many those within reach are taken.

Without a birth date namesakes share as much as who is sought: more of them are looked at then.

Where everybody is within reach, no more are brought than looked at: bringing a thousand was most of a slow look-up.
"""
FAR_BEHIND, NEVER_BEHIND = 10, 1_000_000
"""Who shares less than a tenth of what the first one shares is not looked at, where everybody is within reach.

Of those who were sought among a million nobody shared less than a sixth; four of five who share a key are left out so.
Others who are out of reach, or sought at the same time, never decide who is looked at (S26).
"""
NOBODY = uuid.UUID(int=0)
"""A key that no row has: with it a statement about nobody is asked, too."""
WORTH_SHOWING = 60
WORTH_ASKING = 84
"""Score from which a colleague is asked before saving, and a pair is kept for deciding."""
SHARING = """
SELECT shared.person_id, sketch.sketch
FROM (
  SELECT person_id, weight, MAX(weight) OVER () AS most FROM (
    SELECT person_id, SUM(1 + 3 * (key & 1)) AS weight FROM beneficiaries_duplicatekey
    WHERE key {among} AND person_id <> %s GROUP BY person_id ORDER BY weight DESC, person_id LIMIT %s
  ) AS weighed
) AS shared JOIN beneficiaries_duplicatesketch AS sketch ON sketch.person_id = shared.person_id
WHERE shared.weight * %s >= shared.most
ORDER BY shared.weight DESC, shared.person_id
"""
"""By hand, because it stands behind every registration: what the ORM makes of it costs more than the answer.

On PostgreSQL the keys are one value, so that the words are the same each time and the plan is kept.
"""


@dataclass(frozen=True)
class Candidate:
    """Somebody who may be the person: how likely, 0–100, and why."""

    person: Person
    score: int
    reasons: Sequence[DuplicateReason]


def candidates_for(
    names: Sequence[str],
    birth_date: datetime.date | None,
    *,
    user: "User",
    surname: str = "",
    contact: dict[str, str] | None = None,
    but: Person | None = None,
    action: str = VIEW,
    most: int = MOST,
) -> list[Candidate]:
    """Return who may be the person with these names among those whom ``user`` may ``action`` (S21, S26, S27).

    Whoever has the same phone or e-mail is shown whatever the name: it may be the family. The first of ``names`` is
    the whole one; ``surname`` says which part of it is the surname. ``contact`` may hold
    ``pesel``, ``phone`` and ``email``. At most five queries.
    """
    asked = described(names, birth_date, surname=surname, contact=contact or {})
    return ranked([asked], Person.objects.visible_to(user, action), but=but, most=most)[0]


def candidates_anywhere(asked: Described, *, but: Person | None = None, most: int = MOST) -> list[Candidate]:
    """Return the same among everybody: for jobs, whose results are shown to nobody but through ``visible_to``."""
    return ranked([asked], None, but=but, most=most)[0]


def described(
    names: Sequence[str], birth_date: datetime.date | None, *, surname: str = "", contact: dict[str, str]
) -> Described:
    """Return what was typed in the form in which it is compared."""
    whole, *others = [name for name in names if name] or [""]
    given = " ".join(word for word in whole.split() if word not in surname.split()) if surname else whole
    marks = {kind: blind_index(kind, contact.get(kind, "")) for kind in MARKS}
    return Described(surname, given, tuple(others), birth_date, **marks)


def described_person(person: Person, aliases: Sequence[str]) -> Described:
    """Return what is known of a person in the form in which it is compared."""
    marks = {kind: bytes(mark) if (mark := getattr(person, f"{kind}_index")) else None for kind in MARKS}
    others = tuple(name for name in (person.original_name, *aliases) if name)
    return Described(person.surname, person.given_names, others, person.birth_date, **marks)


def candidates_together(
    asked: Sequence[Described], *, user: "User", action: str = VIEW, most: int = MOST
) -> list[list[Candidate]]:
    """Return the same for several people at once, as for a family that registers: no more queries than for one."""
    return ranked(asked, Person.objects.visible_to(user, action), most=most)


def ranked(
    asked: Sequence[Described], among: "QuerySet[Person] | None", *, but: Person | None = None, most: int = MOST
) -> list[list[Candidate]]:
    """Return for each the most likely of ``among`` (everybody: ``None``); who has another PESEL is left out (R109)."""
    marked = _by_marks(asked, among, but)
    sketches = {
        key: parse_sketch(text) for key, text in (_by_keys(asked, among, but) | _sketches(list(marked))).items()
    }
    chosen = [_chosen(each, sketches, marked, most) for each in asked]
    keys = {key for each in chosen for key in each}
    people = prepared(_people, _people).read({WORD: many(keys)}) if keys else []
    if any(len(sketches[key].spellings) > 1 for key in keys):
        prefetch_related_objects(people, "aliases")
        written = {person: [alias.name for alias in person.aliases.all()] for person in people}  # type: ignore[attr-defined]
    else:
        written = dict.fromkeys(people, ())  # type: ignore[arg-type]
    known = {person: described_person(person, names) for person, names in written.items()}
    return [_best(one, known, kept, most) for one, kept in zip(asked, chosen, strict=True)]


def _people() -> "QuerySet[Person]":
    return Person.objects.filter(pk__among_many=WORD)


def _best(asked: Described, known: Mapping[Person, Described], kept: Mapping[Any, int], most: int) -> list[Candidate]:
    """Return the likeliest of those whose records were read, the same PESEL first; reasons of those alone."""
    weighed = [(value, person) for person, each in known.items() if (value := _weighed(asked, person, each, kept))]
    weighed.sort(key=lambda each: (not _same_pesel(asked, known[each[1]]), -each[0], each[1].pk))
    return [Candidate(person, value, reasons_for(asked, known[person])) for value, person in weighed[:most]]


def _chosen(asked: Described, sketches: Mapping[Any, Sketch], marked: Mapping[Any, Marks], most: int) -> dict[Any, int]:
    """Return the scores of those who are worth reading whole: the likeliest, and who has the same PESEL or contact."""
    sketch, marks = asked.sketch, {asked.pesel, asked.phone, asked.email} - {None}
    least = WORTH_SHOWING - MOST_SUPPORT if asked.phone or asked.email else WORTH_SHOWING
    rated = sorted(
        ((score(sketch, each, at_least=0 if key in marked else least), key) for key, each in sketches.items()),
        reverse=True,
    )
    return {
        key: value
        for place, (value, key) in enumerate(rated)
        if (place < 2 * most and value >= least) or marks & set(marked.get(key, ()))
    }


def _by_keys(asked: Sequence[Described], among: "QuerySet[Person] | None", but: Person | None) -> dict[Any, str]:
    """Return the sketches of those who share most keys; what few people share weighs more (two queries).

    The second is asked even about nobody: its absence would tell that somebody out of reach was found (S26).
    """
    numbers = sorted({number for each in asked for number in key_numbers(each.sketch)})
    if not numbers:
        return {}
    alone = among is None and len(asked) == 1
    more = [
        as_stored(but.pk if but is not None else NOBODY),
        _looked_at(asked) if among is None else MOST_SHARING,
        FAR_BEHIND if alone else NEVER_BEHIND,
    ]
    if connection.vendor == "postgresql":
        found = asked_again(connection, SHARING.format(among="= ANY(%s)"), [numbers, *more])
    else:
        among_them = f"IN ({', '.join(['%s'] * len(numbers))})"
        found = asked_again(connection, SHARING.format(among=among_them), [*numbers, *more])
    sharing = {as_key(person): text for person, text in found}
    if among is not None:
        seen = set(among.filter(pk__in=[*sharing, NOBODY]).values_list("pk", flat=True))
        sharing = {key: text for key, text in sharing.items() if key in seen}
    return dict(islice(sharing.items(), _looked_at(asked)))


def _looked_at(asked: Sequence[Described]) -> int:
    return sum(COMPARED if each.birth_date else BY_NAME_ALONE for each in asked)


def as_key(person: Any) -> uuid.UUID:
    """Return a key as a statement by hand reads it: SQLite keeps it as text."""
    return person if isinstance(person, uuid.UUID) else uuid.UUID(person)


def as_stored(person: uuid.UUID) -> Any:
    """Return a key as a statement by hand takes it."""
    return person if connection.features.has_native_uuid_field else person.hex


def _sketches(people: Sequence[Any]) -> dict[Any, str]:
    if not people:
        return {}
    return dict(DuplicateSketch.objects.filter(person__in=people).values_list("person", "sketch"))


def _by_marks(asked: Sequence[Described], among: "QuerySet[Person] | None", but: Person | None) -> dict[Any, Marks]:
    """Return those with the same PESEL, phone or e-mail as one of them; who has no keys is compared with nobody."""
    condition = Q()
    for kind in MARKS:
        if marks := [mark for each in asked if (mark := getattr(each, kind))]:
            condition |= Q(**{f"{kind}_index__in": marks})
    if not condition:
        return {}
    rows: QuerySet[Person] = Person.objects.filter(
        condition, Exists(DuplicateKey.objects.filter(person=OuterRef("pk")))
    )
    rows = rows if but is None else rows.exclude(pk=but.pk)
    rows = rows if among is None else among.filter(pk__in=rows.values("pk"))
    found = rows.values_list("pk", *(f"{kind}_index" for kind in MARKS))[: COMPARED * len(asked)]
    return {key: tuple(bytes(mark) if mark else None for mark in marks) for key, *marks in found}


def _weighed(asked: Described, person: Person, known: Described, kept: Mapping[Any, int]) -> int:
    """Return how likely somebody is the person, 0 for who is not worth showing or has another PESEL."""
    if person.pk not in kept or (asked.pesel and known.pesel and asked.pesel != known.pesel):
        return 0
    support = support_of(asked, known)
    value = 100 if _same_pesel(asked, known) else min(kept[person.pk] + support, 100)
    return value if support or value >= WORTH_SHOWING else 0


def _same_pesel(asked: Described, known: Described) -> bool:
    return bool(asked.pesel) and asked.pesel == known.pesel
