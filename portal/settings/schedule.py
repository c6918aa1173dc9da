"""What the beat rings and when, and how long a task may take."""

from celery.schedules import crontab

from portal.settings.environment import env

PORTAL_JOB_LEASE = env.float("PORTAL_JOB_LEASE", default=45)
PORTAL_JOB_LOOK_EVERY = env.float("PORTAL_JOB_LOOK_EVERY", default=30)

CELERY_BEAT_SCHEDULE = {
    "look-after-jobs": {
        "task": "look_after_jobs",
        "schedule": PORTAL_JOB_LOOK_EVERY,
        "kwargs": {"by_beat": True},
        "options": {"expires": PORTAL_JOB_LOOK_EVERY},
    },
    "remove-old-jobs": {"task": "remove_old_jobs", "schedule": crontab(hour=3, minute=40)},
    "remove-expired-rows": {"task": "remove_expired_rows", "schedule": crontab(hour=3, minute=20)},
    "remove-expired-lists": {"task": "remove_expired_lists", "schedule": crontab(minute=40)},
    "remove-expired-drafts": {"task": "remove_expired_drafts", "schedule": crontab(hour=3, minute=30)},
}

# Shorter than the hour after which Redis hands an unfinished task to another worker (M4).
CELERY_TASK_SOFT_TIME_LIMIT = 25 * 60
CELERY_TASK_TIME_LIMIT = 30 * 60
