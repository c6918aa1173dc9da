"""Requests of people about their own data: taken, put off, withdrawn; each with a step that stays (GDPR 12, S67)."""

import datetime
import secrets
from collections.abc import Iterable

from django.db import transaction

from beneficiaries.enums import IdentityCheck, RightAsker, RightChannel, RightKind, RightState, RightStepKind
from beneficiaries.models import Guardianship, Participation, RightsCorrection, RightsRequest, RightsStep
from beneficiaries.rules.rights import ESTABLISHED, RightEvent, due_on, following, longest, may_ask_for
from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import record
from portal.clock import now, today
from portal.crypto.ids import new_id
from portal.crypto.models import DataKey
from portal.ui.formatting import current_language
from portal.versions.actions import FactChanged

NO_RIGHT, TO_COME, TWICE, TOO_LATE, NO_IDENTITY = "no-right", "to-come", "twice", "too-late", "no-identity"
LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


class RightRefused(ValueError):
    """Something that cannot be done with a request; the reason is one of the codes of this package."""


@transaction.atomic
def ask(
    participation: Participation,
    kind: RightKind,
    *,
    channel: RightChannel,
    words: str = "",
    by: User | None = None,
    asker: RightAsker = RightAsker.PERSON,
    guardianship: Guardianship | None = None,
    proxy: str = "",
    asked_on: datetime.date | None = None,
    identity: IdentityCheck = IdentityCheck.NOT_YET,
    language: str = "",
    corrections: Iterable[tuple[str, str, str]] = (),
) -> RightsRequest:
    """Take a request; from ``asked_on`` (today) it must be answered within a month.

    ``by`` is whoever of the staff took it; ``None`` when the person sent it from their own pages. Who asks is
    established already where they signed in: then it is in work at once. ``corrections`` are fields that are wrong,
    each with its present and its wanted value as text (``rules.correctable``). Raises
    ``RightRefused``: ``NO_RIGHT`` for a guardian without the right to be told and for a child too young to ask alone,
    ``TO_COME`` for a day to come, ``TWICE`` while the same kind is open.
    """
    day, came = today(), asked_on or today()
    if came > day:
        raise RightRefused(TO_COME)
    if guardianship is not None and guardianship.child_id != participation.person_id:  # type: ignore[attr-defined]
        raise RightRefused(NO_RIGHT)
    if not may_ask_for(asker, participation.person, guardianship, day):
        raise RightRefused(NO_RIGHT)
    if RightsRequest.objects.filter(participation=participation, kind=kind, asker=asker, ended_at=None).exists():
        raise RightRefused(TWICE)
    key = DataKey.fresh()
    key.save()
    request = RightsRequest(
        data_key=key, participation=participation, grant_project=participation.grant_project, kind=kind,
        number=_number(came), channel=channel, asked_on=came, asker=asker, guardianship=guardianship, proxy=proxy,
        words=words, identity=identity, language=language or current_language(), due_on=due_on(came), received_by=by,
        received_at=now(), state=RightState.IN_WORK if identity in ESTABLISHED else RightState.RECEIVED,
    )  # fmt: skip
    request.save(force_insert=True)
    for field, present, wanted in corrections:
        RightsCorrection(request=request, field=field, present=present, wanted=wanted).save(force_insert=True)
    note_step(request, RightStepKind.RECEIVED, by=by)
    _noted(request, Action.CREATE, by, "asked")
    return request


@transaction.atomic
def check_identity(request: RightsRequest, how: IdentityCheck, *, by: User, words: str = "") -> RightsRequest:
    """Write down how it was established who asks; from then on the request is worked on (S67)."""
    held = held_for(request)
    if held.state == RightState.RECEIVED and how in ESTABLISHED:
        held.state = following(held.state, RightEvent.START)
    held.identity = how
    save(held, "identity", "state")
    note_step(held, RightStepKind.IDENTITY, by=by, part=how, words=words)
    return _noted(held, Action.CHANGE, by, "identity")


@transaction.atomic
def extend(request: RightsRequest, until: datetime.date, *, reason: str, by: User) -> RightsRequest:
    """Put the answer off by at most two months; the person is told of it and why within the first month.

    Raises ``RightRefused``: ``TOO_LATE`` after the first month, for a day too far off or not later, and a second time.
    """
    held = held_for(request)
    in_time = today() <= held.due_on < until <= longest(held.asked_on)
    if held.extended_to or held.ended_at or not in_time:
        raise RightRefused(TOO_LATE)
    held.extended_to, held.extension_reason = until, reason
    save(held, "extended_to", "extension_reason")
    note_step(held, RightStepKind.EXTENDED, by=by, words=reason)
    return _noted(held, Action.CHANGE, by, "extended")


@transaction.atomic
def withdraw(request: RightsRequest, *, by: User | None, words: str = "") -> RightsRequest:
    """End a request because whoever asked wants it no more. Raises ``IllegalStep``."""
    held = held_for(request)
    end(held, RightEvent.WITHDRAW)
    save(held, "state", "ended_at")
    note_step(held, RightStepKind.WITHDRAWN, by=by, words=words)
    return _noted(held, Action.CHANGE, by, "withdrawn")


def held_for(request: RightsRequest) -> RightsRequest:
    """Return the request as it stands, kept from others until the end of the transaction.

    Raises ``FactChanged`` when somebody changed it since it was read (L5).
    """
    rows = RightsRequest.objects.select_for_update(of=("self",)).filter(pk=request.pk, version=request.version)
    held = rows.select_related("participation__person__data_key", "data_key", "grant_project", "guardianship").first()
    if held is None:
        raise FactChanged(str(request.pk))
    return held


def end(request: RightsRequest, event: RightEvent) -> None:
    """Move a request on; where that is its end, the moment is kept."""
    request.state = following(request.state, event)
    if request.state in {RightState.DONE, RightState.REFUSED, RightState.WITHDRAWN}:
        request.ended_at = now()


def save(request: RightsRequest, *fields: str) -> None:
    """Save these fields under a new version."""
    request.version = new_id()
    request.save(update_fields=[*fields, "version"])


def note_step(
    request: RightsRequest, kind: RightStepKind, *, by: User | None, part: str = "", words: str = ""
) -> RightsStep:
    """Keep what happened to a request, for good."""
    step = RightsStep(request=request, kind=kind, part=part[:80], words=words, by=by, at=now())
    step.save(force_insert=True)
    return step


def noted(request: RightsRequest, by: User | None, what: str) -> RightsRequest:
    """Write a change of a request into the trail, without words."""
    return _noted(request, Action.CHANGE, by, what)


def _noted(request: RightsRequest, action: Action, by: User | None, what: str) -> RightsRequest:
    record(
        action, by=by, obj=request, subjects=[request.participation.person_id], grant_project=request.grant_project,  # type: ignore[attr-defined]
        detail={"rights": what, "kind": request.kind},
    )  # fmt: skip
    return request


def _number(day: datetime.date) -> str:
    """Return the sign of a request: it tells neither how many there are nor whom it is about."""
    return f"P-{day.year}-" + "".join(secrets.choice(LETTERS) for _ in range(6))
