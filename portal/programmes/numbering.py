"""The number of the grant agreement: written by people, never blanked by a configuration file (R39)."""

import re

from django.db import transaction

from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import record
from portal.programmes.models import GrantProject

FORM = re.compile(r"[A-Za-z0-9][A-Za-z0-9./-]{3,98}")
"""Letters of the Latin alphabet, digits, full stops, hyphens and slashes, as in FEPM.05.15-IZ.00-0001/24."""


class NumberRefused(ValueError):
    """Somebody wrote another number since it was read (L5)."""


def is_project_number(text: str) -> bool:
    """Tell whether this can be the number of a project: Latin letters and signs, with a digit among them."""
    return FORM.fullmatch(text) is not None and any(char.isdigit() for char in text)


@transaction.atomic
def write_project_number(project: GrantProject, number: str, *, seen: str, by: User) -> bool:
    """Keep the number of a project; tell whether it is another one than before. Raises ``NumberRefused``."""
    held = GrantProject.objects.select_for_update().get(pk=project.pk)
    if held.agreement_number != seen:
        project.agreement_number = held.agreement_number
        raise NumberRefused
    if held.agreement_number == number:
        return False
    held.agreement_number = number
    held.save(update_fields=["agreement_number"])
    record(Action.CHANGE, by=by, obj=held, grant_project=held, detail={"fields": ["agreement_number"]})
    return True
