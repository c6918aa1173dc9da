"""Completion of a group: who reached the threshold, certificates given, printed and withdrawn."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import note_read
from portal.clock import today
from portal.policy.gate import Refused, requires
from portal.submissions.once import already_answered, once
from portal.ui.formatting import number
from services.domain.certificates import CertificateRefused, give_certificate, withdraw_certificate
from services.exporters.certificate import certificate_pdf
from services.forms.certificates import GiveForm, WithdrawForm
from services.models import Activity, Certificate, Enrolment
from services.queries.completion import Completion, certificate_of_code, completions_of, left_of
from services.queries.courses import ENROL, KEEP
from services.rules.completion import threshold_of
from services.tables.certificates import completion_row
from services.views.groups import group_of

METHODS = ["GET", "HEAD", "POST"]


@requires(KEEP)
@require_http_methods(METHODS)
def completion(request: HttpRequest, group_id: uuid.UUID) -> HttpResponse:
    """Show who attended how much, and give certificates to those who reached the threshold."""
    account: User = request.user  # type: ignore[assignment]
    group = group_of(account, KEEP, group_id)
    if request.method == "POST" and (answer := already_answered(request)) is not None:
        return answer
    reached = _reached(account, completions_of(group))
    may_get = [each for each in reached if each.is_reached and each.certificate is None]
    form = GiveForm(request.POST or None, places=[each.enrolment for each in may_get])
    if form.is_bound and form.is_valid() and form.is_answered(_questions(group)):
        try:
            return once(request, form.token, lambda: _give(request, group, form.chosen))
        except CertificateRefused:
            form.add_error(None, _("Somebody changed this at the same moment. Load the page again."))
    _note_shown(request, group, reached)
    page = {
        "group": group, "form": form, "rows": [completion_row(each, form.offered) for each in reached],
        "threshold": threshold_of(group.edition.course, group.grant_project),  # type: ignore[union-attr]
        "may_give": bool(may_get),
    }  # fmt: skip
    return render(request, "services/completion.html", page)


@requires(KEEP)
@require_safe
def certificate_file(request: HttpRequest, certificate_id: uuid.UUID) -> HttpResponse:
    """Hand out a certificate: in Polish and in the language of the person."""
    given = _certificate(request, certificate_id)
    note_read(
        request, Action.PRINT, subjects=[given.enrolment.participation.person_id], obj=given,  # type: ignore[union-attr]
        grant_project=given.enrolment.activity.grant_project,
    )  # fmt: skip
    host = f"{request.scheme}://{request.get_host()}"
    answer = HttpResponse(certificate_pdf(given, host), content_type="application/pdf")
    answer["Content-Disposition"] = 'attachment; filename="zaswiadczenie.pdf"'
    return answer


@requires(KEEP)
@require_http_methods(METHODS)
def withdraw(request: HttpRequest, certificate_id: uuid.UUID) -> HttpResponse:
    """Withdraw a certificate with a reason."""
    given = _certificate(request, certificate_id)
    if request.method == "POST" and (answer := already_answered(request)) is not None:
        return answer
    form = WithdrawForm(request.POST or None)
    if form.is_bound and form.is_valid():
        return once(request, form.token, lambda: _withdraw(request, given, form.cleaned_data["why"]))
    person = given.enrolment.participation.person  # type: ignore[union-attr]
    note_read(
        request, Action.VIEW, subjects=[person.pk], obj=given, detail={"page": "certificate"},
        grant_project=given.enrolment.activity.grant_project,
    )  # fmt: skip
    page = {"certificate": given, "group": given.enrolment.activity, "form": form, "name": person.full_name}
    return render(request, "services/certificate_withdraw.html", page)


def _questions(group: Activity) -> list[str]:
    left = left_of(group)
    words = ngettext(
        "The course is not over: %(left)s class is still to come or has no attendance yet.",
        "The course is not over: %(left)s classes are still to come or have no attendance yet.", left,
    )  # fmt: skip
    return [words % {"left": number(left)}] if left else []


def check_of(asked: str) -> dict[str, object]:
    """Return what anybody who types a code reads: what it confirms, never of whom (one query)."""
    code = "".join(each for each in asked.upper() if each.isalnum())[:20]
    given = certificate_of_code("-".join(code[place : place + 4] for place in range(0, len(code), 4))) if code else None
    course = given.enrolment.activity.edition.course if given and given.enrolment.activity.edition else None
    return {"asked": asked[:30], "given": given, "course": course}


def _certificate(request: HttpRequest, certificate_id: uuid.UUID) -> Certificate:
    """Return a certificate of somebody within reach, of a group that the account keeps."""
    rows = Certificate.objects.filter(
        enrolment__in=Enrolment.objects.visible_to(request.user, ENROL).values("pk"),  # type: ignore[arg-type]
        enrolment__activity__in=Activity.objects.visible_to(request.user, KEEP).values("pk"),
    )
    related = ("enrolment__activity__edition__course", "enrolment__activity__grant_project",
               "enrolment__activity__organisation", "enrolment__participation__person", "given_by")  # fmt: skip
    found = rows.select_related(*related).filter(pk=certificate_id).first()
    if found is None or found.enrolment.participation is None:
        raise Refused(KEEP, "certificate", str(certificate_id))
    return found


def _reached(account: User, found: list[Completion]) -> list[Completion]:
    """Return those whom the account may know: a certificate names somebody."""
    keys = [each.enrolment.pk for each in found]
    seen = set(Enrolment.objects.visible_to(account, ENROL).filter(pk__in=keys).values_list("pk", flat=True))
    return [each for each in found if each.enrolment.pk in seen]


def _give(request: HttpRequest, group: Activity, chosen: list[Enrolment]) -> str:
    for each in chosen:
        give_certificate(each, group, on=today(), by=request.user)  # type: ignore[arg-type]
    said = ngettext("%(given)s certificate is given.", "%(given)s certificates are given.", len(chosen))
    messages.success(request, said % {"given": number(len(chosen))})
    return reverse("course_completion", args=[group.pk])


def _withdraw(request: HttpRequest, given: Certificate, why: str) -> str:
    withdraw_certificate(given, why, by=request.user)  # type: ignore[arg-type]
    messages.success(request, _("The certificate is withdrawn."))
    return reverse("course_completion", args=[given.enrolment.activity_id])  # type: ignore[attr-defined]


def _note_shown(request: HttpRequest, group: Activity, shown: list[Completion]) -> None:
    subjects = [each.enrolment.participation.person_id for each in shown if each.enrolment.participation]
    if subjects:
        note_read(
            request, Action.LIST, subjects=subjects, obj=group, detail={"page": "course-completion"},
            grant_project=group.grant_project,
        )  # fmt: skip
