"""How long a session lives, and how many an account may have (S18)."""

import time
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.base import SessionBase

IDLE_SECONDS = 20 * 60
ABSOLUTE_SECONDS = 10 * 60 * 60
TOUCH_SECONDS = 60
SESSIONS_KEPT = 3

BEGAN, SEEN = "began", "seen"


def begin_session(request: Any, **kwargs: Any) -> None:
    """Start both clocks at sign-in (receiver of Django's ``user_logged_in``)."""
    now = int(time.time())
    request.session[BEGAN] = request.session[SEEN] = now


def is_over(session: SessionBase) -> bool:
    """Tell whether the session was idle for 20 minutes, or is 10 hours old."""
    now = time.time()
    return now - session.get(SEEN, 0) >= IDLE_SECONDS or now - session.get(BEGAN, 0) >= ABSOLUTE_SECONDS


def touch(session: SessionBase) -> None:
    """Note that the session is in use, at most once a minute."""
    now = int(time.time())
    if now - session.get(SEEN, 0) >= TOUCH_SECONDS:
        session[SEEN] = now


def end_surplus_sessions(user_id: int, *, keep: str) -> None:
    """End the oldest sessions of an account, so that three are left with the one named ``keep``."""
    others = UserSession.objects.filter(user_id=user_id).exclude(session_key=keep).order_by("-created_at", "-pk")
    for session in others[SESSIONS_KEPT - 1 :]:
        session.end()


def end_all_sessions(user_id: int) -> None:
    """End every session of an account, on every device (S10)."""
    for session in UserSession.objects.filter(user_id=user_id):
        session.end()
