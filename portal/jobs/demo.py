"""The try-out: invented people, one account per role, a web server and a worker that end together (S74)."""

import datetime
import os
import sys
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from portal.accounts.domain import create_account, disable_account, grant_membership
from portal.accounts.enums import Role
from portal.accounts.invitations import PlannedRole, invite
from portal.accounts.models import Invitation, Membership, Organisation, User
from portal.clock import recording_as_if_at
from portal.imports.models import ImportBatch
from portal.programmes.loading import contact_values, load_programme
from portal.programmes.models import GrantProject

PROJECT = "sopot-5.15"
DAY = "2026-12-15"
PREPARED = datetime.datetime(2024, 12, 16, 10, tzinfo=datetime.UTC)
"""When the invented project was prepared: before its first participant."""
PASSWORD = "sopot-na-probe-2026"  # noqa: S105 - the try-out's own, shown to everybody
CONTACT = {
    "phone": "+48 58 000 00 00",
    "email": "kontakt@sopot.example",
    "hours": {
        "pl": "poniedziałek–piątek 9:00–15:00, środa do 18:00",
        "uk": "понеділок–п’ятниця 9:00–15:00, середа до 18:00",
        "be": "панядзелак–пятніца 9:00–15:00, серада да 18:00",
        "ru": "понедельник–пятница 9:00–15:00, среда до 18:00",
        "en": "Monday–Friday 9:00–15:00, Wednesday until 18:00",
    },
}
WORKER_AS_ROOT = "You're running the worker with superuser privileges"
ACCOUNTS = (
    ("marta@sopot.example", "Marta Lewińska", Role.CASEWORKER, "sopot"),
    ("pawel@sopot.example", "Paweł Domagała", Role.CASEWORKER, "sopot"),
    ("renata@sopot.example", "Renata Kosik", Role.CASEWORKER, "sopot"),
    ("iga@fundacja.example", "Iga Nowak", Role.CASEWORKER, "fsb"),
    ("darya@fundacja.example", "Darya Sokal", Role.CASEWORKER, "fsb"),
    ("filip@fundacja.example", "Filip Rogala", Role.CASEWORKER, "fsb"),
    ("olga@fundacja.example", "Olga Bielska", Role.INSTRUCTOR, "fsb"),
    ("tomasz@sopot.example", "Tomasz Wiśniewski", Role.COORDINATOR, "sopot"),
    ("zofia@fundacja.example", "Zofia Krawiec", Role.COORDINATOR, "fsb"),
    ("kontrola@pomorskie.example", "Adam Rataj", Role.AUDITOR, "sopot"),
    ("iod@sopot.example", "Helena Wrona", Role.DATA_PROTECTION_OFFICER, "sopot"),
    ("technik@sopot.example", "Jan Kowal", Role.TECHNICAL_ADMINISTRATOR, "sopot"),
)
SECOND = (("ewa@sopot.example", "Ewa Malinowska", Role.COORDINATOR, "sopot"),)
"""The second person of the city, for what one alone may not do; comes when the past is told."""
STORIES = (
    ("kamila@fundacja.example", "Kamila Sadowska", Role.CASEWORKER, "fsb", 0),
    ("norbert@sopot.example", "Norbert Pilch", Role.INSTRUCTOR, "sopot", 9),
    ("alicja@sopot.example", "Alicja Borek", Role.CASEWORKER, "sopot", -40),
)
"""Colleagues for the pages of the administration: an invitation that waits, days until the access ends, or since."""
ADMINISTRATOR = "technik@sopot.example"
UNCONFIRMED = ("darya@fundacja.example", "filip@fundacja.example")
"""Whose roles nobody has confirmed this quarter."""
GIVEN, CONFIRMED, LASTS = (datetime.timedelta(days=days) for days in (100, 40, 60))


def prepare(say: Callable[[str], object]) -> None:
    """Make the database, the project, the people and the accounts; what is there already stays."""
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    project = _load_project()
    _make_accounts(project, ACCOUNTS)
    if not ImportBatch.objects.filter(grant_project=project).exists():
        say("Inventing the people of the project …")
        _make_people()
    _make_accounts(project, SECOND)
    _make_stories(project)


def logins() -> list[str]:
    """Return the lines that tell who can sign in, what they are and for whom."""
    printed = (*ACCOUNTS, *SECOND)
    width = max(len(email) for email, *_ in printed)
    organisations = dict(Organisation.objects.values_list("code", "short_name"))
    with override("en"):
        lines = [f"  {email:{width}}  {role.label} ({organisations[code]})" for email, _name, role, code in printed]
    return [*lines, f"  Password of all: {PASSWORD}"]


