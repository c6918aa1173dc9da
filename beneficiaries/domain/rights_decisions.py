"""Deciding requests and carrying them out: rectification, restriction, erasure, objection (GDPR 16–21, S68–S70)."""

import datetime
from dataclasses import dataclass

from django.db import transaction

from beneficiaries.domain.rights import NO_IDENTITY, RightRefused, end, held_for, note_step, noted, save
from beneficiaries.domain.rights_package import tell
from beneficiaries.enums import RightDecision, RightKind, RightState, RightStepKind
from beneficiaries.models import Participation, Person, Restriction, RightsRequest, RightsStep
from beneficiaries.queries.rights import deciders
from beneficiaries.rules.rights import ESTABLISHED, HANDS_OUT, NEEDS_SECOND, TOLD_OF, RightEvent
from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import record
from portal.clock import now, today
from portal.rights import ErasurePart, Words, erasure_parts, recipients_of

SECOND, TOO_SOON, NO_REASON, ONLY_COPY, BY_FIELD = "second", "too-soon", "no-reason", "only-copy", "by-field"
ALONE_AFTER = datetime.timedelta(hours=24)
"""Where nobody else may decide, the one decides alone after this time."""


@dataclass(frozen=True)
class Going:
    """One line of the dry run: what it is, how many entries, and why it must stay, blank when it goes."""

    part: ErasurePart
    count: int
    keeps: Words = ""

    @property
    def goes(self) -> bool:
        """Tell whether it would be destroyed."""
        return self.part.erase is not None and not self.keeps


@transaction.atomic
def decide(request: RightsRequest, decision: RightDecision, *, reasons: str, by: User) -> RightsRequest:
    """Decide a request with reasons; what destroys something is proposed by one and decided by another account.

    Raises ``RightRefused``: ``NO_REASON`` for all but a full yes without reasons, ``NO_IDENTITY``, ``ONLY_COPY`` for
    a yes to a copy (that is its release), ``BY_FIELD`` where each field is answered apart, ``SECOND`` for the one
    who proposed while somebody else may decide, ``TOO_SOON`` where nobody else may, within a day.
    """
    held = held_for(request)
    if held.corrections.exists():  # type: ignore[attr-defined]
        raise RightRefused(BY_FIELD)
    if decision != RightDecision.GRANTED and not reasons.strip():
        raise RightRefused(NO_REASON)
    if decision == RightDecision.REFUSED:
        return _refuse(held, reasons, by)
    if held.kind in HANDS_OUT:
        raise RightRefused(ONLY_COPY)
    if held.identity not in ESTABLISHED:
        raise RightRefused(NO_IDENTITY)
    if held.kind in NEEDS_SECOND and _is_first(held, decision, reasons, by):
        return held
    return _grant(held, decision, reasons, by)


@transaction.atomic
def carry_out(request: RightsRequest, *, by: User, recipients: str = "") -> RightsRequest:
    """Do what was decided and end the request; ``recipients`` says who was told of it (GDPR 19).

    Erasure destroys what can go, so that nobody can be written to any more: the person was told when it was decided.
    The rest was done by the form of correction, or is done by people.
    """
    held = held_for(request)
    note_recipients(held, by=by)
    done = erase(held.participation) if held.kind == RightKind.ERASURE else {}
    end(held, RightEvent.FINISH)
    save(held, "state", "ended_at")
    note_step(held, RightStepKind.CARRIED_OUT, by=by, part=" ".join(f"{code}={count}" for code, count in done.items()))
    if recipients.strip():
        note_step(held, RightStepKind.RECIPIENTS, by=by, words=recipients)
    if held.kind != RightKind.ERASURE:
        tell(held, by=by)
    return noted(held, by, "carried-out")


def note_recipients(held: RightsRequest, *, by: User) -> None:
    """Keep who got data of the person and must be told, each as a step: what is erased next cannot say it any more."""
    if held.kind in TOLD_OF:
        for each in recipients_of(held.participation):
            note_step(held, RightStepKind.TO_TELL, by=by, words=str(each))


@transaction.atomic
def tell_recipient(request: RightsRequest, step: RightsStep, *, by: User, how: str) -> RightsRequest:
    """Keep that one recipient was told, and how; told already, nothing happens."""
    held = held_for(request)
    if not held.steps.filter(kind=RightStepKind.RECIPIENTS, part=str(step.pk)).exists():  # type: ignore[attr-defined]
        note_step(held, RightStepKind.RECIPIENTS, by=by, part=str(step.pk), words=f"{step.words!s}: {how}")
        save(held)
    return noted(held, by, "recipient-told")


