"""One clear line for every user mistake: the shape contracts.md asks of every command."""

import datetime
import sys
from pathlib import Path
from typing import Any, NoReturn

from django.core.management import ManagementUtility
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, ProgrammingError


class PortalCommand(BaseCommand):
    """A command of the portal: exit 0 done, 1 the answer is no, 2 with one line on bad input.

    ``example`` is shown by ``--help``. Raise ``CommandError`` for bad input, call ``answer_no()`` when
    the work is done and its answer is "no".
    """

    example = ""
    requires_system_checks: list[str] = []

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Build a parser that answers a mistake with one line instead of its usage text."""
        if self.example:
            kwargs.setdefault("epilog", f"example: {self.example}")
        parser = super().create_parser(prog_name, subcommand, **kwargs)

        def one_line(message: str) -> NoReturn:
            sys.stderr.write(f"{parser.prog}: {message}\n")
            raise SystemExit(2)

        parser.error = one_line  # type: ignore[method-assign]
        return parser

    def run_from_argv(self, argv: list[str]) -> None:
        """Run from the command line; bad input becomes one line on stderr and exit code 2."""
        try:
            options = vars(self.create_parser(argv[0], argv[1]).parse_args(argv[2:]))
            self.execute(*options.pop("args", ()), **options)
        except CommandError as error:
            sys.stderr.write(" ".join(str(error).split()) + "\n")
            raise SystemExit(2) from None
        except (OperationalError, ProgrammingError) as error:
            reason = str(error).splitlines()[0]
            sys.stderr.write(f"The database cannot be used ({reason}). Is it migrated (manage.py migrate)?\n")
            raise SystemExit(2) from None

    def refuse_reversed(self, starts_on: datetime.date, ends_on: datetime.date) -> None:
        """Raise ``CommandError`` when a period ends before it starts."""
        if ends_on < starts_on:
            raise CommandError(f"The period ends ({ends_on}) before it starts ({starts_on}).")

    def answer_no(self) -> NoReturn:
        """End with exit code 1: the work is done and the answer is no."""
        raise SystemExit(1)


class DocumentCommand(PortalCommand):
    """Print a page of ``docs/`` that is made from the product, write it, or tell whether it is up to date."""

    path: Path

    def page(self) -> str:
        """Return the page as it should be."""
        raise NotImplementedError

    def add_arguments(self, parser: CommandParser) -> None:
        """Take ``--write`` or ``--check``."""
        choice = parser.add_mutually_exclusive_group()
        choice.add_argument("--write", action="store_true", help=f"write docs/{self.path.name}")
        choice.add_argument("--check", action="store_true", help=f"exit 1 when docs/{self.path.name} is out of date")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do the one thing that was asked."""
        page = self.page()
        if options["write"]:
            self.path.write_text(page, encoding="utf-8")
        elif options["check"]:
            if not self.path.exists() or self.path.read_text(encoding="utf-8") != page:
                self.stderr.write(f"docs/{self.path.name} is out of date; write it anew with --write")
                self.answer_no()
        else:
            self.stdout.write(page, ending="")


def execute(argv: list[str]) -> None:
    """Run the command named in ``argv``."""
    ManagementUtility(argv).execute()
