"""``manage.py backup_keys FOLDER``."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from portal.backups.keys import make_pair
from portal.backups.speaking import BackupCommand


class Command(BackupCommand):
    """Make a pair of keys for backups."""

    help = "Make the pair of keys of backups; best on another machine than the server."
    example = "manage.py backup_keys /media/stick"

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the folder."""
        parser.add_argument("folder", metavar="FOLDER", type=Path)

    def work(self, **options: Any) -> None:
        """Write the private key, show the public one."""
        path, public = make_pair(options["folder"])
        self.stdout.write(f"PORTAL_BACKUP_RECIPIENTS={public}")
        self.stderr.write(_("Private key: %(path)s. Carry it off this machine, in two sealed copies.") % {"path": path})
