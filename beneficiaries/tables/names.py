"""The names of a person, each with what it is for (R107–R110)."""

from django.utils.translation import gettext as _

from beneficiaries.models import Person
from portal.ui.parts import Fact


def name_facts(person: Person) -> list[Fact]:
    """Return every part of the name apart."""
    return [
        Fact(_("Given name or names"), person.given_names),
        Fact(_("Surname"), person.surname),
        *([Fact(_("Patronymic"), person.patronymic)] if person.patronymic else []),
        Fact(_("Name in the own alphabet"), person.original_name),
        Fact(_("Preferred name"), person.preferred_name),
    ]
