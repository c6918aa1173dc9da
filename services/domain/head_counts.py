"""How many visitors came, as a fact: written, corrected, and carried along when the meeting moves (R33)."""

from portal.accounts.models import User
from portal.versions.actions import correct_fact, is_changed_by, record_fact, retract_fact
from services.models import HeadCount, Meeting


def write_head_count(meeting: Meeting, visitors: int | None, *, by: User | None, why: str = "") -> None:
    """Write the number of visitors of a meeting on its day; ``None`` takes it back. Called inside the act."""
    current = HeadCount.objects.current().filter(meeting=meeting).first()  # type: ignore[attr-defined]
    if visitors is None:
        if current is not None:
            retract_fact(correct_fact(current, {}, by=by, why=why))
        return
    said = {"visitors": visitors, "held_on": meeting.day}
    if current is None:
        record_fact(HeadCount(meeting=meeting, **said), by=by, why=why)
    elif is_changed_by(current, said):
        correct_fact(current, said, by=by, why=why)
