"""Where a recipient may be reached at this moment: asked of the registry, never remembered (S24)."""

from portal.messages.enums import Channel, Reason
from portal.messages.gateways.choosing import open_channels
from portal.messages.models import OutgoingMessage
from portal.messages.registry import (
    DIRECT,
    MessageKind,
    NobodyThere,
    NotToBeContacted,
    SafeContact,
    find_recipient_kind,
)


class Unreachable(Exception):
    """Nothing goes to this recipient."""

    def __init__(self, reason: Reason) -> None:
        """Say why."""
        super().__init__(reason)
        self.reason = reason


def contact_of(message: OutgoingMessage, kind: MessageKind) -> SafeContact:
    """Return how the recipient of a message may be reached now; raises ``Unreachable``."""
    if message.recipient_kind == DIRECT:
        return SafeContact(((Channel(message.channel), str(message.address)),), message.language)
    known = find_recipient_kind(message.recipient_kind)
    if known is None:
        raise Unreachable(Reason.GONE)
    try:
        return known.resolve(message.recipient_id, kind)
    except NotToBeContacted:
        raise Unreachable(Reason.NEVER) from None
    except NobodyThere:
        raise Unreachable(Reason.GONE) from None


def way_to(contact: SafeContact, kind: MessageKind) -> tuple[Channel, str]:
    """Return the best way that the kind has words for; one that is set up here before one that is not.

    Raises ``Unreachable`` when no safe address is left.
    """
    fitting = [(channel, address) for channel, address in contact.ways if channel in kind.channels and address]
    if not fitting:
        raise Unreachable(Reason.NO_ADDRESS)
    there = open_channels()
    return next((way for way in fitting if way[0] in there), fitting[0])
