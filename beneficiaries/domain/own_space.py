"""Giving somebody a space of their own, blocking it; what is sent from it, and what becomes of that (S10, S24, S37)."""

import datetime
import uuid
from collections.abc import Sequence

from django.db import transaction

from beneficiaries.enums import SentAs, SentState
from beneficiaries.models import Care, DocumentFile, ParticipantAccount, Participation, PersonDocument, SentFile
from portal.accounts.domain import grant_membership
from portal.accounts.enums import Role
from portal.accounts.models import Organisation, User
from portal.accounts.sessions import end_all_sessions
from portal.audit.enums import Action
from portal.audit.trail import record
from portal.clock import now
from portal.messages.sending import ask_for_message
from portal.own.slips import make_slip, withdraw_slips
from portal.settings.languages import LANGUAGES
from portal.uploads.accepting import CleanFile
from portal.uploads.keeping import keep_file, remove_files

CODE, INVITATION = "own-code", "own-invitation"
NOWHERE = "own.invalid"
"""Addresses of these accounts end in a name that never exists: nothing is ever sent there."""
MOST_WAITING = 20


class NoRoom(Exception):
    """More files wait than anybody looks through; nothing is kept."""


@transaction.atomic
def give_own_space(participation: Participation, *, by: User | None) -> ParticipantAccount:
    """Give the person of a participation a space of their own, or open the blocked one again.

    The account bears neither name nor address of the person.
    """
    person = participation.person
    account = ParticipantAccount.objects.select_related("user").filter(person=person).first()
    if account is None:
        user = User.objects.create_user(f"{uuid.uuid4().hex}@{NOWHERE}", "")
        user.is_participant, user.language = True, _language_of(person.contact_language)
        user.save(update_fields=["is_participant", "language"])
        account = ParticipantAccount.objects.create(person=person, user=user, given_by=by, given_at=now())
    elif account.blocked_at:
        account.blocked_at = account.blocked_by = None
        account.save(update_fields=["blocked_at", "blocked_by"])
        User.objects.filter(pk=account.user_id).update(is_active=True)  # type: ignore[attr-defined]
    grant_membership(
        account.user, Role.PARTICIPANT, organisation=_organisation(participation),
        grant_project=participation.grant_project, by=by,
    )  # fmt: skip
    return _noted(account, participation, by, "given", Action.CREATE)


@transaction.atomic
def print_code(account: ParticipantAccount, participation: Participation, *, by: User | None) -> str:
    """Make a code for paper; it is returned once."""
    _slip, code = make_slip(account.user, by=by)
    _noted(account, participation, by, "code printed")
    return code


@transaction.atomic
def invite_to_own_space(account: ParticipantAccount, participation: Participation, link: str, *, by: User) -> None:
    """Let the person know by message where the space is; whether and where they may be reached the gate decides."""
    ask_for_message(
        INVITATION, "person", participation.person_id, context={"link": link},  # type: ignore[attr-defined]
        grant_project=participation.grant_project,
    )  # fmt: skip
    _noted(account, participation, by, "invited")


@transaction.atomic
def block_own_space(account: ParticipantAccount, participation: Participation, *, by: User) -> None:
    """Close the space at once, on every device; codes on paper open it no more (S10)."""
    account.blocked_at, account.blocked_by = now(), by
    account.save(update_fields=["blocked_at", "blocked_by"])
    User.objects.filter(pk=account.user_id).update(is_active=False)  # type: ignore[attr-defined]
    withdraw_slips(account.user)
    end_all_sessions(account.user_id)  # type: ignore[attr-defined]
    _noted(account, participation, by, "blocked")


def send_sign_in_code(user: User, code: str, useless_at: datetime.datetime) -> None:
    """Ask for the message with a code to sign in with (S24)."""
    account = ParticipantAccount.objects.get(user=user)
    ask_for_message(CODE, "person", account.person_id, context={"code": code}, useless_at=useless_at)  # type: ignore[attr-defined]


@transaction.atomic
def send_files(participation: Participation, shows: SentAs, files: Sequence[CleanFile], *, by: User) -> list[SentFile]:
    """Keep what a person sent until a colleague has looked at it.

    Raises ``Unfit`` when there is no room for it, ``NoRoom`` while too many wait.
    """
    if (
        SentFile.objects.filter(participation=participation, state=SentState.WAITING).count() + len(files)
        > MOST_WAITING
    ):
        raise NoRoom
    sent = []
    for file in files:
        stored = keep_file(file, owner=participation.person_id, data_key=participation.person.data_key, by=by)  # type: ignore[attr-defined]
        moment = now()
        sent.append(
            SentFile.objects.create(participation=participation, shows=shows, stored=stored, sent_at=moment, sent_by=by)
        )
    record(
        Action.CREATE, by=by, object_type="sentfile", subjects=[participation.person_id],  # type: ignore[attr-defined]
        grant_project=participation.grant_project, detail={"files": len(files)},
    )  # fmt: skip
    return sent


@transaction.atomic
def take_file(sent: SentFile, document: PersonDocument, *, by: User) -> bool:
    """Make what a person sent a scan of a document that was noted; ``False`` when somebody decided meanwhile."""
    if sent.stored_id is None or not _decide(sent, SentState.TAKEN, by):  # type: ignore[attr-defined]
        return False
    DocumentFile.objects.create(
        participation=sent.participation, document=document.fact_id, stored_id=sent.stored_id  # type: ignore[attr-defined]
    )  # fmt: skip
    return True


@transaction.atomic
def remove_sent_file(sent: SentFile, *, by: User) -> bool:
    """Remove what a person sent for good; ``False`` when somebody decided meanwhile."""
    if not _decide(sent, SentState.REMOVED, by):
        return False
    stored = sent.stored_id
    SentFile.objects.filter(pk=sent.pk).update(stored=None)
    remove_files([stored] if stored else [])
    return True


def _decide(sent: SentFile, state: SentState, by: User) -> bool:
    waiting = SentFile.objects.filter(pk=sent.pk, state=SentState.WAITING)
    if not waiting.update(state=state, decided_by=by, decided_at=now()):
        return False
    record(
        Action.CHANGE, by=by, obj=sent, subjects=[sent.participation.person_id],  # type: ignore[attr-defined]
        grant_project=sent.participation.grant_project, detail={"became": state.value},
    )  # fmt: skip
    return True


def _language_of(spoken: str) -> str:
    codes = dict(LANGUAGES)
    return spoken if spoken in codes else "pl"


def _organisation(participation: Participation) -> Organisation:
    """Return an organisation that looks after the person in the project, else the one that leads it."""
    care = Care.objects.filter(person=participation.person, grant_project=participation.grant_project)
    first = care.select_related("organisation").order_by("pk").first()
    return first.organisation if first else participation.grant_project.organisations.order_by("pk")[0]


def _noted(
    account: ParticipantAccount, participation: Participation, by: User | None, what: str,
    action: Action = Action.CHANGE,
) -> ParticipantAccount:  # fmt: skip
    record(
        action, by=by, obj=account, subjects=[participation.person_id],  # type: ignore[attr-defined]
        grant_project=participation.grant_project, detail={"own_space": what},
    )  # fmt: skip
    return account
