"""Children and who stands for them: what may go “to the parent”, and to whom (R86, S30).

A guardian stands for a child until it is of age. Under a court restriction nothing goes to a guardian, whatever the
other flags say: what a decision still allows is for a person to weigh, not for the portal. Neither does anything of a
child that is kept confidential, but to who is kept so as well: hiding a child from a parent must not depend on
somebody remembering the flags (S26).
"""

import datetime
from typing import Protocol

from beneficiaries.enums import FamilyRole, GuardianKind
from beneficiaries.rules.age import OF_AGE, completed_years


class Child(Protocol):
    """A person, as far as the rules need it."""

    birth_date: datetime.date


class Sheltered(Child, Protocol):
    """A person who may be kept confidential."""

    is_confidential: bool


class Guardian(Protocol):
    """One guardianship: what is allowed, and between which days; ``valid_until`` is its last day."""

    kind: str
    contact_allowed: bool
    information_allowed: bool
    court_restriction: bool
    valid_from: datetime.date
    valid_until: datetime.date | None

    @property
    def guardian(self) -> Sheltered | None:
        """The person who stands for the child; ``None`` for somebody who is no person here."""


def is_child(person: Child, on: datetime.date) -> bool:
    """Tell whether somebody stands for the person on a day: until the eighteenth birthday (R86)."""
    return completed_years(person.birth_date, on) < OF_AGE


def proposed_role(person: Child, on: datetime.date) -> FamilyRole:
    """Return as what a person most likely lives in a household."""
    return FamilyRole.CHILD if is_child(person, on) else FamilyRole.ADULT


def is_valid(guardian: Guardian, on: datetime.date) -> bool:
    """Tell whether a guardianship holds on a day."""
    return guardian.valid_from <= on and (guardian.valid_until is None or on <= guardian.valid_until)


def may_be_told(guardian: Guardian, child: Sheltered, on: datetime.date) -> bool:
    """Tell whether anything about the child may go to this guardian: every output “to the parent” asks (S30)."""
    return guardian.information_allowed and _stands_unrestricted(guardian, child, on)


def may_be_contacted(guardian: Guardian, child: Sheltered, on: datetime.date) -> bool:
    """Tell whether the child may be reached through this guardian on a day (S30)."""
    return guardian.contact_allowed and _stands_unrestricted(guardian, child, on)


def may_be_written_to(guardian: Guardian, child: Sheltered, on: datetime.date) -> bool:
    """Tell whether news of the child may go to this guardian: who may be contacted, and told (S30).

    A carer, who brings the child and stands for it in nothing, is written to by the right to be contacted alone.
    """
    is_carer = guardian.kind == GuardianKind.CARER
    return may_be_contacted(guardian, child, on) and (is_carer or may_be_told(guardian, child, on))


def shows_address(*, is_confidential: bool, is_cautious: bool) -> bool:
    """Tell whether an address of the family may stand beside a person: nobody who hides inherits one (S25, S26)."""
    return not (is_confidential or is_cautious)


def _stands_unrestricted(guardian: Guardian, child: Sheltered, on: datetime.date) -> bool:
    stands = is_child(child, on) and is_valid(guardian, on) and not guardian.court_restriction
    return stands and (not child.is_confidential or _is_sheltered(guardian))


def _is_sheltered(guardian: Guardian) -> bool:
    return guardian.guardian is not None and guardian.guardian.is_confidential
