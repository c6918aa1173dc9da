"""Registrations as those find them who register: by what a browser holds, or by the code (S22)."""

import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from beneficiaries.enums import RegistrationState
from beneficiaries.models import Registration
from beneficiaries.rules.codes import CODE, read_code
from beneficiaries.rules.recruiting import Door, door_of
from portal.clock import today
from portal.crypto.sealing import blind_index, fingerprint
from portal.programmes.enums import ProjectStatus
from portal.programmes.models import GrantProject
from portal.statements import MARK, NEVER, prepared

CODE_CONTEXT = "registration code"
KEPT_FOR = datetime.timedelta(days=30)
"""So long a draft that nobody touches can be opened with its code."""
OPEN_FOR = datetime.timedelta(minutes=60)
"""A browser that was left alone for longer has to show the code again."""


def browser_mark(secret: str) -> bytes:
    """Return what is kept of the secret that a browser holds."""
    return fingerprint("registration browser", secret)


def held_by(secret: str) -> Registration | None:
    """Return the registration that a browser may open now; after an hour without an answer it is closed (one query)."""
    if not secret:
        return None
    since = timezone.now() - OPEN_FOR
    return next(iter(prepared(held_by, _held).read({MARK: browser_mark(secret), NEVER: since})), None)


def _held() -> QuerySet[Registration]:
    rows = Registration.objects.filter(browser=MARK, seen_at__gt=NEVER)
    return rows.select_related("data_key", "grant_project").order_by("pk")[:1]


def found_by_code(typed: str) -> Registration | None:
    """Return the registration with this code, however it was typed (one query); ``None`` for every other text.

    A draft that is to be removed is found no more, though the work of the night has not come to it yet.
    """
    code = read_code(typed, CODE)
    is_old = Q(state=RegistrationState.DRAFT, changed_at__lte=timezone.now() - KEPT_FOR)
    rows = Registration.objects.filter(~is_old, code_index=blind_index(CODE_CONTEXT, code or "-none-"))
    return rows.select_related("data_key", "grant_project").first()


def recruiting() -> tuple[GrantProject | None, Door]:
    """Return the running grant project that people can join today, and how (one query).

    Of several the one with the widest door, then the one that began last; ``None`` where none is running.
    """
    day = today()
    found = [(each, door_of(each, day)) for each in prepared((recruiting, day), lambda: _running(day)).read({})]
    return min(found, key=lambda each: list(Door).index(each[1]), default=(None, Door.CLOSED))


def _running(day: datetime.date) -> QuerySet[GrantProject]:
    running = GrantProject.objects.filter(status=ProjectStatus.RUNNING, starts_on__isnull=False, ends_on__gte=day)
    return running.order_by("-starts_on", "-pk")
