"""The append-only record of who changed, read, searched, exported or was refused what."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AuditConfig(AppConfig):
    """Audit trail."""

    name = "portal.audit"
    label = "audit"

    def ready(self) -> None:
        """Listen to sign-ins; keep the tables append-only after each migration."""
        from portal.audit import sign_in  # noqa: F401
        from portal.audit.triggers import install_triggers

        post_migrate.connect(install_triggers, dispatch_uid="append-only")
