"""The last step: everything once more, information and decisions, then it is sent – once."""

from contextlib import suppress

from django.http import HttpRequest, HttpResponse

from beneficiaries.domain import registration as acts
from beneficiaries.forms.registration.sending import SendingForm, marked
from beneficiaries.models import Registration
from beneficiaries.queries.consents import current_consents, current_notices
from beneficiaries.rules.registration import Application
from beneficiaries.rules.registration_steps import CHECK, SENT, next_step
from beneficiaries.tables.registration import sections
from beneficiaries.views.registration.guarding import is_trapped
from beneficiaries.views.registration.showing import away, is_for_later, show, to
from portal.ui.formatting import current_language


def check(request: HttpRequest, registration: Registration, said: Application) -> HttpResponse:
    """Show all answers; posted, send them."""
    if next_step(said) != CHECK:
        return to(next_step(said))
    project, language = registration.grant_project, current_language()
    if is_for_later(request):
        with suppress(acts.AlreadySent):
            acts.keep_typed(registration, CHECK, marked(request.POST, project), language)
        return away(request, said, CHECK)
    notices, questions = current_notices(project, language), current_consents(project, language)
    form = SendingForm(request.POST if request.method == "POST" else None, said, notices, questions)
    if form.is_bound and form.is_valid():
        return _send(request, registration, form.answered(), language)
    shown = {"registration": registration, "sections": sections(said), "notices": notices, "traps": True}
    return show(request, "check", CHECK, form, said, **shown)


def _send(request: HttpRequest, registration: Registration, said: Application, language: str) -> HttpResponse:
    with suppress(acts.AlreadySent):  # the second click of two: what was sent stands
        acts.send(registration, said, language, doubts=(acts.HONEYPOT,) if is_trapped(request) else ())
    return to(SENT)
