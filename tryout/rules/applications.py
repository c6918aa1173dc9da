"""Invented applications that somebody has worked on: asked back, answered, refused; a child alone."""

import datetime
from dataclasses import dataclass
from typing import Any

from beneficiaries.rules.registration import Application, AppliedPerson
from tryout.rules.calendar import DAY


@dataclass(frozen=True)
class Sent:
    """One application: what it says, in which language, how many days ago it was sent, and where it stands."""

    said: Application
    language: str
    days_ago: int
    state: str = "sent"
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


APPLICATIONS = (
    Sent(
        Application(
            people=(_who("self", "Timofei Nebylitsyn", "Тимофей Небылицын", DAY(1979, 1, 19), "RU"),),
            contact_language="ru", email="timofei@example.org", contact_way="message", stay="temporary",
            stay_until=DAY(2027, 10, 31), needs=("work", "polish"), place="Sopot", lives_here="yes",
        ),
        "ru", 4, state="asked", question="Где вы живёте сейчас? Напишите улицу, номер дома и город.",
    ),
    Sent(
        Application(
            people=(
                _who("self", "Halyna Snovydenko", "Галина Сновиденко", DAY(1957, 6, 2), "UA", preferred="пані Галя"),
            ),
            contact_language="uk", phone="+48 600 100 204", contact_way="call", stay="ukraine", needs=("health",),
            **_home("ul. Nieistniejąca 20/7"),
        ),
        "uk", 6, state="answered", question="Прийдіть, будь ласка, до нас із документами. Який день вам зручний?",
        reply="У вівторок після десятої, будь ласка.",
    ),
    Sent(
        Application(
            people=(_who("self", "Nazar Uiavchuk", "Назар Уявчук", DAY(2010, 5, 20), "UA"),),
            contact_language="uk", phone="+48 600 100 205", contact_way="message", stay="ukraine",
            needs=("school", "people"), lives_here="yes", place="Sopot",
        ),
        "uk", 1,
    ),
    Sent(
        Application(
            people=(_who("self", "Ion Basmarescu", "", DAY(1985, 3, 3), "MD"),), contact_language="en",
            phone="+48 600 100 208", contact_way="call", stay="other", lives_here="no", place="Gdynia",
            needs=("work",),
        ),
        "en", 12, state="refused", refusal="Mieszka w Gdyni; podano adres tamtejszego punktu.",
    ),
)  # fmt: skip
LANGUAGE_AGAIN, DAYS_AGAIN, PHONE_AGAIN = "uk", 2, "+48 600 100 209"
"""Somebody who takes part already registers once more: the page proposes the known person."""
