"""Every invented application: those that wait as they came, and those that somebody has worked on."""

import datetime
from dataclasses import dataclass
from typing import Any

from beneficiaries.rules.registration import Application, AppliedPerson
from tryout.rules.applicants import applicants
from tryout.rules.calendar import DAY


@dataclass(frozen=True)
class Sent:
    """One application: what it says, in which language, how many hours ago it was sent, and where it stands.

    ``decides`` is the answer to every question of consent. A draft has not been sent.
    """

    said: Application
    language: str
    hours_ago: int
    decides: bool = False
    doubts: tuple[str, ...] = ()
    is_draft: bool = False
    question: str = ""
    reply: str = ""
    refusal: str = ""


def _who(
    relation: str, latin: str, original: str, born: datetime.date, *citizenships: str, preferred: str = ""
) -> AppliedPerson:
    """Return somebody by the name in both scripts; the surname stands last."""
    given, _space, surname = latin.rpartition(" ")
    own_given, _space, own_surname = (original or latin).rpartition(" ")
    return AppliedPerson(
        relation=relation, given_names=own_given, surname=own_surname, latin_given_names=given, latin_surname=surname,
        preferred_name=preferred, birth_date=born, citizenships=citizenships,
    )  # fmt: skip


def _home(street: str, postcode: str = "81-717") -> dict[str, Any]:
    return {"lives_here": "yes", "street": street, "postcode": postcode, "place": "Sopot"}


WORKED_ON = (
    Sent(
        Application(
            people=(_who("self", "Timofei Nebylitsyn", "Тимофей Небылицын", DAY(1979, 1, 19), "RU"),),
            contact_language="ru", email="timofei@example.org", contact_way="message", stay="temporary",
            stay_until=DAY(2027, 10, 31), needs=("work", "polish"), place="Sopot", lives_here="yes",
        ),
        "ru", 97, question="Где вы живёте сейчас? Напишите улицу, номер дома и город.",
    ),
    Sent(
        Application(
            people=(
                _who("self", "Halyna Snovydenko", "Галина Сновиденко", DAY(1957, 6, 2), "UA", preferred="пані Галя"),
            ),
            contact_language="uk", phone="+48 600 100 204", contact_way="call", stay="ukraine", needs=("health",),
            **_home("ul. Nieistniejąca 20/7"),
        ),
        "uk", 145, question="Прийдіть, будь ласка, до нас із документами. Який день вам зручний?",
        reply="У вівторок після десятої, будь ласка.",
    ),
    Sent(
        Application(
            people=(_who("self", "Nazar Uiavchuk", "Назар Уявчук", DAY(2010, 5, 20), "UA"),),
            contact_language="uk", phone="+48 600 100 205", contact_way="message", stay="ukraine",
            needs=("school", "people"), lives_here="yes", place="Sopot",
        ),
        "uk", 25,
    ),
    Sent(
        Application(
            people=(_who("self", "Ion Basmarescu", "", DAY(1985, 3, 3), "MD"),), contact_language="en",
            phone="+48 600 100 208", contact_way="call", stay="other", lives_here="no", place="Gdynia",
            needs=("work",),
        ),
        "en", 289, refusal="Mieszka w Gdyni; podano adres tamtejszego punktu.",
    ),
)  # fmt: skip
LANGUAGE_AGAIN, HOURS_AGAIN, PHONE_AGAIN = "uk", 49, "+48 600 100 209"
"""Somebody who takes part already registers once more: the page proposes the known person."""


def applications() -> list[Sent]:
    """Return them all: a dozen that wait, a doubtful one, a draft, and those that were worked on."""
    waiting = [
        Sent(each.said, each.language, each.hours, decides=place % 2 == 0, doubts=each.doubts, is_draft=each.is_draft)
        for place, each in enumerate(applicants())
    ]
    return [*waiting, *WORKED_ON]
