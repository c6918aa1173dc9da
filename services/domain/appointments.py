"""What can happen to an appointment: make it, change or move it, settle what became of it, record support from it."""

import datetime
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from beneficiaries.models import Participation
from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import record
from portal.clock import now
from portal.crypto.ids import new_id
from portal.versions.actions import take_version
from services.domain.reminding import tell_cancelled, tell_moved
from services.domain.resources import follow, release_all
from services.domain.times import StillFree, hold_time
from services.enums import AppointmentState, ChangeKind
from services.models import Appointment, AppointmentChange, AppointmentPerson, SupportDelivery
from services.queries.appointments import is_recorded
from services.rules.appointments import key_of, may_become

_KIND_OF_STATE = {
    AppointmentState.PLANNED: ChangeKind.REOPENED,
    AppointmentState.TOOK_PLACE: ChangeKind.TOOK_PLACE,
    AppointmentState.NO_SHOW: ChangeKind.NO_SHOW,
    AppointmentState.CANCELLED: ChangeKind.CANCELLED,
}
_TIMES = ("starts_at", "ends_at")


class AppointmentRefused(ValueError):
    """What an appointment cannot become: nobody stays away from what has not begun; what is recorded stays held.

    Nobody stays away alone either from what did not take place, or with support recorded from it.
    """


@transaction.atomic
def make_appointment(
    participations: Sequence[Participation],
    *,
    in_charge: User,
    colleagues: Iterable[User] = (),
    by: User | None,
    still_free: StillFree | None = None,
    **values: Any,
) -> Appointment:
    """Make an appointment with people of one project; the first of them lends the key of the texts.

    ``values`` are the fields of ``Appointment``; ``starts_at`` and ``ends_at`` are aware. Raises ``TimeTaken`` when
    ``still_free``, asked under the lock of everybody's time, denies it.
    """
    colleagues = list(colleagues)
    hold_time([in_charge, *colleagues], participations, values.get("venue"), still_free)
    first = participations[0]
    appointment = Appointment(grant_project=first.grant_project, participation=first, in_charge=in_charge, **values)
    appointment.save(force_insert=True)
    AppointmentPerson.objects.bulk_create(
        AppointmentPerson(appointment=appointment, participation=each) for each in participations
    )
    appointment.colleagues.set(_beside(in_charge, colleagues))
    _keep_change(appointment, ChangeKind.MADE, by)
    _note(Action.CREATE, appointment, by)
    return appointment


@transaction.atomic
def change_appointment(
    appointment: Appointment, seen: uuid.UUID, values: dict[str, Any], *, colleagues: Iterable[User], by: User | None,
    still_free: StillFree | None = None,
) -> bool:  # fmt: skip
    """Change an appointment and keep from when it was moved; tell whether anything was different.

    Raises ``FactChanged`` when ``seen`` is no longer its version (L5), ``AppointmentRefused`` when it is settled,
    ``TimeTaken`` as ``make_appointment``.
    """
    if not appointment.is_planned:
        raise AppointmentRefused(appointment.state)
    beside = _beside(values["in_charge"], colleagues)
    others = {each.pk for each in beside} != set(appointment.colleagues.values_list("pk", flat=True))
    before = {name: getattr(appointment, name) for name in values}
    if before == values and not others:
        return False
    hold_time([values["in_charge"], *beside], appointment.people.all(), values.get("venue"), still_free)
    take_version(appointment, seen)
    for name, value in values.items():
        setattr(appointment, name, value)
    appointment.save()
    appointment.colleagues.set(beside)
    moved = any(before[name] != values[name] for name in _TIMES)
    was: dict[str, Any] = {"was_start": before["starts_at"], "was_end": before["ends_at"]} if moved else {}
    if before["in_charge"] != values["in_charge"]:
        was["was_in_charge"] = before["in_charge"]
    _keep_change(appointment, ChangeKind.MOVED if moved else ChangeKind.CHANGED, by, **was)
    if moved:
        follow(appointment, by=by)
        tell_moved(appointment, before["starts_at"], now())
    _note(Action.CHANGE, appointment, by)
    return True


