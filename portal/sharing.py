"""What of a record may be passed on, part by part: apps register the parts, a referral names those agreed (S29).

Who receives a part sees its lines and nothing else of the record. A part never holds what is said about health.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from portal.ui.parts import Fact

Words = str | Promise


@dataclass(frozen=True)
class SharedPart:
    """One part: its label, and ``lines(participation)``, what it says now, in at most two queries."""

    code: str
    position: int
    label: Words
    lines: Callable[[Any], Sequence[Fact]]


_parts: dict[str, SharedPart] = {}


def register_shared_part(part: SharedPart) -> None:
    """Offer a part; the same code again replaces it."""
    _parts[part.code] = part


def shared_parts() -> list[SharedPart]:
    """Return the parts in their order."""
    return sorted(_parts.values(), key=lambda part: (part.position, part.code))


def agreed_lines(participation: Any, codes: Collection[str]) -> list[Fact]:
    """Return what the parts with these codes say, in their order; codes that nobody knows say nothing."""
    return [line for part in shared_parts() if part.code in codes for line in part.lines(participation)]
