"""What support offers to the kernel."""

from portal.imports.registry import register_sheet
from services.importers.support import SupportImporter


def register() -> None:
    """Register the plugs of this app with the kernel."""
    register_sheet(SupportImporter())
