"""What merging two records would do, found out by doing it and taking it back."""

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass, field

from beneficiaries.domain.merging import trial
from beneficiaries.models import Participation, ParticipationVersion, Person
from portal.accounts.models import User
from portal.effects import FigureChange, changes_between, figures_of
from portal.merging.registry import told
from portal.programmes.models import GrantProject


@dataclass(frozen=True)
class Effects:
    """What a merge would do: figures of each project before and after, what goes over in words, where it counts then.

    ``seen`` is a mark of both records as they stood: a merge that was told beforehand is made of the same.
    """

    figures: list[tuple[GrantProject, list[FigureChange]]]
    goes_over: list[str] = field(default_factory=list)
    seen: str = ""
    starts: list[tuple[GrantProject, object]] = field(default_factory=list)


def effects_of_merge(keep: Person, gone: Person, choices: Collection[str], *, by: User | None) -> Effects:
    """Return what merging would do; nothing is written. Raises as ``merge_people``."""
    seen, projects = mark_of(keep, gone), _projects(keep, gone)
    before = {project.pk: figures_of(project) for project in projects}
    with trial(keep, gone, choices, by=by) as (union, log):
        figures = [(project, changes_between(before[project.pk], figures_of(project))) for project in projects]
        goes_over = told(log)
        starts = [(fold.kept.grant_project, _start(fold.kept)) for fold in union.folds]
    return Effects(figures, goes_over, seen, starts)


def mark_of(one: Person, other: Person) -> str:
    """Return a mark that changes whenever one of the two records or their participations does (L5)."""
    people = Person.objects.filter(pk__in=(one.pk, other.pk)).order_by("pk").values_list("pk", "version")
    versions = ParticipationVersion.objects.current().filter(participation__person__in=(one.pk, other.pk))
    facts = [*people, *versions.order_by("pk").values_list("pk", "participation__person")]
    return hashlib.sha256(json.dumps(facts, default=str).encode()).hexdigest()[:32]


def _projects(*people: Person) -> list[GrantProject]:
    taking_part = Participation.objects.filter(person__in=people).values("grant_project")
    return list(GrantProject.objects.filter(pk__in=taking_part).order_by("-starts_on", "code"))


def _start(participation: Participation) -> object:
    version = ParticipationVersion.objects.current().filter(participation=participation).first()
    return version.start_on if version else None
