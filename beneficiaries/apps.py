"""The app ``beneficiaries``; what it offers to the kernel is in ``plugs.py``."""

from django.apps import AppConfig
from django.utils.module_loading import import_string


class BeneficiariesConfig(AppConfig):
    """Registers what this app plugs into the kernel."""

    name = "beneficiaries"
    label = "beneficiaries"

    def ready(self) -> None:
        """Register the plugs."""
        import_string("beneficiaries.plugs.register")()
