"""Accounts in words: where they stand, which roles they have, what was done with them."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from portal.accounts.enums import Role
from portal.accounts.models import Membership
from portal.accounts.terms import Confirmation, confirmation_on
from portal.administration.queries import Colleague, State
from portal.audit.models import AuditEvent
from portal.ui.formatting import long_date, short_date

TONES = {State.INVITED: "info", State.LAPSED: "warn", State.ACTIVE: "ok", State.SOON: "warn", State.ENDED: "line"}
CONFIRMATIONS: dict[Confirmation, tuple[Promise, str]] = {
    Confirmation.DONE: (gettext_lazy("confirmed"), "ok"),
    Confirmation.DUE: (gettext_lazy("to confirm"), "warn"),
    Confirmation.OVERDUE: (gettext_lazy("overdue"), "danger"),
}
HAPPENED: Mapping[str, Promise] = {
    "granted": gettext_lazy("Role given: %(role)s, until %(day)s"),
    "moved": gettext_lazy("Last day moved: %(role)s, until %(day)s"),
    "confirmed": gettext_lazy("Confirmed: %(role)s, until %(day)s"),
    "ended": gettext_lazy("Role ended: %(role)s, last day %(day)s"),
    "unconfirmed": gettext_lazy("Role ended because nobody confirmed it for a year: %(role)s, last day %(day)s"),
    "invited": gettext_lazy("Invitation sent"),
    "withdrawn": gettext_lazy("Invitation withdrawn"),
    "accepted": gettext_lazy("Invitation accepted"),
}
CLOSED: Mapping[str, Promise] = {
    "ended": gettext_lazy("Account closed"),
    "expired": gettext_lazy("Account closed: the last role was over"),
    "unused": gettext_lazy("Account closed: nobody signed in for 60 days"),
}


@dataclass(frozen=True)
class Tag:
    """A state in words with the tone that repeats it."""

    text: str
    tone: str


@dataclass(frozen=True)
class Line:
    """One row of the list of accounts."""

    colleague: Colleague
    status: Tag
    roles: list[str]
    organisations: list[str]


@dataclass(frozen=True)
class HeldRole:
    """One role on a page: its words, its days, where it stands."""

    membership: Membership
    role: str
    where: str
    status: Tag
    confirmation: Tag
    is_over: bool


@dataclass(frozen=True)
class Happening:
    """One event of the history."""

    at: datetime.datetime
    text: str
    by: str


def status_of(known: Colleague) -> Tag:
    """Say where an account stands."""
    words = {
        State.INVITED: _("invited"),
        State.LAPSED: _("invitation too old"),
        State.ACTIVE: _("active"),
        State.SOON: _("until %(day)s") % {"day": short_date(known.last_day)},
        State.ENDED: pgettext("access", "ended"),
    }
    return Tag(words[known.state], TONES[known.state])


def line_of(known: Colleague) -> Line:
    """Return a row of the list: the roles that count, or the last ones when none does."""
    shown = known.current or known.memberships
    return Line(
        known,
        status_of(known),
        list(dict.fromkeys(str(Role(held.role).label) for held in shown)),
        list(dict.fromkeys(held.organisation.short_name or held.organisation.name for held in shown)),
    )


def held_role(membership: Membership, day: datetime.date) -> HeldRole:
    """Return a role as the pages show it; ``day`` is today."""
    is_over = bool(membership.ends_on and membership.ends_on < day)
    words, tone = (pgettext("access", "ended"), "line") if is_over else (_("active"), "ok")
    if not is_over and membership.starts_on and membership.starts_on > day:
        words, tone = _("begins later"), "info"
    status = Tag(words, tone)
    said, tone = CONFIRMATIONS[confirmation_on(day, membership.answered_for_since)]
    where = f"{membership.organisation.short_name or membership.organisation.name} · {membership.grant_project}"
    return HeldRole(membership, str(Role(membership.role).label), where, status, Tag(str(said), tone), is_over)


def happened(event: AuditEvent) -> Happening:
    """Say what was done with an account, by whom."""
    detail = event.detail
    if "is_active" in detail:
        closed = CLOSED.get(detail.get("because", ""), CLOSED["ended"])
        text = _("Account opened again") if detail["is_active"] else str(closed)
    elif detail.get("changed") == ["second_factor"]:
        text = _("Second step removed")
    else:
        role, until = detail.get("role", ""), detail.get("ends_on")
        words = {
            "role": str(Role(role).label) if role in Role.values else "",
            "day": long_date(datetime.date.fromisoformat(until)) if until else "–",
        }
        text = str(HAPPENED.get(detail.get("what", ""), HAPPENED["granted"])) % words
    where = event.organisation.short_name or event.organisation.name if event.organisation and "role" in detail else ""
    return Happening(
        event.at, f"{text} · {where}" if where else text, event.actor.name if event.actor else _("the portal")
    )
