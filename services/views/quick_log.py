"""Write support down in seconds: for one person or several, on a page of its own or in the panel over any page."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from beneficiaries.models import Participation
from beneficiaries.tables.choosing import choice_of
from beneficiaries.views.record import opened_record
from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import note_read, note_refusal, search_mark
from portal.clock import now, today
from portal.policy.access import access_of
from portal.policy.gate import requires
from portal.submissions.drafts import draft_content, drop_draft, save_draft
from portal.submissions.once import already_answered, once
from portal.ui.formatting import short_date
from portal.ui.fragments import is_part
from portal.ui.parts import Link
from services.domain.appointments import mark_logged
from services.domain.protected_notes import write_note
from services.domain.support import SupportRefused, record_support_of
from services.models import SupportDelivery
from services.queries.appointments import VIEW as VIEW_CALENDAR
from services.queries.appointments import calendar_of, visit_of
from services.rules.appointments import span_of_days
from services.tables.agenda import log_at_hand
from services.tables.appointments import from_calendar
from services.views.entry import (
    DRAFT,
    GIVEN,
    MOST_FOUND,
    PEOPLE,
    RIGHT,
    WHO,
    Entry,
    entry_for,
    organisation_of,
)
from services.views.family_log import begin_with_family
from services.views.refusals import before_birth, refused_in_words

METHODS = ["GET", "HEAD", "POST"]
PERSON, DO = "osoba", "do"
SAVE, NEXT, FIND, WEIGH, DISCARD = "save", "next", "find", "weigh", "discard"
LONGEST_SEARCH = 100


@requires(RIGHT)
@require_http_methods(METHODS)
def quick_log(request: HttpRequest) -> HttpResponse:
    """Write down support from anywhere; the address may name the person whose record was open.

    An address that names nothing leads to the nearest appointment, unless an entry was left unfinished.
    """
    number = request.GET.get(PERSON, "")
    if request.method != "POST" and not request.GET and (at_hand := _at_hand(request)):
        return redirect(at_hand)
    return _answer(request, opened_record(request, RIGHT, number, "quick-log") if number else None)


@requires(RIGHT)
@require_http_methods(METHODS)
def new_support(request: HttpRequest, number: str) -> HttpResponse:
    """Write down support for this person, and for others who were there."""
    return _answer(request, opened_record(request, RIGHT, number, "quick-log"))


def _at_hand(request: HttpRequest) -> str:
    """Return where support is recorded from the nearest appointment of today, if one is near; or nothing."""
    account: User = request.user  # type: ignore[assignment]
    if not access_of(account).may(VIEW_CALENDAR) or draft_content(account, DRAFT):
        return ""
    day = span_of_days(today(), 1, timezone.get_default_timezone())
    return log_at_hand(calendar_of(account, account, *day), now())


def _answer(request: HttpRequest, opened: Participation | None) -> HttpResponse:
    entry = entry_for(request, opened)
    asked_for = request.POST.get(DO, "")
    if request.method != "POST":
        entry.begin(request.GET.dict())  # type: ignore[arg-type]
        begin_with_family(request, entry)
    elif asked_for in (SAVE, NEXT):
        answer = already_answered(request) or _saved(request, entry)
        if answer is not None:
            return _done(request, answer)
    elif asked_for == DISCARD:
        drop_draft(entry.account, DRAFT, entry.subject)
        return redirect(request.get_full_path())
    else:
        entry.take(request.POST)
        _keep_choice(request, entry)
    if asked_for == WEIGH:
        return _weighed(request, entry)
    entry.offer(_words(request))
    return _page(request, entry)


def _words(request: HttpRequest) -> str | None:
    """Return what is searched for; ``None`` when nothing is."""
    moved = "add" in request.POST or "remove" in request.POST
    if request.method != "POST" or moved or request.POST.get(DO) != FIND:
        return None
    return request.POST.get(WHO, "").strip()[:LONGEST_SEARCH]


def _saved(request: HttpRequest, entry: Entry) -> HttpResponseRedirect | None:
    valid = entry.judge(request.POST)
    for number in entry.unknown:
        note_refusal(request, RIGHT, "participation", number)
    if not valid or not entry.is_answered():
        return None
    try:
        return once(request, entry.form.token, lambda: _record(request, entry))
    except SupportRefused as refused:
        entry.form.add_error("day", refused_in_words(refused, _outside(entry)))
    return None


def _record(request: HttpRequest, entry: Entry) -> str:
    account, people = entry.account, entry.people
    body = organisation_of(account, entry.project)
    given, talk = entry.form.values(), entry.form.talk_values()
    deliveries = record_support_of(
        people, **given, talk=talk, organisation=body, delivered_by=account, by=account,
        visit=visit_of(entry.asked_for, people),
    )  # fmt: skip
    if note := entry.form.cleaned_data["protected_note"]:
        for delivery in deliveries:
            write_note(delivery, note, by=account)
    mark_logged(entry.asked_for, deliveries, by=account)
    drop_draft(account, DRAFT, entry.subject)
    messages.success(request, _told(deliveries))
    if request.POST[DO] == NEXT:
        return f"{reverse('quick_log')}?{urlencode(_handed_over(entry))}"
    home = entry.opened or (people[0] if len(people) == 1 else None)
    return reverse("person_support", args=[home.number]) if home else reverse("quick_log")


def _told(deliveries: Sequence[SupportDelivery]) -> str:
    """Say for how many support is recorded, with links that lead to each entry; no name stays in the session."""
    many = len(deliveries)
    words = ngettext("Support is recorded.", "Support is recorded for %(people)s people.", many) % {"people": many}
    links = [
        (
            reverse("change_support", args=[each.participation.number, each.fact_id]),
            _("Correct") if many == 1 else f"{_('Correct')}: {each.participation.number}",
        )
        for each in deliveries
    ]
    return format_html("{} {}", words, format_html_join(", ", '<a href="{}">{}</a>', links))


def _handed_over(entry: Entry) -> dict[str, str]:
    """Return what the next entry begins with: kind, day, length – nobody's name, nobody's number."""
    typed = {key: str(entry.form[name].value() or "") for key, name in GIVEN.items()}
    return {"projekt": entry.project.code, **{key: value for key, value in typed.items() if value}}


def _keep_choice(request: HttpRequest, entry: Entry) -> None:
    """Keep the draft when somebody came or went: the page itself keeps only what is typed."""
    if "add" in request.POST or "remove" in request.POST:
        typed = request.POST.copy()
        typed.setlist(PEOPLE, [each.number for each in entry.people])
        for name in (DO, WHO, "add", "remove", "draft_subject"):
            typed.pop(name, None)
        save_draft(entry.account, DRAFT, entry.subject, typed)


def _done(request: HttpRequest, answer: HttpResponseRedirect) -> HttpResponse:
    """Lead on; the panel stays where it is and gets the message, and where the next entry begins."""
    if not is_part(request):
        return answer
    following = answer.url if request.POST[DO] == NEXT else ""
    return render(request, "services/quick_log_done.html", {"following": following})


def _weighed(request: HttpRequest, entry: Entry) -> HttpResponse:
    _note_shown(request, entry)
    return render(request, "services/effect.html", _effect(entry))


def _page(request: HttpRequest, entry: Entry) -> HttpResponse:
    _note_shown(request, entry)
    day = today()
    found = [choice_of(each, day) for each in entry.offered]
    page = {
        "form": entry.form,
        "address": request.get_full_path(),
        "subject": entry.subject,
        "kept_at": entry.kept_at,
        "from_calendar": from_calendar(entry.meeting.appointment) if entry.meeting else "",
        "picked": [choice_of(each, day) for each in entry.people],
        "suggested": entry.is_suggested,
        "searched": entry.searched,
        "offered": found[:MOST_FOUND],
        "more": len(found) > MOST_FOUND,
        "projects": _projects(entry),
        "home": reverse("person_record", args=[entry.opened.number]) if entry.opened else "",
        **_effect(entry),
    }
    template = "services/quick_log_form.html" if is_part(request) else "services/quick_log.html"
    return render(request, template, page)


def _effect(entry: Entry) -> dict[str, Any]:
    return {
        "effects": [(each, [one.person for one in each.people]) for each in entry.effects()],
        "outside": _day_refused(entry),
    }


def _projects(entry: Entry) -> list[Link]:
    """Return the projects to choose from; none when there is no choice."""
    offered = [] if entry.opened else access_of(entry.account).projects(RIGHT)
    path = reverse("quick_log")
    links = [Link(str(each), f"{path}?projekt={each.code}", each == entry.project) for each in offered]
    return links if len(links) > 1 else []


def _note_shown(request: HttpRequest, entry: Entry) -> None:
    shown = [each.person_id for each in (*entry.people, *entry.offered)]
    if not (shown or entry.searched):
        return
    action = Action.SEARCH if entry.searched else Action.VIEW if entry.people else Action.LIST
    detail = {"search": search_mark(entry.searched)} if entry.searched else {"page": "quick-log"}
    note_read(request, action, subjects=shown, detail=detail, grant_project=entry.project)


def _day_refused(entry: Entry) -> str:
    """Say why the day typed is refused; blank when it is not."""
    if entry.is_outside:
        return _outside(entry)
    if entry.is_to_come:
        return _("This day has not come yet.")
    return before_birth() if entry.is_before_birth else ""


def _outside(entry: Entry) -> str:
    days = {"first": short_date(entry.project.starts_on), "last": short_date(entry.project.ends_on)}
    return _("The day is outside the project (%(first)s–%(last)s).") % days
