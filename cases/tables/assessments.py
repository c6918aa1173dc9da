"""Assessments one by one and two by two, as a reader may see them: sentences, and by what each level is seen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from beneficiaries.models import Participation
from cases.queries.facts import CaseFact, Words, facts_of
from cases.queries.instruments import scales_of
from cases.rules.evidence import is_open
from cases.rules.results import speaks_of_health
from cases.tables.diagnosis import AreaRow, Comparison, Scales, assessments, compare_two, stage_name
from portal.records import once
from portal.ui.formatting import short_date


@dataclass(frozen=True)
class AreaSaid:
    """One area, and the evidence of each side; a sentence about the lock stands for evidence that is not open."""

    row: AreaRow
    before_seen: str = ""
    after_seen: str = ""


@dataclass(frozen=True)
class AssessmentShown:
    """One assessment: what it is, its note, where it is corrected (blank: not by this reader), its areas."""

    fact: CaseFact
    stage: str
    note: str
    url: str
    areas: Sequence[AreaSaid]


def scales_for(participation: Participation) -> Scales:
    """Return the scales of all assessments of a participation (read once for a page)."""
    facts = assessments(once(participation, "case_facts", facts_of))
    return once(participation, "scales", lambda _participation: scales_of({fact.instrument for fact in facts}))


def assessment_shown(
    fact: CaseFact, scales: Scales, words: Mapping[str, Words], *, with_health: bool, url: str
) -> AssessmentShown:
    """Return an assessment as this reader may see it."""
    alone = compare_two(fact, None, scales, with_protected=with_health)
    note = words[fact.fact_id].note if fact.fact_id in words else ""
    areas = areas_said(alone, words, with_health=with_health)
    return AssessmentShown(fact, stage_name(fact), note_shown(note, with_health=with_health), url, areas)


def areas_said(comparison: Comparison, words: Mapping[str, Words], *, with_health: bool) -> list[AreaSaid]:
    """Return the areas of one or two assessments with their evidence; areas of no level and no evidence stay out."""
    said = [
        AreaSaid(
            row,
            _seen(row, comparison.before, words, with_health=with_health),
            _seen(row, comparison.after, words, with_health=with_health) if comparison.after else "",
        )
        for row in comparison.rows
    ]
    return [
        each
        for each in said
        if each.row.is_locked or each.row.before or each.row.after or each.before_seen or each.after_seen
    ]


def note_shown(note: str, *, with_health: bool) -> str:
    """Return a note as this reader may see it."""
    return _locked_words() if not with_health and speaks_of_health(note) else note


def name_in_a_list(fact: CaseFact) -> str:
    """Return what an assessment is called among others."""
    return f"{stage_name(fact)}, {short_date(fact.on)}"


def _seen(row: AreaRow, fact: CaseFact, words: Mapping[str, Words], *, with_health: bool) -> str:
    text = words[fact.fact_id].evidence.get(row.code, "") if fact.fact_id in words else ""
    if row.is_locked or not text:
        return ""
    return text if is_open(text, is_protected=False, with_health=with_health) else _locked_words()


def _locked_words() -> str:
    return str(_("What speaks of health is only for the person in charge."))
