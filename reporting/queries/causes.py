"""What a change between two moments comes from: which facts were entered, corrected, taken back or merged meanwhile.

Read from the versions of the facts alone, so that it says the same whenever it is asked. A version knows why it stands
there, which tells a merge and its undoing from a correction.
"""

import datetime
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from beneficiaries.models import Participation, ParticipationVersion, PersonMerge
from cases.models import ExitEvent, ExitFinding, FindingConfirmation
from portal.merging.registry import DIVIDED, MERGED
from portal.programmes.models import GrantProject
from reporting.enums import CauseKind, FactKind
from reporting.queries.facts import column
from reporting.rules import Indicator
from services.models import SupportDelivery

COLUMN = re.compile(r"\bp\.(\w+)")
ALWAYS = frozenset({"start_on", "sex", "target_group_id"})
OF_FINDINGS = frozenset({"found_on", "improved", "confirmed"})
WORK = ("job", "job-search")
EVENTS = {"job_on": WORK, "job_search_on": WORK, "education_on": ("education",), "qualification_on": ("qualification",)}
OF_EVENTS = frozenset(EVENTS)
WITH_THE_START = frozenset({"start_on", "age_at_start", "target_group_id", "missing"})
"""What is worked out anew when the start moves."""
VALUES: dict[Any, tuple[str, ...]] = {
    SupportDelivery: ("delivered_on", "service_type_id"),
    ExitFinding: ("found_on", "outcome", "is_complete"),
    FindingConfirmation: ("finding_id",),
    ExitEvent: ("occurred_on", "kind"),
}
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


@dataclass(frozen=True)
class _Between:
    """Two moments: the first is known to the earlier side, everything up to the second to the later."""

    first: datetime.datetime
    last: datetime.datetime

    def holds(self, moment: datetime.datetime | None) -> bool:
        return moment is not None and self.first < moment <= self.last

    @property
    def moments(self) -> tuple[datetime.datetime, datetime.datetime]:
        return (self.first, self.last)

    def at_first(self) -> Q:
        later = Q(superseded_at__isnull=True) | Q(superseded_at__gt=self.first)
        return later & Q(recorded_at__lte=self.first)

    def touched(self) -> Q:
        inside = (self.first, self.last)
        return Q(recorded_at__gt=inside[0], recorded_at__lte=inside[1]) | Q(
            superseded_at__gt=inside[0], superseded_at__lte=inside[1]
        )


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
    histories = _histories(project, _Between(first, last), {each.number for each in changed})
    known = {indicator.code: _columns(indicator) for indicator in indicators}
    found = {}
    for each in changed:
        key = (each.indicator, each.number)
        rule = {Cause(CauseKind.RULE, FactKind.RULE)} if key in by_rule else set()
        facts = _of_person(histories.get(each.number), known.get(each.indicator, ALWAYS))
        found[key] = tuple(sorted(rule | facts)) or (Cause(CauseKind.SETTING, FactKind.RULE),)
    return found


def _columns(indicator: Indicator) -> frozenset[str]:
    """Return the facts that an indicator reads."""
    read = {name for rule in indicator.rules for name in COLUMN.findall(rule.sql)}
    moment = set(COLUMN.findall(column(indicator.moment)))
    window = {"end_on"} if (read | moment) & (OF_FINDINGS | OF_EVENTS) else set()
    return frozenset(read | moment | window | ALWAYS)


@dataclass
class _History:
    """Everything about one participation between the two moments; of each fact all versions, wherever they stand."""

    key: Any
    between: _Between
    versions: list[Any]
    facts: dict[Any, list[list[Any]]]
    merged_at: datetime.datetime | None = None
    divided_at: datetime.datetime | None = None

    def ends(self, versions: Iterable[Any]) -> tuple[Any, Any]:
        """Return the version in force with this participation at the first moment, and at the last."""
        own = [row for row in versions if row.participation_id == self.key]
        first, last = (next((row for row in own if _in_force(row, at)), None) for at in self.between.moments)
        return first, last

    def steps(self, versions: Sequence[Any]) -> Iterable[tuple[Any, Any]]:
        """Return each version that was recorded between the moments, with the one before it."""
        before = None
        for version in versions:
            if self.between.holds(version.recorded_at):
                yield before, version
            before = version


def _histories(project: GrantProject, between: _Between, numbers: set[str]) -> dict[str, _History]:
    taking_part = list(Participation.objects.filter(grant_project=project, number__in=numbers))
    keys = [each.pk for each in taking_part]
    asked = ParticipationVersion.objects.filter(between.touched() | between.at_first(), participation__in=keys)
    versions: dict[Any, list[Any]] = defaultdict(list)
    for row in asked.order_by("recorded_at", "id"):
        versions[row.participation_id].append(row)
    facts = {model: _facts(model, between, keys) for model in VALUES}
    merges = _merges(between, {each.person_id for each in taking_part})  # type: ignore[attr-defined]
    return {
        each.number: _History(
            each.pk,
            between,
            versions[each.pk],
            {model: found[each.pk] for model, found in facts.items()},
            *merges.get(each.person_id, (None, None)),  # type: ignore[attr-defined]
        )
        for each in taking_part
    }


