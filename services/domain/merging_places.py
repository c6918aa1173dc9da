"""Places, attendance and certificates, when two records of one person become one (R34).

A person has one place in an activity and was at a class once. Where both records have a place in the same one, that of
the record that stays goes on with the better of both; what was marked on the other goes over, and being at the same
class on both is one delivery of support. The other place is given up: no place is held by a record that nobody sees.
An undo gives everything back as it was. Only where a group that goes on has become full meanwhile, the record that had
gone waits, with its turn, and whoever undid it gets a task: nobody who was given the place loses it, no group is ever
over its capacity.
"""

import uuid
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.clock import now, today
from portal.crypto.ids import new_id
from portal.errands import ErrandRefused, ask_errand
from portal.merging.facts import put_back
from portal.merging.registry import DIVIDED, MERGED, Log, Mover, Union
from portal.merging.rows import move_rows, move_rows_back
from portal.versions.actions import correct_fact, retract_fact, revive_fact, values_of
from services.enums import SEATED, ActivityState, EnrolmentState, EnrolmentStep
from services.models import (
    Activity,
    Attendance,
    Certificate,
    Enrolment,
    EnrolmentChange,
    ProtectedNote,
    SupportDelivery,
)

PLACE = "services.Enrolment.participation"
BEST_FIRST = (
    EnrolmentState.TAKEN, EnrolmentState.OFFERED, EnrolmentState.WAITING, EnrolmentState.HELD, EnrolmentState.GUEST,
    EnrolmentState.LAPSED, EnrolmentState.MOVED, EnrolmentState.CANCELLED, EnrolmentState.JOINED,
)  # fmt: skip
GOING_ON = frozenset({ActivityState.DRAFT, ActivityState.OPEN, ActivityState.CLOSED})
HELD_SOMETHING = frozenset(BEST_FIRST[:4])
COLUMNS = ("state", "priority", "asked_at", "offered_until", "settled_at", "level")


def move(union: Union) -> Log:
    """Let places go over; return which did, and what was joined where both records had one."""
    _hold_activities(union)
    moved = move_rows(PLACE, [(fold.gone.pk, fold.kept.pk) for fold in union.folds])
    joined = []
    for fold in union.folds:
        own = {each.activity_id: each for each in Enrolment.objects.filter(participation=fold.kept)}  # type: ignore[attr-defined]
        for given in Enrolment.objects.filter(participation=fold.gone).order_by("asked_at", "pk"):
            joined.append(_join(given, own[given.activity_id], union.by))  # type: ignore[attr-defined]
    return {"moved": moved, "joined": joined}


def undo(union: Union, log: Log) -> None:
    """Give each record its own places, entries and certificates back; what was marked or decided since stays."""
    _hold_activities(union)
    given = [_divide(each, union.by) for each in reversed(log["joined"])]
    move_rows_back(PLACE, log["moved"])
    for each in given:
        _wait_where_full(each, union.by)


def ask_about_those_who_wait(union: Union) -> None:
    """Give whoever undid a merge a task for each place that was passed on meanwhile, once the records are two again."""
    waits = Enrolment.objects.filter(
        participation__in=[fold.gone.pk for fold in union.folds], state=EnrolmentState.WAITING,
        changes__kind=EnrolmentStep.DIVIDED,
    ).select_related("participation__grant_project", "participation__person", "activity__edition__course")  # fmt: skip
    if (by := union.by) is None:
        return
    for each in waits.distinct():
        with suppress(ErrandRefused):
            text = _(
                "Two records were divided and %(group)s has no free place: this person waits again. Decide what to do."
            )
            ask_errand(each.participation, text % {"group": each.activity.called}, today(), by)


def _hold_activities(union: Union) -> None:
    """Lock what either has a place in, in the order of the keys, like everybody who gives places (L4)."""
    takes = [each.pk for fold in union.folds for each in (fold.gone, fold.kept)]
    held = Enrolment.objects.filter(participation__in=takes).values("activity")
    list(Activity.objects.select_for_update().filter(pk__in=held).order_by("pk").values_list("pk"))


def _join(given: Enrolment, own: Enrolment, by: User | None) -> dict[str, Any]:
    entries = [_join_entry(each, given, own, by) for each in _entries(given)]
    before = [_said(given), _said(own)]
    _write(own, _best_of(given, own))
    if given.state in HELD_SOMETHING:
        _write(given, {"state": EnrolmentState.JOINED, "offered_until": None})
    rows = Certificate.objects.filter(enrolment=given)
    papers = [] if _has_paper(own) else [str(key) for key in rows.order_by("pk").values_list("pk", flat=True)]
    rows.filter(pk__in=papers).update(enrolment=own)
    return {
        "given": str(given.pk), "own": str(own.pk), "before": before, "after": [_said(given), _said(own)],
        "entries": entries, "papers": papers,
    }  # fmt: skip


def _join_entry(entry: Attendance, given: Enrolment, own: Enrolment, by: User | None) -> dict[str, Any]:
    """Let one entry of the place that is given up stand on the other; return what became of it."""
    other = _entries(own).filter(meeting=entry.meeting_id).first()  # type: ignore[misc]
    if other is None:
        return {"moved": [str(entry.pk), str(correct_fact(entry, {"enrolment": own}, by=by, why=MERGED).pk)]}
    retract_fact(entry)
    log: dict[str, Any] = {"ended": str(entry.pk)}
    if entry.is_present and _is_better(entry, other):
        changes = {"is_present": True, "absence": "", "reason": None, "support_fact": entry.support_fact}
        log["other"] = [str(other.pk), str(correct_fact(other, changes, by=by, why=MERGED).pk)]
        log["delivery"] = _end_delivery(other.support_fact, by)
    elif entry.is_present:
        log["delivery"] = _end_delivery(entry.support_fact, by)
    return log


