"""Who may ask whether the portal lives, who is told of breaks, and when a break is one."""

from portal.settings.environment import VAR, env

PORTAL_HEALTH_NETWORKS = env.list("PORTAL_HEALTH_NETWORKS", default=[])
PORTAL_HEALTH_TOKEN = env.str("PORTAL_HEALTH_TOKEN", default="").strip()

PORTAL_ALARM_TO = env.list("PORTAL_ALARM_TO", default=[])
PORTAL_ALARMS_FILE = VAR / "alarms.json"
PORTAL_DOCTOR_EVERY = env.float("PORTAL_DOCTOR_EVERY", default=60)

PORTAL_BACKUP_STATE = env.str("PORTAL_BACKUP_STATE", default=str(VAR / "backups" / "last.json"))
PORTAL_BACKUP_HOURS = env.float("PORTAL_BACKUP_HOURS", default=26)
PORTAL_CERTIFICATE_AT = env.str("PORTAL_CERTIFICATE_AT", default="")
