"""What of support and of the staff's calendars is kept for a time."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from portal.retention.people import register_people_end
from portal.retention.registry import Keeping, register_keeping
from portal.retention.rows import rows_keeping
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
    for code, position, label, model in WORK:
        register_keeping(rows_keeping(code, position, label, ("account",), partial(work_of_closed, model=model)))
