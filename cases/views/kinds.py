"""The three kinds of fact that have a page of their own, and what differs between them."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from django.utils.translation import gettext_lazy as _

from beneficiaries.models import Participation
from cases.domain import by_hand
from cases.forms import facts as forms
from cases.forms.diagnosis import DiagnosisCorrection, DiagnosisForm
from cases.models import ExitEvent, ExitFinding, NeedsDiagnosis
from cases.queries.facts import DIAGNOSIS as ASSESSED
from cases.queries.facts import facts_of, findings_of
from cases.queries.instruments import scale_to_assess, scales_of
from cases.rules.instruments import Former
from cases.rules.results import is_in_window
from cases.tables.diagnosis import day_refusal, order_remark
from cases.tables.results import contradiction, event_remark, of_child, remark
from portal.clock import today
from portal.records import Words, once


@dataclass(frozen=True)
class Kind:
    """One kind: its right, forms, actions and words.

    ``refuses`` says why the day cannot be right, blank if it can; ``asks`` what to confirm before saving: why the
    entry will not count, what it contradicts. Both take the entry that is being corrected, if any. ``offers`` gives
    the form what only this kind needs; it takes the mark of the instrument that an open form or a draft carries.
    """

    code: str
    right: str
    model: Any
    new_form: Any
    correction: Any
    template: str
    enter: Callable[..., Any]
    correct: Callable[..., Any]
    asks: Callable[[Participation, dict[str, Any], Any], list[str]]
    saved: Words
    refuses: Callable[[Participation, dict[str, Any]], str] = lambda participation, values: ""
    offers: Callable[[Participation, str, Any], dict[str, Any]] = lambda participation, mark, fact: {}

    def is_likely(self, participation: Participation, day: datetime.date) -> bool:
        """Tell whether the day may be proposed: a finding or an event of that day would lie in the window (R40)."""
        version, days = participation.in_force, participation.grant_project.result_window_days  # type: ignore[attr-defined]
        return self.model is NeedsDiagnosis or (version is not None and is_in_window(day, version.end_on, days))


def _ask_of_diagnosis(participation: Participation, values: dict[str, Any], fact: Any) -> list[str]:
    others = [each for each in facts_of(participation) if fact is None or each.fact_id != fact.fact_id.hex]
    said = order_remark(others, values["stage"], values["taken_on"])
    return [said] if said else []


def _ask_of_finding(participation: Participation, values: dict[str, Any], fact: Any) -> list[str]:
    others = [each for each in findings_of(participation) if fact is None or each.fact_id != fact.fact_id]
    said = (
        remark(participation, values["found_on"], is_complete=True),
        contradiction(others, values["outcome"], values["found_on"]),
    )
    return [each for each in said if each]


def _ask_of_event(participation: Participation, values: dict[str, Any], fact: Any) -> list[str]:
    said = event_remark(participation, values["occurred_on"], values["kind"])
    return [said] if said else []


def _offer_diagnosis(participation: Participation, mark: str, fact: NeedsDiagnosis | None) -> dict[str, Any]:
    """Return the scale to assess by and the assessment before this one; nothing of it is chosen beforehand."""
    taken = [each for each in once(participation, "case_facts", facts_of) if each.kind == ASSESSED]
    if fact is None:
        scale, earlier = scale_to_assess(participation.grant_project, today(), mark), taken
    else:
        key = (fact.instrument_code, fact.instrument_version)
        scale = scales_of([key])[key]
        earlier = list(takewhile(lambda each: each.fact_id != fact.fact_id.hex, taken))
    if not earlier or earlier[-1].on is None:
        return {"scale": scale}
    last = earlier[-1]
    scales = {scale.key: scale} if last.instrument == scale.key else scales_of([last.instrument])
    return {"scale": scale, "former": Former(last.on, last.scores, scales[last.instrument])}  # type: ignore[arg-type]


def _refuse_diagnosis(participation: Participation, values: dict[str, Any]) -> str:
    return day_refusal(participation.grant_project, values["taken_on"])


DIAGNOSIS = Kind(
    "diagnosis", "record_diagnosis", NeedsDiagnosis, DiagnosisForm, DiagnosisCorrection,
    "cases/diagnosis_form.html", by_hand.enter_diagnosis, by_hand.correct_diagnosis,
    _ask_of_diagnosis, _("The assessment is recorded."), _refuse_diagnosis, _offer_diagnosis,
)  # fmt: skip
FINDING = Kind(
    "finding", "record_finding", ExitFinding, forms.FindingForm, forms.FindingCorrection, "cases/finding_form.html",
    by_hand.enter_finding, by_hand.correct_finding, _ask_of_finding, _("The finding is recorded."),
    offers=lambda participation, mark, fact: {"of_child": of_child(participation)},
)  # fmt: skip
EVENT = Kind(
    "exit-event", "record_finding", ExitEvent, forms.EventForm, forms.EventCorrection, "cases/event_form.html",
    by_hand.enter_exit_event, by_hand.correct_exit_event, _ask_of_event, _("The event is recorded."),
)  # fmt: skip
