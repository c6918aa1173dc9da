"""``manage.py load_instrument FILE.toml|CODE``."""

from django.core.management.base import CommandError, CommandParser

from cases.domain.instruments import load_instrument
from portal.commandline import PortalCommand
from portal.programmes.loading import ConfigurationError


class Command(PortalCommand):
    """Load an instrument of needs diagnosis, so that a grant project may name it."""

    help = "Load an instrument of needs diagnosis from a configuration file, or one that ships with the product."
    example = "manage.py load_instrument seven-areas"

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the source."""
        parser.add_argument("source", metavar="FILE.toml|CODE")

    def handle(self, *args: object, source: str, **options: object) -> None:
        """Load and say what was loaded."""
        try:
            loaded = load_instrument(source)
        except ConfigurationError as error:
            raise CommandError(str(error)) from None
        for instrument in loaded:
            self.stdout.write(f"{instrument}: {instrument.name}")
