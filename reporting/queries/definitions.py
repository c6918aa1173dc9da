"""Reads about the indicators of a project's own: which there are, their versions, and the words they are built from."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count

from beneficiaries.models import ParticipationVersion
from portal.accounts.models import Organisation
from portal.programmes.models import GrantProject, ServiceType, TargetGroup
from reporting.models import IndicatorDefinition

MOST_PLACES = 30
FEWEST = 5
"""A place where fewer people live is not offered: it could point at one of them (S66)."""


@dataclass(frozen=True)
class ProjectWords:
    """What filters offer beyond the fixed choices: kinds of support, target groups and organisations, by code."""

    project: GrantProject
    kinds: Mapping[str, ServiceType]
    groups: Mapping[str, TargetGroup]
    organisations: Mapping[str, Organisation]
    kept_places: tuple[str, ...] = ()

    @cached_property
    def places(self) -> tuple[str, ...]:
        """Return the places of residence of the project's people, most frequent first, and those kept from before."""
        known = ParticipationVersion.objects.current().filter(grant_project=self.project).exclude(place="").order_by()
        counted = known.values("place").annotate(people=Count("pk")).filter(people__gte=FEWEST)
        found = (each["place"] for each in counted.order_by("-people", "place")[:MOST_PLACES])
        return tuple(dict.fromkeys([*found, *self.kept_places]))


def words_of(project: GrantProject, kept_places: Iterable[str] = ()) -> ProjectWords:
    """Return what a project's filters can name: three queries. ``kept_places`` are chosen already."""
    return ProjectWords(
        project,
        {each.code: each for each in ServiceType.objects.filter(grant_project=project)},
        {each.code: each for each in TargetGroup.objects.filter(grant_project=project)},
        {each.code: each for each in project.organisations.order_by("projects__kind", "code")},
        tuple(kept_places),
    )


def definitions_of(project: GrantProject, known_on: datetime.datetime | None = None) -> list[IndicatorDefinition]:
    """Return the definitions in force, now or at a moment, in the order of their codes (one query)."""
    own = IndicatorDefinition.objects.filter(grant_project=project)
    found = own.known_on(known_on) if known_on else own.current()  # type: ignore[attr-defined]
    return list(found.order_by("code"))


def versions_of(project: GrantProject, code: str) -> list[IndicatorDefinition]:
    """Return every version of an indicator, the newest first; none where there never was one (one query)."""
    if "\0" in code:  # no database has a NUL in a key
        return []
    every = IndicatorDefinition.objects.filter(grant_project=project, code=code)
    return list(every.select_related("recorded_by").order_by("-number", "-recorded_at"))


def retired_of(project: GrantProject) -> list[IndicatorDefinition]:
    """Return the last version of every indicator that is no longer in force (one query)."""
    every = list(IndicatorDefinition.objects.filter(grant_project=project).order_by("code", "number"))
    last = {each.code: each for each in every}
    return [each for each in last.values() if each.superseded_at is not None]
