"""What the commands of this room have in common: the operator's language, one sentence for what went wrong."""

import os
from typing import Any, NoReturn

from django.core.management.base import CommandError
from django.utils.translation import override

from portal.backups.errors import BackupError
from portal.commandline import PortalCommand


class BackupCommand(PortalCommand):
    """A command that speaks Polish where the machine does (``LANG=pl_PL.UTF-8``), else English."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Do the work; what stands in its way becomes one sentence."""
        with override(operator_language()):
            try:
                self.work(**options)
            except BackupError as error:
                self.refuse(error, **options)

    def work(self, **options: Any) -> None:
        """Do what the command is for."""
        raise NotImplementedError

    def refuse(self, error: BackupError, **options: Any) -> NoReturn:
        """End with the sentence and exit code 2."""
        raise CommandError(str(error)) from None


def operator_language() -> str:
    """Return ``pl`` or ``en``, from the surroundings in the order that every program of the machine reads them."""
    spoken = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return "pl" if spoken.lower().startswith("pl") else "en"
