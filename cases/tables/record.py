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
from cases.queries.confirmations import CONFIRM
from cases.queries.facts import DIAGNOSIS, EVENT, FINDING, CaseFact, facts_of, findings_of, words_of
from cases.tables.assessments import assessment_shown, scales_for
from cases.tables.diagnosis import Scales, assessments, compare, stage_name
from cases.tables.results import event_name, findings_shown, outcome_name, remark
from cases.tables.window import day_in_words, finding_alerts
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
    scales = scales_for(participation) if len(assessments(facts)) > 1 else {}
    return [_entry(fact, fact.on, facts, scales, participation) for fact in reversed(facts) if fact.on][:most]


def alerts(participation: Participation) -> Iterable[str | Alert]:
    """Return what is missing about the result."""
    if may(participation, FINDING_RIGHT):
        yield from finding_alerts(participation, once(participation, "case_facts", facts_of), today())


def diagnosis_page(request: HttpRequest, participation: Participation) -> dict[str, Any]:
    """Return needs before and after, all assessments, the findings at exit and the events after leaving."""
    facts, with_health = _open_facts(participation), may(participation, HEALTH_RIGHT)
    findings = findings_of(participation) if may(participation, FINDING_RIGHT) else []
    words, scales = words_of(participation), scales_for(participation)
    return {
        **evidence_of(participation),
        "assessments": [
            assessment_shown(
                fact,
                scales,
                words,
                with_health=with_health,
                url=_address(participation, "record_diagnosis", "change_diagnosis", fact),
            )
            for fact in reversed(assessments(facts))
        ],
        "print_url": _printout(participation),
        "findings": findings_shown(findings, participation, with_health=with_health),
        "events": [
            (fact, event_name(fact), _address(participation, "record_finding", "change_exit_event", fact))
            for fact in reversed(facts)
            if fact.kind == EVENT
        ],
        "day": day_in_words(participation, today()),
        "may_confirm": may(participation, CONFIRM),
        "may_see_findings": may(participation, FINDING_RIGHT),
        "new_diagnosis_url": _address(participation, "record_diagnosis", "new_diagnosis"),
        "new_finding_url": _address(participation, "record_finding", "record_finding"),
        "new_event_url": _address(participation, "record_finding", "new_exit_event"),
    }


def evidence_of(participation: Participation) -> dict[str, Any]:
    """Return needs before and after as this reader may see them, and where they are compared in sentences."""
    facts, with_health = _open_facts(participation), may(participation, HEALTH_RIGHT)
    taken = assessments(facts)
    scales = scales_for(participation) if taken else {}
    return {
        "comparison": compare(facts, scales, with_protected=with_health),
        "compare_url": reverse("compare_diagnoses", args=[participation.number]) if len(taken) > 1 else "",
    }


def _printout(participation: Participation) -> str:
    """Return the address of what is printed; blank in an emergency: the record is read on its pages alone (S28)."""
    is_open = not participation.in_emergency  # type: ignore[attr-defined]
    return reverse("print_diagnosis", args=[participation.number]) if is_open else ""


def _address(participation: Participation, right: str, url_name: str, fact: CaseFact | None = None) -> str:
    """Return the address of a form for those who may open it, blank for everybody else."""
    if not may(participation, right):
        return ""
    return reverse(url_name, args=[participation.number, *([uuid.UUID(fact.fact_id)] if fact else [])])


def _open_facts(participation: Participation) -> list[CaseFact]:
    rights = {DIAGNOSIS: RIGHT, FINDING: FINDING_RIGHT, EVENT: FINDING_RIGHT}
    if not any(may(participation, each) for each in rights.values()):
        return []
    return [fact for fact in once(participation, "case_facts", facts_of) if may(participation, rights[fact.kind])]


def _entry(
    fact: CaseFact, on: datetime.date, facts: Sequence[CaseFact], scales: Scales, participation: Participation
) -> TimelineEntry:
    kind, order = KINDS[fact.kind], fact.fact_id
    if fact.kind == DIAGNOSIS:
        note = _progress(fact, facts, scales, with_protected=may(participation, HEALTH_RIGHT))
        return TimelineEntry(
            on, kind, stage_name(fact), "chart", "diag", fact.assessor or _("assessor not given"), note, order
        )
    if fact.kind == FINDING:
        title = _("Finding at exit: %(outcome)s") % {"outcome": outcome_name(fact.word)}
        why_not = remark(participation, on, is_complete=fact.is_complete, is_confirmed=not fact.waits)
        return TimelineEntry(on, kind, title, "document", "diag", fact.assessor, [why_not] if why_not else [], order)
    return TimelineEntry(on, kind, event_name(fact), "briefcase", "sys", order=order)


def _progress(fact: CaseFact, facts: Sequence[CaseFact], scales: Scales, *, with_protected: bool) -> list[str]:
    """Compare an assessment with the first one; nothing for the first one itself."""
    so_far = assessments(facts[: facts.index(fact) + 1])
    comparison = compare(so_far, scales, with_protected=with_protected) if len(so_far) > 1 else None
    return [comparison.sentence] if comparison and comparison.after is fact else []
