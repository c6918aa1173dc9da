"""The weekly review of unusual readings (S36)."""

from collections.abc import Callable, Mapping
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import note_read
from portal.oversight.checks import RIGHT
from portal.oversight.forms import ReviewForm
from portal.oversight.review import MANY, OUT_OF_HOURS, REFUSED, Unusual, Week, record_review, unusual_reads, weeks
from portal.oversight.signs import EMERGENCY, NAMESAKE, NOT_IN_CHARGE, PROTECTED
from portal.oversight.views.frame import tabs
from portal.policy.gate import requires
from portal.ui.formatting import number

WEEK = "tydzien"
SIGNS: Mapping[str, Callable[[int], str]] = {
    PROTECTED: lambda count: ngettext(
        "%(number)s opening of a protected record without being in charge",
        "%(number)s openings of protected records without being in charge",
        count,
    ),
    NAMESAKE: lambda count: ngettext(
        "%(number)s opening of the record of a person with the same surname",
        "%(number)s openings of records of people with the same surname",
        count,
    ),
    EMERGENCY: lambda count: ngettext(
        "asked for emergency access %(number)s time", "asked for emergency access %(number)s times", count
    ),
    NOT_IN_CHARGE: lambda count: ngettext(
        "records of %(number)s person of whom a colleague is in charge",
        "records of %(number)s people of whom a colleague is in charge",
        count,
    ),
}


@requires(RIGHT)
@require_http_methods(["GET", "HEAD", "POST"])
def audit_review(request: HttpRequest) -> HttpResponse:
    """Show what was unusual in a week and keep that it was reviewed; without a choice the oldest that waits."""
    asked = request.POST.get(WEEK, "") if request.method == "POST" else request.GET.get(WEEK, "")
    every = weeks(request.user, timezone.localdate())  # type: ignore[arg-type]
    week = _chosen(every, asked)
    form = ReviewForm(request.POST if request.method == "POST" and week else None)
    if week and form.is_valid():
        written = record_review(request.user, week.monday, form.cleaned_data["outcome"])  # type: ignore[arg-type]
        _tell(request, written=written)
        return redirect("audit_review")
    unusual = unusual_reads(request.user, week.monday) if week else []  # type: ignore[arg-type]
    note_read(request, Action.LIST, detail={"page": "log-review"})
    accounts = User.objects.in_bulk([each.account for each in unusual])
    context = {
        "tabs": tabs("audit_review"),
        "weeks": [
            (each, f"{request.path}?{urlencode({WEEK: each.monday.isoformat()})}", each == week) for each in every
        ],
        "week": week,
        "lines": [(accounts[each.account], _in_words(each), each, _events_url(each, week)) for each in unusual if week],
        "form": form,
    }
    return render(request, "oversight/review.html", context)


def _chosen(every: list[Week], asked: str) -> Week | None:
    found = next((each for each in every if each.monday.isoformat() == asked), None)
    waiting = [each for each in every if not each.reviews]
    return found or next(iter(waiting[::-1]), None) or next(iter(every), None)


def _tell(request: HttpRequest, *, written: bool) -> None:
    if written:
        messages.success(request, _("The review is kept."))
    else:
        messages.info(request, _("This week was reviewed already."))


def _in_words(each: Unusual) -> str:
    values = {"number": number(each.count)}
    if each.sign == OUT_OF_HOURS:
        return ngettext("%(number)s reading out of hours", "%(number)s readings out of hours", each.count) % values
    if each.sign == MANY:
        return (
            ngettext("data of %(number)s person within an hour", "data of %(number)s people within an hour", each.count)
            % values
        )
    if each.sign in SIGNS:
        return SIGNS[each.sign](each.count) % values
    return ngettext("refused %(number)s time", "refused %(number)s times", each.count) % values


def _events_url(each: Unusual, week: Week) -> str:
    days = {"od": week.monday.isoformat(), "do": week.sunday.isoformat()}
    refused = {"odmowy": "on"} if each.sign == REFUSED else {}
    return f"{reverse('audit_log')}?{urlencode({'konto': each.account, **days, **refused})}"
