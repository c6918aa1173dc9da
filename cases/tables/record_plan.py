"""What the record of a person shows of the plan: the page, the card beside the timeline, events, alerts."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from beneficiaries.models import Participation
from cases.enums import PlanEnd, StatutoryProgramme
from cases.queries.facts import facts_of
from cases.queries.plans import PLAN, REVIEW, STEP, PlanMark, goals_of, marks_of, plans_of, steps_of
from cases.rules.plan import OPEN_STATES, is_overdue
from cases.tables.plan import Parts, goals_shown, parts_of, plan_shown
from cases.tables.proposals import proposals
from portal.clock import today
from portal.closing import with_way
from portal.records import Alert, TimelineEntry, may, once, record_address
from portal.ui.formatting import number, short_date

RIGHT, RECORD = "view_plan", "record_plan"
KIND = gettext_lazy("Integration plan")


def plan_page(request: HttpRequest, participation: Participation) -> dict[str, Any]:
    """Return the open plan, earlier ones, and what the latest assessment proposes."""
    day, plans, parts = today(), plans_of(participation), parts_of(participation)
    shown = [plan_shown(plan, parts, day) for plan in plans]
    here = shown[0] if shown and shown[0].plan.closed_on is None else None
    return {
        "here": here,
        "earlier": [each for each in shown if each is not here],
        "review_overdue": here is not None and here.review_on < day,
        "has_statutory": here is not None and here.plan.statutory_programme == StatutoryProgramme.YES,
        "ask_statutory": here is not None and here.plan.statutory_programme == StatutoryProgramme.UNKNOWN,
        "may_record": may(participation, RECORD),
        "add_url": _address(participation, "new_goal", here),
        "review_url": _address(participation, "new_review", here),
        "proposals": _proposals(participation, parts, here),
    }


def plan_card(request: HttpRequest, participation: Participation) -> dict[str, Any] | None:
    """Return the card with the goals of the open plan, how far they are and what comes next."""
    if not may(participation, RIGHT):
        return None
    plan = _open(participation)
    if plan is None:
        return {"goals": [], "participation": participation, "has_plan": False}
    parts = Parts(goals_of(participation), steps_of(participation))
    goals = goals_shown(plan.plan, participation, parts, today())
    return {"goals": goals, "participation": participation, "has_plan": True}


def timeline(participation: Participation, most: int) -> Sequence[TimelineEntry]:
    """Return plans made and closed and talks about them, newest first."""
    if not may(participation, RIGHT):
        return []
    entries = [entry for mark in _marks(participation) for entry in _entries(mark)]
    return sorted(entries, key=lambda entry: (entry.on, entry.order), reverse=True)[:most]


def alerts(participation: Participation) -> Iterable[Alert]:
    """Say which review and how many steps are overdue."""
    plan = _open(participation) if may(participation, RIGHT) else None
    if plan is None:
        return
    day, marks = today(), [mark for mark in _marks(participation) if mark.plan == plan.plan]
    reviews = [mark for mark in marks if mark.kind == REVIEW]
    review_on = reviews[-1].until if reviews else plan.until
    if review_on and review_on < day:
        words = _("The review of the plan was due on %(day)s.") % {"day": short_date(review_on)}
        yield Alert(words, url=_address(participation, "new_review", plan), label=_("Record the review"))
    late = [mark for mark in marks if mark.kind == STEP and mark.until and is_overdue(mark.word, mark.until, day)]
    if late:
        words = ngettext(
            "%(late)s step of the plan is overdue.", "%(late)s steps of the plan are overdue.", len(late)
        ) % {"late": number(len(late))}
        yield Alert(words, url=record_address("person_plan", participation.number), label=_("Go to the plan"))


def closing_questions(participation: Participation) -> Iterable[str]:
    """Say how many steps of the open plan are not done when participation ends."""
    plan = _open(participation) if may(participation, RIGHT) else None
    if plan is None:
        return
    marks = [mark for mark in _marks(participation) if mark.plan == plan.plan and mark.kind == STEP]
    left = [mark for mark in marks if mark.word in OPEN_STATES]
    if left:
        words = ngettext(
            "%(count)s step of the plan is not done. Finish or drop it, and close the plan.",
            "%(count)s steps of the plan are not done. Finish or drop them, and close the plan.",
            len(left),
        )
        url = record_address("person_plan", participation.number)
        yield with_way(words % {"count": number(len(left))}, url, _("Go to the plan"))


def _address(participation: Participation, url_name: str, here: Any) -> str:
    """Return the address of an act on the open plan for those who may do it, blank for everybody else."""
    return reverse(url_name, args=[participation.number]) if here and may(participation, RECORD) else ""


def _proposals(participation: Participation, parts: Parts, here: Any) -> Sequence[Any]:
    if not may(participation, "view_diagnosis") or not may(participation, RECORD):
        return []
    goals = [each.goal for each in here.goals] if here else []
    services = participation.grant_project.service_types.all()  # type: ignore[attr-defined]
    return proposals(participation, once(participation, "case_facts", facts_of), goals, services)


def _marks(participation: Participation) -> list[PlanMark]:
    return once(participation, "plan_marks", marks_of)


def _open(participation: Participation) -> PlanMark | None:
    return next((mark for mark in _marks(participation) if mark.kind == PLAN and mark.ended_on is None), None)


def _entries(mark: PlanMark) -> Iterable[TimelineEntry]:
    order = mark.fact_id.hex
    if mark.kind == PLAN and mark.on:
        yield TimelineEntry(mark.on, KIND, _("Integration plan made"), "check", "diag", order=order)
    if mark.kind == PLAN and mark.ended_on:
        why = str(PlanEnd(mark.word).label) if mark.word in PlanEnd.values else ""
        closed = f"{order}~"  # after what else happened to the plan that day
        yield TimelineEntry(mark.ended_on, KIND, _("Integration plan closed"), "check", "sys", why, order=closed)
    if mark.kind == REVIEW and mark.on:
        next_one = _("Next review: %(day)s.") % {"day": short_date(mark.until)}
        yield TimelineEntry(mark.on, KIND, _("Plan reviewed"), "check", "diag", mark.word, [next_one], order)
