"""``manage.py load_programme FILE.toml|CODE``."""

from django.core.management.base import CommandError, CommandParser

from portal.commandline import PortalCommand
from portal.programmes.loading import ConfigurationError, load_programme


class Command(PortalCommand):
    """Create or update a grant project from a configuration file."""

    help = "Create or update a grant project from a configuration file, or from one that ships with the product."
    example = "manage.py load_programme sopot-5.15"

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the source."""
        parser.add_argument("source", metavar="FILE.toml|CODE")

    def handle(self, *args: object, source: str, **options: object) -> None:
        """Load and say what was loaded."""
        try:
            project = load_programme(source)
        except ConfigurationError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"{project.code}: {project.title}" if project.title else project.code)
        if not project.is_dated:
            self.stdout.write(
                "Its first or last day is not known, so nobody can take part in it and nothing is counted."
            )
