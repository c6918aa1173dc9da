"""Where backups go, to which keys they are encrypted, how long they are kept."""

from portal.settings.environment import env

PORTAL_BACKUP_RECIPIENTS = env.list("PORTAL_BACKUP_RECIPIENTS", default=[])
PORTAL_BACKUP_FOLDER = env.str("PORTAL_BACKUP_FOLDER", default="")
PORTAL_BACKUP_KEEP = env.str("PORTAL_BACKUP_KEEP", default="7,4,6")
