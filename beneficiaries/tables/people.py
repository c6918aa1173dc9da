"""The rows of the list of people: names, status in words, gaps."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beneficiaries.queries.expressions import SEPARATOR
from beneficiaries.queries.people import COUNTED_UP_TO, PeoplePage
from portal.records import list_marks, record_address
from portal.ui.formatting import number
from portal.ui.parts import Link


@dataclass(frozen=True)
class PersonRow:
    """One person as the list shows them."""

    name: str
    original: str
    number: str
    url: str
    group: str
    status: "Status"
    start_on: datetime.date | None
    end_on: datetime.date | None
    organisations: str
    gaps: list[str]
    is_cautious: bool = False
    fix: Link | None = None


@dataclass(frozen=True)
class Status:
    """Where a participation stands, in words, and the tone that repeats it."""

    text: str
    tone: str


def status_of(start_on: datetime.date | None, end_on: datetime.date | None, day: datetime.date) -> Status:
    """Return where a participation with these days stands on ``day``."""
    if start_on is None:
        return Status(_("not started"), "line")
    if end_on is not None and end_on <= day:
        return Status(_("ended"), "")
    return Status(_("takes part"), "ok")


def rows_of(
    page: PeoplePage, groups: Mapping[str, str], day: datetime.date, fixes: Mapping[str, Link]
) -> list[PersonRow]:
    """Return the rows of a page; ``groups`` names the target groups by code, ``fixes`` the forms by number."""
    return [_row(values, groups, day, fixes.get(values["number"])) for values in page.rows]


def total_in_words(total: int) -> str:
    """Say how many people there are; beyond what is counted, only that there are more."""
    if total > COUNTED_UP_TO:
        return _("more than %(count)s people") % {"count": number(COUNTED_UP_TO)}
    return ngettext("%(count)s person", "%(count)s people", total) % {"count": number(total)}


def _row(values: Mapping[str, Any], groups: Mapping[str, str], day: datetime.date, fix: Link | None) -> PersonRow:
    start_on, end_on = values["in_force__start_on"], values["in_force__end_on"]
    name = f"{values['person__surname']} {values['person__given_names']}".strip()
    original = values["person__original_name"]
    return PersonRow(
        name=name or original or values["number"],
        original=original if name else "",
        number=values["number"],
        url=record_address("person_record", values["number"]),
        group=groups.get(values["in_force__target_group__code"] or "", ""),
        status=status_of(start_on, end_on, day),
        start_on=start_on,
        end_on=end_on,
        organisations=", ".join(sorted((values["organisations"] or "").split(SEPARATOR))),
        gaps=[str(mark.tag) for mark in list_marks() if values[f"mark_{mark.code}"]],
        fix=fix,
        is_cautious=values["person__is_cautious"],
    )
