"""Messages that leave the portal."""

from django.apps import AppConfig
from django.utils.module_loading import import_string


class MessagesConfig(AppConfig):
    """The one gate for e-mail and SMS; Django's own ``messages`` has the label already."""

    name = "portal.messages"
    label = "outbox"

    def ready(self) -> None:
        """Register the plugs."""
        import_string("portal.messages.plugs.register")()
