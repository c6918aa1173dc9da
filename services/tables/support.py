"""Support in words: events of the timeline, the summary beside it, the page of all support."""

import datetime
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from beneficiaries.models import Participation
from portal.records import Alert, TimelineEntry, Words, may, once
from portal.ui.formatting import duration, hours, moment, number, short_date
from portal.ui.icons import ICONS
from portal.ui.paging import page_of
from portal.ui.parts import Fact
from services.enums import AssistanceKind
from services.models import SupportDelivery
from services.queries.support import KindOfSupport, support_by_kind, support_of, taken_back
from services.tables.protected_notes import NoteMark, note_marks
from services.tables.talk import length_of_travel, talk_in_words, talk_lines

RIGHT, HISTORY = "view_support", "view_history"
LONGEST_IN_TIMELINE = 240
ICON_OF_SUPPORT = "hands"
TONES = {"career-advice-pupils": "edu", "career-advice-adults": "edu", "polish-course": "edu"}
PAGE_SIZE = 25
DOT = " · "
KIND = gettext_lazy("Support")
SYSTEM = gettext_lazy("the portal")
LOCKED_NOTE = gettext_lazy("There is a protected note: see the page of support.")


@dataclass(frozen=True)
class SupportRow:
    """One delivery as the table of support shows it."""

    delivery: SupportDelivery
    who: str
    organisation: str
    talk: Sequence[str]
    note: NoteMark | None


def timeline(participation: Participation, most: int) -> Sequence[TimelineEntry]:
    """Return support given as events, newest first."""
    return [_entry(each) for each in support_of(participation, most)] if may(participation, RIGHT) else []


def alerts(participation: Participation) -> Iterable[Alert]:
    """Say when support was given after the end: it counts in deliveries and hours and is a gap (contracts §3)."""
    version = participation.in_force  # type: ignore[attr-defined]
    if not may(participation, RIGHT) or version is None or version.end_on is None:
        return
    late = [kind.last_on for kind in _kinds(participation) if kind.last_on > version.end_on]
    if late:
        days = {"day": short_date(max(late)), "end": short_date(version.end_on)}
        said = _("Support was given on %(day)s, after the end of participation on %(end)s.") % days
        yield Alert(said, "support-after-end")


def times_given(participation: Participation) -> int | None:
    """Return how many times support was given."""
    return sum(kind.times for kind in _kinds(participation))


def summary(request: HttpRequest, participation: Participation) -> dict[str, Any] | None:
    """Return the card with support by kind: times and hours."""
    if not may(participation, RIGHT):
        return None
    kinds = _kinds(participation)
    total = KindOfSupport(
        "", _("In all"), sum(k.times for k in kinds), sum((k.hours for k in kinds), Decimal()), 0, None
    )  # type: ignore[arg-type]
    return {"facts": [Fact(kind.name, _times_and_hours(kind)) for kind in (total, *kinds)] if kinds else []}


def support_page(request: HttpRequest, participation: Participation) -> dict[str, Any]:
    """Return one page of all support given, newest first, and the sums by kind."""
    page = page_of(request, PAGE_SIZE, lambda first, most: support_of(participation, most, first))
    given = times_given(participation) or 0
    marks = _marks(request, participation, page.items)
    travel = sum(kind.travel_minutes for kind in _kinds(participation))
    said = ngettext("Support given %(times)s time", "Support given %(times)s times", given) % {"times": number(given)}
    return {
        "rows": [_row(each, marks) for each in page.items],
        "page": page,
        "kinds": _kinds(participation),
        "travel": length_of_travel(travel) if travel else "",
        "in_all": said,
        "taken_back": taken_back(participation) if may(participation, HISTORY) else [],
        "may_change": may(participation, "record_support"),
    }


def _row(delivery: SupportDelivery, marks: dict[uuid.UUID, NoteMark]) -> SupportRow:
    note = marks.get(delivery.fact_id)
    return SupportRow(delivery, _who(delivery), _organisation(delivery), talk_lines(delivery), note)


def _marks(
    request: HttpRequest, participation: Participation, shown: Sequence[SupportDelivery]
) -> dict[uuid.UUID, NoteMark]:
    """Return the protected notes of what is shown, if there are any (one query, or none)."""
    if not any(each.has_protected_note for each in shown):  # type: ignore[attr-defined]
        return {}
    return note_marks(participation, request.user)  # type: ignore[arg-type]


