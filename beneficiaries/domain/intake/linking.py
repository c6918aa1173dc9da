"""Somebody of an application is a person who is known: joined without a second record (S68, R34)."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from beneficiaries.domain.intake.holding import held, note
from beneficiaries.domain.people import change_values, keep_spellings
from beneficiaries.models import Person, RegisteredPerson, Registration
from portal.accounts.models import User
from portal.versions.actions import FactChanged


class PlaceTaken(Exception):
    """A colleague joined this place of the application to somebody meanwhile."""


class JoinedAlready(Exception):
    """The known person is another place of the same application: nobody registers as two."""


@transaction.atomic
def link(
    registration: Registration,
    position: int,
    person: Person,
    *,
    take: Mapping[str, Any],
    version: int,
    by: User,
    seen: uuid.UUID,
) -> None:
    """Say that the one at ``position`` is ``person``; of what was registered only ``take`` is written (S68).

    The names that were typed stay as other spellings, so that the person is found by them. Raises as ``held``,
    ``PlaceTaken``, ``JoinedAlready``, and ``FactChanged`` when the record is another one than the writer saw.
    """
    found = held(registration, seen)
    place = RegisteredPerson.objects.select_for_update().get(registration=found, position=position)
    if place.person_id not in (None, person.pk):  # type: ignore[attr-defined]
        raise PlaceTaken
    if found.people.filter(person=person).exclude(pk=place.pk).exists():  # type: ignore[attr-defined]
        raise JoinedAlready
    known = Person.objects.select_for_update(of=("self",)).select_related("data_key").get(pk=person.pk)
    if known.version != version:
        raise FactChanged(str(known.pk))
    if take:
        known._history_user = by  # type: ignore[attr-defined]
        change_values(known, dict(take))
    said = found.application.people[position]
    keep_spellings(known, [name for name in (said.latin_name, said.original_name) if name])
    place.person = known
    place.save(update_fields=["person"])
    found.handled_by = found.handled_by or by
    found.save(update_fields=["handled_by", "changed_at"])
    note(found, by, {"joined": position, "fields": sorted(take)}, subjects=[known.pk])


@transaction.atomic
def unlink(registration: Registration, position: int, *, by: User) -> None:
    """Say that the one at ``position`` is somebody else after all; what was taken over stays. Raises as ``held``."""
    found = held(registration)
    place = RegisteredPerson.objects.select_for_update().get(registration=found, position=position)
    if place.person_id is None:  # type: ignore[attr-defined]
        return
    subjects = [place.person_id]  # type: ignore[attr-defined]
    place.person = None
    place.save(update_fields=["person"])
    found.save(update_fields=["changed_at"])
    note(found, by, {"parted": position}, subjects=subjects)
