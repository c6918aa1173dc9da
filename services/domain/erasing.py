"""What of support and appointments goes on request, and what must stay and why (GDPR 17, S70)."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from beneficiaries.domain.erasing import KEPT_BY_LAW, KEPT_SEALED, kept_as_document
from beneficiaries.models import Participation
from portal.rights import ErasurePart
from services.models import Appointment, Enrolment, ProtectedNote, SupportDelivery

WORDS = {"venue": None, "place": None, "interpreter": None, "note": None}


def appointments_held(participation: Participation) -> int:
    """Return how many appointments of the person still say where or what about."""
    return _with_words(participation).count()


def erase_appointments(participation: Participation) -> int:
    """Destroy the words of appointments that were made for the person."""
    return _with_words(participation).update(**WORDS)


def _with_words(participation: Participation):  # noqa: ANN202 - rows
    rows = Appointment.objects.filter(participation__person=participation.person_id)  # type: ignore[misc]
    said = Q(place__isnull=False) | Q(interpreter__isnull=False) | Q(note__isnull=False)
    return rows.filter(said | Q(venue__isnull=False))


def places_held(participation: Participation) -> int:
    """Return how many places on courses and events the person has or had."""
    return Enrolment.objects.filter(participation__person=participation.person_id).count()  # type: ignore[misc]


def _count(model):  # noqa: ANN001, ANN202 - any version about a participation
    return lambda each: model.objects.current().filter(participation__person=each.person_id).count()


PARTS = (
    ErasurePart("appointments", 120, _("Words of appointments"), appointments_held, erase=erase_appointments),
    ErasurePart("support", 230, _("Support that was given"), _count(SupportDelivery), KEPT_BY_LAW),
    ErasurePart(
        "places", 235, _("Places on courses and attendance"), places_held, KEPT_BY_LAW, keeps_of=kept_as_document
    ),
    ErasurePart("protected-notes", 430, _("Protected notes"), _count(ProtectedNote), KEPT_SEALED),
)
