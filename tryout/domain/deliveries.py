"""The support of a story, each time with who gave it and when it was written down."""

import datetime
import random

from beneficiaries.models import Participation
from portal.accounts.models import User
from services.models import SupportDelivery
from tryout.domain.pen import MINUTE, Pen
from tryout.rules import gaps
from tryout.rules.calendar import DAY, at_the_desk
from tryout.rules.stories import Delivery, Story
from tryout.rules.support import INSTRUCTOR
from tryout.rules.talks import talk_about

PAPER_FOUND_ON = DAY(2026, 7, 21)
"""When support of June was written down that nobody had written down in time for the report."""


def add_deliveries(
    pen: Pen, story: Story, participation: Participation, by: User | None, registered: datetime.datetime
) -> list[datetime.datetime]:
    """Let the deliveries wait in the ledger; return when each was recorded, none before the one given earlier.

    How a talk went is diced with dice of the person's own, so that the rest of the invented project stays as it is.
    """
    moments, latest = [], registered
    talks = random.Random(f"talks {participation.number}")  # noqa: S311 - invention, not secrecy
    for delivery in story.deliveries:
        latest = max(at_the_desk(_written_on(pen, story, delivery), pen.dice), latest + MINUTE)
        moments.append(latest)
        account, name = _given_by(pen, story, delivery)
        talk = talk_about(delivery, story.person, talks) if account and delivery.by != INSTRUCTOR else {}
        row = SupportDelivery(
            participation=participation, service_type=pen.kinds[delivery.kind], delivered_on=delivery.on,
            hours=delivery.hours, organisation=pen.staff.organisations[delivery.organisation], provider=name,
            delivered_by=account, recorded_by=account or by, **talk,
        )  # fmt: skip
        pen.ledger.add(latest, row)
    return moments


def _written_on(pen: Pen, story: Story, delivery: Delivery) -> datetime.date:
    if gaps.ENDS_BEFORE_START in story.gaps and story.end:
        return story.end + pen.days(1, 4)
    day = delivery.on + pen.days(0, 2)
    return max(day, PAPER_FOUND_ON) if gaps.LATE_PAPER in story.gaps else day


def _given_by(pen: Pen, story: Story, delivery: Delivery) -> tuple[User | None, str]:
    """Return the account of the one who gave it, or the name of somebody without an account."""
    if delivery.by == INSTRUCTOR:
        return pen.staff.instructor, ""
    if delivery.by.isdigit():
        return pen.staff.caseworker(delivery.organisation, story.person.family), ""
    return None, delivery.by
