"""Interpreters and childcare in words: one line of the offer, why one cannot be booked, what is booked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from beneficiaries.rules.languages import own_name
from portal.ui.formatting import number
from services.enums import ResourceKind
from services.models import Appointment, Resource, ResourceBooking
from services.queries.resources import AWAY, CLOSED, FULL, Offered
from services.rules.opening import hours_in_words
from services.tables.offer import DOT, OfferRow

WHY_NOT = {
    FULL: gettext_lazy("booked at this time already"),
    AWAY: gettext_lazy("away on this day"),
    CLOSED: gettext_lazy("does not work at this time"),
}
REFUSED = {
    FULL: gettext_lazy("Not so many places are free at this time."),
    AWAY: gettext_lazy("Away on this day. Choose another."),
    CLOSED: gettext_lazy("Does not work at this time. Choose another."),
    "cancelled": gettext_lazy("It is cancelled, so nobody is booked for it."),
    "retired": gettext_lazy("This is not free any more. Choose another."),
}


@dataclass(frozen=True)
class BookedRow:
    """Something booked: what, who in words, how long it was planned and used."""

    booking: ResourceBooking
    kind: str
    words: str

    @property
    def name(self) -> str:
        """Who or what."""
        return self.booking.resource.name


def resource_row(resource: Resource) -> OfferRow:
    """Return a resource as the list of the offer shows it."""
    known: Any = resource
    spans: dict[int, list[Any]] = {}
    for each in known.hours.all():
        spans.setdefault(each.weekday, []).append((each.begins_at, each.ends_at))
    hours = DOT.join(f"{WEEKDAYS_ABBR[day]} {hours_in_words(found)}" for day, found in spans.items())
    about = DOT.join(part for part in (known.get_kind_display(), details_of(resource), known.get_tie_display()) if part)
    url = reverse("change_resource", args=[resource.pk])
    return OfferRow(resource.name, url, [about, *([hours] if hours else [])], resource.is_retired)


def details_of(resource: Resource) -> str:
    """Return the languages of an interpreter, how many children childcare is for."""
    if resource.is_interpreter:
        return ", ".join(own_name(each) for each in resource.languages)
    words = ngettext("%(places)s place", "%(places)s places", resource.capacity)
    return words % {"places": number(resource.capacity)}


def choices_of(
    offered: Iterable[Offered], booked: Sequence[ResourceBooking], language: str
) -> list[tuple[Offered, str]]:
    """Return those who are free and not booked here as choices: who speaks the language of the meeting first."""
    here = {each.resource_id for each in booked}  # type: ignore[attr-defined]
    free = [each for each in offered if not each.why_not and each.resource.pk not in here]
    free.sort(key=lambda each: (not each.resource.is_interpreter, language not in each.resource.languages))
    return [(each, _choice(each)) for each in free]


def others_of(offered: Iterable[Offered], booked: Sequence[ResourceBooking]) -> list[tuple[str, str]]:
    """Return who cannot be booked, and why; those booked for this very thing are not among them."""
    here = {each.resource_id for each in booked}  # type: ignore[attr-defined]
    return [
        (each.resource.name, str(WHY_NOT[each.why_not]))
        for each in offered
        if each.why_not and each.resource.pk not in here
    ]


def booked_row(booking: ResourceBooking) -> BookedRow:
    """Return a booking as the page shows it."""
    resource = booking.resource
    many = ngettext("%(places)s place", "%(places)s places", booking.places) % {"places": number(booking.places)}
    said = details_of(resource) if resource.is_interpreter else many
    return BookedRow(booking, resource.get_kind_display(), said)  # type: ignore[attr-defined]


def _choice(each: Offered) -> str:
    resource = each.resource
    if resource.is_interpreter:
        said = details_of(resource)
    else:
        words = ngettext("%(places)s place is free", "%(places)s places are free", each.free)
        said = words % {"places": number(each.free)}
    return DOT.join([f"{resource.get_kind_display()}: {resource.name}", said])  # type: ignore[attr-defined]


def missing_of(appointment: Appointment, bookings: Iterable[ResourceBooking]) -> list[str]:
    """Say what an appointment needs while nobody is booked or written down for it."""
    kinds = {each.resource.kind for each in bookings}
    interprets = ResourceKind.INTERPRETER in kinds or bool(appointment.interpreter)
    said = []
    if appointment.needs_interpreter and not interprets:
        said.append(_("An interpreter is needed; nobody is booked."))
    if appointment.needs_childcare and ResourceKind.CHILDCARE not in kinds:
        said.append(_("Childcare is needed; nothing is booked."))
    return said


def own_words(interpreted: bool, childcare: bool) -> list[str]:
    """Say to whoever comes what is there for them; never who."""
    return [
        *([_("An interpreter will be there.")] if interpreted else []),
        *([_("Somebody will look after the children.")] if childcare else []),
    ]
