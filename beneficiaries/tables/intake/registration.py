"""One application as its page shows it: what was said, who is in it, what became of each."""

import datetime
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beneficiaries.enums import ContactWay, DuplicateReason, Eligibility, Relation, StayGround
from beneficiaries.models import Participation, RegisteredPerson, Registration
from beneficiaries.queries.intake import Known
from beneficiaries.rules.age import completed_years
from beneficiaries.rules.countries import country_name
from beneficiaries.rules.intake import is_minor
from beneficiaries.rules.registration import Application, AppliedPerson
from beneficiaries.tables.intake.words import Mark, language_in_words, name_of
from portal.ui.formatting import number, short_date
from portal.ui.parts import Fact

YES_NO = {"yes", "no"}


@dataclass(frozen=True)
class Member:
    """Somebody of an application; ``record`` is the person whom they became, as far as the reader sees it."""

    position: int
    name: str
    original: str
    about: str
    is_minor: bool
    record: Participation | None
    is_joined: bool
    mark: Mark | None
    alike: Sequence[tuple[Participation, str]]
    link_url: str


@dataclass(frozen=True)
class Exchange:
    """One question and what was answered."""

    question: str
    asked_at: datetime.datetime | None
    reply: str
    replied_at: datetime.datetime | None


def members_of(
    registration: Registration,
    application: Application,
    places: Mapping[int, RegisteredPerson],
    records: Mapping[Any, Participation],
    alike: Mapping[int, Sequence[Known]],
    day: datetime.date,
) -> list[Member]:
    """Return everybody of an application, with who they became or whom they may be."""
    return [
        _member(registration, place, said, places.get(place), records, alike.get(place, ()), day)
        for place, said in enumerate(application.people)
    ]


def known_lines(alike: Sequence[Known]) -> list[tuple[Participation, str]]:
    """Return who may be known already, each with the reasons in words."""
    return [
        (each.participation, ", ".join(str(DuplicateReason(reason).label) for reason in each.reasons)) for each in alike
    ]


def answers_of(registration: Registration, application: Application) -> list[Fact]:
    """Return what was said beside the people: language, stay, home."""
    language, code = language_in_words(application, registration)
    known = application.lives_here, application.address
    stay = str(StayGround(application.stay).label) if application.stay in StayGround.values else ""
    facts = [
        Fact(_("Language for contact"), language, lang=code),
        Fact(_("Interpreter"), _yes_no(application.needs_interpreter)),
        Fact(_("Stay in Poland"), stay),
        Fact(_("Valid until"), _until(application)),
        Fact(_("Lives in the area of the project"), _yes_no(known[0])),
        Fact(_("Address"), known[1]),
    ]
    return [fact for fact in facts if fact.value]


def said_of_stay(registration: Registration) -> list[Fact]:
    """Return what was said of stay and home, to be compared with the documents."""
    said = registration.application
    stay = str(StayGround(said.stay).label) if said.stay in StayGround.values else ""
    facts = [Fact(_("Stay in Poland"), stay), Fact(_("Valid until"), _until(said)), Fact(_("Address"), said.address)]
    return [fact for fact in facts if fact.value]


def safety_of(application: Application) -> list[Fact]:
    """Return how the person may be reached and what is safe (S24): read before any number."""
    way = application.contact_way if application.contact_way in ContactWay.values else ""
    said = [Fact(_("What is safe"), application.contact_safety)] if application.contact_safety else []
    return [Fact(_("How to reach the person"), str(ContactWay(way).label)), *said]


def contact_of(application: Application) -> list[Fact]:
    """Return phone and e-mail; without links: from here nobody dials by a slip."""
    ways = [Fact(_("Phone"), application.phone), Fact(_("E-mail"), application.email)]
    return [way for way in ways if way.value]


def exchanges_of(registration: Registration) -> list[Exchange]:
    """Return every question and its answer, the first one first."""
    earlier = [
        Exchange(question, _moment(asked), reply, _moment(replied))
        for question, asked, reply, replied in json.loads(str(registration.earlier) or "[]")
    ]
    if not registration.question:
        return earlier
    last = Exchange(str(registration.question), registration.asked_at, str(registration.reply), registration.replied_at)
    return [*earlier, last]


def about(said: AppliedPerson, day: datetime.date) -> str:
    """Say who somebody is: relation, age and date of birth, citizenships."""
    parts = [str(Relation(said.relation).label)] if said.relation in Relation.values else []
    if said.birth_date:
        age = completed_years(said.birth_date, day)
        years = ngettext("%(age)s year", "%(age)s years", age) % {"age": number(age)}
        parts.append(_("%(age)s (born %(day)s)") % {"age": years, "day": short_date(said.birth_date)})
    parts += [country_name(code) for code in said.citizenships]
    return " · ".join(parts)


def _member(
    registration: Registration,
    place: int,
    said: AppliedPerson,
    row: RegisteredPerson | None,
    records: Mapping[Any, Participation],
    alike: Sequence[Known],
    day: datetime.date,
) -> Member:
    person = row.person if row else None
    record = records.get(person.pk) if person else None
    return Member(
        position=place,
        name=name_of(said),
        original=said.original_name,
        about=about(said, day),
        is_minor=is_minor(said, day),
        record=record,
        is_joined=person is not None,
        mark=_eligibility(record) if record else None,
        alike=() if person else known_lines(alike),
        link_url=reverse("link_registered", args=[registration.pk, place]),
    )


def _eligibility(record: Participation) -> Mark | None:
    version = record.in_force  # type: ignore[attr-defined]
    if version is None:
        return None
    if version.eligibility:
        return Mark(str(Eligibility(version.eligibility).label), "ok")
    return Mark(_("documents not seen yet"), "warn")


def _yes_no(value: str) -> str:
    return {"yes": _("yes"), "no": _("no")}.get(value, "")


def _until(application: Application) -> str:
    return _("without a time limit") if application.stay_unlimited else short_date(application.stay_until)


def _moment(written: str) -> datetime.datetime | None:
    return datetime.datetime.fromisoformat(written) if written else None
