"""The end of keeping."""

from django.apps import AppConfig
from django.utils.module_loading import import_string


class RetentionConfig(AppConfig):
    """What is kept no longer than its time."""

    name = "portal.retention"
    label = "retention"

    def ready(self) -> None:
        """Register the check and the plugs."""
        from portal.retention import checks  # noqa: F401

        import_string("portal.retention.plugs.register")()
