"""Signing in to the own space: ask for a code, enter it, or enter the one on paper (S19, S20, S22).

Whoever asks gets the same answer, at the same cost: whom a number or an address belongs to is looked up, and what
follows from it is a job's work. Codes work once, for ten minutes, in the browser that asked; of one request five may
be tried, and of one account ten may be sent in a day, so that nobody is rung up all night.
"""

import datetime
import logging
import uuid
from functools import partial

from allauth.account.internal.flows.login import record_authentication
from django.contrib.auth import login
from django.db import transaction
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from portal.accounts.models import User
from portal.accounts.sessions import end_surplus_sessions
from portal.audit.enums import Action
from portal.audit.trail import record
from portal.own.codes import code_of, is_code_of, mark_of
from portal.own.models import SignInCode, Slip
from portal.own.registry import own_door

logger = logging.getLogger(__name__)

CODE_LASTS = datetime.timedelta(minutes=10)
KEPT = datetime.timedelta(days=1)
MOST_TRIES, MOST_A_DAY = 5, 10
BACKEND = "portal.accounts.backends.AccountBackend"


@transaction.atomic
def ask_for_code(contact: str) -> SignInCode:
    """Note that a code was asked for; the message goes out apart from it, if there is anybody to send it to."""
    asked = SignInCode.objects.create(user_id=own_door().find(contact), expires_at=timezone.now() + CODE_LASTS)
    transaction.on_commit(partial(_ring, asked.pk), robust=True)
    return asked


@transaction.atomic
def send_code(asked_id: uuid.UUID) -> bool:
    """Let the message with the code go out; ``False`` when there is nothing to send, or enough was sent today."""
    now = timezone.now()
    rows = SignInCode.objects.filter(pk=asked_id, sent_at=None, expires_at__gt=now)
    if not rows.update(sent_at=now):
        return False
    asked = SignInCode.objects.select_related("user").get(pk=asked_id)
    if asked.user is None:
        return False
    sent = SignInCode.objects.filter(user=asked.user, sent_at__gt=now - KEPT).count()
    if sent > MOST_A_DAY:
        SignInCode.objects.filter(pk=asked_id).update(user=None)
        return False
    own_door().send(asked.user, code_of(asked.pk), asked.expires_at)
    return True


def enter_code(asked_id: uuid.UUID, typed: str) -> User | None:
    """Return whose code was typed, which is used from then on; nobody for a wrong, old, used or made-up one."""
    now = timezone.now()
    rows = SignInCode.objects.filter(pk=asked_id, used_at=None, expires_at__gt=now)
    if not rows.filter(tries__lt=MOST_TRIES).update(tries=F("tries") + 1):
        return None
    asked = SignInCode.objects.select_related("user").get(pk=asked_id)
    if not is_code_of(asked_id, typed) or asked.user is None:
        record(Action.SIGN_IN_FAILED, by=asked.user, detail={"own": "code"})
        return None
    return asked.user if rows.update(used_at=now) and _is_open(asked.user) else None


def enter_slip(code: str) -> User | None:
    """Return whose paper the code stands on, which is used from then on; nobody for any other."""
    now = timezone.now()
    rows = Slip.objects.filter(mark=mark_of(code), used_at=None, withdrawn_at=None, expires_at__gt=now)
    slip = rows.select_related("user").first()
    if slip is None or not _is_open(slip.user):
        record(Action.SIGN_IN_FAILED, by=None, detail={"own": "slip"})
        return None
    return slip.user if rows.update(used_at=now) else None


def sign_in(request: HttpRequest, user: User) -> None:
    """Open a session for somebody who has shown a code."""
    login(request, user, backend=BACKEND)
    record_authentication(request, user, "code")
    end_surplus_sessions(user.pk, keep=request.session.session_key or "")


def waiting_codes(now: datetime.datetime) -> list[uuid.UUID]:
    """Return requests that should be dealt with and are not: the bell was not heard."""
    rows = SignInCode.objects.filter(sent_at=None, expires_at__gt=now, user__isnull=False)
    return list(rows.order_by("asked_at").values_list("pk", flat=True)[:100])


def remove_old_codes(now: datetime.datetime) -> int:
    """Remove requests that are over, and codes on paper that nobody can use any more; return how many."""
    return sum(rows(now).delete()[0] for rows in (old_codes, old_slips))


def old_codes(now: datetime.datetime) -> QuerySet[SignInCode]:
    """Return requests that are over."""
    return SignInCode.objects.filter(asked_at__lt=now - KEPT)


def old_slips(now: datetime.datetime) -> QuerySet[Slip]:
    """Return codes on paper that nobody can use any more."""
    return Slip.objects.filter(expires_at__lt=now - KEPT)


def _is_open(user: User) -> bool:
    return user.is_active and user.is_participant


def _ring(asked_id: uuid.UUID) -> None:
    """Tell a worker; when the broker does not take it, the next round finds the request."""
    from portal.own.tasks import send_own_code  # here, because the task sends

    try:
        send_own_code.apply_async((str(asked_id),), retry=False)
    except Exception as error:  # whatever a broker can do wrong must not reach the page
        logger.warning("the bell of a code is not heard (%s); it is rung again", type(error).__name__)