def commands(port: int) -> dict[str, list[str]]:
    """Return the processes of the try-out: the web server on ``port``, the worker with its beat."""
    granian = str(Path(sys.executable).with_name("granian"))
    return {
        "web server": [
            granian, "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--blocking-threads", "4",
            "--log-level", "warning", "portal.wsgi:application",
        ],
        "worker": [
            sys.executable, "-W", f"ignore:{WORKER_AS_ROOT}", "-m", "celery", "--quiet", "-A", "portal",
            "worker", "--beat", "--schedule", str(settings.PORTAL_VAR / "beat"), "--concurrency", "1",
            "--loglevel", "WARNING", "--without-gossip", "--without-mingle",
        ],
    }  # fmt: skip


def _load_project() -> GrantProject:
    """Load the shipped project each time: a new version may add to it. Its contact is invented once and then kept."""
    contact = contact_values(CONTACT)
    there = GrantProject.objects.filter(code=PROJECT).values(*contact).first()
    with recording_as_if_at(PREPARED):  # its texts were published before anybody was told of them
        project = load_programme(PROJECT)
    GrantProject.objects.filter(pk=project.pk).update(**(there or contact))
    project.refresh_from_db()
    return project


@transaction.atomic
def _make_accounts(project: GrantProject, accounts: tuple[tuple[str, str, Role, str], ...]) -> None:
    """Make those of the accounts that are not there; those that are printed can sign in on the day of the try-out."""
    there, day = set(User.objects.values_list("email", flat=True)), _day()
    for number, (email, name, role, code) in enumerate(accounts):
        if email not in there:
            user = create_account(email=email, name=name, password=PASSWORD, by=None)
            grant_membership(
                user, role, organisation=Organisation.objects.get(code=code), grant_project=project, by=None,
                starts_on=day - GIVEN, ends_on=day + LASTS,
            )  # fmt: skip
            _seem_used(user, day, number)
    _let_in_again(day)


@transaction.atomic
def _make_stories(project: GrantProject) -> None:
    """Tell of colleagues who come and go; after the people are invented, so that they are in charge of nobody."""
    there = set(User.objects.values_list("email", flat=True))
    for email, name, role, code, days in STORIES:
        if email not in there:
            _tell(email, name, PlannedRole(role, Organisation.objects.get(code=code), project), _day(), days)


def _day() -> datetime.date:
    return datetime.date.fromisoformat(os.environ.get("PORTAL_TODAY") or DAY)


def _seem_used(user: User, day: datetime.date, number: int) -> None:
    """Let somebody have signed in lately, and a coordinator have confirmed the role."""
    at = datetime.datetime.combine(day - datetime.timedelta(days=1 + number % 5), datetime.time(8, 5 * number))
    User.objects.filter(pk=user.pk).update(last_login=timezone.make_aware(at))
    if user.email not in UNCONFIRMED:
        user.memberships.update(confirmed_on=day - CONFIRMED)  # type: ignore[attr-defined]


def _tell(email: str, name: str, role: PlannedRole, day: datetime.date, days: int) -> None:
    """Invite somebody who has not come in; or let somebody have come in whose access ends soon, or has ended."""
    ends_on = day + datetime.timedelta(days=days) if days else day + LASTS
    by = User.objects.filter(email=ADMINISTRATOR).first()
    if not days:
        invite(email=email, name=name, language="pl", roles=[role], ends_on=ends_on, by=None, sends_mail=False)
        Invitation.objects.filter(user__email=email).update(invited_by=by)
        return
    user = create_account(email=email, name=name, by=by)
    user.set_password(None if days < 0 else PASSWORD)
    user.save(update_fields=["password"])
    grant_membership(
        user, role.role, organisation=role.organisation, grant_project=role.grant_project, by=None,
        starts_on=ends_on - GIVEN, ends_on=ends_on,
    )  # fmt: skip
    _seem_used(user, min(ends_on, day), days % 7)
    if days < 0:
        disable_account(user, by=None, because="expired")


def _let_in_again(day: datetime.date) -> None:
    """A try-out that rested for months opens again: the printed accounts are open and their roles count."""
    emails = [email for email, *_ in (*ACCOUNTS, *SECOND)]
    User.objects.filter(email__in=emails).update(is_active=True)
    Membership.objects.filter(user__email__in=emails, ends_on__lt=day).update(ends_on=day + LASTS)


@transaction.atomic
def _make_people() -> None:
    call_command("invent", stdout=_Quiet())


class _Quiet:
    """Takes what a command prints and keeps none of it."""

    def write(self, text: str) -> None:
        """Take the text."""

    def flush(self) -> None:
        """Nothing is kept."""
