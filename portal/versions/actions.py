"""The only three things that can happen to a fact: record it, correct it, retract it.

Rows that are changed in place and only say which version was seen take the next one here, too.
"""

import uuid
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import ForeignKey, Model

from portal.accounts.models import User
from portal.clock import moment_of_recording
from portal.crypto.ids import new_id
from portal.versions.models import Version

V = TypeVar("V", bound=Version)
_OF_THE_VERSION = frozenset({"id", "fact_id", "recorded_at", "recorded_by_id", "why", "superseded_at"})


class FactChanged(Exception):
    """Another person corrected the fact since it was read; nothing was written."""


def record_fact(version: V, *, by: User | None, why: str = "") -> V:
    """Save the first version of a fact."""
    version.recorded_at, version.recorded_by, version.why = moment_of_recording(), by, why
    version.save(force_insert=True)
    return version


@transaction.atomic
def correct_fact(current: V, changes: dict[str, Any], *, by: User | None, why: str) -> V:
    """Put a version with ``changes`` in place of ``current`` and return it; the old one stays readable.

    Raises ``FactChanged`` when ``current`` is no longer in force (L5).
    """
    moment = _supersede(current)
    return _following(current, changes, moment, by=by, why=why)


@transaction.atomic
def revive_fact(last: V, changes: dict[str, Any], *, by: User | None, why: str) -> V:
    """Bring back a fact that was retracted, as ``last`` said it but for ``changes``; return the version in force.

    Raises ``FactChanged`` when the fact is in force (L5).
    """
    if type(last)._base_manager.filter(fact_id=last.fact_id, superseded_at__isnull=True).exists():
        raise FactChanged(str(last.fact_id))
    return _following(last, changes, moment_of_recording(), by=by, why=why)


def is_changed_by(current: Version, changes: dict[str, Any]) -> bool:
    """Tell whether ``changes`` say anything that ``current`` does not say already."""
    return any(getattr(current, name) != value for name, value in changes.items())


@transaction.atomic
def retract_fact(current: Version) -> None:
    """End the version in force without a successor: the fact counts no more, its history stays."""
    _supersede(current)


def take_version(row: Any, seen: uuid.UUID | None) -> None:
    """Give a row that is changed in place its next version, once for everybody who saw the one before.

    For the beginning of the transaction that changes it. Raises ``FactChanged`` when ``seen`` is no longer its
    version (L5).
    """
    after = new_id()
    if not type(row)._base_manager.filter(pk=row.pk, version=seen).update(version=after):
        raise FactChanged(str(row.pk))
    row.version = after


def values_of(version: Version) -> dict[str, Any]:
    """Return what a version says, by column, sealed values opened; not which version it is, by whom or when."""
    return {
        field.attname: getattr(version, field.attname)
        for field in version._meta.concrete_fields
        if field.attname not in _OF_THE_VERSION
    }


def _following(last: V, changes: dict[str, Any], moment: Any, *, by: User | None, why: str) -> V:
    values = values_of(last)  # sealed values are opened, so that they are sealed anew for the new row
    successor = type(last)(**{**values, **_attnames(changes)}, fact_id=last.fact_id)
    successor.id, successor.superseded_at = new_id(), None
    successor.recorded_at, successor.recorded_by, successor.why = moment, by, why
    _keep_loaded(last, successor)
    for name, value in changes.items():
        if isinstance(value, Model):
            setattr(successor, name, value)
    successor.save(force_insert=True)
    return successor


def _supersede(current: Version) -> Any:
    moment = moment_of_recording()
    changed = type(current)._base_manager.filter(pk=current.pk, superseded_at__isnull=True).update(superseded_at=moment)
    if not changed:
        raise FactChanged(str(current.fact_id))
    current.superseded_at = moment
    return moment


def _keep_loaded(current: Version, successor: Version) -> None:
    """Hand over the related objects that are loaded and still meant: sealed fields need their key."""
    for field in current._meta.concrete_fields:
        if (
            isinstance(field, ForeignKey)
            and field.is_cached(current)
            and getattr(successor, field.attname) == getattr(current, field.attname)
        ):
            field.set_cached_value(successor, field.get_cached_value(current))


def _attnames(changes: dict[str, Any]) -> dict[str, Any]:
    related = {name: value.pk for name, value in changes.items() if isinstance(value, Model)}
    plain = {name: value for name, value in changes.items() if name not in related}
    return plain | {f"{name}_id": pk for name, pk in related.items()}
