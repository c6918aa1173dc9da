"""What a low level of the latest assessment proposes for the plan; nothing is added by itself."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from beneficiaries.models import Participation
from cases.enums import LEVEL_WORDS
from cases.models import PlanGoal
from cases.queries.areas import area_of
from cases.queries.facts import DIAGNOSIS, CaseFact
from cases.rules.plan import low_areas
from cases.tables.plan import HEALTH_RIGHT
from portal.programmes.models import ServiceType
from portal.records import may


@dataclass(frozen=True)
class Proposal:
    """An area in which help is needed, why, and the kinds of support of the project that help there."""

    area: str
    name: str
    why: str
    services: Sequence[str]
    in_plan: bool


def proposals(
    participation: Participation, facts: Sequence[CaseFact], goals: Iterable[PlanGoal], services: Iterable[ServiceType]
) -> list[Proposal]:
    """Return what the latest assessment proposes, the lowest level first; the protected area to its reader alone."""
    latest = next((fact for fact in reversed(facts) if fact.kind == DIAGNOSIS), None)
    if latest is None:
        return []
    planned, offered = {goal.area for goal in goals}, list(services)
    found = []
    for code, level in sorted(low_areas(latest.scores).items(), key=lambda each: (each[1], each[0])):
        area = area_of(participation.grant_project, code)
        if area.is_protected and not may(participation, HEALTH_RIGHT):
            continue
        why = _("Level %(level)s: %(word)s") % {"level": level, "word": LEVEL_WORDS.get(level, "")}
        names = [each.short_name or each.name for each in offered if code in each.areas]
        found.append(Proposal(code, str(area.name), why, names, code in planned))
    return found
