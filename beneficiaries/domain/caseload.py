"""Who is in charge of whom inside an organisation: the caseworker of a care record."""

from collections import Counter
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.db.models import Count

from beneficiaries.models import Care
from beneficiaries.queries.walls import walls_of
from portal.accounts.models import Organisation, User
from portal.audit.enums import Action
from portal.audit.trail import record
from portal.caseload import Caseload
from portal.policy.access import access_of
from portal.policy.matrix import Reach
from portal.programmes.models import GrantProject

ONLY_IN_CHARGE = "view_health_area"  # what the matrix opens to whoever is in charge, and to nobody else


@transaction.atomic
def share_caseload(grant_project: GrantProject, *, by: User | None) -> int:
    """Put a caseworker of the same organisation in charge of everyone who has none; return how many got one.

    The one with the fewest people is next, so that all end with about as many. Nobody who has a caseworker
    changes hands; an organisation without caseworkers is left as it is.
    """
    return sum(
        _share(grant_project, organisation, _caseworkers(grant_project, organisation), None, by)
        for organisation in Organisation.objects.filter(projects__grant_project=grant_project)
    )


def caseloads(users: Sequence[User]) -> list[Caseload]:
    """Return the caseloads of these accounts that are not empty: numbers, no people (one query)."""
    by_key = {user.pk: user for user in users}
    held = Care.objects.filter(caseworker__in=by_key).select_related(None)
    counted = held.values("caseworker", "organisation", "grant_project").annotate(people=Count("pk"))
    rows = list(counted.order_by("organisation__name", "grant_project__code", "caseworker"))
    bodies = Organisation.objects.in_bulk({row["organisation"] for row in rows})
    projects = GrantProject.objects.in_bulk({row["grant_project"] for row in rows})
    return [
        Caseload(by_key[row["caseworker"]], bodies[row["organisation"]], projects[row["grant_project"]], row["people"])
        for row in rows
    ]


def successors(load: Caseload) -> list[User]:
    """Return who could take over a caseload: the caseworkers of the organisation but the one who holds it."""
    able = _caseworkers(load.grant_project, load.organisation)
    return sorted((each for each in able if each.pk != load.user.pk), key=lambda each: each.name)


@transaction.atomic
def hand_over_caseload(load: Caseload, to: Sequence[User], by: User | None) -> int:
    """Share what ``load.user`` is in charge of evenly among ``to``; return how many people got somebody new.

    Whom none of them may see stays where it is, for a coordinator to decide (S26, S27). Raises ``ValueError`` for a
    colleague who cannot be in charge there.
    """
    able = {each.pk: each for each in successors(load)}
    if not {each.pk for each in to} <= set(able):
        raise ValueError("somebody cannot be in charge of people of this organisation")
    return _share(load.grant_project, load.organisation, [able[each.pk] for each in to], load.user, by)


def _share(
    grant_project: GrantProject,
    organisation: Organisation,
    caseworkers: list[User],
    former: User | None,
    by: User | None,
) -> int:
    care_here = Care.objects.filter(
        grant_project=grant_project, organisation=organisation, person__merged_into__isnull=True
    )
    people = list(care_here.filter(caseworker=former).order_by("person__sort_key", "person", "pk"))
    given = evenly(people, caseworkers)
    write_shares(given, grant_project, organisation, former, by=by)
    return sum(len(taken) for taken in given.values())


def evenly(people: Sequence[Care], caseworkers: Sequence[User]) -> dict[User, list[Care]]:
    """Share people of one organisation so that all end with about as many; nothing is written.

    The one with the fewest people is next. Whom none of them may know is left out (S26, S27).
    """
    given: dict[User, list[Care]] = {caseworker: [] for caseworker in caseworkers}
    if not caseworkers or not people:
        return given
    walls = walls_of({care.person_id for care in people})  # type: ignore[attr-defined]
    here = Care.objects.filter(grant_project=people[0].grant_project, organisation=people[0].organisation)
    load = Counter(here.exclude(caseworker=None).values_list("caseworker", flat=True))
    for care in people:
        able = [each for each in caseworkers if walls.let_through(each.pk, care.person_id)]  # type: ignore[attr-defined]
        if able:
            given[min(able, key=lambda each: load[each.pk] + len(given[each]))].append(care)
    return given


def write_shares(
    given: Mapping[User, Sequence[Care]],
    grant_project: GrantProject,
    organisation: Organisation,
    former: User | None,
    *,
    by: User | None,
    why: str = "",
) -> None:
    """Put colleagues in charge as shared, in the caller's transaction; one event for each who takes over."""
    for caseworker, taken in given.items():
        if not taken:
            continue
        for care in taken:
            care.caseworker = caseworker
        Care.objects.bulk_update(taken, ["caseworker"], batch_size=500)
        record(
            Action.CHANGE,
            by=by,
            obj=caseworker,
            subjects=[care.person_id for care in taken],  # type: ignore[attr-defined]
            organisation=organisation,
            grant_project=grant_project,
            reason=why,
            detail={"caseload": len(taken), **({"from": former.pk} if former else {})},
        )


def _caseworkers(grant_project: GrantProject, organisation: Organisation) -> list[User]:
    """Return the accounts that can be in charge: those to whom the matrix opens their own caseload here."""
    members = User.objects.filter(
        is_active=True, memberships__grant_project=grant_project, memberships__organisation=organisation
    )
    return [
        member
        for member in members.distinct().order_by("pk")
        if any(
            clause.reach is Reach.OWN and clause.organisation == organisation.pk
            for clause in access_of(member).scope(ONLY_IN_CHARGE, grant_project).clauses
        )
    ]
