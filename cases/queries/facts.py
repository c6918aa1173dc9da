"""Reads about diagnoses, findings at exit and events after leaving."""

import datetime
import json
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    BooleanField,
    DateField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    PositiveSmallIntegerField,
    Q,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Cast

from beneficiaries.models import Participation
from cases.models import ExitEvent, ExitFinding, NeedsDiagnosis
from cases.queries.confirmations import confirmations_of, is_confirmed
from cases.rules.evidence import read
from cases.rules.instruments import FIVE_AREAS, Key
from portal.programmes.models import GrantProject
from portal.reads import ahead

DIAGNOSIS, FINDING, EVENT = "diagnosis", "finding", "event"


@dataclass(frozen=True)
class CaseFact:
    """One diagnosis, finding or event in force, without its sealed parts.

    ``word`` is the stage, the outcome or the kind; ``scores`` maps areas to levels and ``instrument`` says by which
    version; ``is_complete`` is that of a finding, ``assessor`` of a finding or a diagnosis, blank where a list named
    nobody. ``waits``: the project asks for a second person, and none has confirmed the finding yet.
    """

    kind: str
    fact_id: str
    on: datetime.date | None
    word: str
    scores: dict[str, int]
    is_complete: bool
    assessor: str
    instrument: Key = FIVE_AREAS
    waits: bool = False


@dataclass(frozen=True)
class Words:
    """The sealed parts of a diagnosis: the note, and by what the level of each area is seen."""

    note: str
    evidence: dict[str, str]


def facts_of(participation: Participation) -> list[CaseFact]:
    """Return all that is known of the needs and results of a participation, oldest first (one query).

    A person has a handful of these, so that they are read together. A finding without a readable date stands
    first.
    """
    facts = [
        CaseFact(
            kind,
            fact_id.hex,
            on,
            word,
            json.loads(scores or "{}"),
            bool(complete),
            assessor,
            (code, version),
            bool(waits),
        )
        for kind, fact_id, on, word, scores, complete, assessor, code, version, waits in ahead(participation, fact_rows)
    ]
    return sorted(facts, key=lambda fact: (fact.on or datetime.date.min, fact.fact_id))


def fact_rows(participation: Participation) -> QuerySet:
    """Return the rows of ``facts_of``."""
    diagnoses = _columns(
        NeedsDiagnosis, participation, DIAGNOSIS, "taken_on", "stage", areas=Cast("scores", TextField()),
        assessed_by=Cast("assessor", TextField()), code=Cast("instrument_code", TextField()),
        version=F("instrument_version"),
    )  # fmt: skip
    findings = _columns(
        ExitFinding, participation, FINDING, "found_on", "outcome", complete=F("is_complete"),
        assessed_by=Cast("assessor", TextField()), waits=_waits(participation.grant_project),
    )  # fmt: skip
    events = _columns(ExitEvent, participation, EVENT, "occurred_on", "kind")
    return diagnoses.union(findings, events, all=True)


def findings_of(participation: Participation) -> list[ExitFinding]:
    """Return the findings in force with their sealed parts ready to open, the latest first (one query).

    ``finding.confirmation`` is the standing one, if any; read where the project asks for it (one more query).
    """
    findings = list(
        ExitFinding.objects.current()  # type: ignore[attr-defined]
        .filter(participation=participation)
        .order_by(F("found_on").desc(nulls_last=True), "-fact_id")
    )
    standing = confirmations_of(findings) if participation.grant_project.result_second_person else {}
    for finding in findings:
        finding.participation = participation
        finding.confirmation = standing.get(finding.pk)  # type: ignore[attr-defined]
    return findings


def words_of(participation: Participation) -> dict[str, Words]:
    """Return notes and evidence of the diagnoses in force by the key of the fact (one query)."""
    diagnoses = NeedsDiagnosis.objects.current().filter(participation=participation)  # type: ignore[attr-defined]
    found = {}
    for diagnosis in diagnoses.exclude(note__isnull=True, evidence__isnull=True):
        diagnosis.participation = participation
        found[diagnosis.fact_id.hex] = Words(diagnosis.note, read(diagnosis.evidence))
    return found


def has_no_finding(grant_project: GrantProject, day: datetime.date) -> Q:
    """Return the condition for participations that ended by ``day`` without a complete finding in the window (R40).

    Weighed on participations whose version in force is ``in_force``.
    """
    last_day = ExpressionWrapper(
        OuterRef("in_force__end_on") + datetime.timedelta(days=grant_project.result_window_days), DateField()
    )
    in_window = ExitFinding.objects.current().filter(  # type: ignore[attr-defined]
        participation=OuterRef("pk"),
        is_complete=True,
        found_on__gte=OuterRef("in_force__end_on"),
        found_on__lte=last_day,
    )
    return Q(in_force__end_on__lte=day) & Q(in_force__start_on__isnull=False) & ~Q(Exists(in_window))


def has_finding_that_does_not_count(grant_project: GrantProject, day: datetime.date) -> Q:
    """Return the condition for participations with a finding that does not count.

    It is not complete, not in the window, or not confirmed where the project asks for it (R40, R62); without an end
    none counts. Weighed on participations whose version in force is ``in_force``.
    """
    last_day = ExpressionWrapper(
        OuterRef("in_force__end_on") + datetime.timedelta(days=grant_project.result_window_days), DateField()
    )
    findings = ExitFinding.objects.current().filter(participation=OuterRef("pk"))  # type: ignore[attr-defined]
    outside = Q(found_on__lt=OuterRef("in_force__end_on")) | Q(found_on__gt=last_day)
    waits = ~Q(is_confirmed()) if grant_project.result_second_person else Q()
    counts_not = Q(Exists(findings.filter(Q(is_complete=False) | outside | waits)))
    has_no_end = Q(in_force__id__isnull=False, in_force__end_on__isnull=True)
    return counts_not | has_no_end & Q(Exists(findings))


def _waits(grant_project: GrantProject) -> Any:
    return ~is_confirmed() if grant_project.result_second_person else Value(False, BooleanField())


def _columns(model: Any, participation: Participation, kind: str, day: str, word: str, **own: Any) -> QuerySet:
    blank = Value("", TextField())
    columns = {
        "of_kind": Value(kind, TextField()),
        "fact": F("fact_id"),
        "day": F(day),
        "word": Cast(word, TextField()),
        "areas": own.get("areas", blank),
        "complete": own.get("complete", Value(True, BooleanField())),
        "assessed_by": own.get("assessed_by", blank),
        "code": own.get("code", blank),
        "version": own.get("version", Value(0, PositiveSmallIntegerField())),
        "waits": own.get("waits", Value(False, BooleanField())),
    }
    rows = model.objects.current().filter(participation=participation)
    return rows.order_by().annotate(**columns).values_list(*columns)
