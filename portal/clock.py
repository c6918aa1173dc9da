"""The one place that says which day it is."""

import datetime
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.utils import timezone
from django.utils.dateparse import parse_datetime

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_as_if: ContextVar[datetime.datetime | None] = ContextVar("as_if", default=None)


def today() -> datetime.date:
    """Return the local day (Europe/Warsaw); in the try-out the day set by ``PORTAL_TODAY``, if any.

    For pages, memberships, reminders and actions that refuse a day that has not come yet. No rule of counting or
    importing may ask.
    """
    if settings.PORTAL_TRYOUT and settings.PORTAL_TODAY:
        return datetime.date.fromisoformat(settings.PORTAL_TODAY)
    return timezone.localdate()


def now() -> datetime.datetime:
    """Return the moment: now; in the try-out with a day of its own, this time of that day.

    For pages that ask whether something has begun, and for days that people wait to pass: when an application was sent,
    asked about, decided. Facts that figures rest on bear ``moment_of_recording``.
    """
    moment, day = timezone.localtime(), today()
    return moment if moment.date() == day else datetime.datetime.combine(day, moment.time(), moment.tzinfo)


def as_told(moment: datetime.datetime) -> datetime.datetime:
    """Return a true moment as people are told it: in the try-out with a day of its own, as far from that day.

    For what must bear true moments and is told to people by the day: when a draft is removed, when data were read.
    """
    return moment + (today() - timezone.localdate())


def local_day(moment: datetime.datetime) -> datetime.date:
    """Return the local day (Europe/Warsaw) of a moment."""
    return timezone.localdate(moment)


def read_moment(text: str) -> datetime.datetime:
    """Return a moment written in ISO 8601; a day alone means its end, no offset means local time (Europe/Warsaw).

    An hour that the clock shows twice means the later one, one that it leaves out the one after: nothing that was
    known by then is lost. Raises ``ValueError``.
    """
    if DAY.fullmatch(text):
        moment = datetime.datetime.combine(datetime.date.fromisoformat(text), datetime.time.max)
    else:
        found = parse_datetime(text)
        if found is None:
            raise ValueError(text)
        moment = found
    if timezone.is_aware(moment):
        return _within_time(moment)
    zone = timezone.get_default_timezone()
    return _within_time(max((moment.replace(tzinfo=zone, fold=fold) for fold in (0, 1)), key=_seconds))


def _within_time(moment: datetime.datetime) -> datetime.datetime:
    _seconds(moment)
    return moment


def _seconds(moment: datetime.datetime) -> float:
    try:
        return moment.astimezone(datetime.UTC).timestamp()
    except OverflowError as error:
        raise ValueError(str(moment)) from error


def moment_of_recording() -> datetime.datetime:
    """Return the moment under which a fact is recorded: now; while a past is invented, a moment of that past."""
    return _as_if.get() or timezone.now()


@contextmanager
def recording_as_if_at(moment: datetime.datetime) -> Iterator[None]:
    """Let facts recorded inside bear a moment that has passed: for the invented past of the try-out alone.

    The audit trail keeps the true moments. Raises ``RuntimeError`` in production mode and for a moment to come.
    """
    if not settings.PORTAL_TRYOUT or moment > timezone.now():
        raise RuntimeError("Only the try-out invents a past, and nobody a future.")
    before = _as_if.set(moment)
    try:
        yield
    finally:
        _as_if.reset(before)
