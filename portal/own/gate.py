"""The gate of the own space: an account of a participant, and behind it a person who is still there (S5, S30, S31)."""

import uuid
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse

from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import note_read
from portal.clock import today
from portal.own.registry import Own, own_door
from portal.policy.gate import Refused, requires

RIGHT, DOOR, ABOUT = "use_own_space", "own_sign_in", "own_about"
View = Callable[..., HttpResponse]


def own_space(page: str = "") -> Callable[[View], View]:
    """Declare that a view is a page of the own space. It takes ``request``, the ``Own`` at hand, and its parameters.

    A stranger is led to the sign-in of the own space. That the page was opened leaves its mark like any reading:
    ``page`` names it in the trail; blank for what shows nothing.
    """

    def mark(view: View) -> View:
        @requires(RIGHT, door=DOOR)
        @wraps(view)
        def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            own = own_of(request)
            answer = view(request, own, *args, **kwargs)
            if page and answer.status_code == HTTPStatus.OK:
                note_read(request, Action.VIEW, subjects=[own.person.pk], detail={"page": f"own-{page}"})
            return answer

        return opened

    return mark


def own_of(request: HttpRequest) -> Own:
    """Return whose pages are open: the child that was chosen in this session, while it may be, else one's own.

    Who may be opened is asked anew for each page. Raises ``Refused`` when nobody may.
    """
    account: User = request.user  # type: ignore[assignment]
    day = today()
    subjects = own_door().subjects(account, day)
    if not subjects:
        raise Refused(RIGHT, "person", "")
    chosen = request.session.get(ABOUT, "")
    subject = next((each for each in subjects if str(each.person.pk) == chosen), subjects[0])
    return Own(account, subject, [each for each in subjects if each is not subject], day)


def choose_subject(request: HttpRequest, own: Own, key: str) -> bool:
    """Turn the pages to somebody else whom the account may open; ``False`` for anybody else."""
    try:
        wanted = uuid.UUID(key)
    except ValueError:
        return False
    found = next((each for each in own.others if each.person.pk == wanted), None)
    if found is not None:
        request.session[ABOUT] = str(wanted)
    return found is not None
