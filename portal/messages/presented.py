"""The outbox as a coordinator sees it: nobody out of reach leaves a trace in it, also not in a count (S26, S27)."""

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.messages.enums import OPEN, STUCK, Channel, MessageState, Reason
from portal.messages.gateways.choosing import open_channels
from portal.messages.models import OutgoingMessage
from portal.messages.registry import DIRECT, Recipient, find_message_kind, find_recipient_kind
from portal.policy.access import access_of

VIEW = "view_messages"
LOOKED_BACK = datetime.timedelta(days=30)
MOST_READ = 1000
MOST_SHOWN = 50
TONES = {MessageState.FAILED: "danger", MessageState.UNSURE: "danger", MessageState.KEPT_BACK: "warn"}


@dataclass
class Tally:
    """How many messages of one kind stand where."""

    label: str | Promise
    waiting: int = 0
    sent: int = 0
    stuck: int = 0
    kept_back: int = 0

    def add(self, state: str) -> None:
        """Count one message."""
        if state in OPEN:
            self.waiting += 1
        elif state == MessageState.SENT:
            self.sent += 1
        elif state in STUCK:
            self.stuck += 1
        else:
            self.kept_back += 1


@dataclass(frozen=True)
class Line:
    """One message that somebody should look at."""

    asked_at: datetime.datetime
    kind: str | Promise
    recipient: Recipient | None
    state: str
    tone: str
    reason: str
    next_try_at: datetime.datetime | None


@dataclass(frozen=True)
class Shown:
    """The page."""

    tallies: Sequence[Tally]
    lines: Sequence[Line]
    closed: Sequence[str] = field(default_factory=tuple)


def shown_to(user: User, now: datetime.datetime) -> Shown:
    """Return the messages of the last thirty days: one query, and one or two for each kind of recipient."""
    rows = OutgoingMessage.objects.filter(
        grant_project__in=sorted(access_of(user).scope(VIEW).project_ids), asked_at__gt=now - LOOKED_BACK
    ).defer("address", "payload")
    found = list(rows.order_by("-asked_at")[:MOST_READ])
    known = _known(user, found)
    seen = [
        each for each in found if each.recipient_kind == DIRECT or (each.recipient_kind, each.recipient_id) in known
    ]
    tallies: dict[str, Tally] = {}
    for each in seen:
        tallies.setdefault(each.kind, Tally(_label(each))).add(each.state)
    to_look_at = [each for each in seen if each.state != MessageState.SENT]
    lines = [_line(each, known.get((each.recipient_kind, each.recipient_id))) for each in to_look_at[:MOST_SHOWN]]
    return Shown([tallies[kind] for kind in sorted(tallies)], lines, _closed())


def _known(user: User, rows: Sequence[OutgoingMessage]) -> Mapping[tuple[str, str], Recipient]:
    wanted: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        wanted[row.recipient_kind].add(row.recipient_id)
    kinds = [(code, find_recipient_kind(code)) for code in wanted if code != DIRECT]
    return {
        (code, key): recipient
        for code, kind in kinds
        if kind is not None
        for key, recipient in kind.known_to(user, wanted[code]).items()
    }


def _label(message: OutgoingMessage) -> str | Promise:
    kind = find_message_kind(message.kind)
    return kind.label if kind else message.kind


def _line(message: OutgoingMessage, recipient: Recipient | None) -> Line:
    waits = message.state in OPEN
    return Line(
        asked_at=message.asked_at,
        kind=_label(message),
        recipient=recipient,
        state=str(MessageState(message.state).label),
        tone=TONES.get(MessageState(message.state), "info" if waits else "line"),
        reason=str(Reason(message.reason).label),
        next_try_at=message.next_try_at if waits else None,
    )


def _closed() -> Sequence[str]:
    """Return the channels by which nothing can go out here."""
    missing = set(Channel) - open_channels()
    return [_("%(channel)s: no way to send is set up.") % {"channel": channel.label} for channel in sorted(missing)]
