"""Take a family into the project: one screen, one transaction (R30, R34, R86)."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from beneficiaries.domain.entry import AlreadyEnrolled
from beneficiaries.domain.intake.accepting import Care, accept
from beneficiaries.domain.intake.holding import AlreadyDecided
from beneficiaries.forms.citizenships import suggestions
from beneficiaries.forms.intake.accepting import Family
from beneficiaries.models import Registration
from beneficiaries.queries.colleagues import bodies_within, colleagues_of
from beneficiaries.queries.intake import DECIDE, mark_of, places_of, records_in
from beneficiaries.rules.intake import OPEN
from beneficiaries.tables.intake.registration import about
from beneficiaries.views.intake.answering import changed_meanwhile
from beneficiaries.views.intake.registration import head, opened, refused_page
from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import note_read
from portal.clock import today
from portal.policy.access import access_of
from portal.policy.gate import requires
from portal.submissions.once import already_answered, once
from portal.ui.formatting import number
from portal.versions.actions import FactChanged


@requires(DECIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def accept_registration(request: HttpRequest, registration_id: uuid.UUID) -> HttpResponse:
    """Show everybody of an application in one form, filled with what they said; take those who are chosen."""
    found = opened(request, DECIDE, registration_id, "registration-accept")
    if request.method == "POST" and (answer := already_answered(request)) is not None:
        return answer
    if found.state not in OPEN:
        return refused_page(request, AlreadyDecided(found))
    family = _family(request, found)
    form = family.form
    if form.is_bound and family.is_valid() and form.is_answered(family.questions()):
        try:
            return once(request, form.token, lambda: _accept(request, found, family))
        except AlreadyDecided as decided:
            return refused_page(request, decided)
        except FactChanged:
            form.renew(mark_of(found))
            form.add_error(None, changed_meanwhile())
        except AlreadyEnrolled:
            form.add_error(None, _("Somebody of the family takes part already. Join them to the known person first."))
    page = {
        **head(found), "form": form, "countries": suggestions(),
        "members": [(each, about(each.said, family.day)) for each in family.members],
        "errors": [each for each in family.members if each.is_bound and each.errors],
    }  # fmt: skip
    return render(request, "beneficiaries/intake/accept.html", page)


def _family(request: HttpRequest, found: Registration) -> Family:
    account, project, day = _account(request), found.grant_project, today()
    known = {place: each.person for place, each in places_of(found).items() if each.person is not None}
    if known:
        note_read(request, Action.VIEW, subjects=[person.pk for person in known.values()])
    access = access_of(account)
    bodies = bodies_within(access.scope(DECIDE, project), project)
    colleagues = colleagues_of(project, bodies, day)
    home = next((body for body in access.organisations if body in bodies), None)
    own = home and any((each.user_id, each.organisation_id) == (account.pk, home.pk) for each in colleagues)  # type: ignore[attr-defined]
    return Family(
        request.POST if request.method == "POST" else None, found.application, known=known, project=project,
        taking_part=records_in(account, found, [person.pk for person in known.values()]) if known else (),
        groups=list(project.target_groups.all()), day=day, care={"bodies": bodies, "colleagues": colleagues},
        initial={
            "version": mark_of(found), "organisation": str(home.pk) if home else "",
            "caseworker": str(account.pk) if own else "",
        },
    )  # fmt: skip


def _accept(request: HttpRequest, found: Registration, family: Family) -> str:
    form = family.form
    joined = accept(
        found, family.taken(), Care(form.body, form.in_charge), by=_account(request),
        seen=form.cleaned_data["version"], live_together=form.cleaned_data.get("live_together", False),
    )  # fmt: skip
    count = len(joined)
    words = ngettext(
        "%(count)s person is in the project and counts from the first support on, once the documents are seen.",
        "%(count)s people are in the project and count from the first support on, once the documents are seen.",
        count,
    )
    messages.success(request, words % {"count": number(count)})
    return reverse("intake_registration", args=[found.pk])


def _account(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]
