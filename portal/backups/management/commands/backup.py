"""``manage.py backup --to FOLDER [--keep 7,4,6]``."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.backups.errors import BackupError
from portal.backups.making import make_backup
from portal.backups.speaking import BackupCommand
from portal.backups.thinning import read_policy, thin


class Command(BackupCommand):
    """Make a backup now."""

    help = "Write an encrypted backup of the database into a folder; processes go on working."
    example = "manage.py backup --to backups --keep 7,4,6"

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare folder, recipients, thinning."""
        parser.add_argument("--to", metavar="FOLDER", help="default: PORTAL_BACKUP_FOLDER")
        parser.add_argument(
            "--recipient", action="append", metavar="AGE1…", help="public key; default: PORTAL_BACKUP_RECIPIENTS"
        )
        parser.add_argument(
            "--keep", metavar="DAYS,WEEKS,MONTHS", help="afterwards keep one backup of each of these, remove the others"
        )

    def work(self, **options: Any) -> None:
        """Make it, say what was made, thin."""
        policy = read_policy(options["keep"]) if options["keep"] else None
        folder = options["to"] or settings.PORTAL_BACKUP_FOLDER
        if not folder:
            raise BackupError(_("Say where to: --to FOLDER, or set PORTAL_BACKUP_FOLDER."))
        made = make_backup(Path(folder), options["recipient"] or settings.PORTAL_BACKUP_RECIPIENTS)
        said = {"path": made.path, "bytes": made.bytes, "rows": made.manifest.rows}
        self.stdout.write(_("%(path)s: %(bytes)d bytes, %(rows)d rows") % said)
        if policy:
            removed = thin(made.path.parent, policy)
            text = ngettext("%(number)d old backup removed", "%(number)d old backups removed", len(removed))
            self.stdout.write(text % {"number": len(removed)})
