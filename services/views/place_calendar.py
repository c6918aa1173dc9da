"""The calendar by place: a day or a week of every place or of one, as lists that read on a phone."""

import datetime
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
from portal.policy.gate import Refused, project_asked, requires
from portal.programmes.models import GrantProject
from portal.ui.parts import Link
from services.models import Venue
from services.queries.appointments import VIEW
from services.queries.place_calendar import at_places, places_with_hours
from services.rules.appointments import monday_of, span_of_days
from services.rules.slots import days_from
from services.tables.place_calendar import cards_of
from services.views.calendar import DAY, DAYS_OF_WEEK, SPAN, WEEK, day_of
from services.views.courses import PROJECT, projects_to_choose

PLACE = "miejsce"


@dataclass(frozen=True)
class Page:
    """Which days of which place are shown; without ``venue`` those of all."""

    project: GrantProject
    venue: Venue | None
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

    def link(self, day: datetime.date | None = None, *, week: bool | None = None) -> str:
        """Return the address of other days or of the other span."""
        asked = {DAY: (day or self.day).isoformat(), PROJECT: self.project.code}
        if self.venue:
            asked[PLACE] = str(self.venue.pk)
        if self.is_week if week is None else week:
            asked[SPAN] = WEEK
        return f"{reverse('place_calendar')}?{urlencode(asked)}"


@requires(VIEW)
@require_safe
def place_calendar(request: HttpRequest) -> HttpResponse:
    """Show what is at the places of a project; of hidden people only that the time is taken."""
    account: User = request.user  # type: ignore[assignment]
    project = project_asked(request, VIEW)
    venues = places_with_hours(project)
    page = Page(project, _venue(request, venues), day_of(request), request.GET.get(SPAN) == WEEK)
    shown = [page.venue] if page.venue else venues
    begins, ends = span_of_days(page.first, page.days, timezone.get_default_timezone())
    found = [each for each in at_places(account, project, shown, begins, ends) if each.venue or not page.venue]
    cards = cards_of(account, shown, found, days_from(page.first, page.days))
    _note(request, project, [each for each in found if each.meeting and each.meeting.is_whole])
    step = datetime.timedelta(days=page.days)
    return render(
        request,
        "services/place_calendar.html",
        {
            "page": page, "cards": cards, "venues": venues, "today": today(),
            "projects": projects_to_choose(request, VIEW, reverse("place_calendar"), project),
            "spans": [
                Link(pgettext("calendar", "Day"), page.link(week=False), not page.is_week),
                Link(pgettext("calendar", "Week"), page.link(week=True), page.is_week),
            ],
            "earlier": page.link(page.first - step), "later": page.link(page.first + step), "now": page.link(today()),
            "earlier_text": _("Week before") if page.is_week else _("Day before"),
            "later_text": _("Next week") if page.is_week else _("Next day"),
        },
    )  # fmt: skip


def _note(request: HttpRequest, project: GrantProject, found: list) -> None:
    seen = [place.participation.person_id for each in found for place in each.meeting.people]
    if seen:
        note_read(request, Action.LIST, subjects=seen, detail={"page": "place-calendar"}, grant_project=project)


def _venue(request: HttpRequest, venues: list[Venue]) -> Venue | None:
    """Return the place asked for; none for all. What is no place of the project does not exist."""
    asked = request.GET.get(PLACE, "")
    if not asked:
        return None
    found = next((each for each in venues if str(each.pk) == asked), None)
    if found is None:
        raise Refused(VIEW, "venue", asked[:64])
    return found
