"""What the form of a person says back: who may be the same, and which PESEL cannot be saved."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from beneficiaries.models import Participation
from portal.ui.formatting import short_date


def same_person_question(participation: Participation) -> SafeString:
    """Ask whether a known person is this one."""
    return format_html(
        "{} {}", link_to(participation), _("Maybe the same person. If so, go to that record and add nobody.")
    )


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
