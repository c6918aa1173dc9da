"""``manage.py share_caseload --project CODE``: a caseworker for everyone who has none."""

from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import ngettext

from beneficiaries.domain.caseload import share_caseload
from portal.commandline import PortalCommand
from portal.programmes.arguments import project_argument


class Command(PortalCommand):
    """Share people without a caseworker among the caseworkers of their organisation."""

    help = "Put a caseworker in charge of everyone who has none, evenly within each organisation."
    example = "manage.py share_caseload --project sopot-5.15"

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the project."""
        parser.add_argument("--project", required=True, metavar="CODE", type=project_argument)

    def handle(self, *args: Any, **options: Any) -> None:
        """Share, say how many."""
        shared = share_caseload(options["project"], by=None)
        self.stdout.write(
            ngettext("%(count)d person has a caseworker now.", "%(count)d people have a caseworker now.", shared)
            % {"count": shared}
        )
