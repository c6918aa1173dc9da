"""The app ``services``; what it offers to the kernel is in ``plugs.py``."""

from django.apps import AppConfig
from django.utils.module_loading import import_string


class ServicesConfig(AppConfig):
    """Registers what this app plugs into the kernel."""

    name = "services"
    label = "services"

    def ready(self) -> None:
        """Register the plugs."""
        import_string("services.plugs.register")()
