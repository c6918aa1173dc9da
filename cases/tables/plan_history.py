"""What was agreed when: every version of the goals and steps of a person, in words."""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from beneficiaries.models import Participation
from cases.models import PlanGoal, PlanStep
from cases.queries.areas import area_of
from cases.queries.plans import versions_of
from cases.tables.plan import help_in_words, is_goal_locked, is_step_locked, owner_in_words
from portal.records import Words
from portal.ui.formatting import short_date
from portal.ui.paging import page_of

PAGE_SIZE, DOT = 20, " · "
SYSTEM = gettext_lazy("the portal")
ADDED, CHANGED = pgettext_lazy("to a plan", "added"), pgettext_lazy("in a plan", "changed")
TAKEN_BACK = pgettext_lazy("from a plan", "taken back")


@dataclass(frozen=True)
class PlanVersion:
    """One version: when, by whom, whether it was added or changed, what it said; ``locked`` hides the words."""

    at: datetime.datetime
    who: Words
    what: Words
    tone: str
    acts: Sequence[Words]
    text: str = ""
    details: str = ""
    locked: bool = False


def history_page(request: HttpRequest, participation: Participation) -> dict[str, Any]:
    """Return a page of versions of goals and steps, the latest first, as their reader may see them."""
    versions = versions_of(participation)
    first = {version.fact_id: version.pk for version in versions}  # the oldest comes last
    last = {version.fact_id: version.pk for version in reversed(versions)}
    locked = {each.fact_id for each in versions if isinstance(each, PlanGoal) and is_goal_locked(each, participation)}

    def shown(version: PlanGoal | PlanStep) -> PlanVersion:
        acts: list[Words] = [ADDED if first[version.fact_id] == version.pk else CHANGED]
        if last[version.fact_id] == version.pk and version.superseded_at is not None:
            acts.append(TAKEN_BACK)
        return _shown(version, participation, locked, acts)

    page = page_of(request, PAGE_SIZE, lambda start, most: versions[start : start + most])
    return {"page": page, "versions": [shown(version) for version in page.items]}


def _shown(
    version: PlanGoal | PlanStep, participation: Participation, locked: set[uuid.UUID], acts: Sequence[Words]
) -> PlanVersion:
    who = version.recorded_by.name if version.recorded_by else SYSTEM
    if isinstance(version, PlanGoal):
        area = str(area_of(participation.grant_project, version.area).name)
        details = DOT.join(filter(None, (str(version.own_words), area)))
        goal = PlanVersion(version.recorded_at, who, pgettext("of a plan", "Goal"), "info", acts, version.text, details)
        return _hidden(goal) if version.fact_id in locked else goal
    parts = (
        str(version.own_words),
        version.get_state_display(),
        owner_in_words(version),
        help_in_words(version),
        _("until %(day)s") % {"day": short_date(version.due_on)},
        version.drop_reason,
    )
    details = DOT.join(filter(None, parts))
    step = PlanVersion(version.recorded_at, who, pgettext("of a plan", "Step"), "line", acts, version.what, details)
    return _hidden(step) if version.goal_fact in locked or is_step_locked(version, participation) else step


def _hidden(version: PlanVersion) -> PlanVersion:
    return PlanVersion(version.at, version.who, version.what, version.tone, version.acts, locked=True)
