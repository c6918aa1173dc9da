"""The card of my day about people without support for long."""

import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beneficiaries.models import Participation
from beneficiaries.tables.worklist import person_row
from portal.ui.formatting import short_date
from portal.worklist.registry import Desk, NextAct, WorkList, WorkRow, WorkSection
from services.queries.contact import RIGHT, without_contact


def no_contact(desk: Desk) -> WorkList:
    """Return who in one's care is due for contact; the tile says for how many days already (two queries)."""
    people = without_contact(desk.account, desk.day)
    return WorkList([_row(each) for each in people[: desk.most]], people.count())


SECTION = WorkSection("no-contact", 50, gettext_lazy("Without contact for long"), RIGHT, no_contact)


def _row(participation: Participation) -> WorkRow:
    number, project = participation.number, participation.grant_project
    last_on, since = participation.last_on, participation.since  # type: ignore[attr-defined]
    days = {"day": short_date(last_on or since)}
    said = _("last support on %(day)s") if last_on else _("no support yet, on the list since %(day)s")
    act = NextAct(_("Record support"), reverse("new_support", args=[number]), panel="quick-log")
    return person_row(
        participation, act, note=said % days, due_on=since + datetime.timedelta(days=project.contact_days)
    )
