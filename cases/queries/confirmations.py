"""Reads about the second person behind a finding: who confirmed it, who entered it, who else could (R62)."""

import datetime
import uuid
from collections.abc import Sequence

from django.db.models import DateField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet

from beneficiaries.models import Care, Participation, ParticipationVersion
from cases.models import ExitFinding, FindingConfirmation
from cases.queries.tasks import able_to_see
from cases.rules.results import is_second_person
from portal.accounts.models import User
from portal.clock import today
from portal.policy.access import access_of
from portal.policy.holders import reaching
from portal.programmes.models import GrantProject

CONFIRM = "confirm_finding"


def is_confirmed() -> Exists:
    """Return the condition for findings, as they stand, that a second person has confirmed."""
    return Exists(FindingConfirmation.objects.current().filter(finding=OuterRef("pk")))  # type: ignore[attr-defined]


def confirmations_of(findings: Sequence[ExitFinding]) -> dict[uuid.UUID, FindingConfirmation]:
    """Return the standing confirmations by the version of the finding they are about (one query)."""
    standing = FindingConfirmation.objects.current().filter(finding__in=findings)  # type: ignore[attr-defined]
    return {each.finding_id: each for each in standing.select_related("recorded_by")}


def waiting_for(user: User) -> QuerySet[ExitFinding]:
    """Return the findings that would count if ``user`` confirmed them, the oldest first; none of the account's own.

    Only of people whom the account may see, in projects that ask for a second person.
    """
    asking = [each for each in access_of(user).projects(CONFIRM) if each.result_second_person]
    people = Participation.objects.visible_to(user, CONFIRM)
    own = ExitFinding.objects.filter(fact_id=OuterRef("fact_id"), recorded_by=user.pk)
    findings: QuerySet = ExitFinding.objects.current().filter(participation__in=people, is_complete=True)  # type: ignore[attr-defined]
    findings = findings.filter(_any_in_window(asking)).exclude(Exists(own)).exclude(assessor__iexact=user.name)
    return findings.exclude(is_confirmed()).select_related("participation__person").order_by("found_on", "fact_id")


def _any_in_window(projects: Sequence[GrantProject]) -> Q:
    found = Q(pk__in=[])
    for each in projects:
        first_end = ExpressionWrapper(
            OuterRef("found_on") - datetime.timedelta(days=each.result_window_days), DateField()
        )
        ended = ParticipationVersion.objects.current().filter(
            participation=OuterRef("participation"), end_on__lte=OuterRef("found_on"), end_on__gte=first_end
        )
        found |= Q(Exists(ended), participation__grant_project=each.pk)
    return found


def writers_of(finding: ExitFinding) -> set[int]:
    """Return the keys of the accounts that entered or corrected a finding (one query)."""
    versions = ExitFinding.objects.filter(fact_id=finding.fact_id, recorded_by__isnull=False)
    return set(versions.values_list("recorded_by", flat=True))


def second_people(finding: ExitFinding, *, speaks_of_health: bool) -> list[User]:
    """Return who may confirm a finding: whoever sees all of it, but for its assessor and writers, by name.

    ``speaks_of_health``: then only those in charge of the person (R84).
    """
    participation: Participation = finding.participation
    writers = writers_of(finding)
    able = able_to_see(participation, reaching(CONFIRM, participation.grant_project, today()))
    if speaks_of_health:
        care = Care.objects.filter(person=participation.person, grant_project=participation.grant_project_id)  # type: ignore[attr-defined]
        in_charge = set(care.values_list("caseworker", flat=True))
        able = [each for each in able if each.pk in in_charge]
    return [
        each
        for each in dict.fromkeys(able)
        if is_second_person(each.name, finding.assessor, entered=each.pk in writers)
    ]
