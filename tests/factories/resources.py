"""Interpreters and childcare."""

from portal.programmes.models import GrantProject
from services.enums import ResourceKind
from services.models import Resource


def make_interpreter(project: GrantProject, name: str = "Nina R.", **values) -> Resource:
    """Make an interpreter of Ukrainian from outside who comes at any time."""
    said = {"kind": ResourceKind.INTERPRETER, "languages": ["uk"], **values}
    return Resource.objects.create(grant_project=project, name=name, **said)


def make_childcare(project: GrantProject, name: str = "Kącik dla dzieci", capacity: int = 3, **values) -> Resource:
    """Make childcare for three children at once, at any time."""
    return Resource.objects.create(
        grant_project=project, name=name, kind=ResourceKind.CHILDCARE, capacity=capacity, **values
    )
