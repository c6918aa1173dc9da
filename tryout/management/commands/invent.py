"""``manage.py invent [--seed S]``: the grant project of Sopot with invented people and two years of work."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser

from portal.commandline import PortalCommand
from portal.programmes.loading import load_programme
from portal.programmes.models import GrantProject
from tryout.domain.invention import invent
from tryout.rules.cast import SEED

PROJECT = "sopot-5.15"


class Command(PortalCommand):
    """Fill the empty grant project of Sopot."""

    help = "Invent 207 participants with support, results, gaps, reports and a list that waits; never in production."
    example = "manage.py invent --seed 7"

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the seed."""
        parser.add_argument("--seed", type=int, default=SEED, metavar="S", help="another number, other people")

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse where there are people already; invent; say how much."""
        if not settings.PORTAL_TRYOUT:
            raise CommandError("Invented people are for the try-out; this is production mode.")
        project = GrantProject.objects.filter(code=PROJECT).first() or load_programme(PROJECT)
        if project.participations.exists():
            raise CommandError(f"There are people in {PROJECT} already; nothing is added to them.")
        written = invent(project, options["seed"])
        self.stdout.write(", ".join(f"{table} {rows}" for table, rows in written.items()))
