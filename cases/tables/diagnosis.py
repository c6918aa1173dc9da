"""Needs before and after: levels and their sentences, the change, and the drawing (R93–R94).

Each assessment speaks in the words of the version it was made with. A protected area is only for the person in
charge; to everybody else it is a locked row (R84–R85).
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.enums import LEVEL_WORDS, Stage
from cases.queries.facts import DIAGNOSIS, CaseFact
from cases.rules.instruments import AreaOfScale, Key, Scale
from cases.rules.results import diagnosis_days
from portal.programmes.models import GrantProject
from portal.ui.charts import Change, Dumbbell
from portal.ui.formatting import number, short_date

MINUS = "\N{MINUS SIGN}"
Scales = Mapping[Key, Scale]


@dataclass(frozen=True)
class AreaRow:
    """One area in both assessments: levels (``None``: not assessed) and sentences; ``is_locked`` hides all of it."""

    code: str
    name: str
    short_name: str
    before: int | None = None
    after: int | None = None
    before_said: str = ""
    after_said: str = ""
    is_locked: bool = False

    @property
    def gain(self) -> int | None:
        """By how many levels it changed."""
        return None if self.before is None or self.after is None else self.after - self.before

    @property
    def change(self) -> str:
        """The change in words."""
        gain = self.gain
        if gain is None:
            return ""
        return _("no change") if not gain else f"+{gain}" if gain > 0 else f"{MINUS}{-gain}"


@dataclass(frozen=True)
class Comparison:
    """Two assessments side by side, whatever their days; ``after`` is ``None`` while there is only one."""

    before: CaseFact
    after: CaseFact | None
    rows: Sequence[AreaRow]
    is_of_one_kind: bool = True

    @property
    def chart(self) -> Dumbbell:
        """The drawing."""
        rows = [
            Change(row.name, row.before, row.after, row.change, (row.gain or 0) > 0, row.is_locked) for row in self.rows
        ]
        return Dumbbell([str(word) for word in LEVEL_WORDS.values()], rows)

    @property
    def sentence(self) -> str:
        """In how many of the areas open to the reader the level is higher, and where most."""
        if self.after is None:
            return ""
        if not self.is_of_one_kind:
            return _("The two assessments have different areas, so their levels are not compared.")
        return _progress([row for row in self.rows if row.gain is not None])


def stage_name(fact: CaseFact) -> str:
    """Return the name of an assessment."""
    return str(Stage(fact.word).label) if fact.word in Stage.values else str(_("Needs assessment"))


def assessments(facts: Sequence[CaseFact]) -> list[CaseFact]:
    """Return the diagnoses among some facts, in their order."""
    return [fact for fact in facts if fact.kind == DIAGNOSIS]


def first_and_last(facts: Sequence[CaseFact]) -> tuple[CaseFact | None, CaseFact | None]:
    """Return the earliest first assessment and the latest final one (R93); ``None`` for what is not there.

    The stage decides, not the day. Until there is a final one the latest later assessment stands in for it.
    """
    diagnoses = assessments(facts)
    if not diagnoses:
        return None, None
    first = next((fact for fact in diagnoses if fact.word == Stage.ENTRY), diagnoses[0])
    final = [fact for fact in diagnoses if fact is not first and fact.word == Stage.EXIT]
    later = [fact for fact in diagnoses if fact is not first and (fact.on, fact.fact_id) >= (first.on, first.fact_id)]
    return first, next(reversed(final or later), None)


def compare(facts: Sequence[CaseFact], scales: Scales, *, with_protected: bool) -> Comparison | None:
    """Compare the first assessment with the final one; ``None`` when there is none at all."""
    first, last = first_and_last(facts)
    return compare_two(first, last, scales, with_protected=with_protected) if first else None


def compare_two(before: CaseFact, after: CaseFact | None, scales: Scales, *, with_protected: bool) -> Comparison:
    """Compare two assessments; those of different instruments stand one below the other, without a change."""
    if after is None:
        rows = [_row(area, None, before, None, with_protected) for area in scales[before.instrument].areas]
        return Comparison(before, None, rows)
    old, new = scales[before.instrument], scales[after.instrument]
    if old.key[0] != new.key[0]:
        rows = [_row(area, None, before, None, with_protected) for area in old.areas]
        rows += [_row(None, area, None, after, with_protected) for area in new.areas]
        return Comparison(before, after, rows, is_of_one_kind=False)
    codes = dict.fromkeys(area.code for scale in (new, old) for area in scale.areas)
    rows = [_row(old.area(code), new.area(code), before, after, with_protected) for code in codes]
    return Comparison(before, after, rows)


def day_refusal(project: GrantProject, day: datetime.date) -> str:
    """Say why an assessment cannot be of this day; blank when it can (R95)."""
    first, last = diagnosis_days(project.starts_on, project.ends_on, project.result_window_days)
    if first <= day <= last:
        return ""
    days = {"first": short_date(first), "last": short_date(last)}
    return _("An assessment of this project is dated from %(first)s to %(last)s.") % days


def order_remark(others: Sequence[CaseFact], stage: str, day: datetime.date) -> str:
    """Say that a final assessment would come before a first one, or that there is a first one already (R93)."""
    days = {kind: [fact.on for fact in others if fact.word == kind and fact.on] for kind in (Stage.ENTRY, Stage.EXIT)}
    if stage == Stage.EXIT and days[Stage.ENTRY] and day < min(days[Stage.ENTRY]):
        return _("The first assessment is of %(day)s, after this final one.") % {
            "day": short_date(min(days[Stage.ENTRY]))
        }
    if stage == Stage.ENTRY and days[Stage.EXIT] and day > max(days[Stage.EXIT]):
        return _("The final assessment is of %(day)s, before this first one.") % {
            "day": short_date(max(days[Stage.EXIT]))
        }
    if stage == Stage.ENTRY and days[Stage.ENTRY]:
        return _("There is a first assessment already, of %(day)s.") % {"day": short_date(min(days[Stage.ENTRY]))}
    return ""


def _progress(known: Sequence[AreaRow]) -> str:
    higher = [row for row in known if (row.gain or 0) > 0]
    if not higher:
        return _("No area has a higher level.")
    best = max(higher, key=lambda row: row.gain or 0)
    counted = ngettext(
        "Higher level in %(higher)s of %(areas)s area.", "Higher level in %(higher)s of %(areas)s areas.", len(known)
    ) % {"higher": number(len(higher)), "areas": number(len(known))}
    most = _("Most: %(area)s (%(before)s → %(after)s).") % {
        "area": best.name, "before": best.before, "after": best.after,
    }  # fmt: skip
    return f"{counted} {most}"


def _row(
    old: AreaOfScale | None, new: AreaOfScale | None, before: CaseFact | None, after: CaseFact | None,
    with_protected: bool,
) -> AreaRow:  # fmt: skip
    """Return one area as it was in each assessment; a lock of either version locks it."""
    named = new or old
    if named is None:
        raise ValueError("an area of neither version")
    if not with_protected and any(area.is_protected for area in (old, new) if area):
        return AreaRow(named.code, named.name, named.short_name, is_locked=True)
    first = before.scores.get(named.code) if before and old else None
    last = after.scores.get(named.code) if after and new else None
    said = old.sentence(first) if old else "", new.sentence(last) if new else ""
    return AreaRow(named.code, named.name, named.short_name, first, last, *said)
