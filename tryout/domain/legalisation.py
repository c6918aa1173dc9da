"""Cases of legalisation of invented people, their papers partly there, one deadline near and one case decided."""

import datetime
from collections import defaultdict

from cases.enums import Decision, DocumentState
from cases.models import LegalisationCase, LegalisationDocument
from cases.queries.legalisation import dictionary
from tryout.domain.caseload import Case, Cases
from tryout.domain.pen import Pen
from tryout.rules.calendar import TODAY, moment, open_day
from tryout.rules.casework import APPLICATIONS, NOT_NEEDED_BECAUSE, Application

ADULT, STARTED, DECIDED = 18, 14, 8
"""Age; days ago on which a paper was collected first; days ago of a decision."""


def add_legalisation(pen: Pen, cases: Cases) -> None:
    """Let one case of each caseworker wait in the ledger (one query)."""
    words = dictionary()
    papers: dict[str, list[str]] = defaultdict(list)
    for document in words.documents:
        papers[document.parent].append(document.code)
    for place, held in enumerate(cases.values()):
        case = next((each for each in held if each.age >= ADULT), None)
        if case:
            applied = APPLICATIONS[place % len(APPLICATIONS)]
            _add(pen, case, applied, words.offices.get(applied.kind, ""), place, papers[applied.kind])


def _add(pen: Pen, case: Case, applied: Application, office: str, place: int, papers: list[str]) -> None:
    filed_on = _day(applied.filed)
    row = LegalisationCase(
        participation=case.participation, kind=applied.kind, office=office,
        case_number=f"WSC-II.6151.{1204 + 37 * place}.2026" if filed_on else "", filed_on=filed_on,
        deadline=_day(applied.deadline), deadline_for=applied.due, decision=applied.decision,
        decided_on=_day(-DECIDED) if applied.decision == Decision.GRANTED else None, recorded_by=case.caseworker,
    )  # fmt: skip
    collected_on = min(filed_on or TODAY, TODAY - datetime.timedelta(days=STARTED))
    pen.ledger.add(moment(collected_on, 10), row)
    not_needed = None if applied.decision else papers[-1]
    for code in dict.fromkeys([*papers[: applied.collected - 1], papers[-1]]):
        is_there = code != not_needed
        line = LegalisationDocument(
            participation=case.participation, case=row.fact_id, code=code,
            state=DocumentState.COLLECTED if is_there else DocumentState.NOT_NEEDED,
            collected_on=collected_on if is_there else None, reason="" if is_there else NOT_NEEDED_BECAUSE,
            recorded_by=case.caseworker,
        )  # fmt: skip
        pen.ledger.add(moment(collected_on, 11), line)


def _day(days: int | None) -> datetime.date | None:
    return None if days is None else open_day(TODAY + datetime.timedelta(days=days), saturdays=False)
