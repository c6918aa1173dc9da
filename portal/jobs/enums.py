"""Choices of jobs."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a job stands. A job that waits or runs is unfinished; the others stay until somebody starts them again."""

    WAITING = "waiting", _("waiting")
    RUNNING = "running", _("running")
    DONE = "done", _("ready")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("cancelled")


UNFINISHED = (State.WAITING, State.RUNNING)
REPEATABLE = (State.FAILED, State.CANCELLED)


class Seen(models.TextChoices):
    """What leaves a mark of life: a worker that runs tasks, the beat, and whoever looked after lost jobs."""

    WORKER = "worker"
    SCHEDULE = "schedule"
    CARE = "care"
