"""Institutions, staff who were trained and products as rows of tables."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.ui.formatting import hours, number, short_date
from services.models import Institution, Product, TrainedPerson, Training

INSTITUTIONS, TRAINED, PRODUCTS = "instytucje", "przeszkoleni", "produkty"
MODELS: dict[str, Any] = {INSTITUTIONS: Institution, TRAINED: Training, PRODUCTS: Product}
"""What stands under which word of an address."""
NONE = "–"


@dataclass(frozen=True)
class BeyondRow:
    """One fact: what names it, the other cells, the page where it is corrected (blank for none).

    ``code`` stands beside the name of a person and is never broken into two lines.
    """

    name: str
    cells: Sequence[str]
    url: str = ""
    code: str = ""


@dataclass(frozen=True)
class BeyondTable:
    """A table of one kind of facts.

    ``wide`` are the places of cells that stand on wide screens alone, ``numbers`` those of numbers, ``days`` those of
    days, which are never broken into two lines, ``texts`` those of titles, which are as wide as a long word, and
    ``towns`` those of names as long as that of a town: neither is broken in the middle of a word.
    """

    heads: Sequence[str]
    rows: Sequence[BeyondRow]
    wide: Sequence[int] = ()
    numbers: Sequence[int] = ()
    days: Sequence[int] = ()
    texts: Sequence[int] = ()
    towns: Sequence[int] = ()

    @property
    def columns(self) -> list[tuple[str, str]]:
        """Return each heading with the classes of its column; a heading may be broken."""
        return [(head, self._looks(place)) for place, head in enumerate(self.heads)]

    @property
    def lines(self) -> list[tuple[BeyondRow, list[tuple[str, str]]]]:
        """Return each row with its cells, each with the classes of its column."""
        return [
            (row, [(cell, self._looks(place, in_row=True)) for place, cell in enumerate(row.cells, start=1)])
            for row in self.rows
        ]

    def _looks(self, place: int, *, in_row: bool = False) -> str:
        looks = {
            "extra": place in self.wide, "num": place in self.numbers,
            "nowrap": in_row and place in self.days, "words": in_row and place in self.texts,
            "word": in_row and place in self.towns,
        }  # fmt: skip
        return " ".join(name for name, has in looks.items() if has)


@dataclass(frozen=True)
class KindWords:
    """What a page calls one kind of facts."""

    title: str
    empty: str
    add: str


def words_of_kind(kind: str) -> KindWords:
    """Return what pages call a kind."""
    return {
        INSTITUTIONS: KindWords(_("Institutions"), _("No institution takes part yet"), _("Add an institution")),
        TRAINED: KindWords(
            _("Trained staff"), _("Nobody of the staff was trained yet"), _("Add somebody who was trained")
        ),
        PRODUCTS: KindWords(_("Products"), _("There is no product yet"), _("Add a product")),
    }[kind]


def institution_table(found: Sequence[Institution], *, opens: bool = False) -> BeyondTable:
    """Return institutions as a table."""
    heads = (pgettext("of an institution", "Name"), pgettext("of an institution", "Kind"), _("Town"),
             _("Takes part since"))  # fmt: skip
    return BeyondTable(heads, [
        BeyondRow(each.name, (_label(each), each.town, short_date(each.day)), _url(INSTITUTIONS, each, opens=opens))
        for each in found
    ], wide=(1,), days=(3,), towns=(2,))  # fmt: skip


def training_table(
    found: Sequence[Training], institutions: Mapping[uuid.UUID, str], *, named: bool, opens: bool = False
) -> BeyondTable:
    """Return trainings as a table; without ``named`` a number stands for each person (S66)."""
    heads = (
        _("Who was trained"),
        _("Institution"),
        _("Training"),
        _("Finished on"),
        pgettext("of a training", "Hours"),
    )
    return BeyondTable(heads, [
        BeyondRow(
            _name(each.person, named=named),
            (institution_of(each.person, institutions), each.title, short_date(each.day), _hours(each)),
            _url(TRAINED, each, opens=opens), _code(each.person, named=named),
        )
        for each in found
    ], wide=(1, 4), numbers=(4,), days=(3,), texts=(2,))  # fmt: skip


def trained_table(found: Sequence[TrainedPerson], institutions: Mapping[uuid.UUID, str], *, named: bool) -> BeyondTable:
    """Return people with the day of their first training (``first_on``) and how many there are (``times``)."""
    heads = (_("Who was trained"), _("Sex"), _("Institution"), _("First training"), _("Trainings"))
    return BeyondTable(heads, [
        BeyondRow(
            _name(each, named=named),
            (
                str(each.get_sex_display()), institution_of(each, institutions),  # type: ignore[attr-defined]
                short_date(each.first_on), number(each.times),  # type: ignore[attr-defined]
            ),
            code=_code(each, named=named),
        )
        for each in found
    ], wide=(1, 2), numbers=(4,), days=(3,))  # fmt: skip


def product_table(found: Sequence[Product], *, opens: bool = False) -> BeyondTable:
    """Return products as a table."""
    heads = (pgettext("of a product", "Title"), pgettext("of a product", "Kind"), _("How many"), _("Finished on"),
             _("Where the evidence is kept"))  # fmt: skip
    return BeyondTable(heads, [
        BeyondRow(
            each.title, (_label(each), number(each.pieces), short_date(each.day), each.evidence),
            _url(PRODUCTS, each, opens=opens),
        )
        for each in found
    ], wide=(1, 4), numbers=(2,), days=(3,))  # fmt: skip


def trained_name(person: Any, *, named: bool) -> str:
    """Return the name and number of somebody who was trained; the number alone where no name may stand."""
    return ", ".join(filter(None, (_name(person, named=named), _code(person, named=named))))


def _name(person: Any, *, named: bool) -> str:
    return str(named and person.name or person.code)


def _code(person: Any, *, named: bool) -> str:
    """Return the number that stands after the name, blank where it stands in its place."""
    return str(person.code) if named and person.name else ""


def institution_of(person: Any, institutions: Mapping[uuid.UUID, str]) -> str:
    """Return the institution of somebody who was trained."""
    return institutions.get(person.institution, NONE)


def _label(fact: Institution | Product) -> str:
    return str(fact.get_kind_display()) if fact.kind else NONE


def _hours(training: Training) -> str:
    return NONE if training.hours is None else hours(training.hours)


def _url(kind: str, fact: Any, *, opens: bool) -> str:
    return reverse("change_beyond", args=[kind, fact.fact_id]) if opens else ""
