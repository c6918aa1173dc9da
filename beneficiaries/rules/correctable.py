"""Which fields a person can ask to have corrected one by one, and how their values are written down (GDPR 16)."""

import datetime
from typing import Any

OF_PERSON = (
    "given_names", "surname", "patronymic", "original_name", "preferred_name", "birth_date", "sex", "pesel", "phone",
    "email", "address", "contact_language",
)  # fmt: skip
OF_PARTICIPATION = ("citizenships", "education", "labour_status", "place", "postcode")
IN_BOTH = ("birth_date", "sex")
"""What stands with the person and, fixed at the start, with the participation."""
CORRECTABLE = (*OF_PERSON, *OF_PARTICIPATION)


def as_text(value: Any) -> str:
    """Return a value as it is kept with a request."""
    return value.isoformat() if isinstance(value, datetime.date) else str(value or "")


def from_text(field: str, text: str) -> Any:
    """Return the value of a field from its text."""
    return datetime.date.fromisoformat(text) if field == "birth_date" and text else text
