"""What is held of somebody's places on courses and events, as told to that person (GDPR 15)."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from beneficiaries.models import Participation
from portal.rights import HeldItem, item_of
from services.models import Certificate, Enrolment, EnrolmentChange, SignUp

PLACE = {
    "activity": gettext_lazy("Class or event"),
    "state": gettext_lazy("State"),
    "asked_at": gettext_lazy("Asked for on"),
    "offered_until": gettext_lazy("Place kept until"),
    "level": pgettext_lazy("of a course", "Level"),
    "priority": gettext_lazy("In which turn"),
    "name": gettext_lazy("Name"),
    "birth_year": gettext_lazy("Year of birth"),
}
CHANGE = {
    "at": gettext_lazy("Day"),
    "kind": gettext_lazy("What happened"),
    "why": pgettext_lazy("of a place on a course", "Reason"),
}
CERTIFICATE = {
    "number": gettext_lazy("Number"),
    "given_on": gettext_lazy("Day"),
    "hours": gettext_lazy("Hours"),
    "attended": gettext_lazy("Classes attended"),
    "withdrawn_at": gettext_lazy("Withdrawn on"),
}
SIGN_UP = {
    "made_at": gettext_lazy("Day"),
    "language": gettext_lazy("Language"),
    "phone": gettext_lazy("Phone"),
    "email": gettext_lazy("E-mail"),
    "needs": gettext_lazy("What is needed"),
}


def places(participation: Participation) -> Sequence[HeldItem]:
    """Return places on courses and events with what happened to them, and certificates (four queries)."""
    mine = {"enrolment__participation__person": participation.person_id}  # type: ignore[attr-defined]
    held = Enrolment.objects.filter(participation__person=participation.person_id)  # type: ignore[misc]
    changes = EnrolmentChange.objects.filter(**mine).order_by("at", "pk")
    given = Certificate.objects.filter(**mine).order_by("given_on", "pk")
    asked = SignUp.objects.filter(enrolments__in=held.values("pk")).select_related("data_key").distinct()
    rows = held.select_related("activity", "sign_up__data_key").order_by("asked_at", "pk")
    return [
        *(item_of(row, _("Place on a course or event"), PLACE) for row in rows),
        *(item_of(row, _("What happened to a place"), CHANGE, free=["why"]) for row in changes),
        *(item_of(row, _("Certificate"), CERTIFICATE) for row in given),
        *(item_of(row, _("Sign-up"), SIGN_UP, free=["needs"]) for row in asked.order_by("made_at", "pk")),
    ]
