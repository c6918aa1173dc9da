"""Information and consents of a person: a talk is written down, the declaration is printed (R86, R87, S63)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from beneficiaries.domain import consents as domain
from beneficiaries.enums import ConsentDecision, TextChannel
from beneficiaries.exporters.declaration import Sheet, declaration_pdf, sheet_in
from beneficiaries.forms.consents import TalkForm
from beneficiaries.models import Guardianship, Participation
from beneficiaries.queries.consents import RECORD, current_consents, current_notices
from beneficiaries.queries.guardians import EDIT as EDIT_GUARDIANS
from beneficiaries.queries.guardians import guardians_of
from beneficiaries.rules.families import is_child, is_valid
from beneficiaries.tables.consents import consent_answers, guardian_names, notice_answers
from beneficiaries.tables.declaration import clauses_sheet, declaration_sheet
from beneficiaries.views.record import opened_record, record_head
from portal.audit.enums import Action
from portal.audit.trail import note_read
from portal.clock import today
from portal.policy.gate import requires
from portal.records import may
from portal.submissions.once import already_answered, once
from portal.ui.languages import LANGUAGE_NAMES

TAB = "consents"
LANGUAGE = "jezyk"
METHODS = ["GET", "HEAD", "POST"]


@requires(RECORD)
@require_http_methods(METHODS)
def record_consents(request: HttpRequest, number: str) -> HttpResponse:
    """Write down what was handed over and answered in one talk."""
    if request.method == "POST" and (answer := already_answered(request)) is not None:
        return answer
    participation = opened_record(request, RECORD, number, "consents-record")
    child = is_child(participation.person, today())
    guardians = _guardians(participation) if child else None
    form = TalkForm(
        request.POST or None, notices=notice_answers(participation), consents=consent_answers(participation),
        guardians=list(guardians) if guardians is not None else None, initial=_initial(participation),
    )  # fmt: skip
    if form.is_bound and form.is_valid():
        try:
            return once(request, form.token, lambda: _write(request, participation, form))
        except domain.ConsentRefused as refused:
            _say_why_not(form, refused)
    page = {
        "form": form,
        "is_child": child,
        "has_guardians": bool(guardians),
        "guardian_url": reverse("new_guardian", args=[number]) if may(participation, EDIT_GUARDIANS) else "",
    }
    return render(request, "beneficiaries/consents_record.html", {**record_head(participation, TAB), **page})


@requires(RECORD)
@require_safe
def declaration(request: HttpRequest, number: str) -> HttpResponse:
    """Hand out the declaration to sign: in Polish, with the words of another language behind it (R87)."""
    participation = opened_record(request, RECORD, number, "declaration")
    wanted = (request.GET.get(LANGUAGE, ""), participation.person.contact_language, "pl")
    language = next(code for code in wanted if code in LANGUAGE_NAMES)
    note_read(
        request, Action.PRINT, subjects=[participation.person_id], obj=participation,
        grant_project=participation.grant_project,
    )  # fmt: skip
    paper = declaration_pdf(_sheets(participation, language), participation.grant_project.marks)
    answer = HttpResponse(paper, content_type="application/pdf")
    answer["Content-Disposition"] = 'attachment; filename="oswiadczenie.pdf"'
    return answer


def _sheets(participation: Participation, language: str) -> list[Sheet]:
    """Return the declaration in Polish, its translation where another language is wanted, then the clauses in it."""
    original = sheet_in("pl", lambda: declaration_sheet(participation, is_original=True))
    clauses = sheet_in(language, lambda: clauses_sheet(participation))
    if language == "pl":
        return [original, clauses]
    return [original, sheet_in(language, lambda: declaration_sheet(participation, is_original=False)), clauses]


def _initial(participation: Participation) -> dict[str, Any]:
    spoken = participation.person.contact_language
    language = spoken if spoken in LANGUAGE_NAMES else "pl"
    return {"on": today(), "language": language, "channel": TextChannel.PAPER}


def _guardians(participation: Participation) -> list[tuple[str, str]]:
    """Return who may answer for the child today: whom the account sees and no court restricts."""
    names = guardian_names(participation)
    links = guardians_of(participation.asked_by, participation.person) if names else []  # type: ignore[attr-defined]
    return [
        (str(link.pk), f"{names[link.pk]}, {link.get_kind_display()}")
        for link in links
        if is_valid(link, today()) and not link.court_restriction
    ]


def _write(request: HttpRequest, participation: Participation, form: TalkForm) -> str:
    said, person, project = form.cleaned_data, participation.person, participation.grant_project
    guardian = Guardianship.objects.filter(pk=said["guardian"], child=person).first() if said.get("guardian") else None
    way = domain.Way(TextChannel(said["channel"]), said["on"], by=request.user, guardian=guardian)  # type: ignore[arg-type]
    notices = {text.notice.code: text for text in current_notices(project, said["language"])}
    questions = {text.kind.code: text for text in current_consents(project, said["language"])}
    for code in said["notices"]:
        domain.hand_notice(person, notices[code], way)
    for code, decision in form.answers.items():
        ACTS[decision](person, questions[code], way)
    messages.success(request, _("What was handed over and answered is written down."))
    return reverse("person_consents", args=[participation.number])


ACTS = {
    ConsentDecision.GIVEN: domain.give,
    ConsentDecision.REFUSED: domain.refuse,
    ConsentDecision.WITHDRAWN: domain.withdraw,
}


def _say_why_not(form: TalkForm, refused: domain.ConsentRefused) -> None:
    sentences = {
        domain.NO_GUARDIAN: _("A parent or guardian answers for a child. Write down first who that is."),
        domain.NOT_GUARDIAN: _("This person did not stand for the child on that day, or a court has restricted it."),
        domain.NOTHING_GIVEN: _("Somebody has written down a withdrawal meanwhile. Load the page again."),
    }
    form.add_error(None, sentences.get(str(refused), _("This day has not come yet.")))
