"""How long a session lives, how many an account may have, and how they end (S18)."""

import datetime
import time
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.db.models import QuerySet
from django.utils.module_loading import import_string

IDLE_SECONDS = 20 * 60
ABSOLUTE_SECONDS = 10 * 60 * 60
OWN_IDLE_SECONDS = 15 * 60
OWN_ABSOLUTE_SECONDS = 2 * 60 * 60
"""The same for somebody who takes part: often a phone that is not theirs alone (design §11)."""
TOUCH_SECONDS = 60
SESSIONS_KEPT = 3

BEGAN, SEEN, OWN = "began", "seen", "own"
MOST_DIGITS = 19


def begin_session(request: Any, user: Any = None, **kwargs: Any) -> None:
    """Start both clocks at sign-in (receiver of Django's ``user_logged_in``)."""
    now = int(time.time())
    request.session[BEGAN] = request.session[SEEN] = now
    if getattr(user, "is_participant", False):
        request.session[OWN] = True
        request.session.set_expiry(0)


def is_over(session: SessionBase) -> bool:
    """Tell whether the session was idle for 20 minutes, or is 10 hours old; a participant's 15 minutes, or 2 hours."""
    now = time.time()
    idle, absolute = (OWN_IDLE_SECONDS, OWN_ABSOLUTE_SECONDS) if session.get(OWN) else (IDLE_SECONDS, ABSOLUTE_SECONDS)
    return now - session.get(SEEN, 0) >= idle or now - session.get(BEGAN, 0) >= absolute


def touch(session: SessionBase) -> None:
    """Note that the session is in use, at most once a minute."""
    now = int(time.time())
    if now - session.get(SEEN, 0) >= TOUCH_SECONDS:
        session[SEEN] = now


def rotate(request: Any, **kwargs: Any) -> None:
    """Give the session of an account a new key when it has proved more than before.

    Receiver of the library's ``authentication_step_completed``. Signing in itself rotates in Django.
    """
    if not request.user.is_authenticated:
        return
    before = request.session.session_key
    request.session.cycle_key()
    UserSession.objects.filter(session_key=before).update(session_key=request.session.session_key)


def end_surplus_sessions(user_id: int, *, keep: str) -> None:
    """End the oldest sessions of an account, so that three are left with the one named ``keep``."""
    others = UserSession.objects.filter(user_id=user_id).exclude(session_key=keep).order_by("-created_at", "-pk")
    for session in others[SESSIONS_KEPT - 1 :]:
        session.end()


def end_all_sessions(user_id: int) -> None:
    """End every session of an account, on every device (S10)."""
    for session in UserSession.objects.filter(user_id=user_id):
        session.end()


def end_other_sessions(user_id: int, *, keep: str, only: str = "") -> int:
    """End an account's sessions except the one with the key ``keep``: all, or the one with the row number ``only``.

    Return how many ended. A number that is not one of the account's ends none.
    """
    others = UserSession.objects.filter(user_id=user_id).exclude(session_key=keep)
    if only:
        others = (
            others.filter(pk=only) if only.isascii() and only.isdigit() and len(only) < MOST_DIGITS else others.none()
        )
    ended = list(others)
    for session in ended:
        session.end()
    return len(ended)


def ended_sessions(now: datetime.datetime) -> QuerySet[Any]:
    """Return the content of sessions that ended by themselves."""
    model = import_string(f"{settings.SESSION_ENGINE}.SessionStore").get_model_class()
    return model.objects.filter(expire_date__lt=now)


def remove_ended_sessions(now: datetime.datetime) -> int:
    """Remove what is left of sessions that ended by themselves: their content, address and device; return how many."""
    ended = ended_sessions(now).delete()[0]
    alive = ended_sessions(now).model.objects.values("session_key")
    UserSession.objects.exclude(session_key__in=alive).delete()
    return ended
