"""Administration as a Django app."""

from django.apps import AppConfig
from django.utils.module_loading import import_string


class AdministrationConfig(AppConfig):
    name = "portal.administration"
    label = "administration"

    def ready(self) -> None:
        """Register the plugs."""
        import_string("portal.administration.plugs.register")()
