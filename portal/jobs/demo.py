"""The try-out: invented people, one account per role, a web server and a worker that end together (S74)."""

import sys
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.utils.translation import override

from portal.accounts.domain import create_account, grant_membership
from portal.accounts.enums import Role
from portal.accounts.models import Organisation, User
from portal.imports.models import ImportBatch
from portal.programmes.loading import contact_values, load_programme
from portal.programmes.models import GrantProject

PROJECT = "sopot-5.15"
DAY = "2026-12-15"
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


def prepare(say: Callable[[str], object]) -> None:
    """Make the database, the project, the people and the accounts; what is there already stays."""
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    project = GrantProject.objects.filter(code=PROJECT).first() or _load_project()
    _make_accounts(project)
    if not ImportBatch.objects.filter(grant_project=project).exists():
        say("Inventing the people of the project …")
        _make_people()


def logins() -> list[str]:
    """Return the lines that tell who can sign in, what they are and for whom."""
    width = max(len(email) for email, *_ in ACCOUNTS)
    organisations = dict(Organisation.objects.values_list("code", "short_name"))
    with override("en"):
        lines = [f"  {email:{width}}  {role.label} ({organisations[code]})" for email, _name, role, code in ACCOUNTS]
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
    """Load the shipped project; what the city has not given yet of its contact is invented."""
    project = load_programme(PROJECT)
    GrantProject.objects.filter(pk=project.pk).update(**contact_values(CONTACT))
    project.refresh_from_db()
    return project


@transaction.atomic
def _make_accounts(project: GrantProject) -> None:
    there = set(User.objects.values_list("email", flat=True))
    for email, name, role, code in ACCOUNTS:
        if email not in there:
            user = create_account(email=email, name=name, password=PASSWORD, by=None)
            organisation = Organisation.objects.get(code=code)
            grant_membership(user, role, organisation=organisation, grant_project=project, by=None)


@transaction.atomic
def _make_people() -> None:
    call_command("invent", stdout=_Quiet())


class _Quiet:
    """Takes what a command prints and keeps none of it."""

    def write(self, text: str) -> None:
        """Take the text."""

    def flush(self) -> None:
        """Nothing is kept."""
