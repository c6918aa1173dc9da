"""The result window in words: which days count, which of them is today, what is missing (R40, R43)."""

import datetime
from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from beneficiaries.models import Participation
from cases.queries.facts import FINDING, CaseFact, facts_of
from cases.rules.results import is_in_window, window_end
from cases.tables.results import remark
from portal.clock import today
from portal.closing import NextStep
from portal.records import Alert, may, once
from portal.ui.formatting import long_date, number, short_date

RECORD = "record_finding"


def window_in_words(participation: Participation) -> str:
    """Say between which days a finding or an event counts (R40)."""
    version, days = participation.in_force, participation.grant_project.result_window_days  # type: ignore[attr-defined]
    if version is None or version.end_on is None:
        return _("The participation has no end yet. Record the end first: only what comes after it counts.")
    words = {"end": long_date(version.end_on), "last": long_date(window_end(version.end_on, days))}
    return _("Counts when dated from %(end)s to %(last)s.") % words


def finding_alerts(
    participation: Participation, facts: Sequence[CaseFact], today: datetime.date
) -> Iterable[str | Alert]:
    """Say that a person has ended without a finding that counts, and how many days are left for it (R40, R43)."""
    version = participation.in_force  # type: ignore[attr-defined]
    if version is None or version.start_on is None or version.end_on is None or version.end_on > today:
        return
    days = participation.grant_project.result_window_days
    findings = [fact for fact in facts if fact.kind == FINDING]
    in_time = [
        each for each in findings if each.is_complete and each.on and is_in_window(each.on, version.end_on, days)
    ]
    if in_time and all(fact.waits for fact in in_time):
        waiting = {"day": short_date(in_time[-1].on)}
        yield _("The finding of %(day)s waits for a second person and does not count yet.") % waiting
    if in_time:
        return
    last_day = window_end(version.end_on, days)
    left = (last_day - today).days
    words = {"days": number(left), "until": short_date(last_day), "end": short_date(version.end_on)}
    yield Alert(_missing_finding(findings, left, words, participation), "no-finding")


def _missing_finding(
    findings: Sequence[CaseFact], left: int, words: dict[str, str], participation: Participation
) -> str:
    if left > 0:
        said = ngettext(
            "Ended on %(end)s without a finding: %(days)s day left for it (until %(until)s).",
            "Ended on %(end)s without a finding: %(days)s days left for it (until %(until)s).",
            left,
        )
        return said % words
    if left == 0:
        return _("Ended on %(end)s without a finding: today is the last day for it.") % words
    if findings:
        return remark(participation, findings[-1].on, is_complete=findings[-1].is_complete)
    return (
        _("Ended on %(end)s without a finding; the time for it passed on %(until)s, a later one will not count.")
        % words
    )


def day_in_words(participation: Participation, day: datetime.date) -> str:
    """Say which day of the window ``day`` is and how many are left; blank without an end, or before it (R40)."""
    version, days = participation.in_force, participation.grant_project.result_window_days  # type: ignore[attr-defined]
    if version is None or version.end_on is None or version.end_on > day:
        return ""
    last = window_end(version.end_on, days)
    passed, left = (day - version.end_on).days, (last - day).days
    words = {"day": number(passed), "days": number(days), "last": short_date(last), "left": number(left)}
    if left < 0:
        return _("The days ended on %(last)s: a finding dated later will not count.") % words
    if passed == 0:
        return _("Ended today: day 0 of %(days)s; last day %(last)s.") % words
    if left == 0:
        return _("Today is the last day: day %(day)s of %(days)s.") % words
    said = ngettext(
        "Today is day %(day)s of %(days)s; %(left)s day left, last day %(last)s.",
        "Today is day %(day)s of %(days)s; %(left)s days left, last day %(last)s.",
        left,
    )
    return said % words


def finding_step(participation: Participation) -> NextStep | None:
    """Offer the finding once participation has ended, for those who may record it; none while there is one (R43)."""
    day = today()
    version = participation.in_force  # type: ignore[attr-defined]
    if not may(participation, RECORD) or version is None or version.start_on is None or version.end_on is None:
        return None
    findings = [fact for fact in once(participation, "case_facts", facts_of) if fact.kind == FINDING]
    days = participation.grant_project.result_window_days
    if any(fact.is_complete and fact.on and is_in_window(fact.on, version.end_on, days) for fact in findings):
        return None
    url = reverse("record_finding", args=[participation.number])
    return NextStep(day_in_words(participation, day), gettext_lazy("Record the finding now"), url)
