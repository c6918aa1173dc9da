"""Which layout and which dictionaries hold on a day (R12, R102)."""

import datetime
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from django.db.models import Q

from portal.programmes.dictionaries import (
    ANSWER,
    CITIZENSHIP,
    DEGURBA,
    EDUCATION,
    PARTICIPANT,
    STATUS,
    STATUS_DETAIL,
)
from portal.programmes.entries import entries_on
from portal.programmes.models import GrantProject
from reporting.smefs.models import SmefsLayout
from reporting.smefs.rules.layout import Layout, Words, read_layout

SHIPPED = Path(__file__).parent.parent / "data"
DICTIONARIES = (ANSWER, CITIZENSHIP, DEGURBA, EDUCATION, PARTICIPANT, STATUS, STATUS_DETAIL)


class NoLayout(LookupError):
    """No layout holds on that day."""


@cache
def shipped_layouts() -> tuple[Layout, ...]:
    """Return the layouts that ship with the product."""
    return tuple(read_layout(path.read_text(encoding="utf-8")) for path in sorted(SHIPPED.glob("*.toml")))


def layout_on(day: datetime.date, project: GrantProject | None = None) -> Layout:
    """Return the layout that holds on a day: one of the project's own before a common one (one query).

    Raises ``NoLayout``.
    """
    of_project = Q(grant_project__isnull=True) | Q(grant_project=project) if project else Q(grant_project__isnull=True)
    kept = SmefsLayout.objects.filter(of_project, valid_from__lte=day)
    known = [(row.grant_project_id is not None, row.as_layout()) for row in kept]
    known += [(False, each) for each in shipped_layouts() if each.valid_from <= day]
    if not known:
        raise NoLayout(day.isoformat())
    return max(known, key=lambda each: (each[0], each[1].valid_from, each[1].version))[1]


def words_on(day: datetime.date, dictionaries: Iterable[str] = DICTIONARIES) -> Words:
    """Return the dictionaries as they stand on a day (one query); they are kept with what is sent."""
    found: dict[str, dict[str, str]] = {name: {} for name in dictionaries}
    for entry in entries_on(found, day):
        found[entry.dictionary][entry.code] = entry.value
    return found
