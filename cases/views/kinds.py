"""The three kinds of fact that have a page of their own, and what differs between them."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from beneficiaries.models import Participation
from cases import forms
from cases.domain import by_hand
from cases.models import ExitEvent, ExitFinding, NeedsDiagnosis
from cases.rules import is_in_window
from cases.tables.results import event_remark, remark
from portal.records import Words


@dataclass(frozen=True)
class Kind:
    """One kind: its right, forms, actions and words. ``asks`` says why an entry will not count, blank if it may."""

    code: str
    right: str
    model: Any
    new_form: Any
    correction: Any
    template: str
    enter: Callable[..., Any]
    correct: Callable[..., Any]
    asks: Callable[[Participation, dict[str, Any]], str]
    saved: Words

    def is_likely(self, participation: Participation, day: datetime.date) -> bool:
        """Tell whether the day may be proposed: a finding or an event of that day would lie in the window (R40)."""
        version, days = participation.in_force, participation.grant_project.result_window_days  # type: ignore[attr-defined]
        return self.model is NeedsDiagnosis or (version is not None and is_in_window(day, version.end_on, days))


def _nothing(participation: Participation, values: dict[str, Any]) -> str:
    return ""


def _finding_remark(participation: Participation, values: dict[str, Any]) -> str:
    return remark(participation, values["found_on"], is_complete=True)


def _event_remark(participation: Participation, values: dict[str, Any]) -> str:
    return event_remark(participation, values["occurred_on"], values["kind"])


DIAGNOSIS = Kind(
    "diagnosis", "record_diagnosis", NeedsDiagnosis, forms.DiagnosisForm, forms.DiagnosisCorrection,
    "cases/diagnosis_form.html", by_hand.enter_diagnosis, by_hand.correct_diagnosis, _nothing,
    _("The assessment is recorded."),
)  # fmt: skip
FINDING = Kind(
    "finding", "record_finding", ExitFinding, forms.FindingForm, forms.FindingCorrection, "cases/finding_form.html",
    by_hand.enter_finding, by_hand.correct_finding, _finding_remark, _("The finding is recorded."),
)  # fmt: skip
EVENT = Kind(
    "exit-event", "record_finding", ExitEvent, forms.EventForm, forms.EventCorrection, "cases/event_form.html",
    by_hand.enter_exit_event, by_hand.correct_exit_event, _event_remark, _("The event is recorded."),
)  # fmt: skip
