"""What people and participations offer to the kernel."""

from beneficiaries.importers.people import PeopleImporter
from portal.imports.registry import register_sheet


def register() -> None:
    """Register the plugs of this app with the kernel."""
    register_sheet(PeopleImporter())
