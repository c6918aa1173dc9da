"""Invented people at scale, for measuring: valid facts in the shape that real ones have, nobody real.

Names are made of syllables. The same seed gives the same people; rows are inserted by the thousand
(``bulk_rows.py``), past the single actions, so this is for scratch databases.
"""

import datetime
import json
import random
import uuid
from collections.abc import Callable
from contextlib import nullcontext
from functools import lru_cache
from typing import cast

from django.db import transaction
from django.utils import timezone

from beneficiaries.enums import CitizenshipClass, Education, Eligibility, LabourDetail, LabourStatus, Sex
from beneficiaries.models import Care, Participation, ParticipationVersion, Person
from beneficiaries.rules.age import completed_years, propose_group
from beneficiaries.rules.names import search_key, sort_key
from cases.enums import Area, ExitEventKind, Outcome, Stage
from cases.models import ExitEvent, ExitFinding, NeedsDiagnosis
from portal.crypto.fields import SealedTextField
from portal.crypto.ids import new_id
from portal.crypto.models import DataKey
from portal.crypto.sealing import blind_index
from portal.programmes.models import GrantProject
from services.domain.bulk_rows import BulkRows
from services.domain.laid_aside import laid_aside
from services.models import SupportDelivery

CHUNK = 2000
MANY = 1_000_000
"""With so many deliveries or more, the keys and indexes of their table are made once, at the end."""
DELIVERIES = 6
SYLLABLES = ("ba", "de", "ko", "lu", "mi", "na", "po", "ra", "se", "to", "vi", "za", "che", "shy", "hry", "bo")
ENDINGS = ("enko", "uk", "ovych", "ska", "yk", "iv", "adze", "yan")
GIVEN = ("Daryna", "Maksym", "Oles", "Zoya", "Taras", "Nina", "Ilya", "Alina", "Marko", "Vera")
ANSWERS = ("no", "no", "no", "yes", "refused", "")
AREAS = tuple(str(area) for area in Area)
_PHONE, _CATEGORIES, _REASON = (
    cast("SealedTextField", model._meta.get_field(name))
    for model, name in ((Person, "phone"), (ExitFinding, "categories"), (ExitFinding, "reason"))
)
_search_key, _sort_key = lru_cache(maxsize=None)(search_key), lru_cache(maxsize=None)(sort_key)


def synthesise(project: GrantProject, persons: int, seed: int, *, deliveries: int = DELIVERIES) -> int:
    """Add ``persons`` invented participants to a project; return how many deliveries of support they got.

    ``deliveries`` is how many of them each gets on average.
    """
    world, given = _World(project, random.Random(seed), deliveries), 0  # noqa: S311 - for measuring, not for keys
    with laid_aside(SupportDelivery) if persons * deliveries >= MANY else nullcontext():
        for start in range(0, persons, CHUNK):
            with transaction.atomic():
                for place in range(start, min(start + CHUNK, persons)):
                    world.add(world.first + place)
                given += world.save()
    return given


