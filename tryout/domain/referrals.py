"""Referrals between the invented organisations and to bodies outside, one in every state."""

import datetime
from collections.abc import Sequence

from beneficiaries.rules.age import OF_AGE
from cases.domain.referrals import mark_of
from cases.enums import Basis, ConsentForm, ConsentOf, Purpose, Recipient, ReferralState
from cases.enums import Step as Kind
from cases.models import Referral, ReferralStep
from portal.accounts.models import User
from tryout.domain.caseload import Case, Cases
from tryout.domain.pen import Pen
from tryout.rules.calendar import TODAY, moment, open_day
from tryout.rules.casework import REFERRALS, Asked

HOLDS = datetime.timedelta(days=60)
AGREED_PARTS = ["name", "contact", "language"]
WAYS = {
    ReferralState.SENT: (),
    ReferralState.ACCEPTED: (Kind.ACCEPT,),
    ReferralState.REFUSED: (Kind.REFUSE,),
    ReferralState.ANSWERED: (Kind.ACCEPT, Kind.ANSWER),
    ReferralState.CLOSED: (Kind.ACCEPT, Kind.ANSWER, Kind.CLOSE),
    ReferralState.WITHDRAWN: (Kind.WITHDRAW,),
}
"""The steps after sending that led to a state."""
OF_SENDER = (Kind.SEND, Kind.CLOSE, Kind.WITHDRAW)
WITH_WORDS = (Kind.ANSWER, Kind.REFUSE, Kind.WITHDRAW)


def add_referrals(pen: Pen, cases: Cases) -> None:
    """Let referrals and their steps wait in the ledger."""
    for asked in REFERRALS:
        team = pen.staff.caseworkers.get(asked.organisation, [])
        everybody = cases.get(team[asked.team], []) if asked.team < len(team) else []
        held = [case for case in everybody if (case.age < OF_AGE) is (asked.purpose == Purpose.EDUCATION)]
        if asked.person < len(held):
            _add(pen, asked, held[asked.person])


def _add(pen: Pen, asked: Asked, case: Case) -> None:
    body = pen.staff.organisations.get(asked.recipient)
    sent_on = open_day(TODAY - datetime.timedelta(days=asked.days), saturdays=False, back=True)
    state = ReferralState(asked.state)
    kinds = [Kind.SEND, *WAYS[state]] if body else [kind for kind in (Kind.SEND, *WAYS[state]) if kind != Kind.ACCEPT]
    days = _days(sent_on, len(kinds))
    referral = Referral(
        participation=case.participation, from_organisation=pen.staff.organisations[asked.organisation],
        from_account=case.caseworker, recipient=Recipient.ORGANISATION if body else Recipient.OUTSIDE,
        to_organisation=body, outside_kind="" if body else asked.recipient, outside_name=asked.name,
        purpose=asked.purpose, request=asked.request, fields=AGREED_PARTS, basis=Basis.CONSENT, consent_on=sent_on,
        consent_how=ConsentForm.SPOKEN if body else ConsentForm.WRITTEN, expires_on=sent_on + HOLDS, state=state,
        sent_on=sent_on, state_since=days[-1], **_consent_of(case),
    )  # fmt: skip
    referral.recipient_mark = mark_of(referral)
    pen.ledger.add(pen.ledger.latest, referral)
    answering = next(iter(pen.staff.caseworkers.get(asked.recipient, [])), case.caseworker)
    for day, kind in zip(days, kinds, strict=True):
        pen.ledger.add(pen.ledger.latest, _step(referral, kind, day, answering, asked.answer))


def _step(referral: Referral, kind: Kind, day: datetime.date, answering: User, answer: str) -> ReferralStep:
    by = referral.from_account if kind in OF_SENDER else answering
    words = answer if kind in WITH_WORDS else ""
    return ReferralStep(referral=referral, kind=kind, on=day, at=moment(day, 12), by=by, words=words)


def _consent_of(case: Case) -> dict[str, str]:
    if case.age >= OF_AGE:
        return {"consent_of": ConsentOf.PERSON}
    return {"consent_of": ConsentOf.GUARDIAN, "guardian_name": f"O. {case.participation.person.surname}"}


def _days(sent_on: datetime.date, count: int) -> Sequence[datetime.date]:
    """Return so many office days from the sending until yesterday."""
    last = max(sent_on, open_day(TODAY - datetime.timedelta(days=1), saturdays=False, back=True))
    between = (last - sent_on) / max(count, 1)
    return [open_day(sent_on + place * between, saturdays=False, back=place > 0) for place in range(count)]
