"""Reads about appointments: a colleague's calendar, one appointment, what a record shows.

Whoever may see nobody of an appointment learns at most that the colleague is occupied (S26–S27); of an appointment
with some hidden people only the others are named, and neither place nor note, which can speak of everybody.
"""

import datetime
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from beneficiaries.models import Participation
from beneficiaries.queries.choosing import people_by_key
from cases.models import NeedsDiagnosis
from portal.crypto.ids import new_id
from portal.policy.access import access_of
from portal.policy.holders import holders_within
from portal.programmes.models import GrantProject
from portal.reads import ahead
from services.enums import AppointmentState, ResourceKind
from services.models import Appointment, AppointmentChange, AppointmentPerson, ResourceBooking, SupportDelivery
from services.rules.appointments import key_of

if TYPE_CHECKING:
    from portal.accounts.models import User

LIVE = ResourceBooking.objects.live().select_related("resource")  # type: ignore[attr-defined]
VIEW, MAKE, LOG, DIAGNOSE = "view_calendar", "make_appointment", "record_support", "record_diagnosis"
READ_FOR_RECORD = 60
"""So many appointments a page of a record reads at once."""


@dataclass
class Meeting:
    """An appointment as one account may see it: the people within reach, and whether they are all of them.

    Each of ``people`` tells what may be done for that person (``may_log``, ``may_diagnose``), whether there is a
    diagnosis (``has_diagnosis``), also of the day of the appointment or later (``is_diagnosed``), and whether the
    support recorded from the appointment is in force (``is_logged``).
    """

    appointment: Appointment
    is_whole: bool = True
    people: list[AppointmentPerson] = field(default_factory=list)

    @property
    def waiting(self) -> list[AppointmentPerson]:
        """Who came or is still to come, as far as is known, and has no support recorded from it yet."""
        if self.appointment.state in (AppointmentState.NO_SHOW, AppointmentState.CANCELLED):
            return []
        return [each for each in self.people if not (each.is_logged or each.stayed_away)]  # type: ignore[attr-defined]

    @property
    def is_hidden(self) -> bool:
        """Tell whether nothing but the time may be shown."""
        return not self.people

    @property
    def place(self) -> str:
        """Where exactly, for who may see everybody."""
        return self.appointment.where if self.is_whole else ""

    @property
    def interpreter(self) -> str:
        """Who interprets, for who may see everybody: who is booked, otherwise what is written."""
        booked = self._booked(ResourceKind.INTERPRETER)
        return (", ".join(booked) or str(self.appointment.interpreter)) if self.is_whole else ""

    @property
    def childcare(self) -> str:
        """Where children are looked after, for who may see everybody."""
        return ", ".join(self._booked(ResourceKind.CHILDCARE)) if self.is_whole else ""

    def _booked(self, kind: str) -> list[str]:
        return [each.resource.name for each in self.appointment.booked if each.resource.kind == kind]  # type: ignore[attr-defined]

    @property
    def note(self) -> str:
        """The note, for who may see everybody."""
        return str(self.appointment.note) if self.is_whole else ""


def calendar_of(
    user: "User", account: "User", begins: datetime.datetime, ends: datetime.datetime, *, cancelled: bool = False
) -> list[Meeting]:
    """Return what a colleague has between two moments, in order, as ``user`` may see it (four queries)."""
    kept = Appointment.objects.of_colleague(account).filter(starts_at__gte=begins, starts_at__lt=ends)
    if not cancelled:
        kept = kept.exclude(state=AppointmentState.CANCELLED)
    return as_seen_by(user, kept.order_by("starts_at", "pk"))


def meeting(user: "User", appointment: Appointment) -> Meeting:
    """Return one appointment as ``user`` may see it."""
    return as_seen_by(user, Appointment.objects.filter(pk=appointment.pk))[0]


def as_seen_by(user: "User", appointments: QuerySet) -> list[Meeting]:
    """Return appointments with the people of each whom ``user`` may see (four queries, however many)."""
    found = appointments.select_related(
        "participation__person__data_key", "in_charge", "service_type", "grant_project", "venue"
    ).prefetch_related("colleagues", Prefetch("bookings", LIVE, to_attr="booked"))
    meetings = {each.pk: Meeting(each) for each in found}
    for place in _places_of(user, meetings):
        at = meetings[place.appointment_id]
        if place.is_seen:  # type: ignore[attr-defined]
            at.people.append(place)
        else:
            at.is_whole = False
    return list(meetings.values())


def _places_of(user: "User", appointments: Iterable) -> QuerySet:
    reached = {
        name: Exists(Participation.objects.visible_to(user, action).filter(pk=OuterRef("participation")))
        for name, action in (("is_seen", VIEW), ("may_log", LOG), ("may_diagnose", DIAGNOSE))
    }
    diagnoses = NeedsDiagnosis.objects.current().filter(participation=OuterRef("participation"))  # type: ignore[attr-defined]
    since = diagnoses.filter(taken_on__gte=OuterRef("appointment__starts_at__date"))
    support = SupportDelivery.objects.current().filter(fact_id=OuterRef("support_fact"))  # type: ignore[attr-defined]
    known = {"has_diagnosis": Exists(diagnoses), "is_diagnosed": Exists(since), "is_logged": Exists(support)}
    return (
        AppointmentPerson.objects.filter(appointment__in=list(appointments))
        .annotate(**reached, **known)
        .select_related("participation__person")
        .defer("participation__person__search_key", "participation__person__sort_key")
        .order_by("pk")
    )


