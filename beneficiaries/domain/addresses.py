"""What can happen to an address: somebody moves, letters go elsewhere, one turns out to be unsafe or wrong (S25)."""

import datetime

from django.db import transaction

from beneficiaries.enums import AddressKind
from beneficiaries.models import Participation, Person, PersonAddress
from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import record
from portal.clock import today
from portal.versions.actions import FactChanged


def keep_former(person: Person, former: str, day: datetime.date, *, by: User | None) -> None:
    """Keep where a person lived until ``day``; blank is nothing. The caller writes the new home and saves."""
    if former:
        since = person.address_since
        row = PersonAddress(
            person=person, kind=AddressKind.LIVING, address=former, is_safe=person.address_is_safe, valid_from=since,
            valid_until=max(day, since) if since else day, made_by=by,
        )  # fmt: skip
        row.save(force_insert=True)
    person.address_since, person.address_is_safe = None, None


@transaction.atomic
def move(
    participation: Participation, address: str, *, seen: int, since: datetime.date | None, is_safe: bool | None,
    is_correction: bool, by: User,
) -> None:  # fmt: skip
    """Write where the person lives now; a correction leaves no former address behind.

    Raises ``FactChanged`` when somebody changed the person meanwhile (L5).
    """
    person = _held(participation, seen)
    former = str(person.address)
    if address != former and not is_correction:
        keep_former(person, former, _last_day_before(since), by=by)
    person.address, person.address_since, person.address_is_safe = address, since, is_safe
    _save(person, by)
    _noted(participation, by, ["address"])


@transaction.atomic
def send_letters_to(
    participation: Participation, address: str, *, seen: int, since: datetime.date | None, is_safe: bool | None,
    by: User,
) -> None:  # fmt: skip
    """Let letters go to ``address`` from now on; blank: to the home again. Raises ``FactChanged`` (L5)."""
    person = _held(participation, seen)
    held = PersonAddress.objects.select_for_update().filter(person=person, kind=AddressKind.LETTERS)
    current = held.filter(valid_until__isnull=True).first()
    if current is not None and str(current.address) == address:
        PersonAddress.objects.filter(pk=current.pk).update(is_safe=is_safe, valid_from=since)
    else:
        if current is not None:
            last = _last_day_before(since)
            first = current.valid_from
            PersonAddress.objects.filter(pk=current.pk).update(valid_until=max(last, first) if first else last)
        if address:
            PersonAddress(
                person=person, kind=AddressKind.LETTERS, address=address, is_safe=is_safe, valid_from=since, made_by=by
            ).save(force_insert=True)
    _save(person, by)
    _noted(participation, by, ["letters"])


@transaction.atomic
def forget_former(participation: Participation, former: PersonAddress, *, by: User) -> None:
    """Remove a former address that was written by mistake; the trail says that it was, not what it said."""
    former.delete()
    record(
        Action.CHANGE, by=by, obj=participation, subjects=[participation.person_id],  # type: ignore[attr-defined]
        grant_project=participation.grant_project, detail={"fields": ["former address"], "became": "removed"},
    )  # fmt: skip


def _last_day_before(since: datetime.date | None) -> datetime.date:
    return (since - datetime.timedelta(days=1)) if since else today()


def _held(participation: Participation, seen: int) -> Person:
    key = participation.person_id  # type: ignore[attr-defined]
    person = Person.objects.select_related("data_key").select_for_update().get(pk=key)
    if person.version != seen:
        raise FactChanged(str(key))
    return person


def _save(person: Person, by: User) -> None:
    person.version += 1
    person._history_user = by  # type: ignore[attr-defined]
    person.save()


def _noted(participation: Participation, by: User, fields: list[str]) -> None:
    record(
        Action.CHANGE, by=by, obj=participation, subjects=[participation.person_id],  # type: ignore[attr-defined]
        grant_project=participation.grant_project, detail={"fields": fields},
    )  # fmt: skip
