"""Telling the data protection officer of what one person did alone where two should have (S38, S65)."""

from portal.clock import today
from portal.messages.sending import ask_for_message
from portal.policy.holders import reaching
from portal.policy.matrix import Reach
from portal.programmes.models import GrantProject

ALONE, OVERSEES, STAFF = "done-alone", "view_audit", "staff"


def tell_officers(project: GrantProject, about: str) -> int:
    """Tell each data protection officer of a project, once for each ``about``; return how many there are.

    The message says that something stands on their page, not what: it leaves the portal (S24).
    """
    held = [each.user for each, reach in reaching(OVERSEES, project, today()) if reach is Reach.PROJECT]
    officers = list(dict.fromkeys(held))
    for each in officers:
        key = f"{ALONE}-{about}-{each.pk}"
        ask_for_message(ALONE, STAFF, str(each.pk), grant_project=project, dedup_key=key[:100])
    return len(officers)
