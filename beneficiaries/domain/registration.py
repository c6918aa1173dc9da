"""What can happen to a registration before staff see it: begun, gone on with, left, sent, answered, expired (S20–S23).

There is one way through for everybody: whether somebody is known already is found out later, by others, elsewhere.
"""

import datetime
import secrets
from dataclasses import dataclass, replace

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from beneficiaries.enums import RegistrationState
from beneficiaries.models import RegisteredPerson, Registration
from beneficiaries.queries.registration import KEPT_FOR, browser_mark
from beneficiaries.rules.codes import CODE, REFERENCE, grouped, with_check
from beneficiaries.rules.registration import Application
from portal.audit.enums import Action
from portal.audit.trail import record
from portal.clock import now
from portal.crypto.models import DataKey
from portal.crypto.sealing import fingerprint
from portal.messages.enums import Channel
from portal.messages.sending import ask_for_direct_message
from portal.programmes.models import GrantProject
from portal.statements import ONE, prepared

NETWORK_KEPT_FOR = datetime.timedelta(days=90)
REFUSAL_KEPT_FOR = datetime.timedelta(days=183)
NOBODY_CAME = (RegistrationState.REFUSED, RegistrationState.WITHDRAWN, RegistrationState.EXPIRED)
SHORTEST = datetime.timedelta(seconds=20)
"""Nobody reads and answers the whole in less."""
SENT_FIELDS = (
    "answers", "language", "state", "sent_at", "step", "seen_at", "is_quarantined", "doubts", "changed_at",
)  # fmt: skip
SENT_CODE = "registration-code"
FAST, HONEYPOT, NETWORK, FLOOD = "fast", "honeypot", "network", "flood"


class AlreadySent(Exception):
    """It was sent before; what was sent stands."""


@dataclass(frozen=True)
class Beginning:
    """What is known of a registration at its first step: where it came from and what looked odd."""

    form_mark: str
    network: bytes
    doubts: tuple[str, ...] = ()


def begin(
    project: GrantProject, language: str, said: Application, beginning: Beginning, *, is_reserve: bool = False
) -> tuple[Registration, str]:
    """Keep a first answer; return the draft and the secret that its browser shall hold.

    ``is_reserve``: the project does not recruit any more, a place may become free (R95). The same form sent twice is
    one draft, held by the browser that sent it last.
    """
    mark = fingerprint("registration form", beginning.form_mark)
    known = _begun(mark)
    try:
        registration = known or _created(project, language, beginning, mark, said, is_reserve=is_reserve)
    except IntegrityError:
        registration = Registration.objects.select_related("data_key").get(opened_with=mark)
    return registration, take_over(registration, language, said if known else None)


def take_over(registration: Registration, language: str, said: Application | None = None) -> str:
    """Let another browser go on with a registration; return its secret. The one before does not open it any more."""
    secret = secrets.token_urlsafe(32)
    registration.browser, registration.seen_at = browser_mark(secret), timezone.now()
    registration.language = language
    fields = ["browser", "seen_at", "language"]
    if said is not None:
        registration.application = said
        fields.append("answers")
    registration.save(update_fields=fields)
    return secret


def leave(secret: str) -> None:
    """Let nobody open a registration from the browser that holds this secret; what was answered stays."""
    Registration.objects.filter(browser=browser_mark(secret)).update(browser=None, seen_at=None)


def keep_typed(registration: Registration, step: str, words: dict[str, list[str]], language: str) -> None:
    """Keep what stands on the page of a step and was not sent yet; it answers nothing. Raises ``AlreadySent``."""
    if registration.state != RegistrationState.DRAFT:
        raise AlreadySent
    registration.application = registration.application.with_typed(step, words)
    registration.language, registration.seen_at = language, timezone.now()
    registration.save(update_fields=["answers", "language", "seen_at", "changed_at"])


def keep(
    registration: Registration, said: Application, *, step: str, language: str, doubts: tuple[str, ...] = ()
) -> None:
    """Keep what was answered so far; ``step`` is done. Raises ``AlreadySent``."""
    if registration.state != RegistrationState.DRAFT:
        raise AlreadySent
    done = (*(each for each in said.done if each != step), step)
    registration.application = replace(said.without_typed(step), done=done)
    registration.step, registration.language, registration.seen_at = step, language, timezone.now()
    fields = ["answers", "step", "language", "seen_at", "changed_at"]
    if doubts:
        doubt(registration, *doubts)
        fields += ["is_quarantined", "doubts"]
    registration.save(update_fields=fields)


