"""Staff give a person a space of their own: a code on paper, a message, a block; and see what was sent (S24, S37)."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from beneficiaries.domain.own_space import (
    block_own_space,
    give_own_space,
    invite_to_own_space,
    print_code,
    remove_sent_file,
    take_file,
)
from beneficiaries.forms.own_access import SentFileForm
from beneficiaries.models import ParticipantAccount, Participation, SentFile
from beneficiaries.queries.documents import documents_of
from beneficiaries.queries.own_space import own_account_of, sent_files_of
from beneficiaries.queries.record import record_of
from beneficiaries.views.record import opened_record, record_head
from portal.accounts.mail import home
from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import note_read
from portal.own.codes import in_groups
from portal.own.gate import DOOR
from portal.own.slips import LASTS, open_slip_of
from portal.policy.gate import Refused, requires
from portal.submissions.once import OnceForm, already_answered, once
from portal.uploads.serving import file_answer

GIVE, TAKE = "give_own_space", "view_sent_files"
PRINTED = "own_slip"
METHODS = ["GET", "HEAD", "POST"]


@requires(GIVE)
@require_http_methods(METHODS)
def own_access(request: HttpRequest, number: str) -> HttpResponse:
    """Show whether the person has a space of their own; give it, print a code, tell them, block it."""
    participation = opened_record(request, GIVE, number, "own-space")
    if request.method == "POST" and (answer := already_answered(request)) is not None:
        return answer
    account = own_account_of(participation.person)
    form = OnceForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        act = _ACTS.get(request.POST.get("do", ""))
        if act is not None:
            return once(request, form.token, lambda: act(request, participation, account))
        return redirect("own_access", number=number)
    page = {
        **record_head(participation, ""),
        "account": account,
        "slip": open_slip_of(account.user) if account and not account.blocked_at else None,
        "form": OnceForm(),
    }
    return render(request, "beneficiaries/own_access.html", page)


@requires(GIVE)
@require_safe
def own_slip(request: HttpRequest, number: str) -> HttpResponse:
    """Show the paper with the code that was just made, once: the code stands nowhere else."""
    participation = opened_record(request, GIVE, number, "own-space")
    kept = request.session.pop(PRINTED, None)
    if not kept or kept[0] != str(participation.pk):
        return redirect("own_access", number=number)
    language = kept[2]
    with translation.override(language):
        address = home(f"{request.scheme}://{request.get_host()}") + reverse(DOOR)
    page = {
        "code": in_groups(kept[1]), "address": address, "days": LASTS.days, "language": language,
        "back": reverse("own_access", args=[number]),
    }  # fmt: skip
    return render(request, "beneficiaries/own_slip.html", page)


@requires(TAKE)
@require_http_methods(METHODS)
def sent_files(request: HttpRequest, number: str) -> HttpResponse:
    """Show what the person sent; put it to a document, or remove it."""
    participation = opened_record(request, TAKE, number, "sent-files")
    if request.method == "POST" and (answer := already_answered(request)) is not None:
        return answer
    documents = [each for each in documents_of(participation) if not each.state]
    waiting = sent_files_of(participation)
    sent = request.POST.get("sent", "") if request.method == "POST" else ""
    rows = [
        (
            each,
            SentFileForm(
                request.POST if str(each.pk) == sent else None, documents=documents, auto_id=f"id_{each.pk}_%s"
            ),
        )
        for each in waiting
    ]
    for file, form in rows:
        if form.is_bound and form.is_valid():
            return once(request, form.token, lambda file=file, form=form: _settle(request, participation, file, form))  # type: ignore[misc]
    page = {**record_head(participation, ""), "rows": rows, "documents": documents}
    return render(request, "beneficiaries/sent_files.html", page)


@requires(TAKE)
@require_safe
def sent_file(request: HttpRequest, number: str, sent_id: uuid.UUID) -> HttpResponse:
    """Hand out one file that the person sent, and note who opened it (S31, S37)."""
    participation = record_of(request.user, TAKE, number)  # type: ignore[arg-type]
    found = next((each for each in sent_files_of(participation) if each.pk == sent_id), None)
    if found is None or found.stored is None:
        raise Refused(TAKE, "sentfile", str(sent_id))
    note_read(
        request, Action.DOWNLOAD, subjects=[participation.person_id], obj=found,  # type: ignore[attr-defined]
        grant_project=participation.grant_project,
    )  # fmt: skip
    return file_answer(found.stored, f"{found.shows}-{found.sent_at:%Y-%m-%d}")


def _give(request: HttpRequest, participation: Participation, account: ParticipantAccount | None) -> str:
    account = give_own_space(participation, by=_by(request))
    return _print(request, participation, account)


def _print(request: HttpRequest, participation: Participation, account: ParticipantAccount | None) -> str:
    if account is None or account.blocked_at:
        return reverse("own_access", args=[participation.number])
    code = print_code(account, participation, by=_by(request))
    request.session[PRINTED] = [str(participation.pk), code, account.user.language]
    return reverse("own_slip", args=[participation.number])


def _invite(request: HttpRequest, participation: Participation, account: ParticipantAccount | None) -> str:
    if account is not None and not account.blocked_at:
        with translation.override(account.user.language):
            link = home(f"{request.scheme}://{request.get_host()}") + reverse(DOOR)
        invite_to_own_space(account, participation, link, by=_by(request))
        messages.success(request, _("The message goes out if the person may be reached. It holds only the address."))
    return reverse("own_access", args=[participation.number])


def _block(request: HttpRequest, participation: Participation, account: ParticipantAccount | None) -> str:
    if account is not None and not account.blocked_at:
        block_own_space(account, participation, by=_by(request))
        messages.success(request, _("The access is blocked on every device."))
    return reverse("own_access", args=[participation.number])


_ACTS: dict[str, Callable[[HttpRequest, Participation, ParticipantAccount | None], str]] = {
    "give": _give, "print": _print, "invite": _invite, "block": _block,
}  # fmt: skip


def _settle(request: HttpRequest, participation: Participation, sent: SentFile, form: SentFileForm) -> str:
    sent.participation = participation
    document = form.document
    done = take_file(sent, document, by=_by(request)) if document else remove_sent_file(sent, by=_by(request))
    said: Any = _("The photo is put to the document.") if document else _("The photo is removed.")
    (messages.success if done else messages.warning)(request, said if done else _("Somebody decided this meanwhile."))
    return reverse("person_sent_files", args=[participation.number])


def _by(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]
