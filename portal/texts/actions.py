"""What can happen to a text: its draft is changed, the draft is published, the text is no longer used."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import record
from portal.clock import moment_of_recording
from portal.crypto.ids import new_id
from portal.texts.digest import digest_of
from portal.texts.markup import gaps_of
from portal.texts.models import EditedText, PublishedText
from portal.texts.queries import LANGUAGES, draft_of, versions_of
from portal.texts.registry import kind_of
from portal.versions.actions import FactChanged

Words = Mapping[str, tuple[str, str]]


class NotComplete(ValueError):
    """A draft that cannot be published: ``languages`` lack a title or words."""

    def __init__(self, languages: list[str]) -> None:
        """Keep the languages."""
        super().__init__(" ".join(languages))
        self.languages = languages


class HasGaps(NotComplete):
    """A draft with gaps that the institution has to fill in; ``languages`` have some."""


class NothingNew(ValueError):
    """A draft that says what is published already, word for word."""


@transaction.atomic
def save_draft(text: EditedText, words: Words, *, by: User, read: uuid.UUID) -> EditedText:
    """Keep title and body of each language as the draft.

    ``read`` is the ``draft_of`` that the person saw; raises ``FactChanged`` when somebody saved another since (L5).
    """
    held = _held(text, read)
    if draft_of(held) != dict(words):
        put_draft(held, words, by=by)
        _noted(held, Action.CHANGE, by, {"draft": True})
    return held


@transaction.atomic
def publish(
    text: EditedText, *, by: User | None, read: uuid.UUID, asks_anew: bool = False, with_gaps: bool = False
) -> int:
    """Publish the draft as the next version and return its number; from now on it cannot be changed.

    ``with_gaps`` is for the try-out alone. Raises ``NotComplete``, ``HasGaps``, ``NothingNew``, ``FactChanged`` (as
    ``save_draft``).
    """
    held = _held(text, read)
    words = draft_of(held)
    _refuse_unfinished(words, with_gaps=with_gaps)
    published = kind_of(held).published
    before = versions_of(published, [held]).get(held.pk, [])
    digests = {language: digest_of(language, *words[language]) for language in LANGUAGES}
    if before and {row.language: row.digest for row in before[0]} == digests:
        raise NothingNew
    number = before[0][0].number + 1 if before else 1
    _write(published, held, words, digests, {"number": number, "asks_anew": asks_anew, "published_by": by})
    _noted(held, Action.CREATE, by, {"number": number, "digests": digests, "asks_anew": asks_anew})
    return number


def put_draft(text: EditedText, words: Words, *, by: User | None) -> None:
    """Write a draft into its fields and save them."""
    for language, (title, body) in words.items():
        setattr(text, f"draft_title_{language}", title)
        setattr(text, f"draft_body_{language}", body)
    text.draft_of, text.draft_by, text.draft_at = new_id(), by, moment_of_recording()
    text.save()


def _refuse_unfinished(words: Words, *, with_gaps: bool) -> None:
    lacking = [language for language, (title, body) in words.items() if not (title.strip() and body.strip())]
    if lacking:
        raise NotComplete(lacking)
    open_ones = [language for language, (_title, body) in words.items() if gaps_of(body)]
    if open_ones and not with_gaps:
        raise HasGaps(open_ones)


def _write(
    published: type[PublishedText], text: EditedText, words: Words, digests: Mapping[str, str], values: dict[str, Any]
) -> None:
    moment = moment_of_recording()
    rows = [
        published(
            **{published.of: text}, language=language, title=title, body=body, digest=digests[language],
            published_at=moment, **values,
        )
        for language, (title, body) in words.items()
    ]  # fmt: skip
    published._default_manager.bulk_create(rows)


def _held(text: EditedText, read: uuid.UUID) -> Any:
    """Return the text as it stands, kept from others until the end of the transaction."""
    held: Any = type(text)._default_manager.select_for_update().get(pk=text.pk)
    if held.draft_of != read:
        raise FactChanged(str(text.pk))
    return held


def _noted(text: EditedText, action: Action, by: User | None, detail: dict[str, Any]) -> None:
    record(action, by=by, obj=text, grant_project=text.grant_project, detail={"text": text.code, **detail})
