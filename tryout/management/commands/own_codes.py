"""``manage.py own_codes [--port N]``: two invented people to try the participants' pages with, and codes for them."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser

from portal.commandline import PortalCommand
from portal.programmes.models import GrantProject
from tryout.domain.own_space import give_spaces

PROJECT = "sopot-5.15"


class Command(PortalCommand):
    """Print how to open the own space of two invented people."""

    help = "Codes for the own pages of two invented people; each works once, each call makes new ones."
    example = "manage.py own_codes --port 8123"

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the port."""
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse in production; say where, who and with what."""
        if not settings.PORTAL_TRYOUT:
            raise CommandError("Invented people are for the try-out; this is production mode.")
        project = GrantProject.objects.filter(code=PROJECT).first()
        if project is None:
            raise CommandError("There is no project to try yet: run manage.py demo first.")
        self.stdout.write("  Pages of participants (a code works once; by phone the code stands on the page):")
        for language, name, phone, code in give_spaces(project):
            address = f"http://localhost:{options['port']}/{language}/moje/wejscie/"
            self.stdout.write(f"  {address}  {name}, phone {phone}, code on paper {code}")
