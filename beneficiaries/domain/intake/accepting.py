"""An application becomes people: person, care and participation for each, the family, who stands for the children.

One transaction for all of it, so nobody of a family is left behind. Nobody counts by it: before the first support no
one does, and after it only who has shown legal stay and residence (R30, contracts §3).
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from beneficiaries.domain.care import take_into_care
from beneficiaries.domain.consents import ConsentRefused, record_from_registration
from beneficiaries.domain.entry import Entry, add_person, enrol_known
from beneficiaries.domain.guardians import GuardianRefused, add_guardian
from beneficiaries.domain.households import HouseholdRefused, found_household, join_household
from beneficiaries.domain.intake.holding import decide, held, tell
from beneficiaries.enums import GuardianKind, RegistrationState
from beneficiaries.models import Guardianship, HouseholdMember, Participation, RegisteredPerson, Registration
from beneficiaries.rules.families import is_child, proposed_role
from portal.accounts.models import Organisation, User
from portal.clock import local_day, today


@dataclass(frozen=True)
class Taken:
    """What was decided about one place of an application.

    ``entry`` holds what was written of a new person; of somebody who is known only what is declared for the project is
    read. ``guardian`` is the place of whoever stands for a child, ``guardian_kind`` by what right.
    """

    position: int
    entry: Entry
    guardian: int | None = None
    guardian_kind: str = ""


@dataclass(frozen=True)
class Care:
    """Who looks after the people from now on."""

    organisation: Organisation
    caseworker: User | None = None


@transaction.atomic
def accept(
    registration: Registration,
    taken: Sequence[Taken],
    care: Care,
    *,
    by: User,
    seen: uuid.UUID,
    live_together: bool = True,
) -> list[Participation]:
    """Take people of an application into the project; return their participations in the order of their places.

    Who is known already gets no second record and no second participation. Raises ``AlreadyDecided`` or
    ``FactChanged`` as ``held``, ``ValueError`` when nobody is taken.
    """
    if not taken:
        raise ValueError("nobody is taken")
    found = held(registration, seen)
    places = {
        each.position: each
        for each in RegisteredPerson.objects.filter(registration=found).select_related("person__data_key")
    }
    known = {each.position for each in taken if places[each.position].person is not None}
    joined = {each.position: _taken(found, places[each.position], each, care, by) for each in taken}
    if live_together and len(joined) > 1:
        _live_together(list(joined.values()), by)
    links = _stand_for_children(taken, joined, by)
    _carry_over(found, joined, links)
    decide(found, RegistrationState.LINKED if known == set(joined) else RegistrationState.ACCEPTED, by=by)
    tell(found)
    return [joined[each] for each in sorted(joined)]


def _taken(found: Registration, place: RegisteredPerson, each: Taken, care: Care, by: User) -> Participation:
    """Bring one person in; somebody who takes part already only gets the organisation that looks after them."""
    project = found.grant_project
    charge = {"grant_project": project, "organisation": care.organisation, "caseworker": care.caseworker, "by": by}
    if place.person is None:
        participation = add_person(each.entry, **charge)  # type: ignore[arg-type]
        place.person = participation.person
        place.save(update_fields=["person"])
        return participation
    source = Participation.objects.select_related("person__data_key", "grant_project")
    there = source.filter(person=place.person, grant_project=project).first()
    if there is None:
        return enrol_known(place.person, each.entry.participation, **charge)  # type: ignore[arg-type]
    take_into_care(there, care.organisation, by=by)
    return there


def _live_together(joined: Sequence[Participation], by: User) -> None:
    """Write down the family; whoever lives somewhere already stays, and the others come to the first such home."""
    places = HouseholdMember.objects.filter(person__in=[each.person_id for each in joined], until__isnull=True)  # type: ignore[attr-defined]
    at_home = {place.person_id: place for place in places.select_related("household")}  # type: ignore[attr-defined]
    first = next((at_home[each.person_id] for each in joined if each.person_id in at_home), None)  # type: ignore[attr-defined]
    household = first.household if first else None
    for each in joined:
        if each.person_id in at_home:  # type: ignore[attr-defined]
            continue
        day, role = today(), proposed_role(each.person, today())
        try:
            with transaction.atomic():
                if household is None:
                    household = found_household(each, role=role, since=day, by=by)
                else:
                    join_household(household, each, role=role, since=day, by=by)
        except HouseholdRefused:  # lived elsewhere after today: a person decides, on the record
            continue


def _stand_for_children(taken: Sequence[Taken], joined: dict[int, Participation], by: User) -> dict[int, Guardianship]:
    """Write down who stands for each child; return the guardianships by the place of the child.

    Whoever registers a known child of whom a court keeps somebody away is told nothing and not contacted until a person
    has looked who it is: it may be that somebody (S30).
    """
    links = {}
    for each in taken:
        child, guardian = joined[each.position], joined.get(each.guardian) if each.guardian is not None else None
        if guardian is None or not is_child(child.person, today()):
            continue
        may = not child.person.guardians.filter(court_restriction=True).exists()  # type: ignore[attr-defined]
        told = may and each.guardian_kind != GuardianKind.CARER
        try:
            with transaction.atomic():
                links[each.position] = add_guardian(
                    child, guardian.person, by=by, kind=each.guardian_kind, contact_allowed=may,
                    information_allowed=told, valid_from=today(),
                )  # fmt: skip
        except GuardianRefused:  # stands for the child already
            continue
    return links


def _carry_over(found: Registration, joined: dict[int, Participation], links: dict[int, Guardianship]) -> None:
    """Keep on the records what was shown and decided on the web (R83, R86).

    Decisions are those of who registered and nobody else’s. A child was told through whoever registered it. Another
    adult of the family has been told nothing yet, and the record says so.
    """
    said, sent = found.application, found.sent_at
    if sent is None:
        return
    answers = {"on": local_day(sent), "notices": list(said.notices), "consents": said.decisions}
    for position, participation in joined.items():
        if position and position not in links:
            continue
        heard = answers if position == 0 else {**answers, "consents": {}}
        try:
            with transaction.atomic():
                record_from_registration(participation.person, heard, guardian=links.get(position))
        except ConsentRefused:  # a child without a guardian decides nothing yet
            continue
