"""What the pages of the log have in common: their tabs."""

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.ui.parts import Link


def tabs(here: str) -> list[Link]:
    """Return the pages of the log, the one named ``here`` marked."""
    pages = {
        "audit_log": _("Events"),
        "audit_reads": _("Whose data somebody read"),
        "audit_person": _("Who read somebody’s data"),
        "audit_review": _("Weekly review"),
    }
    return [Link(label, reverse(name), name == here) for name, label in pages.items()]
