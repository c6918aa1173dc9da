"""Differences between two editions in words: page, PDF and XLSX all read them here, from what an edition keeps."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from beneficiaries.enums import Sex
from portal.ui.formatting import moment, number, short_date
from reporting.enums import CauseKind, ChangeKind, FactKind


@dataclass(frozen=True)
class ChangeOfPerson:
    """One person, by number: for which indicators, what is otherwise, and what it comes from."""

    number: str
    indicators: str
    what: str
    causes: Sequence[str]


@dataclass(frozen=True)
class Carried:
    """How a cumulative figure came about: the one before, corrections of days already reported, new ones, together."""

    name: str
    before: int
    corrected: int
    new: int
    after: int


def changes_in_words(changes: Iterable[Mapping[str, Any]], groups: Mapping[str, str]) -> list[ChangeOfPerson]:
    """Return the changes person by person; what is the same for several indicators of a person is said once.

    ``changes`` are those of ``Difference.as_json``, ``groups`` the names of the target groups.
    """
    alike: dict[tuple[str, str, tuple[str, ...]], list[str]] = {}
    for each in changes:
        causes = tuple(_cause(*cause) for cause in each["causes"])
        alike.setdefault((each["number"], _what(each, groups), causes), []).append(each["indicator"])
    found = [ChangeOfPerson(number, ", ".join(codes), what, causes) for (number, what, causes), codes in alike.items()]
    return sorted(found, key=lambda change: (change.number, change.indicators))


def support_in_words(changes: Iterable[Mapping[str, Any]], kinds: Mapping[str, str]) -> list[ChangeOfPerson]:
    """Return whose support differs; ``kinds`` are the names of the kinds of support, shown instead of indicators."""
    found = [
        ChangeOfPerson(
            each["number"],
            kinds.get(each["kind"], each["kind"]),
            _("deliveries and hours: %(before)s, now %(after)s")
            % {"before": _given(*each["before"]), "after": _given(*each["after"])},
            tuple(_cause(*cause) for cause in each["causes"]),
        )
        for each in changes
    ]
    return sorted(found, key=lambda change: (change.number, change.indicators))


def _given(times: int, hours: str) -> str:
    return f"{number(times)} / {number(Decimal(hours), 2)}"


def carried_in_words(carried: Mapping[str, Mapping[str, int]], names: Mapping[str, str]) -> list[Carried]:
    """Return how each cumulative figure came about, in the order of ``names``; those that stayed are left out."""
    return [
        Carried(name, **{part: carried[code][part] for part in ("before", "corrected", "new", "after")})
        for code, name in names.items()
        if code in carried and (carried[code]["corrected"] or carried[code]["new"])
    ]


def _what(change: Mapping[str, Any], groups: Mapping[str, str]) -> str:
    before, after = change["before"], change["after"]
    if change["kind"] == ChangeKind.CAME:
        return _("counts now, since %(day)s") % {"day": _day(after[0])}
    if change["kind"] == ChangeKind.WENT:
        return _("no longer counts; counted since %(day)s") % {"day": _day(before[0])}
    said = []
    if before[0] != after[0]:
        said.append(_("day: %(before)s, now %(after)s") % {"before": _day(before[0]), "after": _day(after[0])})
    if before[1] != after[1]:
        said.append(_("sex: %(before)s, now %(after)s") % {"before": _sex(before[1]), "after": _sex(after[1])})
    if before[2] != after[2]:
        names = [groups.get(each[2], each[2]) or _("not decided") for each in (before, after)]
        said.append(_("group: %(before)s, now %(after)s") % {"before": names[0], "after": names[1]})
    return "; ".join(said)


def _cause(kind: str, fact: str, at: str) -> str:
    said = {"kind": CauseKind(kind).label, "fact": FactKind(fact).label}
    if not at:
        return str(said["kind"])
    return _("%(kind)s: %(fact)s, %(moment)s") % {**said, "moment": moment(datetime.datetime.fromisoformat(at))}


def _day(text: str) -> str:
    return short_date(datetime.date.fromisoformat(text))


def _sex(value: str) -> str:
    return str(Sex(value).label) if value in Sex.values else value
