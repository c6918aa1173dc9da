"""Show or write the page of rights."""

import sys
from typing import Any

from django.core.management.base import CommandParser

from portal.commandline import PortalCommand
from portal.policy.documentation import PAGE, permissions_page


class Command(PortalCommand):
    """Print ``docs/permissions.md`` as the matrix says it, write it, or tell whether it is up to date."""

    help = "Print the page of rights made from the permission matrix; write it, or check that it is up to date."
    example = "manage.py permissions --write"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take ``--write`` or ``--check``."""
        choice = parser.add_mutually_exclusive_group()
        choice.add_argument("--write", action="store_true", help="write docs/permissions.md")
        choice.add_argument("--check", action="store_true", help="exit 1 when docs/permissions.md is out of date")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do the one thing that was asked."""
        page = permissions_page()
        if options["write"]:
            PAGE.parent.mkdir(exist_ok=True)
            PAGE.write_text(page, encoding="utf-8")
        elif options["check"]:
            if not PAGE.exists() or PAGE.read_text(encoding="utf-8") != page:
                sys.stderr.write("docs/permissions.md is out of date; run manage.py permissions --write\n")
                self.answer_no()
        else:
            self.stdout.write(page, ending="")
