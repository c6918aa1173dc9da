"""Requests of invented people about their own data, and messages that went out or did not (GDPR 15–17, S24)."""

import datetime

from django.utils import timezone

from beneficiaries.enums import (
    IdentityCheck,
    RightChannel,
    RightDecision,
    RightKind,
    RightState,
    RightStepKind,
)
from beneficiaries.models import Participation, RightsCorrection, RightsRequest, RightsStep
from beneficiaries.rules.rights import due_on
from portal.crypto.models import DataKey
from portal.messages.enums import Channel, MessageState, Reason
from portal.messages.models import OutgoingMessage
from tryout.domain.pen import Pen
from tryout.rules.calendar import TODAY, moment

NOON, AN_HOUR, TWO_DAYS = 12, datetime.timedelta(hours=1), datetime.timedelta(days=2)
ASKED = (
    (11, 25, RightKind.ACCESS, RightState.IN_WORK, "Proszę o kopię wszystkich moich danych."),
    (27, 3, RightKind.RECTIFICATION, RightState.RECEIVED, "Mam nowy numer telefonu, stary już nie działa."),
    (33, 1, RightKind.RECTIFICATION, RightState.IN_WORK, ""),
    (41, 60, RightKind.ERASURE, RightState.REFUSED, "Proszę usunąć moje dane z projektu."),
)
"""Whose turn it was, how many days ago, what was asked, and how far it is; without words field by field."""
CORRECTED = (("phone", "+48 500 600 701"), ("email", "nowy.adres@example.test"))
"""What somebody wants corrected from their own page."""
REASONS = (
    "Dokumentację projektu przechowujemy 5 lat od końca roku ostatniej płatności (art. 82 rozporządzenia 2021/1060). "
    "Usunęliśmy telefon i e-mail. Skarga: Prezes Urzędu Ochrony Danych Osobowych."
)
MESSAGES = ((5, MessageState.SENT, Reason.NONE), (8, MessageState.KEPT_BACK, Reason.NEVER),
            (14, MessageState.UNSURE, Reason.NO_RECEIPT))  # fmt: skip


def add_rights(pen: Pen) -> None:
    """Write a few requests and messages about grown-ups who take part."""
    grown = datetime.date(TODAY.year - 20, 1, 1)
    rows = Participation.objects.filter(grant_project=pen.project, person__birth_date__lt=grown)
    people = list(rows.filter(person__is_confidential=False).select_related("person__data_key").order_by("number")[:60])
    for number, asked in enumerate(ASKED if people else ()):
        _ask(pen, people[asked[0] % len(people)], f"P-{TODAY.year}-PRBA{number + 2}2", *asked[1:])
    for place, state, reason in MESSAGES if people else ():
        _message(pen, people[place % len(people)], state, reason)


def _ask(pen: Pen, who: Participation, number: str, days: int, kind: str, state: str, words: str) -> None:
    day = TODAY - datetime.timedelta(days=days)
    at, by = moment(day, NOON), pen.staff.coordinator
    key = DataKey.fresh()
    key.save()
    is_refused, is_own = state == RightState.REFUSED, not words
    request = RightsRequest(
        data_key=key, participation=who, grant_project=pen.project, number=number, kind=kind, asked_on=day, state=state,
        channel=RightChannel.OWN_SPACE if is_own else RightChannel.IN_PERSON, language="pl", words=words,
        due_on=due_on(day), received_by=None if is_own else by, received_at=at,
        identity=_identity(state, is_own=is_own),
    )  # fmt: skip
    if is_refused:
        request.decision, request.reasons, request.decided_by = RightDecision.REFUSED, REASONS, by
        request.ended_at = at + AN_HOUR
    request.save(force_insert=True)
    for field, wanted in CORRECTED if is_own else ():
        present = str(getattr(who.person, field) or "")
        RightsCorrection(request=request, field=field, present=present, wanted=wanted).save(force_insert=True)
    kinds = {RightState.RECEIVED: (), RightState.IN_WORK: () if is_own else (RightStepKind.IDENTITY,)}.get(
        RightState(state), (RightStepKind.IDENTITY, RightStepKind.DECIDED)
    )
    for kind_of_step in (RightStepKind.RECEIVED, *kinds):
        RightsStep(request=request, kind=kind_of_step, by=None if is_own else by, at=at).save(force_insert=True)


def _identity(state: str, *, is_own: bool) -> str:
    if is_own:
        return IdentityCheck.SIGNED_IN
    return "" if state == RightState.RECEIVED else IdentityCheck.DOCUMENT


def _message(pen: Pen, who: Participation, state: str, reason: str) -> None:
    at = timezone.now() - TWO_DAYS
    OutgoingMessage.objects.create(
        kind="rights-news", recipient_kind="person", recipient_id=str(who.person_id), grant_project=pen.project,  # type: ignore[attr-defined]
        channel="" if state == MessageState.KEPT_BACK else Channel.SMS, state=state, reason=reason, asked_at=at,
        next_try_at=at, useless_at=at, ended_at=at,
    )  # fmt: skip
