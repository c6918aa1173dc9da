"""What can happen to a protected note: written, changed by its author, asked for, opened to somebody."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import record
from portal.versions.actions import FactChanged, correct_fact, is_changed_by, record_fact
from services.models import NoteRequest, ProtectedNote, SupportDelivery


class NotTheAuthor(PermissionError):
    """Only who wrote a protected note changes it and decides who else reads it."""


@transaction.atomic
def write_note(delivery: SupportDelivery, text: str, *, named: Iterable[int] = (), by: User) -> ProtectedNote:
    """Write the protected note of a delivery and return it; ``named`` are keys of accounts that may read it, too.

    Raises ``FactChanged`` when there is one already.
    """
    note = ProtectedNote(
        participation=delivery.participation, support=delivery.fact_id, author=by, named=sorted(set(named)), text=text
    )
    try:
        with transaction.atomic():
            record_fact(note, by=by)
    except IntegrityError:
        raise FactChanged(str(delivery.fact_id)) from None
    _note(Action.CREATE, note, by)
    return note


@transaction.atomic
def change_note(note: ProtectedNote, text: str, named: Iterable[int], *, by: User) -> ProtectedNote:
    """Put a new version of a note in place; the earlier text stays for those who may read it.

    Raises ``NotTheAuthor`` for everybody else, ``FactChanged`` when it was changed meanwhile (L5).
    """
    if note.author_id != by.pk:
        raise NotTheAuthor
    changes = {"text": text, "named": sorted(set(named))}
    if not is_changed_by(note, changes):
        return note
    changed = correct_fact(note, changes, by=by, why="")
    _note(Action.CHANGE, changed, by)
    return changed


@transaction.atomic
def ask_to_read(note: ProtectedNote, *, by: User) -> NoteRequest:
    """Ask the author to be named; asking again before the answer changes nothing."""
    request, is_new = NoteRequest.objects.get_or_create(
        note=note.fact_id, asked_by=by, answered_at=None, defaults={"participation": note.participation}
    )
    if is_new:
        record(
            Action.CREATE, by=by, obj=request, subjects=[note.participation.person_id],
            grant_project=note.participation.grant_project,
        )  # fmt: skip
    return request


@transaction.atomic
def answer_request(note: ProtectedNote, request: NoteRequest, *, is_granted: bool, by: User) -> ProtectedNote:
    """Let somebody who asked read a note, or not; raises ``NotTheAuthor`` and ``FactChanged`` like ``change_note``."""
    if note.author_id != by.pk:
        raise NotTheAuthor
    request.answered_at, request.is_granted = timezone.now(), is_granted
    request.save(update_fields=["answered_at", "is_granted"])
    record(
        Action.CHANGE, by=by, obj=request, subjects=[note.participation.person_id],
        grant_project=note.participation.grant_project, detail={"granted": is_granted},
    )  # fmt: skip
    return change_note(note, str(note.text), [*note.named, request.asked_by_id], by=by) if is_granted else note


def _note(action: Action, note: ProtectedNote, by: User) -> None:
    participation = note.participation
    record(action, by=by, obj=note, subjects=[participation.person_id], grant_project=participation.grant_project)
