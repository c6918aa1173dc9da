"""Reads about protected notes: which there are, who may read them, who could be named, who asks."""

import uuid

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from beneficiaries.models import Participation
from portal.accounts.models import Organisation, User
from portal.clock import today
from portal.policy.holders import accounts_reaching
from portal.records import may
from services.models import NoteRequest, ProtectedNote
from services.rules.protected_notes import may_read_note

SEEN_BY, IN_CHARGE = "view_support", "view_protected_note"


def note_of(participation: Participation, support: uuid.UUID) -> ProtectedNote | None:
    """Return the note of one delivery, still sealed (one query)."""
    notes = ProtectedNote.objects.current().filter(participation=participation, support=support)  # type: ignore[attr-defined]
    note = notes.select_related("author", "recorded_by").first()
    if note is not None:
        note.participation = participation
    return note


def history_of_note(note: ProtectedNote) -> list[ProtectedNote]:
    """Return every version of a note, the latest first (one query)."""
    versions = ProtectedNote.objects.filter(fact_id=note.fact_id).select_related("recorded_by")
    found = list(versions.order_by("-recorded_at", "-id"))
    for each in found:
        each.participation = note.participation
    return found


def is_open_to(note: ProtectedNote, reader: User) -> bool:
    """Tell whether the account that opened the record reads this note; no query is made."""
    in_charge = may(note.participation, IN_CHARGE)
    return may_read_note(reader.pk, author=note.author_id, named=note.named, is_in_charge=in_charge)


def notes_of(participation: Participation) -> list[ProtectedNote]:
    """Return the notes of a person, without their texts (one query)."""
    notes = ProtectedNote.objects.current().filter(participation=participation).defer("text")  # type: ignore[attr-defined]
    found = list(notes)
    for each in found:
        each.participation = participation
    return found


def who_could_be_named(participation: Participation) -> list[User]:
    """Return the colleagues who may see the person’s support, by name: nobody else can be named (four queries)."""
    project, person = participation.grant_project, participation.person
    bodies = Organisation.objects.filter(care__person=person, care__grant_project=project)
    able = accounts_reaching(SEEN_BY, project, bodies, today())
    denied = set(person.denied_to.values_list("pk", flat=True))
    let_in = set(person.confidential_to.values_list("pk", flat=True)) if person.is_confidential else None
    return [each for each in able if each.pk not in denied and (let_in is None or each.pk in let_in)]


def requests_for(note: ProtectedNote) -> list[NoteRequest]:
    """Return who asks to read a note and waits for an answer, the first to ask first (one query)."""
    waiting = NoteRequest.objects.filter(note=note.fact_id, answered_at__isnull=True)
    return list(waiting.select_related("asked_by").order_by("asked_at", "pk"))


def request_of(note: ProtectedNote, asker: User) -> NoteRequest | None:
    """Return the last time the account asked to read a note (one query)."""
    return NoteRequest.objects.filter(note=note.fact_id, asked_by=asker).order_by("-asked_at", "-pk").first()


def requests_to(author: User) -> QuerySet[NoteRequest]:
    """Return what others ask of this author, of people whom the author may still see."""
    own = ProtectedNote.objects.current().filter(fact_id=OuterRef("note"), author=author)  # type: ignore[attr-defined]
    seen = Participation.objects.visible_to(author, SEEN_BY).filter(pk=OuterRef("participation"))
    asked = NoteRequest.objects.filter(Exists(own), Exists(seen), answered_at__isnull=True)
    return asked.annotate(support=Subquery(own.values("support")[:1]))
