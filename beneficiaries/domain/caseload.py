"""Who is in charge of whom inside an organisation: the caseworker of a care record."""

from collections import Counter

from django.db import transaction

from beneficiaries.models import Care
from portal.accounts.models import Organisation, User
from portal.audit.enums import Action
from portal.audit.trail import record
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
        _share(grant_project, organisation, by)
        for organisation in Organisation.objects.filter(projects__grant_project=grant_project)
    )


def _share(grant_project: GrantProject, organisation: Organisation, by: User | None) -> int:
    caseworkers = _caseworkers(grant_project, organisation)
    care_here = Care.objects.filter(grant_project=grant_project, organisation=organisation)
    people = list(care_here.filter(caseworker=None).select_related("person").order_by("person__sort_key", "pk"))
    if not caseworkers or not people:
        return 0
    load = Counter(care_here.exclude(caseworker=None).values_list("caseworker", flat=True))
    given: dict[User, list[Care]] = {caseworker: [] for caseworker in caseworkers}
    for care in people:
        care.caseworker = min(caseworkers, key=lambda each: load[each.pk] + len(given[each]))
        given[care.caseworker].append(care)
    Care.objects.bulk_update(people, ["caseworker"], batch_size=500)
    for caseworker, taken in given.items():
        if taken:
            record(
                Action.CHANGE,
                by=by,
                obj=caseworker,
                subjects=[care.person_id for care in taken],
                organisation=organisation,
                grant_project=grant_project,
                detail={"caseload": len(taken)},
            )
    return len(people)


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