def dry_run(participation: Participation) -> list[Going]:
    """Return what would go and what would stay, without touching anything."""
    return [Going(part, part.count(participation), part.why_kept(participation)) for part in erasure_parts()]


def erase(participation: Participation) -> dict[str, int]:
    """Destroy what can go, in the caller's transaction; return how many entries of each part went."""
    going = [part for part in erasure_parts() if part.erase is not None and not part.keeps]
    return {part.code: part.erase(participation) for part in going}  # type: ignore[misc]


@transaction.atomic
def restrict(person: Person, *, by: User, request: RightsRequest | None = None) -> Restriction:
    """Freeze a record: from now on it is found for the rights of the person alone, and no message goes out (S69)."""
    locked = Person.objects.select_for_update().get(pk=person.pk)
    held = Restriction.objects.filter(person=locked, lifted_at=None).first()
    if held is not None:
        return held
    _set_restricted(locked, by, is_restricted=True)
    return Restriction.objects.create(person=locked, request=request, since=now(), by=by)


@transaction.atomic
def lift(restriction: Restriction, participation: Participation, *, by: User) -> None:
    """Open a frozen record again; the person is told before (GDPR 18(3)), which is for people to do."""
    moment = now()
    if Restriction.objects.filter(pk=restriction.pk, lifted_at=None).update(lifted_at=moment, lifted_by=by):
        person = Person.objects.select_for_update().get(pk=restriction.person_id)  # type: ignore[attr-defined]
        _set_restricted(person, by, is_restricted=False)
        record(
            Action.CHANGE, by=by, obj=restriction, subjects=[person.pk], grant_project=participation.grant_project,
            detail={"rights": "restriction-lifted"},
        )  # fmt: skip


def _refuse(held: RightsRequest, reasons: str, by: User) -> RightsRequest:
    held.decision, held.reasons, held.decided_by = RightDecision.REFUSED, reasons, by
    end(held, RightEvent.REFUSE)
    save(held, "decision", "reasons", "decided_by", "state", "ended_at")
    note_step(held, RightStepKind.DECIDED, by=by, part=RightDecision.REFUSED, words=reasons)
    tell(held, by=by)
    return noted(held, by, "refused")


def _is_first(held: RightsRequest, decision: RightDecision, reasons: str, by: User) -> bool:
    """Keep the proposal of the first account; tell whether that is all for now."""
    if held.proposed_by is None or held.decision != decision:
        held.decision, held.reasons, held.proposed_by = decision, reasons, by
        save(held, "decision", "reasons", "proposed_by")
        note_step(held, RightStepKind.PROPOSED, by=by, part=decision, words=reasons)
        noted(held, by, "proposed")
        return True
    if held.proposed_by == by:
        if deciders(held, today(), but=by):
            raise RightRefused(SECOND)
        proposed = held.steps.filter(kind=RightStepKind.PROPOSED).order_by("-at").first()  # type: ignore[attr-defined]
        if proposed is None or now() < proposed.at + ALONE_AFTER:
            raise RightRefused(TOO_SOON)
    return False


def _grant(held: RightsRequest, decision: RightDecision, reasons: str, by: User) -> RightsRequest:
    held.decision, held.reasons, held.decided_by = decision, reasons or held.reasons, by
    end(held, RightEvent.DECIDE)
    note_step(held, RightStepKind.DECIDED, by=by, part=decision, words=reasons)
    if held.kind == RightKind.RESTRICTION:
        note_recipients(held, by=by)
        restrict(held.participation.person, by=by, request=held)
        end(held, RightEvent.FINISH)
        note_step(held, RightStepKind.CARRIED_OUT, by=by)
    save(held, "decision", "reasons", "decided_by", "state", "ended_at")
    if held.state == RightState.DONE or held.kind == RightKind.ERASURE:
        tell(held, by=by)
    return noted(held, by, "decided")


def _set_restricted(person: Person, by: User, *, is_restricted: bool) -> None:
    person.is_restricted = is_restricted
    person._history_user = by  # type: ignore[attr-defined]
    person.save(update_fields=["is_restricted"])
