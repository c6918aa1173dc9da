"""A person asks from their own page for another time: whoever keeps the appointment gets a task (C3)."""

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from beneficiaries.models import Participation
from cases.domain.tasks import TaskRefused, add_task
from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import record
from portal.clock import today
from portal.ui.formatting import moment
from services.models import Appointment


@transaction.atomic
def wish_about(
    appointment: Appointment, participation: Participation, *, cannot_come: bool, words: str, by: User
) -> bool:
    """Let the colleague know what the person wishes; ``False`` when there is nobody who may see the person any more.

    The words are the person's own and stand sealed in the task.
    """
    with translation.override(appointment.in_charge.language):
        text = _("cannot come on %(moment)s") if cannot_come else _("asks for another time instead of %(moment)s")
        said = text % {"moment": moment(appointment.starts_at)}
    try:
        with transaction.atomic():
            add_task(
                participation.grant_project, text=f"{said}. {words}".strip(), due_on=today(),
                assigned_to=appointment.in_charge, by=None, participation=participation,
            )  # fmt: skip
    except TaskRefused:
        return False
    record(
        Action.CHANGE, by=by, obj=appointment, subjects=[participation.person_id],  # type: ignore[attr-defined]
        grant_project=participation.grant_project, detail={"wish": "cannot come" if cannot_come else "another time"},
    )  # fmt: skip
    return True
