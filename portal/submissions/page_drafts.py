"""Any form of a page keeps what is typed until it is sent: the page says so in its template, its view knows nothing.

``{% page_draft form as draft %}`` stands before the form, ``{{ draft.notice }}`` says what was kept,
``{{ draft.attributes }}`` stands inside the opening tag, ``{{ draft.fields }}`` inside the form. ``once`` drops the
draft with what was sent. Forms that begin elsewhere than on their page, like the quick log, name drafts of their own
(``registry``).
"""

import hashlib
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from portal.accounts.models import User
from portal.submissions.drafts import DraftTooLong, draft_content, draft_initial, drop_draft, save_draft

PAGE = "page"
KEPT_PAGE, ABOUT = "draft_page", "draft_about"
LENGTH = 32
"""Characters of the mark of a page; an address itself is never kept."""


@dataclass(frozen=True)
class PageDraft:
    """What a template says around a form whose draft is kept."""

    attributes: SafeString = SafeString("")
    fields: SafeString = SafeString("")
    notice: SafeString = SafeString("")


def page_draft(
    request: HttpRequest, form: forms.Form, *, key: str = "", about: str = "", typed: bool = False
) -> PageDraft:
    """Let the draft of a form be kept, and begin the form with what was kept of it (one query).

    ``key`` tells forms of one page apart. ``about`` is the number of the person: with it the draft goes when the person
    is hidden from its writer or erased. A form that was sent and came back keeps what was sent; so does one that is
    ``typed`` a part at a time and shown again unjudged.
    """
    if not request.user.is_authenticated:
        return PageDraft()
    subject = mark_of(request, key)
    kept = None if form.is_bound or typed else draft_content(_account(request), PAGE, subject)
    if kept is not None:
        form.initial = {**form.initial, **draft_initial(form, kept[0])}
        form._bound_fields_cache.clear()  # type: ignore[attr-defined]  # a field asked before knows what it began with
    page = {"subject": subject, "kept_at": kept[1] if kept else None, "here": request.get_full_path()}
    return PageDraft(
        render_to_string("components/page_draft_attributes.html"),
        format_html(
            '<input type="hidden" name="draft_subject" value="{0}"><input type="hidden" name="{1}" value="{0}">'
            '<input type="hidden" name="{2}" value="{3}">', subject, KEPT_PAGE, ABOUT, about,
        ),
        render_to_string("components/page_draft.html", page, request) if kept else SafeString(""),
    )  # fmt: skip


def mark_of(request: HttpRequest, key: str = "") -> str:
    """Return by what the draft of a form of this page is known."""
    return hashlib.sha256(f"{request.get_full_path()}\n{key}".encode()).hexdigest()[:LENGTH]


def kept_values(request: HttpRequest, name: str, key: str = "") -> list[str] | None:
    """Return what was kept of a part of the page that is no field; ``None`` without a draft (one query)."""
    kept = draft_content(_account(request), PAGE, mark_of(request, key))
    return kept[0].get(name, []) if kept else None


def keep_page(request: HttpRequest, name: str, values: list[str], *, but: Collection[str] = ()) -> None:
    """Keep what this request typed as the draft of its page: ``values`` for the part ``name``, nothing of ``but``.

    For a page that is built a step at a time: what was chosen is kept as well as what is typed.
    """
    typed = request.POST.copy()
    typed.setlist(name, values)
    for each in (*but, "draft_subject"):
        typed.pop(each, None)
    with suppress(DraftTooLong):
        save_draft(_account(request), PAGE, mark_of(request), typed)


def drop_sent(request: HttpRequest) -> None:
    """Forget the draft of the form that is being sent, if it has one."""
    if subject := request.POST.get(KEPT_PAGE, "")[:LENGTH]:
        drop_draft(_account(request), PAGE, subject)


def number_in(context: Mapping[str, Any]) -> str:
    """Return the number of the person whose record a page belongs to."""
    return getattr(context.get("participation"), "number", "") or ""


def _account(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]
