"""Reads about eligibility: what a project asks for, what was seen of somebody, and what that says together."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet

from beneficiaries.models import EligibilityCheck, Participation
from beneficiaries.models.eligibility import SAME_CHECK
from beneficiaries.rules.eligibility import USUAL, Required, State, state_of
from portal.programmes.models import GrantProject
from portal.reads import ahead

EDIT = "edit_person"


def required_by(grant_project: GrantProject) -> Sequence[Required]:
    """Return the checks that a project asks for, in its own order; the usual ones where it names none."""
    return [Required(each["criterion"], each["decides"]) for each in grant_project.eligibility_checks] or list(USUAL)


def checks_of(participation: Participation) -> dict[str, EligibilityCheck]:
    """Return the checks in force by criterion (one query)."""
    found = {each.criterion: each for each in ahead(participation, check_rows)}
    for each in found.values():  # what is sealed opens with the key of the person at hand
        each.participation = participation
    return found


def check_rows(participation: Participation) -> QuerySet[EligibilityCheck]:
    """Return the rows of ``checks_of``."""
    rows = EligibilityCheck.objects.current().filter(participation=participation)
    return rows.select_related("seen_by", "organisation", "recorded_by")


def checks_of_all(participations: Sequence[Participation]) -> dict[Any, dict[str, EligibilityCheck]]:
    """Return the checks in force of several participations, by their key and the criterion (one query)."""
    by_key: dict[Any, dict[str, EligibilityCheck]] = {each.pk: {} for each in participations}
    for each in EligibilityCheck.objects.current().filter(participation__in=list(by_key)).select_related("seen_by"):
        by_key[each.participation_id][each.criterion] = each
    return by_key


def state_of_checks(grant_project: GrantProject, checks: Mapping[str, EligibilityCheck]) -> State:
    """Return what the deciding checks of a project say together."""
    return state_of(required_by(grant_project), {name: each.outcome for name, each in checks.items()})


def mark_of(participation: Participation, checks: Mapping[str, EligibilityCheck]) -> uuid.UUID:
    """Return a mark of what is known now: another one as soon as a colleague notes anything (L5)."""
    known = " ".join(sorted(str(each.pk) for each in checks.values()))
    return uuid.uuid5(SAME_CHECK, f"{participation.pk} {known}")
