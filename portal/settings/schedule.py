"""What the beat rings and when, and how long a task may take."""

from celery.schedules import crontab

from portal.settings.backups import PORTAL_BACKUP_FOLDER, PORTAL_BACKUP_RECIPIENTS
from portal.settings.environment import PRODUCTION, env
from portal.settings.operations import PORTAL_DOCTOR_EVERY

PORTAL_JOB_LEASE = env.float("PORTAL_JOB_LEASE", default=45)
PORTAL_JOB_MEMORY = env.int("PORTAL_JOB_MEMORY", default=2048)
PORTAL_JOB_LOOK_EVERY = env.float("PORTAL_JOB_LOOK_EVERY", default=30)
PORTAL_AUDIT_SEAL_EVERY = env.float("PORTAL_AUDIT_SEAL_EVERY", default=5)

CELERY_BEAT_SCHEDULE = {
    "look-after-jobs": {
        "task": "look_after_jobs",
        "schedule": PORTAL_JOB_LOOK_EVERY,
        "kwargs": {"by_beat": True},
        "options": {"expires": PORTAL_JOB_LOOK_EVERY},
    },
    "seal-audit": {
        "task": "seal_audit",
        "schedule": PORTAL_AUDIT_SEAL_EVERY,
        "options": {"expires": PORTAL_AUDIT_SEAL_EVERY},
    },
    "look-after-audit": {"task": "look_after_audit", "schedule": crontab(minute=10)},
    "remind-of-sensitive-cases": {"task": "remind_of_sensitive_cases", "schedule": crontab(hour=5, minute=40)},
    "remove-what-is-due": {"task": "remove_what_is_due", "schedule": crontab(hour=3, minute=20)},
    "note-coming-of-age": {"task": "note_coming_of_age", "schedule": crontab(hour=4, minute=50)},
    "check-audit": {"task": "check_audit", "schedule": crontab(hour=2, minute=20)},
    "remove-ended-sessions": {"task": "remove_ended_sessions", "schedule": crontab(minute=50)},
    "remove-expired-lists": {"task": "remove_expired_lists", "schedule": crontab(minute=40)},
    "send-waiting-mail": {"task": "send_waiting_mail", "schedule": crontab(minute="*/5"), "options": {"expires": 240}},
    "send-waiting-codes": {"task": "send_waiting_codes", "schedule": crontab(), "options": {"expires": 50}},
    "remove-old-codes": {"task": "remove_old_codes", "schedule": crontab(minute=55)},
    "send-due-messages": {"task": "send_due_messages", "schedule": 60, "options": {"expires": 55}},
    "close-accounts": {"task": "close_accounts", "schedule": crontab(hour=2, minute=50)},
    "look-for-duplicates": {
        "task": "look_for_duplicates",
        "schedule": crontab(minute="*/2"),
        "options": {"expires": 110},
    },
    "remind-of-appointments": {
        "task": "remind_of_appointments",
        "schedule": crontab(minute="*/15"),
        "options": {"expires": 800},
    },
    "pass-on-places": {"task": "pass_on_places", "schedule": crontab(minute="*/5"), "options": {"expires": 290}},
    "compare-everybody": {"task": "compare_everybody", "schedule": crontab(hour=4, minute=20, day_of_week="sunday")},
}
if PORTAL_BACKUP_FOLDER and PORTAL_BACKUP_RECIPIENTS:
    CELERY_BEAT_SCHEDULE["make-backup"] = {"task": "make_backup", "schedule": crontab(hour=2, minute=30)}
if PRODUCTION:
    CELERY_BEAT_SCHEDULE |= {
        "examine-each-minute": {
            "task": "examine_portal",
            "schedule": PORTAL_DOCTOR_EVERY,
            "options": {"expires": PORTAL_DOCTOR_EVERY},
        },
        "examine-each-hour": {"task": "examine_portal", "schedule": crontab(minute=10), "args": (2,)},
        "examine-each-night": {"task": "examine_portal", "schedule": crontab(hour=4, minute=15), "args": (3,)},
    }

# Shorter than the hour after which Redis hands an unfinished task to another worker (M4).
CELERY_TASK_SOFT_TIME_LIMIT = 25 * 60
CELERY_TASK_TIME_LIMIT = 30 * 60
