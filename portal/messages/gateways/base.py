"""What a gateway is, and the three ways in which it can fail to say “sent”."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol


class NotTaken(Exception):
    """For certain nothing went out: the server is down, busy or said “later”. It is tried again."""


class Refused(Exception):
    """For certain nothing went out, and trying again changes nothing: the address is wrong, the text not allowed."""


class Unsure(Exception):
    """It was handed over and no receipt came: it may have arrived. It is never tried again by itself."""


@dataclass(frozen=True)
class Envelope:
    """What leaves the portal. ``id`` is the same in each attempt; ``subject`` is blank for SMS."""

    id: uuid.UUID
    to: str
    subject: str
    body: str


class Gateway(Protocol):
    """A way out. ``handing`` is called at the last moment before the words leave, and may raise to stop it."""

    def send(self, envelope: Envelope, handing: Callable[[], None]) -> str:
        """Send and return the name that the server gave to it, or ""; raises what stands in this module."""
        ...
