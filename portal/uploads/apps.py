"""Files that people send."""

from django.apps import AppConfig
from django.utils.module_loading import import_string


class UploadsConfig(AppConfig):
    """Files that people send."""

    name = "portal.uploads"
    label = "uploads"

    def ready(self) -> None:
        """Register the plugs."""
        import_string("portal.uploads.plugs.register")()
