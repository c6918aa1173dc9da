"""Everything about an application but taking it: ask back, refuse, let out of quarantine, take it in hand."""

import json
import uuid

from django.db import transaction

from beneficiaries.domain.intake.holding import decide, held, note, tell
from beneficiaries.enums import RegistrationState
from beneficiaries.models import Registration
from beneficiaries.rules.intake import written_refusal
from portal.accounts.models import User
from portal.clock import now


@transaction.atomic
def ask(registration: Registration, words: str, *, by: User, seen: uuid.UUID) -> Registration:
    """Ask the person something; what was asked and answered before stays. Raises as ``held``."""
    found = held(registration, seen)
    if found.question:
        said = [found.question, _moment(found.asked_at), found.reply, _moment(found.replied_at)]
        found.earlier = json.dumps([*json.loads(str(found.earlier) or "[]"), said], ensure_ascii=False)
    found.question, found.asked_at, found.reply, found.replied_at = words, now(), "", None
    found.state, found.handled_by = RegistrationState.ASKED, found.handled_by or by
    found.save()
    note(found, by, {"asked": True})
    tell(found)
    return found


@transaction.atomic
def refuse(registration: Registration, reason: str, words: str, *, by: User, seen: uuid.UUID) -> Registration:
    """Refuse an application; the reason is for the staff alone and sealed. Raises as ``held``."""
    found = held(registration, seen)
    found.decision_reason = written_refusal(reason, words)
    decide(found, RegistrationState.REFUSED, by=by)
    tell(found)
    return found


@transaction.atomic
def release(registration: Registration, *, by: User) -> Registration:
    """Let an application out of quarantine into the queue; sent again it changes nothing. Raises as ``held``."""
    found = held(registration)
    if found.is_quarantined:
        found.is_quarantined = False
        found.save(update_fields=["is_quarantined", "changed_at"])
        note(found, by, {"quarantine": "released", "doubts": found.doubts})
    return found


@transaction.atomic
def take_in_hand(registration: Registration, *, by: User) -> Registration:
    """Say that one works on an application, so that no colleague does the same; again: give it back to all.

    Raises as ``held``.
    """
    found = held(registration)
    found.handled_by = None if found.handled_by_id == by.pk else by  # type: ignore[attr-defined]
    found.save(update_fields=["handled_by", "changed_at"])
    note(found, by, {"in_hand": found.handled_by is not None})
    return found


def _moment(moment: object) -> str:
    return moment.isoformat() if hasattr(moment, "isoformat") else ""
