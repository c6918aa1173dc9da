"""``manage.py find_duplicates [--rebuild]``: compare everybody with everybody."""

from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import ngettext

from beneficiaries.domain.duplicate_keys import rebuild_keys
from beneficiaries.domain.duplicate_pass import compare_everybody
from portal.commandline import PortalCommand


class Command(PortalCommand):
    """Find records that may be one person; nothing is merged."""

    help = "Find records that may be one person, for people to decide."
    example = "manage.py find_duplicates --rebuild"

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare whether the keys are worked out anew first."""
        parser.add_argument("--rebuild", action="store_true", help="work out the keys of everybody anew first")

    def handle(self, *args: Any, **options: Any) -> None:
        """Find, say how many."""
        if options["rebuild"]:
            rebuild_keys()
        found = compare_everybody()
        words = ngettext("%(count)d pair may be one person.", "%(count)d pairs may be one person each.", found)
        self.stdout.write(words % {"count": found})
