"""The app ``smefs``; what it offers to the kernel is in ``plugs.py``."""

from django.apps import AppConfig
from django.utils.module_loading import import_string


class SmefsConfig(AppConfig):
    """Registers what the room of SM EFS plugs into the kernel."""

    name = "reporting.smefs"
    label = "smefs"

    def ready(self) -> None:
        """Register the plugs."""
        import_string("reporting.smefs.plugs.register")()
