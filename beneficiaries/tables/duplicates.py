"""Pairs that may be one person, in words (R109)."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from beneficiaries.enums import AGAINST, DuplicateReason
from beneficiaries.models import DuplicatePair, Participation, Person
from beneficiaries.queries.pairs import ListedPair, listed_pairs, pairs_in_line
from portal.ui.formatting import short_date
from portal.worklist.registry import Desk, NextAct, WorkList, WorkRow


@dataclass(frozen=True)
class Side:
    """One of two people: the name where it may stand here, the number, the birth date."""

    name: str
    original: str
    number: str
    url: str
    born: str


@dataclass(frozen=True)
class PairRow:
    """A pair as the list shows it; ``reasons`` are pairs of words and tone."""

    pair: DuplicatePair
    sides: tuple[Side, Side]
    reasons: Sequence[tuple[str, str]]
    url: str


def rows_of_pairs(listed: Sequence[ListedPair]) -> list[PairRow]:
    """Return the rows of the list."""
    return [
        PairRow(
            each.pair,
            (
                _side(each.pair.first, each.records[0], named=each.shows_names),
                _side(each.pair.second, each.records[1], named=each.shows_names),
            ),
            [(str(reason.label), _tone(reason)) for reason in known_reasons(each.pair.reasons)],
            pair_address(each.pair),
        )
        for each in listed
    ]


def known_reasons(codes: Sequence[str]) -> list[DuplicateReason]:
    """Return the reasons that this version of the portal knows."""
    return [DuplicateReason(code) for code in codes if code in DuplicateReason.values]


def reasons_in_line(reasons: Sequence[str]) -> str:
    """Return reasons as one line of words."""
    return ", ".join(str(reason.label) for reason in known_reasons(reasons))


def pair_address(pair: DuplicatePair) -> str:
    """Return the address of the page of one pair."""
    try:
        return reverse("duplicate_pair", args=[pair.pk])
    except NoReverseMatch:
        return ""


def waiting_pairs(desk: Desk) -> WorkList:
    """Return the pairs to decide, as rows of „my day”: numbers alone (four queries)."""
    waiting, page = pairs_in_line(desk.account), reverse("duplicate_list")
    listed = listed_pairs(desk.account, list(waiting[: desk.most]))
    return WorkList([_work_row(each, page) for each in listed], waiting.count(), page)


def _work_row(each: ListedPair, page: str) -> WorkRow:
    numbers = [record.number if record else _("without a number") for record in each.records]
    return WorkRow(
        title=_("%(one)s and %(other)s") % {"one": numbers[0], "other": numbers[1]},
        url=pair_address(each.pair) or page,
        acts=[NextAct(_("Compare"), pair_address(each.pair) or page)],
        note=reasons_in_line(each.pair.reasons[:3]),
    )


def _side(person: Person, record: Participation | None, *, named: bool) -> Side:
    name = person.list_name or person.original_name
    number = record.number if record else ""
    return Side(
        name if named or not number else "",
        person.original_name if named and person.original_name != name else "",
        number,
        reverse("person_record", args=[number]) if number else "",
        short_date(person.birth_date) if named else "",
    )


def _tone(reason: DuplicateReason) -> str:
    return "line" if reason in AGAINST else "ok" if reason.value.startswith("same-") else "warn"
