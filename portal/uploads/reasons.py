"""Why a file is refused. Words for people stand in ``portal.uploads.words``."""

from enum import StrEnum


class Why(StrEnum):
    """The one reason that is told."""

    EMPTY = "empty"
    TOO_LARGE = "too-large"
    KIND = "kind"
    NAME = "name"
    DAMAGED = "damaged"
    PIXELS = "pixels"
    PAGES = "pages"
    LOCKED = "locked"
    TOO_COSTLY = "too-costly"
    INFECTED = "infected"
    NOT_SCANNED = "not-scanned"
    OWNER_FULL = "owner-full"
    ALL_FULL = "all-full"


class Unfit(Exception):
    """The file is not taken; nothing of it is kept."""

    def __init__(self, why: Why) -> None:
        """Say why."""
        super().__init__(why.value)
        self.why = why
