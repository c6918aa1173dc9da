"""A story becomes rows that wait in the ledger."""

import datetime
import random

from beneficiaries.models import Participation, Person
from tryout.domain.deliveries import add_deliveries
from tryout.domain.documents import add_documents
from tryout.domain.identities import add_person
from tryout.domain.participations import add_versions, steps_of
from tryout.domain.pen import Pen
from tryout.domain.results import add_results
from tryout.rules.calendar import TODAY, at_the_desk
from tryout.rules.exits import exit_of, levels
from tryout.rules.facts import declared
from tryout.rules.stories import Story

NUMBER_DIGITS = 4
WAITED = datetime.timedelta(days=29)
"""How long those who were never given support have waited for it, at least."""


def registered_at(pen: Pen, story: Story) -> datetime.datetime:
    """Return when the portal first heard of a person: some days before the first support, or with a list."""
    if story.listed_on:
        return at_the_desk(story.listed_on, random.Random(1))  # noqa: S311 - one list, one moment
    day = story.start - pen.days(1, 9) if story.start else TODAY - WAITED - pen.days(2, 11)
    return at_the_desk(max(day, pen.project.starts_on), pen.dice)


def write_story(pen: Pen, story: Story, place: int, registered: datetime.datetime, *, confidential: bool) -> Person:
    """Let all rows of the story wait; the person is the ``place``-th of the project."""
    by = pen.staff.caseworker(story.organisation, story.person.family)
    person = add_person(pen, story, registered, confidential=confidential)
    number = f"{pen.project.number_prefix}-{place:0{NUMBER_DIGITS}}"
    participation = Participation(person=person, grant_project=pen.project, number=number, sort_key=person.sort_key)
    pen.ledger.add(registered, participation)
    recorded = add_deliveries(pen, story, participation, by, registered)
    values, first = declared(pen.dice, story), levels(pen.dice)
    after = exit_of(pen.dice, story, values, first)
    steps = steps_of(pen, story, after, registered, recorded, by)
    add_versions(pen, story, participation, values, steps, by)
    add_results(pen, story, participation, first, after, by, registered)
    add_documents(pen, story, participation, by, registered)
    return person
