"""Protected notes in words: whose rows of support have one, who reads it, what it said before."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from beneficiaries.models import Participation
from portal.accounts.models import User
from portal.ui.formatting import number
from portal.worklist.registry import Desk, NextAct, WorkList, WorkRow
from services.models import ProtectedNote
from services.queries.protected_notes import is_open_to, notes_of, requests_to

SYSTEM = gettext_lazy("the portal")


@dataclass(frozen=True)
class NoteMark:
    """That a row of support has a protected note, where it stands, and whether it is locked for the reader."""

    url: str
    is_locked: bool


def note_marks(participation: Participation, reader: User) -> dict[uuid.UUID, NoteMark]:
    """Return the marks of a person’s support by the fact of the delivery (one query)."""
    return {
        note.support: NoteMark(
            reverse("protected_note", args=[participation.number, note.support]), not is_open_to(note, reader)
        )
        for note in notes_of(participation)
    }


def readers_of(note: ProtectedNote, colleagues: Sequence[User]) -> list[str]:
    """Return the names of those whom the author named and who may still see the person."""
    return [each.name for each in colleagues if each.pk in note.named and each.pk != note.author_id]


@dataclass(frozen=True)
class NoteVersion:
    """One version of a note: who wrote it when, its text, and to how many colleagues it was open by name."""

    version: ProtectedNote
    who: str
    named: str


def note_versions(versions: Sequence[ProtectedNote]) -> list[NoteVersion]:
    """Return the versions of a note, the latest first; nothing while there is only one."""
    if len(versions) < 2:  # noqa: PLR2004 - the note itself stands above
        return []
    return [
        NoteVersion(each, str(each.recorded_by.name if each.recorded_by else SYSTEM), _named(len(each.named)))
        for each in versions
    ]


def _named(people: int) -> str:
    if not people:
        return ""
    words = ngettext("open to %(people)s colleague by name", "open to %(people)s colleagues by name", people)
    return words % {"people": number(people)}


def requests_section(desk: Desk) -> WorkList:
    """Return who asks to read notes that the account wrote (two queries)."""
    waiting = requests_to(desk.account)
    rows = [
        WorkRow(
            title=each.asked_by.name,
            url=(url := reverse("protected_note", args=[each.participation.number, each.support])),
            acts=[NextAct(_("Answer"), url)],
            note=_("asks to read your protected note, %(number)s") % {"number": each.participation.number},
            subject=each.participation.person_id,
        )
        for each in waiting.select_related("asked_by", "participation").order_by("asked_at", "pk")[: desk.most]
    ]
    return WorkList(rows, waiting.count() if len(rows) == desk.most else len(rows))
