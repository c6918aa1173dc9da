"""Questions of auditors about inspected records, for the coordinators, and their answers."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.audit.enums import Action
from portal.audit.trail import note_read
from portal.policy.access import access_of
from portal.policy.gate import Refused, project_asked, requires
from portal.submissions.once import already_answered, once
from portal.ui.formatting import current_language
from portal.ui.navigation import note_waiting
from portal.ui.parts import Link
from reporting.domain.inspection import answer_question
from reporting.forms.inspection import AnswerForm
from reporting.queries.inspection import ANSWER, Inspected, project_of_question, questions_for
from reporting.tables.inspection import CHECKS
from reporting.tables.periods import PROJECT


@requires(ANSWER)
@require_safe
def inspection_questions(request: HttpRequest) -> HttpResponse:
    """Show what auditors ask, the unanswered first."""
    project = project_asked(request, ANSWER)
    lines = sorted(questions_for(request.user, project), key=lambda line: bool(line.answers))  # type: ignore[arg-type]
    waiting = sum(not line.answers for line in lines)
    note_waiting(request.session, "inspection_questions", waiting)
    offered = access_of(request.user).projects(ANSWER)
    links = [Link(str(each), f"{request.path}?{PROJECT}={each.code}", each == project) for each in offered]
    note_read(
        request, Action.LIST, subjects=[line.participation.person_id for line in lines if line.participation],
        detail={"page": "inspection-questions"}, grant_project=project,
    )  # fmt: skip
    context = {"project": project, "projects": links if len(links) > 1 else [], "lines": lines, "waiting": waiting}
    return render(request, "reporting/inspection/questions.html", context)


@requires(ANSWER)
@require_http_methods(["GET", "HEAD", "POST"])
def inspection_answer(request: HttpRequest, question_id: uuid.UUID) -> HttpResponse:
    """Show one question with the record's number, and keep the answer."""
    line = _question(request, question_id)
    if request.method == "POST" and (done := already_answered(request)) is not None:
        return done
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return once(request, form.token, lambda: _answer(request, line, form))
    sample = line.record.sample
    note_read(
        request, Action.VIEW, subjects=[line.participation.person_id], obj=line.review,  # type: ignore[union-attr]
        detail={"page": "inspection-questions"}, grant_project=sample.edition.grant_project,
    )  # fmt: skip
    context = {
        "line": line,
        "form": form,
        "seen": [CHECKS[code] for code in line.review.seen if code in CHECKS],  # type: ignore[union-attr]
        "list_url": f"{reverse('inspection_questions')}?{PROJECT}={sample.edition.grant_project.code}",
        "record_url": _record_url(request, line),
        "language": current_language(),
    }
    return render(request, "reporting/inspection/answer.html", context)


def _question(request: HttpRequest, key: uuid.UUID) -> Inspected:
    project = project_of_question(request.user, key)  # type: ignore[arg-type]
    lines = questions_for(request.user, project) if project else []  # type: ignore[arg-type]
    found = next((line for line in lines if line.review and line.review.pk == key), None)
    if found is None:
        raise Refused(ANSWER, "recordreview", str(key))
    return found


def _record_url(request: HttpRequest, line: Inspected) -> str:
    opens = access_of(request.user).may("view_person", line.record.sample.edition.grant_project)
    return reverse("person_record", args=[line.record.number]) if opens else ""


def _answer(request: HttpRequest, line: Inspected, form: AnswerForm) -> str:
    answer_question(
        line.review, line.participation.person_id, text=form.cleaned_data["text"].strip(), by=request.user,  # type: ignore[arg-type, union-attr]
    )  # fmt: skip
    messages.success(request, _("The answer is kept. The auditor reads it beside the record."))
    project = line.record.sample.edition.grant_project
    return f"{reverse('inspection_questions')}?{PROJECT}={project.code}"
