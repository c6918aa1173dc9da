"""``manage.py verify_audit [--heads DIR]``: is the trail as it was written?"""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from portal.audit.known_heads import read_heads
from portal.audit.sealer import last_seal, waiting_events
from portal.audit.verification import verify_trail
from portal.commandline import PortalCommand


class Command(PortalCommand):
    """Check the audit trail: every event, the chain over them, and the signed heads."""

    help = (
        "Check the audit trail: every event, the chain, the signed heads. 0 when nothing was changed, otherwise 1 "
        "with one line for each place."
    )
    example = "manage.py verify_audit --heads /mnt/heads"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the folder of heads that were kept elsewhere."""
        parser.add_argument("--heads", type=Path, metavar="DIR", help="heads kept off this machine, one file a day")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what was found."""
        found = 0
        for finding in verify_trail(self._heads(options["heads"])):
            found += 1
            self.stdout.write(str(finding))
        if found:
            self.answer_no()
        last = last_seal()
        waiting = waiting_events().count()
        self.stdout.write(f"The trail is whole: {last.sequence if last else 0} sealed events, {waiting} wait.")

    def _heads(self, folder: Path | None) -> list[dict[str, Any]]:
        if folder is None:
            return []
        try:
            return read_heads(folder)
        except OSError as error:
            raise CommandError(f"The heads in {folder} cannot be read: {error.strerror}.") from None
