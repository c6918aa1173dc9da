"""One’s own documents: until when they are good, and photos to send (R88, S37)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from beneficiaries.domain.own_space import NoRoom, send_files
from beneficiaries.enums import SentAs
from beneficiaries.forms.own import SendForm
from beneficiaries.tables.own.documents import documents_of_own, sent_by_own
from portal.own.gate import own_space
from portal.own.registry import Own
from portal.policy.gate import Refused
from portal.submissions.once import already_answered, once
from portal.uploads.reasons import Unfit
from portal.uploads.words import sentence


@own_space("documents")
@require_http_methods(["GET", "HEAD", "POST"])
def own_documents(request: HttpRequest, own: Own) -> HttpResponse:
    """Show documents and what was sent; take photos."""
    if request.method == "POST" and (answer := already_answered(request)) is not None:
        return answer
    form = SendForm()
    if request.method == "POST":
        form = SendForm(request.POST, request.FILES, sent_bytes=_length(request))
        if form.is_valid():
            try:
                return once(request, form.token, lambda: _send(request, own, form))
            except Unfit as unfit:
                form.add_error("chosen", sentence(unfit.why))
            except NoRoom:
                form.add_error("chosen", _("We have not looked at your earlier photos yet. Send more in some days."))
    page = {"own": own, "form": form, "documents": documents_of_own(own), "sent": sent_by_own(own)}
    return render(request, "beneficiaries/own/documents.html", page)


def _send(request: HttpRequest, own: Own, form: SendForm) -> str:
    if not own.participations:
        raise Refused("use_own_space", "participation", "")
    send_files(own.participations[0], SentAs(form.cleaned_data["shows"]), form.clean_uploads, by=own.account)
    messages.success(request, _("Sent. We will look at it."))
    return reverse("own_documents")


def _length(request: HttpRequest) -> int:
    said = request.META.get("CONTENT_LENGTH") or ""
    return int(said) if said.isascii() and said.isdecimal() else 0
