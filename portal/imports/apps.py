"""Batches of imported rows and what became of each."""

from django.apps import AppConfig
from django.utils.module_loading import import_string


class ImportsConfig(AppConfig):
    """Batches of imported rows and what became of each."""

    name = "portal.imports"
    label = "imports"

    def ready(self) -> None:
        """Register the plugs."""
        import_string("portal.imports.plugs.register")()
