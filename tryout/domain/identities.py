"""The person of a story: record, other spelling, and who looks after them."""

import datetime

from beneficiaries.domain.people import refresh_keys
from beneficiaries.models import Care, NameAlias, Person
from portal.crypto.models import DataKey
from tryout.domain.pen import Pen
from tryout.rules.names import IN_POLISH, polish_spelling
from tryout.rules.stories import Story

_SPELT_ANOTHER_WAY = 0.25


def add_person(pen: Pen, story: Story, registered: datetime.datetime, *, confidential: bool) -> Person:
    """Let the rows of the person wait in the ledger; return the person."""
    who, key = story.person, DataKey.fresh()
    person = Person(
        data_key=key, given_names=who.given.latin, surname=who.surname.latin, original_name=who.original,
        preferred_name=who.called, birth_date=who.born, sex=who.sex, contact_language=who.language, pesel=who.pesel,
        phone=who.phone, email=who.email, address=f"{who.street}, {who.postcode} Sopot",
        is_confidential=confidential,
    )  # fmt: skip
    spelling = _other_spelling(pen, story)
    refresh_keys(person, *filter(None, [spelling]))
    pen.ledger.add(registered, key, person)
    if spelling:
        pen.ledger.add(registered, NameAlias(person=person, name=spelling))
    for code in story.organisations:
        body, caseworker = pen.staff.organisations[code], pen.staff.caseworker(code, who.family)
        pen.ledger.add(
            registered, Care(person=person, organisation=body, grant_project=pen.project, caseworker=caseworker)
        )
    return person


def _other_spelling(pen: Pen, story: Story) -> str:
    given = IN_POLISH.get(story.person.given.latin)
    if given is None or pen.dice.random() > _SPELT_ANOTHER_WAY:
        return ""
    return f"{polish_spelling(story.person.surname.latin)} {given}"
