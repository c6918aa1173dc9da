"""What the record of a person shows of needs and results: events, alerts, the page of the diagnosis."""

import datetime
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beneficiaries.models import Participation
from cases.queries import DIAGNOSIS, EVENT, FINDING, CaseFact, facts_of, findings_of, notes_of
from cases.rules import speaks_of_health
from cases.tables.diagnosis import compare, grid, stage_name
from cases.tables.results import event_name, finding_alerts, finding_shown, outcome_name, remark
from portal.clock import today
from portal.records import Alert, TimelineEntry, may, once

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


def alerts(participation: Participation) -> Iterable[Alert]:
    """Return what is missing about the result."""
    if may(participation, FINDING_RIGHT):
        yield from finding_alerts(participation, once(participation, "case_facts", facts_of), today())


def diagnosis_page(request: HttpRequest, participation: Participation) -> dict[str, Any]:
    """Return needs before and after, all assessments, the findings at exit and the events after leaving."""
    facts, with_health = _open_facts(participation), may(participation, HEALTH_RIGHT)
    findings = findings_of(participation) if may(participation, FINDING_RIGHT) else []
    notes = notes_of(participation)
    return {
        "comparison": compare(facts, with_protected=with_health),
        "grid": grid(),
        "assessments": [
            (
                fact,
                stage_name(fact),
                _note_shown(notes.get(fact.fact_id, ""), with_health=with_health),
                _address(participation, "record_diagnosis", "change_diagnosis", fact),
            )
            for fact in reversed(facts)
            if fact.kind == DIAGNOSIS
        ],
        "findings": [finding_shown(each, participation, with_health=with_health) for each in findings],
        "events": [
            (fact, event_name(fact), _address(participation, "record_finding", "change_exit_event", fact))
            for fact in reversed(facts)
            if fact.kind == EVENT
        ],
        "may_see_findings": may(participation, FINDING_RIGHT),
        "new_diagnosis_url": _address(participation, "record_diagnosis", "new_diagnosis"),
        "new_finding_url": _address(participation, "record_finding", "record_finding"),
        "new_event_url": _address(participation, "record_finding", "new_exit_event"),
    }


def _address(participation: Participation, right: str, url_name: str, fact: CaseFact | None = None) -> str:
    """Return the address of a form for those who may open it, blank for everybody else."""
    if not may(participation, right):
        return ""
    return reverse(url_name, args=[participation.number, *([uuid.UUID(fact.fact_id)] if fact else [])])


def _note_shown(note: str, *, with_health: bool) -> str:
    """Return a note as this reader may see it."""
    if not with_health and speaks_of_health(note):
        return str(_("What speaks of health is only for the person in charge."))
    return note


def _open_facts(participation: Participation) -> list[CaseFact]:
    rights = {DIAGNOSIS: RIGHT, FINDING: FINDING_RIGHT, EVENT: FINDING_RIGHT}
    return [fact for fact in once(participation, "case_facts", facts_of) if may(participation, rights[fact.kind])]


def _entry(fact: CaseFact, on: datetime.date, facts: Sequence[CaseFact], participation: Participation) -> TimelineEntry:
    kind, order = KINDS[fact.kind], fact.fact_id
    if fact.kind == DIAGNOSIS:
        note = _progress(fact, facts, with_protected=may(participation, HEALTH_RIGHT))
        return TimelineEntry(on, kind, stage_name(fact), "chart", "diag", fact.assessor or fact.by, note, order)
    if fact.kind == FINDING:
        title = _("Finding at exit: %(outcome)s") % {"outcome": outcome_name(fact.word)}
        why_not = remark(participation, on, is_complete=fact.is_complete)
        return TimelineEntry(on, kind, title, "document", "diag", fact.assessor, [why_not] if why_not else [], order)
    return TimelineEntry(on, kind, event_name(fact), "briefcase", "sys", order=order)


def _progress(fact: CaseFact, facts: Sequence[CaseFact], *, with_protected: bool) -> list[str]:
    """Compare an assessment with the first one; nothing for the first one itself."""
    comparison = compare(facts[: facts.index(fact) + 1], with_protected=with_protected)
    return [comparison.sentence] if comparison and comparison.after is fact else []
