"""What the beat rings at night."""

import logging
from pathlib import Path

from celery import shared_task
from django.conf import settings

from portal.backups.errors import BackupError
from portal.backups.making import make_backup
from portal.backups.thinning import read_policy, thin

logger = logging.getLogger(__name__)


@shared_task(name="make_backup")
def make_backup_task() -> None:
    """Make the backup of the night, then remove those that are no longer kept. A failure is one line in the log."""
    folder = Path(settings.PORTAL_BACKUP_FOLDER)
    try:
        made = make_backup(folder, settings.PORTAL_BACKUP_RECIPIENTS)
        removed = thin(folder, read_policy(settings.PORTAL_BACKUP_KEEP))
    except BackupError as error:
        logger.error("no backup was made: %s", error)
        return
    logger.info("backup %s made, %d old ones removed", made.path.name, len(removed))
