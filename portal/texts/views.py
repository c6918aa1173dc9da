"""Texts under administration: the list, one text with its versions, the draft in five columns, publishing."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.policy.access import access_of
from portal.policy.gate import Refused, get_visible_or_404, requires
from portal.submissions.conflicts import differences
from portal.submissions.once import already_answered, once
from portal.texts.actions import NotComplete, NothingNew, publish, save_draft
from portal.texts.forms import DraftForm, PublishForm, initial_of
from portal.texts.queries import LANGUAGES, PUBLISH, VIEW, versions_of
from portal.texts.registry import TextKind, text_kinds
from portal.texts.tables import columns_of, doubts_about, groups_of, has_draft, is_ready, to_fill_in
from portal.ui.languages import LANGUAGE_NAMES
from portal.ui.parts import Link
from portal.versions.actions import FactChanged

LANGUAGE, NUMBER = "jezyk", "wersja"
METHODS = ["GET", "HEAD", "POST"]


@requires(VIEW)
@require_safe
def text_list(request: HttpRequest) -> HttpResponse:
    """List every text of the account's projects, by kind, with what is in force and what is being written."""
    groups = groups_of(request.user)  # type: ignore[arg-type]
    return render(request, "texts/list.html", {"groups": groups, "to_fill_in": to_fill_in(groups)})


@requires(VIEW)
@require_safe
def text_page(request: HttpRequest, text_kind: str, text_id: uuid.UUID) -> HttpResponse:
    """Show a text as it stands, in one language at a time, and every version before it."""
    kind, text = _found(request, VIEW, text_kind, text_id)
    versions = versions_of(kind.published, [text]).get(text.pk, [])
    asked = request.GET.get(LANGUAGE, "")
    language = asked if asked in LANGUAGES else LANGUAGES[0]
    number = request.GET.get(NUMBER, "")
    chosen = next((each for each in versions if str(each[0].number) == number), versions[0] if versions else [])
    shown = {
        **_head(text, kind),
        "versions": [each[0] for each in versions],
        "chosen": next((row for row in chosen if row.language == language), None),
        "is_newest": bool(versions) and chosen is versions[0],
        "chips": [
            Link(name, _address(request, code, chosen[0].number if chosen else 0), code == language)
            for code, name in LANGUAGE_NAMES.items()
        ],
        "language": language,
        "may_publish": access_of(request.user).may(PUBLISH, text.grant_project),
        "has_draft": has_draft(columns_of(text, versions)),
    }
    return render(request, "texts/text.html", shown)


@requires(PUBLISH)
@require_http_methods(METHODS)
def text_edit(request: HttpRequest, text_kind: str, text_id: uuid.UUID) -> HttpResponse:
    """Write the draft of a text in five columns."""
    kind, text = _found(request, PUBLISH, text_kind, text_id)
    shown = {**_head(text, kind), "changed_at": None}
    if request.method != "POST":
        return render(request, "texts/edit.html", {**shown, "form": DraftForm(initial=initial_of(text))})
    if (answer := already_answered(request)) is not None:
        return answer
    form = DraftForm(request.POST, initial=initial_of(text))
    if form.is_valid():
        try:
            return once(request, form.token, lambda: _save(request, kind, text, form))
        except FactChanged:
            found = [each for each in differences(form, form.initial) if each.theirs or each.yours]
            who = text.draft_by.name if text.draft_by else ""
            shown |= {"differences": found, "changed_by": who, "changed_at": text.draft_at}
            form.renew(text.draft_of)
    return render(request, "texts/edit.html", {**shown, "form": form})


@requires(PUBLISH)
@require_http_methods(METHODS)
def text_publish(request: HttpRequest, text_kind: str, text_id: uuid.UUID) -> HttpResponse:
    """Show the draft as it will read in each language, and publish it: from then on nobody can change it."""
    kind, text = _found(request, PUBLISH, text_kind, text_id)
    if request.method == "POST" and (answer := already_answered(request)) is not None:
        return answer
    versions = versions_of(kind.published, [text]).get(text.pk, [])
    columns = columns_of(text, versions)
    asks, ready = kind.answered and bool(versions), is_ready(columns)
    sent = request.POST if request.method == "POST" and ready else None
    form = PublishForm(sent, asks=asks, initial={"version": text.draft_of})
    if form.is_bound and form.is_valid():
        try:
            return once(request, form.token, lambda: _publish(request, kind, text, form))
        except (FactChanged, NotComplete, NothingNew):
            form.renew(text.draft_of)
            form.add_error(
                None, _("Somebody changed the draft meanwhile. Read it once more; nothing is published yet.")
            )
    number = versions[0][0].number + 1 if versions else 1
    shown = {"form": form, "columns": columns, "doubts": doubts_about(columns), "ready": ready, "number": number}
    return render(request, "texts/publish.html", {**_head(text, kind), **shown})


def _found(request: HttpRequest, action: str, text_kind: str, text_id: uuid.UUID) -> tuple[TextKind, Any]:
    kind = next((each for each in text_kinds() if each.code == text_kind), None)
    if kind is None:
        raise Refused(action, "text", str(text_id))
    rows: Any = kind.model._default_manager.select_related("grant_project", "draft_by")
    return kind, get_visible_or_404(rows, request.user, action, pk=text_id)  # type: ignore[arg-type]


def _head(text: Any, kind: TextKind) -> dict[str, Any]:
    args = [kind.code, text.pk]
    return {
        "text": text,
        "kind": kind,
        "path": [Link(_("Texts"), reverse("text_list"))],
        "text_url": reverse("text", args=args),
        "edit_url": reverse("text_edit", args=args),
        "publish_url": reverse("text_publish", args=args),
    }


def _address(request: HttpRequest, language: str, number: int) -> str:
    version = f"&{NUMBER}={number}" if number else ""
    return f"{request.path}?{LANGUAGE}={language}{version}"


def _save(request: HttpRequest, kind: TextKind, text: Any, form: DraftForm) -> str:
    save_draft(text, form.words, by=request.user, read=form.cleaned_data["version"])  # type: ignore[arg-type]
    messages.success(request, _("The draft is saved. Nobody sees it before it is published."))
    return reverse("text_publish", args=[kind.code, text.pk])


def _publish(request: HttpRequest, kind: TextKind, text: Any, form: PublishForm) -> str:
    number = publish(text, by=request.user, read=form.cleaned_data["version"], asks_anew=form.is_asked_anew)  # type: ignore[arg-type]
    messages.success(request, _("Version %(number)s is published. It cannot be changed any more.") % {"number": number})
    return reverse("text", args=[kind.code, text.pk])
