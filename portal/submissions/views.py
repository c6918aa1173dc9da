"""Where a page sends what is being typed, so that it is not lost."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from portal.policy.gate import every_account
from portal.submissions.drafts import DraftTooLong, drop_draft, save_draft
from portal.submissions.once import already_answered
from portal.submissions.registry import is_draft_form

SUBJECT, LONGEST_SUBJECT = "draft_subject", 40


@every_account
@require_POST
def keep_draft(request: HttpRequest, form: str) -> HttpResponse:
    """Keep what is typed, for this account alone; answer 204, or 413 when it is too long."""
    subject = _subject_of(request, form)
    if already_answered(request) is not None:  # the form was sent while its draft was on the way
        return HttpResponse(status=204)
    typed = request.POST.copy()
    typed.pop(SUBJECT, None)
    try:
        save_draft(request.user, form, subject, typed)  # type: ignore[arg-type]
    except DraftTooLong:
        return HttpResponse(status=413)
    return HttpResponse(status=204)


@every_account
@require_POST
def forget_draft(request: HttpRequest, form: str) -> HttpResponse:
    """Forget what was kept; answer 204, or lead back to the page that named itself."""
    drop_draft(request.user, form, _subject_of(request, form))  # type: ignore[arg-type]
    back = request.POST.get("next", "")
    if back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        return redirect(back)
    return HttpResponse(status=204)


def _subject_of(request: HttpRequest, form: str) -> str:
    """Return what the draft is about; a form without drafts and a subject that no form has are not there."""
    subject = request.POST.get(SUBJECT, "")
    if not is_draft_form(form) or len(subject) > LONGEST_SUBJECT or "\0" in subject:
        raise Http404
    return subject
