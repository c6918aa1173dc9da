"""Who looked at somebody's data, in words for the person: role, organisation, what for; never a colleague's name (S31).

The trail holds no values, so nothing of the data stands here. One line for one day, role and purpose. What a person
did on the own pages is no reading by others; neither is what nobody signed in saw.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.audit.enums import Action
from portal.audit.models import AuditEvent
from portal.clock import as_told, local_day
from portal.front.sight import ROLES
from portal.oversight.reads import READS

DAYS, MOST = 90, 100

IN_A_LIST, ON_YOUR_CASE = _("saw your name in a list or a search"), _("worked on your case")
PURPOSES: tuple[tuple[Promise, frozenset[str]], ...] = (
    (_("read your phone, e-mail or address to reach you"), frozenset({"contact", "contact-shown"})),
    (_("looked at your documents"), frozenset({
        "documents", "document", "document-new", "document-change", "documentfile", "persondocument", "sent-files",
        "sentfile", "legalisation", "legalisation-case", "legalisationcase", "legalisation-print"})),
    (_("prepared or looked up a meeting with you"), frozenset({"calendar", "appointment", "my-day"})),
    (_("read or wrote what you need and your plan"), frozenset({
        "plan", "diagnosis", "needsdiagnosis", "finding", "exitfinding", "referrals", "referral", "protected-note"})),
    (_("checked who reads data"), frozenset({"log", "log-reads", "log-person", "log-review", "user"})),
    (_("answered a request about your data"), frozenset({"rights", "rightsrequest", "rightspackage"})),
    (_("gave you access to your own page"), frozenset({"own-space"})),
    (_("inspected the figures of the project, by your number and without your name"), frozenset({"inspection"})),
    (_("answered an auditor about your record"), frozenset({"inspection-questions"})),
)  # fmt: skip
NAMED_FOR = {"inspection-name": _("opened your name to inspect the figures of the project")}
"""Readings for which the reader wrote down what for; the person reads those words."""
FOR_THE_FIGURES = _("counted the people of the project for its report")
ON_PAPER = _("made a printout or a file with your data")
IN_AN_EMERGENCY = _("opened your data in an emergency; somebody else checks that")
FIGURES = frozenset(
    {"indicator", "reportedition", "editionfile", "builtreport", "qualitycheck", "incomplete", "results", "caseload"}
)


@dataclass(frozen=True)
class Reading:
    """What people of one role in one organisation did on one day: for what, and how often."""

    day: datetime.date
    who: str
    organisation: str
    purpose: str
    times: int
    what_for: str = ""


def readings_of(person: Any, now: datetime.datetime) -> list[Reading]:
    """Return who read the data of a person within the last 90 days, the latest first, at most a hundred lines."""
    events = AuditEvent.objects.filter(action__in=READS, actor__isnull=False, actor__is_participant=False)
    rows = (
        events.between(now - datetime.timedelta(days=DAYS), now)  # type: ignore[attr-defined]
        .about(person.pk)
        .order_by("-at")
        .values_list("at", "roles", "organisation__name", "action", "object_type", "detail", "reason")
    )
    counted: dict[tuple[datetime.date, str, str, str, str], int] = {}
    for at, roles, organisation, action, object_type, detail, reason in rows.iterator(2000):
        purpose, why = str(_purpose(action, object_type, detail)), reason if detail.get("page") in NAMED_FOR else ""
        key = (local_day(as_told(at)), _role(roles), organisation or "", purpose, why)
        if key not in counted and len(counted) == MOST:
            break
        counted[key] = counted.get(key, 0) + 1
    return [Reading(*key[:4], times, key[4]) for key, times in counted.items()]


def _role(roles: str) -> str:
    """Return in what role somebody read; of several the first that people know."""
    held = set(roles.split())
    return next((str(words) for role, words in ROLES.items() if role in held), str(_("An employee of the project")))


def _purpose(action: str, object_type: str, detail: Mapping[str, Any]) -> Promise:
    """Return what for, from the kind of page alone."""
    page = str(detail.get("page", "")) or object_type
    if detail.get("emergency"):
        return IN_AN_EMERGENCY
    if page in NAMED_FOR:
        return NAMED_FOR[page]
    found = next((words for words, pages in PURPOSES if page in pages), None)
    if found is not None:
        return found
    if action == Action.EXPLAIN or page in FIGURES or "indicator" in detail or "check" in detail:
        return FOR_THE_FIGURES
    if action in (Action.PRINT, Action.EXPORT, Action.DOWNLOAD):
        return ON_PAPER
    return IN_A_LIST if action in (Action.LIST, Action.SEARCH) else ON_YOUR_CASE
