"""People, who looks after them, and their participation."""

import datetime
from itertools import count

from beneficiaries.domain.duplicate_keys import keep_keys
from beneficiaries.enums import CitizenshipClass, Education, Eligibility, LabourStatus, Sex
from beneficiaries.models import Care, Participation, ParticipationVersion, Person
from beneficiaries.rules.names import search_key, sort_key
from portal.accounts.models import Organisation, User
from portal.crypto.models import DataKey
from portal.programmes.models import GrantProject
from portal.versions.actions import record_fact

_numbers = count(1)


def make_pesel(birth_date: datetime.date, sex: str = Sex.WOMAN, serial: int = 0) -> str:
    """Return a PESEL that fits the birth date (1900–2099) and the sex."""
    month = birth_date.month + (20 if birth_date.year >= 2000 else 0)
    last = serial % 5 * 2 + (1 if sex == Sex.MAN else 0)
    digits = f"{birth_date.year % 100:02}{month:02}{birth_date.day:02}{serial // 5 % 1000:03}{last}"
    total = sum(int(digit) * weight for digit, weight in zip(digits, (1, 3, 7, 9) * 3, strict=False))
    return f"{digits}{(10 - total % 10) % 10}"


def make_person(given_names: str = "", surname: str = "", **values) -> Person:
    """Create a woman born in 1990, unless told otherwise; nobody looks after her yet."""
    number = next(_numbers)
    key = DataKey.fresh()
    key.save()
    person = Person(
        data_key=key,
        given_names=given_names or "Oksana",
        surname=surname or f"Melnyk{number}",
        birth_date=values.pop("birth_date", datetime.date(1990, 5, 17)),
        sex=values.pop("sex", Sex.WOMAN),
        **values,
    )
    person.search_key = search_key(person.given_names, person.surname, person.original_name)
    person.sort_key = sort_key(person.surname, person.given_names)
    person.save()
    keep_keys([person])
    return person


def make_care(
    person: Person, organisation: Organisation, grant_project: GrantProject, caseworker: User | None = None
) -> Care:
    """Let an organisation look after a person in a grant project."""
    return Care.objects.create(
        person=person, organisation=organisation, grant_project=grant_project, caseworker=caseworker
    )


def make_participation(person: Person, grant_project: GrantProject, **values) -> Participation:
    """Let a person take part, with every required datum, started on 2026-02-02 unless told otherwise.

    The version in force is ``participation.current_version`` on the returned instance.
    """
    number = values.pop("number", None) or f"{grant_project.number_prefix}-{next(_numbers):04}"
    participation = Participation.objects.create(
        person=person, grant_project=grant_project, number=number, sort_key=person.sort_key
    )
    start = values.pop("start_on", datetime.date(2026, 2, 2))
    age = (start.year - person.birth_date.year) - (
        (start.month, start.day) < (person.birth_date.month, person.birth_date.day)
    ) if start else None  # fmt: skip
    defaults = {
        "start_on": start,
        "age_at_start": age,
        "sex": person.sex,
        "birth_date": person.birth_date,
        "citizenships": "UA",
        "citizenship_class": CitizenshipClass.THIRD_COUNTRY,
        "third_country": True,
        "foreign_background": True,
        "education": Education.ISCED_3_4,
        "labour_status": LabourStatus.EMPLOYED,
        "place": "Sopot",
        "postcode": "81-862",
        "country": "PL",
        "eligibility": Eligibility.ASSERTED,
    }
    version = ParticipationVersion(participation=participation, grant_project=grant_project, **{**defaults, **values})
    participation.current_version = record_fact(version, by=None)
    return participation


def make_participant(
    organisation: Organisation, grant_project: GrantProject, *, caseworker: User | None = None, **person
) -> Participation:
    """Create a person looked after by ``organisation`` who takes part in ``grant_project``."""
    created = make_person(**person)
    make_care(created, organisation, grant_project, caseworker)
    return make_participation(created, grant_project)
