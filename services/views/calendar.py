"""The calendar of one colleague: a day or a week, as a list that reads on a phone and without scripts."""

import datetime
from contextlib import suppress
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import note_read
from portal.clock import today
from portal.policy.access import access_of
from portal.policy.gate import Refused, requires
from portal.ui.parts import Link
from services.queries.appointments import MAKE, VIEW, Meeting, calendar_of, colleagues_within
from services.rules.appointments import monday_of, span_of_days
from services.tables.appointments import AppointmentRow, row_of

DAY, WHO, SPAN, WEEK = "dzien", "kto", "widok", "tydzien"
DAYS_OF_WEEK = 7
FIRST_DAY, LAST_DAY = datetime.date(2000, 1, 1), datetime.date(2999, 12, 31)


@dataclass(frozen=True)
class Page:
    """Which days of whose calendar are shown."""

    colleague: User
    day: datetime.date
    is_week: bool

    @property
    def first(self) -> datetime.date:
        """The first day shown."""
        return monday_of(self.day) if self.is_week else self.day

    @property
    def days(self) -> int:
        """How many days are shown."""
        return DAYS_OF_WEEK if self.is_week else 1

    @property
    def iso(self) -> str:
        """The day as fields and addresses write it."""
        return self.day.isoformat()

    def link(self, day: datetime.date | None = None, *, week: bool | None = None) -> str:
        """Return the address of other days or of the other span."""
        asked = {DAY: (day or self.day).isoformat(), WHO: str(self.colleague.pk)}
        if self.is_week if week is None else week:
            asked[SPAN] = WEEK
        return f"{reverse('calendar')}?{urlencode(asked)}"

    @property
    def make(self) -> str:
        """Where an appointment of that day with that colleague is made."""
        return f"{reverse('new_appointment')}?{urlencode({DAY: self.iso, WHO: str(self.colleague.pk)})}"


@requires(VIEW)
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """Show the appointments of one colleague; those with hidden people only as time that is taken."""
    account: User = request.user  # type: ignore[assignment]
    colleagues = colleagues_within(account, VIEW, today())
    page = Page(_colleague(request, colleagues), day_of(request), request.GET.get(SPAN) == WEEK)
    begins, ends = span_of_days(page.first, page.days, timezone.get_default_timezone())
    meetings = calendar_of(account, page.colleague, begins, ends)
    seen = [place.participation.person_id for each in meetings for place in each.people]
    if seen:
        note_read(request, Action.LIST, subjects=seen, detail={"page": "calendar"})
    step = datetime.timedelta(days=page.days)
    return render(
        request,
        "services/calendar.html",
        {
            "page": page,
            "days": _by_day(page, meetings),
            "colleagues": colleagues,
            "is_own": page.colleague.pk == account.pk,
            "today": today(),
            "spans": [
                Link(pgettext("calendar", "Day"), page.link(week=False), not page.is_week),
                Link(pgettext("calendar", "Week"), page.link(week=True), page.is_week),
            ],
            "earlier": page.link(page.first - step),
            "later": page.link(page.first + step),
            "now": page.link(today()),
            "earlier_text": _("Week before") if page.is_week else _("Day before"),
            "later_text": _("Next week") if page.is_week else _("Next day"),
            "make": page.make if access_of(account).may(MAKE) else "",
        },
    )


def _by_day(page: Page, meetings: list[Meeting]) -> list[tuple[datetime.date, list[AppointmentRow]]]:
    rows: dict[datetime.date, list[AppointmentRow]] = {
        page.first + datetime.timedelta(days=number): [] for number in range(page.days)
    }
    for each in meetings:
        rows[each.appointment.day].append(row_of(each))
    return list(rows.items())


def _colleague(request: HttpRequest, colleagues: list[User]) -> User:
    """Return whose calendar is asked for: one's own without asking; out of reach and unknown are alike."""
    asked = request.GET.get(WHO, "") or str(request.user.pk)
    found = next((each for each in colleagues if str(each.pk) == asked), None)
    if found is None:
        raise Refused(VIEW, "user", asked)
    return found


def day_of(request: HttpRequest) -> datetime.date:
    """Return the day asked for; today for anything that is no day."""
    with suppress(ValueError):
        day = datetime.date.fromisoformat(request.GET.get(DAY, ""))
        if FIRST_DAY <= day <= LAST_DAY:
            return day
    return today()
