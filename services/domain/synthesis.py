"""Invented people at scale, for measuring: valid facts in the shape that real ones have, nobody real.

Names are made of syllables. The same seed gives the same people; rows are inserted in bulk, past the single
actions, so this is for scratch databases.
"""

import datetime
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from beneficiaries.enums import CitizenshipClass, Education, Eligibility, LabourDetail, LabourStatus, Sex
from beneficiaries.models import Care, Participation, ParticipationVersion, Person
from beneficiaries.rules.age import completed_years, propose_group
from beneficiaries.rules.names import search_key, sort_key
from cases.enums import Area, Outcome, Stage
from cases.models import ExitFinding, NeedsDiagnosis
from portal.accounts.models import Organisation
from portal.crypto.models import DataKey
from portal.programmes.models import GrantProject, ServiceType, TargetGroup
from services.models import SupportDelivery

CHUNK = 2000
SYLLABLES = ("ba", "de", "ko", "lu", "mi", "na", "po", "ra", "se", "to", "vi", "za", "che", "shy", "hry", "bo")
ENDINGS = ("enko", "uk", "ovych", "ska", "yk", "iv", "adze", "yan")
GIVEN = ("Daryna", "Maksym", "Oles", "Zoya", "Taras", "Nina", "Ilya", "Alina", "Marko", "Vera")
ANSWERS = ("no", "no", "no", "yes", "refused", "")
AREAS = tuple(str(area) for area in Area)


@dataclass
class _Chunk:
    """Rows that wait to be inserted together, in the order of their tables."""

    keys: list[DataKey] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    care: list[Care] = field(default_factory=list)
    participations: list[Participation] = field(default_factory=list)
    versions: list[ParticipationVersion] = field(default_factory=list)
    support: list[SupportDelivery] = field(default_factory=list)
    diagnoses: list[NeedsDiagnosis] = field(default_factory=list)
    findings: list[ExitFinding] = field(default_factory=list)

    def save(self) -> None:
        """Insert everything."""
        for rows in vars(self).values():
            if rows:
                type(rows[0])._base_manager.bulk_create(rows, batch_size=CHUNK)


def synthesise(project: GrantProject, persons: int, seed: int) -> int:
    """Add ``persons`` invented participants to a project; return how many deliveries of support they got."""
    world = _World(project, random.Random(seed))  # noqa: S311 - for measuring, not for keys
    deliveries = 0
    for chunk in world.chunks(persons):
        with transaction.atomic():
            chunk.save()
        deliveries += len(chunk.support)
    return deliveries


