"""News about a class for those who have a place: only day and hour, through the one gate for messages (S24)."""

import datetime

from beneficiaries.models import Guardianship
from beneficiaries.rules.age import OF_AGE, completed_years
from portal.messages.sending import ask_for_message
from portal.ui.formatting import clock
from services.enums import SEATED
from services.models import Enrolment, Meeting

PERSON, GUARDIAN = "person", "guardian"
"""Kinds of recipient, as the people of the portal are registered."""
MOVED, CANCELLED, ADDED = "class-moved", "class-cancelled", "class-added"


def tell_enrolled(kind: str, meeting: Meeting, *, before: datetime.datetime | None = None) -> int:
    """Ask for the message to everybody with a place on the group; return for how many people (three queries).

    For a child it goes to those who stand for it. Whether and where somebody may be reached is asked at the moment of
    sending; after the class has begun nobody is told any more.
    """
    held = Enrolment.objects.filter(activity=meeting.activity, state__in=SEATED, participation__isnull=False)
    people = [each.participation.person for each in held.select_related("participation__person")]  # type: ignore[union-attr]
    children = [each.pk for each in people if completed_years(each.birth_date, meeting.day) < OF_AGE]
    guardians = Guardianship.objects.filter(child__in=children).values_list("pk", flat=True)
    to = [(GUARDIAN, key) for key in guardians] + [(PERSON, each.pk) for each in people if each.pk not in children]
    moments = [meeting.starts_at, *([before] if before else [])]
    for recipient, key in to:
        ask_for_message(
            kind, recipient, key, context={"day": f"{meeting.day:%d.%m.%Y}", "time": clock(meeting.starts_at)},
            grant_project=meeting.activity.grant_project, useless_at=min(moments),
            dedup_key=f"{kind}:{meeting.version}:{key}",
        )  # fmt: skip
    return len(people)
