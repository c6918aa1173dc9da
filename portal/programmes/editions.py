"""Projects that belong together: editions of one undertaking, one after the other, and projects that complement it.

A chain has no branches and no circles: each edition names the one before it, and is followed by one at most.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from portal.programmes.checking import refuse_invalid
from portal.programmes.models import ComplementaryProject, GrantProject
from portal.programmes.reading import refuse

KEY, TABLE = "predecessor", "complementary"
Chain = tuple[int, ...]
"""Keys of projects, the first edition first."""


def chain_around(project: int) -> Chain:
    """Return all editions of the undertaking that a project belongs to, itself among them (one query)."""
    before = _predecessors()
    after = {earlier: later for later, earlier in before.items()}
    return (*reversed(_walk(project, before)), project, *_walk(project, after))


def editions_of(project: GrantProject) -> list[GrantProject]:
    """Return the editions in order, this one among them; none where it stands alone (at most two queries)."""
    keys = chain_around(project.pk)
    if len(keys) == 1:
        return []
    found = GrantProject.objects.in_bulk(keys)
    return [found[key] for key in keys]


def complements_of(project: GrantProject) -> list[ComplementaryProject]:
    """Return the complementary projects: those it names, then those of this portal that name it (one query)."""
    rows = ComplementaryProject.objects.select_related("other", "grant_project")
    named = list((rows.filter(grant_project=project) | rows.filter(other=project)).order_by("position", "pk"))
    own = [each for each in named if each.grant_project_id == project.pk]
    here = {each.other_id for each in own}
    return own + [each for each in named if each not in own and each.grant_project_id not in here]


def follow(project: GrantProject, code: str) -> None:
    """Make ``project`` the edition after the one with this code; a blank code makes it follow none.

    Raises ``ConfigurationError`` for a project that is not there, is followed by another one, or follows this one.
    """
    earlier = GrantProject.objects.filter(code=code).first() if code else None
    if code and earlier is None:
        refuse(KEY, f"there is no project {code!r}; load it first")
    if earlier is not None:
        _refuse_tangle(project, earlier)
    project.predecessor = earlier
    project.save(update_fields=["predecessor"])


def keep_complements(project: GrantProject, named: Iterable[Mapping[str, Any]]) -> None:
    """Keep the complementary projects that a file names, in place of those before. Raises ``ConfigurationError``."""
    project.complements.all().delete()  # type: ignore[attr-defined]
    for position, row in enumerate(named):
        path = f"{TABLE}[{position + 1}]"
        values = {key: value for key, value in row.items() if key != "project"}
        refuse_invalid(ComplementaryProject, values, path)
        other = _other(project, row["project"], f"{path}.project") if "project" in row else None
        ComplementaryProject.objects.create(grant_project=project, other=other, position=position, **values)


def _predecessors() -> dict[int, int]:
    return dict(GrantProject.objects.exclude(predecessor=None).values_list("pk", "predecessor"))  # type: ignore[arg-type]


def _walk(start: int, steps: Mapping[int, int]) -> list[int]:
    found: list[int] = []
    while (step := steps.get(found[-1] if found else start)) is not None:
        found.append(step)
    return found


def _refuse_tangle(project: GrantProject, earlier: GrantProject) -> None:
    if earlier == project:
        refuse(KEY, "a project does not follow itself")
    if project.pk in _walk(earlier.pk, _predecessors()):
        refuse(KEY, f"{earlier.code} is a later edition of {project.code} already")
    other = GrantProject.objects.filter(predecessor=earlier).exclude(pk=project.pk).first()
    if other is not None:
        refuse(KEY, f"{earlier.code} is followed by {other.code} already")


def _other(project: GrantProject, code: str, path: str) -> GrantProject:
    found = GrantProject.objects.filter(code=code).first()
    if found is None:
        refuse(path, f"there is no project {code!r} in this portal; load it first, or give its name")
    if found == project:
        refuse(path, "a project does not complement itself")
    return found
