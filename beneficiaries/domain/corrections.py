"""Fields that somebody wants corrected, answered one by one (GDPR 16, S68).

Accepting writes the wanted value through the action of the form, so that history, former names and addresses and what
follows from a value are as if a colleague had typed it. The last answer ends the request.
"""

from typing import Any

from django.db import transaction

from beneficiaries.domain.entry import Entry, correct_person
from beneficiaries.domain.rights import NO_IDENTITY, RightRefused, end, held_for, note_step, noted, save
from beneficiaries.domain.rights_decisions import NO_REASON, note_recipients
from beneficiaries.domain.rights_package import tell
from beneficiaries.enums import CorrectionAnswer, RightDecision, RightState, RightStepKind
from beneficiaries.models import ParticipationVersion, Person, RightsCorrection, RightsRequest
from beneficiaries.rules.citizenship import citizenship_class
from beneficiaries.rules.correctable import IN_BOTH, OF_PARTICIPATION, OF_PERSON, columns, from_text
from beneficiaries.rules.pesel import disagrees, read_pesel
from beneficiaries.rules.rights import ESTABLISHED, RightEvent
from beneficiaries.rules.work import fits
from portal.accounts.models import User
from portal.clock import now

ANSWERED, NOT_BORN, PESEL_DISAGREES = "answered", "not-born", "pesel-disagrees"
WAY_CLOSED = "way-closed"


@transaction.atomic
def accept(request: RightsRequest, correction: RightsCorrection, *, by: User, reason: str = "") -> RightsRequest:
    """Write the wanted value on the record, with the sign of the request as the reason of the history.

    Raises ``RightRefused``: ``NO_IDENTITY``, ``ANSWERED``, ``NOT_BORN`` for a birth after the first support,
    ``PESEL_DISAGREES`` where the number, the birth and the sex would contradict each other (the form of correction
    takes that with its reason), ``WAY_CLOSED`` for a preferred way that is not among the allowed ones. Raises
    ``PeselTaken`` and ``FactChanged``.
    """
    held, row = _held(request, correction)
    current = ParticipationVersion.objects.current().select_related("grant_project", "target_group")
    version = current.get(participation=held.participation)
    wanted = from_text(row.field, str(row.wanted))
    _weigh(held, version, row.field, wanted)
    why = f"{held.number}: {reason}" if reason else held.number
    entry = Entry(
        _of_person(row.field, wanted, held.participation.person), _of_participation(row.field, wanted, version)
    )
    correct_person(held.participation, version, held.participation.person.version, entry, by=by, why=why)
    return _answered(held, row, CorrectionAnswer.ACCEPTED, by, reason)


@transaction.atomic
def turn_down(request: RightsRequest, correction: RightsCorrection, *, by: User, reason: str) -> RightsRequest:
    """Leave a field as it is and say why; raises ``RightRefused``: ``NO_REASON``, ``NO_IDENTITY``, ``ANSWERED``."""
    if not reason.strip():
        raise RightRefused(NO_REASON)
    return _answered(*_held(request, correction), CorrectionAnswer.REFUSED, by, reason)


def _held(request: RightsRequest, correction: RightsCorrection) -> tuple[RightsRequest, RightsCorrection]:
    held = held_for(request)
    if held.identity not in ESTABLISHED:
        raise RightRefused(NO_IDENTITY)
    row = RightsCorrection.objects.filter(pk=correction.pk, request=held, answer=CorrectionAnswer.WAITING).first()
    if row is None or held.state != RightState.IN_WORK:
        raise RightRefused(ANSWERED)
    row.request = held
    return held, row


def _weigh(held: RightsRequest, version: ParticipationVersion, field: str, wanted: Any) -> None:
    person = held.participation.person
    if field == "birth_date" and version.start_on and wanted > version.start_on:
        raise RightRefused(NOT_BORN)
    allowed = person.contact_channels.split()
    if field == "preferred_channel" and allowed and wanted not in allowed:
        raise RightRefused(WAY_CLOSED)
    known = {name: getattr(person, name) for name in ("pesel", *IN_BOTH)} | {field: wanted}
    if field in known and field in ("pesel", *IN_BOTH) and known["pesel"]:
        pesel = read_pesel(str(known["pesel"]))
        if disagrees(pesel, sex=known["sex"], born=known["birth_date"]) and not person.pesel_mismatch_reason:
            raise RightRefused(PESEL_DISAGREES)


def _of_person(field: str, wanted: Any, person: Person) -> dict[str, Any]:
    """Return what stands with the person, with what cannot stand beside the new value taken away."""
    if field not in OF_PERSON:
        return {}
    values = columns(field, wanted)
    if field == "contact_channels" and person.preferred_channel not in wanted.split():
        values["preferred_channel"] = ""
    return values


def _of_participation(field: str, wanted: Any, version: ParticipationVersion) -> dict[str, Any]:
    """Return what is fixed with the participation, with what cannot stand beside the new value taken away."""
    if field not in (*OF_PARTICIPATION, *IN_BOTH):
        return {}
    values: dict[str, Any] = {field: wanted}
    if field == "citizenships":
        values["citizenship_class"] = citizenship_class(wanted.split())
    if field == "labour_status" and not fits(wanted, version.labour_detail):
        values |= {"labour_detail": "", "labour_detail_text": ""}
    return values


def _answered(
    held: RightsRequest, row: RightsCorrection, answer: CorrectionAnswer, by: User, reason: str
) -> RightsRequest:
    row.answer, row.reason, row.answered_by, row.answered_at = answer, reason, by, now()
    row.save(update_fields=["answer", "reason", "answered_by", "answered_at"])
    note_step(held, RightStepKind.FIELD, by=by, part=f"{row.field}:{answer}", words=reason)
    answers = set(held.corrections.values_list("answer", flat=True))  # type: ignore[attr-defined]
    if CorrectionAnswer.WAITING not in answers:
        _end(held, answers, by)
    save(held, "decision", "decided_by", "state", "ended_at")
    return noted(held, by, "field-answered")


def _end(held: RightsRequest, answers: set[str], by: User) -> None:
    """End the request: what was accepted is written already, so that recipients are noted and the person is told."""
    refused, accepted = (each in answers for each in (CorrectionAnswer.REFUSED, CorrectionAnswer.ACCEPTED))
    held.decided_by = by
    if not accepted:
        held.decision = RightDecision.REFUSED
        end(held, RightEvent.REFUSE)
    else:
        held.decision = RightDecision.PARTLY if refused else RightDecision.GRANTED
        end(held, RightEvent.DECIDE)
        note_recipients(held, by=by)
        end(held, RightEvent.FINISH)
    note_step(held, RightStepKind.DECIDED, by=by, part=held.decision)
    tell(held, by=by)
