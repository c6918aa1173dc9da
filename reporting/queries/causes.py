"""What a change between two moments comes from: which facts were entered, corrected, taken back or merged meanwhile.

Read from the versions of the facts alone, so that it says the same whenever it is asked. A version knows why it stands
there, which tells a merge and its undoing from a correction.
"""

import datetime
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from cases.models import ExitEvent, ExitFinding, FindingConfirmation
from portal.merging.registry import DIVIDED, MERGED
from portal.programmes.models import GrantProject, ServiceType
from reporting.enums import CauseKind, FactKind
from reporting.queries.facts import column
from reporting.queries.histories import VALUES, Between, History, histories_of, is_in_force
from reporting.rules import Indicator, Rule
from services.models import SupportDelivery

COLUMN = re.compile(r"\bp\.(\w+)")
ALWAYS = frozenset({"start_on", "sex", "target_group_id"})
OF_FINDINGS = frozenset({"found_on", "improved", "confirmed"})
WORK = ("job", "job-search")
EVENTS = {"job_on": WORK, "job_search_on": WORK, "education_on": ("education",), "qualification_on": ("qualification",)}
OF_EVENTS = frozenset(EVENTS)
STARTS = ("delivered_on", "service_type_id")
"""What decides about a support whether participation starts with it."""
WITH_THE_START = frozenset({"start_on", "age_at_start", "target_group_id", "missing"})
"""What is worked out anew when the start moves."""
NAMES: dict[Any, FactKind] = {
    SupportDelivery: FactKind.SUPPORT,
    ExitFinding: FactKind.FINDING,
    FindingConfirmation: FactKind.CONFIRMATION,
    ExitEvent: FactKind.EVENT,
}


@dataclass(frozen=True, order=True)
class Cause:
    """Why somebody counts otherwise: what happened, to which fact, when it was recorded (blank where nobody knows)."""

    kind: CauseKind
    fact: FactKind
    at: str = ""

    def as_json(self) -> list[str]:
        """Return what an edition keeps of it."""
        return [self.kind.value, self.fact.value, self.at]


def causes_of(
    project: GrantProject,
    first: datetime.datetime,
    last: datetime.datetime,
    changed: Sequence[Any],
    indicators: Sequence[Indicator],
    by_rule: set[tuple[str, str]],
) -> dict[tuple[str, str], tuple[Cause, ...]]:
    """Return the causes of each change between two moments, by indicator and number.

    ``changed`` has both of each; ``by_rule`` are those that the rules of now decide otherwise.
    Seven queries, whatever the number of changes.
    """
    histories = histories_of(project, Between(first, last), {each.number for each in changed})
    known = {indicator.code: _columns(indicator) for indicator in indicators}
    found = {}
    for each in changed:
        key = (each.indicator, each.number)
        rule = {Cause(CauseKind.RULE, FactKind.RULE)} if key in by_rule else set()
        facts = _of_person(histories.get(each.number), known.get(each.indicator, ALWAYS))
        found[key] = tuple(sorted(rule | facts)) or (Cause(CauseKind.SETTING, FactKind.RULE),)
    return found


def causes_of_support(
    project: GrantProject,
    first: datetime.datetime,
    last: datetime.datetime,
    changed: Sequence[tuple[str, str]],
    base: Sequence[Rule],
    days: tuple[datetime.date, datetime.date],
) -> dict[tuple[str, str], tuple[Cause, ...]]:
    """Return why support of a kind (its code) differs for a number: the support itself, or whether the person counts.

    ``base`` are the rules that make a participant count, ``days`` the first and last of the report. Eight queries,
    whatever the number of changes.
    """
    histories = histories_of(project, Between(first, last), {number for _kind, number in changed})
    kinds = dict(ServiceType.objects.filter(grant_project=project).values_list("code", "pk"))
    read = frozenset(name for rule in base for name in COLUMN.findall(rule.sql))
    found = {}
    for kind, number in changed:
        history = histories.get(number)
        own = _about(history, SupportDelivery, _of_the_kind(kinds[kind], days)) if history else set()
        person = _of_person(history, read)
        counting = {each for each in person if each.fact is not FactKind.SUPPORT}
        found[kind, number] = tuple(sorted(own | counting)) or (Cause(CauseKind.SETTING, FactKind.RULE),)
    return found


def _of_the_kind(kind: Any, days: tuple[datetime.date, datetime.date]) -> Callable[[Any], bool]:
    return lambda support: support.service_type_id == kind and days[0] <= support.delivered_on <= days[1]


def _columns(indicator: Indicator) -> frozenset[str]:
    """Return the facts that an indicator reads."""
    read = {name for rule in indicator.rules for name in COLUMN.findall(rule.sql)}
    moment = set(COLUMN.findall(column(indicator.moment)))
    window = {"end_on"} if (read | moment) & (OF_FINDINGS | OF_EVENTS) else set()
    return frozenset(read | moment | window | ALWAYS)


