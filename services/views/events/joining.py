"""Join a sign-up to the record of a person: search, who may be the same, one press (R34, S21)."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from beneficiaries.models import Participation
from beneficiaries.queries.candidates import candidates_for
from beneficiaries.queries.choosing import people_by_number, people_found
from beneficiaries.rules.latin import latin
from beneficiaries.tables.choosing import Choice, choice_of
from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import note_read, search_mark
from portal.clock import today
from portal.policy.gate import requires
from portal.submissions.once import already_answered, once
from services.domain.sign_ups import AlreadyThere, NotToJoin, join_to
from services.domain.support import SupportRefused
from services.enums import ActivityKind
from services.forms.events import NumberForm
from services.models import Enrolment
from services.queries.events import MANAGE, SEE_PERSON, sign_up_to_join
from services.tables.sign_ups import needs_in_words
from services.views.refusals import refused_in_words

MOST, WHO, JOIN = 8, "who", "number"


@requires(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def join_sign_up(request: HttpRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Show what was said and who it may be; joined, lead back to the activity."""
    account: User = request.user  # type: ignore[assignment]
    if request.method == "POST" and (answer := already_answered(request)) is not None:
        return answer
    found = sign_up_to_join(account, enrolment_id)
    form = NumberForm(request.POST if request.POST.get(JOIN) else None)
    if form.is_bound and form.is_valid():
        number = form.cleaned_data["number"].strip().upper()
        people = people_by_number(account, SEE_PERSON, found.activity.grant_project, [number])
        if people:
            try:
                return once(request, form.token, lambda: _join(request, found, people[0], account))
            except NotToJoin:
                form.add_error("number", _("A colleague joined this sign-up meanwhile."))
            except SupportRefused as refused:
                words = _("The day of this class lies outside the project. Nothing was saved.")
                form.add_error(None, refused_in_words(refused, words))
        else:
            form.add_error("number", _("There is nobody with this number whom you may see."))
    return _page(request, found, account, form)


def _join(request: HttpRequest, found: Enrolment, person: Participation, account: User) -> str:
    try:
        join_to(found, person, by=account)
        messages.success(request, _("Joined to %(number)s.") % {"number": person.number})
    except AlreadyThere:
        words = _("%(number)s was on this list already: the two are one now, and the better place stands.")
        messages.info(request, words % {"number": person.number})
    return _back(found)


def _page(request: HttpRequest, found: Enrolment, account: User, form: NumberForm) -> HttpResponse:
    words = request.POST.get(WHO, "").replace("\0", "").strip()[:100]
    searched = people_found(account, SEE_PERSON, found.activity.grant_project, words, MOST) if words else []
    alike = [] if words else _alike(found, account)
    shown = searched or alike
    detail = {"search": search_mark(words)} if words else {"page": "join-sign-up"}
    note_read(
        request, Action.SEARCH, subjects=[each.person_id for each in shown], obj=found, detail=detail,  # type: ignore[attr-defined]
        grant_project=found.activity.grant_project,
    )  # fmt: skip
    made = None if _is_apart(found, account) else found.sign_up
    page = {
        "enrolment": found, "sign_up": made, "needs": needs_in_words(str(made.needs)) if made else (),
        "form": form, "words": words, "searched": _choices(searched), "alike": _choices(alike), "back": _back(found),
    }  # fmt: skip
    return render(request, "services/events/join.html", page)


def _is_apart(found: Enrolment, account: User) -> bool:
    """Tell whether somebody hidden stands in the same sign-up: then it is not said who wrote it."""
    rows = Enrolment.objects.filter(sign_up=found.sign_up_id, participation__isnull=False)  # type: ignore[misc]
    seen = Participation.objects.visible_to(account, SEE_PERSON)
    return found.sign_up_id is not None and rows.exclude(participation__in=seen.values("pk")).exists()  # type: ignore[attr-defined]


def _alike(found: Enrolment, account: User) -> list[Participation]:
    """Return who may be the same among those within reach, of the project of the activity, the likeliest first."""
    made, name = found.sign_up, str(found.name)
    own = latin(name, language=made.language if made else "", beside="")
    contact = {"phone": str(made.phone), "email": str(made.email)} if made and not found.is_child else {}
    likely = [each.person.pk for each in candidates_for([own, name], None, user=account, contact=contact, most=MOST)]
    rows = Participation.objects.visible_to(account, SEE_PERSON).filter(
        person__in=likely, grant_project=found.activity.grant_project
    )
    known = {row.person_id: row for row in rows.select_related("person")}  # type: ignore[attr-defined]
    return [known[key] for key in likely if key in known]


def _choices(people: list[Participation]) -> list[Choice]:
    day = today()
    return [choice_of(each, day) for each in people]


def _back(found: Enrolment) -> str:
    if found.activity.kind == ActivityKind.COURSE:
        return reverse("course_group", args=[found.activity_id])  # type: ignore[attr-defined]
    return reverse("event", args=[found.activity_id])  # type: ignore[attr-defined]
