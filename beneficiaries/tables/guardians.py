"""Who stands for a child, in words: on the record, in its head, on the page of the family."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from beneficiaries.enums import FamilyRole, GuardianKind
from beneficiaries.models import Guardianship, Participation, Person
from beneficiaries.queries.guardians import EDIT, VIEW, children_in, guardians_in
from beneficiaries.queries.households import relatives_in
from beneficiaries.rules.families import is_child, is_valid, may_be_contacted, may_be_told
from beneficiaries.tables.choosing import choice_of
from portal.accounts.models import User
from portal.clock import today
from portal.records import may, once
from portal.ui.formatting import short_date
from portal.ui.parts import Fact


@dataclass(frozen=True)
class GuardianLine:
    """One guardian or child: who, by what right, and in words what is allowed."""

    name: str
    url: str
    kind: str
    phone: str
    said: str
    restriction: str
    is_restricted: bool
    is_over: bool
    change_url: str


def guardian_lines(participation: Participation, account: User) -> list[GuardianLine]:
    """Return who stands for a child; nobody for whoever is of age (one query a page)."""
    day = today()
    if not is_child(participation.person, day):
        return []
    reads_phone, may_change = may(participation, "view_person_contact"), may(participation, EDIT)
    return [
        GuardianLine(
            name=_name(link),
            url=_record(link),
            kind=str(GuardianKind(link.kind).label),
            phone=str(link.outside_phone) if reads_phone and not link.guardian_id else "",  # type: ignore[attr-defined]
            said=_said(link, participation.person),
            restriction=str(link.restriction_words) if link.court_restriction else "",
            is_restricted=link.court_restriction,
            is_over=not is_valid(link, day),
            change_url=reverse("change_guardian", args=[participation.number, link.pk]) if may_change else "",
        )
        for link in _links(participation, account)
    ]


def child_lines(participation: Participation, account: User) -> list[GuardianLine]:
    """Return for whom somebody of age stands (one query)."""
    if is_child(participation.person, today()):
        return []
    return [
        GuardianLine(
            name=link.child.full_name or link.child.original_name,
            url=_record(link),
            kind=str(GuardianKind(link.kind).label),
            phone="",
            said=_said(link, link.child),
            restriction=str(link.restriction_words) if link.court_restriction else "",
            is_restricted=link.court_restriction,
            is_over=False,
            change_url="",
        )
        for link in children_in(participation, account)
    ]


def contact_through(participation: Participation, account: User) -> list[Fact]:
    """Return through whom a child is reached, for its head: only who may be contacted (S30)."""
    day = today()
    if not is_child(participation.person, day) or not may(participation, VIEW):
        return []
    links = [link for link in _links(participation, account) if is_valid(link, day)]
    if not links:
        return []
    names = [_name(link) for link in links if may_be_contacted(link, participation.person, day)]
    return [Fact(_("Contact through"), ", ".join(names) or _("nobody: no guardian may be contacted"))]


def guardians_in_words(links: Sequence[Guardianship], child: Person) -> str:
    """Return who stands for a child on this day in one line, a restriction beside the name; blank for nobody."""
    day = today()
    if not is_child(child, day):
        return ""
    said = [
        f"{_name(link)} – {_('court restriction')}" if link.court_restriction else _name(link)
        for link in links
        if is_valid(link, day)
    ]
    return ", ".join(said)


def family_panel(request: HttpRequest, participation: Participation) -> dict[str, Any] | None:
    """Return the card of the record: who lives with the person, who stands for whom, and what may be done."""
    if not may(participation, VIEW):
        return None
    account: User = request.user  # type: ignore[assignment]
    people, day = relatives_in(participation, account), today()
    others = [each for each in people if each.person_id != participation.person_id]  # type: ignore[attr-defined]
    may_change, number = may(participation, EDIT), participation.number
    here = reverse("household", args=[people[0].household]) if people else ""  # type: ignore[attr-defined]
    child = is_child(participation.person, day)
    return {
        "is_child": child,
        "members": [(choice_of(each, day), FamilyRole(each.lives_as).label, each.person_id) for each in others],  # type: ignore[attr-defined]
        "guardians": guardian_lines(participation, account) or child_lines(participation, account),
        "household_url": here,
        "join_url": reverse("join_household", args=[number]) if may_change and not people else "",
        "guardian_url": reverse("new_guardian", args=[number]) if may_change and child else "",
    }


def _links(participation: Participation, account: User) -> Sequence[Guardianship]:
    return once(participation, "guardians", lambda each: guardians_in(each, account))


def _name(link: Guardianship) -> str:
    person: Person | None = link.guardian
    return (person.full_name or person.original_name) if person else str(link.outside_name)


def _record(link: Guardianship) -> str:
    return reverse("person_record", args=[link.number]) if link.number else ""  # type: ignore[attr-defined]


def _said(link: Guardianship, child: Person) -> str:
    """Say what the rules allow on this day, and until when."""
    day = today()
    if not is_valid(link, day):
        words = {"first": short_date(link.valid_from), "last": short_date(link.valid_until)}
        return _("not valid now (%(first)s–%(last)s)") % words
    told = _("may be told") if may_be_told(link, child, day) else _("is told nothing")
    reached = _("may be contacted") if may_be_contacted(link, child, day) else _("is not contacted")
    until = _("until %(day)s") % {"day": short_date(link.valid_until)} if link.valid_until else ""
    return " · ".join(part for part in (told, reached, until) if part)
