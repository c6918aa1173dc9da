"""My day as a Django app."""

from django.apps import AppConfig
from django.utils.module_loading import import_string


class WorklistConfig(AppConfig):
    name = "portal.worklist"
    label = "worklist"

    def ready(self) -> None:
        """Register the plugs."""
        import_string("portal.worklist.plugs.register")()
