"""An organisation begins to look after a person, or no longer does: the ground of seeing that person (S29)."""

from django.db import transaction

from beneficiaries.models import Care, Participation
from portal.accounts.models import Organisation, User
from portal.audit.enums import Action
from portal.audit.trail import record


@transaction.atomic
def take_into_care(participation: Participation, organisation: Organisation, *, by: User) -> bool:
    """Let an organisation of the project look after a person; return whether that is new.

    Nobody is in charge there yet. Raises ``ValueError`` for an organisation that does not take part in the project.
    """
    project = participation.grant_project
    if not project.organisations.filter(pk=organisation.pk).exists():
        raise ValueError("only organisations of the project look after its people")
    care, is_new = Care.objects.get_or_create(
        person_id=participation.person_id,  # type: ignore[attr-defined]
        organisation=organisation,
        grant_project=project,
    )
    if is_new:
        _note(Action.CREATE, care, participation, by)
    return is_new


@transaction.atomic
def end_care(participation: Participation, organisation: Organisation, *, by: User) -> bool:
    """Let an organisation no longer look after a person; what it recorded stays. Return whether it did until now."""
    care = Care.objects.filter(
        person=participation.person_id,  # type: ignore[attr-defined]
        organisation=organisation,
        grant_project=participation.grant_project,
    ).first()
    if care is None:
        return False
    _note(Action.CHANGE, care, participation, by)
    care.delete()
    return True


def _note(action: Action, care: Care, participation: Participation, by: User) -> None:
    record(
        action, by=by, obj=care, subjects=[participation.person_id], grant_project=participation.grant_project,  # type: ignore[attr-defined]
        detail={"cared_for_by": care.organisation_id, "ends": action is Action.CHANGE},  # type: ignore[attr-defined]
    )  # fmt: skip
