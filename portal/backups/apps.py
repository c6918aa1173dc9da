"""The backups room as a Django app: commands and the nightly task; no data of its own."""

from django.apps import AppConfig


class BackupsConfig(AppConfig):
    """Backups."""

    name = "portal.backups"
    label = "backups"
