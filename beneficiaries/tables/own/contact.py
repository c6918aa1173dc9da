"""Where and when the office is open, and the links that matter for safety: parts of the first page."""

import re
from typing import Any

from portal.own.registry import Own, OwnPanel


def office(own: Own) -> dict[str, Any] | None:
    """Return how to reach the office of what the person takes part in last."""
    if not own.participations:
        return None
    project = own.participations[0].grant_project
    return {"project": project, "dialled": re.sub(r"[^+0-9]", "", project.contact_phone)}


def safety(own: Own) -> dict[str, Any]:
    """Return the panel about safety: it always stands there."""
    return {}


OFFICE = OwnPanel("office", 60, office, "beneficiaries/own/office.html")
SAFETY = OwnPanel("safety", 70, safety, "beneficiaries/own/safety.html")
