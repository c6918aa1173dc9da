"""Any form of a page keeps what is typed until it is sent: the page says so in its template, its view knows nothing.

``{% page_draft form as draft %}`` stands before the form, ``{{ draft.notice }}`` says what was kept,
``{{ draft.attributes }}`` stands inside the opening tag, ``{{ draft.fields }}`` inside the form. ``once`` drops the
draft with what was sent. Forms that begin elsewhere than on their page, like the quick log, name drafts of their own
(``registry``).
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from portal.accounts.models import User
from portal.submissions.drafts import draft_content, draft_initial, drop_draft

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


def page_draft(request: HttpRequest, form: forms.Form, *, key: str = "", about: str = "") -> PageDraft:
    """Let the draft of a form be kept, and begin the form with what was kept of it (one query).

    ``key`` tells forms of one page apart. ``about`` is the number of the person: with it the draft goes when the person
    is hidden from its writer or erased. A form that was sent and came back keeps what was sent.
    """
    if not request.user.is_authenticated:
        return PageDraft()
    subject = mark_of(request, key)
    kept = None if form.is_bound else draft_content(_account(request), PAGE, subject)
    if kept is not None:
        form.initial = {**form.initial, **draft_initial(form, kept[0])}
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


def drop_sent(request: HttpRequest) -> None:
    """Forget the draft of the form that is being sent, if it has one."""
    if subject := request.POST.get(KEPT_PAGE, "")[:LENGTH]:
        drop_draft(_account(request), PAGE, subject)


def number_in(context: Mapping[str, Any]) -> str:
    """Return the number of the person whose record a page belongs to."""
    return getattr(context.get("participation"), "number", "") or ""


def _account(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]
