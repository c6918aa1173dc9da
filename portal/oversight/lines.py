"""Events and tallies as lines of a table, in the active language."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.models import AuditEvent
from portal.oversight.reads import Tally
from portal.oversight.words import action_in_words, kind_in_words, kind_of, person_in_words, roles_in_words
from portal.ui.formatting import number

TONES = {Action.REFUSE: "danger", Action.SIGN_IN_FAILED: "warn", Action.CHANGE: "info", Action.CREATE: "info"}


@dataclass(frozen=True)
class EventLine:
    """An event as the log shows it; ``people`` names one person by number and counts more."""

    at: datetime
    place: int | None
    who: str
    roles: str
    organisation: str
    action: str
    tone: str
    thing: str
    people: str
    project: str
    request: str


@dataclass(frozen=True)
class TallyLine:
    """Who read, or whose data were read; ``url`` leads to the events."""

    who: str
    note: str
    count: int
    first: datetime
    last: datetime
    kinds: str
    url: str = ""


def people_shown(events: Iterable[AuditEvent]) -> set[str]:
    """Return the people whom the lines name: those who stand alone in an event."""
    return {event.subjects[0] for event in events if len(event.subjects) == 1}


def event_lines(events: Iterable[AuditEvent], numbers: Mapping[str, str]) -> list[EventLine]:
    """Return the lines of events with their actor, organisation, project and seal at hand."""
    return [_event_line(event, numbers) for event in events]


def tally_line(who: str, note: str, tally: Tally, url: str = "") -> TallyLine:
    """Return the line of a tally."""
    kinds = sorted({words for kind in tally.kinds if (words := kind_in_words(kind))})
    return TallyLine(who, note, tally.count, localtime(tally.first), localtime(tally.last), ", ".join(kinds), url)


def account_in_words(account: User | None) -> str:
    """Return the name of an account; words for nobody."""
    return account.name if account else _("nobody signed in")


def _event_line(event: AuditEvent, numbers: Mapping[str, str]) -> EventLine:
    seal = getattr(event, "seal", None)
    return EventLine(
        at=localtime(event.at),
        place=seal.sequence if seal else None,
        who=_who(event),
        roles=roles_in_words(event.roles),
        organisation=str(event.organisation or ""),
        action=action_in_words(event.action),
        tone=TONES.get(event.action, "line"),  # type: ignore[call-overload]
        thing=_thing(event),
        people=_people(event.subjects, numbers),
        project=event.grant_project.code if event.grant_project else "",
        request=event.request_id,
    )


def _who(event: AuditEvent) -> str:
    if event.actor:
        return event.actor.name or str(Role.PARTICIPANT.label)
    asked_by_somebody = event.request_id or event.action in (Action.REFUSE, Action.SIGN_IN_FAILED)
    return _("nobody signed in") if asked_by_somebody else _("the portal itself")


def _thing(event: AuditEvent) -> str:
    return kind_in_words(kind_of(event.action, event.object_type, event.detail))


def _people(subjects: Sequence[str], numbers: Mapping[str, str]) -> str:
    if len(subjects) == 1:
        return person_in_words(subjects[0], numbers)
    count = len(subjects)
    return ngettext("%(number)s person", "%(number)s people", count) % {"number": number(count)} if count else ""
