"""What a project offers, in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from beneficiaries.rules.languages import own_name
from portal.accounts.models import User
from portal.audit.models import AuditEvent
from portal.programmes.models import ServiceType
from portal.records import Words
from portal.ui.formatting import short_date
from portal.ui.languages import LANGUAGE_NAMES
from portal.ui.parts import Link
from services.models import AbsenceReason, DayOff, StaffSkill, Venue
from services.rules.opening import hours_in_words

DOT = " · "


@dataclass(frozen=True)
class OfferRow:
    """One line of a list: what it is, what is said of it, whether it is out of use."""

    name: str
    url: str
    lines: Sequence[str]
    is_over: bool = False


def sections(here: str, code: str) -> list[Link]:
    """Return the lists of the offer."""
    named = (
        ("venue_list", pgettext("of the offer", "Places")), ("kind_list", _("Kinds of support")),
        ("day_off_list", _("Days off")),
        ("skill_list", _("What colleagues teach and speak")), ("resource_list", _("Interpreters and childcare")),
        ("absence_list", _("Reasons of absence")),
    )  # fmt: skip
    return [Link(label, f"{reverse(name)}?projekt={code}", name == here) for name, label in named]


def venue_row(venue: Venue) -> OfferRow:
    """Return a place with its hours."""
    spans: dict[int, list[Any]] = {}
    for each in venue.opening_hours.all():
        spans.setdefault(each.weekday, []).append((each.begins_at, each.ends_at))
    hours = DOT.join(f"{WEEKDAYS_ABBR[day]} {hours_in_words(found)}" for day, found in spans.items())
    where = ", ".join(part for part in (venue.address, venue.town) if part)
    return OfferRow(venue.name, reverse("change_venue", args=[venue.pk]), _said(where, hours), venue.is_retired)


def kind_row(kind: ServiceType) -> OfferRow:
    """Return a kind of support: unit, what SM EFS calls it."""
    starts = _("starts participation") if kind.starts_participation else ""
    lines = _said(DOT.join(part for part in (kind.get_unit_display(), starts) if part), kind.smefs_kind)  # type: ignore[attr-defined]
    return OfferRow(
        kind.name, f"{reverse('kind_of_support', args=[kind.code])}?projekt={kind.grant_project.code}", lines
    )


def day_off_row(days: DayOff) -> OfferRow:
    """Return days off."""
    span = f"{short_date(days.first_on)}–{short_date(days.last_on)}"
    kind = _("school break") if days.is_school else ""
    return OfferRow(
        days.name, reverse("change_day_off", args=[days.pk]),
        _said(DOT.join(part for part in (span, kind, days.voivodeship) if part)),
    )  # fmt: skip


def reason_row(reason: AbsenceReason) -> OfferRow:
    """Return a reason of absence, and in which languages it has no name yet."""
    missing = [name for code, name in LANGUAGE_NAMES.items() if not reason.names.get(code)]
    lines = _said(
        pgettext("absence", "excused") if reason.is_excused else pgettext("absence", "not excused"),
        _("No name yet in: %(languages)s") % {"languages": ", ".join(missing)} if missing else "",
    )  # fmt: skip
    url = f"{reverse('change_absence_reason', args=[reason.code])}?projekt={reason.grant_project.code}"
    return OfferRow(reason.name, url, lines, reason.is_retired)


def skill_row(account: User, skill: StaffSkill | None, code: str, kinds: Iterable[int]) -> OfferRow:
    """Return what a colleague teaches in this project, and speaks."""
    here = set(kinds)
    taught = [each.short_name or each.name for each in skill.service_types.all() if each.pk in here] if skill else []
    spoken = [own_name(each) for each in skill.languages] if skill else []
    url = f"{reverse('staff_skill', args=[account.pk])}?projekt={code}"
    return OfferRow(account.name, url, _said(", ".join(taught), ", ".join(spoken)))


def changes_in_words(events: Iterable[AuditEvent], form: type[forms.Form] | forms.Form) -> list[dict[str, Any]]:
    """Return who changed what and when: the labels of the fields, never what stands in them."""
    labels = {name: field.label for name, field in form.fields.items()} if isinstance(form, forms.Form) else {}
    labels["opening_hours"] = _("Opening hours")
    labels["hours"] = _("Hours")
    labels["names"] = _("Name")
    return [
        {
            "what": ", ".join(dict.fromkeys(str(labels.get(name, name)) for name in each.detail.get("fields", []))),
            "at": each.at,
            "who": each.actor.name if each.actor else "",
        }
        for each in events
    ]


def _said(*lines: Words) -> list[str]:
    return [str(line) for line in lines if line]
