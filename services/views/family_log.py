"""One visit, several people: the quick log begins with everybody of a family who can be given support."""

import uuid

from django.http import HttpRequest

from beneficiaries.queries.households import members_to_support
from portal.clock import today
from portal.policy.gate import Refused
from services.views.entry import RIGHT, Entry

FAMILY = "rodzina"


def begin_with_family(request: HttpRequest, entry: Entry) -> None:
    """Choose the members of the family that the address names; a draft that was kept stays as it is.

    Only whom the account may see and support in the project of the entry; whoever ended is left out. A family of
    which the account sees nobody is ``Refused`` like one that is not there (S6, R37: each gets an entry of their own).
    """
    asked = request.GET.get(FAMILY, "")
    if not asked or entry.opened:
        return
    people = members_to_support(entry.account, _key(asked), entry.project, today())
    if not people:
        raise Refused(RIGHT, "household", asked[:64])
    if not entry.people:
        entry.people = people


def _key(asked: str) -> uuid.UUID:
    try:
        return uuid.UUID(asked)
    except ValueError:
        raise Refused(RIGHT, "household", asked[:64]) from None
