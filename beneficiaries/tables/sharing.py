"""What of a person can be passed on by agreement: name, day of birth, PESEL, contact, language (S25, S29)."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from beneficiaries.enums import LANGUAGES
from beneficiaries.models import Participation
from beneficiaries.queries.addresses import safe_address
from portal.ui.formatting import long_date
from portal.ui.parts import Fact


def name_lines(participation: Participation) -> Sequence[Fact]:
    """Return the name as in the document, and as written in the person's own script."""
    person = participation.person
    own = [Fact(_("Name in the original script"), person.original_name)] if person.original_name else []
    return [Fact(_("Name"), person.full_name or person.original_name), *own]


def birth_lines(participation: Participation) -> Sequence[Fact]:
    """Return the day of birth."""
    return [Fact(_("Date of birth"), long_date(participation.person.birth_date))]


def pesel_lines(participation: Participation) -> Sequence[Fact]:
    """Return the PESEL."""
    return [Fact(_("PESEL"), participation.person.pesel)]


def contact_lines(participation: Participation) -> Sequence[Fact]:
    """Return phone, e-mail and the one address that may be printed; no other part holds an address (S25)."""
    person = participation.person
    return [
        Fact(_("Phone"), person.phone), Fact(_("E-mail"), person.email), Fact(_("Address"), safe_address(person)),
    ]  # fmt: skip


def language_lines(participation: Participation) -> Sequence[Fact]:
    """Return in which language the person is reached, by its own name."""
    code = participation.person.contact_language
    return [Fact(_("Language for contact"), LANGUAGES.get(code, ""), lang=code)]
