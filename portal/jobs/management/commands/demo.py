"""``manage.py demo [--port N]``: the try-out in one command."""

import datetime
import os
import socket
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError, CommandParser

from portal.commandline import PortalCommand
from portal.jobs import demo
from portal.jobs.processes import run_together
from portal.settings.environment import ROOT

HIGHEST_PORT = 65535


class Command(PortalCommand):
    """Prepare the try-out and run it until Ctrl-C."""

    help = "The try-out: database, invented people, accounts, web server and worker."
    example = "manage.py demo --port 8123"

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the port."""
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--prepare-only", action="store_true", help="make the data, start nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepare, say where and who, serve."""
        if not settings.PORTAL_TRYOUT:
            raise CommandError("The demo is for the try-out; this is production mode.")
        port, day = options["port"], os.environ.get("PORTAL_TODAY") or demo.DAY
        _refuse_unreadable(day)
        if not options["prepare_only"]:
            _refuse_taken(port)
        settings.PORTAL_TODAY = day  # what is invented has waited until this day, not until the machine's
        demo.prepare(self.stdout.write)
        if not options["prepare_only"]:
            os.environ["PORTAL_TODAY"] = day
            self._announce(port, day)
            self._serve(port)

    def _announce(self, port: int, day: str) -> None:
        lines = ["", f"http://localhost:{port}/  (all people are invented; the day is {day}; Ctrl-C ends)"]
        self.stdout.write("\n".join([*lines, *demo.logins()]))
        call_command("own_codes", port=port, stdout=self.stdout)
        self.stdout.flush()

    def _serve(self, port: int) -> None:
        ended = run_together(demo.commands(port), folder=ROOT)
        if ended:
            self.stderr.write(f"The {ended} has ended, so the try-out stops.")
            self.answer_no()


def _refuse_unreadable(day: str) -> None:
    try:
        datetime.date.fromisoformat(day)
    except ValueError:
        raise CommandError(f"PORTAL_TODAY is not a date of the form 2026-12-15: {day}") from None


def _refuse_taken(port: int) -> None:
    if not 1 <= port <= HIGHEST_PORT:
        raise CommandError(f"{port} is not a port.")
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise CommandError(f"Port {port} is taken. Choose another: make demo PORT=8123") from None
