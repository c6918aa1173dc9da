"""Which fields a person can ask to have corrected one by one, and how their values are written down (GDPR 16)."""

import datetime
from typing import Any

HOURS = "contact_hours"
"""Both hours of contact as one value: one of them alone says nothing."""
COLUMNS_OF_HOURS = ("contact_from", "contact_until")
OF_CONTACT = ("contact_way", "contact_channels", "preferred_channel", HOURS)
OF_PERSON = (
    "given_names", "surname", "patronymic", "original_name", "preferred_name", "birth_date", "sex", "pesel", "phone",
    "email", "address", "contact_language", *OF_CONTACT,
)  # fmt: skip
OF_PARTICIPATION = ("citizenships", "education", "labour_status", "place", "postcode")
IN_BOTH = ("birth_date", "sex")
"""What stands with the person and, fixed at the start, with the participation."""
LEADING = frozenset({"phone", "email", "address", *OF_CONTACT, "place", "postcode"})
"""What can lead to where somebody is (S25)."""
CORRECTABLE = (*OF_PERSON, *OF_PARTICIPATION)


def as_text(value: Any) -> str:
    """Return a value as it is kept with a request."""
    if isinstance(value, tuple):
        return " ".join(f"{each:%H:%M}" for each in value if each is not None)
    return value.isoformat() if isinstance(value, datetime.date) else str(value or "")


def from_text(field: str, text: str) -> Any:
    """Return the value of a field from its text."""
    if field == HOURS:
        return tuple(datetime.time.fromisoformat(each) for each in text.split())
    return datetime.date.fromisoformat(text) if field == "birth_date" and text else text


def value_of(row: Any, field: str) -> Any:
    """Return what a person or a participation says in a field."""
    return tuple(getattr(row, each) for each in COLUMNS_OF_HOURS) if field == HOURS else getattr(row, field)


def columns(field: str, value: Any) -> dict[str, Any]:
    """Return the columns of a person that a value fills."""
    return dict(zip(COLUMNS_OF_HOURS, value, strict=True)) if field == HOURS else {field: value}
