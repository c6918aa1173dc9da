"""The front of the house as a Django app."""

from django.apps import AppConfig
from django.utils.module_loading import import_string


class FrontConfig(AppConfig):
    """Registers what the public pages plug into the kernel."""

    name = "portal.front"
    label = "front"

    def ready(self) -> None:
        """Register the plugs."""
        import_string("portal.front.plugs.register")()
