"""Notices, questions of consent and public pages, published in five languages."""

from itertools import count
from typing import Any

from beneficiaries.enums import ControllerKind
from beneficiaries.models import ConsentKind, ConsentText, Notice, NoticeText
from portal.front.models import PublicPage
from portal.programmes.models import GrantProject
from portal.texts.actions import publish, put_draft
from portal.texts.queries import LANGUAGES

_numbers = count(1)


def words(said: str) -> dict[str, tuple[str, str]]:
    """Return a title and a body in each language."""
    return {language: (f"{said} ({language})", f"## {said}\n\nBody in {language}.") for language in LANGUAGES}


def draft(text: Any, said: str) -> Any:
    """Put a draft in five languages on a text."""
    put_draft(text, words(said), by=None)
    return text


def republish(text: Any, said: str, **values: Any) -> int:
    """Publish one more version of a text."""
    draft(text, said)
    return publish(text, by=None, read=text.draft_of, **values)


def make_notice(project: GrantProject, code: str = "", *, said: str = "Who we are") -> Notice:
    """Create a notice of the city, published once."""
    number = next(_numbers)
    notice = Notice.objects.create(
        grant_project=project, code=code or f"notice-{number}", name=f"Notice {number}", position=number,
        controller=ControllerKind.BENEFICIARY,
    )  # fmt: skip
    republish(notice, said)
    return notice


def make_kind(project: GrantProject, code: str = "image", *, said: str = "May we take photos?") -> ConsentKind:
    """Create a kind of consent, published once."""
    number = next(_numbers)
    kind = ConsentKind.objects.create(grant_project=project, code=code, name=f"Consent {number}", position=number)
    republish(kind, said)
    return kind


def make_page(project: GrantProject, code: str, *, said: str = "A page", **values: Any) -> PublicPage:
    """Create a public page, published once."""
    page = PublicPage.objects.create(grant_project=project, code=code, name=said, position=next(_numbers), **values)
    republish(page, said)
    return page


def text_of(source: Notice | ConsentKind, language: str = "pl", number: int = 1) -> NoticeText | ConsentText:
    """Return a published text."""
    return source.texts.get(language=language, number=number)  # type: ignore[union-attr]
