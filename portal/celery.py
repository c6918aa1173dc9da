"""The Celery application: only the bell, a job itself is a row in the database."""

import logging
import os
from typing import Any

from celery import Celery, signals
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

TRANSPORT_ALIASES["filesystem"] = "portal.jobs.folder:Transport"

app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@signals.setup_logging.connect
def keep_our_log(loglevel: int | None = None, **kwargs: Any) -> None:
    """Leave the log of the settings in place: Celery's own would print the words of errors (S35)."""
    if loglevel:
        logging.getLogger().setLevel(loglevel)
