"""What the record of a person shows of needs and results: events, alerts, the page of the diagnosis."""

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beneficiaries.models import Participation
from cases.queries import DIAGNOSIS, EVENT, FINDING, CaseFact, facts_of, findings_of
from cases.tables.diagnosis import compare, grid, stage_name
from cases.tables.results import event_name, finding_alerts, finding_shown, outcome_name, remark
from portal.clock import today
from portal.records import TimelineEntry, Words, may, once

RIGHT, FINDING_RIGHT, HEALTH_RIGHT = "view_diagnosis", "view_finding", "view_health_area"
KINDS = {
    DIAGNOSIS: gettext_lazy("Needs assessment"),
    FINDING: gettext_lazy("Finding at exit"),
    EVENT: gettext_lazy("After leaving"),
}


def timeline(participation: Participation, most: int) -> Sequence[TimelineEntry]:
    """Return assessments, findings and events after leaving, newest first; those without a day have no place."""
    facts = _open_facts(participation)
    return [_entry(fact, fact.on, facts, participation) for fact in reversed(facts) if fact.on][:most]


def alerts(participation: Participation) -> Iterable[Words]:
    """Return what is missing about the result."""
    if may(participation, FINDING_RIGHT):
        yield from finding_alerts(participation, once(participation, "case_facts", facts_of), today())


def diagnosis_page(request: HttpRequest, participation: Participation) -> dict[str, Any]:
    """Return needs before and after, all assessments, the findings at exit and the events after leaving."""
    facts, with_health = _open_facts(participation), may(participation, HEALTH_RIGHT)
    findings = findings_of(participation) if may(participation, FINDING_RIGHT) else []
    return {
        "comparison": compare(facts, with_protected=with_health),
        "grid": grid(),
        "assessments": [(fact, stage_name(fact)) for fact in reversed(facts) if fact.kind == DIAGNOSIS],
        "findings": [finding_shown(each, participation, with_health=with_health) for each in findings],
        "events": [(fact, event_name(fact)) for fact in reversed(facts) if fact.kind == EVENT],
        "may_see_findings": may(participation, FINDING_RIGHT),
    }


def _open_facts(participation: Participation) -> list[CaseFact]:
    rights = {DIAGNOSIS: RIGHT, FINDING: FINDING_RIGHT, EVENT: FINDING_RIGHT}
    return [fact for fact in once(participation, "case_facts", facts_of) if may(participation, rights[fact.kind])]


def _entry(fact: CaseFact, on: datetime.date, facts: Sequence[CaseFact], participation: Participation) -> TimelineEntry:
    kind, order = KINDS[fact.kind], fact.fact_id
    if fact.kind == DIAGNOSIS:
        note = _progress(fact, facts, with_protected=may(participation, HEALTH_RIGHT))
        return TimelineEntry(on, kind, stage_name(fact), "chart", "diag", fact.by, note, order)
    if fact.kind == FINDING:
        title = _("Finding at exit: %(outcome)s") % {"outcome": outcome_name(fact.word)}
        why_not = remark(participation, on, is_complete=fact.is_complete)
        return TimelineEntry(on, kind, title, "document", "diag", fact.assessor, [why_not] if why_not else [], order)
    return TimelineEntry(on, kind, event_name(fact), "briefcase", "sys", order=order)


def _progress(fact: CaseFact, facts: Sequence[CaseFact], *, with_protected: bool) -> list[str]:
    """Compare an assessment with the first one; nothing for the first one itself."""
    comparison = compare(facts[: facts.index(fact) + 1], with_protected=with_protected)
    return [comparison.sentence] if comparison and comparison.after is fact else []
