"""Needs before and after: levels in words, the change, and where the marks of the drawing stand (R93–R94).

The area of health is only for the person in charge; to everybody else it is a locked row.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.enums import LEVEL_WORDS, PROTECTED, Area, Stage
from cases.queries import DIAGNOSIS, CaseFact
from portal.ui.formatting import DASH, number

FIRST_MARK, BETWEEN_MARKS = 8, 21
MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True)
class Drawing:
    """Where before and after stand, as percentages of the row's width; ``rises`` gives the arrow its way."""

    before: str
    after: str
    rises: bool
    moves: bool


@dataclass(frozen=True)
class AreaRow:
    """One area: its levels in words and the change; ``locked`` hides all of it."""

    name: str
    before: str = DASH
    after: str = DASH
    change: str = ""
    improved: bool = False
    drawing: Drawing | None = None
    locked: bool = False


@dataclass(frozen=True)
class Comparison:
    """The first and the latest assessment side by side; ``after`` is ``None`` while there is only one."""

    before: CaseFact
    after: CaseFact | None
    rows: Sequence[AreaRow]
    sentence: str


def grid() -> list[str]:
    """Return where the five levels stand."""
    return [_place(level) for level in LEVEL_WORDS]


def stage_name(fact: CaseFact) -> str:
    """Return the name of an assessment."""
    return str(Stage(fact.word).label) if fact.word in Stage.values else str(_("Needs assessment"))


def compare(facts: Sequence[CaseFact], *, with_protected: bool) -> Comparison | None:
    """Compare the first assessment with the latest later one; ``None`` when there is none at all."""
    diagnoses = [fact for fact in facts if fact.kind == DIAGNOSIS]
    if not diagnoses:
        return None
    first = next((fact for fact in diagnoses if fact.word == Stage.ENTRY), diagnoses[0])
    later = [fact for fact in diagnoses if fact is not first and (fact.on, fact.fact_id) >= (first.on, first.fact_id)]
    after = later[-1] if later else None
    rows = [_row(area, first.scores, after.scores if after else {}, with_protected) for area in Area]
    return Comparison(first, after, rows, progress(first, after, with_protected=with_protected) if after else "")


def progress(before: CaseFact, after: CaseFact, *, with_protected: bool) -> str:
    """Say in how many of the areas open to the reader the level is higher, and where most."""
    open_to = [area for area in Area if with_protected or area not in PROTECTED]
    known = [area for area in open_to if area in before.scores and area in after.scores]
    gains = {area: after.scores[area] - before.scores[area] for area in known}
    higher = [area for area in known if gains[area] > 0]
    if not higher:
        return _("No area has a higher level.")
    best = max(higher, key=lambda area: gains[area])
    counted = ngettext(
        "Higher level in %(higher)s of %(areas)s area.", "Higher level in %(higher)s of %(areas)s areas.", len(known)
    ) % {"higher": number(len(higher)), "areas": number(len(known))}
    where = {"area": best.label, "before": before.scores[best], "after": after.scores[best]}
    most = _("Most: %(area)s (%(before)s → %(after)s).") % where
    return f"{counted} {most}"


def _row(area: Area, before: Mapping[str, int], after: Mapping[str, int], with_protected: bool) -> AreaRow:
    if area in PROTECTED and not with_protected:
        return AreaRow(str(area.label), locked=True)
    first, last = before.get(area), after.get(area)
    both = first is not None and last is not None
    return AreaRow(
        name=str(area.label),
        before=_level(first),
        after=_level(last),
        change=_change(last - first) if both else "",  # type: ignore[operator]
        improved=both and last > first,  # type: ignore[operator]
        drawing=_drawing(first, last),
    )


def _level(level: int | None) -> str:
    return f"{level} {LEVEL_WORDS[level]}" if level in LEVEL_WORDS else DASH


def _change(by: int) -> str:
    if not by:
        return _("no change")
    return f"+{by}" if by > 0 else f"{MINUS}{-by}"


def _drawing(first: int | None, last: int | None) -> Drawing | None:
    if first is None:
        return None
    end = first if last is None else last
    return Drawing(
        before=_place(first),
        after=_place(end) if last is not None else "",
        rises=end >= first,
        moves=end != first,
    )


def _place(level: int) -> str:
    return f"{FIRST_MARK + BETWEEN_MARKS * (level - 1)}%"
