"""Reads of published texts: what is in force, and every version with its languages."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import OuterRef, Q, QuerySet, Subquery

from portal.clock import today
from portal.programmes.models import GrantProject
from portal.statements import prepared
from portal.texts.models import EditedText, PublishedText

VIEW, PUBLISH = "view_texts", "publish_texts"
LANGUAGES = tuple(code for code, _ in settings.LANGUAGES)


def in_force(published: type[PublishedText], project: GrantProject, language: str) -> QuerySet[Any]:
    """Return the newest published version of each text of a project in a language, in order, each with its text."""
    of = published.of
    rows: QuerySet[Any] = published._default_manager.all()
    newest = rows.filter(**{of: OuterRef(of)}).order_by("-number").values("number")[:1]
    wanted = rows.filter(still_used(of), **{f"{of}__grant_project": project}, language=language)
    return wanted.filter(number=Subquery(newest)).select_related(of).order_by(f"{of}__position", f"{of}__code")


def texts_in_force(published: type[PublishedText], project: GrantProject, language: str) -> list[Any]:
    """Return the same, read by a statement that is built once a day: every page with a question asks for it."""
    key = (texts_in_force, published, project.pk, language, today())
    return prepared(key, lambda: in_force(published, project, language)).read({})


def still_used(of: str) -> Q:
    """Return the condition that a text is handed out, asked or shown today."""
    return Q(**{f"{of}__ended_on__isnull": True}) | Q(**{f"{of}__ended_on__gte": today()})


def versions_of(published: type[PublishedText], texts: Iterable[EditedText]) -> dict[Any, list[list[PublishedText]]]:
    """Return for each text its versions, the newest first; a version is its languages in their order (one query)."""
    of = published.of
    rows: QuerySet[Any] = published._default_manager.filter(**{f"{of}__in": list(texts)})
    found: dict[Any, dict[int, list[PublishedText]]] = {}
    for row in rows.select_related("published_by").order_by("-number"):
        found.setdefault(getattr(row, f"{of}_id"), {}).setdefault(row.number, []).append(row)
    return {
        text: [sorted(each, key=lambda row: LANGUAGES.index(row.language)) for each in numbers.values()]
        for text, numbers in found.items()
    }


def draft_of(text: EditedText) -> dict[str, tuple[str, str]]:
    """Return title and body of a draft in each language."""
    return {
        language: (getattr(text, f"draft_title_{language}") or "", getattr(text, f"draft_body_{language}") or "")
        for language in LANGUAGES
    }
