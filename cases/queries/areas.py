"""The areas of life that a plan is about: their names, and which stand behind a lock of their own (R84, R94)."""

from dataclasses import dataclass

from cases.enums import PROTECTED, Area
from portal.programmes.models import GrantProject
from portal.records import Words


@dataclass(frozen=True)
class AreaName:
    """One area; what is protected is read by the person in charge alone."""

    code: str
    name: Words
    is_protected: bool


def areas_of(grant_project: GrantProject) -> list[AreaName]:
    """Return the areas of a grant project in their order."""
    return [AreaName(area.value, area.label, area in PROTECTED) for area in Area]


def area_of(grant_project: GrantProject, code: str) -> AreaName:
    """Return the area with this code; one that the project does not know counts as protected."""
    found = {area.code: area for area in areas_of(grant_project)}
    return found.get(code) or AreaName(code, code, is_protected=True)
