"""Completion of a course in words."""

from collections.abc import Container
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.ui.formatting import hours, number
from services.models import Certificate
from services.queries.completion import Completion
from services.rules.completion import share_of
from services.tables.appointments import Named, named


@dataclass(frozen=True)
class CompletionRow:
    """How much one person attended; ``key`` where a certificate can be given.

    Before the first class was held (not ``is_begun``) nobody is said to be below the threshold.
    """

    person: Named
    attended: str
    share: str
    hours: str
    is_begun: bool
    is_reached: bool
    key: str
    certificate: Certificate | None
    file_url: str
    withdraw_url: str


def completion_row(found: Completion, offered: Container[str]) -> CompletionRow:
    """Return one row of the table of completion."""
    given, key = found.certificate, str(found.enrolment.pk)
    said: dict[str, Any] = {"attended": number(found.attended), "held": number(found.held)}
    return CompletionRow(
        person=named(found.enrolment.participation),  # type: ignore[arg-type]
        attended=_("%(attended)s of %(held)s") % said,
        share=f"{share_of(found.attended, found.held)}%",
        hours=hours(found.hours),
        is_begun=found.held > 0,
        is_reached=found.is_reached,
        key=key if key in offered else "",
        certificate=given,
        file_url=reverse("certificate_file", args=[given.pk]) if given else "",
        withdraw_url=reverse("withdraw_certificate", args=[given.pk]) if given else "",
    )
