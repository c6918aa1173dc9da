"""Eligibility in words: the card of the record, what a controller may ask about, who of a family is still open."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from beneficiaries.enums import CheckOutcome, Criterion, Eligibility, Evidence
from beneficiaries.models import EligibilityCheck, Participation
from beneficiaries.queries.eligibility import EDIT, checks_of, required_by
from beneficiaries.rules.eligibility import Doubt, Required, doubt_about
from beneficiaries.tables.words import in_words
from portal.records import Alert, may, once
from portal.ui.formatting import short_date

SAME_READ = "eligibility"


@dataclass(frozen=True)
class CheckLine:
    """One check as lists show it: what it is, what came of it, what was seen, and what is doubtful."""

    label: str
    said: str
    tone: str
    seen: str
    doubt: str
    decides: bool


def panel(request: HttpRequest, participation: Participation) -> dict[str, Any] | None:
    """Return the card of the record."""
    version = participation.in_force  # type: ignore[attr-defined]
    if version is None:
        return None
    checks = known_checks(participation)
    stands = str(Eligibility(version.eligibility).label)
    stands_on = version.eligibility_source
    return {
        "lines": lines_of(required_by(participation.grant_project), checks, version.start_on) if checks else [],
        "stands": stands,
        "source": in_words("eligibility_source", version.eligibility_source) if not checks and stands_on else "",
        "counts": bool(version.eligibility),
        "url": reverse("eligibility", args=[participation.number]) if may(participation, EDIT) else "",
    }


def known_checks(participation: Participation) -> Mapping[str, EligibilityCheck]:
    """Return the checks in force, read once for the page."""
    return once(participation, SAME_READ, checks_of)


def lines_of(
    required: Sequence[Required], checks: Mapping[str, EligibilityCheck], start_on: datetime.date | None
) -> list[CheckLine]:
    """Return every check that a project asks for in words."""
    return [_line(each, checks.get(each.criterion), start_on) for each in required]


def alerts(participation: Participation) -> Iterable[Alert]:
    """Say what a controller may ask about evidence that counts; nothing is undone by it (R99)."""
    version = participation.in_force  # type: ignore[attr-defined]
    if version is None or version.start_on is None or version.eligibility != Eligibility.SEEN:
        return
    for line in lines_of(required_by(participation.grant_project), known_checks(participation), version.start_on):
        if line.doubt:
            yield Alert(f"{line.label}: {line.doubt}", "eligibility-not-seen")


def _line(each: Required, check: EligibilityCheck | None, start_on: datetime.date | None) -> CheckLine:
    label = str(Criterion(each.criterion).label)
    if check is None:
        return CheckLine(label, _("not looked at yet"), "warn" if each.decides else "line", "", "", each.decides)
    tone = "ok" if check.outcome == CheckOutcome.MET else "danger"
    return CheckLine(
        label, str(check.get_outcome_display()), tone, seen_in_words(check), _doubt(check, start_on), each.decides
    )


def seen_in_words(check: EligibilityCheck) -> str:
    """Say what was seen, by whom, when, and until when it is valid."""
    kind = str(Evidence(check.evidence).label) if check.evidence else ""
    parts = [kind]
    if check.is_unlimited:
        parts.append(_("without a time limit"))
    elif check.valid_until:
        parts.append(_("until %(day)s") % {"day": short_date(check.valid_until)})
    who = check.seen_by.name if check.seen_by else ""
    parts.append(_("seen by %(who)s on %(day)s") % {"who": who, "day": short_date(check.seen_on)})
    return " · ".join(part for part in parts if part)


def _doubt(check: EligibilityCheck, start_on: datetime.date | None) -> str:
    if check.outcome != CheckOutcome.MET:
        return ""
    doubt = doubt_about(seen_on=check.seen_on, valid_until=check.valid_until, start_on=start_on)
    words = {
        Doubt.OVER_AT_START: _("the printed last day was before the start; note what prolonged it"),
        Doubt.SEEN_LATER: _("seen after the start; what counts is what was valid on that day"),
    }
    return words[doubt] if doubt else ""
