"""Reasons of absence: those that ship are written where they are missing, never over what was changed."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from portal.accounts.models import User
from portal.programmes.models import GrantProject
from portal.programmes.reading import named_in, rows, shaped, table, yes_or_no
from services.domain.courses import keep
from services.models import AbsenceReason

LONGEST_CODE = 20
READ_ABSENCES = rows(
    table(
        {
            "code": shaped(f"[A-Za-z0-9_-]{{1,{LONGEST_CODE}}}", f"a code of up to {LONGEST_CODE} letters and digits"),
            "names": named_in("pl"), "excused": yes_or_no,
        },
        required=("code", "names"),
    ),
    once=("code",),
)  # fmt: skip
"""How ``[[absences]]`` of a project's file are read."""


def load_absences(project: GrantProject, reasons: list[dict[str, Any]]) -> None:
    """Add the reasons that a project does not have yet, in the order of the file."""
    for position, row in enumerate(reasons):
        said = {"names": row["names"], "is_excused": row.get("excused", True), "position": position}
        AbsenceReason.objects.get_or_create(grant_project=project, code=row["code"], defaults=said)


@transaction.atomic
def keep_reason(reason: AbsenceReason, values: Mapping[str, Any], *, by: User | None) -> None:
    """Write a reason; a new one gets a code of its own and stands last. None is ever removed."""
    project = GrantProject.objects.select_for_update().get(pk=reason.grant_project.pk)
    if reason._state.adding:
        known = dict(AbsenceReason.objects.filter(grant_project=project).values_list("code", "position"))
        reason.code = _free_code(slugify(values["names"]["pl"]), known)
        reason.position = max(known.values(), default=-1) + 1
    keep(reason, values, by=by, grant_project=project)


def _free_code(wish: str, taken: Mapping[str, int]) -> str:
    wish, number = wish or "reason", 2
    code = wish[:LONGEST_CODE]
    while code in taken:
        end = f"-{number}"
        code, number = f"{wish[: LONGEST_CODE - len(end)]}{end}", number + 1
    return code
