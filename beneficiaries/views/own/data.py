"""One’s own data: see them, say what is wrong, ask for one’s rights, take a copy along (GDPR 12–22, S67, S68, S70)."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from beneficiaries.domain.rights import NO_RIGHT, TWICE, RightRefused, ask
from beneficiaries.enums import IdentityCheck, RightAsker, RightChannel, RightKind
from beneficiaries.forms.own import KINDS, AskForm
from beneficiaries.models import Guardianship, Participation, RightsRequest
from beneficiaries.queries.hiding import keeps_back
from beneficiaries.queries.own_requests import requests_of
from beneficiaries.queries.own_space import guardianship_of_subject, own_account_of_user
from beneficiaries.rules.correctable import LEADING
from beneficiaries.tables.corrections import CorrectionRow, rows_of
from beneficiaries.tables.own.data import contact_lines, participation_lines, person_lines
from portal.audit.enums import Action
from portal.audit.trail import note_read
from portal.clock import now
from portal.own.gate import own_space
from portal.own.registry import Own
from portal.rights import held_parts
from portal.submissions.once import already_answered, once
from portal.ui.formatting import current_language

JSON_FORM = "json"


@own_space("data")
@require_http_methods(["GET", "HEAD", "POST"])
def own_data(request: HttpRequest, own: Own) -> HttpResponse:
    """Show what is known of the person, take a request about it, and say how far earlier ones are."""
    if request.method == "POST" and (answer := already_answered(request)) is not None:
        return answer
    form = AskForm(request.POST if request.method == "POST" else None, initial={"kind": RightKind.RECTIFICATION})
    guardianship = guardianship_of(own)
    if request.method == "POST" and form.is_valid():
        try:
            return once(request, form.token, lambda: _ask(request, own, form, guardianship))
        except RightRefused as refused:
            form.add_error("kind", in_words(str(refused)))
    page = {
        "own": own,
        "form": form,
        "person_lines": person_lines(own, whole=False),
        "contact_lines": contact_lines(own),
        "takes_part": participation_lines(own),
        "requests": _requests(own, guardianship),
    }
    return render(request, "beneficiaries/own/data.html", page)


def _requests(own: Own, guardianship: Guardianship | None) -> list[tuple[RightsRequest, Any, list[CorrectionRow]]]:
    left_out = LEADING if keeps_back(own) else frozenset()
    return [
        (
            each,
            KINDS.get(RightKind(each.kind), each.get_kind_display()),  # type: ignore[attr-defined]
            [row for row in rows_of(each, whole=False) if row.correction.field not in left_out],
        )
        for each in requests_of(own.participations, guardianship)
    ]


@own_space("copy")
@require_safe
def own_copy(request: HttpRequest, own: Own) -> HttpResponse:
    """Hand out everything that these pages show as a file, to read or for machines (S70)."""
    note_read(request, Action.EXPORT, subjects=[own.person.pk])
    shown = [(part, part.shown) for part in held_parts() if part.shown]
    parts = [(str(part.label), part.code, [list(group) for group in groups(own)]) for part, groups in shown]
    if request.GET.get("postac") == JSON_FORM:
        content = json.dumps(_for_machines(parts), ensure_ascii=False, indent=1)
        return _as_file(content, "application/json", "json")
    page = {"parts": parts, "made_at": now(), "language": current_language()}
    return _as_file(render_to_string("beneficiaries/own/copy.html", page), "text/html; charset=utf-8", "html")


def _for_machines(parts: list[tuple[str, str, list[Any]]]) -> dict[str, Any]:
    return {
        "made_at": now().isoformat(timespec="seconds"),
        "language": current_language(),
        "parts": [
            {
                "code": code,
                "title": title,
                "entries": [{str(label): value for label, value in group} for group in groups],
            }
            for title, code, groups in parts
        ],
    }


def _as_file(content: str, kind: str, ending: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    name = _("my-data")
    answer["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    answer["Cache-Control"] = "no-store, private"
    return answer


def _ask(request: HttpRequest, own: Own, form: AskForm, guardianship: Guardianship | None) -> str:
    participation: Participation = own.participations[0]
    ask(
        participation, RightKind(form.cleaned_data["kind"]), channel=RightChannel.OWN_SPACE,
        words=form.cleaned_data["words"], asker=RightAsker.GUARDIAN if guardianship else RightAsker.PERSON,
        guardianship=guardianship, identity=IdentityCheck.SIGNED_IN,
    )  # fmt: skip
    messages.success(request, _("We have your request. You get an answer within a month."))
    return reverse("own_data")


def guardianship_of(own: Own) -> Guardianship | None:
    """Return by what right the pages of a child are open; nothing for the own ones."""
    if own.is_self:
        return None
    account = own_account_of_user(own.account)
    return guardianship_of_subject(account.person, own.person, own.day) if account else None


def in_words(reason: str) -> str:
    """Return why a request was not taken, for the person."""
    return {
        TWICE: _("You have asked for this already. We are working on it."),
        NO_RIGHT: _("You cannot ask for this here. Come to us, please."),
    }.get(reason, _("This did not work. Come to us, please."))
