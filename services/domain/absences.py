"""Reasons of absence that ship with a project: written where they are missing, never over what was changed."""

from typing import Any

from portal.programmes.models import GrantProject
from services.models import AbsenceReason


def load_absences(project: GrantProject, rows: list[dict[str, Any]]) -> None:
    """Add the reasons that a project does not have yet, in the order of the file."""
    for position, row in enumerate(rows):
        said = {"names": row["names"], "is_excused": row.get("excused", True), "position": position}
        AbsenceReason.objects.get_or_create(grant_project=project, code=row["code"], defaults=said)
