"""One indicator opened: the rule in words, the funnel of exclusions, the people, the sentence about one of them."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beneficiaries.models import Participation
from portal.programmes.models import GrantProject
from portal.ui.formatting import number, short_date
from portal.ui.parts import FunnelStep, Link
from reporting.indicators.conditions import (
    EDUCATION_AFTER,
    ENDED,
    FOUND_IN_WINDOW,
    IMPROVED,
    JOB,
    JOB_SEARCH,
    QUALIFICATION,
)
from reporting.indicators.sentences import sentence
from reporting.queries.behind import Reached
from reporting.queries.people import Check, Step
from reporting.rules import Indicator, Rule
from reporting.tables.periods import Chosen

OF_THE_WINDOW = frozenset({FOUND_IN_WINDOW, IMPROVED, JOB_SEARCH, EDUCATION_AFTER, QUALIFICATION, JOB})
"""Rules about what must be dated within the days after the end (R40)."""
LATER = "later"
"""The code of those who fulfil every rule, but on a day after the period."""


@dataclass(frozen=True)
class PersonLine:
    """One person behind a figure, as far as the account may see."""

    number: str
    name: str
    original: str
    record_url: str
    why_url: str
    group: str
    participation: Participation
    fix_url: str = ""


def person_line(participation: Participation, chosen: Chosen, why: str, *, opens_record: bool) -> PersonLine:
    """Return the line of one person; ``why`` is the address of the explanation, blank for none."""
    person, named = participation.person, participation.named  # type: ignore[attr-defined]
    version = participation.in_force  # type: ignore[attr-defined]
    return PersonLine(
        number=participation.number,
        name=(person.list_name or person.original_name) if named else "",
        original=person.original_name if named and person.list_name else "",
        record_url=reverse("person_record", args=[participation.number]) if named and opens_record else "",
        why_url=chosen.address(why) if why else "",
        group=version.target_group.name if version and version.target_group else "",
        participation=participation,
    )


def funnel_steps(steps: Sequence[Step], indicator: Indicator, chosen: Chosen) -> list[FunnelStep]:
    """Return the funnel: how many are left after each rule; each exclusion leads to the people left out."""
    path = reverse("indicator_detail", args=[indicator.code])
    drawn = []
    for place, step in enumerate(steps):
        following = steps[place + 1] if place + 1 < len(steps) else None
        out = _left_out(following) if following and following.left_out else ""
        url = chosen.address(path, kogo=_code(following.rule)) if following and out else ""
        drawn.append(FunnelStep(step.remaining, _step_label(step, first=place == 0), "", out, url))
    return drawn


def _code(rule: Rule | None) -> str:
    return rule.code if rule else LATER


def _step_label(step: Step, *, first: bool) -> str:
    if first:
        return _("people in the project")
    return str(step.rule.condition) if step.rule else _("counted up to the end of the period")


def _left_out(step: Step) -> str:
    count = {"count": number(step.left_out)}
    if step.rule is None:
        return (
            ngettext("%(count)s person counts only later", "%(count)s people count only later", step.left_out) % count
        )
    words = ngettext(
        "%(count)s person does not meet the next condition",
        "%(count)s people do not meet the next condition",
        step.left_out,
    )
    return words % count


def out_of_reach(reached: Reached) -> list[str]:
    """Say how many stand behind the figure whom the account does not see (contracts §3)."""
    said = []
    if reached.protected:
        words = ngettext("%(count)s protected person", "%(count)s protected people", reached.protected)
        said.append(words % {"count": number(reached.protected)})
    if reached.merged:
        words = ngettext(
            "%(count)s record that was merged with another later",
            "%(count)s records that were merged with others later",
            reached.merged,
        )
        said.append(words % {"count": number(reached.merged)})
    if reached.elsewhere:
        words = ngettext(
            "%(count)s person whom you may not see", "%(count)s people whom you may not see", reached.elsewhere
        )
        said.append(words % {"count": number(reached.elsewhere)})
    return said


def beside_in_words(reached: Reached) -> list[str]:
    """Say that there are others behind the figure, without how many: for a figure of few people (S40)."""
    return [_("There may be people behind this figure whom you may not see.")] if reached.total else []


def whom_chips(indicator: Indicator, chosen: Chosen, wanted: str, left_out: Sequence[Step]) -> list[Link]:
    """Return the views of the list: counted, and whoever is left out by one rule."""
    path = reverse("indicator_detail", args=[indicator.code])
    chips = [Link(_("Counted"), chosen.address(path), wanted == "")]
    for step in left_out:
        if step.left_out and _code(step.rule) == wanted:
            chips.append(Link(_left_out(step), chosen.address(path, kogo=wanted), current=True))
    return chips


def said_of(check: Check, checks: Sequence[Check], project: GrantProject, day: datetime.date) -> str:
    """Return the sentence of a check, and until when what is missing can still be dated (R40)."""
    said = sentence(check)
    end = next((each.fact for each in checks if each.rule is ENDED and each.passed), None)
    if check.passed or check.fact or check.rule not in OF_THE_WINDOW or not isinstance(end, datetime.date):
        return said
    last = end + datetime.timedelta(days=project.result_window_days)
    if not end <= day <= last:
        return said
    still = _("The days for it run until %(day)s: until then it can still count.")
    return f"{said} {still % {'day': short_date(last)}}"
