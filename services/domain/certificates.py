"""Certificates: given once the threshold is reached, withdrawn with a reason, never changed (R98)."""

import datetime
import secrets

from django.db import transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import record
from portal.programmes.models import GrantProject
from services.models import Activity, Certificate, Enrolment
from services.queries.completion import completions_of, days_held

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Without what is easily read as something else: I, L, O, 0, 1."""
GROUPS, LENGTH, DIGITS = 3, 4, 4


class CertificateRefused(ValueError):
    """Somebody has not reached the threshold, or has a certificate."""


@transaction.atomic
def give_certificate(enrolment: Enrolment, group: Activity, *, on: datetime.date, by: User) -> Certificate:
    """Give somebody a certificate of a group, with what is true on that day; raises ``CertificateRefused``.

    Numbers of a project run by year; the row of the project is the lock.
    """
    project = GrantProject.objects.select_for_update().get(pk=group.grant_project_id)  # type: ignore[attr-defined]
    found = next(iter(completions_of(group, [enrolment.pk])), None)
    if found is None or not found.is_reached or found.certificate is not None:
        raise CertificateRefused(str(enrolment.pk))
    first_on, last_on = days_held(group)
    given = Certificate.objects.create(
        enrolment=enrolment, number=_number(project, on), code=new_code(), given_on=on, given_by=by,
        hours=found.hours, attended=found.attended, held=found.held, level=group.level,
        first_on=first_on, last_on=last_on,
    )  # fmt: skip
    _note(Action.CREATE, given, project, by)
    return given


@transaction.atomic
def withdraw_certificate(certificate: Certificate, why: str, *, by: User) -> None:
    """Withdraw a certificate: whoever checks its code reads so."""
    if certificate.withdrawn_at is None:
        certificate.withdrawn_at, certificate.withdrawn_why = timezone.now(), why
        certificate.save(update_fields=["withdrawn_at", "withdrawn_why"])
        _note(Action.CHANGE, certificate, certificate.enrolment.activity.grant_project, by, why)


def new_code() -> str:
    """Return a code that nobody guesses: twelve letters and digits, in groups."""
    return "-".join("".join(secrets.choice(LETTERS) for _each in range(LENGTH)) for _group in range(GROUPS))


def _number(project: GrantProject, on: datetime.date) -> str:
    stem = f"{project.number_prefix}/{on.year}/"
    numbers = Certificate.objects.filter(number__startswith=stem).values_list("number", flat=True)
    last = max((int(each.removeprefix(stem)) for each in numbers), default=0)
    return f"{stem}{last + 1:0{DIGITS}}"


def _note(action: Action, given: Certificate, project: GrantProject, by: User, why: str = "") -> None:
    people = [given.enrolment.participation.person_id] if given.enrolment.participation else []
    record(action, by=by, obj=given, subjects=people, grant_project=project, reason=why)
