"""The plan as it stands on paper, in the words of the person who signs it."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import get_language, gettext_lazy, pgettext, pgettext_lazy

from cases.enums import Signer, StepState
from cases.models import IntegrationPlan
from cases.tables.plan import GoalShown, Parts, StepShown, owner_in_words, plan_shown

POLISH = "pl"
SIGNERS = {
    Signer.GUARDIAN: gettext_lazy("Parent or guardian"),
    Signer.PARTICIPANT: pgettext_lazy("under a signature", "Participant"),
}


@dataclass(frozen=True)
class SheetStep:
    """One row: what, with which help, who, until when; ``done`` says that it is done already, blank otherwise.

    ``polish`` is what the project wrote, where the paper says it in other words.
    """

    what: str
    polish: str
    help: str
    owner: str
    due_on: datetime.date
    done: str


@dataclass(frozen=True)
class SheetGoal:
    """One goal, numbered so that people can speak of it, under the name of its area."""

    area: str
    text: str
    polish: str
    steps: Sequence[SheetStep]


@dataclass(frozen=True)
class Sheet:
    """The whole paper. ``hides``: part of the plan is printed by the person in charge alone.

    ``spoken`` is the language of the person, where the paper is in another one; blank where it is the same.
    """

    name: str
    original: str
    number: str
    opened_on: datetime.date
    review_on: datetime.date
    goals: Sequence[SheetGoal]
    signer: str
    hides: bool
    spoken: str = ""


def sheet_of(plan: IntegrationPlan, parts: Parts, day: datetime.date, signer: Signer) -> Sheet:
    """Return the paper in the active language; dropped steps and what is locked to the reader are left out."""
    shown, person = plan_shown(plan, parts, day), plan.participation.person
    readable = [each for each in shown.goals if not each.locked]
    return Sheet(
        name=person.full_name or person.original_name,
        original=person.original_name if person.full_name and person.original_name != person.full_name else "",
        number=plan.participation.number,
        opened_on=plan.opened_on,
        review_on=shown.review_on,
        goals=[_goal(each, number) for number, each in enumerate(readable, start=1)],
        signer=str(SIGNERS[signer]),
        hides=shown.hides,
        spoken=person.contact_language if person.contact_language != get_language() else "",
    )


def _goal(goal: GoalShown, number: int) -> SheetGoal:
    steps = [_step(each) for each in goal.steps if not each.locked and each.step.state != StepState.DROPPED]
    text, polish = _said(goal.goal.text, goal.goal.own_words)
    return SheetGoal(goal.area, f"{number}. {text}", polish, steps)


def _step(shown: StepShown) -> SheetStep:
    step = shown.step
    owner = owner_in_words(step, pgettext("who does a step, on paper for the participant", "you"))
    done = shown.state if step.state == StepState.DONE else ""
    return SheetStep(*_said(step.what, step.own_words), shown.help, owner, step.due_on, done)


def _said(text: str, own_words: str) -> tuple[str, str]:
    """Return the words for the person, and the project's where these differ; a Polish paper says the project's."""
    if get_language() == POLISH or not own_words:
        return str(text), ""
    return str(own_words), str(text)