class _World:
    """What all invented people of one project share."""

    def __init__(self, project: GrantProject, dice: random.Random) -> None:
        self.project, self.dice = project, dice
        self.bodies: list[Organisation] = list(project.organisations.order_by("code"))
        self.kinds: list[ServiceType] = list(project.service_types.all())
        self.groups: list[TargetGroup] = list(project.target_groups.all())
        self.by_code = {group.code: group for group in self.groups}
        self.first = project.participations.count() + 1
        self.days = max((project.ends_on - project.starts_on).days, 1)
        self.recorded_at = timezone.now()

    def chunks(self, persons: int) -> Iterator[_Chunk]:
        """Yield the people in chunks."""
        for start in range(0, persons, CHUNK):
            chunk = _Chunk()
            for place in range(start, min(start + CHUNK, persons)):
                self._add(chunk, self.first + place)
            yield chunk

    def _add(self, chunk: _Chunk, number: int) -> None:
        dice, project = self.dice, self.project
        key, body = DataKey.fresh(), dice.choice(self.bodies)
        person = self._person(key, number)
        participation = Participation(
            person=person,
            grant_project=project,
            number=f"{project.number_prefix}-{number:06}",
            sort_key=person.sort_key,
        )
        version = self._version(participation, person)
        chunk.keys.append(key)
        chunk.people.append(person)
        chunk.care.append(Care(person=person, organisation=body, grant_project=project))
        chunk.participations.append(participation)
        chunk.versions.append(version)
        if version.start_on:
            chunk.support += self._support(participation, version, body)
            chunk.diagnoses.append(self._diagnosis(participation, version.start_on))
            if version.end_on and dice.random() < 0.9:  # noqa: PLR2004
                chunk.findings.append(self._finding(participation, version.end_on))

    def _person(self, key: DataKey, number: int) -> Person:
        dice = self.dice
        surname = "".join(dice.choice(SYLLABLES) for _ in range(2)).title() + dice.choice(ENDINGS)
        given = dice.choice(GIVEN)
        born = datetime.date(dice.randint(1940, 2018), dice.randint(1, 12), dice.randint(1, 28))
        return Person(
            data_key=key, given_names=given, surname=surname, birth_date=born, sex=dice.choice(Sex.values),
            contact_language="uk", phone=f"+48 000 {number:06}", search_key=search_key(given, surname),
            sort_key=sort_key(surname, given),
        )  # fmt: skip

    def _version(self, participation: Participation, person: Person) -> ParticipationVersion:
        dice, project = self.dice, self.project
        start = project.starts_on + datetime.timedelta(days=dice.randrange(self.days))
        started = dice.random() < 0.98  # noqa: PLR2004
        age = completed_years(person.birth_date, start)
        detail = LabourDetail.IN_EDUCATION if age < 18 else LabourDetail.PENSIONER if age >= 65 else ""  # noqa: PLR2004
        status = LabourStatus.INACTIVE if detail else dice.choice(LabourStatus.values)
        group = self.by_code.get(propose_group(self.groups, age=age, sex=person.sex, labour_detail=detail))
        end = start + datetime.timedelta(days=dice.randint(30, 200))
        return ParticipationVersion(
            participation=participation, grant_project=project, recorded_at=self.recorded_at, why="synthesised",
            start_on=start if started else None, end_on=end if started and dice.random() < 0.9 else None,  # noqa: PLR2004
            path_completed=True, exit_situation="", age_at_start=age if started else None, sex=person.sex,
            birth_date=person.birth_date, target_group=group if started else None, citizenships="UA",
            citizenship_class=CitizenshipClass.THIRD_COUNTRY, third_country=True, foreign_background=True,
            education=dice.choice(Education.values), education_end=datetime.date(2030, 6, 30) if age < 18 else None,  # noqa: PLR2004
            labour_status=status, labour_detail=detail, disability=dice.choice(ANSWERS),
            homelessness=dice.choice(ANSWERS), minority=dice.choice(ANSWERS), place="Sopot", postcode="81-000",
            country="PL", degurba=project.degurba, eligibility=Eligibility.SEEN, eligibility_source="synthesised",
            missing="" if dice.random() < 0.97 else "education",  # noqa: PLR2004
        )  # fmt: skip

    def _support(
        self, participation: Participation, version: ParticipationVersion, body: Organisation
    ) -> Iterator[SupportDelivery]:
        day = version.start_on
        for place in range(self.dice.randint(1, 12)):
            if day is None or day > self.project.ends_on:
                return
            yield SupportDelivery(
                participation=participation, service_type=self.dice.choice(self.kinds), delivered_on=day,
                hours=Decimal(self.dice.randint(1, 8)) / 2, organisation=body, recorded_at=self.recorded_at,
                why="synthesised",
            )  # fmt: skip
            day += datetime.timedelta(days=7 * (place + 1))

    def _diagnosis(self, participation: Participation, day: datetime.date) -> NeedsDiagnosis:
        scores = {area: self.dice.randint(1, 5) for area in AREAS}
        return NeedsDiagnosis(
            participation=participation, stage=Stage.ENTRY, taken_on=day, scores=scores, recorded_at=self.recorded_at
        )

    def _finding(self, participation: Participation, end: datetime.date) -> ExitFinding:
        improved = self.dice.random() < 0.95  # noqa: PLR2004
        return ExitFinding(
            participation=participation, found_on=end + datetime.timedelta(days=self.dice.randint(0, 32)),
            outcome=Outcome.IMPROVED if improved else Outcome.NOT_IMPROVED, categories="praca", category_count=1,
            reason="synthesised", assessor="A. Wymyślona", is_complete=True, recorded_at=self.recorded_at,
        )  # fmt: skip