class _World:
    """What all invented people of one project share, and the rows that wait."""

    def __init__(self, project: GrantProject, dice: random.Random, deliveries: int) -> None:
        self.project, self.dice, self.most = project, dice, 2 * deliveries - 1
        self.bodies: list[int] = list(project.organisations.order_by("code").values_list("pk", flat=True))
        self.kinds: list[int] = list(project.service_types.values_list("pk", flat=True))
        self.groups = list(project.target_groups.all())
        self.by_code = {group.code: group.pk for group in self.groups}
        self.first = project.participations.count() + 1
        self.days = max((project.ends_on - project.starts_on).days, 1)
        self._open_tables()

    def _open_tables(self) -> None:
        project, known = self.project, {"recorded_at": timezone.now(), "why": "synthesised"}
        fact = ("id", "fact_id", "participation_id")
        self.keys = BulkRows(DataKey, {}, ("id", "wrapped"))
        self.people = BulkRows(
            Person, {"contact_language": "uk"},
            ("id", "data_key_id", "given_names", "surname", "birth_date", "sex", "phone", "phone_index", "search_key",
             "sort_key"),
        )  # fmt: skip
        self.care = BulkRows(Care, {"grant_project_id": project.pk}, ("person_id", "organisation_id"))
        self.participations = BulkRows(
            Participation, {"grant_project_id": project.pk}, ("id", "person_id", "number", "sort_key")
        )
        self.versions = BulkRows(
            ParticipationVersion,
            {**known, "grant_project_id": project.pk, "path_completed": True, "citizenships": "UA",
             "citizenship_class": CitizenshipClass.THIRD_COUNTRY, "third_country": True, "foreign_background": True,
             "place": "Sopot", "postcode": "81-000", "country": "PL", "degurba": project.degurba,
             "eligibility": Eligibility.SEEN, "eligibility_source": "synthesised"},
            (*fact, "start_on", "end_on", "age_at_start", "sex", "birth_date", "target_group_id", "education",
             "education_end", "labour_status", "labour_detail", "disability", "homelessness", "minority", "missing"),
        )  # fmt: skip
        self.support = BulkRows(
            SupportDelivery, known, (*fact, "service_type_id", "delivered_on", "hours", "organisation_id")
        )
        self.diagnoses = BulkRows(NeedsDiagnosis, {**known, "stage": Stage.ENTRY}, (*fact, "taken_on", "scores"))
        self.findings = BulkRows(
            ExitFinding, {**known, "category_count": 1, "assessor": "A. Wymyślona", "is_complete": True},
            (*fact, "found_on", "outcome", "categories", "reason"),
        )  # fmt: skip
        self.events = BulkRows(ExitEvent, known, (*fact, "occurred_on", "kind"))

    def save(self) -> int:
        """Insert everything that waits, in the order of the tables; return how many deliveries that was."""
        for rows in (self.keys, self.people, self.care, self.participations, self.versions):
            rows.save()
        given = self.support.save()
        for rows in (self.diagnoses, self.findings, self.events):
            rows.save()
        return given

    def add(self, number: int) -> None:
        """Invent a person who takes part, from the first support to what happened after leaving."""
        dice, project = self.dice, self.project
        key, key_of_row, body = DataKey.fresh(), new_id(), dice.choice(self.bodies)
        given, surname = dice.choice(GIVEN), f"{dice.choice(SYLLABLES)}{dice.choice(SYLLABLES)}".title()
        surname += dice.choice(ENDINGS)
        born = datetime.date(dice.randint(1940, 2018), dice.randint(1, 12), dice.randint(1, 28))
        sex, phone, in_order = dice.choice(Sex.values), f"+48 000 {number:06}", _sort_key(surname, given)
        person = new_id()
        self.keys.add(key.pk.hex, bytes(key.wrapped))
        self.people.add(
            person.hex, key.pk.hex, given, surname, str(born), sex, bytes(_PHONE.sealed(phone, key, person)),
            blind_index("phone", phone), _search_key(given, surname), in_order,
        )  # fmt: skip
        self.care.add(person.hex, body)
        self.participations.add(key_of_row.hex, person.hex, f"{project.number_prefix}-{number:06}", in_order)
        start, end = self._version(key_of_row, born, sex)
        if start:
            self._support(key_of_row, start, end, body)
            scores = json.dumps({area: dice.randint(1, 5) for area in AREAS})
            self.diagnoses.add(*_fact(key_of_row), str(start), scores)
        if start and end:
            self._after_leaving(key_of_row, key, end)

    def _version(
        self, participation: uuid.UUID, born: datetime.date, sex: str
    ) -> tuple[datetime.date | None, datetime.date | None]:
        """Write down the participation; return the days of its start and its end, if it has them."""
        dice, project = self.dice, self.project
        day = project.starts_on + datetime.timedelta(days=dice.randrange(self.days))
        start = day if dice.random() < 0.98 else None  # noqa: PLR2004
        age = completed_years(born, day)
        detail = LabourDetail.IN_EDUCATION if age < 18 else LabourDetail.PENSIONER if age >= 65 else ""  # noqa: PLR2004
        status = LabourStatus.INACTIVE if detail else dice.choice(LabourStatus.values)
        group = self.by_code.get(propose_group(self.groups, age=age, sex=sex, labour_detail=detail))
        later = day + datetime.timedelta(days=dice.randint(30, 200))
        end = later if start and dice.random() < 0.9 else None  # noqa: PLR2004
        self.versions.add(
            *_fact(participation), _day(start), _day(end), age if start else None, sex, str(born),
            group if start else None, dice.choice(Education.values), "2030-06-30" if age < 18 else None,  # noqa: PLR2004
            str(status), str(detail), dice.choice(ANSWERS), dice.choice(ANSWERS), dice.choice(ANSWERS),
            "" if dice.random() < 0.97 else "education",  # noqa: PLR2004
        )  # fmt: skip
        return start, end

    def _support(self, participation: uuid.UUID, start: datetime.date, end: datetime.date | None, body: int) -> None:
        """Give support on the first day and on days up to the end of participation or of the project."""
        number, kinds, add, chance = participation.int, self.kinds, self.support.add, self.dice.random
        last = self.project.ends_on if end is None else min(end, self.project.ends_on)
        first, days, owner = start.toordinal(), (last - start).days + 1, participation.hex
        day_of: Callable[[int], datetime.date] = datetime.date.fromordinal
        for place in range(1, 2 + int(chance() * self.most)):
            key = f"{number + place:032x}"
            day = first if place == 1 else first + int(chance() * days)
            hours = f"{(1 + int(chance() * 8)) / 2}"
            add(key, key, owner, kinds[int(chance() * len(kinds))], day_of(day).isoformat(), hours, body)

    def _after_leaving(self, participation: uuid.UUID, key: DataKey, end: datetime.date) -> None:
        """Nine in ten are found improved or not, a third of all start something; both may come too late to count."""
        dice = self.dice
        if dice.random() < 0.9:  # noqa: PLR2004
            row, found = new_id(), end + datetime.timedelta(days=dice.randint(0, 32))
            outcome = Outcome.IMPROVED if dice.random() < 0.95 else Outcome.NOT_IMPROVED  # noqa: PLR2004
            self.findings.add(
                row.hex, row.hex, participation.hex, str(found), str(outcome),
                bytes(_CATEGORIES.sealed("praca", key, row)), bytes(_REASON.sealed("synthesised", key, row)),
            )  # fmt: skip
        if dice.random() < 0.33:  # noqa: PLR2004
            happened = end + datetime.timedelta(days=dice.randint(0, 32))
            self.events.add(*_fact(participation), str(happened), dice.choice(ExitEventKind.values))


def _fact(participation: uuid.UUID) -> tuple[str, str, str]:
    """Return the key of a first version, that of its fact, and whose it is."""
    key = new_id().hex
    return key, key, participation.hex


def _day(day: datetime.date | None) -> str | None:
    return None if day is None else day.isoformat()
