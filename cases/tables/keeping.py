"""What of cases ends with people."""

from cases.domain.keeping import ENDS
from portal.retention.people import register_people_end


def register() -> None:
    """Register what ends."""
    for end in ENDS:
        register_people_end(end)
