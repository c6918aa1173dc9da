"""``manage.py synthesise --persons N``: invented people at scale, for measuring, in one project or more."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser

from portal.commandline import PortalCommand
from portal.programmes.loading import load_programme
from portal.programmes.models import GrantProject
from services.domain.synthesis import DELIVERIES, synthesise

FIRST, MOST_PROJECTS, MOST_PERSONS, MOST_DELIVERIES = "sopot-5.15", 100, 10_000_000, 1000


class Command(PortalCommand):
    """Add invented people to one grant project or more."""

    help = "Invented people at scale, for measuring. Adds to what is there; never in production."
    example = "manage.py synthesise --persons 10000 --seed 1"

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare how many, in how many projects, from which seed."""
        parser.add_argument("--persons", required=True, type=int, metavar="N", help="people in each project")
        parser.add_argument("--projects", type=int, default=1, metavar="P")
        parser.add_argument(
            "--deliveries", type=int, default=DELIVERIES, metavar="D", help="of support to each person, on average"
        )
        parser.add_argument("--seed", type=int, default=1, metavar="S")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the projects and their people."""
        persons, projects = options["persons"], options["projects"]
        if not settings.PORTAL_TRYOUT:
            raise CommandError("Invented people are for measuring; this is production mode.")
        if not (1 <= persons <= MOST_PERSONS and 1 <= projects <= MOST_PROJECTS):
            raise CommandError(f"--persons takes 1 to {MOST_PERSONS}, --projects 1 to {MOST_PROJECTS}.")
        if not 1 <= options["deliveries"] <= MOST_DELIVERIES:
            raise CommandError(f"--deliveries takes 1 to {MOST_DELIVERIES}.")
        for place in range(projects):
            project = _project(place)
            deliveries = synthesise(project, persons, options["seed"] + place, deliveries=options["deliveries"])
            self.stdout.write(f"{project.code}: {persons} people, {deliveries} deliveries of support")


def _project(place: int) -> GrantProject:
    """Return the shipped project, or a copy of it under a code of its own."""
    first = GrantProject.objects.filter(code=FIRST).first() or load_programme(FIRST)
    code = f"measuring-{place}"
    if place == 0:
        return first
    return GrantProject.objects.filter(code=code).first() or copied(first, code, f"M{place}")


def copied(first: GrantProject, code: str, prefix: str) -> GrantProject:
    """Make a project like ``first`` under a code of its own; ``first`` itself becomes the copy."""
    partners, kinds, groups = (list(rows.all()) for rows in (first.partners, first.service_types, first.target_groups))
    first.pk, first.code, first.number_prefix = None, code, prefix
    first.save(force_insert=True)
    for row in (*partners, *kinds, *groups):
        row.pk, row.grant_project = None, first
        row.save(force_insert=True)
    return first
