"""A semester of a group: shown first, with what falls out and what is in the way, and made as it was shown."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from portal.accounts.models import User
from portal.crypto.sealing import fingerprint
from portal.policy.access import access_of
from portal.policy.gate import requires
from portal.submissions.once import already_answered, once
from portal.ui.formatting import clock, number, short_date
from services.domain import meetings as acts
from services.domain.times import StillFree, TimeTaken
from services.forms.meetings import SemesterForm
from services.models import Activity
from services.queries.class_clashes import Clash, clashes_of
from services.queries.courses import KEEP
from services.queries.offer import EDIT as EDIT_OFFER
from services.queries.staffing import days_off
from services.rules.semester import Off, Planned, Skipped, plan_semester, unknown_breaks
from services.views.clashes import MOST_CLASHES, clash_in_words
from services.views.groups import group_of

DO, MAKE = "do", "make"


@requires(KEEP)
@require_http_methods(["GET", "HEAD", "POST"])
def semester(request: HttpRequest, group_id: uuid.UUID) -> HttpResponse:
    """Plan the classes of a semester: first shown with what falls out and why, then made."""
    group = group_of(_account(request), KEEP, group_id)
    if request.method == "POST" and (answer := already_answered(request)) is not None:
        return answer
    edition = group.edition
    initial = {"first": edition.starts_on, "last": edition.ends_on, "school": True} if edition else {}
    form = SemesterForm(request.POST or None, initial=initial)
    shown: dict[str, Any] = {}
    if form.is_bound and form.is_valid():
        off = days_off(group.grant_project, school=form.cleaned_data["school"])
        planned, skipped = plan_semester(form.rhythm, off, timezone.get_default_timezone())
        if request.POST.get(DO) == MAKE and planned and (answer := _made(request, group, form, planned)) is not None:
            return answer
        found = _in_the_way(group, planned)
        form.show(acts.plan_seen(group), _shown(planned, found))
        shown = _preview(planned, skipped, found)
        if form.cleaned_data["school"]:
            shown["unknown"] = _unknown(planned, off)
            shown["may_add"] = access_of(request.user).may(EDIT_OFFER, group.grant_project)
    return render(request, "services/semester.html", {"form": form, "group": group, **shown})


def _made(request: HttpRequest, group: Activity, form: SemesterForm, planned: Sequence[Planned]) -> HttpResponse | None:
    """Make the classes that the preview showed; ``None`` when they or what is in their way are others by now."""

    def still_as_shown() -> bool:
        return form.cleaned_data["shown"] == _shown(planned, _in_the_way(group, planned))

    try:
        return once(request, form.token, lambda: _make(request, group, form, planned, still_as_shown))
    except acts.PlanChanged:
        form.add_error(None, _(
            "Classes of this group were planned or changed meanwhile. Nothing was added: see below and decide."
        ))  # fmt: skip
    except TimeTaken:
        form.add_error(None, _(
            "The classes, or what else happens at their time, are not those you were shown. "
            "Nothing was added: see below and decide."
        ))  # fmt: skip
    return None


def _make(
    request: HttpRequest, group: Activity, form: SemesterForm, planned: Sequence[Planned], still_free: StillFree
) -> str:
    seen = form.cleaned_data["seen"]
    made = acts.plan_meetings(group, planned, by=_account(request), seen=seen, still_free=still_free)
    said = ngettext("%(made)s class is planned.", "%(made)s classes are planned.", made) % {"made": number(made)}
    messages.success(request, said)
    return reverse("course_group", args=[group.pk])


def _in_the_way(group: Activity, planned: Sequence[Planned]) -> list[Clash]:
    spans = [(each.starts_at, each.ends_at) for each in planned]
    return clashes_of(spans, group.teacher, group.venue, own=group)


def _shown(planned: Sequence[Planned], found: Sequence[Clash]) -> str:
    """Return a mark of the classes to come and of everything in their way."""
    said = [f"{each.starts_at.isoformat()} {each.ends_at.isoformat()}" for each in planned]
    return fingerprint("semester", "\n".join([*said, *map(clash_in_words, found)])).hex()


def _preview(planned: Sequence[Planned], skipped: Sequence[Skipped], found: Sequence[Clash]) -> dict[str, Any]:
    return {
        "planned": [(each.day, f"{clock(each.starts_at)}–{clock(each.ends_at)}") for each in planned],
        "skipped": [(each.day, each.holiday.label if each.holiday else each.why) for each in skipped],
        "clashes": [clash_in_words(each) for each in found[:MOST_CLASHES]],
        "more_clashes": max(len(found) - MOST_CLASHES, 0),
        "is_previewed": True,
    }


def _unknown(planned: Sequence[Planned], off: Sequence[Off]) -> list[str]:
    """Say which school breaks are not written down yet, so that nobody trusts a plan that could not know them."""
    found = unknown_breaks([each.day for each in planned], off)
    said = []
    if found.beyond and found.until:
        said.append(_("School breaks are known up to %(day)s. Classes after that day are planned without them.")
                    % {"day": short_date(found.until)})  # fmt: skip
    elif found.beyond:
        said.append(_("No school breaks are written down, so none falls out."))
    return said + [_("The winter holidays of %(year)s are not written down yet.") % {"year": year}
                   for year in found.winters]  # fmt: skip


def _account(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]
