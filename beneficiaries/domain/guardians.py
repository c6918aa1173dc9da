"""Who stands for a child: written down, changed, ended; each with an entry in the trail (S30, R86)."""

import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from beneficiaries.models import Guardianship, Participation, Person
from beneficiaries.rules.families import is_child
from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import record
from portal.clock import today
from portal.crypto.ids import new_id
from portal.versions.actions import FactChanged

NO_CHILD, TWICE, ONESELF, NOBODY, BEFORE, TO_COME = "no-child", "twice", "oneself", "nobody", "before", "to-come"
CHANGEABLE = (
    "kind", "contact_allowed", "information_allowed", "court_restriction", "restriction_words", "valid_from",
    "valid_until", "outside_name", "outside_phone",
)  # fmt: skip


class GuardianRefused(ValueError):
    """Something that cannot be; the reason is one of the codes of this module."""


@transaction.atomic
def add_guardian(child: Participation, guardian: Person | None, *, by: User, **values: Any) -> Guardianship:
    """Let somebody stand for a child: a person known here, or somebody outside, named in ``values``.

    Raises ``GuardianRefused``: ``NO_CHILD`` for somebody of age, ``ONESELF``, ``NOBODY`` without a person and a name,
    ``TWICE`` when the person stands for the child already, ``BEFORE`` when it would end before it begins.
    """
    if not is_child(child.person, today()):
        raise GuardianRefused(NO_CHILD)
    if guardian is not None and guardian.pk == child.person_id:  # type: ignore[attr-defined]
        raise GuardianRefused(ONESELF)
    if guardian is None and not values.get("outside_name"):
        raise GuardianRefused(NOBODY)
    Person.objects.select_for_update().get(pk=child.person_id)  # type: ignore[attr-defined]
    link = Guardianship(child=child.person, guardian=guardian, made_by=by, changed_by=by, **values)
    _refuse_days(link)
    link.save(force_insert=True)
    return _noted(link, child, Action.CREATE, by, "added")


@transaction.atomic
def change_guardian(link: Guardianship, child: Participation, *, by: User, **values: Any) -> Guardianship:
    """Change what is known of a guardianship; the same again changes nothing.

    Raises ``FactChanged`` when somebody changed it since it was read (L5), ``GuardianRefused`` as ``add_guardian``.
    """
    held = _held(link, child)
    changed = {name: value for name, value in values.items() if name in CHANGEABLE and getattr(held, name) != value}
    if not changed:
        return held
    for name, value in changed.items():
        setattr(held, name, value)
    if held.guardian_id is None and not held.outside_name:  # type: ignore[attr-defined]
        raise GuardianRefused(NOBODY)
    _refuse_days(held)
    _save(held, by, changed)
    return _noted(held, child, Action.CHANGE, by, "changed")


@transaction.atomic
def end_guardian(link: Guardianship, child: Participation, *, until: datetime.date, why: str, by: User) -> Guardianship:
    """Let somebody stand for a child no longer after a day. Raises as ``change_guardian``; ``TO_COME`` for later."""
    held = _held(link, child)
    if until > today():
        raise GuardianRefused(TO_COME)
    held.valid_until = until
    _refuse_days(held)
    _save(held, by, ["valid_until"])
    return _noted(held, child, Action.CHANGE, by, "ended", why)


def _held(link: Guardianship, child: Participation) -> Guardianship:
    """Return the guardianship as it stands, kept from others until the end of the transaction."""
    held = Guardianship.objects.select_for_update(of=("self",)).filter(pk=link.pk, child=child.person).first()
    if held is None or held.version != link.version:
        raise FactChanged(str(link.pk))
    held.child = child.person  # its key opens what is sealed
    return held


def _refuse_days(link: Guardianship) -> None:
    """Refuse an end before the beginning, and days on which the same person stands for the child already."""
    if link.valid_until is not None and link.valid_until < link.valid_from:
        raise GuardianRefused(BEFORE)
    if link.guardian_id is None:  # type: ignore[attr-defined]
        return
    others = Guardianship.objects.filter(child=link.child, guardian=link.guardian).exclude(pk=link.pk)
    others = others.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=link.valid_from))
    if link.valid_until is not None:
        others = others.filter(valid_from__lte=link.valid_until)
    if others.exists():
        raise GuardianRefused(TWICE)


def _save(link: Guardianship, by: User, changed: Any) -> None:
    link.version, link.changed_by = new_id(), by
    link.save(update_fields=[*changed, "version", "changed_by", "changed_at"])


def _noted(
    link: Guardianship, child: Participation, action: Action, by: User, what: str, why: str = ""
) -> Guardianship:
    subjects = [key for key in (link.child_id, link.guardian_id) if key]  # type: ignore[attr-defined]
    record(
        action, by=by, obj=link, subjects=subjects, grant_project=child.grant_project, reason=why,
        detail={"guardian": what},
    )  # fmt: skip
    return link
