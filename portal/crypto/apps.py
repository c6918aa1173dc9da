"""The crypto room as a Django app (it owns the data keys)."""

from django.apps import AppConfig


class CryptoConfig(AppConfig):
    """Keys, sealed fields, blind index."""

    name = "portal.crypto"
    label = "crypto"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Check the models that seal values."""
        from portal.crypto import checks  # noqa: F401
