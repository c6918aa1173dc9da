"""What a person is told and decides: notices handed over, consents given, refused, withdrawn (R86, S63).

Each is one more row; none is ever changed. A decision is in force from the moment it is written: what rests on a
consent that is refused or taken back ends with it (``portal.withdrawing``).
"""

import datetime
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from beneficiaries.enums import ConsentDecision, TextChannel
from beneficiaries.models import Consent, ConsentText, Guardianship, NoticeReceipt, NoticeText, Person
from beneficiaries.queries.consents import IN_ORDER, of_records
from beneficiaries.rules.families import is_child, is_valid
from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import record
from portal.clock import moment_of_recording, today
from portal.withdrawing import end_what_rests_on

NO_GUARDIAN, NOT_GUARDIAN, TO_COME, NOTHING_GIVEN = "no-guardian", "not-guardian", "to-come", "nothing-given"


class ConsentRefused(ValueError):
    """Something that cannot be; the reason is one of the codes of this module."""


@dataclass(frozen=True)
class Way:
    """How it happened: by which way, on which day, through which guardian, written down by whom.

    ``by`` is nobody when the person did it on the web.
    """

    channel: TextChannel
    on: datetime.date
    by: User | None = None
    guardian: Guardianship | None = None


def hand_notice(person: Person, text: NoticeText, way: Way) -> NoticeReceipt:
    """Write down that a person was given a notice, in the language of ``text``.

    Raises ``ConsentRefused``: ``NO_GUARDIAN`` for a child without one, ``NOT_GUARDIAN``, ``TO_COME``.
    """
    _refuse(person, way, needs_guardian=True)
    return _kept(NoticeReceipt(person=person, text=text), way, text.notice.grant_project, {"notice": text.notice.code})


def give(person: Person, text: ConsentText, way: Way) -> Consent:
    """Write down that a person agrees to a text. Raises as ``hand_notice``."""
    return _decide(person, text, ConsentDecision.GIVEN, way)


def refuse(person: Person, text: ConsentText, way: Way) -> Consent:
    """Write down that a person does not agree to a text. Raises as ``hand_notice``."""
    return _decide(person, text, ConsentDecision.REFUSED, way)


def withdraw(person: Person, text: ConsentText, way: Way) -> Consent:
    """End a consent at once; ``text`` is the one that was agreed to. A child may do so without a guardian.

    Raises ``ConsentRefused``: ``NOTHING_GIVEN`` when the last decision about its kind is no consent, ``TO_COME``.
    """
    return _decide(person, text, ConsentDecision.WITHDRAWN, way)


@transaction.atomic
def record_from_registration(
    person: Person, answers: Mapping[str, Any], *, guardian: Guardianship | None = None
) -> None:
    """Turn what somebody answered on the web into receipts and decisions of the person it became, once accepted.

    ``answers``: ``on`` (the day, a date or its ISO form), ``notices`` (keys of ``NoticeText`` shown), ``consents``
    (keys of ``ConsentText`` → ``True`` for yes, ``False`` for no). The texts carry the language. Keys that are no
    text of ours are left out. Raises as ``hand_notice``.
    """
    day = answers["on"]
    on = day if isinstance(day, datetime.date) else datetime.date.fromisoformat(day)
    way = Way(TextChannel.WEB, on, guardian=guardian)
    said = {str(key): bool(value) for key, value in dict(answers.get("consents", {})).items()}
    for notice in NoticeText.objects.filter(pk__in=_keys(answers.get("notices", ()))).select_related("notice"):
        hand_notice(person, notice, way)
    for text in ConsentText.objects.filter(pk__in=_keys(said)).select_related("kind"):
        (give if said[str(text.pk)] else refuse)(person, text, way)


@transaction.atomic
def _decide(person: Person, text: ConsentText, decision: ConsentDecision, way: Way) -> Consent:
    Person.objects.select_for_update().get(pk=person.pk)
    _refuse(person, way, needs_guardian=decision != ConsentDecision.WITHDRAWN)
    if decision == ConsentDecision.WITHDRAWN and not _last_is_given(person, text):
        raise ConsentRefused(NOTHING_GIVEN)
    consent = Consent(person=person, text=text, decision=decision)
    detail = {"consent": text.kind.code, "decision": decision.value}
    _kept(consent, way, text.kind.grant_project, detail)
    if decision != ConsentDecision.GIVEN:
        end_what_rests_on(text.kind.code, person, way.by)
    return consent


def _refuse(person: Person, way: Way, *, needs_guardian: bool) -> None:
    if way.on > today():
        raise ConsentRefused(TO_COME)
    guardian = way.guardian
    if guardian is None:
        if needs_guardian and is_child(person, way.on):
            raise ConsentRefused(NO_GUARDIAN)
        return
    stands = guardian.child_id == person.pk and _stood(guardian, way)  # type: ignore[attr-defined]
    if not stands or guardian.court_restriction or not is_child(person, way.on):
        raise ConsentRefused(NOT_GUARDIAN)


def _stood(guardian: Guardianship, way: Way) -> bool:
    """Who registered a child on the web is written down as its guardian only when the registration is accepted."""
    return is_valid(guardian, way.on) or (way.channel == TextChannel.WEB and is_valid(guardian, today()))


def _last_is_given(person: Person, text: ConsentText) -> bool:
    decisions = Consent.objects.filter(of_records(person), text__kind=text.kind).order_by(*IN_ORDER)
    return decisions.values_list("decision", flat=True).last() == ConsentDecision.GIVEN


def _kept(event: Any, way: Way, project: Any, detail: dict[str, Any]) -> Any:
    event.on, event.by, event.channel, event.guardian = way.on, way.by, way.channel, way.guardian
    event.at = moment_of_recording()
    with transaction.atomic():
        event.save(force_insert=True)
        record(
            Action.CREATE, by=way.by, obj=event, subjects=[event.person_id], grant_project=project,
            detail={**detail, "language": event.text.language, "number": event.text.number},
        )  # fmt: skip
    return event


def _keys(values: Iterable[Any]) -> list[uuid.UUID]:
    """Return the keys among ``values``; what is no key is left out."""
    found = []
    for value in values:
        try:
            found.append(uuid.UUID(str(value)))
        except ValueError:
            continue
    return found