def given_already(participation: Participation, delivery: SupportDelivery) -> str:
    """Say that the same support is recorded already, by whom and when, so that a writer can tell which it is."""
    person = participation.person
    said = {
        "name": person.full_name or person.original_name or participation.number,
        "day": short_date(delivery.delivered_on),
        "length": duration(delivery.hours or Decimal()),
        "who": delivery.recorded_by.name if delivery.recorded_by else SYSTEM,
        "when": moment(delivery.recorded_at),
    }
    return _("%(name)s: the same support of %(day)s, %(length)s, is recorded already (%(who)s, %(when)s).") % said


def is_after_end(day: datetime.date, participation: Participation) -> bool:
    """Tell whether support of a day would come after the end of participation."""
    version = participation.in_force  # type: ignore[attr-defined]
    return version is not None and version.end_on is not None and day > version.end_on


def has_left(participation: Participation) -> str:
    """Ask whether a person who had left has come back: then participation is reopened (R35)."""
    person, end_on = participation.person, participation.in_force.end_on  # type: ignore[attr-defined]
    said = {"name": person.full_name or person.original_name or participation.number, "end": short_date(end_on)}
    asked = _("%(name)s: participation ended on %(end)s. Has the person come back? Then reopen it on the record.")
    return asked % said


def reopen_first(participation: Participation) -> str:
    """Ask the same where support is given, and say what becomes of it."""
    said = has_left(participation), _("Saved as it is, the support is listed as a gap.")
    return " ".join(said)


@dataclass(frozen=True)
class VersionShown:
    """One version of a delivery: the moment, who and why; ``changes`` say what, or what the first one held."""

    version: SupportDelivery
    who: Words
    is_first: bool
    took_back: bool
    changes: Sequence[tuple[Words, str, str]]


def versions_shown(versions: Sequence[SupportDelivery]) -> list[VersionShown]:
    """Return the versions of one delivery, the latest first, each compared with the one before it."""
    shown = []
    for place, version in enumerate(versions):
        before = versions[place + 1] if place + 1 < len(versions) else None
        old, new = _in_words(before) if before else {}, _in_words(version)
        changes = [(label, old.get(label, ""), words) for label, words in new.items() if old.get(label, "") != words]
        took_back = place == 0 and version.superseded_at is not None
        who = version.recorded_by.name if version.recorded_by else SYSTEM
        shown.append(VersionShown(version, who, before is None, took_back, changes))
    return shown


def _in_words(delivery: SupportDelivery) -> dict[Words, str]:
    length = duration(delivery.hours) if delivery.hours is not None else ""
    return {
        gettext_lazy("Kind of support"): delivery.service_type.name,
        gettext_lazy("Day"): short_date(delivery.delivered_on),
        gettext_lazy("How long"): length,
        pgettext_lazy("written about support", "Note"): delivery.note,
        **talk_in_words(delivery),
    }


def _kinds(participation: Participation) -> list[KindOfSupport]:
    return once(participation, "support_by_kind", support_by_kind)


def _entry(delivery: SupportDelivery) -> TimelineEntry:
    kind = delivery.service_type
    drawn = kind.icon if kind.icon in ICONS else ICON_OF_SUPPORT
    length = duration(delivery.hours) if delivery.hours is not None else ""
    return TimelineEntry(
        on=delivery.delivered_on,
        kind=KIND,
        title=kind.name,
        icon=drawn,
        tone="par" if delivery.by_partner else TONES.get(kind.code, ""),  # type: ignore[attr-defined]
        meta=DOT.join(part for part in (length, _who(delivery), _organisation(delivery)) if part),
        notes=_notes(delivery),
        order=delivery.fact_id.hex,
    )


def _notes(delivery: SupportDelivery) -> list[Words]:
    note = [Truncator(delivery.note).chars(LONGEST_IN_TIMELINE)] if delivery.note else []
    locked = [LOCKED_NOTE] if delivery.has_protected_note else []  # type: ignore[attr-defined]
    return [*note, *talk_lines(delivery), *locked]


def _who(delivery: SupportDelivery) -> str:
    if delivery.assistance and not (delivery.delivered_by or delivery.provider):
        return str(AssistanceKind.TUTOR.label)
    return delivery.delivered_by.name if delivery.delivered_by else delivery.provider


def _organisation(delivery: SupportDelivery) -> str:
    organisation = delivery.organisation
    return (organisation.short_name or organisation.name) if organisation else ""


def _times_and_hours(kind: KindOfSupport) -> str:
    given = ngettext("%(times)s time", "%(times)s times", kind.times) % {"times": number(kind.times)}
    return DOT.join([given, _("%(hours)s h") % {"hours": hours(kind.hours)}])
