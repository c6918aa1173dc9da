"""What of SM EFS is kept for a time, and what stays because it names nobody."""

from django.utils.translation import gettext_lazy as _

from portal.retention.people import register_people_end
from portal.retention.registry import Keeping, Lasting, register_keeping, register_lasting
from reporting.smefs.domain.keeping import END, end_explanations, explained_orders


def register() -> None:
    """Register what ends, and what stays."""
    register_people_end(END)
    register_keeping(
        Keeping(
            "smefs-orders", 530, _("Explanations of files for SM EFS"), ("programme",), ("smefs.SmefsOrder",),
            lambda now: explained_orders(now).count(), end_explanations, waits_for=_("the archive date of the project"),
        )
    )  # fmt: skip
    register_lasting(
        Lasting(
            "smefs", _("What was sent when, by number and fingerprint alone."), ("programme",),
            tuple(f"smefs.{name}" for name in ("SmefsExport", "SmefsRelease", "ReturnedListing", "TechnicalId")),
        )
    )  # fmt: skip
