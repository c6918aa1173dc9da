"""Assistance in words: rows of the list, the card of a record."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from beneficiaries.models import Participation
from beneficiaries.tables.worklist import name_of
from portal.clock import today
from portal.records import may
from portal.ui.formatting import hours, number, short_date
from services.enums import TALK_LANGUAGES
from services.models import Assistance
from services.queries.assistance import ASSIGN, LOG, VIEW, assistance_about, given_in
from services.queries.statements import Month
from services.rules.work import Work

DOT = " · "


@dataclass(frozen=True)
class AssistanceRow:
    """Who assists whom, since when, how much of the norm was given in the month."""

    name: str
    url: str
    kind: str
    who: str
    span: str
    language: str
    given: str
    short: str
    travel: str
    change_url: str
    log_url: str
    is_over: bool


def assistance_row(
    found: Assistance, given: Work | None = None, *, may_assign: bool = False, may_log: bool = False
) -> AssistanceRow:
    """Return assistance of ``queries.assistance`` as a row."""
    participation = found.participation
    return AssistanceRow(
        name=name_of(participation),
        url=reverse("person_record", args=[participation.number]),
        kind=found.get_kind_display(),
        who=who_assists(found),
        span=_span(found),
        language=str(TALK_LANGUAGES.get(found.language, "")),
        given=_given(found, given),
        short=_short(found, given),
        travel=_("%(minutes)s min") % {"minutes": number(given.travel_minutes)}
        if given and given.travel_minutes
        else "",
        change_url=reverse("change_assistance", args=[found.pk]) if may_assign else "",
        log_url=reverse("assistance_hours", args=[found.pk]) if may_log else "",
        is_over=found.ends_on is not None and found.ends_on < today(),
    )


def who_assists(found: Assistance) -> str:
    """Return who assists; a tutor out of reach is a participant without a name (S26)."""
    if found.tutor:
        return name_of(found.tutor) if found.is_tutor_seen else _("a participant")  # type: ignore[attr-defined]
    return found.assistant.name if found.assistant else found.assistant_name


def record_card(request: HttpRequest, participation: Participation) -> dict[str, Any] | None:
    """Return the card of who assists a person and with whom they learn as a tutor (one query when nobody does)."""
    if not may(participation, VIEW):
        return None
    account: Any = request.user
    found = assistance_about(account, participation, today())
    given = given_in(account, found, Month(today().replace(day=1)), participation)
    may_assign, may_log = may(participation, ASSIGN), may(participation, LOG)
    own = [each for each in found if each.tutor_id != participation.pk]
    return {
        "rows": [
            assistance_row(
                each,
                given[each.pk],
                may_assign=may_assign,
                may_log=may_log and each.participation_id == participation.pk,
            )
            for each in own
        ],
        "pupils": [assistance_row(each, given[each.pk]) for each in found if each.tutor_id == participation.pk],
        "may_assign": may_assign,
        "participation": participation,
    }


def _span(found: Assistance) -> str:
    if found.ends_on:
        return f"{short_date(found.starts_on)}–{short_date(found.ends_on)}"
    return _("since %(day)s") % {"day": short_date(found.starts_on)}


def _given(found: Assistance, given: Work | None) -> str:
    if given is None:
        return ""
    if found.monthly_hours is None:
        return _("%(hours)s h this month") % {"hours": hours(given.hours or Decimal(0))}
    words = {"hours": hours(given.hours or Decimal(0)), "norm": hours(found.monthly_hours)}
    return _("%(hours)s of %(norm)s h this month") % words


def _short(found: Assistance, given: Work | None) -> str:
    """Return the hours of a column whose head says of which month they are."""
    if given is None:
        return ""
    norm = f" / {hours(found.monthly_hours)}" if found.monthly_hours is not None else ""
    return hours(given.hours) + norm
