"""Which kinds of message and of recipient there are: each app registers its own in ``plugs.py``."""

import datetime
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise

from portal.messages.enums import Channel

if TYPE_CHECKING:
    from portal.accounts.models import User

DIRECT = "direct"
"""The recipient kind of messages to an address that the asker gives along: a draft of a registration, a code."""

ALLOWED_CONTEXT = frozenset({"code", "link", "day", "time", "until", "reference", "phone", "place"})
"""All that a message may ever say beside its template: nothing of a case, no name, no title of a course (S24)."""

Hours = tuple[datetime.time, datetime.time]


@dataclass(frozen=True)
class SafeContact:
    """Where somebody may be reached at this moment, best way first.

    ``ways``: channel and address or number. ``language``: the person's, blank when unknown. ``hours``: from and until
    when messages may come, local time; ``None`` for the portal's own.
    """

    ways: tuple[tuple[Channel, str], ...]
    language: str = ""
    hours: Hours | None = None


class NotToBeContacted(Exception):
    """The person asked never to be written to; nothing goes out."""


class NobodyThere(Exception):
    """The recipient is not there any more; nothing goes out."""


@dataclass(frozen=True)
class Recipient:
    """A recipient as a colleague may see them; ``subject`` is the key of the person whose name is shown."""

    name: str
    url: str = ""
    subject: object = None


def _known_to_nobody(user: "User", ids: Collection[str]) -> Mapping[str, Recipient]:
    return {}


@dataclass(frozen=True)
class RecipientKind:
    """A kind of recipient: ``resolve`` is asked at the moment of sending, with the id and the kind of message.

    It raises ``NotToBeContacted`` or ``NobodyThere``. A contact without ways means that no safe address is known.
    ``known_to`` returns those of these ids whom an account may see: of the others no page tells, not even by a count
    (S26, S27).
    """

    code: str
    label: str | Promise
    resolve: Callable[[str, "MessageKind"], SafeContact]
    known_to: Callable[["User", Collection[str]], Mapping[str, Recipient]] = _known_to_nobody


@dataclass(frozen=True)
class MessageKind:
    """A kind of message, with its templates ``templates/messages/<code>.email.txt`` and ``….sms.txt``.

    ``label`` is what staff read of it. ``takes``: names of ``ALLOWED_CONTEXT`` that its templates use. ``channels``:
    those it has a template for. ``is_awaited``: the recipient asked for it a moment ago and sits in front of the page,
    so quiet hours do not hold it back. ``despite_restriction``: it is about the restriction or the request itself, so a
    frozen record does not hold it back (S69). After ``useful_for`` it is not sent any more.
    """

    code: str
    label: str | Promise
    channels: tuple[Channel, ...]
    takes: frozenset[str] = frozenset()
    is_awaited: bool = False
    despite_restriction: bool = False
    useful_for: datetime.timedelta = datetime.timedelta(days=3)


_message_kinds: dict[str, MessageKind] = {}
_recipient_kinds: dict[str, RecipientKind] = {}


def register_message_kind(kind: MessageKind) -> None:
    """Offer a kind of message; the same code again replaces it. Raises ``ValueError`` for what no message may say."""
    if unknown := kind.takes - ALLOWED_CONTEXT:
        raise ValueError(f"a message never says {sorted(unknown)}")
    _message_kinds[kind.code] = kind


def register_recipient_kind(kind: RecipientKind) -> None:
    """Offer a kind of recipient; the same code again replaces it."""
    _recipient_kinds[kind.code] = kind


def find_message_kind(code: str) -> MessageKind | None:
    """Return the kind of message with this code; ``None`` when this version of the portal has none."""
    return _message_kinds.get(code)


def find_recipient_kind(code: str) -> RecipientKind | None:
    """Return the kind of recipient with this code; ``None`` when this version of the portal has none."""
    return _recipient_kinds.get(code)


def message_kinds() -> list[MessageKind]:
    """Return all kinds of message, in the order of their codes."""
    return [_message_kinds[code] for code in sorted(_message_kinds)]
