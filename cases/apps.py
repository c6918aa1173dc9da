"""The app ``cases``; what it offers to the kernel is in ``plugs.py``."""

from django.apps import AppConfig
from django.utils.module_loading import import_string


class CasesConfig(AppConfig):
    """Registers what this app plugs into the kernel."""

    name = "cases"
    label = "cases"

    def ready(self) -> None:
        """Register the plugs."""
        import_string("cases.plugs.register")()
