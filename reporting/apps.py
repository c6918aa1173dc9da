"""The app ``reporting``; what it offers to the kernel is in ``plugs.py``."""

from django.apps import AppConfig
from django.utils.module_loading import import_string


class ReportingConfig(AppConfig):
    """Registers what this app plugs into the kernel."""

    name = "reporting"
    label = "reporting"

    def ready(self) -> None:
        """Register the plugs."""
        import_string("reporting.plugs.register")()
