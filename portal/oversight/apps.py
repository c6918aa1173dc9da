"""Pages of the data protection officer."""

from django.apps import AppConfig
from django.utils.module_loading import import_string


class OversightConfig(AppConfig):
    """Pages of the data protection officer."""

    name = "portal.oversight"
    label = "oversight"

    def ready(self) -> None:
        """Register the plugs."""
        import_string("portal.oversight.plugs.register")()
