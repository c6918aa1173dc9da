"""The page of history: what changed in a participation, when, by whom and why (R38)."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from beneficiaries.domain.participations import DERIVED_ANEW
from beneficiaries.models import Participation, ParticipationVersion
from beneficiaries.queries.record import history_of
from beneficiaries.tables.characteristics import LABELS
from beneficiaries.tables.words import in_words
from portal.merging.registry import DIVIDED, MERGED
from portal.records import Words
from portal.ui.paging import page_of

RIGHT = "view_history"
PAGE_SIZE = 20
SYSTEM = gettext_lazy("the portal")
KNOWN_REASONS: dict[str, Words] = {
    "import": gettext_lazy("Read from a list"),
    DERIVED_ANEW: gettext_lazy("Worked out anew from what is written"),
    MERGED: gettext_lazy("Merged with another record of the same person"),
    DIVIDED: gettext_lazy("The merge was undone"),
    "first support": gettext_lazy("The first support decides the start"),
}


@dataclass(frozen=True)
class FieldChange:
    """One value before and after, in words."""

    label: Words
    before: str
    after: str


@dataclass(frozen=True)
class VersionShown:
    """One version: the moment, who and why; ``changes`` is empty for the first one."""

    at: datetime.datetime
    who: Words
    why: Words
    is_first: bool
    changes: Sequence[FieldChange]


def history_page(request: HttpRequest, participation: Participation) -> dict[str, Any]:
    """Return a page of versions, the latest first, each compared with the one before it."""
    page = page_of(request, PAGE_SIZE, lambda first, most: history_of(participation, first, most))
    earlier = [*page.items[1:], page.following]
    return {
        "page": page,
        "versions": [_shown(version, before) for version, before in zip(page.items, earlier, strict=True)]
        if page.items
        else [],
    }


def _shown(version: ParticipationVersion, before: ParticipationVersion | None) -> VersionShown:
    return VersionShown(
        at=version.recorded_at,
        who=version.recorded_by.name if version.recorded_by else SYSTEM,
        why=KNOWN_REASONS.get(version.why, version.why),
        is_first=before is None,
        changes=_changes(before, version) if before else [],
    )


def changes_ahead(version: ParticipationVersion, values: Mapping[str, Any]) -> list[FieldChange]:
    """Return what ``values`` would change in a version, in words: only the fields that people see."""
    found = [
        FieldChange(LABELS[name], in_words(name, getattr(version, name)), in_words(name, value))
        for name, value in values.items()
        if name in LABELS
    ]
    return [change for change in found if change.before != change.after]


def _changes(before: ParticipationVersion, after: ParticipationVersion) -> list[FieldChange]:
    """Compare the fields that people see; only what reads differently is a change."""
    found = []
    for name, label in LABELS.items():
        old, new = in_words(name, getattr(before, name)), in_words(name, getattr(after, name))
        if old != new:
            found.append(FieldChange(label, old, new))
    return found
