"""What is held of a person here, as told to that person: diagnoses, findings, plan, referrals, tasks (GDPR 15, S67)."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beneficiaries.models import Participation
from cases.enums import LEVEL_WORDS, PROTECTED, Area, Recipient
from cases.models import (
    ExitEvent,
    ExitFinding,
    IntegrationPlan,
    LegalisationCase,
    LegalisationDocument,
    NeedsDiagnosis,
    PlanGoal,
    PlanReview,
    PlanSignature,
    PlanStep,
    Referral,
    Task,
)
from cases.rules.evidence import is_open, read
from portal.rights import HeldItem, item_of
from portal.ui.formatting import short_date

HEALTH = "view_health_area"
FINDING = {
    "found_on": gettext_lazy("Day of the finding"),
    "outcome": gettext_lazy("Outcome"),
    "reason": gettext_lazy("Reason"),
}
PLAN = {
    "opened_on": gettext_lazy("Plan made on"),
    "statutory_programme": gettext_lazy("Statutory programme"),
    "statutory_where": gettext_lazy("Where the statutory programme runs"),
    "closed_on": gettext_lazy("Plan closed on"),
    "end_reason": gettext_lazy("Why the plan was closed"),
    "closing_note": gettext_lazy("Note at the end of the plan"),
}
GOAL = {"text": gettext_lazy("Goal"), "own_words": gettext_lazy("In the language of the person")}
STEP = {
    "what": gettext_lazy("Step"),
    "own_words": gettext_lazy("In the language of the person"),
    "other_help": gettext_lazy("Help of others"),
    "due_on": gettext_lazy("Until"),
    "state": gettext_lazy("State"),
    "drop_reason": gettext_lazy("Why it was dropped"),
}
CASE = {
    "office": gettext_lazy("Office"),
    "case_number": gettext_lazy("Case number"),
    "filed_on": gettext_lazy("Filed on"),
    "deadline": gettext_lazy("Deadline"),
    "deadline_for": gettext_lazy("Deadline for what"),
    "decision": gettext_lazy("Decision"),
    "decided_on": gettext_lazy("Decided on"),
    "other_name": gettext_lazy("Kind of case"),
}
REFERRAL = {
    "sent_on": gettext_lazy("Sent on"),
    "purpose": gettext_lazy("Purpose"),
    "request": gettext_lazy("What was asked for"),
    "outside_kind": gettext_lazy("Kind of body"),
    "outside_name": gettext_lazy("Outside body"),
    "basis": gettext_lazy("Basis"),
    "consent_on": gettext_lazy("Consent given on"),
    "state": gettext_lazy("State"),
}


def assessments(participation: Participation) -> Sequence[HeldItem]:
    """Return each needs assessment, the area of health as an entry of its own that few may read."""
    return [item for row in _rows(NeedsDiagnosis, participation) for item in _assessment(row)]


def findings(participation: Participation) -> Sequence[HeldItem]:
    """Return findings at exit and events after leaving; a reason can speak of health."""
    found = [item_of(row, _("Finding at exit"), FINDING, free=["reason"], action=HEALTH if row.reason else "")
             for row in _rows(ExitFinding, participation)]  # fmt: skip
    labels = {"occurred_on": _("Day"), "kind": _("What happened")}
    return [*found, *(item_of(row, _("After leaving"), labels) for row in _rows(ExitEvent, participation))]


def plan(participation: Participation) -> Sequence[HeldItem]:
    """Return plans with goals, steps, talks and signatures; goals about health few may read."""
    protected = {area.value for area in PROTECTED}
    goals = {row.fact_id: row for row in _rows(PlanGoal, participation)}
    hidden = {key for key, row in goals.items() if row.area in protected}
    return [
        *(item_of(row, _("Integration plan"), PLAN, free=["closing_note", "statutory_where"])
          for row in _rows(IntegrationPlan, participation)),
        *(item_of(row, _("Goal of the plan"), GOAL, free=["text", "own_words"],
                  action=HEALTH if row.area in protected else "") for row in _rows(PlanGoal, participation)),
        *(item_of(row, _("Step of the plan"), STEP, free=["what", "own_words", "other_help", "drop_reason"],
                  action=HEALTH if row.goal_fact in hidden else "") for row in _rows(PlanStep, participation)),
        *(item_of(row, _("Talk about the plan"), {"held_on": _("Day"), "agreed": _("Agreed")}, free=["agreed"])
          for row in _rows(PlanReview, participation)),
        *(item_of(row, _("Signature under the plan"), {"signed_on": _("Day"), "signer": _("Signed by")})
          for row in _rows(PlanSignature, participation)),
    ]  # fmt: skip


def legalisation(participation: Participation) -> Sequence[HeldItem]:
    """Return cases of legalisation and the documents collected for them."""
    papers = {"own_name": _("Document"), "code": _("Code"), "state": _("State"), "collected_on": _("Collected on"),
              "reason": _("Reason")}  # fmt: skip
    return [
        *(item_of(row, _("Legalisation of stay"), CASE, free=["deadline_for"])
          for row in _rows(LegalisationCase, participation)),
        *(item_of(row, _("Document for the legalisation of stay"), papers, free=["reason"])
          for row in _rows(LegalisationDocument, participation)),
    ]  # fmt: skip


def referrals(participation: Participation) -> Sequence[HeldItem]:
    """Return to whom the person was referred: these are recipients of the data as well (GDPR 15(1)(c))."""
    rows = Referral.objects.filter(participation__person=participation.person_id)  # type: ignore[misc]
    rows = rows.select_related("participation__person__data_key", "to_organisation").order_by("sent_on")
    return [_referral(row) for row in rows]


def recipients(participation: Participation) -> Sequence[str]:
    """Return which organisations and outside bodies a person was referred to, each with the day (GDPR 19)."""
    rows = Referral.objects.filter(participation__person=participation.person_id)  # type: ignore[misc]
    rows = rows.exclude(recipient=Recipient.COLLEAGUE).select_related(
        "participation__person__data_key", "to_organisation"
    )
    return [f"{_body(row)}, {short_date(row.sent_on)}" for row in rows.order_by("sent_on", "pk")]


def _body(row: Referral) -> str:
    return row.to_organisation.name if row.to_organisation else row.outside_name or row.get_outside_kind_display()


def tasks(participation: Participation) -> Sequence[HeldItem]:
    """Return what colleagues noted to do for the person: words of the staff, read before they are handed out."""
    rows = Task.objects.filter(participation__person=participation.person_id).select_related("data_key")  # type: ignore[misc]
    labels = {"text": _("Task"), "due_on": _("Until"), "done_at": _("Done on")}
    return [item_of(row, _("A task of the staff about you"), labels, free=["text"]) for row in rows.order_by("due_on")]


def _assessment(row: NeedsDiagnosis) -> list[HeldItem]:
    """Return the assessment in up to three entries; what is or speaks of health is one of its own."""
    evidence, title = read(row.evidence), f"{_('Needs assessment')}, {short_date(row.taken_on)}"
    parts: dict[bool, dict[str, tuple[object, str]]] = {True: {}, False: {}}
    for code, level in row.scores.items():
        area = Area(code) if code in Area.values else None
        said, is_protected = evidence.get(code, ""), area is None or area in PROTECTED
        shown = f"{level} – {LEVEL_WORDS.get(level, '')}" + (f". {said}" if said else "")
        parts[is_open(said, is_protected=is_protected, with_health=False)][code] = (area.label if area else code, shown)
    base = item_of(
        row, title, {"stage": _("Stage"), "note": _("Note")}, free=["note"], action=HEALTH if row.note else ""
    )
    return [
        base,
        *(_levels(row, title, areas, "" if is_open_ else HEALTH) for is_open_, areas in parts.items() if areas),
    ]


def _levels(row: NeedsDiagnosis, title: str, areas: dict[str, tuple[object, str]], action: str) -> HeldItem:
    data = {"taken_on": row.taken_on.isoformat(), "scores": {code: row.scores[code] for code in areas}}
    return HeldItem(title, list(areas.values()), data, is_free=bool(row.evidence), action=action)  # type: ignore[arg-type]


def _referral(row: Referral) -> HeldItem:
    made = item_of(row, _("A referral"), REFERRAL, free=["request"])
    if row.to_organisation is None:
        return made
    to = (_("To whom"), row.to_organisation.name)
    return HeldItem(made.title, [to, *made.facts], {**made.data, "to": row.to_organisation.code}, made.is_free)


def _rows(model, participation: Participation) -> list:  # noqa: ANN001 - any version about a participation
    rows = model.objects.filter(participation__person=participation.person_id)  # type: ignore[misc]
    return list(rows.select_related("participation__person__data_key").order_by("-recorded_at", "-id"))