def _of_person(history: History | None, columns: frozenset[str]) -> set[Cause]:
    if history is None:
        return {Cause(CauseKind.ERASED, FactKind.PERSON)}
    was, now = history.ends(history.versions)
    if was is None or now is None:
        return _appeared_or_gone(history, was, now)
    differs = {name for name in columns if hasattr(was, name) and getattr(was, name) != getattr(now, name)}
    starts = _of_the_start(was, now)
    moved = _about(history, SupportDelivery, starts, STARTS) if "start_on" in differs else set()
    found = moved | _corrections(history, differs, explained=bool(moved))
    if columns & OF_FINDINGS:
        found |= _about(history, ExitFinding, lambda finding: finding.is_complete)
        found |= _about(history, FindingConfirmation)
    kinds = {kind for name, read in EVENTS.items() if name in columns for kind in read}
    return found | _about(history, ExitEvent, lambda event: event.kind in kinds)


def _of_the_start(was: Any, now: Any) -> Callable[[Any], bool]:
    """Return whether a support is the one with which participation started before, or starts now."""
    return lambda support: support.delivered_on in (was.start_on, now.start_on)


def _appeared_or_gone(history: History, was: Any, now: Any) -> set[Cause]:
    """Say why a participation is known to one side alone."""
    if was is None and now is None:
        return set()
    if now is None and history.merged_at:
        return {Cause(CauseKind.MERGED, FactKind.PERSON, history.merged_at.isoformat())}
    if now is None:
        return {Cause(CauseKind.TAKEN_BACK, FactKind.PERSON, history.versions[-1].superseded_at.isoformat())}
    _before, first = next(iter(history.steps(history.versions)))
    return {Cause(_by_why(first.why, CauseKind.LATE), FactKind.PERSON, first.recorded_at.isoformat())}


def _corrections(history: History, differs: set[str], *, explained: bool) -> set[Cause]:
    """Return the steps between the moments that changed one of these facts of the participation.

    ``explained``: the start moved with a support, which is named itself; what follows from the start is no correction.
    """
    found = set()
    for before, version in history.steps(history.versions):
        changed = {name for name in differs if before is None or getattr(before, name) != getattr(version, name)}
        if "start_on" in changed and explained and version.why not in (MERGED, DIVIDED):
            changed -= WITH_THE_START
        if changed:
            kind = _by_why(version.why, CauseKind.CORRECTED)
            found.add(Cause(kind, FactKind.PERSON, version.recorded_at.isoformat()))
    return found


def _about(
    history: History, model: Any, matters: Callable[[Any], bool] = lambda fact: True, names: Sequence[str] = ()
) -> set[Cause]:
    """Return what happened to the facts of one kind that matter, net: entered and taken back again says nothing.

    ``names`` are the values that matter; blank for all.
    """
    found = set()
    for versions in history.facts[model]:
        was, now = history.ends(versions)
        if any(each is not None and matters(each) for each in (was, now)):
            found |= _of_fact(history, model, names or VALUES[model], versions, was, now)
    return found


def _of_fact(history: History, model: Any, names: Sequence[str], versions: list[Any], was: Any, now: Any) -> set[Cause]:
    fact = NAMES[model]
    if was is not None and now is not None:
        said = [
            version
            for before, version in history.steps(versions)
            if any(getattr(before, name) != getattr(version, name) for name in names)
        ]
        if all(getattr(was, name) == getattr(now, name) for name in names) or not said:
            return set()
        return {Cause(_by_why(said[-1].why, CauseKind.CORRECTED), fact, said[-1].recorded_at.isoformat())}
    step = _step_here(history, versions, now) if now is not None else _step_away(history, versions)
    if step is not None:
        return {Cause(_by_why(step.why, CauseKind.MERGED), fact, step.recorded_at.isoformat())}
    if now is None:
        return {Cause(CauseKind.TAKEN_BACK, fact, versions[-1].superseded_at.isoformat())}
    _before, first = next(iter(history.steps(versions)))
    return {Cause(CauseKind.LATE, fact, first.recorded_at.isoformat())}


def _step_here(history: History, versions: list[Any], now: Any) -> Any:
    """Return the version with which a fact of another participation came to this one; nothing for one of its own."""
    if versions[0].participation_id == history.key:
        return None
    place = versions.index(now)
    while versions[place - 1].participation_id == history.key:
        place -= 1
    return versions[place]


def _step_away(history: History, versions: list[Any]) -> Any:
    """Return the version with which a fact went to another participation; nothing when it is in force nowhere."""
    last = history.between.last
    if not any(is_in_force(row, last) for row in versions):
        return None
    own = [
        place for place, row in enumerate(versions) if row.participation_id == history.key and row.recorded_at <= last
    ]
    return versions[own[-1] + 1]


def _by_why(why: str, otherwise: CauseKind) -> CauseKind:
    return {MERGED: CauseKind.MERGED, DIVIDED: CauseKind.DIVIDED}.get(why, otherwise)