@transaction.atomic
def settle_appointment(
    appointment: Appointment, seen: uuid.UUID, state: str, *, by: User | None, now: datetime.datetime, why: str = ""
) -> None:
    """Say what became of an appointment, or plan it again.

    Raises ``AppointmentRefused`` when it cannot become that, ``FactChanged`` when ``seen`` is no longer its version.
    """
    possible = may_become(appointment.state, state, has_begun=appointment.starts_at <= now)
    if not possible or is_recorded(appointment):
        raise AppointmentRefused(state)
    if state == AppointmentState.PLANNED:
        hold_time([appointment.in_charge, *appointment.colleagues.all()], appointment.people.all(), appointment.venue)
    take_version(appointment, seen)
    if state == AppointmentState.PLANNED:
        appointment.places.update(stayed_away=False)
    appointment.state = state
    appointment.save(update_fields=["state"])
    _keep_change(appointment, _KIND_OF_STATE[AppointmentState(state)], by, why=why)
    if state == AppointmentState.CANCELLED:
        release_all(appointment, by=by)
        tell_cancelled(appointment, now)
    _note(Action.CHANGE, appointment, by)


@transaction.atomic
def say_who_came(
    appointment: Appointment, seen: uuid.UUID, participation: Participation, *, came: bool, by: User | None
) -> None:
    """Say of one of several people whether they came to what took place; once nobody is left, nobody came.

    Raises ``AppointmentRefused`` where that cannot be said, ``FactChanged`` when ``seen`` is no longer its version.
    """
    places = list(appointment.places.all())
    own = next((each for each in places if each.participation_id == participation.pk), None)  # type: ignore[attr-defined]
    is_held = appointment.state == AppointmentState.TOOK_PLACE and len(places) > 1
    if own is None or not is_held or is_recorded(appointment, of=participation):
        raise AppointmentRefused(appointment.state)
    take_version(appointment, seen)
    own.stayed_away = not came
    own.save(update_fields=["stayed_away"])
    if all(each.stayed_away for each in places):
        appointment.state = AppointmentState.NO_SHOW
        appointment.save(update_fields=["state"])
    _keep_change(appointment, ChangeKind.TOOK_PLACE if came else ChangeKind.NO_SHOW, by)
    _note(Action.CHANGE, appointment, by, [participation.person_id])  # type: ignore[attr-defined]


@transaction.atomic
def mark_logged(asked_for: str, deliveries: Sequence[SupportDelivery], *, by: User | None) -> None:
    """Say that this support was recorded from the appointment ``asked_for``: then it took place, and these people came.

    Of the others nothing is said: who did not come can be marked, and who was marked before still did not come. What
    names no appointment of these people changes nothing: the address of a page can hold anything.
    """
    by_person = {each.participation_id: each for each in deliveries}
    places = list(
        AppointmentPerson.objects.filter(appointment=key, participation__in=by_person).select_related(
            "appointment__participation__person__data_key", "appointment__grant_project"
        )
        if (key := key_of(asked_for))
        else ()
    )
    if not places:
        return
    for place in places:
        place.support_fact, place.logged_at = by_person[place.participation_id].fact_id, timezone.now()
        place.stayed_away = False
        place.save(update_fields=["support_fact", "logged_at", "stayed_away"])
    appointment = places[0].appointment
    if appointment.state == AppointmentState.NO_SHOW:
        appointment.places.exclude(pk__in=[each.pk for each in places]).update(stayed_away=True)
    appointment.state, appointment.version = AppointmentState.TOOK_PLACE, new_id()
    appointment.save(update_fields=["state", "version"])
    _keep_change(appointment, ChangeKind.LOGGED, by)
    _note(Action.CHANGE, appointment, by)


def _beside(in_charge: User, colleagues: Iterable[User]) -> list[User]:
    return [each for each in colleagues if each.pk != in_charge.pk]


def _keep_change(appointment: Appointment, kind: ChangeKind, by: User | None, **details: Any) -> None:
    AppointmentChange(appointment=appointment, kind=kind, by=by, **details).save(force_insert=True)


def _note(
    action: Action, appointment: Appointment, by: User | None, about: Iterable[uuid.UUID] | None = None
) -> None:  # fmt: skip
    people = appointment.people.order_by("pk").values_list("person", flat=True) if about is None else about
    record(action, by=by, obj=appointment, subjects=people, grant_project=appointment.grant_project)
