"""What is kept of whom, why, and for how long."""

from django.apps import AppConfig
from django.utils.module_loading import import_string


class DatamapConfig(AppConfig):
    """The data map (S64)."""

    name = "portal.datamap"
    label = "datamap"

    def ready(self) -> None:
        """Register the check and the plugs."""
        from portal.datamap import checks  # noqa: F401

        import_string("portal.datamap.plugs.register")()