@transaction.atomic
def send(registration: Registration, said: Application, language: str, *, doubts: tuple[str, ...] = ()) -> Registration:
    """Send it: from here on it waits for people. Raises ``AlreadySent`` for the second of two."""
    held = prepared(_locked, _locked).read({ONE: registration.pk})[0]
    if held.state != RegistrationState.DRAFT:
        raise AlreadySent
    held.data_key = registration.data_key
    quick = (FAST,) if timezone.now() - held.created_at < SHORTEST else ()
    doubt(held, *doubts, *quick)
    held.application, held.language = replace(said, typed={}), language
    held.state, held.sent_at, held.step, held.seen_at = RegistrationState.SENT, now(), "", timezone.now()
    held.save(update_fields=SENT_FIELDS)
    RegisteredPerson.objects.bulk_create(
        RegisteredPerson(registration=held, position=place) for place in range(len(said.people))
    )
    record(
        Action.CREATE, by=None, obj=held, grant_project=registration.grant_project, detail={"people": len(said.people)}
    )
    return held


def _locked() -> QuerySet[Registration]:
    """Return a draft as it stands now, with what sending asks of it; its data key never changes."""
    rows = Registration.objects.select_for_update().filter(pk=ONE)
    return rows.only("data_key", "state", "created_at", "is_quarantined", "doubts")


def doubt(registration: Registration, *reasons: str) -> None:
    """Put it aside for people to look at; nobody who registers notices (S23)."""
    if reasons:
        registration.is_quarantined = True
        known = [*registration.doubts.split(), *reasons]
        registration.doubts = " ".join(dict.fromkeys(known))


def reply(registration: Registration, words: str) -> None:
    """Answer what staff asked; it waits for them again."""
    registration.reply, registration.replied_at = words, now()
    registration.state = RegistrationState.SENT
    registration.save(update_fields=["reply", "replied_at", "state", "changed_at"])
    record(Action.CHANGE, by=None, obj=registration, grant_project=registration.grant_project, detail={"reply": True})


@transaction.atomic
def withdraw(registration: Registration) -> None:
    """Take back what was sent and not decided yet: nobody reads it any more. Decided already, nothing happens."""
    held = Registration.objects.select_for_update(of=("self",)).select_related("data_key").get(pk=registration.pk)
    if held.state not in (RegistrationState.SENT, RegistrationState.ASKED):
        return
    held.state, held.decided_at = RegistrationState.WITHDRAWN, now()
    held.save(update_fields=["state", "decided_at", "changed_at"])
    record(
        Action.CHANGE, by=None, obj=held, grant_project=registration.grant_project, detail={"state": str(held.state)}
    )


def send_code(registration: Registration, channel: Channel, address: str, language: str) -> None:
    """Send the code where its owner wants it: neutral words, the code alone (S22, S24)."""
    ask_for_direct_message(
        SENT_CODE, channel, address, language, {"code": str(registration.code)},
        grant_project=registration.grant_project,
    )  # fmt: skip


def old_drafts(now: datetime.datetime) -> QuerySet[Registration]:
    """Return drafts that nobody touched for 30 days."""
    return Registration.objects.filter(state=RegistrationState.DRAFT, changed_at__lte=now - KEPT_FOR)


def old_refusals(now: datetime.datetime) -> QuerySet[Registration]:
    """Return applications that ended without anybody coming in, half a year after that (R79)."""
    return Registration.objects.filter(state__in=NOBODY_CAME, decided_at__lte=now - REFUSAL_KEPT_FOR)


def known_networks(now: datetime.datetime) -> QuerySet[Registration]:
    """Return applications that still say where they came from three months later, or which browser held them."""
    old = Q(network__isnull=False) | Q(opened_with__isnull=False) | Q(browser__isnull=False) | Q(seen_at__isnull=False)
    return Registration.objects.filter(old, created_at__lte=now - NETWORK_KEPT_FOR)


def forget_networks(now: datetime.datetime, most: int) -> int:
    """Forget where such applications came from; return of how many."""
    some = list(known_networks(now).order_by("pk").values_list("pk", flat=True)[:most])
    return Registration.objects.filter(pk__in=some).update(network=None, opened_with=None, browser=None, seen_at=None)


def _begun(mark: bytes) -> Registration | None:
    """Return the draft that the same form has begun; once sent, a form begins nothing and opens nothing."""
    found = Registration.objects.filter(opened_with=mark).select_related("data_key", "grant_project").first()
    return found if found and found.state == RegistrationState.DRAFT else None


@transaction.atomic
def _created(
    project: GrantProject, language: str, beginning: Beginning, mark: bytes, said: Application, *, is_reserve: bool
) -> Registration:
    key = DataKey.fresh()
    key.save()
    registration = Registration(
        data_key=key, grant_project=project, language=language, opened_with=mark, network=beginning.network,
        is_reserve=is_reserve,
        reference=grouped(_random(REFERENCE)), code=grouped(_random(CODE)),
    )  # fmt: skip
    registration.application = said
    registration.step = said.done[-1] if said.done else ""
    doubt(registration, *beginning.doubts)
    registration.save(force_insert=True)
    return registration


def _random(length: int) -> str:
    return with_check([secrets.randbelow(32) for _each in range(length)])
