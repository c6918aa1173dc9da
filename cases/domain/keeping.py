"""What of cases goes at the end of the case; findings stay, their words go with the record."""

import uuid
from collections.abc import Collection

from django.db.models import QuerySet

from cases.models import (
    LegalisationCase,
    LegalisationDocument,
    NeedsDiagnosis,
    PlanGoal,
    PlanReview,
    PlanStep,
    Referral,
    ReferralStep,
    Task,
)
from portal.retention.people import CASE, RECORD, PeopleEnd

WHOLE = (LegalisationDocument, LegalisationCase, PlanReview, PlanStep, PlanGoal)
"""Versions that are the city's own words and nothing else; in the order in which they point to each other."""


def end_cases(people: Collection[uuid.UUID]) -> None:
    """Remove tasks, referrals, legalisation, goals and levels; that needs were assessed, and when, stays."""
    Task.objects.filter(participation__person__in=people).delete()
    ReferralStep.objects.filter(referral__participation__person__in=people).delete()
    Referral.objects.filter(participation__person__in=people).delete()
    for model in WHOLE:
        QuerySet(model).filter(participation__person__in=people).delete()
    QuerySet(NeedsDiagnosis).filter(participation__person__in=people).exclude(scores={}).update(scores={})


ENDS = (
    PeopleEnd(
        "cases", CASE,
        ("cases.Task", "cases.Referral", "cases.ReferralStep", "cases.NeedsDiagnosis", "cases.IntegrationPlan",
         *(model._meta.label for model in WHOLE)),
        end_cases,
    ),
    PeopleEnd(
        "findings", RECORD,
        ("cases.ExitFinding", "cases.ExitEvent", "cases.FindingConfirmation", "cases.NeedsDiagnosis",
         "cases.IntegrationPlan", "cases.PlanSignature"),
        lambda people: None,
    ),
)  # fmt: skip
