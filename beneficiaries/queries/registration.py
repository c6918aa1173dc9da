"""Registrations as those find them who register: by what a browser holds, or by the code (S22)."""

import datetime

from django.utils import timezone

from beneficiaries.models import Registration
from beneficiaries.rules.codes import CODE, read_code
from beneficiaries.rules.recruiting import Door, door_of
from portal.clock import today
from portal.crypto.sealing import blind_index, fingerprint
from portal.programmes.enums import ProjectStatus
from portal.programmes.models import GrantProject

CODE_CONTEXT = "registration code"
OPEN_FOR = datetime.timedelta(minutes=60)
"""A browser that was left alone for longer has to show the code again."""


def browser_mark(secret: str) -> bytes:
    """Return what is kept of the secret that a browser holds."""
    return fingerprint("registration browser", secret)


def held_by(secret: str) -> Registration | None:
    """Return the registration that a browser may open now; after an hour without an answer it is closed (one query)."""
    if not secret:
        return None
    rows = Registration.objects.filter(browser=browser_mark(secret), seen_at__gt=timezone.now() - OPEN_FOR)
    return rows.select_related("data_key", "grant_project").first()


def found_by_code(typed: str) -> Registration | None:
    """Return the registration with this code, however it was typed (one query); ``None`` for every other text."""
    code = read_code(typed, CODE)
    rows = Registration.objects.filter(code_index=blind_index(CODE_CONTEXT, code or "-none-"))
    return rows.select_related("data_key", "grant_project").first()


def recruiting() -> tuple[GrantProject | None, Door]:
    """Return the running grant project that people can join today, and how (one query).

    Of several the one with the widest door, then the one that began last; ``None`` where none is running.
    """
    running = GrantProject.objects.filter(status=ProjectStatus.RUNNING, ends_on__gte=today())
    found = [(each, door_of(each, today())) for each in running.order_by("-starts_on", "-pk")]
    return min(found, key=lambda each: list(Door).index(each[1]), default=(None, Door.CLOSED))
