"""Families in words: the members whom the account sees, and what was written about all of them."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from beneficiaries.enums import FamilyRole
from beneficiaries.models import Household, Participation
from beneficiaries.queries.guardians import guardians_by_child
from beneficiaries.rules.families import shows_address
from beneficiaries.tables.choosing import Choice, choice_of
from beneficiaries.tables.guardians import guardians_in_words
from beneficiaries.tables.people import Status, status_of
from beneficiaries.tables.record import HIDDEN, in_charge
from portal.accounts.models import User
from portal.families import lines_of
from portal.records import Words
from portal.ui.formatting import short_date
from portal.ui.parts import Fact


@dataclass(frozen=True)
class MemberCard:
    """One member as the page of the family shows them."""

    who: Choice
    key: Any
    url: str
    status: Status
    facts: Sequence[Fact]
    leave_url: str


@dataclass(frozen=True)
class Shared:
    """What was written about the family as a whole, as far as the account reads it.

    ``is_kept``: the address may be shown and changed; ``is_protected``: somebody whom the account sees hides.
    """

    name: str
    address: Words
    reads_name: bool
    reads_address: bool
    is_kept: bool
    is_protected: bool


def shared_of(household: Household, members: Sequence[Participation], account: User) -> Shared:
    """Return name and address for who sees everybody of the family, or wrote them (S6, S25–S27).

    Otherwise they are as if nothing was written: a name or an address could give away somebody hidden. The address
    needs the right to contact everybody shown, and stands beside nobody who is confidential or cautious.
    """
    sees_all = not household.hides_somebody  # type: ignore[attr-defined]
    reads_name, reads_address = (
        sees_all or writer == account.pk
        for writer in (household.name_by_id, household.address_by_id)  # type: ignore[attr-defined]
    )
    is_protected = not all(_shows(each) for each in members)
    is_kept = not is_protected and all(each.may_reach for each in members)  # type: ignore[attr-defined]
    address = (household.address if reads_address else "") if is_kept else HIDDEN
    return Shared(household.name if reads_name else "", address, reads_name, reads_address, is_kept, is_protected)


def title_of(name: str, members: Sequence[Participation]) -> str:
    """Return how the family is called: by its name, otherwise by the surnames of those shown."""
    surnames = dict.fromkeys(each.person.surname for each in members if each.person.surname)
    return name or ", ".join(surnames) or _("Family")


def cards_of(
    account: User, household: Household, members: Sequence[Participation], care: Mapping[Any, Any], day: datetime.date
) -> list[MemberCard]:
    """Return the members with what the apps say of each, and of a child who stands for it."""
    lines = lines_of(account, members)
    guardians = guardians_by_child(account, [each.person for each in members])
    return [
        _card(each, household, care[each.pk], lines[each.pk], guardians[each.person_id], day)  # type: ignore[attr-defined]
        for each in members
    ]


def _card(member: Any, household: Household, care: Any, lines: Any, guardians: Any, day: datetime.date) -> MemberCard:
    standing = guardians_in_words(guardians, member.person)
    version, who = member.in_force, choice_of(member, day)
    start, end = (version.start_on, version.end_on) if version else (None, None)
    role = _("%(role)s, since %(day)s") % {"role": FamilyRole(member.lives_as).label, "day": short_date(member.since)}
    leave = reverse("leave_household", args=[household.pk, member.place]) if member.may_change else ""
    return MemberCard(
        who=who,
        key=member.pk,
        url=reverse("person_record", args=[member.number]),
        status=status_of(start, end, day),
        facts=[
            *([Fact(_("Name in the original script"), who.original)] if who.original else []),
            Fact(_("Number"), member.number),
            Fact(_("Age"), who.age),
            Fact(_("In the family"), role),
            Fact(_("In charge"), in_charge(care)),
            *([Fact(_("Who stands for the child"), standing)] if standing else []),
            *(Fact(str(label), line.text, line.url) for label, line in lines),
        ],
        leave_url=leave,
    )


def _shows(member: Participation) -> bool:
    person = member.person
    return shows_address(is_confidential=person.is_confidential, is_cautious=person.is_cautious)
