"""Two records of one person become one, and two again within thirty days (S70; R34, R35, R38, R106).

Nothing merges by itself. Each app moves what is its own (``portal.merging``); here is the order, the one transaction,
and what the trail says. ``trial`` does the same and takes it back, so that what a page says beforehand is what happens.
"""

import datetime
import json
from collections.abc import Collection
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from beneficiaries.models import Participation, Person, PersonMerge
from beneficiaries.rules.merging import last_day_to_undo
from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import record
from portal.clock import today
from portal.crypto.models import DataKey, KeyTie
from portal.merging.carrying import carry, carry_back
from portal.merging.registry import Fold, UndoRefused, Union
from portal.versions.actions import FactChanged

LATER, TOO_LATE = "a later merge", "too late"


class MergeRefused(ValueError):
    """Two records that cannot become one: the same one, one that is merged already, or one that is frozen (S69)."""


class _TakenBack(Exception):  # noqa: N818 - no error: the end of a trial
    """A trial ends: the transaction goes back to where it began."""


@transaction.atomic
def merge_people(
    keep: Person, gone: Person, choices: Collection[str] = (), *, by: User | None, reason: str = ""
) -> PersonMerge:
    """Let ``gone`` become part of ``keep`` and return the merge.

    ``choices`` name the groups of fields in which what ``gone`` says is to stand: those of
    ``beneficiaries.rules.merging.OF_PERSON``, ``family``, and those of a participation behind ``<project key>-``.
    Raises ``MergeRefused`` and, when somebody changed a fact at the same moment, ``FactChanged``.
    """
    union, log = _carried(keep, gone, choices, by)
    key = DataKey.fresh()
    key.save()
    merge = PersonMerge(
        kept=union.kept,
        gone=union.gone,
        data_key=key,
        reason=reason,
        log=json.dumps(log),
        on=today(),
        at=timezone.now(),
        by=by,
    )
    merge.save(force_insert=True)
    _note(merge, union, "merged", by, reason)
    return merge


@transaction.atomic
def undo_merge(merge: PersonMerge, *, by: User | None, day: datetime.date) -> PersonMerge:
    """Make two records of one again: figures, links and consents as before; what was recorded since stays.

    Raises ``UndoRefused`` with what stands against it: the field that was changed since, ``LATER`` or ``TOO_LATE``.
    """
    held = PersonMerge.objects.select_for_update(of=("self",)).select_related("data_key").get(pk=merge.pk)
    if not held.is_in_force:
        raise FactChanged(str(merge.pk))
    kept, gone = _locked(held.kept_id, held.gone_id)  # type: ignore[attr-defined]
    if day > last_day_to_undo(held.on) or not held.log:
        raise UndoRefused(TOO_LATE)
    if gone.merged_into_id != kept.pk or kept.merged_into_id is not None:  # type: ignore[attr-defined]
        raise UndoRefused(LATER)
    if PersonMerge.objects.in_force().filter(kept=kept, at__gt=held.at).exists():  # type: ignore[attr-defined]
        raise UndoRefused(LATER)  # what that one put back would be of somebody who had gone away again
    log = json.loads(str(held.log))
    union = _union(kept, gone, log["folds"], log["whole"], log["choices"], by)
    Person.objects.filter(pk=gone.pk).update(merged_into=None)
    gone.merged_into = None
    carry_back(union, log["apps"])
    held.undone_at, held.undone_by = timezone.now(), by
    held.save(update_fields=["undone_at", "undone_by"])
    _note(held, union, "divided", by, "")
    return held


@contextmanager
def trial(keep: Person, gone: Person, choices: Collection[str], *, by: User | None) -> Any:
    """Let the body of ``with`` see how everything would be after merging, and the log; afterwards nothing has happened.

    Nothing is written to the trail and no reader outside this transaction sees any of it. Raises as ``merge_people``.
    """
    try:
        with transaction.atomic():
            union, log = _carried(keep, gone, choices, by)
            yield union, log["apps"]
            raise _TakenBack
    except _TakenBack:
        return


def _carried(keep: Person, gone: Person, choices: Collection[str], by: User | None) -> tuple[Union, dict[str, Any]]:
    if keep.pk == gone.pk:
        raise MergeRefused("itself")
    kept, other = _locked(keep.pk, gone.pk)
    if kept.merged_into_id or other.merged_into_id:  # type: ignore[attr-defined]
        raise MergeRefused("merged")
    if kept.is_restricted or other.is_restricted:
        raise MergeRefused("restricted")
    folds, whole = _meetings(kept, other)
    union = _union(kept, other, folds, whole, choices, by)
    KeyTie.between(kept.data_key_id, other.data_key_id)  # type: ignore[attr-defined]
    changed = Person.objects.filter(pk=other.pk, merged_into=None).update(merged_into=kept)
    if not changed:
        raise MergeRefused("merged")
    other.merged_into = kept
    try:
        apps = carry(union)
    except IntegrityError:
        raise FactChanged(str(other.pk)) from None
    return union, {"folds": folds, "whole": whole, "choices": sorted(union.choices), "apps": apps}


def _locked(kept: Any, gone: Any) -> tuple[Person, Person]:
    """Read both anew, kept from others in one order: two colleagues never wait for each other."""
    rows = Person.objects.select_related("data_key").select_for_update(of=("self",)).order_by("pk")
    found = {person.pk: person for person in rows.filter(Q(pk=kept) | Q(pk=gone))}
    return found[kept], found[gone]


def _meetings(kept: Person, gone: Person) -> tuple[list[list[str]], list[str]]:
    """Return the participations of projects in which both take part, and those that go over whole."""
    here = dict(Participation.objects.filter(person=kept).values_list("grant_project", "pk"))
    theirs = Participation.objects.filter(person=gone).order_by("pk").values_list("grant_project", "pk")
    folds = [[str(key), str(here[project])] for project, key in theirs if project in here]
    return folds, [str(key) for project, key in theirs if project not in here]


def _union(
    kept: Person, gone: Person, folds: list[list[str]], whole: list[str], choices: Collection[str], by: User | None
) -> Union:
    keys = {key for pair in folds for key in pair} | set(whole)
    rows = Participation.objects.select_related("grant_project", "person__data_key").filter(pk__in=keys)
    found = {str(each.pk): each for each in rows}
    return Union(
        kept, gone, by, [Fold(found[one], found[other]) for one, other in folds], [found[key] for key in whole],
        frozenset(choices),
    )  # fmt: skip


def _note(merge: PersonMerge, union: Union, what: str, by: User | None, reason: str) -> None:
    """Say in the trail that it happened, once for each project; both records are named by their ids."""
    subjects = [union.kept.pk, union.gone.pk]
    projects = {each.grant_project_id: each.grant_project for each in (*(f.kept for f in union.folds), *union.whole)}
    for project in projects.values() or [None]:
        record(
            Action.CHANGE, by=by, obj=merge, subjects=subjects, grant_project=project, reason=reason,
            detail={"records": what},
        )  # fmt: skip
