"""What the form of a person says back: who may be the same, and which PESEL cannot be saved."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from beneficiaries.enums import DuplicateReason
from beneficiaries.models import Participation
from beneficiaries.tables.duplicates import reasons_in_line
from portal.programmes.models import GrantProject
from portal.ui.formatting import short_date


def same_person_question(
    participation: Participation, project: GrantProject, reasons: Sequence[DuplicateReason]
) -> SafeString:
    """Ask whether a known person is this one, and say why; somebody of another project can be enrolled in this one."""
    why = _("Why: %(reasons)s.") % {"reasons": reasons_in_line(reasons)}
    if participation.grant_project_id != project.pk:  # type: ignore[attr-defined]
        words = _("Maybe the same person, known from another project. If so, enrol that person and add nobody.")
        return format_html("{} {} {}", enrol_link(participation, project), words, why)
    words = _("Maybe the same person. If so, go to that record and add nobody.")
    return format_html("{} {} {}", link_to(participation), words, why)


def enrol_address(participation: Participation, project: GrantProject) -> str:
    """Return the address at which a person of another project is enrolled in this one."""
    return f"{reverse('enrol_person', args=[participation.number])}?{urlencode({'projekt': project.code})}"


def enrol_link(participation: Participation, project: GrantProject) -> SafeString:
    """Return the way to the record of another project, and to enrolling the same person in this one."""
    return format_html(
        '{} · <a href="{}">{}</a>', link_to(participation), enrol_address(participation, project),
        _("Enrol this person in the project"),
    )  # fmt: skip


def not_enrolled() -> str:
    """Say that a person cannot be enrolled, in the same words whatever the reason (S6)."""
    return _("This person cannot be enrolled here. Ask the coordinator of the project.")


def link_to(participation: Participation) -> SafeString:
    """Return the way to a record: name, number, date of birth."""
    person = participation.person
    return format_html(
        '<a href="{}"><bdi>{}</bdi> · {} · {}</a>',
        reverse("person_record", args=[participation.number]),
        person.full_name or person.original_name,
        participation.number,
        short_date(person.birth_date),
    )


def known_already() -> str:
    """Say that the person with this PESEL is known; only to those who may open the record."""
    return _("The person with this PESEL number is known already.")


def not_here() -> str:
    """Say that a PESEL cannot be saved, in the same words whatever the reason (S6)."""
    return _(
        "This PESEL number cannot be saved here. Check it with the document; "
        "if it is right, ask the coordinator of the project."
    )
