"""What of support and of the staff's calendars is kept for a time."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from portal.retention.people import register_people_end
from portal.retention.registry import Keeping, Lasting, register_keeping, register_lasting
from portal.retention.rows import rows_keeping
from services.domain.beyond import forget_trained, trained_past_archive
from services.domain.keeping import ENDS, work_of_closed
from services.domain.sign_ups import old_sign_ups, remove_old_sign_ups
from services.models import CalendarFeed, ConsultationHours, DaysAway, HoursNorm, WorkEntry

WORK = (
    ("hours", 390, _("Consultation hours of closed accounts"), ConsultationHours),
    ("days-away", 391, _("Days away of closed accounts"), DaysAway),
    ("norms", 392, _("Hours a month of closed accounts"), HoursNorm),
    ("work", 393, _("Work logs of closed accounts"), WorkEntry),
    ("feeds", 394, _("Calendar addresses of closed accounts"), CalendarFeed),
)


def register() -> None:
    """Register what ends."""
    for end in ENDS:
        register_people_end(end)
    register_keeping(
        Keeping(
            "sign-ups", 163, _("Sign-ups without an account"), ("months-3",), ("services.SignUp",),
            lambda now: old_sign_ups(now).count(), remove_old_sign_ups,
        )
    )  # fmt: skip
    register_keeping(
        Keeping(
            "trained-names", 525, _("Names of staff of institutions who were trained"), ("programme",),
            ("services.TrainedPerson",), lambda now: trained_past_archive(now).count(), forget_trained,
            waits_for=_("the archive date of the project"),
        )
    )  # fmt: skip
    register_lasting(
        Lasting(
            "trainings", _("Which training somebody finished when: once the name is gone, of a number alone."),
            ("programme",), ("services.Training",),
        )
    )  # fmt: skip
    for code, position, label, model in WORK:
        register_keeping(rows_keeping(code, position, label, ("account",), partial(work_of_closed, model=model)))
