"""Support in words: events of the timeline, the summary beside it, the page of all support."""

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
from portal.ui.formatting import duration, hours, number, short_date
from portal.ui.icons import ICONS
from portal.ui.paging import page_of
from portal.ui.parts import Fact
from services.models import SupportDelivery
from services.queries import KindOfSupport, support_by_kind, support_of, taken_back

RIGHT, HISTORY = "view_support", "view_history"
LONGEST_IN_TIMELINE = 240
ICON_OF_SUPPORT = "hands"
TONES = {"career-advice-pupils": "edu", "career-advice-adults": "edu", "polish-course": "edu"}
PAGE_SIZE = 25
DOT = " · "
KIND = gettext_lazy("Support")
SYSTEM = gettext_lazy("the portal")


@dataclass(frozen=True)
class SupportRow:
    """One delivery as the table of support shows it."""

    delivery: SupportDelivery
    who: str
    organisation: str


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
    total = KindOfSupport("", _("In all"), sum(k.times for k in kinds), sum((k.hours for k in kinds), Decimal()), None)  # type: ignore[arg-type]
    return {"facts": [Fact(kind.name, _times_and_hours(kind)) for kind in (total, *kinds)] if kinds else []}


def support_page(request: HttpRequest, participation: Participation) -> dict[str, Any]:
    """Return one page of all support given, newest first, and the sums by kind."""
    page = page_of(request, PAGE_SIZE, lambda first, most: support_of(participation, most, first))
    given = times_given(participation) or 0
    said = ngettext("Support given %(times)s time", "Support given %(times)s times", given) % {"times": number(given)}
    return {
        "rows": [SupportRow(each, _who(each), _organisation(each)) for each in page.items],
        "page": page,
        "kinds": _kinds(participation),
        "in_all": said,
        "taken_back": taken_back(participation) if may(participation, HISTORY) else [],
        "may_change": may(participation, "record_support"),
    }


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
        notes=[Truncator(delivery.note).chars(LONGEST_IN_TIMELINE)] if delivery.note else [],
        order=delivery.fact_id.hex,
    )


def _who(delivery: SupportDelivery) -> str:
    return delivery.delivered_by.name if delivery.delivered_by else delivery.provider


def _organisation(delivery: SupportDelivery) -> str:
    organisation = delivery.organisation
    return (organisation.short_name or organisation.name) if organisation else ""


def _times_and_hours(kind: KindOfSupport) -> str:
    given = ngettext("%(times)s time", "%(times)s times", kind.times) % {"times": number(kind.times)}
    return DOT.join([given, _("%(hours)s h") % {"hours": hours(kind.hours)}])
