"""Lists and comparisons of texts as the administration shows them."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.clock import today
from portal.texts.digest import digest_of
from portal.texts.gaps import Gaps, gaps_in
from portal.texts.markup import gaps_of, headings_of
from portal.texts.models import EditedText, PublishedText
from portal.texts.queries import LANGUAGES, draft_of, versions_of
from portal.texts.registry import TextKind, text_kinds
from portal.ui.languages import LANGUAGE_NAMES

Versions = list[list[PublishedText]]


@dataclass(frozen=True)
class TextRow:
    """A text in the list: its version in force, and whether a draft says something else."""

    text: Any
    url: str
    latest: PublishedText | None
    has_draft: bool
    lacking: str
    gaps: Gaps


@dataclass(frozen=True)
class TextGroup:
    """The texts of one kind."""

    code: str
    label: str | Promise
    purpose: str | Promise
    rows: list[TextRow]


@dataclass(frozen=True)
class Column:
    """One language of a draft beside the version in force."""

    code: str
    name: str
    title: str
    body: str
    is_changed: bool
    gaps: int
    headings: int


def groups_of(user: User) -> list[TextGroup]:
    """Return every text that ``user`` may see, by kind (two queries a kind)."""
    return [TextGroup(kind.code, kind.label, kind.purpose, _rows(kind, user)) for kind in text_kinds()]


def to_fill_in(groups: list[TextGroup]) -> list[TextRow]:
    """Return the texts that the institution has still to fill in, those that people read already first."""
    found = [row for group in groups for row in group.rows if row.gaps and row.text.is_used_on(today())]
    return sorted(found, key=lambda row: not row.gaps.in_force)


def columns_of(text: EditedText, versions: Versions) -> list[Column]:
    """Return the draft in each language; a language is changed where it differs from the version in force."""
    published = {row.language: row.digest for row in versions[0]} if versions else {}
    return [
        Column(
            code, LANGUAGE_NAMES[code], title, body, digest_of(code, title, body) != published.get(code),
            len(gaps_of(body)), headings_of(body),
        )
        for code, (title, body) in draft_of(text).items()
    ]  # fmt: skip


def doubts_about(columns: list[Column]) -> list[str]:
    """Return what speaks against publishing: languages without words, gaps, headings that are not the same."""
    said = []
    blank = [column.name for column in columns if not (column.title and column.body)]
    if blank:
        said.append(_("Words are missing: %(languages)s.") % {"languages": ", ".join(blank)})
    gaps = [column.name for column in columns if column.gaps]
    if gaps:
        said.append(_("There are still gaps to fill in: %(languages)s.") % {"languages": ", ".join(gaps)})
    if not blank and len({column.headings for column in columns}) > 1:
        said.append(_("The languages do not have the same number of headings. Check that nothing is left out."))
    return said


def is_ready(columns: list[Column]) -> bool:
    """Tell whether a draft can be published: whole in each language, and not what is published already."""
    whole = all(column.title and column.body and not column.gaps for column in columns)
    return whole and any(column.is_changed for column in columns)


def has_draft(columns: list[Column]) -> bool:
    """Tell whether there is a draft that says something else than the version in force."""
    return any(column.is_changed and (column.title or column.body) for column in columns)


def _rows(kind: TextKind, user: User) -> list[TextRow]:
    texts = list(kind.model._default_manager.visible_to(user).select_related("grant_project", "draft_by"))  # type: ignore[attr-defined]
    versions = versions_of(kind.published, texts)
    return [_row(kind, text, versions.get(text.pk, [])) for text in texts]


def _row(kind: TextKind, text: EditedText, versions: Versions) -> TextRow:
    columns = columns_of(text, versions)
    newest = versions[0] if versions else []
    here = next((row for row in newest if row.language == LANGUAGES[0]), None)
    lacking = ", ".join(column.code for column in columns if not (column.title and column.body))
    url = reverse("text", args=[kind.code, text.pk])
    return TextRow(text, url, here, has_draft(columns), lacking, gaps_in(text, versions))
