"""The last support and the next appointment of each member of a family."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy

from portal.accounts.models import User
from portal.clock import now
from portal.families import MemberLine, MemberLines
from portal.ui.formatting import moment, short_date
from services.queries.families import last_support_of, next_meeting_of


def support_lines(account: User, people: Sequence[Any]) -> dict[Any, MemberLine]:
    """Say when each member was given support last, and of which kind."""
    return {
        each.participation_id: MemberLine(
            f"{short_date(each.delivered_on)} · {each.service_type.short_name or each.service_type.name}",
            reverse("person_support", args=[each.participation.number]),
        )
        for each in last_support_of(account, [each.pk for each in people])
    }


def appointment_lines(account: User, people: Sequence[Any]) -> dict[Any, MemberLine]:
    """Say when each member is met next."""
    return {
        each.participation_id: MemberLine(moment(each.appointment.starts_at))  # type: ignore[attr-defined]
        for each in next_meeting_of(account, [each.pk for each in people], now())
    }


APPOINTMENTS = MemberLines("appointment", 25, gettext_lazy("Next appointment"), appointment_lines)
LINES = MemberLines("support", 30, gettext_lazy("Last support"), support_lines)
