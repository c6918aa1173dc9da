"""What the beat rings and when, and how long a task may take."""

from celery.schedules import crontab

CELERY_BEAT_SCHEDULE = {
    "remove-expired-rows": {"task": "remove_expired_rows", "schedule": crontab(hour=3, minute=20)},
    "remove-expired-lists": {"task": "remove_expired_lists", "schedule": crontab(minute=40)},
    "remove-expired-drafts": {"task": "remove_expired_drafts", "schedule": crontab(hour=3, minute=30)},
}

# Shorter than the hour after which Redis hands an unfinished task to another worker (M4).
CELERY_TASK_SOFT_TIME_LIMIT = 25 * 60
CELERY_TASK_TIME_LIMIT = 30 * 60
