"""Caseloads in words: why a colleague is proposed, what a point stands for, who stands in for whom."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from beneficiaries.models import HandedCare, HandOver
from beneficiaries.queries.caseload import Held, Load, proposed
from beneficiaries.queries.walls import Walls
from beneficiaries.rules.caseload import EACH_FACTOR, EVERYBODY, NEW_FOR, Factor, has_ended
from beneficiaries.tables.people import Status, status_of
from portal.accounts.models import Organisation
from portal.programmes.models import GrantProject
from portal.ui.formatting import number, short_date

PROJECT, ORGANISATION, FROM = "projekt", "organizacja", "od"
SPEAKS = {
    "pl": gettext_lazy("speaks Polish"),
    "uk": gettext_lazy("speaks Ukrainian"),
    "be": gettext_lazy("speaks Belarusian"),
    "ru": gettext_lazy("speaks Russian"),
    "en": gettext_lazy("speaks English"),
}

FACTORS = {
    Factor.CHILD: gettext_lazy("children: %(count)s"),
    Factor.NO_SHARED_LANGUAGE: gettext_lazy("no shared language: %(count)s"),
    Factor.NEW: gettext_lazy("new people: %(count)s"),
    Factor.INCOMPLETE: gettext_lazy("data missing: %(count)s"),
}


@dataclass(frozen=True)
class Waiting:
    """One person without anybody in charge, and who is proposed."""

    held: Held
    status: Status
    organisation: str
    proposal: str


@dataclass(frozen=True)
class Substitution:
    """Who stands in for whom; only people whom the one who asks may see are counted."""

    hand_over: HandOver
    people: int
    takers: str
    is_due: bool


def short(organisation: Organisation) -> str:
    """Return how an organisation is called in a row."""
    return organisation.short_name or organisation.name


def why(load: Load, held: Held, able: Sequence[Load]) -> str:
    """Say what speaks for a colleague, or against: language, place, load beside the others who are able."""
    spoken, place = _language(load, held.facts.language), _place(load, held.place)
    return "; ".join([*away(load), *spoken, *place, carried(load, able)])


def away(load: Load) -> list[str]:
    """Say until when others stand in for a colleague."""
    return [_("away until %(day)s") % {"day": short_date(load.away_until)}] if load.away_until else []


def carried(load: Load, able: Sequence[Load]) -> str:
    """Say how much a colleague carries, and whether that is the least of the team."""
    told = ngettext("%(count)s person", "%(count)s people", load.people) % {"count": number(load.people)}
    told = _("%(people)s, load %(points)s") % {"people": told, "points": number(load.points)}
    if len(able) > 1 and load.points == min(each.points for each in able):
        return _("%(load)s, the least in the team") % {"load": told}
    return told


def heavy_for(load: Load) -> str:
    """Say what the points beyond one for each person come from."""
    found = [(words, load.factors[factor]) for factor, words in FACTORS.items() if load.factors[factor]]
    return " · ".join(words % {"count": number(count)} for words, count in found)


def by_urgency(held: Iterable[Held], project: GrantProject, day: datetime.date) -> list[Held]:
    """Order the people of a pile: whose finding still counts by days left, who takes part or waits, who has ended."""

    def place(each: Held) -> tuple[int, datetime.date]:
        last = _last_day(each, project, day)
        return (0, last) if last else (1 + has_ended(each.facts, day), day)

    return sorted(held, key=place)


def in_pile(held: Held, project: GrantProject, day: datetime.date) -> str:
    """Say who it is and how it stands; whoever takes over learns by when a finding counts (R40)."""
    last = _last_day(held, project, day)
    status = status_of(held.facts.start_on, held.facts.end_on, day).text
    told = _("no finding yet, it counts until %(day)s") % {"day": short_date(last)} if last else status
    return f"{held.name} · {held.number} · {told}"


def _last_day(held: Held, project: GrantProject, day: datetime.date) -> datetime.date | None:
    """Return the last day on which the finding that is missing counts, while it has not passed."""
    if not held.no_finding or held.facts.end_on is None:
        return None
    last = held.facts.end_on + datetime.timedelta(days=project.result_window_days)
    return last if day <= last else None


def proposal(loads: Sequence[Load], held: Held, walls: Walls) -> str:
    """Return who is proposed for a person, with the reason; say so when nobody can be."""
    able = proposed(loads, held, walls)
    if not able:
        return _("No colleague of the organisation can be in charge.")
    return _("Proposed: %(name)s – %(why)s") % {"name": able[0].name, "why": why(able[0], held, able)}


def least_loaded(loads: Iterable[Load]) -> str:
    """Return a hint for a new person: who carries the least; blank when nobody can take anybody."""
    able = [load for load in loads if load.can_take and load.away_until is None]
    if not able:
        return ""
    first = min(able, key=lambda each: (each.points, each.people, each.name))
    spoken = [str(SPEAKS[code]) for code in sorted(first.spoken) if code in SPEAKS]
    said = "; ".join([*spoken, carried(first, able)])
    return _("Least loaded now: %(name)s – %(why)s") % {"name": first.name, "why": said}


def offered(loads: Sequence[Load], held: Held, walls: Walls) -> list[tuple[int, str]]:
    """Return everybody who is able, the one proposed first at the head, each with the reason."""
    able = proposed(loads, held, walls)
    return [(load.account, f"{load.name} – {why(load, held, able)}") for load in able]


def waiting(
    held: Iterable[Held], loads: Sequence[Load], walls: Walls, bodies: Iterable[Organisation], day: datetime.date
) -> list[Waiting]:
    """Return the rows of people without anybody in charge."""
    names = {body.pk: short(body) for body in bodies}
    return [
        Waiting(
            each, status_of(each.facts.start_on, each.facts.end_on, day), names[each.organisation],
            proposal(loads, each, walls),
        )
        for each in held
    ]  # fmt: skip


def standing_in(
    found: Iterable[HandOver], handed: Iterable[HandedCare], seen: Iterable[Held], day: datetime.date
) -> list[Substitution]:
    """Return the substitutions with people whom the one who asks may see."""
    visible = {each.care for each in seen}
    by_act: dict[Any, list[HandedCare]] = {}
    for each in handed:
        if each.care_id in visible:  # type: ignore[attr-defined]
            by_act.setdefault(each.hand_over_id, []).append(each)  # type: ignore[attr-defined]
    return [
        Substitution(act, len(by_act[act.pk]), takers(by_act[act.pk]), act.until_on is not None and act.until_on <= day)
        for act in found
        if act.pk in by_act
    ]


def takers(handed: Iterable[HandedCare]) -> str:
    """Return who took people over, each with how many."""
    counted: dict[str, int] = {}
    for each in handed:
        counted[each.taken_by.name] = counted.get(each.taken_by.name, 0) + 1
    return ", ".join(f"{name} ({number(count)})" for name, count in counted.items())


def preview(given: Mapping[Any, Sequence[Any]], asked: int) -> list[str]:
    """Say before anything is saved how many go to whom, and how many stay where they are."""
    shared = ", ".join(f"{user.name} – {number(len(taken))}" for user, taken in given.items())
    people = ngettext("%(count)s person", "%(count)s people", asked) % {"count": number(asked)}
    told = [f"{people}: {shared}."]
    stays = asked - sum(len(taken) for taken in given.values())
    if stays:
        words = ngettext(
            "%(count)s person stays as it is: nobody chosen may look after this person.",
            "%(count)s people stay as they are: nobody chosen may look after them.",
            stays,
        )
        told.append(words % {"count": number(stays)})
    return told


def points_in_words() -> list[str]:
    """Say what a point stands for."""
    more = {"points": number(EACH_FACTOR)}
    return [
        _("%(points)s for everybody who takes part or waits for the first support; nothing after the end.")
        % {"points": number(EVERYBODY)},
        _("%(points)s more for a child.") % more,
        _("%(points)s more when the colleague does not speak the language of contact: somebody has to interpret.")
        % more,
        _("%(points)s more for somebody new: no support yet, or the first one less than %(days)s days ago.")
        % {**more, "days": number(NEW_FOR.days)},
        _("%(points)s more when required data are missing.") % more,
    ]


def hand_over_url(project: GrantProject, organisation: Organisation, account: int | None) -> str:
    """Return the address at which people of a colleague (or of nobody) get others in charge."""
    asked = {PROJECT: project.code, ORGANISATION: organisation.code, **({FROM: account} if account else {})}
    return f"{reverse('hand_over')}?{urlencode(asked)}"


def _language(load: Load, language: str) -> list[str]:
    if not language:
        return []
    if language in load.spoken:
        return [str(SPEAKS[language])] if language in SPEAKS else []
    return [_("no shared language")] if load.spoken else [_("languages not given yet")]


def _place(load: Load, place: str) -> list[str]:
    return [_("helps people there already: %(place)s") % {"place": place}] if place and place in load.places else []
