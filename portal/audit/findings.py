"""What a check of the trail can find, each with its place, in one line."""

from dataclasses import dataclass

EDITED = "edited"
DELETED = "deleted"
MISSING = "missing"
BROKEN = "chain broken"
FORGED = "inserted"
TRUNCATED = "truncated"
HEAD = "head"
CUT = "cut"


@dataclass(frozen=True)
class Finding:
    """Something that is not as it was written: what kind, at which places of the chain, which event or head."""

    kind: str
    words: str
    first: int = 0
    last: int = 0
    event: str = ""

    def __str__(self) -> str:
        return f"{self.kind}: {self.words}"


def edited(event: str, place: int) -> Finding:
    """The fields of a sealed event no longer fit their hash."""
    return Finding(EDITED, f"event {event} at place {place} is not as it was written", place, place, event)


def deleted(event: str, place: int) -> Finding:
    """A seal whose event is gone."""
    return Finding(DELETED, f"event {event} at place {place} is gone", place, place, event)


def cut(place: int) -> Finding:
    """A cut of the trail that the portal did not make, or that removed what is not old enough."""
    return Finding(CUT, f"the trail was not cut by the portal up to place {place}", place, place)


def missing(first: int, last: int) -> Finding:
    """Places of the chain that nobody holds."""
    words = f"place {first} has no seal" if first == last else f"places {first} to {last} have no seal"
    return Finding(MISSING, words, first, last)


def broken(event: str, place: int) -> Finding:
    """A seal that does not follow from the one before and its event."""
    words = f"the seal at place {place} does not fit event {event} and the place before"
    return Finding(BROKEN, words, place, place, event)


def forged(event: str) -> Finding:
    """An event without a seal that the portal did not write as it stands."""
    return Finding(FORGED, f"event {event} has no seal and is not as the portal writes", event=event)


def truncated(day: str, last: int, head: int) -> Finding:
    """The chain ends before the place that a signed head names."""
    words = f"the chain ends at place {last}, the head of {day} was signed at place {head}"
    return Finding(TRUNCATED, words, last + 1, head)


def replaced(day: str, place: int) -> Finding:
    """The seal at the place of a signed head is another."""
    return Finding(HEAD, f"the seal at place {place} is not the one that the head of {day} names", place, place)


def head_wrong(day: str, what: str) -> Finding:
    """A head that cannot be trusted, or that is not where it should be."""
    return Finding(HEAD, f"the head of {day} {what}", event=day)