def _is_better(entry: Attendance, other: Attendance) -> bool:
    """Tell whether the delivery of the entry stands rather than that of the other: what is protected stays in sight."""
    if not other.is_present or other.support_fact is None:
        return True
    noted = set(ProtectedNote.objects.current().filter(  # type: ignore[attr-defined]
        support__in=[entry.support_fact, other.support_fact]
    ).values_list("support", flat=True))  # fmt: skip
    return noted == {entry.support_fact}


def _end_delivery(fact: uuid.UUID | None, by: User | None) -> str:
    """Take back one of two deliveries of the same class; return the version that was in force."""
    delivery = SupportDelivery.objects.current().filter(fact_id=fact).first() if fact else None  # type: ignore[attr-defined]
    if delivery is None:
        return ""
    retract_fact(correct_fact(delivery, {}, by=by, why=MERGED))
    return str(delivery.pk)


def _wait_where_full(row: Enrolment, by: User | None) -> None:
    """Let a place wait that is one too many in a group that goes on; the group is locked, and the row is current."""
    group = row.activity
    if row.state not in SEATED or group.capacity is None or group.state not in GOING_ON:
        return
    over = Enrolment.objects.filter(activity=group).seated().count() > group.capacity  # type: ignore[attr-defined]
    if over and not (group.meetings.exists() and not group.meetings.filter(ends_at__gt=now()).exists()):  # type: ignore[attr-defined]
        _write(row, {"state": EnrolmentState.WAITING, "offered_until": None})
        EnrolmentChange.objects.create(enrolment=row, at=now(), by=by, kind=EnrolmentStep.DIVIDED)


def _divide(log: dict[str, Any], by: User | None) -> Enrolment:
    given, own = (Enrolment.objects.get(pk=log[name]) for name in ("given", "own"))
    Certificate.objects.filter(pk__in=log["papers"], enrolment=own).update(enrolment=given)
    for row, before, after in zip((given, own), log["before"], log["after"], strict=True):
        is_now = _said(row)
        _write(
            row, {name: _read(name, before[name]) for name in COLUMNS if is_now[name] == after[name] != before[name]}
        )
    for each in reversed(log["entries"]):
        _divide_entry(each, given, by)
    return given


def _divide_entry(log: dict[str, Any], given: Enrolment, by: User | None) -> None:
    if "moved" in log:
        if (entry := _now(Attendance, log["moved"][0])) is not None:
            correct_fact(entry, {"enrolment": given}, by=by, why=DIVIDED)
        return
    if log.get("delivery"):
        revive_fact(SupportDelivery.objects.get(pk=log["delivery"]), {}, by=by, why=DIVIDED)
    if "other" in log:
        was, merged = (Attendance.objects.get(pk=key) for key in log["other"])
        if (entry := _now(Attendance, log["other"][0])) is not None:
            back = put_back(values_of(was), values_of(merged), values_of(entry))
            correct_fact(entry, back, by=by, why=DIVIDED)
    ended = Attendance.objects.get(pk=log["ended"])
    revive_fact(ended, _as_since(ended), by=by, why=DIVIDED)


def _as_since(ended: Attendance) -> dict[str, Any]:
    """Return what differs where the support of an entry was taken back since: then the person was not there."""
    facts = SupportDelivery.objects.current().filter(fact_id=ended.support_fact)  # type: ignore[attr-defined]
    if ended.support_fact is None or facts.exists():
        return {}
    return {"is_present": False, "support_fact": None}


def _best_of(given: Enrolment, own: Enrolment) -> dict[str, Any]:
    first = min((own, given), key=lambda each: BEST_FIRST.index(EnrolmentState(each.state)))
    return {
        "state": first.state, "offered_until": first.offered_until, "settled_at": first.settled_at,
        "priority": min(own.priority, given.priority), "asked_at": min(own.asked_at, given.asked_at),
        "level": own.level or given.level,
    }  # fmt: skip


def _entries(place: Enrolment) -> Any:
    return Attendance.objects.current().filter(enrolment=place).order_by("recorded_at", "pk")  # type: ignore[attr-defined]


def _has_paper(place: Enrolment) -> bool:
    return Certificate.objects.filter(enrolment=place, withdrawn_at__isnull=True).exists()


def _now(model: Any, key: str) -> Any:
    return model.objects.current().filter(fact_id=model.objects.get(pk=key).fact_id).first()


def _write(row: Enrolment, values: dict[str, Any]) -> None:
    different = [name for name, value in values.items() if getattr(row, name) != value]
    for name in different:
        setattr(row, name, values[name])
    if different:
        row.version = new_id()
        row.save(update_fields=[*different, "version"])


def _said(row: Enrolment) -> dict[str, Any]:
    values: Iterable[tuple[str, Any]] = ((name, getattr(row, name)) for name in COLUMNS)
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in values}


def _read(name: str, stored: Any) -> Any:
    return parse_datetime(stored) if name in ("asked_at", "offered_until", "settled_at") and stored else stored


PLACES = Mover("places", 90, frozenset({PLACE}), move, undo, settle=ask_about_those_who_wait)
