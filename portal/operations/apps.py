"""Running the portal."""

import logging

from django.apps import AppConfig, apps
from django.conf import settings
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate


class OperationsConfig(AppConfig):
    """Running the portal."""

    name = "portal.operations"
    label = "operations"

    def ready(self) -> None:
        """Refuse unsafe settings in every process; look at the database on the first connection."""
        from portal.operations import checks  # noqa: F401
        from portal.operations.database import look_at_new_connection
        from portal.operations.doctor.plugs import register
        from portal.operations.privileges import narrow_privileges
        from portal.operations.start import refuse_unsafe_settings

        refuse_unsafe_settings()
        if settings.PORTAL_PRODUCTION:
            logging.captureWarnings(True)  # as lines of the log too
        register()
        connection_created.connect(look_at_new_connection, dispatch_uid="portal.operations")
        audit = apps.get_app_config("audit")  # an app without tables is told of no migrations
        post_migrate.connect(narrow_privileges, sender=audit, dispatch_uid="portal.operations")
