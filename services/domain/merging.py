"""Support and appointments, when two records of one person become one (R30, R34)."""

from django.utils.translation import ngettext

from portal.merging.registry import MERGED, Mover, Union, Way
from portal.ui.formatting import number
from services.domain.support import refresh_starts

LINKS = {
    "services.SupportDelivery.participation": Way.FACT,
    "services.ProtectedNote.participation": Way.FACT,
    "services.NoteRequest.participation": Way.ROW,
    "services.Appointment.participation": Way.ROW,
    "services.AppointmentPerson.participation": Way.ROW,
    "services.Assistance.participation": Way.ROW,
    "services.Assistance.tutor": Way.ROW,
}


def settle_starts(union: Union) -> None:
    """Let the first valid support of the two decide the start of the one, and of each again after an undo (R30)."""
    for fold in union.folds:
        refresh_starts(fold.kept.grant_project, [fold.kept.pk, fold.gone.pk], by=union.by, why=MERGED)


STARTS = Mover("starts", 100, settle=settle_starts)


def supports_in_words(many: int) -> str:
    """Say how much support goes over."""
    return ngettext("%(shown)s support", "%(shown)s supports", many) % {"shown": number(many)}
