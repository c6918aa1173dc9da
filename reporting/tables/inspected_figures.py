"""The figures of a frozen report on an auditor's desk: each count leads to the people behind it, by number."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from beneficiaries.enums import Sex
from reporting.models import ReportEdition

SEX, GROUP, PART = "plec", "grupa", "zakres"
IN_PERIOD = "okres"
"""The value of ``PART`` that asks for the period alone; without it a list is cumulative."""


@dataclass(frozen=True)
class Figure:
    """One count; ``url`` leads to the people behind it, blank for nobody and for what does not open."""

    value: int | None
    url: str
    is_total: bool = False


@dataclass(frozen=True)
class FigureRow:
    """One line of the table: women, men and together, in the period and cumulatively. A group has no code."""

    code: str
    name: str
    figures: list[Figure]


def figure_rows(edition: ReportEdition, lines: Iterable[Any], opened: Collection[str]) -> list[FigureRow]:
    """Return ``lines`` of a frozen report with an address for each count of the codes in ``opened``.

    A group stands under the number of participants, so its people are looked for among those.
    """
    whole = edition.content["indicators"][0]["code"]
    rows = []
    for line in lines:
        code, group = (whole, {GROUP: line.code}) if line.is_group else (line.code, {})
        path = reverse("inspected_people", args=[edition.pk, code]) if code in opened else ""
        figures = [*_figures(path, line.period, {**group, PART: IN_PERIOD}), *_figures(path, line.cumulative, group)]
        rows.append(FigureRow("" if line.is_group else line.code, line.name, figures))
    return rows


def _figures(path: str, counts: Any, narrowed: dict[str, str]) -> list[Figure]:
    return [
        Figure(counts.women, _address(path, counts.women, {SEX: Sex.WOMAN.value, **narrowed})),
        Figure(counts.men, _address(path, counts.men, {SEX: Sex.MAN.value, **narrowed})),
        Figure(counts.total, _address(path, counts.total, narrowed), is_total=True),
    ]


def _address(path: str, value: int | None, narrowed: dict[str, str]) -> str:
    if not path or not value:
        return ""
    return f"{path}?{urlencode(narrowed)}" if narrowed else path
