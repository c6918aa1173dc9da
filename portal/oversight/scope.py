"""Whose events and whose numbers a reader of the trail may see."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from portal.accounts.models import Membership, User
from portal.audit.models import AuditEvent, AuditQuerySet
from portal.imports.registry import subject_source
from portal.oversight.checks import RIGHT
from portal.policy.access import access_of


def events_in_reach(reader: User) -> AuditQuerySet:
    """Return the events of the reader's grant projects, and those of no project that are not another project's affair.

    Signing in, failing to and refusals belong to no project: they are the affair of the projects in which the
    account has worked; those of accounts without any, and of strangers, are everybody's.
    """
    projects = access_of(reader).scope(RIGHT).whole_project_ids
    held = Membership.objects.filter(user=OuterRef("actor"))
    own = Exists(held.filter(grant_project__in=projects)) | ~Exists(held)
    return AuditEvent.objects.filter(Q(grant_project__in=projects) | Q(grant_project=None) & (Q(actor=None) | own))


def accounts_in_reach(reader: User) -> QuerySet[User]:
    """Return the accounts that work or worked in the reader's grant projects, and those that work nowhere, by name."""
    projects = access_of(reader).scope(RIGHT).whole_project_ids
    held = Membership.objects.filter(user=OuterRef("pk"))
    return User.objects.filter(Exists(held.filter(grant_project__in=projects)) | ~Exists(held)).order_by("name", "pk")


def numbers_of(reader: User, people: Iterable[Any]) -> dict[str, str]:
    """Return the numbers of people whom the reader may see, by person id; both walls hold here too (S26, S27)."""
    wanted = [person for person in people if _is_key(person)]
    found: dict[str, str] = {}
    for start in range(0, len(wanted), 5000):
        rows = _within(reader).filter(person_id__in=wanted[start : start + 5000])
        for person, number in rows.order_by("number").values_list("person_id", "number"):
            found[str(person)] = f"{found[str(person)]}, {number}" if str(person) in found else number
    return found


def person_with(reader: User, number: str) -> Any:
    """Return the id of the person with a number; ``None`` when there is none whom the reader may see by number."""
    return _within(reader).filter(number__iexact=number.strip()).values_list("person_id", flat=True).first()


def _is_key(text: Any) -> bool:
    try:
        return bool(uuid.UUID(str(text)))
    except ValueError:
        return False


def _within(reader: User) -> Any:
    return subject_source().everybody().visible_to(reader, RIGHT)
