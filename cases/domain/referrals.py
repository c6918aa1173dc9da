"""A referral is sent, accepted or refused, answered, closed, withdrawn; each step is kept and audited (S29)."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction

from beneficiaries.domain.care import end_care, take_into_care
from beneficiaries.models import Participation
from beneficiaries.queries.consents import has_objected
from cases.enums import Basis, Recipient, ReferralState, Step
from cases.models import Referral, ReferralStep
from cases.querysets.referrals import ANSWER
from cases.rules.referrals import OPEN, StepRefused, state_after, why_no_expiry
from portal.accounts.models import Organisation, User
from portal.audit.enums import Action
from portal.audit.trail import record
from portal.clock import moment_of_recording, today
from portal.crypto.sealing import fingerprint

CONSENT_KIND = "referral"
"""The consent by which data are passed on: the code of a ``ConsentKind``."""


class AlreadyReferred(Exception):
    """The person is referred to the same recipient for the same purpose already; ``first`` is that referral."""

    def __init__(self, first: Referral | None = None) -> None:
        """Keep the first one; ``None`` when it was sent at the same moment."""
        super().__init__("referral")
        self.first = first


class ConsentObjected(ValueError):
    """The person refused or took back the consent on which the referral would rest."""


class RecipientRefused(ValueError):
    """The recipient cannot be asked: a colleague who may not see the person, an organisation outside the project."""


@transaction.atomic
def send_referral(
    participation: Participation, values: Mapping[str, Any], *, organisation: Organisation, by: User
) -> Referral:
    """Refer a person; ``values`` are fields of ``Referral``.

    Raises ``AlreadyReferred``, ``RecipientRefused``, ``ConsentObjected``, ``ValueError`` for a last day out of bounds.
    """
    day = today()
    referral = Referral(
        **values, participation=participation, from_organisation=organisation, from_account=by,
        sent_on=day, state_since=day,
    )  # fmt: skip
    _refuse_recipient(referral)
    if referral.basis == Basis.CONSENT and has_objected(participation.person, CONSENT_KIND):
        raise ConsentObjected
    if why_no_expiry(referral.expires_on, day, needed=referral.recipient == Recipient.ORGANISATION):
        raise ValueError("the last day is out of bounds")
    referral.recipient_mark = mark_of(referral)
    _refuse_second(referral, day, by)
    try:
        with transaction.atomic():
            referral.save(force_insert=True)
    except IntegrityError:
        raise AlreadyReferred from None
    _write_step(referral, Step.SEND, day, by, "")
    _note(Action.CREATE, referral, by, {"recipient": str(referral.recipient), "fields": referral.fields})
    return referral


@transaction.atomic
def take_step(referral: Referral, step: Step, *, by: User, words: str = "") -> Referral:
    """Accept, refuse, answer, close or withdraw a referral as it stands now; ``words`` are kept sealed.

    Accepting lets the organisation look after the person where the sender agreed; withdrawing ends what accepting
    began. Raises ``StepRefused`` when somebody was first or the last day is over.
    """
    current = Referral.objects.select_for_update().get(pk=referral.pk)
    referral.state, referral.care_given = current.state, current.care_given
    day = today()
    state = state_after(referral.state_on(day), step, outside=referral.is_outside, cares=referral.care_given)
    if step == Step.ACCEPT and referral.looks_after and referral.to_organisation:
        referral.care_given = take_into_care(referral.participation, referral.to_organisation, by=by)
    if step == Step.WITHDRAW and referral.care_given and referral.to_organisation:
        end_care(referral.participation, referral.to_organisation, by=by)
        referral.care_given = False
    _move(referral, state, step, day, by, words)
    return referral


def _refuse_recipient(referral: Referral) -> None:
    if referral.recipient == Recipient.COLLEAGUE:
        colleague = referral.to_account
        if colleague is None or colleague == referral.from_account or not _may_answer(colleague, referral):
            raise RecipientRefused("colleague")
    if referral.recipient == Recipient.ORGANISATION:
        if referral.to_organisation == referral.from_organisation:
            raise RecipientRefused("organisation")
        project = referral.participation.grant_project
        if referral.looks_after and not project.organisations.filter(pk=referral.to_organisation_id).exists():  # type: ignore[attr-defined]
            raise RecipientRefused("care")


def _may_answer(colleague: User, referral: Referral) -> bool:
    people = Participation.objects.visible_to(colleague, ANSWER)
    return people.filter(pk=referral.participation.pk).exists()


def _refuse_second(referral: Referral, day: datetime.date, by: User) -> None:
    """Raise ``AlreadyReferred`` for a second open one; one whose last day is over is written down as expired first."""
    alike = Referral.objects.select_for_update().filter(
        participation=referral.participation, recipient_mark=referral.recipient_mark, purpose=referral.purpose,
        state__in=sorted(OPEN),
    )  # fmt: skip
    for first in alike:
        if first.state_on(day) in OPEN:
            raise AlreadyReferred(first)
        first.participation = referral.participation
        _move(first, ReferralState.EXPIRED, Step.EXPIRE, day, None, "")


def mark_of(referral: Referral) -> str:
    """Return the keyed hash of the recipient; it does not tell that two people have the same one."""
    name = " ".join(str(referral.outside_name).casefold().split())
    who = {
        Recipient.ORGANISATION: str(referral.to_organisation_id),  # type: ignore[attr-defined]
        Recipient.COLLEAGUE: str(referral.to_account_id),  # type: ignore[attr-defined]
        Recipient.OUTSIDE: f"{referral.outside_kind}|{name}",
    }[Recipient(referral.recipient)]
    return fingerprint("referral", f"{referral.participation.pk}|{referral.recipient}|{who}").hex()


def _move(
    referral: Referral, state: ReferralState, step: Step, day: datetime.date, by: User | None, words: str
) -> None:
    if state == referral.state:
        raise StepRefused(f"{state} {step}")
    referral.state, referral.state_since = state, day
    referral.save(update_fields=["state", "state_since", "care_given"])
    _write_step(referral, step, day, by, words)
    _note(Action.CHANGE, referral, by, {"step": str(step)})


def _write_step(referral: Referral, step: Step, day: datetime.date, by: User | None, words: str) -> None:
    ReferralStep.objects.create(referral=referral, kind=step, on=day, at=moment_of_recording(), by=by, words=words)


def _note(action: Action, referral: Referral, by: User | None, detail: dict[str, Any]) -> None:
    participation = referral.participation
    record(
        action, by=by, obj=referral, subjects=[participation.person_id],  # type: ignore[attr-defined]
        grant_project=participation.grant_project, detail=detail,
    )  # fmt: skip
