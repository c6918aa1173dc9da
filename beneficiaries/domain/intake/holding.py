"""Taking an application into one’s hands for a decision: one at a time, and only what was seen (L5)."""

import uuid
from typing import Any

from beneficiaries.enums import RegistrationState
from beneficiaries.models import Registration
from beneficiaries.queries.intake import mark_of
from beneficiaries.rules.intake import OPEN
from portal.accounts.models import User
from portal.audit.enums import Action
from portal.audit.trail import record
from portal.clock import now
from portal.messages.sending import ask_for_message
from portal.versions.actions import FactChanged

NEWS, REGISTRANT = "registration-news", "registrant"
"""The kind of message that tells of news without saying which, and its kind of recipient."""


class AlreadyDecided(Exception):
    """A colleague decided before, or the person withdrew; ``registration`` is as it stands. Nothing was written."""

    def __init__(self, registration: Registration) -> None:
        """Keep what stands."""
        super().__init__(str(registration.pk))
        self.registration = registration


def held(registration: Registration, seen: uuid.UUID | None = None) -> Registration:
    """Return the application as it stands, kept from others until the end of the transaction.

    ``seen`` is the mark of what the writer had before the eyes. Raises ``AlreadyDecided`` when nothing can be decided
    any more, ``FactChanged`` when a colleague or the person did something else meanwhile.
    """
    source = Registration.objects.select_for_update(of=("self",)).select_related("data_key", "grant_project")
    found = source.get(pk=registration.pk)
    if found.state not in OPEN:
        raise AlreadyDecided(found)
    if seen is not None and seen != mark_of(found):
        raise FactChanged(str(found.pk))
    return found


def decide(registration: Registration, state: RegistrationState, *, by: User) -> None:
    """Write down the decision; the caller holds the application."""
    registration.state, registration.decided_at, registration.decided_by = state, now(), by
    registration.handled_by = registration.handled_by or by
    registration.save()
    note(registration, by, {"became": state.value})


def note(registration: Registration, by: User, detail: dict[str, Any], *, subjects: Any = (), reason: str = "") -> None:
    """Keep in the trail what happened; what the application says never stands there."""
    record(
        Action.CHANGE, by=by, obj=registration, subjects=subjects, grant_project=registration.grant_project,
        reason=reason, detail=detail,
    )  # fmt: skip


def tell(registration: Registration) -> None:
    """Let the person know that there is news, where that is safe: the message says no more (S24).

    Nothing goes to whoever is in quarantine: a robot learns nothing, and nobody else is written to through it.
    """
    if not registration.is_quarantined:
        ask_for_message(
            NEWS, REGISTRANT, registration.pk, language=registration.language,
            grant_project=registration.grant_project,
        )  # fmt: skip
