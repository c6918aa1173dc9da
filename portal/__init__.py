"""The kernel: what every app of the portal stands on."""

from portal.celery import app as celery_app

__all__ = ["celery_app"]
