"""A second person confirms a finding, or takes the confirmation back (R62)."""

import datetime

from django.db import IntegrityError, transaction

from cases.models import ExitFinding, FindingConfirmation
from cases.queries.confirmations import writers_of
from cases.rules.results import is_second_person
from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import record
from portal.versions.actions import FactChanged, record_fact, retract_fact


class ConfirmationRefused(ValueError):
    """The project asks for no second person, or the account is the assessor or a writer of the finding."""


@transaction.atomic
def confirm_finding(finding: ExitFinding, *, confirmed_on: datetime.date, by: User) -> FindingConfirmation:
    """Record that a second person agrees with a finding as it stands.

    Raises ``ConfirmationRefused`` where there is nothing to confirm or the account is not a second person,
    ``FactChanged`` when the finding was corrected, taken back or confirmed meanwhile (L5).
    """
    project = finding.participation.grant_project
    other = is_second_person(by.name, finding.assessor, entered=by.pk in writers_of(finding))
    if not project.result_second_person or not other:
        raise ConfirmationRefused(str(finding.fact_id))
    current = ExitFinding.objects.current().select_for_update()  # type: ignore[attr-defined]
    if not current.filter(pk=finding.pk).exists():
        raise FactChanged(str(finding.fact_id))
    made = FindingConfirmation(participation=finding.participation, finding=finding, confirmed_on=confirmed_on)
    try:
        with transaction.atomic():
            record_fact(made, by=by)
    except IntegrityError:
        raise FactChanged(str(finding.fact_id)) from None
    _noted(made, Action.CREATE, by)
    return made


@transaction.atomic
def take_confirmation_back(confirmation: FindingConfirmation, *, by: User, why: str) -> None:
    """Take a confirmation back: the finding waits again, the history stays.

    Raises ``FactChanged`` when that was done already (L5).
    """
    retract_fact(confirmation)
    _noted(confirmation, Action.CHANGE, by, why)


def _noted(confirmation: FindingConfirmation, action: Action, by: User, why: str = "") -> None:
    participation = confirmation.participation
    record(
        action, by=by, obj=confirmation, subjects=[participation.person_id], reason=why,  # type: ignore[attr-defined]
        grant_project=participation.grant_project,
    )  # fmt: skip
