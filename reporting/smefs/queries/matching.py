"""Which line of a listing is which of our people: by technical identifier, by PESEL, by the portal's number (R11)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from beneficiaries.models import Participation, Person
from beneficiaries.rules.pesel import with_lost_zeros
from portal.crypto.sealing import blind_index
from portal.programmes.models import GrantProject
from reporting.indicators.catalogue import indicators_of
from reporting.queries.people import people_counted
from reporting.rules import Period
from reporting.smefs.models import TechnicalId
from reporting.smefs.queries.identifiers import numbers_that_stayed

PESEL_DIGITS = 11


@dataclass(frozen=True)
class Known:
    """By what people are found: each maps to the number of the record as it is now."""

    by_technical_id: Mapping[str, str]
    by_pesel: Mapping[bytes, str]
    by_number: Mapping[str, str]

    def number_of(self, identifier: str, technical_id: str) -> str:
        """Return the number of the person of a line; blank when nobody is meant."""
        plain = _plain(identifier)
        index = blind_index("pesel", plain) if plain else None
        return (
            self.by_technical_id.get(technical_id, "")
            or (self.by_pesel.get(index, "") if index else "")
            or self.by_number.get(plain.upper(), "")
        )


def known_people(project: GrantProject, identifiers: Sequence[str]) -> Known:
    """Return how to find the people of a project: four queries, whatever the number of lines.

    ``identifiers`` are those of the lines; a PESEL is looked up by its keyed hash, never read (S59).
    """
    stayed = numbers_that_stayed(project)
    numbers = {number: stayed.get(number, number) for number in _numbers(project)}
    known = TechnicalId.objects.filter(grant_project=project).values_list("technical_id", "number")
    plain = {_plain(each) for each in identifiers}
    wanted = [blind_index("pesel", each) for each in plain if len(each) == PESEL_DIGITS and each.isdecimal()]
    people = Person.objects.filter(pesel_index__in=wanted, participations__grant_project=project)
    found = list(people.values_list("pesel_index", "participations__number"))
    return Known(
        {identifier: numbers.get(number, number) for identifier, number in known},
        {bytes(index): numbers.get(number, number) for index, number in _sent_last(found, project)},
        {number.upper(): now for number, now in numbers.items()},
    )


def _plain(identifier: str) -> str:
    """Return an identifier without spaces, a PESEL with the zeros that a workbook lost (R11)."""
    return with_lost_zeros("".join(identifier.split()))


def _sent_last(found: Sequence[tuple[bytes, str]], project: GrantProject) -> Sequence[tuple[bytes, str]]:
    """Put the record that counts behind others of the same PESEL: it is the one whose line was sent (R34)."""
    if len({bytes(index) for index, _number in found}) == len(found):
        return found
    counted = people_counted(project, indicators_of(project)[0], Period(project.starts_on, project.ends_on))
    sent = set(counted.filter(number__in=[number for _index, number in found]).values_list("number", flat=True))
    return sorted(found, key=lambda each: each[1] in sent)


def _numbers(project: GrantProject) -> list[str]:
    return list(Participation.objects.filter(grant_project=project).values_list("number", flat=True))
