"""``manage.py restore FILE --identity KEYFILE [--check] [--replace]``."""

import sys
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from portal.backups.errors import BackupError, NotRestorable
from portal.backups.restoring import check_backup, restore_backup
from portal.backups.speaking import BackupCommand


class Command(BackupCommand):
    """Bring a backup back."""

    help = "Put the database of a backup in the place of the one in the settings; damage is found before that."
    example = "manage.py restore portal-20261215T023000Z.backup --identity portal-backup-private-key.txt --check"

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare file, key, what to do."""
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--identity", metavar="KEYFILE", type=Path, required=True, help="the private key")
        parser.add_argument("--check", action="store_true", help="read it to its end, change nothing; 1 if unusable")
        parser.add_argument("--replace", action="store_true", help="set aside the database that is there")

    def work(self, **options: Any) -> None:
        """Check, or restore and say what is left to do."""
        if options["check"]:
            manifest = check_backup(options["file"], options["identity"])
            said = {"moment": manifest.made_at, "version": manifest.version, "rows": manifest.rows}
            self.stdout.write(_("The backup is whole: made at %(moment)s, version %(version)s, %(rows)d rows") % said)
            return
        done = restore_backup(options["file"], options["identity"], replace=options["replace"])
        said = {"moment": done.manifest.made_at, "rows": done.manifest.rows}
        self.stdout.write(_("Restored as of %(moment)s: %(rows)d rows, all as in the backup") % said)
        if done.kept:
            self.stdout.write(_("The database from before is kept: %(place)s") % {"place": done.kept})
        if done.broken:
            self.stderr.write(
                _("Events of the audit trail that do not fit their hash: %(number)d") % {"number": len(done.broken)}
            )
            self.answer_no()

    def refuse(self, error: BackupError, **options: Any) -> NoReturn:
        """With ``--check`` a file that cannot be used is the answer "no"."""
        if options["check"] and isinstance(error, NotRestorable):
            sys.stderr.write(f"{error}\n")
            self.answer_no()
        super().refuse(error, **options)
