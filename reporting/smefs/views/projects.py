"""The project of a page of SM EFS, and the way to the same page of another one."""

from typing import Any

from django.http import HttpRequest

from portal.policy.access import access_of
from portal.programmes.models import GrantProject
from portal.ui.parts import Link
from reporting.tables.periods import PROJECT

RIGHT = "export_smefs"


def reach(request: HttpRequest) -> list[int]:
    """Return the projects that the account may export as a whole."""
    return sorted(access_of(request.user).scope(RIGHT).whole_project_ids)


def sent_bytes(request: HttpRequest) -> int:
    """Return the length of the request."""
    return int(request.META.get("CONTENT_LENGTH") or 0)


def frame_of(request: HttpRequest, project: GrantProject) -> dict[str, Any]:
    """Return what every page of the room needs: the project, the others, the name of the parameter."""
    offered = access_of(request.user).projects(RIGHT)
    links = [Link(str(each), f"{request.path}?{PROJECT}={each.code}", each == project) for each in offered]
    return {"project": project, "projects": links if len(links) > 1 else [], "choice": f"{PROJECT}={project.code}"}
