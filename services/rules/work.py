"""Hours of work as pure sums: what a worker gave to several people at one visit is work once.

Hours of support are another thing: everybody who was there received them, and the figures count them for each.
"""

import datetime
import uuid
from collections.abc import Hashable
from dataclasses import dataclass, field
from decimal import Decimal

Piece = tuple[Decimal | None, int]


@dataclass
class Work:
    """What one worker did, in pieces: hours, and minutes on the way beside them.

    Deliveries of one visit are one piece: as long as the longest of them, with the longest way. So the correction of
    one of them makes it neither two nor shorter than what somebody else received.
    """

    pieces: dict[Hashable, Piece] = field(default_factory=dict)

    def add(self, hours: Decimal | None, travel: int | None, visit: Hashable = None) -> None:
        """Count one delivery; ``visit`` is what it shares with others of its visit, ``None`` where it stands alone."""
        key = len(self.pieces) if visit is None else visit
        known, way = self.pieces.get(key, (None, 0))
        said = [each for each in (known, hours) if each is not None]
        self.pieces[key] = max(said, default=None), max(way, travel or 0)

    @property
    def times(self) -> int:
        """How many pieces."""
        return len(self.pieces)

    @property
    def hours(self) -> Decimal:
        """Hours of work."""
        return sum((hours for hours, _way in self.pieces.values() if hours is not None), Decimal(0))

    @property
    def unknown(self) -> int:
        """Of how many pieces nobody wrote the hours."""
        return sum(hours is None for hours, _way in self.pieces.values())

    @property
    def travel_minutes(self) -> int:
        """Minutes on the way."""
        return sum(way for _hours, way in self.pieces.values())


def same_visit(visit: uuid.UUID | None, day: datetime.date | None, kind: int | None) -> Hashable:
    """Return what deliveries of one worker share that are one piece of work: visit, day and kind of support.

    What is corrected to another day or kind was another piece. ``None`` for what stands alone.
    """
    return (visit, day, kind) if visit else None
