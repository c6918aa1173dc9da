"""What differs between two states of a report, person by person, and what each change comes from (R38, R69)."""

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reporting.enums import ChangeKind
from reporting.models import ReportEdition
from reporting.queries.causes import Cause, causes_of
from reporting.queries.editions import evidence_of
from reporting.queries.evidence import Evidence, evidence_behind
from reporting.rules import Indicator, Period

Key = tuple[str, str]


@dataclass(frozen=True)
class Side:
    """One state of a report: of which days, as known when, and who counted. ``edition`` is blank for a state of now."""

    period: Period
    evidence: Sequence[Evidence]
    edition: ReportEdition | None = None

    @property
    def known_on(self) -> Any:
        """Return the moment of knowledge."""
        return self.period.known_on

    def codes(self, indicators: Sequence[Indicator]) -> set[str]:
        """Return which indicators it has: those frozen with it, or those of now."""
        if self.edition is None:
            return {each.code for each in indicators}
        return {line["code"] for line in self.edition.content["indicators"]}


@dataclass(frozen=True)
class Difference:
    """One person who counts otherwise for one indicator: before, after, and why."""

    indicator: str
    number: str
    kind: ChangeKind
    before: Evidence | None
    after: Evidence | None
    causes: tuple[Cause, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return what an edition keeps of the change."""
        return {
            "indicator": self.indicator,
            "number": self.number,
            "kind": self.kind.value,
            "before": _said(self.before),
            "after": _said(self.after),
            "causes": [each.as_json() for each in self.causes],
        }


def side_of(edition: ReportEdition) -> Side:
    """Return a frozen edition as one side: one query."""
    return Side(Period(edition.starts_on, edition.ends_on, edition.known_on), evidence_of(edition), edition)


def differences(project: Any, before: Side, after: Side, indicators: Sequence[Indicator]) -> list[Difference]:
    """Return everybody who counts otherwise for days that both sides cover, with the causes.

    The number of queries does not depend on the number of people. Who counts only on days that one side does not reach
    is no difference: those are new. Nor is an indicator that one side alone has: nothing of it was said before.
    """
    found = list(_changed(before, after, _in_both(before, after, indicators)))
    if not found:
        return []
    recount = evidence_behind(project, before.period, indicators)
    causes = causes_of(project, before.known_on, after.known_on, found, indicators, _otherwise(before, recount))
    return [
        Difference(each.indicator, each.number, each.kind, each.before, each.after, causes[each.indicator, each.number])
        for each in found
    ]


def carried(before: Side, after: Side, indicators: Sequence[Indicator]) -> dict[str, dict[str, int]]:
    """Say of each cumulative figure how it came about: before, corrected, new, after (R69).

    ``corrected`` is what late entries and corrections changed for days that the earlier side covered, ``new`` who
    counts on days after them: the three parts always make the figure. By codes of indicators and target groups; the
    groups divide the first indicator. An indicator that one side alone has is left out.
    """
    both = _in_both(before, after, indicators)
    sides = [_by_code(side, indicators[0].code, both) for side in (before, after)]
    last = before.period.ends_on
    found = {}
    for code in sides[0].keys() | sides[1].keys():
        was, now = (side.get(code, []) for side in sides)
        covered = sum(day <= last for day in now)
        found[code] = {
            "before": len(was), "corrected": covered - len(was), "new": len(now) - covered, "after": len(now),
        }  # fmt: skip
    return found


def in_one_alone(before: Side, after: Side, indicators: Sequence[Indicator]) -> list[str]:
    """Return the codes of indicators that one of the two has and the other not: these are not compared."""
    return sorted(before.codes(indicators) ^ after.codes(indicators))


def _in_both(before: Side, after: Side, indicators: Sequence[Indicator]) -> set[str]:
    return before.codes(indicators) & after.codes(indicators)


def _by_code(side: Side, divided: str, both: Collection[str]) -> dict[str, list[datetime.date]]:
    found: dict[str, list[datetime.date]] = {}
    for each in side.evidence:
        if each.indicator not in both:
            continue
        codes = [each.indicator, *([each.target_group] if each.indicator == divided and each.target_group else [])]
        for code in codes:
            found.setdefault(code, []).append(each.counted_on)
    return found


def _changed(before: Side, after: Side, both: Collection[str]) -> Iterable[Difference]:
    was, now = _by_key(before.evidence), _by_key(after.evidence)
    for key in sorted(key for key in was.keys() | now.keys() if key[0] in both):
        old, new = was.get(key), now.get(key)
        kind = _kind(old, new, before.period, after.period)
        if kind is not None:
            yield Difference(*key, kind, old, new)


def _kind(old: Evidence | None, new: Evidence | None, before: Period, after: Period) -> ChangeKind | None:
    if old and new:
        return ChangeKind.OTHERWISE if _facts(old) != _facts(new) else None
    if new:
        return ChangeKind.CAME if new.counted_on <= before.ends_on else None
    return ChangeKind.WENT if old and old.counted_on <= after.ends_on else None


def _facts(each: Evidence) -> tuple[Any, ...]:
    return (each.counted_on, each.sex, each.target_group)


def _by_key(evidence: Iterable[Evidence]) -> Mapping[Key, Evidence]:
    return {(each.indicator, each.number): each for each in evidence}


def _otherwise(before: Side, recount: Iterable[Evidence]) -> set[Key]:
    """Return for whom the rules of now say something else of the same facts than was frozen: the rules changed."""
    frozen, counted = _by_key(before.evidence), _by_key(recount)
    return {
        key
        for key in frozen.keys() | counted.keys()
        if (frozen[key] and _facts(frozen[key]) if key in frozen else None)
        != (_facts(counted[key]) if key in counted else None)
    }


def _said(each: Evidence | None) -> list[str] | None:
    return [each.counted_on.isoformat(), each.sex, each.target_group] if each else None