def appointments_of(
    participation: Participation, most: int, told_at: datetime.datetime | None = None
) -> list[Appointment]:
    """Return the latest appointments of a person, the latest first, to come and past (one query).

    With ``told_at`` only those that are events at that moment: begun or cancelled, and not told as the support that was
    recorded from them. ``is_shared`` tells that others are there, too: then place and note are not for the record of
    one of them; ``is_logged`` that support in force was recorded for this person, ``stayed_away`` that the person alone
    did not come, ``is_open`` that it took place for others and nobody said whether this person came.
    """
    if told_at is None:
        found: list[Appointment] = list(ahead(participation, appointment_rows, most))
    else:
        kept: QuerySet = _appointments(participation)
        told = kept.filter(Q(starts_at__lte=told_at) | Q(state=AppointmentState.CANCELLED), is_logged=False)
        found = list(told[:most])
    for each in found:
        if each.participation_id == participation.pk:  # the texts are opened with the key of the person at hand
            each.participation = participation
    return found


def appointment_rows(participation: Participation, most: int) -> QuerySet[Appointment]:
    """Return the rows of ``appointments_of``, past and to come."""
    return _appointments(participation)[:most]


def _appointments(participation: Participation) -> QuerySet:
    own = AppointmentPerson.objects.filter(appointment=OuterRef("pk"), participation=participation)
    others = AppointmentPerson.objects.filter(appointment=OuterRef("pk")).exclude(participation=participation)
    in_force = SupportDelivery.objects.current().filter(participation=participation)  # type: ignore[attr-defined]
    logged = SupportDelivery.objects.current().filter(fact_id=OuterRef("support_fact"))  # type: ignore[attr-defined]
    kept = Appointment.objects.filter(places__participation=participation).annotate(
        is_shared=Exists(others), is_logged=Exists(own.filter(support_fact__in=in_force.values("fact_id"))),
        stayed_away=Exists(own.filter(stayed_away=True)),
        is_open=Q(Exists(others.filter(Exists(logged))), state=AppointmentState.TOOK_PLACE)
        & Exists(own.filter(~Exists(logged), stayed_away=False)),
    )  # fmt: skip
    return kept.select_related("in_charge", "service_type", "venue").order_by("-starts_at", "-pk")


def people_to_log(user: "User", grant_project: GrantProject, asked_for: str) -> list[Participation]:
    """Return the people of an appointment for whom support is still to be recorded and ``user`` may do so.

    Nothing for what names no appointment (no query), none of the project, or nobody within reach.
    """
    key = key_of(asked_for)
    if key is None:
        return []
    waiting = AppointmentPerson.objects.filter(
        appointment=key, appointment__grant_project=grant_project, support_fact__isnull=True, stayed_away=False
    )
    keys = list(waiting.order_by("pk").values_list("participation", flat=True))
    return people_by_key(user, LOG, grant_project, keys) if keys else []


def meeting_to_log(user: "User", asked_for: str) -> Meeting | None:
    """Return the appointment that an address names, as ``user`` may see it; nothing when that is nobody of it.

    No query for what names no appointment.
    """
    key = key_of(asked_for)
    found = as_seen_by(user, Appointment.objects.visible_to(user, LOG).filter(pk=key)) if key else []
    return found[0] if found else None


def visit_of(asked_for: str, participations: Sequence[Participation]) -> uuid.UUID | None:
    """Return what ties together the support that these people are about to get; nothing for one person alone.

    Support from one appointment is one visit, also when it is recorded for each by themselves (one query). What
    somebody gets from it a second time is another piece of work.
    """
    if key := key_of(asked_for):
        given = SupportDelivery.objects.current().filter(  # type: ignore[attr-defined]
            visit=OuterRef("appointment"), participation=OuterRef("participation")
        )
        places = AppointmentPerson.objects.filter(appointment=key, participation__in=participations)
        already = list(places.annotate(has_support=Exists(given)).values_list("has_support", flat=True))
        if already and not any(already):
            return key
    return new_id() if len(participations) > 1 else None


def is_recorded(appointment: Appointment, *, of: Participation | None = None) -> bool:
    """Tell whether support that was recorded from the appointment is in force, of one person or any (one query)."""
    facts = AppointmentPerson.objects.filter(appointment=appointment, support_fact__isnull=False)
    facts = facts if of is None else facts.filter(participation=of)
    return SupportDelivery.objects.current().filter(fact_id__in=facts.values("support_fact")).exists()  # type: ignore[attr-defined]


def history_of_appointment(appointment: Appointment) -> list[AppointmentChange]:
    """Return what was done with an appointment, the latest first (one query)."""
    changes = AppointmentChange.objects.filter(appointment=appointment).select_related("by", "was_in_charge")
    found = list(changes.order_by("-at", "-pk"))
    for each in found:
        each.appointment = appointment
    return found


def colleagues_within(
    user: "User", action: str, day: datetime.date, grant_project: GrantProject | None = None
) -> list["User"]:
    """Return who of the staff may ``action`` where ``user`` may, of the same bodies and projects, by name (one query).

    A colleague of a partner organisation is among them only for those whose right reaches that organisation.
    """
    return holders_within(action, access_of(user).scope(action, grant_project), day)
