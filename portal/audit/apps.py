"""The append-only record of who changed, read, searched, exported or was refused what."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class AuditConfig(AppConfig):
    """Audit trail."""

    name = "portal.audit"
    label = "audit"

    def ready(self) -> None:
        """Listen to sign-ins; keep the tables append-only from one migration to the next."""
        from portal.audit import sign_in  # noqa: F401
        from portal.audit.triggers import install_triggers, remove_triggers

        pre_migrate.connect(remove_triggers, sender=self, dispatch_uid="append-only")
        post_migrate.connect(install_triggers, sender=self, dispatch_uid="append-only")
