"""One PESEL, one person – and no form by which anybody learns that somebody hidden has a number (R34, S26, S27).

Who may not know of a person writes the PESEL down as if it were free. The further record stands at another place, its
pair waits for those who may know of both, and the figures count one of the two.
"""

from beneficiaries.models import Person
from beneficiaries.queries.candidates import NOBODY
from portal.accounts.models import User
from portal.crypto.sealing import blind_index


class PeselTaken(Exception):
    """The PESEL belongs to a person of whom the writer may know: ``person``. Nothing was written."""

    def __init__(self, person: Person) -> None:
        """Say whose it is."""
        super().__init__("pesel")
        self.person = person


def place_for(pesel: str, *, by: User | None, but: Person | None = None) -> int:
    """Return the place at which ``by`` may write a PESEL down: 0, or the next one beside records that are hidden.

    Without an account nobody is hidden. Raises ``PeselTaken``. A number that is free and one of somebody hidden cost
    the same two statements.
    """
    if not pesel:
        return 0
    rows = Person.objects.filter(pesel_index=blind_index("pesel", pesel)).values_list(
        "pk", "merged_into", "pesel_place"
    )
    found = list(rows)
    others = {merged or key for key, merged, _place in found} - ({but.pk} if but else set())
    people = Person.objects.all() if by is None else Person.objects.not_hidden_from(by)
    known = list(people.filter(pk__in=[*others, NOBODY]).order_by("pesel_place"))
    if known:
        raise PeselTaken(_first_in_reach(known, by))
    return max((place for _key, _merged, place in found), default=-1) + 1


def _first_in_reach(known: list[Person], by: User | None) -> Person:
    """Of several records, as two that wait for being merged, name the one that the account may open."""
    if by is None or len(known) == 1:
        return known[0]
    return Person.objects.visible_to(by).filter(pk__in=[each.pk for each in known]).first() or known[0]
