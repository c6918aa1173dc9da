"""The secret address of one's calendar: made, made anew, taken away; found by its keyed hash alone."""

import secrets

from django.db import transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import record
from portal.clock import today
from portal.crypto.sealing import fingerprint
from services.models import CalendarFeed

BYTES = 32


def make_feed(account: User) -> str:
    """Make an address, the old one leads nowhere from now on; return the secret, which nobody can read again."""
    secret = secrets.token_urlsafe(BYTES)
    with transaction.atomic():
        CalendarFeed.objects.filter(account=account).delete()
        made = CalendarFeed.objects.create(account=account, secret_mark=_mark(secret), made_at=timezone.now())
        record(Action.CREATE, by=account, obj=made)
    return secret


def take_feed_away(account: User) -> bool:
    """Let the address lead nowhere; tell whether there was one."""
    with transaction.atomic():
        held = CalendarFeed.objects.filter(account=account).first()
        if held is None:
            return False
        record(Action.CHANGE, by=account, obj=held, detail={"removed": True})
        held.delete()
    return True


def feed_of(secret: str) -> User | None:
    """Return the account behind a secret, which must be active; note the day on which it was read."""
    held = CalendarFeed.objects.select_related("account").filter(secret_mark=_mark(secret)).first()
    if held is None or not held.account.is_active:
        return None
    day = today()
    if held.used_on != day:
        CalendarFeed.objects.filter(pk=held.pk).update(used_on=day)
    return held.account


def _mark(secret: str) -> bytes:
    return fingerprint("calendar feed", secret)