def _facts(model: Any, between: _Between, keys: Sequence[Any]) -> dict[Any, list[list[Any]]]:
    """Return by participation the facts that changed between the moments, each with all its versions (one query)."""
    changed = model.objects.filter(between.touched(), participation__in=keys).values("fact_id")
    columns = ("id", "fact_id", "participation_id", "recorded_at", "superseded_at", "why", *VALUES[model])
    by_fact: dict[Any, list[Any]] = defaultdict(list)
    for row in model.objects.filter(fact_id__in=changed).only(*columns).order_by("recorded_at", "id"):
        by_fact[row.fact_id].append(row)
    found: dict[Any, list[list[Any]]] = defaultdict(list)
    for versions in by_fact.values():
        for key in {row.participation_id for row in versions}:
            found[key].append(versions)
    return found


def _merges(between: _Between, people: set[Any]) -> dict[Any, tuple[Any, Any]]:
    """Return when somebody's record was merged, and when divided, between the moments and with effect at the last."""
    found: dict[Any, tuple[Any, Any]] = {}
    inside = {"gt": between.first, "lte": between.last}
    asked = Q(**{f"at__{name}": value for name, value in inside.items()}) | Q(
        **{f"undone_at__{name}": value for name, value in inside.items()}
    )
    for merge in PersonMerge.objects.filter(asked, Q(kept__in=people) | Q(gone__in=people)).order_by("at"):
        stands = merge.undone_at is None or merge.undone_at > between.last
        merged = merge.at if between.holds(merge.at) and stands else None
        divided = merge.undone_at if between.holds(merge.undone_at) and not between.holds(merge.at) else None
        for person in (merge.kept_id, merge.gone_id):  # type: ignore[attr-defined]
            before = found.get(person, (None, None))
            found[person] = (merged or before[0], divided or before[1])
    return found


def _of_person(history: _History | None, columns: frozenset[str]) -> set[Cause]:
    if history is None:
        return {Cause(CauseKind.ERASED, FactKind.PERSON)}
    was, now = history.ends(history.versions)
    if was is None or now is None:
        return _appeared_or_gone(history, was, now)
    differs = {name for name in columns if hasattr(was, name) and getattr(was, name) != getattr(now, name)}
    moved = _about(history, SupportDelivery, _of_the_start(was, now)) if "start_on" in differs else set()
    found = moved | _corrections(history, differs, explained=bool(moved))
    if columns & OF_FINDINGS:
        found |= _about(history, ExitFinding, lambda finding: finding.is_complete)
        found |= _about(history, FindingConfirmation)
    kinds = {kind for name, read in EVENTS.items() if name in columns for kind in read}
    return found | _about(history, ExitEvent, lambda event: event.kind in kinds)


def _of_the_start(was: Any, now: Any) -> Callable[[Any], bool]:
    """Return whether a support is the one with which participation started before, or starts now."""
    return lambda support: support.delivered_on in (was.start_on, now.start_on)


def _appeared_or_gone(history: _History, was: Any, now: Any) -> set[Cause]:
    """Say why a participation is known to one side alone."""
    if was is None and now is None:
        return set()
    if now is None and history.merged_at:
        return {Cause(CauseKind.MERGED, FactKind.PERSON, history.merged_at.isoformat())}
    if now is None:
        return {Cause(CauseKind.TAKEN_BACK, FactKind.PERSON, history.versions[-1].superseded_at.isoformat())}
    _before, first = next(iter(history.steps(history.versions)))
    return {Cause(_by_why(first.why, CauseKind.LATE), FactKind.PERSON, first.recorded_at.isoformat())}


def _corrections(history: _History, differs: set[str], *, explained: bool) -> set[Cause]:
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


def _about(history: _History, model: Any, matters: Callable[[Any], bool] = lambda fact: True) -> set[Cause]:
    """Return what happened to the facts of one kind that matter, net: entered and taken back again says nothing."""
    found = set()
    for versions in history.facts[model]:
        was, now = history.ends(versions)
        if any(each is not None and matters(each) for each in (was, now)):
            found |= _of_fact(history, model, versions, was, now)
    return found


def _of_fact(history: _History, model: Any, versions: list[Any], was: Any, now: Any) -> set[Cause]:
    fact, names = NAMES[model], VALUES[model]
    if was is not None and now is not None:
        said = [
            version
            for before, version in history.steps(versions)
            if any(getattr(before, name) != getattr(version, name) for name in names)
        ]
        if all(getattr(was, name) == getattr(now, name) for name in names) or not said:
            return set()
        return {Cause(_by_why(said[-1].why, CauseKind.CORRECTED), fact, said[-1].recorded_at.isoformat())}
    here = [version for _before, version in history.steps(versions)]
    moved = [version for version in here if version.why in (MERGED, DIVIDED)]
    elsewhere = any(row.participation_id != history.key for row in versions)
    if moved and elsewhere:
        return {Cause(_by_why(moved[-1].why, CauseKind.MERGED), fact, moved[-1].recorded_at.isoformat())}
    if now is None:
        return {Cause(CauseKind.TAKEN_BACK, fact, versions[-1].superseded_at.isoformat())}
    return {Cause(CauseKind.LATE, fact, here[0].recorded_at.isoformat())}


def _by_why(why: str, otherwise: CauseKind) -> CauseKind:
    return {MERGED: CauseKind.MERGED, DIVIDED: CauseKind.DIVIDED}.get(why, otherwise)


def _in_force(row: Any, at: datetime.datetime) -> bool:
    return row.recorded_at <= at and (row.superseded_at is None or row.superseded_at > at)
